"""What the graph knows to exist but has no document for, why, and what would help (`wants`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from xccviz.graph.types import Missing, Node, ReceiptGraph, Slot
from xccviz.model.literals import MissingReason
from xccviz.model.trace import TransactionTrace
from xccviz.values import frozen


@frozen
class Want:
    """One document that would complete the graph: `receipt` or `block`, by id or hash."""

    kind: Literal["receipt", "block"]
    id: str


def find_missing(
    trace: TransactionTrace, nodes: Iterable[Node], slots: Mapping[str, tuple[Slot, ...]]
) -> tuple[Missing, ...]:
    """Missing receipts, outcomes, yield payloads and blocks, in display order.

    Reasons: `untracked` for what certainly ran, because a callback that waited for it ran: a node that has the
    transaction's older outcome has pruned nothing newer, so it does not track that shard (protocol.md §1.2). `pending`
    while the transaction is not FINAL and no such trace of a partial node is found; `hidden` for what such an answer
    never holds (receipts of a `tx` answer, yield payloads); `unknown` otherwise.
    """
    nodes = tuple(nodes)
    answered = trace.final_execution_status is not None and trace.transaction_outcome is not None
    running = trace.final_execution_status not in (None, "FINAL") or trace.status_word in (
        "NotStarted",
        "Started",
    )
    unseen = _ran_unseen(nodes, slots)
    partial = bool(unseen) or any(
        _missing_payloads(node, slots[node.id], "untracked")
        for node in nodes
        if node.id in slots and not (node.action_receipt is not None and node.action_receipt.is_promise_yield)
    )
    absent: MissingReason = "pending" if running and not partial else "unknown"
    gone: MissingReason = "untracked" if answered else "unknown"
    found: list[Missing] = []
    blocks: set[str] = set()
    for node in nodes:
        if node.kind == "transaction":
            if node.outcome is None:
                found.append(Missing(node.id, "outcome", None, absent))
        elif node.kind in ("action_receipt", "unknown"):
            ran = node.has_run
            why = gone if node.id in unseen else absent
            if node.receipt is None:
                reason: MissingReason = "hidden" if ran and not trace.has_receipts else why
                found.append(Missing(node.id, "receipt", node.parent, reason))
            if not ran:
                found.append(Missing(node.id, "outcome", node.parent, why))
            if node.id in slots:
                found.extend(_missing_payloads(node, slots[node.id], gone))
        block = node.block_hash
        if block is not None and node.height is None and block not in blocks:
            blocks.add(block)
            found.append(Missing(block, "block", node.id, "unknown"))
    return tuple(found)


def _ran_unseen(nodes: Iterable[Node], slots: Mapping[str, tuple[Slot, ...]]) -> frozenset[str]:
    """Ids without an outcome that an executed callback had waited for, so that they must have run."""
    outcomes = {node.id for node in nodes if node.has_run}
    return frozenset(
        slot.chain[-1] if slot.chain else slot.awaited
        for node in nodes
        if node.id in outcomes
        for slot in slots.get(node.id, ())
        if slot.awaited is not None and (slot.chain[-1] if slot.chain else slot.awaited) not in outcomes
    )


def _missing_payloads(node: Node, entries: tuple[Slot, ...], gone: MissingReason) -> list[Missing]:
    receipt = node.action_receipt
    if not node.has_run or receipt is None:
        return []
    reason: MissingReason = "hidden" if receipt.is_promise_yield else gone
    return [
        Missing(slot.data_id, "data", node.id, reason)
        for slot in entries
        if slot.producer is None and slot.data is None
    ]


def wants(graph: ReceiptGraph) -> tuple[Want, ...]:
    """What to fetch next, pure: receipts without a document (not the pending ones) and blocks without a height."""
    found = [
        Want("receipt", item.id)
        for item in graph.missing
        if item.kind == "receipt" and item.reason != "pending"
    ]
    found += [Want("block", item.id) for item in graph.missing if item.kind == "block"]
    return tuple(found)
