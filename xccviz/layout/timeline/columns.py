"""Blocks as columns: what is idle is squeezed, what is crowded is merged, the rest shares the room there is.

heights in which something ran ── gaps ──▸ idle columns ── room ──▸ px of a block ── too few? ──▸ merged columns
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence

from xccviz.analysis.time.idle import Ran
from xccviz.layout.timeline.types import FIRST, LEAST, MOST, RIGHT, SIGNED, SQUEEZED, Column, ColumnKind
from xccviz.layout.timeline.when import When
from xccviz.layout.types import LayoutOptions, option_key, option_of
from xccviz.values import frozen, replace

IDLE = 3
"""So many blocks without anything of this transaction are a gap."""
SINGLY = 300
"""Up to so many blocks of a gap stand on their own when it is shown at scale."""
WIDEST = 12_000.0
"""Px of a gap of more blocks at scale."""
MERGED = 66.0
"""Px of blocks that are merged."""
NAME = "timeline"
RANGE = "range"


@frozen
class Axis:
    """The columns from the left. `view`: x from and to which one wants to see at first."""

    columns: tuple[Column, ...]
    cell: float
    starts: tuple[int, ...]
    view: tuple[float, float]

    def at(self, tick: int) -> int:
        """Index of the column of a block."""
        return max(bisect_right(self.starts, tick) - 1, 0)

    def x(self, tick: int) -> float:
        """Where a block begins."""
        column = self.columns[self.at(tick)]
        within = min(max(tick - column.first, 0), column.blocks)
        return column.x + column.width * within / column.blocks

    @property
    def right(self) -> float:
        """Where the last column ends."""
        return self.columns[-1].right


def gap_key(first: int) -> str:
    """Key in `LayoutOptions.expanded` of an idle gap that is shown at scale."""
    return f"gap:{first}"


def range_key(first: int, last: int) -> str:
    """Key of the option to look at the blocks `first` to `last`."""
    return option_key(NAME, RANGE, f"{first}:{last}")


def range_of(expanded: frozenset[str]) -> tuple[int, int] | None:
    """The blocks one wants to look at; None for all."""
    first, _, last = (option_of(expanded, NAME, RANGE) or "").partition(":")
    return (int(first), int(last)) if first.isdigit() and last.isdigit() else None


def axis_of(when: When, shown: Collection[str], options: LayoutOptions) -> Axis:
    """The columns for as much room as there is. `shown`: nodes that have a bar; the others only keep a block from being
    idle."""
    columns = _raw(when, options.expanded)
    busy = {when.tick_of[id] for id in shown}
    wanted = range_of(options.expanded)
    cell = _cell(columns, wanted, options.width)
    if cell < SIGNED:
        columns = _merged(columns, busy)
        cell = _cell(columns, wanted, options.width)
    placed: list[Column] = []
    x = FIRST
    for column in columns:
        width = _width(column, cell)
        placed.append(replace(column, x=x, width=width))
        x += width
    timed = _timed(placed, when)
    starts = tuple(column.first for column in timed)
    axis = Axis(timed, cell, starts, (FIRST, x))
    if wanted is None:
        return axis
    first, last = timed[axis.at(wanted[0])], timed[axis.at(wanted[1])]
    return replace(axis, view=(first.x, last.right))


def _raw(when: When, opened: frozenset[str]) -> list[Column]:
    """A column for each block, a gap for many in which nothing ran."""
    kind: ColumnKind = "block" if when.by_block else "step"
    ticks = sorted(set(when.tick_of.values()) - ({when.pending} if when.pending is not None else set()))
    made: list[Column] = []
    for n, tick in enumerate(ticks):
        made.append(Column(kind, tick, tick, 0.0, 0.0))
        following = ticks[n + 1] if n + 1 < len(ticks) else tick + 1
        count = following - tick - 1
        if not count or not when.by_block:
            continue
        key = gap_key(tick + 1) if count >= IDLE else ""
        if count < IDLE or (key in opened and count <= SINGLY):
            blocks = [Column("block", each, each, 0.0, 0.0, key=key) for each in range(tick + 1, following)]
            made.extend(blocks)
        else:
            made.append(
                Column("wide" if key in opened else "idle", tick + 1, following - 1, 0.0, 0.0, key=key)
            )
    if when.pending is not None:
        made.append(Column("pending", when.pending, when.pending, 0.0, 0.0))
    return made


def _cell(columns: Sequence[Column], wanted: tuple[int, int] | None, width: float) -> float:
    """Px of a block: what the range that one wants to see leaves."""
    seen = [c for c in columns if wanted is None or (c.last >= wanted[0] and c.first <= wanted[1])]
    fixed = sum(_width(c, 0.0) for c in seen if c.kind in ("idle", "merged"))
    count = sum(c.blocks for c in seen if c.kind not in ("idle", "merged"))
    return min(max((width - FIRST - RIGHT - fixed) / max(count, 1), LEAST), MOST)


def _width(column: Column, cell: float) -> float:
    if column.kind == "idle":
        return SQUEEZED
    if column.kind == "merged":
        return MERGED
    return min(cell * column.blocks, WIDEST) if column.kind == "wide" else cell


def _merged(columns: Sequence[Column], busy: Collection[int]) -> list[Column]:
    """Neighbours in which nothing is shown become one, with the gaps between them."""
    made: list[Column] = []
    run: list[Column] = []
    for column in (*columns, None):
        single = column is not None and not column.key and column.kind in ("block", "step")
        small = column is not None and column.kind == "idle" and column.blocks * LEAST < SQUEEZED
        if column is not None and ((single and column.first not in busy) or small):
            run.append(column)
            continue
        if sum(each.blocks for each in run) * LEAST > MERGED and len(run) > 1:
            made.append(replace(run[0], kind="merged", last=run[-1].last, key=""))
        else:
            made.extend(run)
        run = []
        if column is not None:
            made.append(column)
    return made


def _timed(columns: Iterable[Column], when: When) -> tuple[Column, ...]:
    """With the time of each column, and of idle blocks how long nothing ran."""
    ticks = sorted(set(when.tick_of.values()) - ({when.pending} if when.pending is not None else set()))
    ran = Ran(tuple(ticks), when.times)
    return tuple(
        replace(
            column,
            time_ns=when.times.get(column.first),
            lasts_ns=ran.idle_in(column.first, column.last).lasts_ns
            if column.kind in ("idle", "wide")
            else None,
        )
        for column in columns
    )
