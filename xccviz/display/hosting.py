"""What a drawing says to whoever shows it, beside what is painted: what stays in sight, what can be clicked and what
that asks for, what is switched above it, the card of a thing, and what its parts are called in a file.

Everything is a value in scene px, so that a window, a picture and a test read the same.
"""

from __future__ import annotations

import math
from typing import Literal

from xccviz.layout.types import Bounds
from xccviz.values import frozen
from xccviz.words.signs import Shape

WishKind = Literal["select", "step", "toggle", "option", "filter", "copy", "zoom"]
Strip = Literal["body", "top", "left", "corner", "right"]
TagKind = Literal["node", "edge", "group"]


@frozen
class Strips:
    """What stays in sight while the rest scrolls: the upper `top` px and the left `left` px of a drawing. What stands
    there is painted in the layers top, left and corner, at its place in the whole drawing. What lies right of `until`
    stands in the layer right, `reach` px high: it scrolls no further than its lower end needs.
    """

    top: float = 0.0
    left: float = 0.0
    until: float = math.inf
    reach: float = 0.0

    def __bool__(self) -> bool:
        """Whether anything stays."""
        return bool(self.top or self.left or self.reach)


@frozen
class Wish:
    """What a click or a key asks for: to `select` a node (its id), go to a `step` (its number), `toggle` what is folded
    (a key of `LayoutOptions.expanded`), take an `option` (`layout.types.option_key`), `filter` by an expression, `copy`
    a text, or `zoom` to a place (its key)."""

    kind: WishKind
    value: str


@frozen
class Spot:
    """A rectangle that is clicked for itself, above the places: a badge, a block in the gutter, a heading. `strip`:
    what it moves with. `shift`: what a click with Shift asks for. `key` is what its card is asked by."""

    key: str
    bounds: Bounds
    click: Wish | None = None
    shift: Wish | None = None
    strip: Strip = "body"


@frozen
class Grip:
    """A line from top to bottom at `x` that is dragged sideways, between `low` and `high`. Where it is let go is the
    value, in whole px, of `option` (an `option_key` without its value)."""

    x: float
    low: float
    high: float
    option: str


@frozen
class Switch:
    """Something to switch in the bar above a drawing: what it is called, whether it is `on`, and the wish of whoever
    clicks it. Neighbours with the same `group` are one choice; one that says `first` what is drawn stands before the
    legend. Not `enabled`: `tooltip` says why."""

    id: str
    words: str
    on: bool
    wish: Wish
    group: str = ""
    tooltip: str = ""
    enabled: bool = True
    first: bool = False


@frozen
class CardRow:
    """A row of a card: what it is about (quiet, at the left), what there is to say, a sign before it, and something
    quiet behind it; or `numbers`, one a column of a card with `heads`."""

    text: str
    label: str = ""
    shape: Shape = "none"
    role: str = "text"
    aside: str = ""
    numbers: tuple[str, ...] = ()


@frozen
class Card:
    """What is told of a thing under the pointer: a title with its sign and something quiet beside it (`aside`), rows in
    so many `columns`, a strip of `squares` (their signs and roles), and a `foot` that says what can be done. `heads`:
    captions of columns of numbers."""

    title: str
    shape: Shape = "none"
    role: str = "text"
    rows: tuple[CardRow, ...] = ()
    foot: str = ""
    columns: int = 1
    squares: tuple[tuple[Shape, str], ...] = ()
    aside: str = ""
    heads: tuple[str, ...] = ()


@frozen
class Tag:
    """What the parts of one owner are in a file that scripts read: a node, an edge or a group, with its `data`: names
    (without `data-`) and values."""

    kind: TagKind
    data: tuple[tuple[str, str], ...]


@frozen
class Chart:
    """What a map of a drawing of so many px shows: its `boxes`, those that stand for many (`blocks`), the middles of
    `signs` where something failed or was found, and `words` about it."""

    width: float = 1.0
    height: float = 1.0
    boxes: tuple[Bounds, ...] = ()
    blocks: tuple[Bounds, ...] = ()
    signs: tuple[tuple[float, float], ...] = ()
    words: str = ""
