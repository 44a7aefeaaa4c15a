"""The sentences about the end: did it work, if not why and where, and who received the failure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xccviz.analysis.types import Analysis, Ending, VerdictCode
from xccviz.catalogue import tr, trn
from xccviz.graph.types import ReceiptGraph
from xccviz.values import frozen
from xccviz.words.causes import (
    burnt_sentence,
    cause_sentence,
    causes_words,
    error_of,
    stays_sentence,
)
from xccviz.words.contradictions import contradiction_words
from xccviz.words.errors import error_text, error_title
from xccviz.words.names import account_names, name_in_sentence
from xccviz.words.sentences import capital, joined, stopped
from xccviz.words.success import hidden_failure, success, unresumed_sentence, without_outcome


@frozen
class VerdictText:
    """The end in words. `title` is one short sentence, or two; `explanation` a few, or ""; `ending` has the sign."""

    code: VerdictCode
    title: str
    explanation: str
    ending: Ending


def verdict_text(analysis: Analysis) -> VerdictText:
    """What to say about the end."""
    code = analysis.verdict.code
    title, explanation = _SENTENCES[code](analysis)
    return VerdictText(code, title, explanation, analysis.ending)


def _pending(analysis: Analysis) -> tuple[str, str]:
    graph, known = analysis.graph, analysis.verdict.result is not None
    if not graph.root.has_run:
        return tr("Not run yet."), tr("The transaction has not been converted into a receipt yet.")
    waiting = without_outcome(graph)
    failed, also = _known_failures(analysis)
    if any(item.reason == "untracked" for item in graph.missing):
        # Callbacks that waited for unseen calls have run: this node does not show everything that ran.
        title = (
            tr("The result is known, but this node does not show everything.")
            if known
            else tr("This node does not show everything.")
        )
        why = trn(
            "{count} receipt without an outcome here, though a callback that waited has run: "
            "the node does not track every shard. Another node may show the rest.",
            "{count} receipts without an outcome here, though a callback that waited has run: "
            "the node does not track every shard. Another node may show the rest.",
            waiting,
        )
    else:
        title = tr("Still running. The result is already known.") if known else tr("Still running.")
        why = trn(
            "{count} receipt without an outcome so far.",
            "{count} receipts without an outcome so far.",
            waiting,
        )
    return joined(title, failed), joined(why, also)


def _known_failures(analysis: Analysis) -> tuple[str, str]:
    """The cause that stands first and the others, where the end is still out: they are known whatever it may be."""
    causes = [cause for cause in analysis.verdict.root_causes if not analysis.graph.by_id[cause].is_refund]
    if not causes:
        return "", ""
    also = causes_words(analysis, causes[1:])
    first = cause_sentence(analysis.graph.by_id[causes[0]], error_of(analysis, causes[0]))
    return capital(first, account_names(analysis.graph)), tr("Also: {causes}", causes=also) if also else ""


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
    failed, also = _known_failures(analysis)
    return joined(tr("The end is not known."), failed), joined(_why_unknown(analysis.graph), also)


def _why_unknown(graph: ReceiptGraph) -> str:
    """What keeps the way to the result from its end; nothing else is said to be missing."""
    node, seen = graph.root, set[str]()
    while node.outcome is not None and node.outcome.status.kind == "success_receipt" and node.id not in seen:
        seen.add(node.id)
        following = graph.by_id.get(node.outcome.status.receipt_id or "")
        if following is None:
            return tr("This document does not tell how it ended.")
        node = following
    name = tr("the transaction") if node.kind == "transaction" else name_in_sentence(node)
    if node.outcome is None:
        return tr(
            "The outcome of {call}, which gives the result or hands it on, is not in this document.",
            call=name,
        )
    if node.outcome.is_none:
        return tr(
            "{call}, which gives the result or hands it on, has no outcome yet.",
            call=capital(name, account_names(graph)),
        )
    if node.outcome.status.kind == "unknown":
        return tr(
            "The status of {call}, which gives the result or hands it on, is none that this version knows.",
            call=name,
        )
    return tr("This document does not tell how it ended.")


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
        why = error_text(error).beside_cause if error is not None else ""
    return tr("Failed: {cause}", cause=_first_cause(analysis)), joined(
        why,
        tr("Also: {causes}", causes=also) if also else "",
        unresumed_sentence(analysis),
        stays_sentence(graph),
        burnt_sentence(graph),
    )


def _first_cause(analysis: Analysis) -> str:
    """The cause that stands first, else the failure that decided."""
    node_id = next(iter(analysis.verdict.root_causes), analysis.verdict.deciding)
    node = analysis.graph.by_id.get(node_id or "")
    return cause_sentence(node, error_of(analysis, node.id)) if node is not None else ""


_SENTENCES: Mapping[VerdictCode, Callable[[Analysis], tuple[str, str]]] = {
    "success": success,
    "success_with_hidden_failure": hidden_failure,
    "failure": _failure,
    "invalid": _invalid,
    "pending": _pending,
    "unknown": _unknown,
}
