"""TransactionTrace → ReceiptGraph. One pass each for slots, order, roles and edges; nothing is dropped or guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xccviz.graph.clock import clock_of
from xccviz.graph.hidden import DISTRIBUTION, with_hidden_receipts
from xccviz.graph.labels import label_of
from xccviz.graph.missing import find_missing
from xccviz.graph.order import Placed, place_all
from xccviz.graph.refunds import (
    gives_leftover,
    has_a_price,
    may_pay_out,
    refund_by_creator,
    refund_told_by,
    refunds_to_come,
)
from xccviz.graph.resumes import Resumes
from xccviz.graph.roles import YIELD_TIMEOUT_BLOCKS, kept_children, roles_of
from xccviz.graph.slots import find_slots
from xccviz.graph.types import Delivered, Edge, Node, ReceiptGraph, Slot
from xccviz.model.edge_kinds import EdgeKind
from xccviz.model.literals import NodeKind, Origin, YieldEnd
from xccviz.model.trace import (
    ActionReceipt,
    DataReceipt,
    ExecutionOutcome,
    Receipt,
    TransactionTrace,
    UnknownReceipt,
)
from xccviz.values import maker, replace

_new_node, _new_edge = maker(Node), maker(Edge)


def build_graph(trace: TransactionTrace) -> ReceiptGraph:
    """The receipt graph of one transaction (protocol.md §2, interface.md §4). Never raises on odd data: what does
    not fit is in `problems`, what is not there in `missing`."""
    hidden = with_hidden_receipts(trace, _known_heights(trace))
    trace = hidden.trace
    slots = find_slots(trace)
    placed, problems = place_all(trace, slots, hidden.parents)
    heights = {place.id: _height(trace, place.id) for place in placed}
    parents = {place.id: place.parent for place in placed}
    ends = {
        callback: _yield_end(trace, callback, entries, heights, parents)
        for callback, entries in slots.items()
    }
    kept = {o.id: kept_children(o, trace, slots) for o in trace.outcomes.values()}
    children: dict[str, list[str]] = {}
    for place in placed:
        if place.parent is not None:
            children.setdefault(place.parent, []).append(place.id)
    priced = has_a_price(trace)
    nodes = []
    for index, place in enumerate(placed):
        outcome = _outcome(trace, place.id)
        receipt = trace.receipts.get(place.id)
        ran = outcome if outcome is not None and not outcome.is_none else None
        block = trace.blocks.get(ran.block_hash) if ran is not None and ran.block_hash else None
        roles = roles_of(
            place,
            trace,
            children.get(place.parent or "", ()),
            kept.get(place.parent or ""),
            ends.get(place.id),
        )
        told = refund_told_by(trace, place.parent, place.id, priced=priced) if receipt is None else None
        nodes.append(
            _new_node(
                place.id,
                _kind(trace, place, outcome),
                index,
                place.depth,
                place.parent,
                roles=roles,
                label=label_of(trace, place.id),
                receipt=receipt,
                outcome=outcome,
                synthesized=isinstance(receipt, ActionReceipt) and receipt.synthesized,
                block_hash=ran.block_hash if ran is not None else None,
                height=heights[place.id],
                timestamp_ns=block.timestamp_ns if block else (ran.timestamp_ns if ran is not None else None),
                created_height=heights.get(place.parent) if place.parent else None,
                transaction=trace.transaction if place.id == trace.transaction.hash else None,
                refund_told_by=told,
                may_pay_out=told is not None and may_pay_out(trace, place.parent),
                leftover="payout" in roles and gives_leftover(trace, place.parent),
                told_refund=refund_by_creator(trace, place.parent, place.id) if told is not None else None,
            )
        )
    missing = find_missing(trace, nodes, slots)
    pending = frozenset(item.id for item in missing if item.reason == "pending")
    for node in refunds_to_come(trace, nodes, pending):
        nodes[node.index] = replace(
            node,
            refund_told_by=node.refund_told_by or "rest",
            refund_to_come=True,
            may_pay_out=may_pay_out(trace, node.parent),
            told_refund=refund_by_creator(trace, node.parent, node.id),
        )
    by_id = {node.id: node for node in nodes}
    edges = _edges(trace, by_id, slots, ends)
    edges.sort(
        key=lambda e: (by_id[e.target].index, e.kind, -1 if e.slot is None else e.slot, e.data_id or "")
    )
    resumes = _by_target(edge for edge in edges if edge.kind == "resumes")
    return ReceiptGraph(
        trace=trace,
        nodes=tuple(nodes),
        edges=tuple(edges),
        by_id=by_id,
        children={parent: tuple(ids) for parent, ids in children.items()},
        slots=slots,
        missing=missing,
        problems=(*trace.problems, *problems),
        resumes=resumes,
        to_come=pending,
        clock=clock_of(nodes, slots, resumes),
    )


def _by_target(edges: Iterable[Edge]) -> dict[str, tuple[Edge, ...]]:
    found: dict[str, tuple[Edge, ...]] = {}
    for edge in edges:
        found[edge.target] = (*found.get(edge.target, ()), edge)
    return found


def _outcome(trace: TransactionTrace, node_id: str) -> ExecutionOutcome | None:
    if node_id == trace.transaction.hash:
        return trace.transaction_outcome
    return trace.outcomes.get(node_id)


def _height(trace: TransactionTrace, node_id: str) -> int | None:
    outcome = _outcome(trace, node_id)
    if outcome is None or outcome.is_none:
        return None
    if outcome.height is not None:
        return outcome.height
    block = trace.blocks.get(outcome.block_hash or "")
    return block.height if block else None


def _known_heights(trace: TransactionTrace) -> dict[str, int]:
    found = {node_id: _height(trace, node_id) for node_id in trace.outcomes}
    return {node_id: height for node_id, height in found.items() if height is not None}


def _kind(trace: TransactionTrace, place: Placed, outcome: ExecutionOutcome | None) -> NodeKind:
    if place.id == trace.transaction.hash:
        return "transaction"
    receipt = trace.receipts.get(place.id)
    if isinstance(receipt, DataReceipt):
        return "data_receipt"
    if isinstance(receipt, UnknownReceipt):
        return "distribution" if receipt.kind == DISTRIBUTION else "unknown"
    # Only action receipts have outcomes (protocol.md R1.4, §2.1).
    return "action_receipt" if receipt is not None or outcome is not None else "unknown"


def _yield_end(
    trace: TransactionTrace,
    node_id: str,
    entries: tuple[Slot, ...],
    heights: Mapping[str, int | None],
    parents: Mapping[str, str | None],
) -> YieldEnd | None:
    """How a yield ended: from its resume receipt when fetched, else from the blocks that passed (protocol.md §2.8)."""
    receipt = trace.receipts.get(node_id)
    if not isinstance(receipt, ActionReceipt) or not receipt.is_promise_yield:
        return None
    for slot in entries:
        carried = trace.receipts.get(slot.data or "")
        if isinstance(carried, DataReceipt):
            return "timed_out" if carried.data is None else "resumed"
    outcome = trace.outcomes.get(node_id)
    height, created = heights.get(node_id), heights.get(parents.get(node_id) or "")
    if outcome is None or not outcome.has_run or height is None or created is None:
        return None
    return "timed_out" if height - created > YIELD_TIMEOUT_BLOCKS else "resumed"


def _edges(
    trace: TransactionTrace,
    by_id: Mapping[str, Node],
    slots: Mapping[str, tuple[Slot, ...]],
    ends: Mapping[str, YieldEnd | None],
) -> list[Edge]:
    edges: list[Edge] = []
    resumes = Resumes(trace, by_id.values())
    for node in by_id.values():
        if (
            node.kind == "distribution" and node.parent in by_id
        ):  # no outcome lists it: its id derives from its creator
            edges.append(_new_edge("spawns", node.parent, node.id, "inferred"))
        outcome = node.outcome
        if outcome is None:
            continue
        for child in dict.fromkeys(outcome.receipt_ids):
            if child not in by_id or by_id[child].parent != node.id:
                continue
            refund = by_id[child].from_system
            kind: EdgeKind = "converts" if node.kind == "transaction" else "refunds" if refund else "spawns"
            edges.append(_new_edge(kind, node.id, child, "reported"))
        returned = outcome.status.receipt_id
        if node.kind != "transaction" and returned is not None and returned in by_id:
            edges.append(_new_edge("returns", node.id, returned, "reported"))
    for callback, entries in slots.items():
        receipt = trace.receipts.get(callback)
        is_yield = isinstance(receipt, ActionReceipt) and receipt.is_promise_yield
        for slot in entries:
            if is_yield and slot.awaited is None:
                if ends.get(callback) == "resumed":
                    edges.append(resumes.edge(by_id[callback], slot))
                continue
            if slot.awaited is not None and slot.awaited in by_id:
                origin: Origin = "inferred" if slot.inferred else "reported"
                edges.append(_new_edge("awaits", slot.awaited, callback, origin, slot.data_id, slot.slot))
            if slot.producer is not None and slot.producer in by_id:
                result = _result_of(by_id[slot.producer].outcome, trace.receipts.get(slot.data or ""))
                edges.append(
                    _new_edge(
                        "delivers", slot.producer, callback, "reported", slot.data_id, slot.slot, result
                    )
                )
    return edges


def _result_of(outcome: ExecutionOutcome | None, carried: Receipt | None) -> Delivered | None:
    """What a data receipt that is at hand says, as the slot does; else the end of its producer."""
    if isinstance(carried, DataReceipt):
        return "success" if carried.data is not None else "failed"
    if outcome is None:
        return None
    return "failed" if outcome.failed else "success" if outcome.status.kind == "success_value" else None
