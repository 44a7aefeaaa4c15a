"""Walking a drawing by keyboard: from a box along an edge to the nearest cause or effect, or along its rank.

      cause  ▲
left ◀  box  ▶ right       within the rank
      effect ▼             past the last effect stands the pill of folded refunds
"""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.layout.layered.types import Box, EdgePath, LayeredLayout
from xccviz.layout.types import Walk, Way
from xccviz.model.edge_kinds import EDGE_KINDS


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
