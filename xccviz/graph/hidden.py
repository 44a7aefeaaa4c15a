"""Receipts that no outcome lists, taken from side documents where it is certain that they belong here.

    callback ─ input_data_ids ─ data_id ─ Data receipt, promise resume          by the data id they carry
    DeployGlobalContract ─> distribution ─> distribution ─> …                   by hash derivation of their ids

A chunk holds receipts of many transactions; whatever can't be tied to this one is left alone (protocol.md R1.4, §2.3).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xccviz.graph.derive import child_receipt_id
from xccviz.model.trace import ActionReceipt, DataReceipt, Receipt, TransactionTrace, UnknownReceipt
from xccviz.values import frozen, replace

DISTRIBUTION = "GlobalContractDistribution"
_LONGEST_HOP = 100
"""Blocks that a distribution is looked for behind the one before it; more than any recorded shard was behind."""


@frozen
class Hidden:
    """The trace with its hidden receipts among `receipts`, and `parents`: distribution id → what created it."""

    trace: TransactionTrace
    parents: Mapping[str, str]


def with_hidden_receipts(trace: TransactionTrace, heights: Mapping[str, int]) -> Hidden:
    """Adopt data receipts, resumes and distributions; `heights`: block of each executed receipt, where known."""
    adopted = {receipt.receipt_id: receipt for receipt in _carriers(trace)}
    parents = _distributions(trace, heights)
    adopted.update(
        (receipt_id, trace.unlisted[receipt_id]) for receipt_id in parents if receipt_id in trace.unlisted
    )
    if not adopted:
        return Hidden(trace, parents)
    return Hidden(replace(trace, receipts={**trace.receipts, **adopted}), parents)


def _carriers(trace: TransactionTrace) -> Iterator[Receipt]:
    """Data receipts and resumes whose data id one of our receipts waits for or promises to deliver."""
    if not trace.unlisted:
        return
    ours = {
        data_id
        for receipt in trace.receipts.values()
        if isinstance(receipt, ActionReceipt)
        for data_id in (*receipt.input_data_ids, *(entry.data_id for entry in receipt.output_data_receivers))
    }
    for receipt in trace.unlisted.values():
        if isinstance(receipt, DataReceipt) and receipt.data_id in ours:
            yield receipt


def _distributions(trace: TransactionTrace, heights: Mapping[str, int]) -> dict[str, str]:
    """Distribution id → creator: a receipt that deployed a global contract, then hop by hop. The id of a hop is
    sha256(creator ‖ height ‖ index) with the height at which its creator was applied (protocol.md §2.9)."""
    loose = {
        receipt.receipt_id
        for receipt in (*trace.receipts.values(), *trace.unlisted.values())
        if isinstance(receipt, UnknownReceipt) and receipt.kind == DISTRIBUTION
    }
    parents: dict[str, str] = {}
    if not loose:
        return parents
    deploys = [
        receipt
        for receipt in trace.receipts.values()
        if isinstance(receipt, ActionReceipt)
        and receipt.receipt_id in heights
        and any(action.row.distributes_code for action in receipt.actions)
    ]
    for receipt in deploys:
        height = heights[receipt.receipt_id]
        count = len(trace.outcomes[receipt.receipt_id].receipt_ids) + len(receipt.actions)
        ends: list[tuple[str, range, range]] = [(receipt.receipt_id, range(height, height + 1), range(count))]
        while ends and loose:
            creator, possible, indices = ends.pop()
            for at in possible:
                for index in indices:
                    child = child_receipt_id(creator, at, index)
                    if child in loose:
                        loose.discard(child)
                        parents[child] = creator
                        ends.append((child, range(at, at + _LONGEST_HOP), range(1)))
    return parents
