"""Bars in px: where each receipt waits and runs, and where its words stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from xccviz.analysis.time.critical_path import Hop
from xccviz.layout.timeline.columns import Axis
from xccviz.layout.timeline.lanes import CRAMPED, LANE, centre, words_above
from xccviz.layout.timeline.types import INSET, INSIDE, PLAIN, RUN, SIGNED, WAIT, Bar, Row, WaitBar
from xccviz.layout.timeline.units import Part
from xccviz.layout.types import Bounds, Words

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
    above = words_above(height, axis.cell)
    by_lane: dict[tuple[str, int], list[tuple[float, int]]] = {}
    for n, part in enumerate(parts):
        begin = axis.x(part.since) if part.stretches else axis.columns[axis.at(part.tick)].x
        by_lane.setdefault((part.row, lane[part.key]), []).append((begin + INSET, n))
    until = [axis.right] * len(parts)
    for members in by_lane.values():
        members.sort()
        for (_, n), (begin, _) in pairwise(members):
            until[n] = begin
    made: list[Bar] = []
    for n, part in enumerate(parts):
        row = rows[number[part.row]]
        top = row.y + lane[part.key] * height
        made.append(_bar(part, axis, number[part.row], lane[part.key], top, height, above, path, until[n]))
    return tuple(made)


def _bar(
    part: Part,
    axis: Axis,
    row: int,
    lane: int,
    top: float,
    height: float,
    above: bool,
    path: Mapping[str, Hop],
    until: float,
) -> Bar:
    """A bar; the next one of its lane begins at `until`."""
    column = axis.columns[axis.at(part.tick)]
    narrow = height < CRAMPED
    run, wait = (_NARROW_RUN, _NARROW_WAIT) if narrow else (RUN, WAIT)
    middle = top + centre(height, above=above)
    stand = Bounds(column.x + INSET, middle - run / 2, column.width - 2 * INSET, run)
    hop = path.get(part.nodes[0]) if len(part.nodes) == 1 else None
    baseline = middle - (25.0 if above and height >= LANE else 18.5 if above else 13.0)
    waits: list[WaitBar] = []
    for stretch in part.stretches:
        last = stretch.until is None or stretch.until == part.tick
        x = axis.x(stretch.since) + INSET
        right = stand.x if last or stretch.until is None else axis.x(stretch.until) + INSET
        bounds = Bounds(x, middle - wait / 2, max(right - x, 1.0), wait)
        counted = hop is not None and (hop.via not in ("delivers", "start") or stretch.cause != "data")
        breaks = tuple(
            c.x + c.width / 2
            for c in axis.columns[axis.at(stretch.since) : axis.at(part.tick)]
            if c.kind == "idle" and x < c.x + c.width / 2 - 8 and right > c.x + c.width / 2 + 8
        )
        room = right - APART - x
        words = Words(x, baseline, room) if not narrow and room > 24 else None
        waits.append(WaitBar(stretch.cause, stretch.since, stretch.until, bounds, counted, words, breaks))
    left = min([stand.x, *(w.bounds.x for w in waits)])
    bounds = Bounds(left, stand.y, stand.right - left, run)
    single = len(part.nodes) == 1
    return Bar(
        part.key, "node" if single else "stack", part.nodes, bounds, stand, tuple(waits), row, lane, part.tick,
        hop is not None, part.unfolds, _title(stand, axis.cell, baseline, above, until),
        _sign(stand, axis.cell, narrow),
    )  # fmt: skip


def _title(stand: Bounds, cell: float, baseline: float, above: bool, until: float) -> Words | None:
    """In the bar, else above it as far as the lane is free."""
    if cell >= INSIDE:
        return Words(stand.x + WORDS_AT, stand.center_y + 4.2, stand.width - WORDS_AT - WORDS_END)
    if above and cell >= SIGNED:
        return Words(stand.x, baseline, max(until - APART, stand.right) - stand.x)
    return None


def _sign(stand: Bounds, cell: float, narrow: bool) -> tuple[float, float] | None:
    if cell < PLAIN:
        return None
    return (stand.x + SIGN_AT if cell >= INSIDE else stand.center_x, stand.center_y)
