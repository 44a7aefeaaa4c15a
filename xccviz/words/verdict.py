"""The sentences about the end: did it work, if not why and where, and who received the failure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from xccviz.analysis.time.extent import extent_of
from xccviz.analysis.types import Analysis, SoftFailure, VerdictCode
from xccviz.catalogue import tr, trn
from xccviz.decode.types import Decoded
from xccviz.graph.types import ReceiptGraph
from xccviz.words.causes import (
    burnt_sentence,
    cause_sentence,
    causes_words,
    error_of,
    received_sentence,
    receivers_of,
    stays_sentence,
)
from xccviz.words.contradictions import contradiction_words
from xccviz.words.errors import error_text, error_title
from xccviz.words.extent import failed_counts
from xccviz.words.names import name_in_sentence
from xccviz.words.sentences import all_of, capital, joined, number_word, one_of, stopped
from xccviz.words.soft_failures import soft_sentence

RESULT_SHOWN = 160
"""Characters of the result that the explanation quotes."""


@dataclass(frozen=True, slots=True)
class VerdictText:
    """The end in words. `title` is one short sentence, or two; `explanation` a few, or ""."""

    code: VerdictCode
    title: str
    explanation: str


def verdict_text(analysis: Analysis) -> VerdictText:
    """What to say about the end. A success names the first of its soft failures, if it has any."""
    code = analysis.verdict.code
    return VerdictText(code, *_SENTENCES[code](analysis))


def _success(analysis: Analysis) -> tuple[str, str]:
    graph, result = analysis.graph, _returned(analysis.verdict.result)
    title = _succeeded(analysis.soft_failures, graph)
    calls = [node for node in graph.nodes if node.kind == "action_receipt" and not node.is_refund]
    unseen = _without_outcome(graph)
    if unseen:
        # Whether those failed is not known, so nothing is said about "all".
        ran = trn(
            "{count} receipt ran without a failure; the outcome of {unseen} more is not in this document.",
            "{count} receipts ran without a failure; the outcome of {unseen} more is not in this document.",
            sum(node.has_run for node in calls),
            unseen=f"{unseen:,}",
        )
        return title, joined(ran, result)
    return title, joined(_all_ran(len(calls)), result)


def _all_ran(calls: int) -> str:
    if calls == 1:
        return tr("The receipt ran without a failure.")
    if calls == 2:
        return tr("Both receipts ran without a failure.")
    return tr("All {count} receipts ran without a failure.", count=f"{calls:,}")


def _succeeded(soft: Sequence[SoftFailure], graph: ReceiptGraph) -> str:
    if not soft:
        return tr("Succeeded.")
    more = len(soft) - 1
    like_it = trn("There is {count} more like it.", "There are {count} more like it.", more) if more else ""
    return joined(tr("Succeeded, but {what}", what=stopped(soft_sentence(soft[0], graph))), like_it)


def _pending(analysis: Analysis) -> tuple[str, str]:
    graph, known = analysis.graph, analysis.verdict.result is not None
    if not graph.root.has_run:
        return tr("Not run yet."), tr("The transaction has not been converted into a receipt yet.")
    waiting = _without_outcome(graph)
    if any(item.reason == "untracked" for item in graph.missing):
        # Callbacks that waited for unseen calls have run: this node does not show everything that ran.
        return (
            tr("The result is known, but this node does not show everything.")
            if known
            else tr("This node does not show everything."),
            trn(
                "{count} receipt without an outcome here, though a callback that waited has run: "
                "the node does not track every shard. Another node may show the rest.",
                "{count} receipts without an outcome here, though a callback that waited has run: "
                "the node does not track every shard. Another node may show the rest.",
                waiting,
            ),
        )
    return (
        tr("Still running. The result is already known.") if known else tr("Still running."),
        trn(
            "{count} receipt without an outcome so far.",
            "{count} receipts without an outcome so far.",
            waiting,
        ),
    )


def _unknown(analysis: Analysis) -> tuple[str, str]:
    if analysis.contradictions:
        first, more = analysis.contradictions[0], len(analysis.contradictions) - 1
        also = (
            trn("There is {count} more contradiction.", "There are {count} more contradictions.", more)
            if more
            else ""
        )
        said = contradiction_words(first, analysis.graph)
        return tr("This contradicts itself, so its end is not known."), joined(said, also)
    return tr("The end is not known."), tr(
        "The receipt that gives the result, or its outcome, is not in this document."
    )


def _invalid(analysis: Analysis) -> tuple[str, str]:
    return tr("Refused: the transaction was not valid."), _first_cause(analysis)


def _failure(analysis: Analysis) -> tuple[str, str]:
    verdict, graph = analysis.verdict, analysis.graph
    deciding = graph.by_id.get(verdict.deciding or "")
    if deciding is None and verdict.final_error is not None:
        said = error_text(verdict.final_error)
        return tr("Failed: {cause}", cause=stopped(said.title)), joined(
            said.explanation, tr("Which receipt that was is not in this document.")
        )
    first = graph.by_id[verdict.root_causes[0]] if verdict.root_causes else deciding
    if first is None:
        return tr("Failed."), ""
    also = causes_words(analysis, verdict.root_causes[1:])
    if deciding is not None and deciding is not first:
        error, name = error_of(analysis, deciding.id), name_in_sentence(deciding)
        if error is None:
            why = tr("{call} received the failure and failed too.", call=name)
        else:
            why = tr(
                "{call} received the failure and failed too: {why}",
                call=name,
                why=stopped(error_title(error)),
            )
    else:
        error = error_of(analysis, first.id)
        why = error_text(error).explanation if error is not None else ""
    return tr("Failed: {cause}", cause=_first_cause(analysis)), joined(
        why, tr("Also: {causes}", causes=also) if also else "", stays_sentence(graph), burnt_sentence(graph)
    )


def _first_cause(analysis: Analysis) -> str:
    """The cause that stands first, else the failure that decided."""
    node_id = next(iter(analysis.verdict.root_causes), analysis.verdict.deciding)
    node = analysis.graph.by_id.get(node_id or "")
    return cause_sentence(node, error_of(analysis, node.id)) if node is not None else ""


def _hidden_failure(analysis: Analysis) -> tuple[str, str]:
    graph = analysis.graph
    causes = [cause for cause in analysis.verdict.root_causes if not graph.by_id[cause].is_refund]
    fate, said = _fate_sentence(analysis, causes) if causes else ("", set())
    unsaid = [one for one in analysis.soft_failures if one.node not in said]
    more = capital(stopped(soft_sentence(unsaid[0], graph))) if unsaid else ""
    title = joined(tr("Succeeded, with {what}.", what=all_of(failed_counts(extent_of(graph)))), fate, more)
    seen = received_sentence(graph, causes) if causes else ""
    return title, joined(causes_words(analysis, causes), seen, burnt_sentence(graph))


def _fate_sentence(analysis: Analysis, causes: Sequence[str]) -> tuple[str, set[str]]:
    """Who received the failures, and the soft failures that the sentence names."""
    facts, graph = analysis.facts, analysis.graph
    fates = {facts[cause].fate for cause in causes}
    it = tr("the failure") if len(causes) == 1 else tr("the failures")
    receivers = receivers_of(graph)
    callbacks = {callback.id: callback for cause in causes for callback, _ in receivers.get(cause, ())}
    if fates == {"handled"}:
        return _handled(analysis.soft_failures, callbacks, it)
    if fates == {"unobserved"}:
        return tr("Nobody received {failure}.", failure=it), set()
    if fates == {"propagated"} and len(callbacks) > 1:
        too = number_word(sum(callback.failed for callback in callbacks.values()))
        many = number_word(len(callbacks)).lower()
        return tr(
            "{some} of the {count} callbacks that received {failure} failed too.",
            some=too,
            count=many,
            failure=it,
        ), set()
    if fates == {"propagated"}:
        return tr("The callback that received {failure} failed too.", failure=it), set()
    if "unobserved" in fates:
        failed = [node for node in graph.nodes if node.failed and not node.is_refund]
        unseen = sum(facts[node.id].fate == "unobserved" for node in failed)
        return tr(
            "{some} of the {count} failures reached nobody.",
            some=number_word(unseen),
            count=number_word(len(failed)).lower(),
        ), set()
    return "", set()


def _handled(
    soft_failures: Sequence[SoftFailure], callbacks: Mapping[str, object], it: str
) -> tuple[str, set[str]]:
    returned = [one for one in soft_failures if one.kind == "after_failed_slot" and one.node in callbacks]
    said = {one.node for one in returned}
    values = one_of(sorted({one.evidence["returned"] for one in returned}))
    if len(callbacks) == 1 and returned:
        return tr("The callback received {failure} and returned {value}.", failure=it, value=values), said
    if len(callbacks) == 1:
        return tr("The callback received {failure} and succeeded.", failure=it), said
    if returned:
        return tr(
            "The callbacks received {failure} and succeeded, {some} of them with {values}.",
            failure=it,
            some=len(returned),
            values=values,
        ), said
    return tr("The callbacks received {failure} and succeeded.", failure=it), said


def _without_outcome(graph: ReceiptGraph) -> int:
    """Receipts, refunds aside, of which no outcome is known; an id of which nothing is known counts."""
    return sum(
        1
        for node in graph.nodes
        if node.kind in ("action_receipt", "unknown") and not node.has_run and not node.is_refund
    )


def _returned(result: Decoded | None) -> str:
    if result is None:
        return tr("The result is not in this document.")
    if result.kind == "empty":
        return tr("It returned nothing.")
    text = result.text if len(result.text) <= RESULT_SHOWN else result.text[: RESULT_SHOWN - 1] + "…"
    if result.kind == "utf8":
        text = f"“{text}”"  # else the words of a contract would read as ours
    elif result.kind == "hex":
        text = tr("{count} bytes, hex {bytes}", count=f"{len(result.raw):,}", bytes=text)
    if text.rstrip('"”’').endswith((".", "…")):
        return tr("It returned {value}", value=text)
    return tr("It returned {value}.", value=text)


_SENTENCES: Mapping[VerdictCode, Callable[[Analysis], tuple[str, str]]] = {
    "success": _success,
    "success_with_hidden_failure": _hidden_failure,
    "failure": _failure,
    "invalid": _invalid,
    "pending": _pending,
    "unknown": _unknown,
}
