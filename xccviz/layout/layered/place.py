"""Layered placement of boxes (Sugiyama's frame): who stands in which row, in which order, and where.

    1. ranks       longest path from the sources, which stand right above their first effect; edges that would close a
                   cycle count backwards; many siblings stand in several rows (`wrap`)
    2. dummies     an edge over several ranks becomes a chain of small invisible boxes, so that it gets a column
    3. order       depth-first in the order of the edges (the order of `receipt_ids`), then barycentre sweeps,
                   keeping the order with the fewest crossings; ties never swap siblings
    4. x           Brandes and Köpf 2001: four alignments over blocks, packed by longest path, median of the four

Deterministic, standard library only, linear but for the sorts: 10,000 boxes take well under a second.
"""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.layout.layered.brandes_koepf import Levels, horizontal
from xccviz.layout.layered.wrap import wrapped
from xccviz.values import frozen

DUMMY_WIDTH = 4.0


@frozen
class Placement:
    """`x` centres (px) and `ranks` per box, in input order; `columns` per edge: the x of its dummies on the ranks
    between its two ends, beginning at the edge's own source (upwards for an edge that leads up)."""

    x: tuple[float, ...]
    ranks: tuple[int, ...]
    columns: tuple[tuple[float, ...], ...]


def place(
    sizes: Sequence[tuple[float, float]],
    edges: Sequence[tuple[int, int]],
    *,
    weak: frozenset[int] = frozenset(),
    gap: float = 28.0,
    widest: float = 0.0,
    sweeps: int = 8,
) -> Placement:
    """Place boxes of `sizes` (width, height in px) so that `edges` (indices) lead downwards.

    `weak`: numbers of edges that get a column but move no box. `gap`: px between neighbours of a rank. `widest`: px
    above which the siblings in a rank are put into rows; 0: never. Coordinates begin at 0 with the left side of the
    leftmost box. Edges that would close a cycle lead upwards; an edge from a box to itself is left out of account.
    """
    count = len(sizes)
    if not count:
        return Placement((), (), tuple(() for _ in edges))
    backward = _backward_edges(count, edges)
    directed = [(b, a) if back else (a, b) for (a, b), back in zip(edges, backward, strict=True)]
    ranks = _longest_path_ranks(count, directed)
    _lower_sources(ranks, directed)
    strong = [edge for number, edge in enumerate(directed) if number not in weak]
    ranks, close = wrapped(sizes, strong, ranks, gap, widest)
    levels, chains = _with_dummies(sizes, directed, ranks, weak)
    levels.close = close
    _order(levels, sweeps)
    x = horizontal(levels, gap)
    left = min(x[v] - levels.width[v] / 2 for v in range(len(x)))
    x = [value - left for value in x]
    columns = tuple(
        tuple(x[v] for v in (reversed(chain) if back else chain))
        for chain, back in zip(chains, backward, strict=True)
    )
    return Placement(tuple(x[:count]), tuple(ranks), columns)


def _backward_edges(count: int, edges: Sequence[tuple[int, int]]) -> list[bool]:
    """Which edges close a cycle in a depth-first walk in input order (self loops too)."""
    out: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for number, (a, b) in enumerate(edges):
        out[a].append((b, number))
    backward = [False] * len(edges)
    state = bytearray(count)  # 0 unseen, 1 on the path, 2 done
    for start in range(count):
        if state[start]:
            continue
        state[start] = 1
        stack = [(start, iter(out[start]))]
        while stack:
            vertex, rest = stack[-1]
            for target, number in rest:
                if state[target] == 1:
                    backward[number] = True
                elif not state[target]:
                    state[target] = 1
                    stack.append((target, iter(out[target])))
                    break
            else:
                state[vertex] = 2
                stack.pop()
    return backward


def _longest_path_ranks(count: int, edges: Sequence[tuple[int, int]]) -> list[int]:
    out: list[list[int]] = [[] for _ in range(count)]
    missing = [0] * count
    for a, b in edges:
        if a != b:
            out[a].append(b)
            missing[b] += 1
    ranks = [0] * count
    queue = [v for v in range(count) if not missing[v]]
    for vertex in queue:
        below = ranks[vertex] + 1
        for target in out[vertex]:
            if ranks[target] < below:
                ranks[target] = below
            missing[target] -= 1
            if not missing[target]:
                queue.append(target)
    return ranks


def _lower_sources(ranks: list[int], edges: Sequence[tuple[int, int]]) -> None:
    """Boxes without a cause stand right above their first effect, not all in the first row."""
    first: dict[int, int] = {}
    caused = {b for a, b in edges if a != b}
    for a, b in edges:
        if a != b and a not in caused:
            first[a] = min(first.get(a, ranks[b]), ranks[b])
    for vertex, below in first.items():
        ranks[vertex] = below - 1


