"""Where the bins of a histogram stand on its axis, which of their edges are said there, and how parts of its bars look.
No Qt.

linear   |0   |2   |4   |6          log   |0| |1  |2 |5 |10
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

from xccviz.display.patterns import Pattern
from xccviz.display.types import NONE, Rect, Role
from xccviz.layout.measure import measure
from xccviz.tables.bins import Bins
from xccviz.tables.spread import End
from xccviz.values import frozen
from xccviz.words.spread import SIZES, Sort, axis_words

TICK_SIZE = 11.5
"""Px of the words on an axis."""
_APART_PX = 12.0
_ZERO = 0.07
"""How wide the bin of zeros is, as a part of all others on a logarithmic scale, and half of it what stands apart."""


@frozen
class PartStyle:
    """How a part of the bars looks; told by pattern as well as by colour."""

    fill: Role
    stroke: Role
    pattern: Pattern | None = None
    ink: Role = NONE
    dash: tuple[float, ...] = ()


PARTS: dict[End, PartStyle] = {
    "done": PartStyle("okbg", "ok"),
    "failed": PartStyle("badbg", "bad", "slashes", "bad"),
    "later": PartStyle(NONE, "ref", dash=(3.0, 2.0)),
}


def part_rect(end: End, x: float, y: float, width: float, height: float, key: str = "") -> Rect:
    """A part of a bar."""
    style = PARTS[end]
    return Rect(key, None, "box", x, y, width, height, 0.0, style.fill, style.stroke, 1.0, style.dash, "",
                style.pattern, style.ink)  # fmt: skip


@frozen
class Places:
    """Places of `edges` on an axis; `zero_until`: where the bin of zeros ends on a logarithmic scale."""

    bins: Bins
    sort: Sort
    edges: tuple[float, ...]
    zero_until: float | None = None

    def bar(self, place: int) -> tuple[float, float]:
        """From where to where a bin goes."""
        if place == 0 and self.zero_until is not None:
            return self.edges[0], self.zero_until
        return self.edges[place], self.edges[place + 1]

    def at(self, value: int) -> float:
        """Where a value is."""
        if value == 0 and self.zero_until is not None:
            return (self.edges[0] + self.zero_until) / 2
        return _scaled(value, self.bins, self.sort)

    def ends(self, low: int | None, high: int | None) -> tuple[float, float] | None:
        """Where a range begins and ends, as far as there are bins; None where it lies beside them all."""
        first, last = self.bins.edges[0], self.bins.edges[-1]
        if (low is not None and low >= last) or (high is not None and high <= first):
            return None
        start = self.edges[0] if low is None or low <= first else self._edge_at(low)
        return start, self.edges[-1] if high is None or high >= last else self._edge_at(high)

    def _edge_at(self, value: int) -> float:
        """Where a range ends that goes up to a value: on a logarithmic scale what is less than the least is nothing."""
        return _scaled(max(value, self.bins.edges[1] if self.bins.zero else value), self.bins, self.sort)

    def bin_at(self, x: float) -> int | None:
        """The bin at a place, None beside them all."""
        place = bisect_right(self.edges, x) - 1
        return place if 0 <= place < len(self.bins) else None

    def edge_near(self, x: float) -> int:
        """The edge next to a place."""
        return min(range(len(self.edges)), key=lambda edge: abs(self.edges[edge] - x))

    def around(self, start: float, end: float) -> tuple[int, int]:
        """The edges of the bins between two places, at least one bin."""
        low, high = sorted((start, end))
        first, last = self.edge_near(low), self.edge_near(high)
        if first == last:
            first = min(max(bisect_right(self.edges, (low + high) / 2) - 1, 0), len(self.bins) - 1)
            last = first + 1
        return first, last

    def ticks(self, width: float, scale: float = 1.0) -> list[tuple[float, str]]:
        """The edges that are said on an axis of so many px, and how: as many as stand apart from each other, the
        roundest first. `scale`: how much larger than usual words are."""
        span = (self.edges[-1] - self.edges[0]) or 1.0
        words = [axis_words(self.sort, edge) for edge in self.bins.edges]
        half = [measure(word, "regular", TICK_SIZE) * scale / 2 + _APART_PX / 2 for word in words]
        px = [(edge - self.edges[0]) / span * width for edge in self.edges]
        taken: list[int] = []
        for edge in _roundest_first(self.bins.edges):
            # the outermost words would be cut off
            if px[edge] - half[edge] < -_APART_PX * 2 or px[edge] + half[edge] > width + _APART_PX * 2:
                continue
            if all(abs(px[edge] - px[other]) >= half[edge] + half[other] for other in taken):
                taken.append(edge)
        return [(self.edges[edge], words[edge]) for edge in sorted(taken)]


def places_of(bins: Bins, sort: Sort) -> Places:
    """The places of some bins."""
    first = 1 if bins.zero else 0
    edges = [_scaled(edge, bins, sort) for edge in bins.edges[first:]]
    if not bins.zero:
        return Places(bins, sort, tuple(edges))
    width = (edges[-1] - edges[0]) * _ZERO or 1.0
    start = edges[0] - 1.5 * width
    return Places(bins, sort, (start, *edges), start + width)


def _scaled(value: int, bins: Bins, sort: Sort) -> float:
    size = SIZES[sort]
    return value / size if bins.scale == "linear" else math.log10(value) - math.log10(size)


def _roundest_first(edges: Sequence[int]) -> list[int]:
    """The numbers of edges: zero and those with the fewest digits first, of these ones before fives before twos, each
    from the left."""

    def roundness(number: int) -> tuple[int, int, int]:
        digits = str(edges[number]).rstrip("0")
        return len(digits), "152".find(digits) % 4, number

    return sorted(range(len(edges)), key=roundness)
