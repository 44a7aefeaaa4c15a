"""Display order: the transaction, then depth-first through receipt_ids; everything exactly once (conservation)."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.catalogue import tr
from xccviz.graph.slots import forwarding_chain, forwards
from xccviz.graph.types import Slot
from xccviz.model.errors import Problem
from xccviz.model.trace import ActionReceipt, DataReceipt, TransactionTrace
from xccviz.values import frozen, maker


@frozen
class Placed:
    """An id with its place: depth (transaction 0) and the id of its parent, None where unknown."""

    id: str
    depth: int
    parent: str | None


_new_placed = maker(Placed)


def place_all(
    trace: TransactionTrace, slots: Mapping[str, tuple[Slot, ...]], created_by: Mapping[str, str]
) -> tuple[list[Placed], list[Problem]]:
    """Every id of the trace once. Data receipts come after their producer's other children, distributions
    (`created_by`: id → creator) before those; a promise resume after its yield, one deeper, without parent, and before
    what the yield created; receipts nobody lists come last, depth 1, without parent."""
    problems: list[Problem] = []
    attached = _data_receipts_by_place(trace, slots)
    children: dict[str, tuple[str, ...]] = {o.id: o.receipt_ids for o in trace.outcomes.values()}
    if trace.transaction_outcome is not None:
        children[trace.transaction.hash] = trace.transaction_outcome.receipt_ids
    placed: list[Placed] = []
    seen: set[str] = set()
    everything = [trace.transaction.hash, *trace.receipts, *trace.outcomes]
    late = {data_id for entries in attached.values() for data_id, _ in entries} | set(created_by)
    distributions: dict[str, list[str]] = {}
    for receipt_id, creator in created_by.items():
        distributions.setdefault(creator, []).append(receipt_id)
    for start in everything:
        if start in seen or (start in late and start != trace.transaction.hash):
            continue
        stack = [_new_placed(start, 0 if not placed else 1, None)]
        while stack:
            here = stack.pop()
            if here.id in seen:
                problems.append(Problem("listed_twice", tr("a receipt is listed by two parents"), here.id))
                continue
            seen.add(here.id)
            placed.append(here)
            hidden, depth = attached.get(here.id, ()), here.depth + 1
            below: list[tuple[str, str | None]] = []
            below += [(data, None) for data, owned in hidden if not owned] if hidden else ()
            below += [(child, here.id) for child in children.get(here.id, ())]
            below += [(hop, here.id) for hop in distributions[here.id]] if here.id in distributions else ()
            below += [(data, here.id) for data, owned in hidden if owned] if hidden else ()
            stack += [_new_placed(child, depth, parent) for child, parent in reversed(below)]
    return placed, problems


def _data_receipts_by_place(
    trace: TransactionTrace, slots: Mapping[str, tuple[Slot, ...]]
) -> dict[str, list[tuple[str, bool]]]:
    """Node id → data receipts shown below it, each with whether that node is its parent."""
    forward = forwards(trace)
    holders: dict[str, list[str]] = {}
    waiting: dict[str, str] = {}
    listed = {child for outcome in trace.outcomes.values() for child in outcome.receipt_ids}
    for receipt in trace.receipts.values():
        if isinstance(receipt, ActionReceipt):
            for entry in receipt.output_data_receivers:
                holders.setdefault(entry.data_id, []).append(receipt.receipt_id)
    for callback, entries in slots.items():
        for slot in entries:
            waiting.setdefault(slot.data_id, callback)
    places: dict[str, list[tuple[str, bool]]] = {}
    for receipt in trace.receipts.values():
        if not isinstance(receipt, DataReceipt) or receipt.receipt_id in listed:
            continue
        if receipt.is_promise_resume:
            if receipt.data_id in waiting:
                places.setdefault(waiting[receipt.data_id], []).append((receipt.receipt_id, False))
            continue
        chain, ends = forwarding_chain(holders.get(receipt.data_id, []), forward)
        if chain and ends:
            places.setdefault(chain[-1], []).append((receipt.receipt_id, True))
    return places
