"""The sentence about the end: did it work, if not why and where, and who received the failure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xccviz.analysis.failures.fates import deciding_node, root_causes
from xccviz.analysis.failures.soft_failures import SoftFailure
from xccviz.analysis.results.outcomes import failed_action_index
from xccviz.analysis.types import ErrorFacts, NodeStatus, PromiseResult, Verdict, VerdictCode
from xccviz.decode.registry import decode_bytes
from xccviz.decode.types import Decoded
from xccviz.graph.labels import action_label
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.literals import Fate
from xccviz.words.causes import (
    burnt_sentence,
    cause_sentence,
    causes_words,
    joined,
    received_sentence,
    receivers_of,
    stays_sentence,
    stopped,
)
from xccviz.words.errors import error_text, error_title
from xccviz.words.names import name_in_sentence

RESULT_SHOWN = 160
"""Characters of the result that the explanation quotes."""
_BELOW_EXECUTED = ("NONE", "INCLUDED", "EXECUTED_OPTIMISTIC", "INCLUDED_FINAL")


def verdict_of(
    graph: ReceiptGraph,
    statuses: Mapping[str, NodeStatus | None],
    results: Mapping[str, tuple[PromiseResult, ...]],
    fates: Mapping[str, Fate],
    soft: Sequence[SoftFailure] = (),
    final_error: ErrorFacts | None = None,
) -> Verdict:
    """Code, one-sentence title, explanation, root causes and final result (interface.md §4). A success names the first
    of its soft failures, if it has any. `final_error`: the answer's own `status`, explained; it speaks where the chain
    to the receipt that decided leads out of sight."""
    deciding = deciding_node(graph) or _same_failure(graph)
    code = verdict_code(graph, deciding)
    causes = root_causes(graph, results, deciding if code in ("failure", "invalid") else None)
    result = _final_value(graph, deciding)
    if code == "failure" and deciding is None and final_error is not None:
        said = error_text(final_error)
        explanation = f"{said.explanation} Which receipt that was is not in this document."
        return Verdict(code, f"Failed: {stopped(said.title)}", explanation, (), result)
    title, explanation = _sentences(graph, code, deciding, causes, statuses, fates, result, soft)
    return Verdict(code, title, explanation, causes, result)


def _same_failure(graph: ReceiptGraph) -> Node | None:
    """The one failed node whose error is the answer's own `status`, where the chain to it leads out of sight."""
    status = graph.trace.final_status
    if status is None or status.kind != "failure":
        return None
    same = [
        node
        for node in graph.nodes
        if node.failed and node.outcome is not None and node.outcome.status.failure == status.failure
    ]
    return same[0] if len(same) == 1 else None


def verdict_code(graph: ReceiptGraph, deciding: Node | None) -> VerdictCode:
    """The code. The node's own `status` decides; documents without one (an indexer's, say) follow the same chain
    that a node follows to compute it (protocol.md R1.1)."""
    trace = graph.trace
    if graph.root.is_invalid:
        return "invalid"
    if _is_pending(graph):
        return "pending"
    if trace.final_status is not None and trace.final_status.kind != "unknown":
        decided_failed = trace.final_status.kind == "failure"
    elif deciding is not None:
        decided_failed = deciding.failed
    else:
        return "unknown"
    if decided_failed:
        return "failure"
    return "success_with_hidden_failure" if any(node.failed for node in graph.nodes) else "success"


def _is_pending(graph: ReceiptGraph) -> bool:
    trace = graph.trace
    below = trace.final_execution_status in _BELOW_EXECUTED or (
        trace.final_execution_status is None and trace.status_word in ("NotStarted", "Started")
    )
    if not below:
        return False
    return not graph.root.has_run or any(
        not node.has_run and not node.is_refund
        for node in graph.nodes
        if node.kind in ("action_receipt", "unknown")
    )


def _final_value(graph: ReceiptGraph, deciding: Node | None) -> Decoded | None:
    status = graph.trace.final_status
    if status is not None and status.kind == "success_value":
        return decode_bytes(status.value) if status.value is not None else None
    if deciding is not None and deciding.outcome is not None and deciding.kind != "transaction":
        end = deciding.outcome.status
        if end.kind == "success_value":
            return decode_bytes(end.value) if end.value is not None else None
    return None


