"""Why, in sentences: each speaks of one receipt, and says which other one it leads to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xccviz.analysis.types import Analysis, result_in
from xccviz.analysis.why.reasons import Answer, Question, Reason, Why
from xccviz.catalogue import tr
from xccviz.values import frozen
from xccviz.words.causes import cause_sentence, error_of, slots_words
from xccviz.words.names import account_names, name_in_sentence
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
    "ran": tr("Nothing that runs is selected."),
    "failed": tr("It is not known to have failed."),
    "went": tr("It has no result."),
    "came": tr("It is not known to have received or returned anything."),
}
"""Why a question can't be asked."""
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

    def _name(self, id: str | None) -> str:
        """Of a receipt, by what was known of it."""
        node = self.analysis.graph.by_id.get(id or "")
        if node is None:
            return tr("a receipt that this document does not describe")
        return name_in_sentence(node, ended=self.ended(node.id))

    @property
    def node(self) -> str:
        """Whom it is about."""
        return self._name(self.reason.node)

    @property
    def other(self) -> str:
        """Whom it leads to."""
        return self._name(self.reason.other)

    @property
    def slot(self) -> int | None:
        """The slot it is about."""
        return self.reason.slot

    @property
    def signer(self) -> str:
        """Who signed the transaction."""
        return self.analysis.graph.trace.transaction.signer_id or NOT_KNOWN

    @property
    def known_outside(self) -> bool:
        """Whether another transaction is known to have resumed it."""
        edges = self.analysis.graph.resumes.get(self.reason.node, ())
        return any(edge.external and any(edge.external) for edge in edges)

    @property
    def error(self) -> str:
        """What failed and why."""
        node = self.analysis.graph.by_id[self.reason.node]
        return cause_sentence(node, error_of(self.analysis, node.id), whole=True)

    @property
    def place(self) -> str:
        """Where in the other one a value stands."""
        if self.reason.place == "result":
            return tr("the result of {name}", name=self.other)
        if self.reason.place == "args":
            return tr("the arguments of {name}", name=self.other)
        return tr("a log of {name}", name=self.other)

    @property
    def value(self) -> str:
        """What it returned, or what stands in the slot."""
        facts = self.analysis.facts[self.reason.node]
        slot = self.reason.slot
        if slot is not None and self.reason.why in ("slot_from", "slot_resumed", "forwarded"):
            found = result_in(facts.promise_results, slot)
            value = found.value if found is not None else None
        else:
            value = facts.status.value if facts.status is not None else None
        return sentence_value(value, VALUE_SHOWN) if value is not None else ""


