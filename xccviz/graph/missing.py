"""What the graph knows to exist but has no document for, why, and what would help (`wants`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from xccviz.graph.types import Missing, Node, ReceiptGraph, Slot
from xccviz.model.trace import ActionReceipt, TransactionTrace

Reason = Literal["pending", "pruned", "untracked", "hidden", "unknown"]


@dataclass(frozen=True, slots=True)
class Want:
    """One document that would complete the graph: `receipt` or `block`, by id or hash."""

    kind: Literal["receipt", "block"]
    id: str


def find_missing(
    trace: TransactionTrace, nodes: Iterable[Node], slots: Mapping[str, tuple[Slot, ...]]
) -> tuple[Missing, ...]:
    """Missing receipts, outcomes, yield payloads and blocks, in display order.

    Reasons: `pending` while the transaction is not FINAL; `hidden` for what such an answer never holds (receipts of
    a `tx` answer, yield payloads); `unknown` otherwise: the answer alone does not tell pruned from untracked.
    """
    found: list[Missing] = []
    blocks: set[str] = set()
    running = trace.final_execution_status not in (None, "FINAL") or trace.status_word in ("NotStarted", "Started")
    absent: Reason = "pending" if running else "unknown"
    for node in nodes:
        if node.kind == "transaction":
            if node.outcome is None:
                found.append(Missing(node.id, "outcome", None, absent))
        elif node.kind in ("action_receipt", "unknown"):
            ran = node.outcome is not None and node.outcome.status.kind != "unknown"
            if node.receipt is None:
                reason: Reason = "hidden" if ran and not trace.has_receipts else absent
                found.append(Missing(node.id, "receipt", node.parent, reason))
            if not ran:
                found.append(Missing(node.id, "outcome", node.parent, absent))
            found.extend(_missing_payloads(node, slots.get(node.id, ()), ran))
        block = node.block_hash
        if block is not None and node.height is None and block not in blocks:
            blocks.add(block)
            found.append(Missing(block, "block", node.id, "unknown"))
    return tuple(found)


def _missing_payloads(node: Node, entries: tuple[Slot, ...], ran: bool) -> list[Missing]:
    receipt = node.receipt
    if not ran or not isinstance(receipt, ActionReceipt):
        return []
    reason: Reason = "hidden" if receipt.is_promise_yield else "unknown"
    return [
        Missing(slot.data_id, "data", node.id, reason)
        for slot in entries
        if slot.producer is None and slot.data is None
    ]


def wants(graph: ReceiptGraph) -> tuple[Want, ...]:
    """What to fetch next, pure: receipts without a document (not the pending ones) and blocks without a height."""
    found = [
        Want("receipt", item.id) for item in graph.missing if item.kind == "receipt" and item.reason != "pending"
    ]
    found += [Want("block", item.id) for item in graph.missing if item.kind == "block"]
    return tuple(found)
