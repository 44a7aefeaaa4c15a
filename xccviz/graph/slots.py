"""Data edges: which receipt feeds which slot of which callback (protocol.md §2.5).

    awaited ──returns──> h' ──returns──> producer ──data_id──> callback, slot i

The same data id stands on every receipt of the forwarding chain; the value comes from its end.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

from xccviz.graph.types import Slot
from xccviz.model.trace import ActionReceipt, DataReceipt, TransactionTrace
from xccviz.values import maker, replace

_new_slot = maker(Slot)


def find_slots(trace: TransactionTrace) -> dict[str, tuple[Slot, ...]]:
    """Slots of every action receipt with `input_data_ids`, keyed by receipt id, in slot order."""
    holders: dict[str, list[str]] = {}
    carriers: dict[str, str] = {}
    arrived: dict[str, int] = {}
    for receipt in trace.receipts.values():
        if isinstance(receipt, ActionReceipt):
            for entry in receipt.output_data_receivers:
                holders.setdefault(entry.data_id, []).append(receipt.receipt_id)
        elif isinstance(receipt, DataReceipt):
            # Of several resumes of one yield only the first delivered counts (protocol.md §2.8).
            carried = trace.carried.get(receipt.receipt_id)
            height = carried.height if carried is not None else sys.maxsize
            if receipt.data_id not in carriers or height < arrived[receipt.data_id]:
                carriers[receipt.data_id], arrived[receipt.data_id] = receipt.receipt_id, height
    forward = forwards(trace)
    back = {target: source for source, target in forward.items()}
    unseen = _unseen_siblings(trace)
    parents: dict[str, set[str]] = {}
    for outcome in trace.outcomes.values():
        for child in outcome.receipt_ids:
            parents.setdefault(child, set()).add(outcome.id)
    return {
        receipt.receipt_id: tuple(
            _to_sibling(
                _slot(i, data_id, holders.get(data_id, []), forward, carriers.get(data_id)),
                receipt.receipt_id,
                parents,
                back,
            )
            if data_id in holders or receipt.is_promise_yield
            else _new_slot(
                i, data_id, unseen.get(receipt.receipt_id), None, (), carriers.get(data_id), inferred=True
            )
            for i, data_id in enumerate(receipt.input_data_ids)
        )
        for receipt in trace.receipts.values()
        if isinstance(receipt, ActionReceipt) and receipt.input_data_ids
    }


def _to_sibling(slot: Slot, callback: str, parents: Mapping[str, set[str]], back: Mapping[str, str]) -> Slot:
    """`.then` is put on a sibling (protocol.md §2.4). Where the first visible holder is none, the receipts that
    forwarded to it lead there: their outcomes may be at hand although their receipts are not. Else `awaited` is not
    known."""
    creators = parents.get(callback, set())
    if not slot.chain or not creators or slot.chain[0] not in parents or creators & parents[slot.chain[0]]:
        return slot
    first, before, known = slot.chain[0], list[str](), set(slot.chain)
    while not creators & parents.get(first, set()) and back.get(first, first) not in known:
        first = back[first]
        before.append(first)
        known.add(first)
    if not creators & parents.get(first, set()):
        return replace(slot, awaited=None, inferred=True)
    return replace(slot, awaited=first, chain=(*reversed(before), *slot.chain), inferred=True)


def _unseen_siblings(trace: TransactionTrace) -> dict[str, str]:
    """Callback → the one older sibling of which no receipt is at hand, where there is exactly one.

    `.then` takes promises of the same execution only (protocol.md §2.4), and every visible receipt says whom it feeds:
    a slot that none of them feeds is fed by the one that can't be seen.
    """
    found: dict[str, str] = {}
    if not trace.has_receipts:
        return found
    for outcome in trace.outcomes.values():
        unseen: list[str] = []
        for child in outcome.receipt_ids:
            if child not in trace.receipts:
                unseen.append(child)
            elif len(unseen) == 1:
                found[child] = unseen[0]
    return found


def forwards(trace: TransactionTrace) -> dict[str, str]:
    """Receipt id → the receipt it returned (SuccessReceiptId)."""
    return {
        outcome.id: outcome.status.receipt_id
        for outcome in trace.outcomes.values()
        if outcome.status.kind == "success_receipt" and outcome.status.receipt_id
    }


def forwarding_chain(holders: list[str], forward: Mapping[str, str]) -> tuple[tuple[str, ...], bool]:
    """The chain from the awaited receipt to the last visible holder, and whether that one is the producer.

    Empty when there is not exactly one holder that no other holder forwards to. The last one is not the producer
    when it forwarded to a receipt that is not among the holders (not visible, or not executed yet).
    """
    inside = set(holders)
    targets = {forward[h] for h in holders if forward.get(h) in inside}
    first = [h for h in dict.fromkeys(holders) if h not in targets]
    if len(first) != 1:
        return (), False
    chain = dict.fromkeys(first)
    last = first[0]
    while (following := forward.get(last)) in inside and following not in chain:
        chain[following] = None
        last = following
    return tuple(chain), last not in forward


def _slot(
    index: int, data_id: str, holders: list[str], forward: Mapping[str, str], carrier: str | None
) -> Slot:
    chain, ends = forwarding_chain(holders, forward)
    return _new_slot(
        slot=index,
        data_id=data_id,
        awaited=chain[0] if chain else None,
        producer=chain[-1] if chain and ends else None,
        chain=chain,
        data=carrier,
    )