_SENTENCES: Mapping[Why, Callable[[_Told], str]] = {
    "signed": lambda t: tr("{signer} signed the transaction.", signer=t.signer),
    "converted": lambda t: tr("{node} is what the transaction became.", node=t.node),
    "called": lambda t: tr("{other} called {node}.", other=t.other, node=t.node),
    "made": lambda t: tr("{other} made {node} as a callback.", other=t.other, node=t.node),
    "made_receipt": lambda t: tr("{other} made the receipt {node}.", other=t.other, node=t.node),
    "came_of": lambda t: tr("{node} came of {other}; as what is not known.", other=t.other, node=t.node),
    "last_slot": lambda t: tr(
        "{node} had all it waited for once slot {slot} arrived, the last, from {other}.",
        node=t.node,
        slot=t.slot,
        other=t.other,
    ),
    "together": lambda t: tr(
        "{node} had all it waited for once its last slots arrived, in one block.", node=t.node
    ),
    "all_there": lambda t: tr("{node} had all it waited for once all its slots had arrived.", node=t.node),
    "slot_came": lambda t: tr("Slot {slot} came from {other}.", slot=t.slot, other=t.other),
    "not_here": lambda t: tr("Who made {node} is not in this document.", node=t.node),
    "only_slot": lambda t: tr(
        "{node} had all it waited for once slot {slot} arrived, from {other}.",
        node=t.node,
        slot=t.slot,
        other=t.other,
    ),
    "resumed": lambda t: tr("{other} resumed {node}.", other=t.other, node=t.node),
    "resumed_outside": lambda t: tr("Another transaction resumed {node}.", node=t.node),
    "resumed_or_late": lambda t: tr(
        "{node} has run: it was resumed, or timed out; which is not in this document.", node=t.node
    ),
    "timed_out": lambda t: tr("Nobody resumed {node} in time, so it got Failed.", node=t.node),
    "waits": lambda t: tr(
        "{node} still waits for slot {slot}, from {other}.", node=t.node, slot=t.slot, other=t.other
    ),
    "waits_for_many": lambda t: tr(
        "{node} still waits for {slots}.", node=t.node, slots=slots_words(t.reason.slots)
    ),
    "not_run": lambda t: tr("{node} has not run yet.", node=t.node),
    "not_seen": lambda t: tr("It is not known whether {node} has run.", node=t.node),
    "own_error": lambda t: t.error,
    "failed_slot": lambda t: tr(
        "Before that {node} had received Failed in slot {slot}, from {other}.",
        node=t.node,
        slot=t.slot,
        other=t.other,
    ),
    "gas_refund": lambda t: tr("{other} left gas unused, which is to go back.", other=t.other),
    "price_refund": lambda t: tr(
        "{other} was prepaid at a higher gas price than it cost; the difference is to go back.", other=t.other
    ),
    "gas_or_price_refund": lambda t: tr(
        "More was prepaid for {other} than it cost; the rest is to go back.", other=t.other
    ),
    "deposit_refund": lambda t: tr("{other} failed, so its deposit is to go back.", other=t.other),
    "leftover": lambda t: tr(
        "The state init of {other} did not need all of its deposit; the rest is to go back.", other=t.other
    ),
    "payout": lambda t: tr("{other} ended with a payout.", other=t.other),
    "refund": lambda t: tr("{node} came of {other}, as a refund.", node=t.node, other=t.other),
    "refund_or_payout": lambda t: tr(
        "{node} came of {other}, as a refund or payout.", node=t.node, other=t.other
    ),
    "returned_promise": lambda t: tr(
        "{node} returned its promise: the result of {other} stands in its place.", node=t.node, other=t.other
    ),
    "final": lambda t: tr("What {node} returned is the result of the transaction.", node=t.node),
    "into_slot": lambda t: tr(
        "The result of {node} arrived in slot {slot} of {other}.", node=t.node, slot=t.slot, other=t.other
    ),
    "into_failed_slot": lambda t: tr(
        "{node} failed: {other} received Failed in slot {slot}.", node=t.node, other=t.other, slot=t.slot
    ),
    "on_its_way": lambda t: tr(
        "The result of {node} is on its way into slot {slot} of {other}.",
        node=t.node,
        slot=t.slot,
        other=t.other,
    ),
    "may_be_there": lambda t: tr(
        "The result of {node} goes into slot {slot} of {other}; whether it has arrived is not known.",
        node=t.node,
        slot=t.slot,
        other=t.other,
    ),
    "not_told": lambda t: tr("This document does not tell who received the result of {node}.", node=t.node),
    "nobody": lambda t: tr("Nobody received the result of {node}.", node=t.node),
    "not_yet": lambda t: tr("{node} has not run yet, so it has no result.", node=t.node),
    "own_value": lambda t: tr("{node} returned {value} itself.", node=t.node, value=t.value),
    "own_value_not_told": lambda t: tr("What {node} returned is not in this document.", node=t.node),
    "slot_from": lambda t: tr(
        "Slot {slot} of {node} holds {value}, which {other} returned.",
        slot=t.slot,
        node=t.node,
        value=t.value,
        other=t.other,
    ),
    "slot_resumed": lambda t: tr(
        "Slot {slot} of {node} holds {value}, with which {other} resumed it.",
        slot=t.slot,
        node=t.node,
        value=t.value,
        other=t.other,
    ),
    "slot_filled": lambda t: tr(
        "Slot {slot} of {node} was filled; with what is not in this document.", slot=t.slot, node=t.node
    ),
    "forwarded": lambda t: tr("{node} passed on what {other} returned.", node=t.node, other=t.other),
    "slot_failed": lambda t: tr(
        "Slot {slot} of {node} holds Failed: {other} gave no value.", slot=t.slot, node=t.node, other=t.other
    ),
    "slot_open": lambda t: tr(
        "Slot {slot} of {node} is still open: it awaits {other}.", slot=t.slot, node=t.node, other=t.other
    ),
    "slot_not_seen": lambda t: tr(
        "Whether slot {slot} of {node} was filled is not known; it awaits {other}.",
        slot=t.slot,
        node=t.node,
        other=t.other,
    ),
    "same_value": lambda t: tr("The same value stands in {place}.", place=t.place),
}


