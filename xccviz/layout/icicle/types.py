"""Where everything of an icicle stands: cells, in gas and in px, and bars of totals beside them.

┌ transaction ───────────────────────────┐   BY ACCOUNT
│ run ─────────────────────────┐ got back│   app.near  ▇▇▇▇▇▇  12 T
│ get ──────┐ on_done ┐ got back         │   b.near    ▇▇      3 T
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from xccviz.analysis.gas.flow import Measure
from xccviz.layout.types import Bounds
from xccviz.values import frozen
from xccviz.words.signs import Shape

CellKind = Literal["node", "alike", "more", "refund", "apart", "path"]
TotalSort = Literal["account", "method", "cost"]
DRAWING = "gas"
"""Id of the drawing, for its options."""
PATH_KEY = "path"
"""Key of the line above all that tells what is shown; it stands for receipts that lie outside of what is zoomed to."""


@frozen
class Cell:
    """A call, or siblings that stand together: `alike` in what they call, or `more` that are too narrow each. `start`
    is where it begins and `gas` how wide it is, in gas units from the left; `burnt`, `passed`, `back` and `unknown`
    follow each other in it. `calls`: keys of the cells below; `row` counts from 0 at what is shown whole.

    `apart`: refunds that bring back no gas, in no row; `parent` is the cell of who made the first of them.

    `name`: what it does; `account`: where, "" where that is not one. `sign`: what it
    has to show once it ran; `failed`: how many of its nodes failed.

    `exact`: `gas` is known. `odd`: a ledger does not add up. `bounds` in scene px."""

    key: str
    kind: CellKind
    nodes: tuple[str, ...]
    parent: str | None
    row: int
    start: int
    gas: int
    burnt: int
    passed: int
    back: int
    unknown: int
    bounds: Bounds
    name: str = ""
    account: str = ""
    sign: Shape = "none"
    failed: int = 0
    calls: tuple[str, ...] = ()
    exact: bool = True
    odd: bool = False

    @property
    def unfolds(self) -> bool:
        """Zooming shows what is in it."""
        return False


@frozen
class Apart:
    """Refunds that bring back no gas: the heading's base line, and the places below it."""

    x: float
    y: float
    cells: tuple[Cell, ...]

    @property
    def bottom(self) -> float:
        """Where the lowest ends."""
        return max(cell.bounds.bottom for cell in self.cells)


@frozen
class Leader:
    """A sign below the icicle for a cell too narrow for it, with two lines of words: the line from (`x`, `top`) down to
    the sign at `y`, and where the words stand. `right`: they stand right of the sign."""

    key: str
    shape: Shape
    x: float
    top: float
    y: float
    title: str
    line: str
    words: Bounds


@frozen
class Bar:
    """A row of totals: what it is of, quiet words behind it, gas burnt, and the receipts that burnt it. `name` fits its
    place; `names` are those of the chain; `others`: what batches did besides, whose gas is in it."""

    key: str
    sort: TotalSort
    names: tuple[str, ...]
    name: str
    aside: str
    burnt: int
    share: float
    nodes: tuple[str, ...]
    bounds: Bounds
    others: tuple[str, ...] = ()


@frozen
class Section:
    """Totals of one sort: the heading's base line, its bars, and how many more there are with what they burnt. `whole`:
    all of them are shown."""

    sort: TotalSort
    y: float
    bars: tuple[Bar, ...]
    left: int
    left_gas: int
    more: Bounds | None
    whole: bool


@frozen
class Step:
    """A step of the path to what is zoomed to: the key to zoom to ("": the whole transaction), its words, its place."""

    key: str
    words: str
    bounds: Bounds


@frozen
class LegendEntry:
    """An entry of the legend."""

    kind: str
    words: str
    bounds: Bounds


@frozen
class IcicleLayout:
    """Cells by rows, in call order; `total`: the gas of the whole width, `left` and `right` the px it stands between.
    `split`: x of the line before the bars, None where they are folded away. `room`: the width it was made for.
    `shown`: of all that is zoomed to (`scope`, node ids) the gas, burnt, got back, and how many are not
    known; `attached`: the part of its gas that was attached, the rest was prepaid; None where that is not known."""

    width: float
    height: float
    room: float
    measure: Measure
    total: int
    left: float
    right: float
    split: float | None
    refunds: bool
    refund_count: int
    zoom: str
    path: tuple[Step, ...]
    shown: tuple[int, int, int, int]
    attached: int | None
    scope: tuple[str, ...]
    cells: tuple[Cell, ...]
    leaders: tuple[Leader, ...]
    beyond: int
    beyond_at: Bounds | None
    apart: Apart | None
    sections: tuple[Section, ...]
    legend: tuple[LegendEntry, ...]
    box_of: Mapping[str, str]
    by_key: Mapping[str, Cell]

    def x(self, gas: int) -> float:
        """px of a place in gas units."""
        return self.left + (self.right - self.left) * (gas / self.total)
