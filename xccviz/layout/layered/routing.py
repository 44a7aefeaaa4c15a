"""Edges as smooth curves that pass through no box.

An edge leaves its box downwards, bends only in the gap between two ranks, and goes straight down through the column
that its dummy holds in every rank between. An edge that returns a promise over several ranks leaves and enters by
the sides, as it says something about the boxes and carries nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from xccviz.layout.types import Bounds, Segment
from xccviz.values import frozen

TIP_GAP = 5.5
"""Px between the tip of a line and its box: the ring around what is selected passes between."""
BADGE_PX = 18.0
"""Px that a badge takes of a line that leads down: it is as high as that."""
_EASE = 0.62
_SIDE = 8.0
_UNDER = 30.0
"""Px that a badge may stand beside the middle of its box."""
_CLEAR = 0.18
"""Nearer to the beginning of a bend a badge would touch the box."""


@frozen
class Route:
    """A path with its tip, the direction there (radians), where a badge stands, and the middle of its longest piece."""

    segments: tuple[Segment, ...]
    tip: tuple[float, float]
    angle: float
    badge: tuple[float, float] | None
    label: tuple[float, float]


@frozen
class Ends:
    """Where an edge leaves and arrives, and what it passes: `columns` (x per rank between) within the ranks'
    `bands` (top, bottom); `alone`: whether no other line with a badge leaves there; `badge`: px that it takes of the
    line."""

    start: tuple[float, float]
    end: tuple[float, float]
    source_bottom: float
    columns: Sequence[float]
    bands: Sequence[tuple[float, float]]
    alone: bool = False
    badge: float = BADGE_PX


def route_down(ends: Ends) -> Route:
    """A path from the lower side of a box to the upper side of one below it (`bands` in the order passed)."""
    x, y = ends.start
    segments = [Segment("M", (x, y))]
    if ends.source_bottom > y + 0.5:
        segments.append(Segment("L", (x, ends.source_bottom)))
    y = ends.source_bottom
    pieces: list[tuple[float, float, float, float]] = []
    for column, (top, bottom) in zip(ends.columns, ends.bands, strict=True):
        segments.append(_bend(x, y, column, top))
        pieces.append((x, y, column, top))
        segments.append(Segment("L", (column, bottom)))
        x, y = column, bottom
    end_x, end_y = ends.end[0], ends.end[1] - TIP_GAP
    segments.append(_bend(x, y, end_x, end_y))
    pieces.append((x, y, end_x, end_y))
    badge = _point(*pieces[0], _below_start(*pieces[0], ends.badge)) if ends.alone else _middle(*pieces[-1])
    label = _middle(*max(pieces, key=lambda p: abs(p[2] - p[0]) + abs(p[3] - p[1])))
    return Route(tuple(segments), (end_x, end_y), math.pi / 2, badge, label)


def route_side(
    source: Bounds, target: Bounds, columns: Sequence[float], bands: Sequence[tuple[float, float]]
) -> Route | None:
    """A path out of the source's side, down the columns, into the target's side; None where that has no room.

    All columns must be clear of both boxes on the same side.
    """
    first, last = columns[0], columns[-1]
    right = first >= source.right + _SIDE and last >= target.right + _SIDE
    left = first <= source.x - _SIDE and last <= target.x - _SIDE
    if not (right or left):
        return None
    start_x = source.right if right else source.x
    end_x = target.right + TIP_GAP if right else target.x - TIP_GAP
    start_y, end_y = source.center_y, target.center_y
    top = bands[0][0]
    segments = [
        Segment("M", (start_x, start_y)),
        Segment(
            "C",
            (start_x + (first - start_x) * 0.7, start_y, first, start_y + (top - start_y) * 0.3, first, top),
        ),
    ]
    x, y = first, top
    for column, (band_top, band_bottom) in zip(columns, bands, strict=True):
        if abs(column - x) > 0.01:
            segments.append(_bend(x, y, column, band_top))
        elif band_top > y:
            segments.append(Segment("L", (column, band_top)))
        segments.append(Segment("L", (column, band_bottom)))
        x, y = column, band_bottom
    segments.append(Segment("C", (x, y + (end_y - y) * 0.7, end_x + (x - end_x) * 0.7, end_y, end_x, end_y)))
    label = (first, (bands[0][0] + bands[0][1]) / 2)
    return Route(tuple(segments), (end_x, end_y), math.pi if right else 0.0, label, label)


def route_up(source: Bounds, target: Bounds) -> Route:
    """A path to a box that stands higher or in the same rank (only where folding closed a cycle): over the right."""
    out = max(source.right, target.right) + 36
    tip = target.right + TIP_GAP
    segments = (
        Segment("M", (source.right, source.center_y)),
        Segment("C", (out, source.center_y, out, target.center_y, tip, target.center_y)),
    )
    middle = ((source.right + 3 * out * 2 + tip) / 8, (source.center_y + target.center_y) / 2)
    return Route(segments, (tip, target.center_y), math.pi, middle, middle)


def spread(count: int, width: float) -> list[float]:
    """Offsets from the middle for `count` ports on a side of `width` px, left to right."""
    if count < 2:
        return [0.0] * count
    room = min(width * 0.72, 44.0 * (count - 1))
    return [room * (i / (count - 1) - 0.5) for i in range(count)]


def _bend(x0: float, y0: float, x1: float, y1: float) -> Segment:
    """A curve that starts and ends upright."""
    ease = (y1 - y0) * _EASE
    return Segment("C", (x0, y0 + ease, x1, y1 - ease, x1, y1))


def _below_start(x0: float, y0: float, x1: float, y1: float, badge: float) -> float:
    """Where on `_bend` (0 to 1) a badge still stands below the box it comes from: in a wide join, lines from further
    off run below that box too."""
    share = min(0.5, _UNDER / max(abs(x1 - x0), 1.0))
    longer = (badge - BADGE_PX) / 2 / max(y1 - y0, 1.0)
    t, clear = 0.5, _down(_CLEAR) + longer
    while t > _CLEAR and _down(t) > clear and t * t * (3 - 2 * t) > share:
        t -= 0.01
    return t


def _point(x0: float, y0: float, x1: float, y1: float, t: float) -> tuple[float, float]:
    """The point of `_bend` at `t`."""
    across = t * t * (3 - 2 * t)
    return x0 + (x1 - x0) * across, y0 + (y1 - y0) * _down(t)


def _down(t: float) -> float:
    """How far down of all it leads `_bend` is at `t`."""
    return 3 * (1 - t) * (1 - t) * t * _EASE + 3 * (1 - t) * t * t * (1 - _EASE) + t * t * t


def _middle(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float]:
    """The point of `_bend` halfway."""
    return (x0 + x1) / 2, (y0 + y1) / 2
