"""The steps on a line that is true to blocks: each block as wide as the others, its steps spread over it, and blocks in
which nothing happens squeezed.

    #521  #522  │ 9 blocks idle │  #532
    1     2 3 4 ┆               ┆  5 6
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from xccviz.replay.types import Timeline
from xccviz.values import frozen

SQUEEZED = 1.5
"""How wide two or more idle blocks are together, in blocks."""


@frozen
class Cell:
    """One block: its height (None where none is known), its first and last step, and where it lies, from 0 to 1."""

    height: int | None
    first: int
    last: int
    left: float
    right: float

    @property
    def count(self) -> int:
        """How many steps it has."""
        return self.last - self.first + 1


@frozen
class Idle:
    """So many blocks without a step, and where they lie."""

    blocks: int
    left: float
    right: float


@frozen
class Scale:
    """`at[n]`: where step n lies, from 0 (before everything) to 1; ascending. `cells` and `idles` from left to right;
    no idles without heights."""

    at: tuple[float, ...]
    cells: tuple[Cell, ...]
    idles: tuple[Idle, ...]

    def nearest(self, place: float) -> int:
        """The step nearest to a place."""
        after = min(bisect_left(self.at, place), len(self.at) - 1)
        before = max(0, after - 1)
        return before if place - self.at[before] < self.at[after] - place else after


def scale_of(timeline: Timeline) -> Scale:
    """The line of a timeline. A step without a height, or with a lower one than a step before it, belongs to the block
    of that."""
    runs = _runs(timeline)
    gaps = [_idle(before, after) for (before, *_), (after, *_) in pairwise(runs)]
    widths = [_width(blocks) for blocks in gaps]
    whole = len(runs) + sum(widths)
    at, cells, idles, left = [0.0], [], [], 0.0
    for n, (height, first, last) in enumerate(runs):
        right = left + 1 / whole
        count = last - first + 1
        at += [left + (right - left) * (i + 1) / count for i in range(count)]
        cells.append(Cell(height, first, last, left, right))
        left = right
        if n < len(gaps) and gaps[n]:
            right = left + widths[n] / whole
            idles.append(Idle(gaps[n], left, right))
            left = right
    return Scale(tuple(at), tuple(cells), tuple(idles))


def _runs(timeline: Timeline) -> list[tuple[int | None, int, int]]:
    """(height, first step, last step) of each block, in order."""
    found: list[tuple[int | None, int, int]] = []
    for step in timeline.steps:
        height, first, _ = found[-1] if found else (None, 0, 0)
        if not found or (step.height is not None and (height is None or step.height > height)):
            if found and height is None:
                found[-1] = (step.height, first, step.n)  # what came before the first known block
            else:
                found.append((step.height, step.n, step.n))
        else:
            found[-1] = (height, first, step.n)
    return found


def _idle(before: int | None, after: int | None) -> int:
    return after - before - 1 if before is not None and after is not None else 0


def _width(blocks: int) -> float:
    return float(blocks) if blocks < 2 else SQUEEZED
