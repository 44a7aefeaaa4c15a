"""Values that every drawing's layout is made of, in scene px (x right, y down, origin top left), and what a layout is.

A layout knows no colours and no moment: it is computed once per set of unfolded groups, so that stepping through
a transaction never moves anything. Each drawing has a type of its own (`layout/layered/types.py`); what a window needs
of any of them is `Layout`:

    Layout
      ├─ box_of    node id → key of what shows it (its own place, or the one it is folded into)
      └─ by_key    key → Place: where that stands, which nodes it shows, whether it unfolds
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

from xccviz.layout.dots import Dots
from xccviz.values import frozen

UnitKind = Literal["node", "group", "refunds", "outside"]
RowKind = Literal["title", "account", "subtitle", "action", "more", "slots", "summary", "unfold", "gas"]
SlotForm = Literal["chip", "square"]
SegmentOp = Literal["M", "L", "C", "Z"]
Way = Literal["cause", "effect", "left", "right"]
REFUNDS_KEY = "refunds"
"""Key of all folded gas refunds; in `LayoutOptions.expanded` it shows the first page of them, and the rest has a key of
its own (`refunds_key`)."""
PAGE = 20
"""So many are shown at a time of what is folded together."""


WIDTH = 1076.0
"""Px that a drawing gets which is as wide as its window, where there is none."""


def option_key(drawing: str, option: str, value: str = "") -> str:
    """Key in `LayoutOptions.expanded` of an option of a drawing: it is taken while the key is there. Of one option
    there is one value at a time (`with_option`)."""
    return f"option:{drawing}:{option}={value}"


def heeded(expanded: frozenset[str], drawing: str) -> frozenset[str]:
    """What of `expanded` a drawing heeds: all but the options of others."""
    return frozenset(k for k in expanded if not k.startswith("option:") or k.startswith(f"option:{drawing}:"))


def option_of(expanded: frozenset[str], drawing: str, option: str) -> str | None:
    """The value of an option that was taken; None where it was not."""
    begin = option_key(drawing, option)
    return next((key[len(begin) :] for key in sorted(expanded) if key.startswith(begin)), None)


def with_option(expanded: frozenset[str], key: str) -> frozenset[str]:
    """`expanded` with the option of a key taken instead of another value of it; given up where it was taken."""
    begin = key.partition("=")[0] + "="
    others = frozenset(other for other in expanded if not other.startswith(begin))
    return others if key in expanded else others | {key}


def refunds_key(shown: int) -> str:
    """Key of the gas refunds that are folded when so many of them are shown."""
    return f"{REFUNDS_KEY}:{shown}" if shown else REFUNDS_KEY


def without_refunds(expanded: frozenset[str]) -> frozenset[str]:
    """`expanded` with all gas refunds folded again."""
    return frozenset(key for key in expanded if key.partition(":")[0] != REFUNDS_KEY)


@frozen
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


@frozen
class Words:
    """One line of text: where it stands (`y` the baseline) and the px it has room for; it takes them at the end."""

    x: float
    y: float
    room: float


@frozen
class Segment:
    """One step of a path: M and L take (x, y), C takes (x1, y1, x2, y2, x, y), Z takes nothing."""

    op: SegmentOp
    points: tuple[float, ...] = ()


@frozen
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


@frozen
class SlotPlace:
    """Where slot number `slot` of a callback is shown in its box: a chip with words, or a small square."""

    slot: int
    form: SlotForm
    bounds: Bounds


@frozen
class Content:
    """Size of a box in px with its rows, slots and dots, relative to its top left."""

    width: float
    height: float
    rows: tuple[Row, ...]
    slots: tuple[SlotPlace, ...] = ()
    gas_width: float = 0.0
    dots: Dots | None = None


@frozen
class Unit:
    """What becomes one box: a `node`, or `members` folded into a group below `parent` or into the refunds pill, or what
    lies outside of the transaction and feeds the node `parent`. `heads`: where in `members` the siblings alike stand
    that a block has a dot for, each followed by all below it; the last `around` of them stand around those."""

    key: str
    kind: UnitKind
    node: str | None
    members: tuple[str, ...] = ()
    parent: str | None = None
    heads: tuple[int, ...] = ()
    around: int = 0


@frozen
class LayoutOptions:
    """How to lay out. `expanded`: keys of what stands unfolded, a page of each (a place's key, `REFUNDS_KEY` for gas
    refunds) and the options taken (`option_key`); `fold_refunds`: gas refunds are folded unless expanded; `budget`:
    about how many places may stand unfolded before the others are folded into groups; `whole`: nothing folds. `width`:
    px there are, for drawings that are as wide as their window. `selected`: the node that is selected when the layout
    is made, which should not be folded."""

    expanded: frozenset[str] = frozenset()
    fold_refunds: bool = True
    budget: int = 40
    width: float = WIDTH
    selected: str | None = None
    whole: bool = False


class Place(Protocol):
    """One thing of a drawing that belongs to nodes: a card, a bar, a cell. It can be pointed at and selected."""

    @property
    def key(self) -> str:
        """Unique in its layout; the `owner` of what is painted for it."""

    @property
    def bounds(self) -> Bounds:
        """Where it stands."""

    @property
    def nodes(self) -> tuple[str, ...]:
        """Ids of the nodes that choosing it may select, the one it belongs to or all that are folded into it."""

    @property
    def unfolds(self) -> bool:
        """Whether its key in `LayoutOptions.expanded` unfolds it."""


class Layout(Protocol):
    """Where everything of one drawing stands, `width` × `height` px with margins."""

    @property
    def width(self) -> float:
        """Px of the whole drawing."""

    @property
    def height(self) -> float:
        """Px of the whole drawing."""

    @property
    def box_of(self) -> Mapping[str, str]:
        """Every node id of the graph → key of the place that shows it."""

    @property
    def by_key(self) -> Mapping[str, Place]:
        """All places by their keys, from back to front."""


class Flowing(Layout, Protocol):
    """A layout that is as wide as its window as far as that goes."""

    @property
    def room(self) -> float:
        """`LayoutOptions.width` that it was made for."""


@frozen
class Walk:
    """Where a walk by keyboard ends (a place's key), and the key of the line it went along, if any."""

    key: str
    along: str | None = None
