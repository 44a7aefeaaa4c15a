"""Rows, lanes and lifelines as px: where a bar stands, what crosses what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xccviz.layout.sequence.bands import STACKED, Bands
from xccviz.layout.sequence.crossing import Crossing
from xccviz.layout.sequence.lanes import Lanes
from xccviz.layout.sequence.tracks import LOOP, Transit
from xccviz.layout.sequence.types import BAR, LANE, WAIT, Band, Lifeline
from xccviz.layout.sequence.units import Part
from xccviz.layout.types import Bounds
from xccviz.values import frozen


@frozen
class Places:
    """All that is known of where things stand, before words and lines. `x_of`: the middle of a part's lane; `stacks`:
    its place among those of its row and lifeline, and their number; `crowded`: columns and rows with several;
    `reached`: keys of the parts that something from outside reaches."""

    parts: tuple[Part, ...]
    lanes: Lanes
    lifelines: tuple[Lifeline, ...]
    bands: Bands
    transits: Sequence[Transit]
    x_of: Mapping[str, float]
    stacks: Mapping[str, tuple[int, int]]
    width: float
    by_block: bool
    crowded: frozenset[tuple[int, int]]
    reached: frozenset[str]

    def row(self, number: int) -> Band:
        """The band of a row."""
        return self.bands.bands[self.bands.rows[number]]

    def begin(self, row: int) -> float:
        """Where the band begins that follows the transit of the row before `row`."""
        return self.bands.bands[self.bands.rows[row - 1] + 1].y if row > 0 else self.bands.bands[0].y

    def stand(self, part: Part) -> Bounds:
        """The bar where it runs."""
        band = self.row(part.runs)
        place, count = self.stacks[part.key]
        x = self.x_of[part.key] - BAR / 2
        if count == 1:
            return Bounds(x, band.y, BAR, band.height)
        step = band.height / count if count * STACKED > band.height else STACKED
        return Bounds(x, band.y + place * step + 2, BAR, step - 4)

    def wait(self, part: Part, stand: Bounds) -> Bounds | None:
        """The bar where it waits before; None for what runs as soon as it is there, and where rows are steps, which
        don't tell whether it had to wait for its turn."""
        if part.wait == "queue" and not self.by_block:
            return None
        top, end = self.begin(part.arrives), self.row(part.runs).y
        if part.key in self.reached:  # also where that came as soon as the receipt was there
            top = min(top, self.bands.outside_y[part.runs])
        return Bounds(stand.center_x - WAIT / 2, top, WAIT, stand.y - top) if top < end else None

    def stem(self, part: Part) -> Bounds | None:
        """Where data lies before what it is for is there; None where there is none so early."""
        since = self.lanes.since[part.key]
        if since >= part.arrives:
            return None
        top, end = self.begin(since), self.begin(part.arrives)
        return Bounds(self.x_of[part.key], top, 0.0, end - top)

    def right_of(self, part: Part) -> float:
        """The middle of the last lane that is taken in the row and lifeline of a part."""
        lane = self.lanes.busy[part.column, part.runs]
        return self.lifelines[part.column].line + LANE * lane

    def room_until(self, part: Part) -> float:
        """Where the next lifeline stands on which something is in the row of a part; else the end of the drawing."""
        beside = self.lanes.beside.get((part.column, part.runs))
        if beside is None:
            return self.width - 16.0
        column, lane = beside
        # A loop goes past steps, and past bars that stand above the one it leads to.
        loops = not self.by_block or (column, part.runs) in self.crowded
        aside = LOOP + BAR / 2 if loops else BAR
        return self.lifelines[column].line + LANE * lane - aside

    def crossing(self) -> Crossing:
        """The lanes that go through rows."""
        since, x_of = self.lanes.since, self.x_of
        return Crossing((since[part.key], part.runs, x_of[part.key]) for part in self.parts)
