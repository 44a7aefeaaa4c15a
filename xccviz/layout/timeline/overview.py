"""All of it in a strip at true scale: by the clock where it is known, else by blocks or steps."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence

from xccviz.layout.timeline.columns import Axis
from xccviz.layout.timeline.types import (
    FIRST,
    RIGHT,
    Bar,
    Column,
    Line,
    LineKind,
    Overview,
    Row,
    TimelineLayout,
    Unit,
)
from xccviz.layout.types import Bounds

HEIGHT, FRAME_TOP, FRAME = 58.0, 8.0, 31.0
"""Px of the strip, and where its frame stands in it."""
INNER, PITCH = 5.0, 9.0
"""Px inside the frame, and between rows at most."""
MARKS = 6
LEAST = 2.0
"""Px of a line where something runs, at least."""


def overview_of(
    axis: Axis,
    rows: Sequence[Row],
    bars: Sequence[Bar],
    failed: Callable[[str], bool],
    y: float,
    width: float,
    by_block: bool,
) -> Overview | None:
    """The strip; None where there is one column only."""
    if len(axis.columns) < 2:
        return None
    starts, unit = _starts(axis.columns, {bar.tick for bar in bars}, by_block)
    bounds = Bounds(FIRST, y + FRAME_TOP, width - FIRST - RIGHT, FRAME)
    whole = starts[-1] or 1.0
    xs = [bounds.x + bounds.width * start / whole for start in starts]
    pitch = min(PITCH, (bounds.height - 2 * INNER) / max(len(rows) - 1, 1))
    lines = _lines(axis, bars, failed, bounds, xs, pitch)
    ends = (axis.columns[-1].right, axis.columns[-1].last)
    begins = [(column.x, column.first) for column in axis.columns]
    stops = tuple((x, *begin) for x, begin in zip(xs, [*begins, ends], strict=True))
    step = _nice(whole / MARKS)
    count = int(whole / step + 1e-9)
    marks = tuple((n * step, bounds.x + bounds.width * n * step / whole) for n in range(count + 1))
    return Overview(y, HEIGHT, bounds, lines, stops, marks, unit, axis.view, pitch)


def run_line(layout: TimelineLayout, overview: Overview, bar: Bar, number: int) -> Line:
    """The line in the strip of what runs in a column."""
    column, (left, right) = layout.columns[number], (overview.stops[number][0], overview.stops[number + 1][0])
    start = left + (right - left) * (bar.tick - column.first) / column.blocks
    end = max(start + (right - left) / column.blocks, start + LEAST)
    return Line(
        "runs", row_y(overview.bounds, overview.pitch, bar.row), start, min(end, overview.bounds.right)
    )


def row_y(bounds: Bounds, pitch: float, row: int) -> float:
    """Where the line of a row stands."""
    return round(bounds.y + INNER + pitch * row, 1)


def _starts(columns: Sequence[Column], ran: Collection[int], by_block: bool) -> tuple[list[float], Unit]:
    """Where each column begins, and the last ends: in seconds, blocks or steps from the first. Seconds only where the
    time of every block is known in which something `ran`; blocks between them stand evenly."""
    first, last = columns[0], columns[-1]
    known = [(c.first, c.time_ns) for c in columns if c.time_ns is not None]
    timed = by_block and all(c.time_ns is not None for c in columns if c.kind == "block" and c.first in ran)
    if timed and len(known) > 1 and known[0][0] == first.first and known[-1][1] > known[0][1]:
        begin = known[0][1]
        heights = [height for height, _ in known]
        each = (known[-1][1] - begin) / (known[-1][0] - known[0][0])
        starts: list[float] = []
        for block in (*(c.first for c in columns), last.last + 1):
            at = bisect_right(heights, block) - 1
            height, time = known[at]
            after = known[at + 1] if at + 1 < len(known) else (height + 1, time + each)
            share = (block - height) / (after[0] - height)
            place = (time - begin + (after[1] - time) * share) / 1e9
            starts.append(max(place, starts[-1] if starts else 0.0))
        return starts, "s"
    counts = [float(column.first - first.first) for column in columns]
    return [*counts, float(last.last + 1 - first.first)], "blocks" if by_block else "steps"


def _lines(
    axis: Axis,
    bars: Sequence[Bar],
    failed: Callable[[str], bool],
    bounds: Bounds,
    xs: Sequence[float],
    pitch: float,
) -> tuple[Line, ...]:
    """A line a row; what lies closer than a px is one stretch."""

    known: dict[int, float] = {}

    def x(tick: int) -> float:
        place = known.get(tick)
        if place is None:
            place = known[tick] = place_of(tick)
        return place

    def place_of(tick: int) -> float:
        number = axis.at(tick)
        column = axis.columns[number]
        within = min(max(tick - column.first, 0), column.blocks) / column.blocks
        return xs[number] + (xs[number + 1] - xs[number]) * within

    found: dict[tuple[float, LineKind], list[tuple[float, float]]] = {}
    for bar in bars:
        if bar.kind == "refunds":
            continue
        y = row_y(bounds, pitch, bar.row)
        for wait in bar.waits:
            until = bar.tick if wait.until is None else wait.until
            found.setdefault((y, wait.cause), []).append((x(wait.since), x(until)))
        end = max(x(bar.tick + 1), x(bar.tick) + LEAST)
        kind: LineKind = "failed" if any(failed(node) for node in bar.nodes) else "runs"
        if axis.columns[axis.at(bar.tick)].kind == "pending":
            kind = "later"
        found.setdefault((y, kind), []).append((x(bar.tick), min(end, bounds.right)))
    order: dict[LineKind, int] = {"runs": 1, "failed": 2}
    made: list[Line] = []
    for (y, kind), pieces in sorted(found.items(), key=lambda item: (order.get(item[0][1], 0), item[0])):
        made += [Line(kind, y, start, end) for start, end in joined(pieces)]
    return tuple(made)


def joined(pieces: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Stretches of one row; those that lie closer than a px are one."""
    pieces.sort()
    made: list[tuple[float, float]] = []
    for start, end in pieces:
        if made and start <= made[-1][1] + 1.0:
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((start, end))
    return made


def _nice(least: float) -> float:
    """The next of 1, 2, 5, 10, … that is not less."""
    if least <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * digit for digit in (1, 2, 5, 10) if power * digit >= least * 0.999)
