"""Marks in a drawing: where their signs stand and what they look like, and as primitives in a drawing that leaves the
window; there they are what the window shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from xccviz.annotations.marks import Mark
from xccviz.catalogue import numeral
from xccviz.display.types import NONE, DisplayList, Path, Primitive, Rect, Role, Text
from xccviz.layout.measure import measure
from xccviz.layout.types import Bounds, Layout, Segment
from xccviz.values import replace
from xccviz.words.marks import when_words

MarkShape = Literal["stop", "if", "note", "off", "ghost"]
Upon = Callable[[Layout, str], Bounds | None]
RADIUS, ARROW_PX = 6.2, 15.0
BESIDE_PX, DOWN_PX = 16, 20
"""How many px left of a place a sign stands, and how far below its upper edge."""
PILL_PX, PILL_PAD, ARROW_GAP, TIP_PX, COUNT_PX = 22, 9, 6, 8, 44
UPON_R, RIM = 4.6, 1.4
"""Px of a sign upon the lower left corner of a place, and of the rim that sets it off."""
WORDS = 12.0
_MARGIN = 8.0


def shape_of(mark: Mark) -> MarkShape:
    """The sign of a mark."""
    if not mark.on:
        return "off"
    if mark.when == "note":
        return "note"
    return "if" if mark.filter else "stop"


def by_place(layout: Layout, of_node: Mapping[str, Mark]) -> dict[str, tuple[Mark, int]]:
    """By key of a place the mark whose sign it has, that of the first of its nodes, and how many of its nodes have one.
    `of_node` begins with those that are on. At a step there may be thousands: no loop of ours goes through them."""
    keys = [*map(layout.box_of.get, of_node)]
    first = dict(zip(reversed(keys), reversed([*of_node.values()]), strict=True))
    return {key: (first[key], count) for key, count in Counter(filter(None, keys)).items()}


def beside(bounds: Bounds) -> tuple[float, float]:
    """The middle of the sign of a place."""
    return bounds.x - BESIDE_PX, bounds.y + min(DOWN_PX, bounds.height / 2)


def pill_at(layout: Layout, bounds: Bounds, width: float) -> Bounds:
    """Where what is said of a stop stands: left of sign and arrow; above the place where another one stands there, or
    the drawing ends."""
    wide = width + 2 * PILL_PAD
    right = bounds.x - BESIDE_PX - ARROW_PX - ARROW_GAP - RADIUS - 8
    left = Bounds(right - wide, bounds.y + DOWN_PX - PILL_PX / 2, wide, PILL_PX)
    if left.x < 0 or any(_meet(place.bounds, left) for place in layout.by_key.values()):
        return Bounds(bounds.x, bounds.y - PILL_PX - 6, wide, PILL_PX)
    return left


def _meet(a: Bounds, b: Bounds) -> bool:
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom


def with_marks(
    shown: DisplayList,
    layout: Layout,
    of_node: Mapping[str, Mark],
    upon: Upon | None,
    stop: tuple[str, str] | None = None,
) -> DisplayList:
    """`shown` with the signs of marks by node, beside places or `upon` the part of each that they stand on there;
    `stop`: the node at which play has stopped, and what is said beside it, where signs have room beside places."""
    made: list[Primitive] = []
    stopped = layout.box_of.get(stop[0]) if stop is not None and upon is None else None
    for key, (mark, count) in by_place(layout, of_node).items():
        place = layout.by_key.get(key)
        if upon is not None:
            part = upon(layout, key)
            if part is not None:
                made += _upon(key, part, mark)
        elif place is not None:
            made += _sign(key, place.bounds, mark, count, ARROW_PX + ARROW_GAP if key == stopped else 0.0)
    place = layout.by_key.get(stopped or "")
    if place is not None and stop is not None:
        made += _arrow(layout, place.key, place.bounds, stop[1])
    return _with_room(replace(shown, primitives=(*shown.primitives, *made)), made) if made else shown


def _with_room(shown: DisplayList, made: list[Primitive]) -> DisplayList:
    """A drawing as wide and high as what is new needs."""
    at = [(p.x, p.y) for p in made if isinstance(p, Rect)]
    at += [
        (p.x - (measure(p.text, p.font, p.size) if p.anchor == "end" else 0.0), p.y)
        for p in made
        if isinstance(p, Text)
    ]
    left = min(shown.left, min(x for x, _ in at) - _MARGIN)
    top = min(shown.top, min(y for _, y in at) - _MARGIN)
    if (left, top) == (shown.left, shown.top):
        return shown
    width, height = shown.width + shown.left - left, shown.height + shown.top - top
    grown = (
        replace(p, x=left, y=top, width=width, height=height)
        if isinstance(p, Rect) and p.layer == "background" and p.key == "background"
        else p
        for p in shown.primitives
    )
    return replace(shown, primitives=tuple(grown), left=left, top=top, width=width, height=height)


def _sign(key: str, bounds: Bounds, mark: Mark, count: int, aside: float) -> Iterator[Primitive]:
    x, y = beside(bounds)
    yield from _shape(key, x - aside, y, RADIUS, mark)
    if count > 1:
        right = x - aside - RADIUS - (COUNT_PX - 40)
        yield Text(
            f"marks/{key}/count", key, "text", right, y + 4.5, numeral(count), "regular", WORDS, "ind", "end"
        )


def _upon(key: str, part: Bounds, mark: Mark) -> Iterator[Primitive]:
    x, y = part.x, part.bottom - UPON_R
    yield _disc(f"marks/{key}/rim", key, x, y, UPON_R + RIM, "panel")
    yield from _shape(key, x, y, UPON_R, mark)


def _disc(key: str, owner: str, x: float, y: float, r: float, fill: Role, stroke: Role = NONE) -> Rect:
    return Rect(key, owner, "text", x - r, y - r, 2 * r, 2 * r, r, fill, stroke)


def _shape(key: str, x: float, y: float, radius: float, mark: Mark) -> Iterator[Primitive]:
    """As `gui/look/mark_signs` paints it."""
    shape, name = shape_of(mark), f"marks/{key}/sign"
    tip = when_words(mark.when, mark.every)
    if shape == "off":
        ring = _disc(name, key, x, y, radius * 0.87, "panel", "ind")
        yield replace(ring, stroke_width=radius * 0.26, tooltip=tip)
        return
    if shape == "note":
        half = radius * 0.94
        yield Rect(name, key, "text", x - half, y - half, 2 * half, 2 * half, 2.0, "ind", tooltip=tip)
    else:
        yield replace(_disc(name, key, x, y, radius, "ind"), tooltip=tip)
    if shape == "stop":
        return
    half = radius * 0.48
    for number, (down, right) in enumerate(((-0.26, half), (0.26, half if shape == "if" else half * 0.3))):
        line = (Segment("M", (x - half, y + down * radius)), Segment("L", (x + right, y + down * radius)))
        yield Path(f"{name}/{number}", key, "text", line, stroke="onsel", stroke_width=radius * 0.26)


def _arrow(layout: Layout, key: str, bounds: Bounds, words: str) -> Iterator[Primitive]:
    """The arrow of where play has stopped, and what it says."""
    x, y = bounds.x - TIP_PX, bounds.y + DOWN_PX
    back, neck = x - ARROW_PX, x - ARROW_PX * 0.47
    points = (
        (back, y - 2.8), (neck, y - 2.8), (neck, y - 6.6), (x, y), (neck, y + 6.6), (neck, y + 2.8), (back, y + 2.8)
    )  # fmt: skip
    outline = (*(Segment("L" if n else "M", point) for n, point in enumerate(points)), Segment("Z"))
    yield Path(f"marks/{key}/arrow", key, "text", outline, "wait")
    if not words:
        return
    pill = pill_at(layout, bounds, measure(words, "regular", WORDS))
    yield Rect(f"marks/{key}/pill", key, "text", pill.x, pill.y, pill.width, pill.height, 5.0, "waitbg")
    middle, foot = pill.x + pill.width / 2, pill.y + PILL_PX / 2 + 4.5
    yield Text(f"marks/{key}/stopped", key, "text", middle, foot, words, "regular", WORDS, "wait", "middle")
