"""In which block each receipt runs; where blocks are not known, at which step. An effect never stands before its cause,
whatever the heights say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xccviz.graph.types import Node, ReceiptGraph
from xccviz.layout.causal import causes_of, in_order
from xccviz.layout.sequence.names import account_of, alike_title
from xccviz.values import frozen

FEW = 4
"""Up to so many alike receipts stand on their own."""
_LATE = 1 << 62
"""The block of what has no height: after all others."""


@frozen
class When:
    """`tick_of`: the block (or step) of every node; `pending`: that of what has not run, after all others, None where
    all has; `order`: all nodes, causes before effects; `times`: nanoseconds of blocks where they are known."""

    tick_of: Mapping[str, int]
    by_block: bool
    pending: int | None
    order: tuple[Node, ...]
    times: Mapping[int, int]


def when_of(graph: ReceiptGraph, nodes: Sequence[Node]) -> When:
    """When each of `nodes` runs."""
    ran = [node for node in nodes if node.has_run]
    by_block = bool(ran) and all(node.height is not None for node in ran)
    shown = {node.id for node in nodes}
    causes = {node.id: causes_of(graph, node, shown) for node in nodes}
    order = _order(graph, nodes, causes)
    together = set() if by_block else _together(graph, order)
    tick_of: dict[str, int] = {}
    waiting: set[str] = set()
    step = 0
    for node in order:
        before = max((tick_of[cause] for cause in causes[node.id] if cause in tick_of), default=0)
        if (node.has_run or node.never_runs) and waiting.isdisjoint(causes[node.id]):
            step += node.id not in together
            own = node.height if by_block else step
            tick_of[node.id] = max(own if own is not None else before, before)
        else:
            waiting.add(node.id)
    last = max(tick_of.values(), default=0)
    tick_of.update(dict.fromkeys(waiting, last + 1))
    return When(tick_of, by_block, last + 1 if waiting else None, order, _times(graph) if by_block else {})


def _together(graph: ReceiptGraph, order: Sequence[Node]) -> set[str]:
    """Of many alike from one caller, one after the other, all but the first: they share a step."""
    found: set[str] = set()
    start = 0
    while start < len(order):
        end = start + 1
        while end < len(order) and _same(graph, order[start], order[end]):
            end += 1
        if end - start > FEW:
            found.update(node.id for node in order[start + 1 : end])
        start = end
    return found


def _same(graph: ReceiptGraph, one: Node, other: Node) -> bool:
    """Whether two receipts are alike: one caller, account and method, and neither waits for data."""
    if one.parent is None or one.parent != other.parent or not (one.has_run and other.has_run):
        return False
    alike = (account_of(graph, one), alike_title(one)) == (account_of(graph, other), alike_title(other))
    return alike and not graph.slots.get(one.id) and not graph.slots.get(other.id)


def _order(
    graph: ReceiptGraph, nodes: Sequence[Node], causes: Mapping[str, tuple[str, ...]]
) -> tuple[Node, ...]:
    """All nodes, causes before effects."""
    return in_order(nodes, causes, lambda node, _: graph.clock.of.get(node.id, _LATE))


def _times(graph: ReceiptGraph) -> dict[int, int]:
    """Nanoseconds of the blocks at hand, by height."""
    times = {b.height: b.timestamp_ns for b in graph.trace.blocks.values() if b.timestamp_ns is not None}
    for node in graph.nodes:
        if node.height is not None and node.timestamp_ns is not None:
            times.setdefault(node.height, node.timestamp_ns)
    return times