def _from_outside(t: _Told) -> str:
    return tr(
        "Slot {slot} of {node} holds {value}; who gave it is not in this document.",
        slot=t.slot,
        node=t.node,
        value=t.value,
    )


def _became(t: _Told) -> str:
    return tr("The transaction became {other}: the result of that is its own.", other=t.other)


def _yield_waits(t: _Told) -> str:
    return tr("{node} still waits to be resumed, or for its time-out.", node=t.node)


def _yield_open(t: _Told) -> str:
    return tr(
        "Slot {slot} of {node} is still open: it awaits a resume, or its time-out.", slot=t.slot, node=t.node
    )


def _yield_not_seen(t: _Told) -> str:
    return tr("Whether slot {slot} of {node} was filled is not known.", slot=t.slot, node=t.node)


def _somebody(t: _Told) -> str:
    return tr("Somebody resumed {node}; who is not in this document.", node=t.node)


def _made_untold(t: _Told) -> str:
    return tr("{other} made {node}.", other=t.other, node=t.node)


def _final_failed(t: _Told) -> str:
    return tr("The failure of {node} is the result of the transaction.", node=t.node)


def _nobody_failed(t: _Told) -> str:
    return tr("Nobody received the failure of {node}.", node=t.node)


def _not_told_failed(t: _Told) -> str:
    return tr("This document does not tell who received the failure of {node}.", node=t.node)


_OF_YIELDS: Mapping[Why, Callable[[_Told], str]] = {
    "waits": _yield_waits,
    "slot_open": _yield_open,
    "slot_not_seen": _yield_not_seen,
}
_OF_FAILURES: Mapping[Why, Callable[[_Told], str]] = {
    "final": _final_failed,
    "nobody": _nobody_failed,
    "not_told": _not_told_failed,
}


def _instead(told: _Told) -> Callable[[_Told], str] | None:
    """Another sentence for what a few receipts are."""
    reason = told.reason
    node = told.analysis.graph.by_id[reason.node]
    if "yield" in node.roles and reason.other is None and reason.why in _OF_YIELDS:
        return _OF_YIELDS[reason.why]
    if node.failed and reason.why in _OF_FAILURES:
        return _OF_FAILURES[reason.why]
    if reason.why == "made_receipt" and not node.described:
        return _made_untold
    if reason.why == "resumed_outside" and not told.known_outside:
        return _somebody
    if reason.why == "slot_from" and reason.other is None:
        return _from_outside
    if reason.why == "returned_promise" and node.kind == "transaction":
        return _became
    return None


def why_sentences(
    analysis: Analysis, answer: Answer, ended: Callable[[str], bool] = lambda node: True
) -> tuple[WhySentence, ...]:
    """An answer in sentences with links; `ended`: whether a receipt has run by then, which its name may tell. Texts are
    unescaped."""
    names = account_names(analysis.graph)
    return tuple(_sentence(_Told(analysis, reason, ended), names) for reason in answer.reasons)


def _sentence(told: _Told, names: frozenset[str]) -> WhySentence:
    reason, by_id = told.reason, told.analysis.graph.by_id
    text = (_instead(told) or _SENTENCES[reason.why])(told)
    if reason.origin == "inferred":
        text = f"{text.removesuffix('.')} {INFERRED}."
    nodes = dict.fromkeys(id for id in (reason.other, reason.node) if id is not None and id in by_id)
    return WhySentence(capital(text, names), tuple(nodes))


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
