"""What a drawing says to whoever shows it, beside what is painted: what stays in sight, what can be clicked and what
that asks for, what is switched above it, the card of a thing, and what its parts are called in a file.

Everything is a value in scene px, so that a window, a picture and a test read the same.
"""

from __future__ import annotations

from typing import Literal

from xccviz.display.patterns import Pattern
from xccviz.layout.types import Bounds
from xccviz.values import frozen
from xccviz.words.signs import Shape

WishKind = Literal["select", "step", "toggle", "option", "copy", "zoom", "fetch"]
Strip = Literal["body", "top", "left", "corner", "below", "foot"]
TagKind = Literal["node", "edge", "group"]


@frozen
class Strips:
    """What stays in sight while the rest scrolls: the upper `top` px and the left `left` px of a drawing. What stands
    there is painted in the layers top, left and corner, at its place in the whole drawing.

    With `body`, only so many px from above are the drawing that scrolls; under them, in the layers of these names, come
    `below`, so many px that scroll for themselves where they have less room, and `foot`, which is always whole."""

    top: float = 0.0
    left: float = 0.0
    body: float = 0.0
    below: float = 0.0
    foot: float = 0.0

    def __bool__(self) -> bool:
        """Whether anything stays."""
        return bool(self.top or self.left)


@frozen
class Ruler:
    """All of a drawing at true scale in its foot: `bounds` is the frame in which a part of it can be chosen. `stops`
    pair x in the frame with x of the drawing and a number to call them by, from the left. `view`: x of the drawing from
    and to which one wants to see at first; `option`: what `option_key` of a range begins with, `taken` that of the range
    which is looked at now, "" for all. Numbers of the first and last stop inside are written behind it."""

    bounds: Bounds
    stops: tuple[tuple[float, float, int], ...]
    view: tuple[float, float]
    option: str
    taken: str = ""


@frozen
class Wish:
    """What a click or a key asks for: to `select` a node (its id), go to a `step` (its number), `toggle` what is folded
    (a key of `LayoutOptions.expanded`), take an `option` (`layout.types.option_key`), `copy` a text, or `zoom` to a
    place (its key)."""

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
class Switch:
    """Something to switch in the bar above a drawing: what it is called, whether it is `on`, and the wish of whoever
    clicks it. Neighbours with the same `group` are one choice. Not `enabled`: `tooltip` says why."""

    id: str
    words: str
    on: bool
    wish: Wish
    group: str = ""
    tooltip: str = ""
    enabled: bool = True


@frozen
class CardRow:
    """A row of a card: what it is about (quiet, at the left), what there is to say, a sign or a sample of a `pattern`
    before it, and something quiet behind it."""

    text: str
    label: str = ""
    shape: Shape = "none"
    role: str = "text"
    aside: str = ""
    pattern: Pattern | None = None


@frozen
class Card:
    """What is told of a thing under the pointer: a title with its sign, rows in so many `columns`, a strip of `squares`
    (their signs and roles), and a `foot` that says what can be done. `offer`: words to click, and what that asks for."""

    title: str
    shape: Shape = "none"
    role: str = "text"
    rows: tuple[CardRow, ...] = ()
    foot: str = ""
    columns: int = 1
    squares: tuple[tuple[Shape, str], ...] = ()
    offer: tuple[str, Wish] | None = None


@frozen
class Tag:
    """What the parts of one owner are in a file that scripts read: a node, an edge or a group, with its `data`: names
    (without `data-`) and values."""

    kind: TagKind
    data: tuple[tuple[str, str], ...]
