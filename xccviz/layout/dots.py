"""Where the dots of a block stand: one a sibling, in the order of the calls.

▪▪▪▪▪▪▪▪▪▪▪▪▪▪▪      45 a row; of more than 30 rows a dot stands for several siblings
▪▪▪▪▪◆▪▪▪
"""

from __future__ import annotations

from xccviz.values import frozen, replace

PITCH_X, PITCH_Y = 6.1, 7.2
"""Px from a dot to the next, and to the one below."""
DOT = 4.0
"""Px of a square dot."""
A_ROW, ROWS = 45, 30
"""Dots in a row of a block as wide as usual, and rows at most."""


@frozen
class Dots:
    """`count` dots in rows of `columns`, the middle of the first at (`x`, `y`) in scene px; each stands for `each`
    things, the last perhaps for fewer."""

    x: float
    y: float
    count: int
    each: int
    columns: int = A_ROW

    @property
    def height(self) -> float:
        """Px of all rows."""
        return -(-self.count // self.columns) * PITCH_Y

    def place(self, dot: int) -> tuple[float, float]:
        """The middle of a dot."""
        row, column = divmod(dot, self.columns)
        return self.x + column * PITCH_X, self.y + row * PITCH_Y

    def at(self, x: float, y: float) -> int | None:
        """The dot around a point."""
        column = round((x - self.x) / PITCH_X)
        row = round((y - self.y) / PITCH_Y)
        dot = row * self.columns + column
        return dot if 0 <= column < self.columns and row >= 0 and dot < self.count else None

    def moved(self, x: float, y: float) -> Dots:
        """The same elsewhere."""
        return replace(self, x=round(self.x + x, 2), y=round(self.y + y, 2))


def dots_for(things: int, x: float, y: float, width: float) -> Dots:
    """Dots for so many things in so much width, from (x, y) on."""
    columns = max(1, int((width - DOT) / PITCH_X) + 1)
    each = max(1, -(-things // (columns * ROWS)))
    return Dots(x + DOT / 2, y + DOT / 2, -(-things // each), each, columns)
