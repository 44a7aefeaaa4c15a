"""x coordinates of a layered drawing after Brandes and Köpf (2001): vertices are aligned with their median neighbours
into blocks, four times (from above or below, leftmost or rightmost), blocks are packed by longest path with their real
widths, and every vertex takes the median of its four places. Long edges become straight where nothing prevents it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from xccviz.values import mutable

LINE_GAP = 13.0
"""Px that lines keep from each other and from boxes where many pass."""


@mutable
class Levels:
    """The layered graph with dummies while it is built: per vertex width, rank, neighbours above and below, and of
    these the ones that pull it (a weak edge pulls its own dummies, never the boxes at its ends). `close`: the ranks in
    which lines stand close together."""

    width: list[float]
    rank: list[int]
    up: list[list[int]]
    down: list[list[int]]
    pull_up: list[list[int]]
    pull_down: list[list[int]]
    real: int
    layers: list[list[int]]
    close: frozenset[int] = frozenset()

    def is_dummy(self, vertex: int) -> bool:
        """Whether a vertex is one of the invisible boxes of a long edge."""
        return vertex >= self.real

    def apart(self, a: int, b: int, gap: float) -> float:
        """Px from the middle of one vertex to that of its neighbour in the same rank."""
        line = a >= self.real or b >= self.real
        between = LINE_GAP if line and self.rank[a] in self.close else gap
        return (self.width[a] + self.width[b]) / 2 + between


def horizontal(levels: Levels, gap: float) -> list[float]:
    """Centre x of every vertex: the median of four aligned and packed drawings, joined at the narrowest."""
    position = [0] * len(levels.width)
    for layer in levels.layers:
        for place_, vertex in enumerate(layer):
            position[vertex] = place_
    conflicts = _conflicts(levels, position)
    drawings = [
        _aligned(levels, conflicts, gap, from_top, from_left)
        for from_top in (True, False)
        for from_left in (True, False)
    ]
    half = [w / 2 for w in levels.width]
    spans = [
        max(v + h for v, h in zip(xs, half, strict=True)) - min(v - h for v, h in zip(xs, half, strict=True))
        for xs in drawings
    ]
    narrowest = drawings[min(range(4), key=spans.__getitem__)]
    low, high = min(narrowest), max(narrowest)
    for i, xs in enumerate(drawings):
        shift = low - min(xs) if i % 2 == 0 else high - max(xs)
        drawings[i] = [v + shift for v in xs]
    result: list[float] = []
    for four in zip(*drawings, strict=True):
        ordered = sorted(four)
        result.append((ordered[1] + ordered[2]) / 2)
    return result


def _conflicts(levels: Levels, position: Sequence[int]) -> set[tuple[int, int]]:
    """Edge pieces (upper, lower) that cross a piece between two dummies: those must not be aligned."""
    found: set[tuple[int, int]] = set()
    for i in range(1, len(levels.layers) - 1):
        upper, lower = levels.layers[i], levels.layers[i + 1]
        first = done = 0
        for index, vertex in enumerate(lower):
            inner = None
            if levels.is_dummy(vertex):
                inner = next((u for u in levels.up[vertex] if levels.is_dummy(u)), None)
            if index == len(lower) - 1 or inner is not None:
                last = len(upper) - 1 if inner is None else position[inner]
                while done <= index:
                    candidate = lower[done]
                    for u in levels.up[candidate]:
                        outside = position[u] < first or position[u] > last
                        if outside and not (levels.is_dummy(u) and levels.is_dummy(candidate)):
                            found.add((u, candidate))
                    done += 1
                first = last
    return found


def _aligned(
    levels: Levels, conflicts: set[tuple[int, int]], gap: float, from_top: bool, from_left: bool
) -> list[float]:
    """One of the four drawings: blocks of vertices under each other, packed towards one side."""
    layers = levels.layers if from_top else levels.layers[::-1]
    if not from_left:
        layers = [layer[::-1] for layer in layers]
    count = len(levels.width)
    position = [0] * count
    for layer in layers:
        for place_, vertex in enumerate(layer):
            position[vertex] = place_
    neighbours = levels.pull_up if from_top else levels.pull_down
    root = list(range(count))
    align = list(range(count))
    for layer in layers[1:]:
        reached = -1
        for vertex in layer:
            near = neighbours[vertex]
            if not near:
                continue
            if len(near) > 1:
                near = sorted(near, key=position.__getitem__)
            middle = len(near) - 1
            for m in {middle // 2: None, (middle + 1) // 2: None}:
                candidate = near[m]
                piece = (candidate, vertex) if from_top else (vertex, candidate)
                if align[vertex] == vertex and reached < position[candidate] and piece not in conflicts:
                    align[candidate] = vertex
                    root[vertex] = root[candidate]
                    align[vertex] = root[vertex]
                    reached = position[candidate]
    packed = _packed(layers, levels, root, gap)
    xs = [packed[root[v]] for v in range(count)]
    return xs if from_left else [-v for v in xs]


def _packed(layers: list[list[int]], levels: Levels, root: list[int], gap: float) -> dict[int, float]:
    """x of every block: as far left as its left neighbours allow, then as far right as its right ones do."""
    before: dict[int, dict[int, float]] = {}
    after: dict[int, list[tuple[int, float]]] = {}
    for layer in layers:
        for a, b in pairwise(layer):
            block_a, block_b = root[a], root[b]
            if block_a != block_b:
                distance = levels.apart(a, b, gap)
                known = before.setdefault(block_b, {})
                if known.get(block_a, 0.0) < distance:
                    known[block_a] = distance
    waiting = {block: 0 for layer in layers for block in (root[v] for v in layer)}
    for block, known in before.items():
        waiting[block] = len(known)
        for other, distance in known.items():
            after.setdefault(other, []).append((block, distance))
    queue = [block for block, number in waiting.items() if not number]
    x = dict.fromkeys(waiting, 0.0)
    for block in queue:
        for other, distance in after.get(block, ()):
            if x[other] < x[block] + distance:
                x[other] = x[block] + distance
            waiting[other] -= 1
            if not waiting[other]:
                queue.append(other)
    for block in reversed(queue):
        following = after.get(block)
        if following:
            x[block] = max(x[block], min(x[other] - distance for other, distance in following))
    return x
