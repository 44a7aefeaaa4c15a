"""Many siblings in two rows instead of one, so that a join or fan-out can be seen whole and read.

    root                     root
    ├──┬──┬──┬──┬──┐         ├────┬────┐
    a  b  c  d  e  f    ⇒    a  │ c  │ e  │      like bricks: each of the second row stands below a gap of the first,
    └──┴──┴──┴──┴──┘         │  b │  d │  f      where its line comes down, and the order from left to right stays
    join                     └────┴────┘         that of the calls
                             join

More rows would be no narrower, as the line of each must pass its neighbours. Where there are very many boxes alike,
they stand in a grid instead (`grid.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

FEWEST = 7
"""So many siblings are put into two rows where one would be too wide."""


def crowded(count: int, edges: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Which of `count` boxes have many siblings."""
    causes = _causes(edges)
    alike = _alike(range(count), causes)
    return frozenset(box for boxes in alike.values() if len(boxes) >= FEWEST for box in boxes)


def wrapped(
    sizes: Sequence[tuple[float, float]],
    edges: Sequence[tuple[int, int]],
    ranks: Sequence[int],
    gap: float,
    widest: float,
) -> tuple[list[int], frozenset[int]]:
    """The ranks of boxes of `sizes` once the siblings of every rank wider than `widest` px stand in two rows, and which
    of the new ranks are such rows. What hangs below a rank moves down by its rows."""
    if not widest:
        return list(ranks), frozenset()
    causes = _causes(edges)
    boxes: list[list[int]] = [[] for _ in range(max(ranks, default=-1) + 1)]
    for box, rank in enumerate(ranks):
        boxes[rank].append(box)
    found = [0] * len(ranks)
    close: set[int] = set()
    top = 0
    for here in boxes:
        # a grid beside them is as wide as it is however they stand
        single = [box for box in here if sizes[box][0] <= widest / 3]
        siblings = max(_alike(single, causes).values(), key=len, default=[])
        wide = sum(sizes[box][0] + gap for box in single) > widest
        for box in here:
            found[box] = top
        if wide and len(siblings) >= FEWEST:
            for place, box in enumerate(siblings):
                found[box] = top + place % 2
            close.update((top, top + 1))
            top += 1
        top += 1
    return found, frozenset(close)


def _causes(edges: Sequence[tuple[int, int]]) -> Mapping[int, set[int]]:
    causes: dict[int, set[int]] = defaultdict(set)
    for a, b in edges:
        causes[b].add(a)
    return causes


def _alike(boxes: Sequence[int], causes: Mapping[int, set[int]]) -> dict[frozenset[int], list[int]]:
    """Those of `boxes` that have causes, by them."""
    alike: dict[frozenset[int], list[int]] = defaultdict(list)
    for box in boxes:
        if box in causes:
            alike[frozenset(causes[box])].append(box)
    return alike
