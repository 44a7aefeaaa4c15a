"""What the result waited for: the chain of receipts from the transaction to the one that gave the result.

    tx ──> r0 ──> slow call ══ delivers slot 1 ══> callback (the result)
             └──> quick call ── slot 0, earlier, so not on the path

Only blocks decide which of several results arrived last; without them a join has no critical path (protocol.md §2.6).
"""

from __future__ import annotations

from typing import Literal

from xccviz.analysis.failures.fates import deciding_node
from xccviz.graph.types import Node, ReceiptGraph, Slot
from xccviz.values import frozen

Via = Literal["start", "created", "delivers", "resumed", "timed_out", "yielded"]


@frozen
class Hop:
    """One node of the path and how it came to run: `created` by the node before it, `delivers` (that node's result
    filled `slot`), `resumed` or `timed_out` after its creator yielded, `yielded` where no document tells which of the
    two. `blocks` behind the node before it, None if unknown. `together`: of a `delivers` all slots that were filled in
    that block, in whose order none is told; with several of them `slot` is the first."""

    node: str
    via: Via
    slot: int | None
    blocks: int | None
    together: tuple[int, ...] = ()


def critical_path(graph: ReceiptGraph, end: Node | None = None) -> tuple[Hop, ...]:
    """The path to `end` (default: the node that gave the result), the transaction first.

    () when there is no result yet, a piece is not visible, or a join's producers can't be told apart by height.
    """
    node = end if end is not None else deciding_node(graph)
    hops: list[Hop] = []
    seen: set[str] = set()
    while node is not None and node.id not in seen:
        seen.add(node.id)
        if node.kind == "transaction":
            hops.append(Hop(node.id, "start", None, None))
            return tuple(reversed(hops))
        slots = graph.slots.get(node.id, ())
        cause = graph.by_id.get(node.parent or "")
        if "yield" in node.roles and not any(slot.producer for slot in slots):
            hops.append(_hop(node, cause, _end_of_wait(node)))
        elif slots:
            last = _last_arrival(graph, slots)
            if last is None:
                return ()
            producer, together = last
            late = cause is not None and cause.height is not None and (producer.height or 0) < cause.height
            # Data may be there before the callback itself (§2.6), when its creator ran late.
            hops.append(_hop(node, cause, "created") if late else _hop(node, producer, "delivers", together))
            cause = cause if late else producer
        else:
            hops.append(_hop(node, cause, "created"))
        node = cause
    return ()


def slowest_hop(path: tuple[Hop, ...]) -> Hop | None:
    """The hop that took the most blocks, when it took longer than the one block every hop takes."""
    known = [hop for hop in path if hop.blocks is not None and hop.blocks > 1]
    return max(known, key=lambda hop: hop.blocks or 0, default=None)


def _end_of_wait(node: Node) -> Via:
    """How the wait of a yield ended."""
    if "timed_out" in node.roles:
        return "timed_out"
    return "resumed" if "resumed" in node.roles else "yielded"


def _hop(node: Node, cause: Node | None, via: Via, together: tuple[int, ...] = ()) -> Hop:
    known = cause is not None and cause.height is not None and node.height is not None
    blocks = (node.height or 0) - (cause.height or 0) if known and cause is not None else None
    return Hop(node.id, via, together[0] if together else None, blocks, together)


def _last_arrival(graph: ReceiptGraph, slots: tuple[Slot, ...]) -> tuple[Node, tuple[int, ...]] | None:
    """The producer that ran last, of several in one block that of the first slot; and the slots filled in that block.
    None when it can't be told."""
    producers = [(graph.by_id.get(slot.producer or ""), slot.slot) for slot in slots]
    ran = [(node, slot) for node, slot in producers if node is not None and node.outcome is not None]
    if len(ran) < len(slots):
        return None
    if len({node.id for node, _ in ran}) == 1:
        return ran[0][0], tuple(slot for _, slot in ran)
    if any(node.height is None for node, _ in ran):
        return None
    latest = max(node.height or 0 for node, _ in ran)
    last = [(node, slot) for node, slot in ran if node.height == latest]
    return last[0][0], tuple(slot for _, slot in last)
