"""The numbers of what differs: small squares upon the upper edge of a card, and what a click on one is."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.catalogue import numeral, tr
from xccviz.display.types import Primitive, Rect, Text
from xccviz.layout.measure import measure
from xccviz.layout.types import Bounds
from xccviz.words.ahead import AHEAD

SIZE = 17.0
"""Px of a square; one with more digits is wider."""
SHOWN = 4
"""So many stand upon a card; of more the rest is counted."""
_GAP, _RIGHT, _UP, _TEXT = 4.0, 8.0, 10.0, 11.0
_PART = "/number"
DASH = (3.0, 2.0)
"""Dashes around a number that is ahead of now."""


def draw_tags(
    key: str, card: Bounds, numbers: Sequence[int], later: frozenset[int] = frozenset()
) -> list[Primitive]:
    """The numbers of a card, from its upper right corner on: `2` `6`, `3` `4` `5` `7` `+3`. Those that are `later`, or
    all that a sum counts, are hollow: ahead of now."""
    shown = [str(number) for number in numbers[:SHOWN]]
    if len(numbers) > SHOWN:
        shown.append(f"+{numeral(len(numbers) - SHOWN)}")
    made: list[Primitive] = []
    right = card.right - _RIGHT
    for place in reversed(range(len(shown))):
        text = shown[place]
        wide = max(SIZE, measure(text, "semibold", _TEXT) + 8)
        number = numbers[min(place, SHOWN)]
        counted = numbers[place:] if place >= SHOWN else (number,)
        ahead = later.issuperset(counted)
        tip = tr("differs: number {number} of the list", number=number)
        tip = f"{tip}\n{AHEAD}" if ahead else tip
        fill, edge, ink = ("bg", "ref", "faint") if ahead else ("waitbg", "wait", "wait")
        dash = DASH if ahead else ()
        part = f"{key}{_PART}{place}:{number}"
        made += [
            Rect(part, key, "text", right - wide, card.y - _UP, wide, SIZE, 4.0, fill, edge, 1.25, dash, tip),
            Text(f"{part}/text", key, "text", right - wide / 2, card.y - _UP + 12.6, text, "semibold", _TEXT, ink,
                 "middle", wide, tooltip=tip),
        ]  # fmt: skip
        right -= wide + _GAP
    return made


def number_at(primitives: Sequence[Primitive], x: float, y: float) -> int | None:
    """The number whose square is at a point."""
    for primitive in reversed(primitives):
        if isinstance(primitive, Rect) and _PART in primitive.key:
            right, bottom = primitive.x + primitive.width, primitive.y + primitive.height
            if primitive.x <= x <= right and primitive.y <= y <= bottom:
                return int(primitive.key.rpartition(":")[2])
    return None