def _with_dummies(
    sizes: Sequence[tuple[float, float]],
    edges: Sequence[tuple[int, int]],
    ranks: Sequence[int],
    weak: frozenset[int],
) -> tuple[Levels, list[list[int]]]:
    count = len(sizes)
    width = [float(w) for w, _ in sizes]
    rank = list(ranks)
    up: list[list[int]] = [[] for _ in range(count)]
    down: list[list[int]] = [[] for _ in range(count)]
    pull_up: list[list[int]] = [[] for _ in range(count)]
    pull_down: list[list[int]] = [[] for _ in range(count)]
    chains: list[list[int]] = []
    for number, (a, b) in enumerate(edges):
        strong = number not in weak
        chain: list[int] = []
        if a != b:
            previous = a
            for level in range(ranks[a] + 1, ranks[b]):
                vertex = len(width)
                width.append(DUMMY_WIDTH)
                rank.append(level)
                up.append([previous])
                down.append([])
                pull_up.append([previous] if strong or previous >= count else [])
                pull_down.append([])
                down[previous].append(vertex)
                if strong or previous >= count:
                    pull_down[previous].append(vertex)
                chain.append(vertex)
                previous = vertex
            down[previous].append(b)
            up[b].append(previous)
            if strong:
                pull_down[previous].append(b)
                pull_up[b].append(previous)
        chains.append(chain)
    levels = Levels(width, rank, up, down, pull_up, pull_down, count, [[] for _ in range(max(rank) + 1)])
    seen = bytearray(len(width))
    for root in range(count):
        if up[root]:
            continue
        stack = [root]
        while stack:
            vertex = stack.pop()
            if seen[vertex]:
                continue
            seen[vertex] = 1
            levels.layers[rank[vertex]].append(vertex)
            stack.extend(reversed(down[vertex]))
    return levels, chains


def _order(levels: Levels, sweeps: int) -> None:
    """Barycentre sweeps, down and up in turn; keeps the best order seen. Changes `levels.layers`."""
    layers = levels.layers
    position = [0] * len(levels.width)
    for layer in layers:
        for place_, vertex in enumerate(layer):
            position[vertex] = place_
    best = sum(_crossings(levels, i, position) for i in range(len(layers) - 1))
    best_layers = [layer[:] for layer in layers]
    stall = 0
    for sweep in range(sweeps):
        if best == 0 or stall >= 3:
            break
        downwards = sweep % 2 == 0
        neighbours = levels.up if downwards else levels.down
        pulls = levels.pull_up if downwards else levels.pull_down
        order = range(1, len(layers)) if downwards else range(len(layers) - 2, -1, -1)
        for i in order:
            layer = layers[i]
            keys: dict[int, float] = {}
            last = -1.0  # a box without neighbours stays beside its left neighbour
            for vertex in layer:
                near = pulls[vertex] or neighbours[vertex]
                if near:
                    last = sum(position[v] for v in near) / len(near)
                keys[vertex] = last
            layer.sort(key=keys.__getitem__)  # stable: equal keys keep the order of receipt_ids
            for place_, vertex in enumerate(layer):
                position[vertex] = place_
        crossings = sum(_crossings(levels, i, position) for i in range(len(layers) - 1))
        if crossings < best:
            best, best_layers, stall = crossings, [layer[:] for layer in layers], 0
        else:
            stall += 1
    levels.layers = best_layers


def _crossings(levels: Levels, upper: int, position: Sequence[int]) -> int:
    """Crossings between a rank and the next, counted exactly with a Fenwick tree."""
    down = levels.down
    size = len(levels.layers[upper + 1])
    tree = [0] * (size + 1)
    crossings = seen = 0
    for vertex in levels.layers[upper]:
        targets = sorted([position[v] for v in down[vertex]])
        for target in targets:
            at_or_before = 0
            i = target + 1
            while i:
                at_or_before += tree[i]
                i &= i - 1
            crossings += seen - at_or_before
            seen += 1
            i = target + 1
            while i <= size:
                tree[i] += 1
                i += i & -i
    return crossings


def stack_ranks(
    heights: Sequence[float], ranks: Sequence[int], gaps: Sequence[float]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Tops and bottoms (px) of the ranks, for boxes of `heights` on `ranks`; `gaps[r]`: px below rank r."""
    tallest = [0.0] * (max(ranks, default=-1) + 1)
    for height, rank in zip(heights, ranks, strict=True):
        tallest[rank] = max(tallest[rank], height)
    tops: list[float] = []
    bottoms: list[float] = []
    y = 0.0
    for rank, height in enumerate(tallest):
        tops.append(y)
        bottoms.append(y + height)
        y += height + (gaps[rank] if rank < len(gaps) else 0.0)
    return tuple(tops), tuple(bottoms)
