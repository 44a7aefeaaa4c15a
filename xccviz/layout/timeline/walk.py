"""Walking a timeline by keyboard: along a lane, and from lane to lane."""

from __future__ import annotations

from xccviz.layout.timeline.types import Bar, TimelineLayout
from xccviz.layout.types import Bounds, Walk, Way

LINE_END = 8.0
"""Px that signs of the folded refunds stand left of the end of their line."""


def walk(layout: TimelineLayout, key: str | None, way: Way) -> Walk | None:
    """The next bar from bar `key`, None where there is none that way. From nowhere one comes to the first."""
    here = layout.by_key.get(key or "")
    if here is None:
        return Walk(layout.bars[0].key) if layout.bars else None
    lanes = _lanes(layout)
    places = sorted(lanes)
    at = places.index((here.row, here.lane))
    if way in ("left", "right"):
        lane = lanes[places[at]]
        to = lane.index(here) + (1 if way == "right" else -1)
        return Walk(lane[to].key) if 0 <= to < len(lane) else None
    to = at + (1 if way == "effect" else -1)
    if not 0 <= to < len(places):
        return None
    x = here.stand.center_x if here.kind != "refunds" else here.bounds.right
    return Walk(min(lanes[places[to]], key=lambda bar: (abs(bar.stand.center_x - x), bar.stand.x)).key)


def neighbours(layout: TimelineLayout, key: str) -> tuple[Bar, ...]:
    """The bar `key` and all that an elbow joins to it."""
    keys = {key}
    for elbow in layout.elbows:
        if key in (elbow.source, elbow.target):
            keys.update((elbow.source, elbow.target))
    return tuple(bar for bar in layout.bars if bar.key in keys)


def lines_of(layout: TimelineLayout, key: str) -> frozenset[str]:
    """Keys of the elbows of a bar, and of those that stay whatever is pointed at."""
    return frozenset(e.key for e in layout.elbows if key in (e.source, e.target) or e.callback is not None)


def stand_of(layout: TimelineLayout, key: str) -> Bounds | None:
    """Where a bar's receipt runs, of the folded refunds the end of their line; None where there is no such bar."""
    bar = layout.by_key.get(key)
    if bar is None or bar.kind != "refunds":
        return bar.stand if bar is not None else None
    return Bounds(bar.bounds.right - LINE_END, bar.bounds.y, 0.0, bar.bounds.height)


def _lanes(layout: TimelineLayout) -> dict[tuple[int, int], list[Bar]]:
    lanes: dict[tuple[int, int], list[Bar]] = {}
    for bar in layout.bars:
        lanes.setdefault((bar.row, bar.lane), []).append(bar)
    for lane in lanes.values():
        lane.sort(key=lambda bar: bar.bounds.x)
    return lanes
