"""Values of a layout: boxes with rows, and edge paths, all in scene px (x right, y down, origin top left).

A layout knows no colours and no moment: it is computed once per set of unfolded groups, so that stepping through
a transaction never moves anything.

    Layout
      ├─ Box "node"     one receipt:   title │ account │ subtitle + gas │ action rows │ slot chips
      ├─ Box "group"    folded receipts ("37 receipts, 2 failed"); its key goes into `expanded` to unfold it
      ├─ Box "refunds"  all folded gas refunds, one quiet pill
      ├─ Box "outside"  who resumed a yield, where that was not this transaction
      └─ EdgePath       from box to box; stands for one or more edges of the graph
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

BoxKind = Literal["node", "group", "refunds", "outside"]
RowKind = Literal["title", "account", "subtitle", "action", "more", "slots", "summary"]
SlotForm = Literal["chip", "square"]
PathKind = Literal["converts", "spawns", "returns", "awaits", "delivers", "refunds", "resumes"]
LegendKind = Literal[
    "calls",
    "delivers",
    "delivers_failed",
    "returns",
    "refunds",
    "detached",
    "inferred",
    "in_flight",
    "awaited",
]
SegmentOp = Literal["M", "L", "C", "Z"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle in scene px."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """x of the right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """y of the lower side."""
        return self.y + self.height

    @property
    def center_x(self) -> float:
        """x of the middle."""
        return self.x + self.width / 2

    @property
    def center_y(self) -> float:
        """y of the middle."""
        return self.y + self.height / 2

    def overlaps(self, other: Bounds, margin: float = 0.0) -> bool:
        """Whether the two come nearer than `margin` px; touching sides don't count."""
        return (
            self.x < other.right + margin
            and other.x < self.right + margin
            and self.y < other.bottom + margin
            and other.y < self.bottom + margin
        )


@dataclass(frozen=True, slots=True)
class Segment:
    """One step of a path: M and L take (x, y), C takes (x1, y1, x2, y2, x, y), Z takes nothing."""

    op: SegmentOp
    points: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line inside a box. `text` is fixed and already fits `bounds` (title, account, action, more); rows whose
    words depend on the moment (subtitle, summary) have `text` "". `full` is the unshortened text for tooltips.
    `action` is the index of the action for kind action; `count` the number left out for kind more."""

    kind: RowKind
    bounds: Bounds
    text: str = ""
    full: str = ""
    action: int | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class SlotPlace:
    """Where slot number `slot` of a callback is shown in its box: a chip with words, or a small square."""

    slot: int
    form: SlotForm
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Box:
    """One box. `key`: node id, group key, "refunds" or "outside:…"; `node`: the node id, None for all but nodes;
    `members`: ids of the receipts folded into a group or refunds box (else empty); `parent`: node id that a group
    hangs below, or that something outside feeds. `gas_width`: px kept free at the right end of the subtitle row for the
    gas figure."""

    key: str
    kind: BoxKind
    node: str | None
    bounds: Bounds
    rank: int
    rows: tuple[Row, ...] = ()
    slots: tuple[SlotPlace, ...] = ()
    members: tuple[str, ...] = ()
    parent: str | None = None
    gas_width: float = 0.0

    def row(self, kind: RowKind) -> Row | None:
        """The first row of that kind, or None."""
        for row in self.rows:
            if row.kind == kind:
                return row
        return None


@dataclass(frozen=True, slots=True)
class EdgePath:
    """A drawn edge between two boxes; `source` and `target` are box keys.

    `edges`: indices into `graph.edges` that it stands for, several when a group is folded or one call feeds several
    slots. `segments` begin with M and end in the tip at the target; `angle`: direction at the tip in radians (0 right,
    pi/2 down). `badge`: centre of the slot badge (None: no badge); `slots`: the slot numbers it carries, ascending.
    `label`: where words about it may stand.
    """

    key: str
    kind: PathKind
    edges: tuple[int, ...]
    source: str
    target: str
    segments: tuple[Segment, ...]
    tip: tuple[float, float]
    angle: float
    badge: tuple[float, float] | None = None
    label: tuple[float, float] | None = None
    slots: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One explained sort of edge: a short sample line at the left of `bounds`, then `label`."""

    kind: LegendKind
    label: str
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole drawing, `width` × `height` px with margin and legend: boxes in display order, paths, legend entries in
    one row (those that hold at some moments only, "in_flight" and "awaited", last).

    `box_of` maps every node id of the graph to the key of the box that shows it (its own, or the one it is folded
    into); `by_key` finds boxes.
    """

    boxes: tuple[Box, ...]
    edges: tuple[EdgePath, ...]
    width: float
    height: float
    legend: tuple[LegendEntry, ...]
    box_of: Mapping[str, str]
    by_key: Mapping[str, Box]
