"""Bins of a histogram with edges at nice numbers, and which value so many of all are at most. Whole numbers only, so
that an edge is exactly what a filter says.

linear   1.9 … 12.3  →  1 2 3 4 … 13              steps of 1, 2 or 5 times a power of ten
log      0, 3 … 9000 →  0 | 2 5 10 20 … 10000     edges that are nice in every decade; zero has a bin of its own
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal

from xccviz.values import frozen

Scale = Literal["linear", "log"]
MOST_BINS = 24
"""Of more bins none could be told from its neighbours in a narrow panel."""
_FEW = 4
"""With fewer bins on a logarithmic scale a linear one tells more."""
_TENTHS: tuple[tuple[int, ...], ...] = (
    (*range(10, 20), *range(20, 50, 2), *range(50, 100, 5)),
    tuple(range(10, 100, 5)),
    tuple(range(10, 100, 10)),
    (10, 15, 20, 30, 50, 70),
    (10, 20, 50),
    (10, 30),
    (10,),
)
"""Where the edges of a decade may stand, in tenths of its beginning, from fine to coarse."""


@frozen
class Bins:
    """`edges` in ascending order: a bin holds what is at least its edge and less than the next. `zero`: the first bin
    holds nothing but zeros, which have no place on a logarithmic scale."""

    edges: tuple[int, ...]
    scale: Scale
    zero: bool = False

    def __len__(self) -> int:
        """How many bins there are."""
        return len(self.edges) - 1

    def bin_of(self, value: int) -> int:
        """The bin of a value that lies within the edges."""
        return bisect_right(self.edges, value) - 1

    def counts(self, values: Sequence[int]) -> list[int]:
        """How many of some values lie in each bin."""
        counts = [0] * len(self)
        for value in values:
            counts[self.bin_of(value)] += 1
        return counts


def bins_for(values: Sequence[int], scale: Scale, most: int = MOST_BINS) -> Bins:
    """Bins that hold all of some values, none of them negative; at least one value is there."""
    least, largest = min(values), max(values)
    if scale == "log":
        positive = [value for value in values if value > 0]
        if positive:
            edges = _log_edges(min(positive), largest, most)
            if least == 0:
                return Bins((0, *edges), scale, zero=True)
            return Bins(edges, scale)
        return Bins((0, 1), scale, zero=True)
    return Bins(_linear_edges(least, largest, most), scale)


def at_most(ordered: Sequence[int], percent: int) -> int:
    """The value that so many percent of some values, in ascending order, are at most: one of them (nearest rank)."""
    rank = max(1, -(-len(ordered) * percent // 100))
    return ordered[rank - 1]


def _linear_edges(least: int, largest: int, most: int) -> tuple[int, ...]:
    span = largest - least
    # what is all alike stands in a bin of a tenth of its size
    wanted = span / (most - 1) if span else max(largest / 20, 1)
    step = next(step for step in _nice_steps() if step >= wanted)
    first, last = least // step * step, (largest // step + 1) * step
    return tuple(range(first, last + 1, step))


def _nice_steps() -> Iterator[int]:
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def _log_edges(least: int, largest: int, most: int) -> tuple[int, ...]:
    """The finest of the edges that are few enough; linear ones where the values lie too near to each other."""
    found: tuple[int, ...] = ()
    for tenths in _TENTHS:
        found = _decades(least, largest, tenths)
        if len(found) - 1 <= most:
            break
    else:
        found = tuple(found[:: -(-(len(found) - 1) // most)])
        if found[-1] <= largest:
            found = (*found, 10 ** len(str(largest)))
    return found if len(found) > _FEW else _linear_edges(least, largest, most)


def _decades(least: int, largest: int, tenths: Sequence[int]) -> tuple[int, ...]:
    """The edges from the last one up to the least value to the first one above the largest."""
    marks = []
    for power in range(len(str(least)) - 1, len(str(largest)) + 1):
        marks += [tenth * 10**power // 10 for tenth in tenths if tenth * 10**power % 10 == 0]
    first = bisect_right(marks, least) - 1
    last = bisect_right(marks, largest)
    return tuple(marks[max(first, 0) : last + 1])
