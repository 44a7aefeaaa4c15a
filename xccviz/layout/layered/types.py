"""Values of the layered graph: boxes with rows, and edge paths, all in scene px.

LayeredLayout
  ├─ Box "node"     one receipt:   title │ account │ subtitle + gas │ action rows │ slot chips
  ├─ Box "group"    folded receipts ("37 receipts, 2 failed"); its key goes into `expanded` to unfold it
  ├─ Box "refunds"  all folded gas refunds, one quiet pill
  ├─ Box "outside"  who resumed a yield, where that was not this transaction
  └─ EdgePath       from box to box; stands for one or more edges of the graph
"""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.layout.dots import Dots
from xccviz.layout.types import Bounds, Row, RowKind, Segment, SlotPlace, UnitKind
from xccviz.model.edge_kinds import EdgeKind
from xccviz.model.literals import LineKind
from xccviz.values import frozen


@frozen
class Box:
    """One box. `key`: node id, group key, "refunds" or "outside:…"; `node`: the node id, None for all but nodes;
    `members`: ids of the receipts folded into a group or refunds box (else empty); `parent`: node id that a group
    hangs below, or that something outside feeds. `gas_width`: px kept free at the right end of the subtitle row for the
    gas figure. `dots`: where the dots of a block or of very many slots stand; `heads`: the members that those of a
    block are for, by their places in `members` (all below one follows it); the last `around` of the members called
    those, or receive what they return."""

    key: str
    kind: UnitKind
    node: str | None
    bounds: Bounds
    rank: int
    rows: tuple[Row, ...] = ()
    slots: tuple[SlotPlace, ...] = ()
    members: tuple[str, ...] = ()
    parent: str | None = None
    gas_width: float = 0.0
    dots: Dots | None = None
    heads: tuple[int, ...] = ()
    around: int = 0

    @property
    def dotted(self) -> int:
        """How many members, from the first on, have a dot or share one."""
        return len(self.members) - self.around

    @property
    def siblings(self) -> tuple[str, ...]:
        """The receipts that the dots of a block stand for."""
        return tuple(self.members[place] for place in self.heads)

    @property
    def nodes(self) -> tuple[str, ...]:
        """Ids of the nodes it shows; of what lies outside, the node that is fed from there."""
        if self.node is not None:
            return (self.node,)
        return self.members or ((self.parent,) if self.parent is not None else ())

    @property
    def unfolds(self) -> bool:
        """Whether receipts are folded into it."""
        return self.kind in ("group", "refunds")

    def row(self, kind: RowKind) -> Row | None:
        """The first row of that kind, or None."""
        for row in self.rows:
            if row.kind == kind:
                return row
        return None


@frozen
class EdgePath:
    """A drawn edge between two boxes; `source` and `target` are box keys.

    `edges`: indices into `graph.edges` that it stands for, several when a group is folded or one call feeds several
    slots. `segments` begin with M and end in the tip at the target; `angle`: direction at the tip in radians (0 right,
    pi/2 down). `badge`: centre of the slot badge (None: no badge); `slots`: the slot numbers it carries, ascending.
    `label`: where words about it may stand.
    """

    key: str
    kind: EdgeKind
    edges: tuple[int, ...]
    source: str
    target: str
    segments: tuple[Segment, ...]
    tip: tuple[float, float]
    angle: float
    badge: tuple[float, float] | None = None
    label: tuple[float, float] | None = None
    slots: tuple[int, ...] = ()


@frozen
class LegendEntry:
    """One explained sort of edge: a short sample line at the left of `bounds`, then `label`."""

    kind: LineKind
    label: str
    bounds: Bounds


@frozen
class LayeredLayout:
    """A whole drawing, `width` × `height` px with margin and legend: boxes in display order, paths, legend entries in
    one row (those that hold at some moments only, "in_flight" and "awaited", last).

    `box_of` maps every node id of the graph to the key of the box that shows it (its own, or the one it is folded
    into); `by_key` finds boxes. `taken`: what stands open and which options were taken.
    """

    boxes: tuple[Box, ...]
    edges: tuple[EdgePath, ...]
    width: float
    height: float
    legend: tuple[LegendEntry, ...]
    box_of: Mapping[str, str]
    by_key: Mapping[str, Box]
    taken: frozenset[str] = frozenset()
