"""What became of each failure, and which failures were the first cause (interface.md §4)."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.analysis.types import PromiseResult
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.literals import Fate


def deciding_node(graph: ReceiptGraph) -> Node | None:
    """The node at the end of the SuccessReceiptId chain, whose result is the transaction's (protocol.md R1.1).

    None while that chain leads to something that has not run or is not visible.
    """
    return end_of_chain(graph, graph.root)


def end_of_chain(graph: ReceiptGraph, first: Node) -> Node | None:
    """The node that gives the result of `first`, through all that it was passed on to; None as above."""
    node: Node | None = first
    seen: set[str] = set()
    while node is not None and node.outcome is not None and node.id not in seen:
        seen.add(node.id)
        if node.outcome.status.kind != "success_receipt":
            return node if node.has_run else None
        node = graph.by_id.get(node.outcome.status.receipt_id or "")
    return None


def descends(graph: ReceiptGraph, node: Node) -> bool:
    """Whether all that led to `node` is in the document. Without it the node may stand at the end of the chain that
    gives the transaction's result, or have been awaited by what can't be seen."""
    here: Node | None = node
    seen: set[str] = set()
    while here is not None and here.kind != "transaction" and here.id not in seen:
        seen.add(here.id)
        here = graph.by_id.get(here.parent or "")
    return here is not None and here.kind == "transaction"


def fates(graph: ReceiptGraph) -> dict[str, Fate]:
    """One fate for each failed node, exclusive and complete."""
    receivers: dict[str, list[str]] = {}
    for callback, entries in graph.slots.items():
        for slot in entries:
            if slot.producer is not None:
                receivers.setdefault(slot.producer, []).append(callback)
    end = deciding_node(graph)
    return {
        node.id: "decides" if node is end else _fate(graph, node, receivers.get(node.id, []))
        for node in graph.nodes
        if node.failed
    }


def _fate(graph: ReceiptGraph, node: Node, callbacks: list[str]) -> Fate:
    receipt = node.action_receipt
    if receipt is None:
        return "unknown"
    outputs = len(receipt.output_data_receivers)
    nodes = [graph.by_id[callback] for callback in callbacks]
    if any(callback.failed for callback in nodes):
        return "propagated"
    if outputs == 0 and not descends(graph, node):
        return "unknown"
    if outputs == 0:
        # A receipt rebuilt from the transaction has no data edges by protocol (§2.2), so this holds for it too.
        return "unobserved"
    if len(nodes) >= outputs and all(callback.has_run for callback in nodes):
        return "handled"
    if any(not callback.has_run for callback in nodes) or still_running(graph):
        return "pending"
    return "unknown"


def is_delegated(graph: ReceiptGraph, node: Node) -> bool:
    """Whether it is what a user of a meta-transaction asked for. Without its receipt that is certain where the parent
    did nothing but delegate: each Delegate makes one receipt, before any refund (protocol.md §2.12)."""
    if "delegated" in node.roles or node.receipt is not None:
        return "delegated" in node.roles
    parent = graph.by_id.get(node.parent or "")
    if parent is None or parent.action_receipt is None or parent.outcome is None or not parent.succeeded:
        return False
    actions = parent.action_receipt.actions
    made = parent.outcome.receipt_ids[: len(actions)]
    return all(action.row.signed_by_user for action in actions) and node.id in made


def still_running(graph: ReceiptGraph) -> bool:
    """Whether something that is missing is still to come."""
    return bool(graph.to_come)


def root_causes(
    graph: ReceiptGraph, results: Mapping[str, tuple[PromiseResult, ...]], deciding: Node | None
) -> tuple[str, ...]:
    """Failed nodes none of whose own promise results failed, in display order.

    When the transaction failed (`deciding` failed), only those that lead to the deciding node through failed slots.
    """
    first = [
        node.id
        for node in graph.nodes
        if node.failed and not any(result.result == "failed" for result in results.get(node.id, ()))
    ]
    if deciding is None or not deciding.failed:
        return tuple(first)
    leads: set[str] = set()
    todo = [deciding.id]
    while todo:
        here = todo.pop()
        if here in leads:
            continue
        leads.add(here)
        todo.extend(
            result.producer
            for result in results.get(here, ())
            if result.result == "failed" and result.producer is not None
        )
    return tuple(node_id for node_id in first if node_id in leads)


def committed(graph: ReceiptGraph) -> list[Node]:
    """What stays whatever else failed: receipts that ran and succeeded, refunds and those without actions aside."""
    return [
        node
        for node in graph.nodes
        if node.kind == "action_receipt"
        and node.succeeded
        and not node.is_refund
        and (node.actions or node.receipt is None)
    ]
