"""Receipts in the order in which they run: causes before effects, whatever heights say."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Mapping, Sequence

from xccviz.graph.types import Node, ReceiptGraph

BlockOf = Callable[[Node, Mapping[str, int]], int]
"""In which block a node runs; of its causes that is known by then."""


def causes_of(graph: ReceiptGraph, node: Node, shown: Collection[str]) -> tuple[str, ...]:
    """What must have run before a node can: who made it, who gives it data."""
    found = [node.parent, *(slot.producer or slot.awaited for slot in graph.slots.get(node.id, ()))]
    found += [edge.source for edge in graph.resumes.get(node.id, ())]
    return tuple({each: None for each in found if each is not None and each in shown and each != node.id})


def in_order(
    nodes: Sequence[Node], causes: Mapping[str, Sequence[str]], block_of: BlockOf
) -> tuple[Node, ...]:
    """All nodes as the stepper has them: among those whose causes have run the earliest by block, refunds last, then by
    call order. What stands in a circle (of a hostile document) comes last."""
    by_id = {node.id: node for node in nodes}
    left = {node.id: len(causes[node.id]) for node in nodes}
    effects: dict[str, list[str]] = {}
    for node in nodes:
        for cause in causes[node.id]:
            effects.setdefault(cause, []).append(node.id)
    clock: dict[str, int] = {}
    heap: list[tuple[int, bool, int, str]] = []

    def push(node: Node) -> None:
        clock[node.id] = block_of(node, clock)
        heapq.heappush(heap, (clock[node.id], node.from_system, node.index, node.id))

    for node in nodes:
        if not left[node.id]:
            push(node)
    order: dict[str, Node] = {}
    while heap:
        node = by_id[heapq.heappop(heap)[-1]]
        order[node.id] = node
        for effect in effects.get(node.id, ()):
            left[effect] -= 1
            if not left[effect]:
                push(by_id[effect])
    return (*order.values(), *(node for node in nodes if node.id not in order))
