"""Bars in px: where each receipt waits and runs, and where its words stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from xccviz.analysis.time.critical_path import Hop
from xccviz.layout.timeline.columns import Axis
from xccviz.layout.timeline.lanes import CRAMPED, LANE
from xccviz.layout.timeline.types import INSET, INSIDE, PLAIN, RUN, SIGNED, WAIT, Bar, Row, WaitBar, Words
from xccviz.layout.timeline.units import Part
from xccviz.layout.types import Bounds
from xccviz.values import replace

SIGN_AT, WORDS_AT, WORDS_END = 10.0, 19.0, 4.0
"""Px from the left of a bar to the middle of its sign and to its words, and from these to its right."""
APART = 6.0
"""Px between words above bars."""
_NARROW_RUN, _NARROW_WAIT = 20.0, 10.0


def bars_of(
    parts: Sequence[Part],
    axis: Axis,
    lane: Mapping[str, int],
    rows: Sequence[Row],
    height: float,
    path: Mapping[str, Hop],
) -> tuple[Bar, ...]:
    """The bars, in the order of `parts`. `height`: px of a lane; `path`: hops of the critical path by their nodes."""
    number = {row.key: n for n, row in enumerate(rows)}
    above = axis.cell < INSIDE and height >= CRAMPED
    made: list[Bar] = []
    for part in parts:
        row = rows[number[part.row]]
        top = row.y + lane[part.key] * height
        made.append(_bar(part, axis, number[part.row], lane[part.key], top, height, above, path))
    return _with_words(made, axis, height, above)


def _centre(height: float, above: bool) -> float:
    """The middle of bars, px from the top of a lane."""
    if height >= LANE:
        return 36.0 if above else 29.0
    if height >= CRAMPED:
        return 29.5 if above else 27.0
    return height / 2


def _bar(
    part: Part,
    axis: Axis,
    row: int,
    lane: int,
    top: float,
    height: float,
    above: bool,
    path: Mapping[str, Hop],
) -> Bar:
    column = axis.columns[axis.at(part.tick)]
    narrow = height < CRAMPED
    run, wait = (_NARROW_RUN, _NARROW_WAIT) if narrow else (RUN, WAIT)
    middle = top + _centre(height, above)
    stand = Bounds(column.x + INSET, middle - run / 2, column.width - 2 * INSET, run)
    hop = path.get(part.nodes[0]) if len(part.nodes) == 1 else None
    waits: list[WaitBar] = []
    for stretch in part.stretches:
        x = axis.x(stretch.since) + INSET
        right = stand.x if stretch.until in (None, part.tick) else axis.x(stretch.until or 0) + INSET
        bounds = Bounds(x, middle - wait / 2, max(right - x, 1.0), wait)
        counted = hop is not None and (hop.via not in ("delivers", "start") or stretch.cause != "data")
        breaks = tuple(
            c.x + c.width / 2
            for c in axis.columns[axis.at(stretch.since) : axis.at(part.tick)]
            if c.kind == "idle" and x < c.x + c.width / 2 - 8 and right > c.x + c.width / 2 + 8
        )
        waits.append(WaitBar(stretch.cause, stretch.since, stretch.until, bounds, counted, None, breaks))
    left = min([stand.x, *(w.bounds.x for w in waits)])
    bounds = Bounds(left, stand.y, stand.right - left, run)
    single = len(part.nodes) == 1
    return Bar(
        part.key, "node" if single else "stack", part.nodes, bounds, stand, tuple(waits), row, lane, part.tick,
        hop is not None, part.unfolds, None, _sign(stand, axis.cell, narrow),
    )  # fmt: skip


def _sign(stand: Bounds, cell: float, narrow: bool) -> tuple[float, float] | None:
    if cell < PLAIN:
        return None
    return (stand.x + SIGN_AT if cell >= INSIDE else stand.center_x, stand.center_y)


def _with_words(bars: list[Bar], axis: Axis, height: float, above: bool) -> tuple[Bar, ...]:
    """With the room that words have until the next bar of the lane begins."""
    by_lane: dict[tuple[int, int], list[int]] = {}
    for n, bar in enumerate(bars):
        by_lane.setdefault((bar.row, bar.lane), []).append(n)
    end = axis.right
    for members in by_lane.values():
        members.sort(key=lambda n: bars[n].bounds.x)
        for place, n in enumerate(members):
            bar = bars[n]
            following = bars[members[place + 1]].bounds.x if place + 1 < len(members) else end
            bars[n] = _worded(bar, axis, height, above, following)
    return tuple(bars)


def _worded(bar: Bar, axis: Axis, height: float, above: bool, following: float) -> Bar:
    stand = bar.stand
    baseline = stand.center_y - (22.0 if above and height >= LANE else 18.5 if above else 13.0)
    title: Words | None = None
    if axis.cell >= INSIDE:
        room = stand.width - WORDS_AT - WORDS_END
        title = Words(stand.x + WORDS_AT, stand.center_y + 4.2, room)
    elif above and axis.cell >= SIGNED:
        title = Words(stand.x, baseline, max(following - APART, stand.right) - stand.x)
    waits: list[WaitBar] = []
    for n, wait in enumerate(bar.waits):
        after = bar.waits[n + 1].bounds.x if n + 1 < len(bar.waits) else stand.x
        room = after - APART - wait.bounds.x
        words = Words(wait.bounds.x, baseline, room) if height >= CRAMPED and room > 24 else None
        waits.append(replace(wait, words=words))
    return replace(bar, title=title, waits=tuple(waits))


def clear(words: Words, uprights: Collection[tuple[float, float, float]]) -> Words:
    """`words` with as much room as they have before the first of the uprights (x, upper and lower end) that would cross
    them."""
    crossing = [
        x for x, top, bottom in uprights
        if words.x - 1 < x < words.x + words.room and top < words.y + 3 and bottom > words.y - 10
    ]  # fmt: skip
    return replace(words, room=min(crossing) - 3 - words.x) if crossing else words
