"""The values of a sequence drawing, in scene px (x right, y down, origin top left).

       alice.near   app.near     ← Lifeline: a column an account, or several alike
#5,034    ▯───┐                  ← Band "row": what ran in a block, then the way from it to the next (transit)
              └──────▸▯          ← Message, Bar
5,035–40  ─ ─ 6 blocks idle ─ ─  ← Band "idle"
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Literal

from xccviz.analysis.time.idle import NONE_IDLE, Idle
from xccviz.graph.types import Edge
from xccviz.layout.sequence.paths import Point, rounded
from xccviz.layout.types import Bounds, Segment, Words
from xccviz.model.edge_kinds import EdgeKind
from xccviz.model.literals import LineKind
from xccviz.values import frozen

BarKind = Literal["node", "run", "outside", "refunds"]
WaitKind = Literal["data", "yield", "queue"]
LegendKind = LineKind | Literal["waits", "yields", "queued"]

HEADER, GUTTER, FIRST = 48.0, 100.0, 104.0
"""Px of the header and of the gutter, and where the first column begins."""
LANE, BAR, WAIT = 14.0, 10.0, 5.0
"""Px between lanes, and of a bar where its receipt runs and where it waits."""
LINE_AT = 22.0
"""Px from the left of a column to its lifeline."""


@frozen
class Lifeline:
    """A column of `width` px from `x`, whose dotted line stands at `line`. `accounts` are one, or several alike that
    are folded; `key` unfolds or folds them ("" for one that never was among others). `name` is shortened to fit and
    distinct; `nodes`: ids of what is on it."""

    accounts: tuple[str, ...]
    x: float
    width: float
    line: float
    name: str
    key: str
    folded: bool
    nodes: tuple[str, ...]


@frozen
class Band:
    """A stretch of time, `height` px from `y`, then the way to the next until `end`. A row: what runs in it (`nodes`);
    idle: blocks `first` to `last` in which nothing ran but folded refunds, `idle` those of them in which nothing ran at
    all, which `words` tells, at `words_x` where they have room. `since_ns`: nanoseconds since the first row, None where
    that is not known; `first`: None where heights are not known. `again`: it goes on in the block of the row before.
    `ran`: what is in it has run, by all that is known."""

    kind: Literal["row", "idle"]
    y: float
    height: float
    end: float
    nodes: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    since_ns: int | None = None
    idle: Idle = NONE_IDLE
    again: bool = False
    ran: bool = True
    words: str = ""
    words_x: float | None = None

    @property
    def bottom(self) -> float:
        """Where its transit begins."""
        return self.y + self.height


@frozen
class Bar:
    """A receipt, or `nodes` alike of one block and lifeline: where it runs (`stand`) and where it waits before
    (`wait`), both in one lane. `title` and `sub` are places of words; None where they have no room. `cells`: a small
    place for each of few members; `dots`: for many, each for `per_dot` of them. `bounds`: bar and words where it runs.
    """

    key: str
    kind: BarKind
    nodes: tuple[str, ...]
    bounds: Bounds
    stand: Bounds
    wait: Bounds | None = None
    wait_kind: WaitKind = "data"
    column: int = 0
    row: int = 0
    lane: int = 0
    unfolds: bool = False
    parent: str | None = None
    sign: tuple[float, float] | None = None
    title: Words | None = None
    sub: Words | None = None
    cells: tuple[Bounds, ...] = ()
    dots: tuple[Bounds, ...] = ()
    per_dot: int = 1
    stem: Bounds | None = None

    @property
    def node(self) -> str | None:
        """The receipt, where it is one."""
        return self.nodes[0] if self.kind == "node" else None


@frozen
class Message:
    """A line from bar `source` to bar `target` (keys) for `edges`, all of `kind`: edges of the graph, or time-outs.
    `lines`: its straight pieces, from corner to corner. The arrow's `tip` and `angle` (radians); the badge with its
    `slots` at `badge`; `row`: in whose transit it goes."""

    key: str
    kind: EdgeKind
    edges: tuple[Edge, ...]
    source: str
    target: str
    row: int
    lines: tuple[tuple[Point, ...], ...]
    tip: Point
    angle: float
    slots: tuple[int, ...] = ()
    badge: Point | None = None

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The line with its corners rounded."""
        return tuple(segment for points in self.lines for segment in rounded(points))

    @property
    def bounds(self) -> Bounds:
        """What the line touches, its arrow and badge left out."""
        xs, ys = zip(*chain.from_iterable(self.lines), strict=True)
        left, top = min(xs), min(ys)
        return Bounds(left, top, max(xs) - left, max(ys) - top)


@frozen
class LegendEntry:
    """One entry: a sample at the left of its bounds, words behind it."""

    kind: LegendKind
    label: str
    bounds: Bounds


@frozen
class SequenceLayout:
    """Where everything stands. `room`: the width it was made for. `by_block`: a row is a block, else a step. `refunds`:
    how many gas refunds are folded, `refunds_shown` whether they could be; `alike`: how many accounts are alike others,
    `apart`: whether they stand apart all the same."""

    width: float
    height: float
    room: float
    lifelines: tuple[Lifeline, ...]
    bands: tuple[Band, ...]
    rows: tuple[int, ...]
    bars: tuple[Bar, ...]
    messages: tuple[Message, ...]
    box_of: Mapping[str, str]
    by_key: Mapping[str, Bar]
    legend: tuple[LegendEntry, ...]
    by_block: bool
    refunds: int
    refunds_shown: bool
    alike: int
    apart: bool
    bottom: float
