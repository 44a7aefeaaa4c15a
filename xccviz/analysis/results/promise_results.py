"""What `promise_result(i)` returned to each callback, slot by slot (protocol.md §3)."""

from __future__ import annotations

from xccviz.analysis.results.readings import Readings
from xccviz.analysis.types import PromiseResult, SlotResult
from xccviz.graph.types import Node, ReceiptGraph, Slot
from xccviz.model.literals import Origin
from xccviz.model.trace import DataReceipt
from xccviz.values import maker

_new_promise_result = maker(PromiseResult)


def promise_results(graph: ReceiptGraph, node: Node, readings: Readings) -> tuple[PromiseResult, ...]:
    """All slots of a callback or yield in order; () for other nodes.

    A value is the producer's SuccessValue, or the payload of a fetched data receipt: byte-exact. A yield without its
    payload says only what the passed blocks prove (`inferred`, value None). `pending` while the callback has not run.
    """
    slots = graph.slots.get(node.id)
    return tuple([_result(graph, node, slot, readings) for slot in slots]) if slots else ()


def _result(graph: ReceiptGraph, node: Node, slot: Slot, readings: Readings) -> PromiseResult:
    carried = graph.trace.receipts.get(slot.data or "")
    producer = graph.by_id.get(slot.producer or "")
    waits_outside = "yield" in node.roles and slot.awaited is None
    result: SlotResult = "unknown"
    origin: Origin = "reported"
    timed_out = False
    if isinstance(carried, DataReceipt):
        result = "success" if carried.data is not None else "failed"
        timed_out = carried.data is None and carried.is_promise_resume
    elif producer is not None and producer.outcome is not None and producer.has_run:
        if producer.outcome.status.kind == "success_value":
            result = "success"
        elif producer.failed:
            result = "failed"
    elif not node.has_run:
        result = "pending"
    elif waits_outside and "timed_out" in node.roles:
        result, origin, timed_out = "failed", "inferred", True
    elif waits_outside and "resumed" in node.roles:
        result, origin = "success", "inferred"
    else:
        origin = "inferred"
    return _new_promise_result(
        slot=slot.slot,
        data_id=slot.data_id,
        result=result,
        timed_out=timed_out,
        value=readings.slot(slot) if result == "success" else None,
        awaited=slot.awaited,
        producer=slot.producer,
        chain=slot.chain,
        origin=origin,
        delivered_at=_delivered_at(graph, node, producer, slot),
    )


def _delivered_at(graph: ReceiptGraph, node: Node, producer: Node | None, slot: Slot) -> int | None:
    """Height at which the data arrived: that of the chunk that carried it, or the callback's own when the producer ran
    in the block before (protocol.md §2.6)."""
    carried = graph.trace.carried.get(slot.data or "")
    if carried is not None:
        return carried.height
    if producer is not None and producer.height is not None and node.height == producer.height + 1:
        return node.height
    return None
