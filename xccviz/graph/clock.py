"""The block of everything that ran, counted where no document tells heights.

    outcomes name their blocks     r0 in B1   a in B2   b in B2   refund of r0 in B2   callback in B3
    effects run in later ones      B1 → B2 → B3

How many blocks lie between two of them is not known then, nor always which of two came first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise

from xccviz.graph.roles import YIELD_TIMEOUT_BLOCKS
from xccviz.graph.types import Clock, Edge, Node, Slot

_FROM_OUTSIDE = 2
"""Blocks from a yield's creation at least until what another transaction resumed it with has arrived."""


Slots = Mapping[str, tuple[Slot, ...]]
Resumes = Mapping[str, tuple[Edge, ...]]


def clock_of(nodes: Iterable[Node], slots: Slots, resumes: Resumes) -> Clock:
    """When everything ran. What contradicts itself (a block before itself) is counted from the causes known by then."""
    ran = [node for node in nodes if node.has_run]
    known = {node.id: node.height for node in ran if node.height is not None}
    if len(known) == len(ran):
        return Clock(known, True)
    return _counted(ran, slots, resumes)


def _counted(ran: list[Node], slots: Slots, resumes: Resumes) -> Clock:
    units: dict[str, int] = {}
    unit_of = {node.id: units.setdefault(node.block_hash or node.id, len(units)) for node in ran}
    heights: list[int | None] = [None] * len(units)
    effects: list[list[tuple[int, int]]] = [[] for _ in units]
    waiting = [0] * len(units)
    for node in ran:
        unit = unit_of[node.id]
        heights[unit] = node.height if node.height is not None else heights[unit]
        for cause, blocks in _causes(node, slots.get(node.id, ()), resumes.get(node.id, ())):
            before = unit_of.get(cause, unit)
            if before != unit:
                effects[before].append((unit, blocks))
                waiting[unit] += 1
    counted = [0] * len(units)
    last_cause: list[int | None] = [None] * len(units)
    done = [False] * len(units)
    ready = deque(unit for unit, count in enumerate(waiting) if count == 0)
    for stuck in range(len(units)):
        # Whatever is not done when nothing is ready stands behind a block before itself.
        ready.extend(() if ready or done[stuck] else (stuck,))
        while ready:
            unit = ready.popleft()
            if done[unit]:
                continue
            done[unit] = True
            height = heights[unit]
            counted[unit] = counted[unit] if height is None else height
            for effect, blocks in effects[unit]:
                if last_cause[effect] is None or counted[unit] + blocks > counted[effect]:
                    counted[effect] = counted[unit] + blocks
                    last_cause[effect] = unit
                waiting[effect] -= 1
                if waiting[effect] == 0:
                    ready.append(effect)
    order = sorted(range(len(units)), key=counted.__getitem__)
    certain = all(last_cause[later] == earlier for earlier, later in pairwise(order))
    return Clock({node: counted[unit] for node, unit in unit_of.items()}, certain)


def _causes(node: Node, slots: Iterable[Slot], resumes: Collection[Edge]) -> Iterable[tuple[str, int]]:
    """What a node follows, and by how many blocks at least where it ran in another one: who made it, who gives it
    data, who resumed it."""
    if "yield" not in node.roles or any(edge.source is not None for edge in resumes):
        least = 1
    else:
        least = YIELD_TIMEOUT_BLOCKS if "timed_out" in node.roles else _FROM_OUTSIDE
    if node.parent is not None:
        yield node.parent, least
    for slot in slots:
        if slot.producer is not None:
            yield slot.producer, 1
    for edge in resumes:
        if edge.source is not None:
            yield edge.source, 1
