"""What a drawing loses when it stands in a file: what is there to be clicked, the strip that is zoomed with, and in its
legend what does not occur."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from itertools import pairwise

from xccviz.display.look import HANDLE, HANDLE_ROOM, LINE, LINK, paler
from xccviz.display.types import NONE, DisplayList, Marker, Path, Primitive, Rect, Text, Verticals
from xccviz.layout.types import Segment
from xccviz.values import replace

_LEGEND = "legend:"
_COLOURS = frozenset(("data", "bad", "wait"))
"""Roles of lines that tell something by their colour."""


def still(drawn: DisplayList, *, filtered: bool) -> DisplayList:
    """The same as a picture. `filtered`: something of it has stepped back, with its colours."""
    foot = drawn.strips.foot
    kept = [_plain(p) for p in drawn.primitives if f"/{HANDLE}" not in p.key and p.layer != "foot"]
    handled = {
        p.key.rpartition("/")[0]
        for p in drawn.primitives
        if p.layer == "below" and p.key.endswith(f"/{HANDLE}")
    }
    kept = [_without_handle(p, handled) for p in kept] if handled else kept
    body = [p for p in kept if p.layer != "legend"]
    legend = [_moved(p, 0.0, -foot) for p in kept if p.layer == "legend"]
    if filtered:
        legend = _as_drawn(legend, body)
    grounds = [
        replace(p, height=p.height - foot) if isinstance(p, Rect) and p.key == "background" else p
        for p in body
    ]
    return replace(
        drawn,
        primitives=(*grounds, *_closed_up(legend)),
        height=drawn.height - foot,
        strips=replace(drawn.strips, foot=0.0),
    )


def _without_handle(primitive: Primitive, handled: Set[str]) -> Primitive:
    """A heading where there is no handle before it."""
    owner, _, part = primitive.key.rpartition("/")
    if owner in handled and part in ("title", "sum"):
        return _moved(primitive, -HANDLE_ROOM, 0.0)
    return primitive


def _plain(primitive: Primitive) -> Primitive:
    """What reads like a link in a window is words."""
    if isinstance(primitive, Text) and primitive.key.endswith(f"/{LINK}"):
        return replace(primitive, role="mute")
    return primitive


def _entry(primitive: Primitive) -> str:
    return primitive.key.removeprefix(_LEGEND).partition("/")[0]


def _by_entry(legend: Iterable[Primitive]) -> dict[str, list[Primitive]]:
    found: dict[str, list[Primitive]] = {}
    for primitive in legend:
        found.setdefault(_entry(primitive), []).append(primitive)
    return found


def _as_drawn(legend: Sequence[Primitive], body: Sequence[Primitive]) -> list[Primitive]:
    """The entries of coloured lines as these are: paler where all have stepped back, blank where none is left."""
    lines = {
        (p.stroke, p.dash, p.stroke_width)
        for p in body
        if isinstance(p, Path) and p.key.startswith(LINE) and p.stroke != NONE
    }
    coloured = {(stroke, dash) for stroke, dash, _ in lines}
    pale = {(dash, width) for stroke, dash, width in lines if stroke == "ref"}
    made: list[Primitive] = []
    for parts in _by_entry(legend).values():
        sample = next((p for p in parts if isinstance(p, Path) and p.key.endswith("/line")), None)
        if sample is None or sample.stroke not in _COLOURS or (sample.stroke, sample.dash) in coloured:
            made += parts
        elif {(sample.dash, sample.stroke_width), (sample.dash, 2 * sample.stroke_width)} & pale:
            made += map(paler, parts)
    return made


def _closed_up(legend: Sequence[Primitive]) -> list[Primitive]:
    """The entries that have words, each beside the one before it in its row."""
    rows: dict[float, list[tuple[float, list[Primitive]]]] = {}
    for parts in _by_entry(legend).values():
        words = next((p for p in parts if isinstance(p, Text)), None)
        if words is not None:
            rows.setdefault(words.y, []).append((min(map(_left, parts)), parts))
    made: list[Primitive] = []
    for row in rows.values():
        row.sort(key=lambda entry: entry[0])
        back = 0.0
        for (x, parts), (after, _) in pairwise([*row, (row[-1][0], [])]):
            if any(isinstance(p, Text) and p.text for p in parts):
                made += [_moved(p, -back, 0.0) for p in parts] if back else parts
            else:
                back += after - x
    return made


def _left(primitive: Primitive) -> float:
    if isinstance(primitive, Path):
        return min(x for segment in primitive.segments for x in segment.points[::2])
    if isinstance(primitive, Verticals):
        return primitive.xs[0]
    return primitive.x - primitive.size if isinstance(primitive, Marker) else primitive.x


def _moved(primitive: Primitive, right: float, down: float) -> Primitive:
    if isinstance(primitive, Path):
        return replace(primitive, segments=tuple(_beside(s, right, down) for s in primitive.segments))
    if isinstance(primitive, Verticals):
        xs = tuple(x + right for x in primitive.xs)
        return replace(primitive, xs=xs, top=primitive.top + down, bottom=primitive.bottom + down)
    return replace(primitive, x=primitive.x + right, y=primitive.y + down)


def _beside(segment: Segment, right: float, down: float) -> Segment:
    points = zip(segment.points[::2], segment.points[1::2], strict=True)
    return Segment(segment.op, tuple(value for x, y in points for value in (x + right, y + down)))
