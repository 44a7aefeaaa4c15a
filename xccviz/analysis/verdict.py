"""The end, as facts: did it work, which receipt decided, which failures came first, what was the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xccviz.analysis.failures.fates import deciding_node, end_of_chain, is_delegated, root_causes
from xccviz.analysis.results.readings import Readings
from xccviz.analysis.types import Contradiction, ErrorFacts, PromiseResult, Verdict, VerdictCode
from xccviz.graph.types import Node, ReceiptGraph

_BELOW_EXECUTED = ("NONE", "INCLUDED", "EXECUTED_OPTIMISTIC", "INCLUDED_FINAL")


def verdict_of(
    graph: ReceiptGraph,
    results: Mapping[str, tuple[PromiseResult, ...]],
    readings: Readings,
    final_error: ErrorFacts | None = None,
    doubts: Sequence[Contradiction] = (),
) -> Verdict:
    """Code, root causes, the node that decided and the final result (interface.md §4). `final_error`: that of the
    answer's own `status`; it speaks where the chain to the receipt that decided leads out of sight. Where parts
    contradict each other (`doubts`) there is none: what belongs to it, or how that ended, is not known."""
    if doubts:
        return Verdict("unknown", root_causes=root_causes(graph, results, None), result=None)
    deciding = deciding_node(graph) or _same_failure(graph)
    code = verdict_code(graph, deciding)
    unseen = code == "failure" and deciding is None and final_error is not None
    ends_it = deciding if code in ("failure", "invalid") else None
    return Verdict(
        code,
        root_causes=() if unseen else root_causes(graph, results, ends_it),
        result=readings.final(deciding),
        deciding=deciding.id if deciding is not None else None,
        final_error=final_error,
        unresumed=tuple(
            node.id
            for node in graph.nodes
            if (slots := results.get(node.id)) and any(slot.timed_out for slot in slots)
        ),
        inner_failures=tuple(
            (node.id, end.id)
            for node in graph.nodes
            if is_delegated(graph, node) and (end := end_of_chain(graph, node)) is not None and end.failed
        ),
    )


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
