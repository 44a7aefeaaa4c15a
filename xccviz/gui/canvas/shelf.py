"""What stands in a strip or a sheet: found by where it stands, and compared with what stood there before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRectF

from xccviz.display.qt import bounds_of
from xccviz.display.types import Primitive

CELL = 512.0
"""Px of a cell of the grid in which it is looked for."""


class Shelf:
    """Primitives in painting order. What is the same at most moments is compared by identity and measured once."""

    def __init__(self) -> None:
        self._parts: list[Primitive] = []
        self._bounds: list[QRectF] = []
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)

    def copy(self) -> Shelf:
        """One on which the same stands, where other things may be put."""
        other = Shelf()
        other._parts, other._bounds = list(self._parts), list(self._bounds)
        other._cells.update((cell, list(numbers)) for cell, numbers in self._cells.items())
        return other

    def put(self, parts: Sequence[Primitive]) -> list[QRectF] | None:
        """Let these stand there instead; the rectangles that look different now, None for all."""
        if len(parts) != len(self._parts):
            self._parts, self._bounds = list(parts), [bounds_of(part) for part in parts]
            self._cells.clear()
            for number in range(len(parts)):
                self._place(number)
            return None
        changed: list[QRectF] = []
        for number, (before, now) in enumerate(zip(self._parts, parts, strict=True)):
            if before is not now and before != now:
                changed += self._replace(number, now)
        return changed

    def _place(self, number: int) -> None:
        for cell in cells(self._bounds[number]):
            self._cells[cell].append(number)

    def _replace(self, number: int, part: Primitive) -> tuple[QRectF, QRectF]:
        before, now = self._bounds[number], bounds_of(part)
        self._parts[number] = part
        if before != now:
            for cell in cells(before):
                self._cells[cell].remove(number)
            self._bounds[number] = now
            self._place(number)
        return before, now

    def within(self, area: QRectF) -> Iterable[Primitive]:
        """What touches a rectangle, in painting order."""
        found = {number for cell in cells(area) for number in self._cells.get(cell, ())}
        return (self._parts[number] for number in sorted(found) if self._bounds[number].intersects(area))


def cells(area: QRectF) -> Sequence[tuple[int, int]]:
    """The cells of the grid that a rectangle touches."""
    left, top = int(area.left() // CELL), int(area.top() // CELL)
    right, bottom = int(area.right() // CELL), int(area.bottom() // CELL)
    if left == right and top == bottom:
        return ((left, top),)
    return [(i, j) for i in range(left, right + 1) for j in range(top, bottom + 1)]
