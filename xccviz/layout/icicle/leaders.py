"""Signs below the icicle for cells too narrow for them: what failed, what starved, what does not add up.

         ▏ the cell            Words stand left of their sign, or right of it where there is no room. No line crosses
         │ the line            words: what stands further right with words at its left never stands higher.
failed   ◆
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xccviz.layout.icicle.types import Leader
from xccviz.layout.measure import elide, measure
from xccviz.layout.types import Bounds
from xccviz.values import frozen
from xccviz.words.signs import Shape

MOST = 8
"""Leaders that are drawn; the rest is counted."""
BELOW = 28.0
"""Px from the lowest cell to the middle of the first sign."""
LEVEL = 40.0
"""Px from one level of signs to the next."""
TITLE, LINE = 12.0, 11.5
_BESIDE, _APART, _ROOM = 14.0, 12.0, 150.0
_ABOVE, _UNDER = 11.0, 25.0


@frozen
class Wanted:
    """A cell that wants a sign below: its key, the sign, the middle of it, where it ends, and two lines of words."""

    key: str
    shape: Shape
    x: float
    top: float
    title: str
    line: str


def leaders(wanted: Iterable[Wanted], y: float, left: float, right: float) -> tuple[Leader, ...]:
    """Places for the signs and words of at most `MOST`, below `y` and between `left` and `right`."""
    each = sorted(wanted, key=lambda one: one.x)
    leftward: list[tuple[Wanted, float]] = []
    rightward: list[Wanted] = []
    border = left
    for one in each:
        room = one.x - _BESIDE - border
        if room >= min(_wide(one), _ROOM):
            leftward.append((one, min(_wide(one), room)))
        else:
            rightward.append(one)
            border = one.x + _APART
    made: list[tuple[Leader, int]] = []
    for one, wide in leftward:
        start = one.x - _BESIDE - wide
        level = _level(made, start, one.x + _APART, one.x)
        made.append((_leader(one, start, wide, level, y), level))
    for one in reversed(rightward):
        start = one.x + _BESIDE
        wide = min(_wide(one), right - start)
        level = _level(made, one.x - _APART, start + wide, one.x)
        made.append((_leader(one, start, wide, level, y), level))
    return tuple(leader for leader, _ in made)


def bottom_of(made: Sequence[Leader], y: float) -> float:
    """Where the lowest words end; `y` without any."""
    return max((leader.words.bottom for leader in made), default=y)


def _wide(one: Wanted) -> float:
    return max(measure(one.title, "medium", TITLE), measure(one.line, "regular", LINE))


def _level(made: Sequence[tuple[Leader, int]], start: float, end: float, x: float) -> int:
    """The first level at which words from `start` to `end` touch no others, and no line of a deeper one passes them."""
    taken = -1
    for leader, level in made:
        words = leader.words
        crosses = min(words.x, leader.x - _APART) < end and start < max(words.right, leader.x + _APART)
        if crosses:
            taken = max(taken, level)
    return taken + 1


def _leader(one: Wanted, start: float, wide: float, level: int, y: float) -> Leader:
    middle = y + BELOW + LEVEL * level
    words = Bounds(start, middle - _ABOVE, wide, _ABOVE + _UNDER)
    title = elide(one.title, "medium", TITLE, wide)
    line = elide(one.line, "regular", LINE, wide)
    return Leader(one.key, one.shape, one.x, one.top, middle, title, line, words)
