"""A line as the straight pieces it looks like, dash by dash, made where somebody looks.

A line across thousands of siblings is a hundred screens long, and a painter goes along all of it. Even what is in sight
of a curve that runs nearly level takes Qt twenty times as long as its chords do, one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil, hypot, sqrt

from xccviz.layout.types import Segment

Area = tuple[float, float, float, float]
"""Left, top, right and bottom in scene px."""
Chord = tuple[float, float, float, float]
"""From x, y to x, y in scene px."""
_Point = tuple[float, float]
_Curve = Sequence[_Point]
"""The two ends of a straight piece, or the four points of a cubic one."""
LONG = 600.0
"""Px across and down from which a stretch is halved."""
OVERLAP = 0.5
"""Px of the line before that a chord covers again: side by side the smooth ends of two would let the ground through."""
_QUARTER = ((0.5, 0.5688888889), (0.2307653449, 0.4786286705), (0.7692346551, 0.4786286705),
            (0.0469100770, 0.2369268851), (0.9530899230, 0.2369268851))  # fmt: skip
_GAUSS = tuple(((part + t) / 4, weight / 8) for part in range(4) for t, weight in _QUARTER)
"""Places and weights of Gauss and Legendre's quadrature in each quarter: they make a length of speeds."""


class Stretch:
    """A curve or straight piece of a line, `along` px behind where its dashes began (None: it has none). `first`:
    nothing of it is before; `around`: the rectangle it stays in. It is halved when it is looked at, at the same places
    whoever looks."""

    __slots__ = ("_curve", "_halves", "along", "around", "first")

    def __init__(self, curve: _Curve, along: float | None, first: bool) -> None:
        self._curve, self.along, self.first = curve, along, first
        xs, ys = [x for x, _ in curve], [y for _, y in curve]
        self.around: Area = min(xs), min(ys), max(xs), max(ys)
        self._halves: tuple[Stretch, Stretch] | None = None

    def within(self, area: Area) -> Iterator[Stretch]:
        """The short stretches of it that may touch an area."""
        left, top, right, bottom = self.around
        if left > area[2] or right < area[0] or top > area[3] or bottom < area[1]:
            return
        if right - left + bottom - top <= LONG:
            yield self
            return
        if self._halves is None:
            self._halves = self._halved()
        for half in self._halves:
            yield from half.within(area)

    def _halved(self) -> tuple[Stretch, Stretch]:
        # de Casteljau: the middles of the middles
        points, before, after = self._curve, [self._curve[0]], [self._curve[-1]]
        while len(points) > 1:
            points = [((ax + bx) / 2, (ay + by) / 2) for (ax, ay), (bx, by) in pairwise(points)]
            before.append(points[0])
            after.append(points[-1])
        along = None if self.along is None else self.along + _length(before)
        return Stretch(before, self.along, self.first), Stretch(after[::-1], along, False)

    def chords(self, dash: Sequence[float], tolerance: float) -> list[Chord]:
        """Straight pieces no further than `tolerance` px from it, without what is between its dashes."""
        points = _points(self._curve, tolerance)
        along = self.along
        return list(_overlapping(points, self.first) if along is None else _dashes(points, dash, along))


def stretches(segments: Sequence[Segment], dashed: bool) -> tuple[Stretch, ...]:
    """The pieces of a path."""
    found: list[Stretch] = []
    start = here = (0.0, 0.0)
    along, first = 0.0, True
    for segment in segments:
        if segment.op == "M":
            start = here = (segment.points[0], segment.points[1])
            along, first = 0.0, True  # dashes begin anew
            continue
        flat = segment.points if segment.op != "Z" else start
        curve = (here, *zip(flat[::2], flat[1::2], strict=True))
        found.append(Stretch(curve, along if dashed else None, first))
        along += _length(curve) if dashed else 0.0
        here, first = curve[-1], False
    return tuple(found)


def _points(curve: _Curve, tolerance: float) -> Sequence[_Point]:
    """Points on a curve, its ends among them, so close that it is nowhere further from the chords between."""
    if len(curve) == 2:
        return curve
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve
    bend = max(hypot(x0 - 2 * x1 + x2, y0 - 2 * y1 + y2), hypot(x1 - 2 * x2 + x3, y1 - 2 * y2 + y3))
    count = max(1, ceil(sqrt(0.75 * bend / tolerance)))
    ax, bx, cx = x3 - 3 * x2 + 3 * x1 - x0, 3 * (x2 - 2 * x1 + x0), 3 * (x1 - x0)
    ay, by, cy = y3 - 3 * y2 + 3 * y1 - y0, 3 * (y2 - 2 * y1 + y0), 3 * (y1 - y0)
    return [
        (((ax * t + bx) * t + cx) * t + x0, ((ay * t + by) * t + cy) * t + y0)
        for t in (number / count for number in range(count + 1))
    ]


def _overlapping(points: Sequence[_Point], first: bool) -> Iterator[Chord]:
    """The pieces between points, each longer at its beginning; the first of a line is not."""
    back = 0.0 if first else OVERLAP
    for (x, y), (to_x, to_y) in pairwise(points):
        share = back / (hypot(to_x - x, to_y - y) or 1.0)
        back = OVERLAP
        yield x - (to_x - x) * share, y - (to_y - y) * share, to_x, to_y


def _dashes(points: Sequence[_Point], dash: Sequence[float], along: float) -> Iterator[Chord]:
    """The dashes on the pieces between points, the first of which is `along` px behind where dashes began."""
    number, left = 0, along % sum(dash)
    while left >= dash[number]:
        left -= dash[number]
        number += 1
    left = dash[number] - left
    for (x, y), (to_x, to_y) in pairwise(points):
        length = hypot(to_x - x, to_y - y)
        if not length:
            continue
        across, down, at = (to_x - x) / length, (to_y - y) / length, 0.0
        while at < length:
            end = min(at + left, length)
            if number % 2 == 0:
                yield x + across * at, y + down * at, x + across * end, y + down * end
            left -= end - at
            at = end
            if left <= 1e-9:
                number = (number + 1) % len(dash)
                left = dash[number]


def _length(curve: _Curve) -> float:
    """Px along a curve."""
    if len(curve) == 2:
        (x, y), (to_x, to_y) = curve
        return hypot(to_x - x, to_y - y)
    (ax, ay), (bx, by), (cx, cy) = ((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(curve))
    speeds = 0.0
    for t, weight in _GAUSS:
        a, b, c = (1 - t) * (1 - t), 2 * t * (1 - t), t * t
        speeds += weight * hypot(a * ax + b * bx + c * cx, a * ay + b * by + c * cy)
    return 3 * speeds
