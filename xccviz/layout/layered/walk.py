"""Walking a drawing by keyboard: from a box along an edge to the nearest cause or effect, or along its rank.

      cause  ▲
left ◀  box  ▶ right       within the rank
      effect ▼             past the last effect stands the pill of folded refunds
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

from xccviz.layout.dots import PITCH_X, PITCH_Y
from xccviz.layout.layered.types import Box, EdgePath, LayeredLayout
from xccviz.layout.types import Bounds, Walk, Way
from xccviz.model.edge_kinds import EDGE_KINDS

DotWay = Literal["left", "right", "up", "down"]


def walk(layout: LayeredLayout, key: str | None, way: Way) -> Walk | None:
    """The next box from box `key`, None where there is none that way. From nowhere one comes to the first box."""
    here = layout.by_key.get(key or "")
    if here is None:
        return Walk(layout.boxes[0].key) if layout.boxes else None
    if way in ("left", "right"):
        return _beside(layout, here, 1 if way == "right" else -1)
    if here.kind == "refunds":
        above = [box for box in layout.boxes if box.kind != "refunds"]
        return Walk(above[-1].key) if way == "cause" and above else None
    down = way == "effect"
    paths = [path for path in layout.edges if (path.source if down else path.target) == here.key]
    if not paths:
        pill = next((box for box in layout.boxes if box.kind == "refunds"), None)
        return Walk(pill.key) if down and pill is not None else None
    # A returned promise says something about two boxes and leads nowhere new: it comes last.
    told = [path for path in paths if EDGE_KINDS[path.kind].sort != "result"] or paths
    nearest = _nearest(layout, here, told, down)
    return Walk(nearest.target if down else nearest.source, nearest.key)


def neighbours(layout: LayeredLayout, key: str) -> tuple[Box, ...]:
    """The box `key` and all that an edge joins to it."""
    keys = {key}
    for path in layout.edges:
        if key in (path.source, path.target):
            keys.update((path.source, path.target))
    return tuple(box for box in layout.boxes if box.key in keys)


def inside(box: Box, x: float, y: float) -> str | None:
    """The receipt that the dot of a block at a point stands for, of several the first."""
    dot = box.dots.at(x, y) if box.dots is not None and box.heads else None
    return box.siblings[dot * box.dots.each] if dot is not None and box.dots is not None else None


def within(box: Box, x: float, y: float) -> str | None:
    """The key of what has a card of its own in a box, at a point of it: the node of a dot, `<box>/slot3`,
    `<box>/action0`."""
    node = inside(box, x, y)
    if node is not None:
        return node
    for place in box.slots:
        if _holds(place.bounds, x, y):
            return f"{box.key}/slot{place.slot}"
    for row in box.rows:
        if row.kind == "action" and _holds(row.bounds, x, y):
            return f"{box.key}/action{row.action}"
    return None


def stands(layout: LayeredLayout, key: str) -> Bounds | None:
    """Where it is, by the same key."""
    dot = dot_of(layout, key)
    if dot is not None:
        box, number = dot
        assert box.dots is not None
        x, y = box.dots.place(number)
        return Bounds(x - PITCH_X / 2, y - PITCH_Y / 2, PITCH_X, PITCH_Y)
    owner, part = split_key(key)
    box_of_part = layout.by_key.get(owner)
    if box_of_part is None or not part:
        return None
    slots = (place.bounds for place in box_of_part.slots if f"slot{place.slot}" == part)
    rows = (row.bounds for row in box_of_part.rows if f"action{row.action}" == part)
    return next(slots, None) or next(rows, None)


def split_key(key: str) -> tuple[str, str]:
    """The box and the part of it that a key of `within` names; no part where it is the key of something else."""
    owner, _, part = key.rpartition("/")
    return (owner, part) if part.startswith(("slot", "action")) else (key, "")


def dot_of(layout: LayeredLayout, node: str | None) -> tuple[Box, int] | None:
    """The block that shows a node as a dot, and the number of that."""
    box = layout.by_key.get(layout.box_of.get(node or "", ""))
    dot = dot_in(box, node) if box is not None else None
    return (box, dot) if box is not None and dot is not None else None


def dot_in(box: Box, node: str | None) -> int | None:
    """The dot of a block that stands for a node."""
    if box.dots is None or not box.heads or node not in box.members:
        return None
    return dot_at(box, box.members.index(node))


def dot_at(box: Box, place: int) -> int | None:
    """The dot of a block that stands for its member at a place in `members`."""
    if box.dots is None or not box.heads or place >= box.dotted:
        return None
    return max(0, bisect_right(box.heads, place) - 1) // box.dots.each


def next_dot(box: Box, dot: int, way: DotWay) -> int | None:
    """The dot beside one, above it or below it; None at the edge of the field."""
    assert box.dots is not None
    columns, count = box.dots.columns, box.dots.count
    if way in ("left", "right"):
        there = dot + (1 if way == "right" else -1)
        return there if 0 <= there < count else None
    there = dot + (columns if way == "down" else -columns)
    if there >= count and dot // columns < (count - 1) // columns:
        return count - 1  # the last row may be a short one
    return there if 0 <= there < count else None


def _holds(bounds: Bounds, x: float, y: float) -> bool:
    return bounds.x <= x <= bounds.right and bounds.y <= y <= bounds.bottom


def _nearest(layout: LayeredLayout, here: Box, paths: Sequence[EdgePath], down: bool) -> EdgePath:
    def distance(path: EdgePath) -> tuple[int, float]:
        there = layout.by_key[path.target if down else path.source]
        return abs(there.rank - here.rank), abs(there.bounds.center_x - here.bounds.center_x)

    return min(paths, key=distance)


def _beside(layout: LayeredLayout, here: Box, way: int) -> Walk | None:
    same = [box for box in layout.boxes if box.rank == here.rank]
    same.sort(key=lambda box: (box.bounds.y, box.bounds.x))  # a grid has several rows
    index = same.index(here) + way
    return Walk(same[index].key) if 0 <= index < len(same) else None
