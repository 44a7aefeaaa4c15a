"""The outlines of the status signs, the same for every painter. Each differs from the others in grey as well.

ok ●✓   failed ◆×   waiting ◌   ready ◉   not_yet ○   unknown ○?   rolled_back ↶   not_run ⊘   caution ▲!
"""

from __future__ import annotations

import math
from typing import Literal

from xccviz.layout.types import Segment
from xccviz.values import frozen
from xccviz.words.signs import Shape

Paint = Literal["role", "on", "none"]
_KAPPA = 0.5522847498


@frozen
class MarkerPart:
    """One outline of a sign in scene px; `fill` and `stroke` say which of the marker's two roles paints it."""

    segments: tuple[Segment, ...]
    fill: Paint = "none"
    stroke: Paint = "none"
    stroke_width: float = 1.5
    dash: tuple[float, ...] = ()


def marker_parts(shape: Shape, x: float, y: float, size: float) -> tuple[MarkerPart, ...]:
    """The outlines of a sign centred at (x, y) with radius `size` px, in painting order."""
    width = max(1.0, size * 0.26)
    if shape == "ok":
        tick = _line(x, y, size, (-0.48, 0.02), (-0.12, 0.40), (0.52, -0.36))
        return MarkerPart(circle(x, y, size), fill="role"), MarkerPart(tick, stroke="on", stroke_width=width)
    if shape == "failed":
        diamond = (*_line(x, y, size * 1.14, (0, -1), (1, 0), (0, 1), (-1, 0)), Segment("Z"))
        cross = _line(x, y, size, (-0.32, -0.32), (0.32, 0.32)) + _line(
            x, y, size, (-0.32, 0.32), (0.32, -0.32)
        )
        return MarkerPart(diamond, fill="role"), MarkerPart(cross, stroke="on", stroke_width=width)
    ring = circle(x, y, size - width / 2)
    if shape == "waiting":
        dash = 2 * math.pi * (size - width / 2) / 12
        return (MarkerPart(ring, stroke="role", stroke_width=width * 1.25, dash=(dash * 1.15, dash * 0.85)),)
    if shape == "ready":
        dot = circle(x, y, size * 0.42)
        return MarkerPart(ring, stroke="role", stroke_width=width), MarkerPart(dot, fill="role")
    if shape == "not_yet":
        return (MarkerPart(ring, stroke="role", stroke_width=width),)
    if shape == "not_run":
        bar = _line(x, y, size, (-0.5, 0.5), (0.5, -0.5))
        return (
            MarkerPart(ring, stroke="role", stroke_width=width),
            MarkerPart(bar, stroke="role", stroke_width=width),
        )
    if shape == "rolled_back":
        bow = (
            Segment("M", (x - 0.62 * size, y - 0.18 * size)),
            Segment("C", _at(x, y, size, (0.1, -0.6), (0.85, -0.3), (0.7, 0.25))),
            Segment("C", _at(x, y, size, (0.6, 0.65), (0.2, 0.8), (-0.3, 0.75))),
        )
        head = _line(x, y, size, (-0.18, -0.68), (-0.68, -0.2), (-0.12, 0.24))
        return (
            MarkerPart(bow, stroke="role", stroke_width=width),
            MarkerPart(head, stroke="role", stroke_width=width),
        )
    if shape == "unknown":
        hook = (
            Segment("M", (x - 0.3 * size, y - 0.22 * size)),
            Segment("C", _at(x, y, size, (-0.28, -0.66), (0.36, -0.62), (0.3, -0.2))),
            Segment("C", _at(x, y, size, (0.26, 0.04), (0.0, 0.02), (0.0, 0.26))),
        )
        return (
            MarkerPart(ring, stroke="role", stroke_width=width * 0.8),
            MarkerPart(hook, stroke="role", stroke_width=width * 0.8),
            MarkerPart(circle(x, y + 0.52 * size, size * 0.11), fill="role"),
        )
    if shape == "caution":
        tip = _line(x, y, size * 1.14, (0, -0.86), (0.98, 0.84), (-0.98, 0.84))
        bar = _line(x, y, size * 1.14, (0, -0.28), (0, 0.26))
        return (
            MarkerPart((*tip, Segment("Z")), fill="role", stroke="role", stroke_width=size * 0.16),
            MarkerPart(bar, stroke="on", stroke_width=size * 0.23),
            MarkerPart(circle(x, y + 0.66 * size, size * 0.14), fill="on"),
        )
    return ()


def circle(x: float, y: float, radius: float) -> tuple[Segment, ...]:
    """A circle as four cubic curves."""
    k = radius * _KAPPA
    r = radius
    return (
        Segment("M", (x + r, y)),
        Segment("C", (x + r, y + k, x + k, y + r, x, y + r)),
        Segment("C", (x - k, y + r, x - r, y + k, x - r, y)),
        Segment("C", (x - r, y - k, x - k, y - r, x, y - r)),
        Segment("C", (x + k, y - r, x + r, y - k, x + r, y)),
        Segment("Z"),
    )


def arrow_head(
    tip: tuple[float, float], angle: float, length: float = 9.0, half: float = 4.4, *, closed: bool = True
) -> tuple[Segment, ...]:
    """A triangle whose tip is at `tip` and points along `angle` (radians); not closed: two strokes."""
    x, y = tip
    back_x, back_y = x - length * math.cos(angle), y - length * math.sin(angle)
    side_x, side_y = -math.sin(angle) * half, math.cos(angle) * half
    points = (
        Segment("M", (back_x + side_x, back_y + side_y)),
        Segment("L", (x, y)),
        Segment("L", (back_x - side_x, back_y - side_y)),
    )
    return (*points, Segment("Z")) if closed else points


def _at(x: float, y: float, size: float, *points: tuple[float, float]) -> tuple[float, ...]:
    return tuple(value for px, py in points for value in (x + px * size, y + py * size))


def _line(x: float, y: float, size: float, *points: tuple[float, float]) -> tuple[Segment, ...]:
    return tuple(
        Segment("M" if i == 0 else "L", (x + px * size, y + py * size)) for i, (px, py) in enumerate(points)
    )