def main_call(graph: ReceiptGraph, node: Node) -> str:
    """`contract.method` of a node, by which findings are grouped: of a batch the failing action's, else the first's."""
    actions = node.actions
    if len(actions) < 2 or node.receipt is None:
        return node.label
    index = (
        failed_action_index(node.outcome.status.failure) if node.failed and node.outcome is not None else None
    )
    action = actions[index] if index is not None and index < len(actions) else actions[0]
    return action_label(node.receipt.receiver_id or "", action)


def _sentences(
    graph: ReceiptGraph,
    code: VerdictCode,
    deciding: Node | None,
    causes: Sequence[str],
    statuses: Mapping[str, NodeStatus | None],
    fates: Mapping[str, Fate],
    result: Decoded | None,
    soft: Sequence[SoftFailure],
) -> tuple[str, str]:
    calls = sum(1 for node in graph.nodes if node.kind == "action_receipt" and not node.is_refund)
    if code == "success":
        unseen = _without_outcome(graph)
        if unseen:
            # Whether those failed is not known, so nothing is said about "all".
            rest = f"the outcome of {unseen:,} more is not in this document"
            ran = sum(
                1
                for node in graph.nodes
                if node.kind == "action_receipt" and node.has_run and not node.is_refund
            )
            ended = f"{_count(ran, 'receipt')} ran without a failure; {rest}. {_returned(result)}"
            return _succeeded(soft), ended
        ran_all = {1: "The receipt", 2: "Both receipts"}.get(calls, f"All {calls:,} receipts")
        return _succeeded(soft), f"{ran_all} ran without a failure. {_returned(result)}"
    if code == "pending":
        open_calls = _without_outcome(graph)
        if not graph.root.has_run:
            return "Not run yet.", "The transaction has not been converted into a receipt yet."
        if any(item.reason == "untracked" for item in graph.missing):
            # Callbacks that waited for unseen calls have run: this node does not show everything that ran.
            title = "The result is known, but this node does not show everything."
            if result is None:
                title = "This node does not show everything."
            return title, (
                f"{_count(open_calls, 'receipt')} without an outcome here, though a callback that waited has run: "
                f"the node does not track every shard. Another node may show the rest."
            )
        known = " The result is already known." if result is not None else ""
        return f"Still running.{known}", f"{_count(open_calls, 'receipt')} without an outcome so far."
    if code == "unknown":
        return (
            "The end is not known.",
            "The receipt that gives the result, or its outcome, is not in this document.",
        )
    first = graph.by_id[causes[0]] if causes else deciding
    cause = cause_sentence(first, statuses) if first is not None else ""
    burnt = burnt_sentence(graph)
    if code == "invalid":
        return "Refused: the transaction was not valid.", cause
    if code == "failure":
        if first is None:
            return "Failed.", ""
        also = causes_words(graph, causes[1:], statuses)
        more = f"Also: {also}" if also else ""
        if deciding is not None and deciding is not first:
            end = statuses.get(deciding.id)
            why = f": {stopped(error_title(end.error))}" if end is not None and end.error is not None else "."
            explanation = f"{name_in_sentence(deciding)} received the failure and failed too{why}"
        else:
            explanation = _error_explanation(first, statuses)
        return f"Failed: {cause}", joined(explanation, more, stays_sentence(graph), burnt)
    calls_failed = [node for node in graph.nodes if node.failed and not node.is_refund]
    lost = [node for node in graph.nodes if node.failed and node.is_refund]
    payouts = sum("payout" in node.roles for node in lost)
    refunds = len(lost) - payouts
    causes = [cause for cause in causes if not graph.by_id[cause].is_refund]
    counts = [_count(len(calls_failed), "failed call")] if calls_failed else []
    counts += [_count(refunds, "failed refund")] if refunds else []
    counts += [_count(payouts, "failed payout")] if payouts else []
    fate, said = _fate_sentence(graph, causes, calls_failed, fates, soft) if causes else ("", set())
    title = f"Succeeded, with {' and '.join(counts)}. {fate}".strip()
    unsaid = [one for one in soft if one.node not in said]
    more = f" {_capital(stopped(unsaid[0].sentence))}" if unsaid else ""
    seen = received_sentence(graph, causes) if causes else ""
    return title + more, joined(causes_words(graph, causes, statuses), seen, burnt)


