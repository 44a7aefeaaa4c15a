"""The dots of a block, one row a sort: each tells by shape, and the outlines are the same for every painter.

▪ ran   ◆ failed   ◌ waits   ◉ runs next   ▫ not yet   ? not known      ⊙ around what is looked for
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from itertools import compress
from typing import Literal

from xccviz.display.markers import circle
from xccviz.display.types import NONE, DotField, Role
from xccviz.layout.dots import DOT, PITCH_X, PITCH_Y
from xccviz.layout.types import Segment
from xccviz.model.literals import Progress, SlotState
from xccviz.values import frozen, replace

DotShape = Literal["square", "diamond", "ring", "cross"]


@frozen
class DotStyle:
    """How a dot looks. `half`: px from its middle to its side or tip; `fill` and `stroke` as of a rectangle; `disc`: a
    ring of the stroke's tone with a soft ground lies around it."""

    shape: DotShape
    half: float
    fill: Role = NONE
    stroke: Role = NONE
    width: float = 1.0
    disc: Role = NONE
    disc_ring: Role = NONE


_SQUARE = DOT / 2
DOTS: Mapping[str, DotStyle] = {
    "r": DotStyle("square", _SQUARE, "ref"),
    "f": DotStyle("diamond", 4.5, "bad"),
    "w": DotStyle("ring", 2.4, stroke="wait", width=1.3),
    "n": DotStyle("ring", 2.4, stroke="ind", width=1.3),
    "o": DotStyle("square", 1.6, stroke="ref", width=0.8),
    "u": DotStyle("cross", 1.6, stroke="ref", width=1.0),
    # what a filter leaves out
    "q": DotStyle("square", _SQUARE, "cardline"),
    "d": DotStyle("diamond", 3.6, stroke="bad", width=1.0),
    "p": DotStyle("ring", 2.4, stroke="ref", width=1.0),
    # what it finds
    "F": DotStyle("diamond", 4.5, "bad", disc="badbg", disc_ring="bad"),
    "R": DotStyle("square", _SQUARE, "ref", disc="indbg", disc_ring="ind"),
    "W": DotStyle("ring", 2.4, stroke="wait", width=1.3, disc="waitbg", disc_ring="wait"),
    "N": DotStyle("ring", 2.4, stroke="ind", width=1.3, disc="indbg", disc_ring="ind"),
    "O": DotStyle("square", 1.6, stroke="ref", width=0.8, disc="indbg", disc_ring="ind"),
    "U": DotStyle("cross", 1.6, stroke="ref", width=1.0, disc="indbg", disc_ring="ind"),
}
"""In painting order: what is found is painted over the rest."""
DISC, DISC_RING = 7.2, 1.5
"""Radius of the disc around what is found, and px of its ring."""
CHOSEN, CHOSEN_RING = 9.0, 2.0
"""The same of the ring around what is selected."""
PROGRESS_DOTS: Mapping[Progress, str] = {
    "done": "r",
    "failed": "f",
    "waiting": "w",
    "ready": "n",
    "not_yet": "o",
    "unknown": "u",
}
SLOT_DOTS: Mapping[SlotState, str] = {
    "arrived": "r",
    "failed": "f",
    "in_flight": "w",
    "outstanding": "o",
    "unknown": "u",
}
_WORST = "fwnuor"
_DIMMED = {"r": "q", "f": "d", "w": "p", "n": "p", "o": "o", "u": "u"}


def worst(marks: Collection[str]) -> str:
    """The mark of a dot that stands for several things: a failure shows before all else, what has run last."""
    return next(mark for mark in _WORST if mark in marks)


def dimmed(mark: str) -> str:
    """The mark of what a filter leaves out: a failure is still told by its shape."""
    return _DIMMED.get(mark, mark)


Area = tuple[float, float, float, float]
"""Left, top, right and bottom in scene px."""
_NEAR = 5.0
"""Px that a dot without a ring around it takes from its middle."""


def narrowed(field: DotField, areas: Iterable[Area]) -> DotField:
    """Only those of its dots that may touch one of the areas, each where it was."""
    ringed = field.chosen is not None or any(mark.isupper() for mark in set(field.marks))
    reach = CHOSEN + CHOSEN_RING if ringed else _NEAR
    marks = [" "] * len(field.marks)
    for left, top, right, bottom in areas:
        first = max(0, math.ceil((left - reach - field.x) / PITCH_X))
        last = min(field.columns, math.floor((right + reach - field.x) / PITCH_X) + 1)
        upper = max(0, math.ceil((top - reach - field.y) / PITCH_Y))
        lower = math.floor((bottom + reach - field.y) / PITCH_Y) + 1
        for row in range(upper, lower if last > first else upper):
            start = row * field.columns
            marks[start + first : start + last] = field.marks[start + first : start + last]
    return replace(field, marks="".join(marks[: len(field.marks)]))


def changed_dots(before: DotField, now: DotField) -> Area | None:
    """Around what differs between two fields in one place; None where nothing does."""
    dots = [dot for dot, (a, b) in enumerate(zip(before.marks, now.marks, strict=True)) if a != b]
    if before.chosen != now.chosen:
        dots += [dot for dot in (before.chosen, now.chosen) if dot is not None]
    if not dots:
        return None
    ringed = (
        now.chosen is not None or before.chosen is not None or any(now.marks[dot].isupper() for dot in dots)
    )
    reach = CHOSEN + CHOSEN_RING if ringed else _NEAR
    xs = [now.x + dot % now.columns * PITCH_X for dot in dots]
    ys = [now.y + dot // now.columns * PITCH_Y for dot in dots]
    return min(xs) - reach, min(ys) - reach, max(xs) + reach, max(ys) + reach


@lru_cache(maxsize=64)
def middles(x: float, y: float, columns: int, count: int) -> list[tuple[float, float]]:
    """The middle of each dot: the same at every step."""
    across = [x + column * PITCH_X for column in range(columns)]
    return [(across[dot % columns], y + dot // columns * PITCH_Y) for dot in range(count)]


@lru_cache(maxsize=256)
def by_mark(field: DotField) -> tuple[tuple[str, tuple[tuple[float, float], ...]], ...]:
    """The middles of the dots of each sort, in painting order."""
    marks = field.marks
    places, used = middles(field.x, field.y, field.columns, len(marks)), set(marks)
    return tuple((mark, tuple(compress(places, map(mark.__eq__, marks)))) for mark in DOTS if mark in used)


def outline(style: DotStyle, x: float, y: float) -> tuple[Segment, ...]:
    """The outline of a dot around (x, y)."""
    half = style.half
    if style.shape == "ring":
        return circle(x, y, half)
    if style.shape == "cross":
        return (
            Segment("M", (x - half, y - half)),
            Segment("L", (x + half, y + half)),
            Segment("M", (x - half, y + half)),
            Segment("L", (x + half, y - half)),
        )
    corners = (
        ((x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half))
        if style.shape == "square"
        else ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
    )
    first, *others = corners
    return (Segment("M", first), *(Segment("L", corner) for corner in others), Segment("Z"))


def chosen_at(field: DotField) -> tuple[float, float] | None:
    """The middle of the dot that is selected."""
    if field.chosen is None:
        return None
    row, column = divmod(field.chosen, field.columns)
    return field.x + column * PITCH_X, field.y + row * PITCH_Y
