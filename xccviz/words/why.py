"""Why, in sentences: each speaks of one receipt, and says which other one it leads to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xccviz.analysis.types import Analysis, result_in
from xccviz.analysis.why.reasons import Answer, Question, Reason, Why
from xccviz.catalogue import tr
from xccviz.values import frozen
from xccviz.words.causes import cause_sentence, error_of
from xccviz.words.names import name_in_sentence
from xccviz.words.sentences import capital
from xccviz.words.short_values import sentence_value
from xccviz.words.signs import NOT_KNOWN

QUESTIONS: Mapping[Question, str] = {
    "ran": tr("Why did this run?"),
    "failed": tr("Why did this fail?"),
    "went": tr("Where did this result go?"),
    "came": tr("Where did this value come from?"),
}
NOTHING_TO_ASK: Mapping[Question, str] = {
    "ran": tr("Nothing is selected."),
    "failed": tr("It has not failed, or not yet."),
    "went": tr("It has no result."),
    "came": tr("It has received and returned nothing yet."),
}
"""Why a question can't be asked."""
PLACES = {
    "result": tr("the result of {name}"),
    "args": tr("the arguments of {name}"),
    "log": tr("a log of {name}"),
}
INFERRED = tr("(by inference)")
VALUE_SHOWN = 80


@frozen
class WhySentence:
    """A sentence, and the ids of the receipts it leads to."""

    text: str
    nodes: tuple[str, ...]


@frozen
class _Told:
    """What a sentence is made of."""

    analysis: Analysis
    reason: Reason
    ended: Callable[[str], bool]

    def name(self, id: str | None) -> str:
        """Of a receipt, by what was known of it."""
        node = self.analysis.graph.by_id.get(id or "")
        return name_in_sentence(node, ended=self.ended(node.id)) if node is not None else NOT_KNOWN

    @property
    def value(self) -> str:
        """What it returned, or what stands in the slot."""
        facts = self.analysis.facts[self.reason.node]
        slot = self.reason.slot
        if slot is not None and self.reason.why in ("slot_from", "forwarded"):
            found = result_in(facts.promise_results, slot)
            value = found.value if found is not None else None
        else:
            value = facts.status.value if facts.status is not None else None
        return sentence_value(value, VALUE_SHOWN) if value is not None else NOT_KNOWN


_SENTENCES: Mapping[Why, str] = {
    "signed": tr("{signer} signed the transaction."),
    "converted": tr("{node} is what the transaction became."),
    "called": tr("{other} called {node}."),
    "made": tr("{other} made {node} as a callback."),
    "last_slot": tr("{node} had all it waited for once slot {slot} arrived, the last, from {other}."),
    "together": tr("{node} had all it waited for once its last slots arrived, in one block."),
    "all_there": tr("{node} had all it waited for once all its slots had arrived."),
    "slot_came": tr("Slot {slot} came from {other}."),
    "not_here": tr("Who made {node} is not in this document."),
    "only_slot": tr("{node} had all it waited for once slot {slot} arrived, from {other}."),
    "resumed": tr("{other} resumed {node}."),
    "resumed_outside": tr("Another transaction resumed {node}."),
    "timed_out": tr("Nobody resumed {node} in time, so it got Failed."),
    "waits": tr("{node} still waits for slot {slot}, from {other}."),
    "not_run": tr("{node} has not run yet."),
    "own_error": "{error}",
    "failed_slot": tr("Before that {node} had received Failed in slot {slot}, from {other}."),
    "gas_refund": tr("{other} left gas unused; it goes back."),
    "deposit_refund": tr("{other} failed, so its deposit goes back."),
    "payout": tr("{other} ended with a payout."),
    "returned_promise": tr("{node} returned its promise: the result of {other} stands in its place."),
    "final": tr("What {node} returned is the result of the transaction."),
    "into_slot": tr("The result of {node} arrived in slot {slot} of {other}."),
    "into_failed_slot": tr("{node} failed: {other} received Failed in slot {slot}."),
    "on_its_way": tr("The result of {node} is on its way into slot {slot} of {other}."),
    "nobody": tr("Nobody received the result of {node}."),
    "not_yet": tr("{node} has not run yet, so it has no result."),
    "own_value": tr("{node} returned {value} itself."),
    "slot_from": tr("Slot {slot} of {node} holds {value}, which {other} returned."),
    "forwarded": tr("{node} passed on what {other} returned."),
    "slot_failed": tr("Slot {slot} of {node} holds Failed: {other} gave no value."),
    "slot_open": tr("Slot {slot} of {node} is still open: it awaits {other}."),
    "same_value": tr("The same value stands in {place}."),
}
_FROM_OUTSIDE = tr("Slot {slot} of {node} holds {value}; who gave it is not in this document.")
_BECAME = tr("The transaction became {other}: the result of that is its own.")
_YIELD_WAITS = tr("{node} still waits to be resumed, or for its time-out.")
_FINAL_FAILED = tr("The failure of {node} is the result of the transaction.")
_NOBODY_FAILED = tr("Nobody received the failure of {node}.")


def why_sentences(
    analysis: Analysis, answer: Answer, ended: Callable[[str], bool] = lambda node: True
) -> tuple[WhySentence, ...]:
    """An answer in sentences with links; `ended`: whether a receipt has run by then, which its name may tell. Texts are
    unescaped."""
    return tuple(_sentence(_Told(analysis, reason, ended)) for reason in answer.reasons)


def _sentence(told: _Told) -> WhySentence:
    reason, analysis = told.reason, told.analysis
    node, other = analysis.graph.by_id[reason.node], reason.other
    template = _SENTENCES[reason.why]
    if reason.why == "waits" and "yield" in node.roles:
        template = _YIELD_WAITS
    if reason.why in ("final", "nobody") and node.failed:
        template = _FINAL_FAILED if reason.why == "final" else _NOBODY_FAILED
    if reason.why == "slot_from" and other is None:
        template = _FROM_OUTSIDE
    if reason.why == "returned_promise" and node.kind == "transaction":
        template = _BECAME
    place = PLACES[reason.place].format(name=told.name(other)) if reason.place else ""
    text = template.format(
        node=told.name(reason.node),
        other=told.name(other),
        slot=reason.slot,
        signer=analysis.graph.trace.transaction.signer_id or NOT_KNOWN,
        value=told.value if "{value}" in template else "",
        error=cause_sentence(node, error_of(analysis, node.id), whole=True) if "{error}" in template else "",
        place=place,
    )
    if reason.origin == "inferred":
        text = f"{text.removesuffix('.')} {INFERRED}."
    nodes = tuple(
        dict.fromkeys(id for id in (other, reason.node) if id is not None and id in analysis.graph.by_id)
    )
    return WhySentence(capital(text), nodes)


def question_title(analysis: Analysis, answer: Answer, *, ended: bool = True) -> str:
    """The question with its name: `Why did app.near.run run?`."""
    name = name_in_sentence(analysis.graph.by_id[answer.node], ended=ended)
    if answer.question == "ran":
        return tr("Why did {name} run?", name=name)
    if answer.question == "failed":
        return tr("Why did {name} fail?", name=name)
    if answer.question == "went":
        return tr("Where did the result of {name} go?", name=name)
    if answer.slot is not None:
        return tr("Where did slot {slot} of {name} come from?", slot=answer.slot, name=name)
    return tr("Where did the value of {name} come from?", name=name)