def _succeeded(soft: Sequence[SoftFailure]) -> str:
    if not soft:
        return "Succeeded."
    more = (
        f" There {'is' if len(soft) == 2 else 'are'} {len(soft) - 1} more like it." if len(soft) > 1 else ""
    )
    return f"Succeeded, but {stopped(soft[0].sentence)}{more}"


def _without_outcome(graph: ReceiptGraph) -> int:
    """Receipts, refunds aside, of which no outcome is known; an id of which nothing is known counts."""
    return sum(
        1
        for node in graph.nodes
        if node.kind in ("action_receipt", "unknown") and not node.has_run and not node.is_refund
    )


def _error_explanation(node: Node, statuses: Mapping[str, NodeStatus | None]) -> str:
    status = statuses.get(node.id)
    return error_text(status.error).explanation if status is not None and status.error is not None else ""


def _fate_sentence(
    graph: ReceiptGraph,
    causes: Sequence[str],
    calls_failed: Sequence[Node],
    fates: Mapping[str, Fate],
    soft: Sequence[SoftFailure],
) -> tuple[str, set[str]]:
    """Who received the failures, and the soft failures that the sentence names."""
    kinds = {fates.get(cause) for cause in causes}
    it = "the failure" if len(causes) == 1 else "the failures"
    if kinds == {"handled"}:
        receivers = {callback.id for cause in causes for callback, _ in receivers_of(graph, cause)}
        who = "The callback" if len(receivers) == 1 else "The callbacks"
        returned = [one for one in soft if one.kind == "after_failed_slot" and one.node in receivers]
        said = {one.node for one in returned}
        if len(receivers) == len(returned) == 1:
            return f"{who} received {it} and returned {returned[0].evidence['returned']}.", said
        values = {one.evidence["returned"] for one in returned}
        some = f", {len(returned)} of them with {' or '.join(sorted(values))}" if returned else ""
        return f"{who} received {it} and succeeded{some}.", said
    if kinds == {"unobserved"}:
        return f"Nobody received {it}.", set()
    if kinds == {"propagated"}:
        callbacks = {callback.id: callback for cause in causes for callback, _ in receivers_of(graph, cause)}
        too = sum(callback.failed for callback in callbacks.values())
        if len(callbacks) > 1:
            many = _number(len(callbacks)).lower()
            return f"{_number(too)} of the {many} callbacks that received {it} failed too.", set()
        return f"The callback that received {it} failed too.", set()
    if "unobserved" in kinds:
        unseen = sum(1 for node in calls_failed if fates.get(node.id) == "unobserved")
        return (
            f"{_number(unseen)} of the {_number(len(calls_failed)).lower()} failures reached nobody.",
            set(),
        )
    return "", set()


def _returned(result: Decoded | None) -> str:
    if result is None:
        return "The result is not in this document."
    if result.kind == "empty":
        return "It returned nothing."
    text = result.text if len(result.text) <= RESULT_SHOWN else result.text[: RESULT_SHOWN - 1] + "…"
    if result.kind == "utf8":
        text = f"“{text}”"  # else the words of a contract would read as ours
    elif result.kind == "hex":
        text = f"{len(result.raw):,} bytes, hex {text}"
    return f"It returned {text}" + ("" if text.rstrip('"”’').endswith((".", "…")) else ".")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _number(number: int) -> str:
    return {1: "One", 2: "Two", 3: "Three", 4: "Four", 5: "Five"}.get(number, f"{number:,}")


def _capital(text: str) -> str:
    """With a capital, unless it begins with the name of an account."""
    return text if "." in text.split(" ", 1)[0] else text[:1].upper() + text[1:]
