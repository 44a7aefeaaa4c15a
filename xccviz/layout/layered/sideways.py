"""From left to right instead of from top to bottom: everything is placed and led as if it stood upright, with widths
and heights changed over, and then turned over its diagonal.

    a ─▸ b        a
      └▸ c   ⇐    ├──▸ b         x and y change places, and a direction with what is left of a quarter turn
                  └──▸ c
"""

from __future__ import annotations

import math

from xccviz.layout.layered.routing import Route
from xccviz.layout.types import Bounds, Segment


def turned(bounds: Bounds) -> Bounds:
    """A rectangle on the other side of the diagonal."""
    return Bounds(bounds.y, bounds.x, bounds.height, bounds.width)


def turned_route(route: Route) -> Route:
    """A path there."""
    segments = tuple(Segment(segment.op, _swapped(segment.points)) for segment in route.segments)
    badge = (route.badge[1], route.badge[0]) if route.badge is not None else None
    label = (route.label[1], route.label[0])
    return Route(segments, (route.tip[1], route.tip[0]), math.pi / 2 - route.angle, badge, label)


def _swapped(points: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(value for x, y in zip(points[::2], points[1::2], strict=True) for value in (y, x))
