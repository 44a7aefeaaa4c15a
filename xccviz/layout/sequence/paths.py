"""The lines of messages: right angles with round corners, and where their arrows and badges stand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from xccviz.layout.types import Segment
from xccviz.values import frozen

Point = tuple[float, float]
RADIUS = 5.0
DOWN, RIGHT, LEFT = math.pi / 2, 0.0, math.pi


@frozen
class Line:
    """Straight pieces from corner to corner, the tip and the angle (radians) of the arrow, the middle of the badge."""

    lines: tuple[tuple[Point, ...], ...]
    tip: Point
    angle: float
    badge: Point | None = None


def rounded(points: Sequence[Point], radius: float = RADIUS) -> tuple[Segment, ...]:
    """Straight pieces from point to point whose corners are round."""
    made = [Segment("M", points[0])]
    kept = [points[0], *(b for a, b in pairwise(points) if a != b)]
    for (ax, ay), (bx, by), (cx, cy) in zip(kept, kept[1:], kept[2:], strict=False):
        before, after = math.hypot(bx - ax, by - ay), math.hypot(cx - bx, cy - by)
        r = min(radius, before / 2, after / 2)
        start = bx - (bx - ax) * r / before, by - (by - ay) * r / before
        end = bx + (cx - bx) * r / after, by + (cy - by) * r / after
        made.append(Segment("L", start))
        made.append(Segment("C", (*_near(start, (bx, by)), *_near(end, (bx, by)), *end)))
    made.append(Segment("L", kept[-1]))
    return tuple(made)


def _near(point: Point, corner: Point) -> Point:
    """The control point of a quarter of a circle."""
    return point[0] + (corner[0] - point[0]) * 0.55, point[1] + (corner[1] - point[1]) * 0.55


def call(x: float, bottom: float, track: float, to: float, top: float) -> Line:
    """Down, along the track, down onto the top of the bar."""
    return Line((((x, bottom), (x, track), (to, track), (to, top)),), (to, top), DOWN)


def loop(x: float, bottom: float, track: float, top: float, out: float) -> Line:
    """A call to the same lane: out to the left and back, onto the corner of the bar."""
    tip = (x - 3.0, top)
    angle = math.radians(40)
    back = (tip[0] - 8.0 * math.cos(angle), tip[1] - 8.0 * math.sin(angle))
    left = x - out
    return Line((((x, bottom), (x, track), (left, track), (left, back[1] - 5.0), back, tip),), tip, angle)


def sideways(starts: Sequence[Point], track: float, bar: float, half: float, badge: float) -> Line:
    """Down from each of `starts` (x, bottom) to the track, along it into the side of the bar whose middle is `bar`."""
    ends = [bar - half if x < bar else bar + half for x, _ in starts]
    lines = tuple(
        ((x, bottom), (x, track), (end, track)) for (x, bottom), end in zip(starts, ends, strict=True)
    )
    return Line(lines, (ends[0], track), RIGHT if ends[0] < bar else LEFT, (badge, track))


def upright(x: float, bottom: float, track: float, to: float, wider: float = 0.0) -> Line:
    """To another lane of the same lifeline: down with the badge on the way, and a short step to the side. A badge that
    is `wider` on each side than others stands so much off the lanes beside it."""
    middle = (bottom + track - RADIUS) / 2 + 1.0
    return Line(
        (((x, bottom), (x, track), (to, track)),),
        (to, track),
        RIGHT if to > x else LEFT,
        (x - wider if to > x else x + wider, middle),
    )


def onto(x: float, bottom: float, track: float, to: float, top: float, badge: float) -> Line:
    """Data for a bar that begins below: along the track, down onto its top."""
    return Line((((x, bottom), (x, track), (to, track), (to, top)),), (to, top), DOWN, (badge, track))
