"""The values of a timeline, in scene px (x right, y down, origin top left).

           #4,350   #4,351  ┊ 338 blocks idle ┊  #4,692     ← Column: a block, or many in which nothing ran
alice.near  [run]──┐        ┊                 ┊             ← Row: an account or a shard, of one lane or more
app.near           └▸▒▒▒▒▒▒▒┊▒▒▒▒▒//▒▒▒▒▒▒▒▒▒▒┊▒▒▒[run]     ← Bar: where a receipt waits and runs; Elbow: what led to it
───────────── the critical path as a table ─────────────    ← Table
Zoom  ──────────── all of it at true scale ─────────────    ← Overview
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from xccviz.analysis.time.critical_path import Hop
from xccviz.analysis.time.stretches import Cause
from xccviz.layout.types import Bounds, Segment, Words
from xccviz.values import frozen

ColumnKind = Literal["block", "step", "idle", "merged", "wide", "pending"]
BarKind = Literal["node", "stack", "refunds"]
LineKind = Literal["runs", "failed", "later"] | Cause
Unit = Literal["s", "blocks", "steps"]
LegendKind = Literal["runs", "failed", "waits", "data", "yield", "delayed", "congestion", "queue", "path"]

FIRST, HEADER, RIGHT = 190.0, 46.0, 16.0
"""Px where the first column begins, of the header, and free at the right."""
INSET = 6.0
"""Px from the side of a column to what runs in it."""
RUN, WAIT = 28.0, 14.0
"""Px of a bar where its receipt runs and where it waits."""
SQUEEZED, LEAST, MOST = 150.0, 24.0, 140.0
"""Px of an idle gap, and of a block at least and at most."""
INSIDE, SIGNED, PLAIN = 100.0, 60.0, 40.0
"""Px of a block from which words stand in the bar, from which they stand above it, and from which it has a sign."""


@frozen
class Column:
    """The blocks `first` to `last` from `x` on, `width` px: a block, a step where blocks are not known, an `idle` gap,
    a gap that is shown at scale (`wide`), or several blocks or steps without anything to show (`merged`). `pending`:
    what has not run. `time_ns`: of its first block; `lasts_ns`: for how long nothing ran; None where that is not known.
    `key` squeezes it or shows it at scale ("" for one that can't be)."""

    kind: ColumnKind
    first: int
    last: int
    x: float
    width: float
    time_ns: int | None = None
    lasts_ns: int | None = None
    key: str = ""

    @property
    def right(self) -> float:
        """Where the next one begins."""
        return self.x + self.width

    @property
    def blocks(self) -> int:
        """How many blocks it stands for."""
        return self.last - self.first + 1


@frozen
class Row:
    """An account or a shard: `height` px from `y`, its `lanes` below each other. `account`: "" where it is not known;
    `shard`: None where it is not known."""

    key: str
    account: str
    shard: int | None
    y: float
    height: float
    lanes: int
    nodes: tuple[str, ...]
    name: str = ""

    @property
    def bottom(self) -> float:
        """Where the next one begins."""
        return self.y + self.height


@frozen
class WaitBar:
    """A stretch for which a receipt waited: blocks `since` to `until` (None: it waits still), and where that is drawn.
    `counted`: the result waited for it. `breaks`: where an idle gap cuts it short, as x."""

    cause: Cause
    since: int
    until: int | None
    bounds: Bounds
    counted: bool
    words: Words | None
    breaks: tuple[float, ...] = ()


@frozen
class Bar:
    """A receipt, or `nodes` alike in one block and row: where it runs (`stand`) and the stretches it waits before, all
    in one lane. `tick`: the block or step in which it runs. `path`: it is on the critical path. `title`: place of its
    words, None where they have no room; `sign` that of its sign. `bounds`: all of it."""

    key: str
    kind: BarKind
    nodes: tuple[str, ...]
    bounds: Bounds
    stand: Bounds
    waits: tuple[WaitBar, ...]
    row: int
    lane: int
    tick: int
    path: bool = False
    unfolds: bool = False
    title: Words | None = None
    sign: tuple[float, float] | None = None
    dots: tuple[tuple[float, int], ...] = ()

    @property
    def node(self) -> str | None:
        """The receipt, where it is one."""
        return self.nodes[0] if self.kind == "node" else None


@frozen
class Elbow:
    """A line from bar `source` to bar `target` (keys), with its arrow's `tip` and `angle` (radians). Of the critical
    path, or of `slot` of `callback`, which is seen while that is selected; then its badge stands at `badge`,
    where it has one: slots that arrive together may be `told` by one badge. Without `segments` it is the badge alone:
    nobody in sight sent what arrived."""

    key: str
    source: str
    target: str
    segments: tuple[Segment, ...]
    tip: tuple[float, float]
    angle: float
    hop: int | None = None
    callback: str | None = None
    slot: int | None = None
    producer: str | None = None
    badge: tuple[float, float] | None = None
    lined: bool = True
    told: tuple[int, ...] = ()


@frozen
class Table:
    """The critical path as a table: `hops`, a row each from `rows` on; `y` and `height` of all of it. `folded`: only
    its heading is there."""

    hops: tuple[Hop, ...]
    y: float
    height: float
    rows: float
    folded: bool


@frozen
class Line:
    """A stretch of the overview: from `x` to `right` at `y`, for what runs, failed, waits for a cause, or has
    not run."""

    kind: LineKind
    y: float
    x: float
    right: float


@frozen
class Overview:
    """All of it at true scale, `bounds` the frame. `stops`: where each column begins in it, in the drawing, and its
    first block; `marks`: times (seconds), blocks or steps along it with their x; `unit` which of them;
    `pitch`: px from row to row."""

    y: float
    height: float
    bounds: Bounds
    lines: tuple[Line, ...]
    stops: tuple[tuple[float, float, int], ...]
    marks: tuple[tuple[float, float], ...]
    unit: Unit
    view: tuple[float, float]
    pitch: float


@frozen
class LegendEntry:
    """One entry: a sample at the left of its bounds, words behind it."""

    kind: LegendKind
    label: str
    bounds: Bounds


@frozen
class TimelineLayout:
    """Where everything stands. `room`: the width it was made for; `cell`: px of a block; `by_block`: a column is a
    block, else a step; `ticks`: the block or step of every node; `times`: nanoseconds of the blocks where they are
    known. `body`: the height of what scrolls, `lanes_end`: where the rows end. `refunds`: how many gas refunds are
    folded, `refunds_shown` whether they could be. `many`: rows may be sorted, `by_first_run`: they stand in the
    order in which they first ran. `range`: what one wants to see, as it was wished."""

    width: float
    height: float
    room: float
    body: float
    lanes_end: float
    cell: float
    lane: float
    by_block: bool
    by_shard: bool
    shards: Mapping[str, int]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    bars: tuple[Bar, ...]
    elbows: tuple[Elbow, ...]
    table: Table | None
    overview: Overview | None
    legend: tuple[LegendEntry, ...]
    box_of: Mapping[str, str]
    by_key: Mapping[str, Bar]
    ticks: Mapping[str, int]
    times: Mapping[int, int]
    refunds: int
    refunds_shown: bool
    many: bool
    by_first_run: bool
    path_on: bool
    range: str
