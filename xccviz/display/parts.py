"""A drawing owner by owner: what a window paints of it, made when it comes in sight and kept while nothing about it
changes. Files are written from the whole list (`DisplayList`), which has the same primitives.

    Parts.take(look)  →  the owners that may look different now  →  Parts.whole(key)   near
                                                                    Parts.brief(key)   from far away
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from copy import copy
from typing import Protocol, Self

from xccviz.display.look import OUTLINE, Look
from xccviz.display.types import DisplayList, Layer, Path, Primitive, Rect
from xccviz.layout.types import Bounds
from xccviz.replay.changes import NOTHING, Changes, Difference

Key = tuple[str | None, int]
"""An owner (key of a place or a line), and a level of it."""
LEVEL: dict[Layer, int] = {"edge": 0, "badge": 1, "box": 2, "text": 2}
"""What is painted over what."""


class Parts(Protocol):
    """What is painted of one layout. Keys and bounds stay for all looks."""

    @property
    def keys(self) -> Sequence[Key]:
        """All there is to paint, in painting order within each level."""

    def bounds(self, key: Key) -> Bounds | None:
        """What it may touch in scene px; None: whatever its primitives do."""

    def copy(self) -> Self:
        """The same at the same look; from then on each takes looks by itself."""

    def take(self, look: Look) -> Set[str] | None:
        """Take another look; the owners that may look different from now on, None for all."""

    def whole(self, key: Key) -> Sequence[Primitive]:
        """All primitives of a key."""

    def brief(self, key: Key) -> Sequence[Primitive]:
        """As many of them as tell from far away what it is."""

    def told(self, key: Key) -> Sequence[Primitive]:
        """The same as `whole`, with the words that are told of each in a tool tip."""

    @property
    def furniture(self) -> DisplayList:
        """What stands around the drawing: the legend, its title."""


class ListParts:
    """The parts of a display list that was made as a whole."""

    def __init__(self, shown: DisplayList) -> None:
        self._parts = by_owner(shown.primitives)
        self.furniture = shown
        self.keys: Sequence[Key] = tuple(self._parts)

    def replaced(self, shown: DisplayList) -> Set[str] | None:
        """The list at another look: the owners that look different now."""
        parts = by_owner(shown.primitives)
        before, self._parts, self.furniture = self._parts, parts, shown
        return {key[0] or "" for key, made in parts.items() if made != before[key]}

    def bounds(self, key: Key) -> Bounds | None:
        """Where its card stands; in a drawing with strips, what it goes on to beside."""
        if self.furniture.strips:
            return None
        parts = self._parts[key]
        card = next((p for p in parts if isinstance(p, Rect) and p.key.endswith(f"/{OUTLINE}")), None)
        return None if card is None else around_card(Bounds(card.x, card.y, card.width, card.height))

    def copy(self) -> Self:
        """The same list, that another may replace."""
        return copy(self)

    def take(self, look: Look) -> Set[str] | None:
        """A list does not change by itself."""
        return frozenset()

    def whole(self, key: Key) -> Sequence[Primitive]:
        """All primitives of a key."""
        return self._parts[key]

    brief = told = whole


def difference(changes: Changes, before: Look, look: Look) -> Difference | None:
    """What differs between the moments of two looks that are alike but for that and the selection; None where all may
    look different."""
    if look.emphasis is not before.emphasis or look.hovered != before.hovered:
        return None
    if look.moment is before.moment:
        return NOTHING
    if look.moment is None or before.moment is None:
        return None
    return changes.between(before.moment.index, look.moment.index)


def by_owner(primitives: Iterable[Primitive]) -> dict[Key, tuple[Primitive, ...]]:
    """What stands in the scene, by owner and level; ground and legend are painted elsewhere."""
    found: dict[Key, list[Primitive]] = {}
    for primitive in primitives:
        level = LEVEL.get(primitive.layer)
        if level is not None:
            found.setdefault((primitive.owner, level), []).append(primitive)
    return {key: tuple(parts) for key, parts in found.items()}


def around_card(card: Bounds) -> Bounds:
    """What may be painted of a card: all stands in it but a ring around it and the edges of cards behind."""
    return Bounds(card.x - 6, card.y - 6, card.width + 12, card.height + 16)


def around_line(path: Path) -> Bounds:
    """What a line touches, with its head."""
    xs = [x for segment in path.segments for x in segment.points[::2]]
    ys = [y for segment in path.segments for y in segment.points[1::2]]
    return Bounds(min(xs) - 8, min(ys) - 8, max(xs) - min(xs) + 16, max(ys) - min(ys) + 16)
