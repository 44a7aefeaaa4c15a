"""What a drawing says to whoever shows it, beside what is painted: what stays in sight, what can be clicked and what
that asks for, what is switched above it, the card of a thing, and what its parts are called in a file.

Everything is a value in scene px, so that a window, a picture and a test read the same.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

from xccviz.display.patterns import Pattern
from xccviz.layout.types import Bounds
from xccviz.values import frozen
from xccviz.words.signs import Shape

WishKind = Literal["select", "step", "toggle", "option", "filter", "copy", "zoom", "fetch", "resumer"]
Strip = Literal["body", "top", "left", "corner", "right", "below", "foot"]
TagKind = Literal["node", "edge", "group"]
TOUCH_PX = 2.0
"""Px by which a column must be touched to be meant."""


@frozen
class Strips:
    """What stays in sight while the rest scrolls: the upper `top` px and the left `left` px of a drawing. What stands
    there is painted in the layers top, left and corner, at its place in the whole drawing. What lies right of `until`
    stands in the layer right, `reach` px high: it scrolls no further than its lower end needs.

    With `body`, only so many px from above are the drawing that scrolls; under them, in the layers of these names, come
    `below`, so many px that scroll for themselves where they have less room, and `foot`, which is always whole."""

    top: float = 0.0
    left: float = 0.0
    until: float = math.inf
    reach: float = 0.0
    body: float = 0.0
    below: float = 0.0
    foot: float = 0.0

    def __bool__(self) -> bool:
        """Whether anything stays."""
        return bool(self.top or self.left or self.reach)


@frozen
class Wish:
    """What a click or a key asks for: to `select` a node (its id), go to a `step` (its number), `toggle` what is folded
    (a key of `LayoutOptions.expanded`), take an `option` (`layout.types.option_key`), `filter` by an expression, `copy`
    a text, `zoom` to a place (its key), or open what resumed a yield (`resumer`, its id)."""

    kind: WishKind
    value: str


@frozen
class Ruler:
    """All of a drawing at true scale in its foot: `bounds` is the frame in which a part of it is chosen. `stops` pair x
    in the frame with x of the drawing where each column begins, and a number to call it by; the last one is the end.
    `view`: x of the drawing from and to which one wants to see; `option`: what the key of an option to see from one
    column to another begins with, `taken` the whole key of the one that is taken, "" for all."""

    bounds: Bounds
    stops: tuple[tuple[float, float, int], ...]
    view: tuple[float, float]
    option: str
    taken: str = ""

    def in_frame(self, x: float) -> float:
        """Where x of the drawing is in the frame."""
        return _along([(stop[1], stop[0]) for stop in self.stops], x)

    def in_drawing(self, x: float) -> float:
        """Where x of the frame is in the drawing."""
        return _along([(stop[0], stop[1]) for stop in self.stops], x)

    def columns(self, start: float, end: float, of: int) -> tuple[int, int]:
        """The first and the last column that are touched from `start` to `end`: x of the frame (`of` 0) or of the
        drawing (1)."""
        begins = [stop[of] for stop in self.stops[:-1]]
        last = len(begins) - 1
        first = min(max(bisect_right(begins, start + TOUCH_PX) - 1, 0), last)
        return first, min(max(bisect_right(begins, end - TOUCH_PX) - 1, first), last)

    def wish(self, first: int, last: int) -> Wish | None:
        """To see from the column `first` to the column `last`; None where that is so."""
        if (first, last) == (0, len(self.stops) - 2):
            return Wish("option", self.taken) if self.taken else None
        key = f"{self.option}{self.stops[first][2]}:{self.stops[last][2]}"
        return Wish("option", key) if key != self.taken else None

    def zoomed(self, start: float, end: float, factor: float, around: float) -> Wish | None:
        """To see `factor` times closer than from `start` to `end` of the drawing, with `around` at its place; at least
        one column more or less."""
        share = (around - start) / (end - start) if end > start else 0.5
        length = (end - start) / factor
        begin = max(around - share * length, self.stops[0][1])
        now, wanted = self.columns(start, end, 1), self.columns(begin, begin + length, 1)
        if wanted == now and factor > 1 and now[1] > now[0]:
            wanted = (now[0], now[1] - 1) if share < 0.5 else (now[0] + 1, now[1])
        elif wanted == now and factor < 1:
            wanted = (max(now[0] - 1, 0), min(now[1] + 1, len(self.stops) - 2))
        return self.wish(*wanted)


def _along(stops: Sequence[tuple[float, float]], value: float) -> float:
    """From one scale to another that is known at the stops."""
    at = min(max(bisect_right([stop[0] for stop in stops], value) - 1, 0), len(stops) - 2)
    (low, begin), (high, end) = stops[at], stops[at + 1]
    share = (value - low) / (high - low) if high > low else 0.0
    return begin + (end - begin) * min(max(share, 0.0), 1.0)


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
    """A row of a card: what it is about (quiet, at the left), what there is to say, a sign or a sample of a `pattern`
    before it, and something quiet behind it; or `numbers`, one a column of a card with `heads`."""

    text: str
    label: str = ""
    shape: Shape = "none"
    role: str = "text"
    aside: str = ""
    pattern: Pattern | None = None
    numbers: tuple[str, ...] = ()


@frozen
class Card:
    """What is told of a thing under the pointer: a title with its sign and something quiet beside it (`aside`), rows in
    so many `columns`, a strip of `squares` (their signs and roles), and a `foot` that says what can be done. `heads`:
    captions of columns of numbers. `offer`: words to click, what that asks for."""

    title: str
    shape: Shape = "none"
    role: str = "text"
    rows: tuple[CardRow, ...] = ()
    foot: str = ""
    columns: int = 1
    squares: tuple[tuple[Shape, str], ...] = ()
    aside: str = ""
    heads: tuple[str, ...] = ()
    offer: tuple[str, Wish] | None = None


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
