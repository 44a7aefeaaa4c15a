"""Dragging a line of a drawing sideways: where it is let go is an option of the drawing."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from xccviz.display.hosting import Grip, Wish
from xccviz.display.types import Theme

REACH_PX = 4.0
"""Px of the scene beside a line within which it is taken."""


class Grips:
    """The lines of a drawing that can be dragged, and the one that is."""

    def __init__(self) -> None:
        self._grips: tuple[Grip, ...] = ()
        self._held: Grip | None = None
        self._x = 0.0

    def show(self, grips: Iterable[Grip]) -> None:
        """Take the lines of another drawing."""
        self._grips = tuple(grips)
        self._held = None

    @property
    def held(self) -> bool:
        """Whether one is dragged."""
        return self._held is not None

    def at(self, point: QPointF) -> Grip | None:
        """The line at a point of the scene."""
        return next((grip for grip in self._grips if abs(grip.x - point.x()) <= REACH_PX), None)

    def point(self, port: QWidget, point: QPointF) -> None:
        """Show by the pointer over `port` whether what is at a point of the scene can be dragged."""
        here, shown = self.at(point) is not None, port.cursor().shape() == Qt.CursorShape.SplitHCursor
        if here and not shown:
            port.setCursor(Qt.CursorShape.SplitHCursor)
        elif shown and not here:
            port.unsetCursor()

    def take(self, point: QPointF) -> bool:
        """Begin to drag what is at a point of the scene; whether there is anything."""
        self._held = self.at(point)
        if self._held is not None:
            self._x = self._held.x
        return self._held is not None

    def drag(self, point: QPointF) -> None:
        """Go on to a point of the scene."""
        if self._held is not None:
            self._x = min(max(point.x(), self._held.low), self._held.high)

    def let_go(self) -> Wish | None:
        """End it; what is wished, where the line stands elsewhere now."""
        held, self._held = self._held, None
        if held is None or round(held.x) == round(self._x):
            return None
        return Wish("option", f"{held.option}{round(self._x)}")

    def paint(self, painter: QPainter, seen: QRectF, theme: Theme) -> None:
        """Show where the line would stand."""
        if self._held is not None:
            painter.setPen(QPen(QColor(theme.roles["ind"]), 2))
            painter.drawLine(QPointF(self._x, seen.top()), QPointF(self._x, seen.bottom()))
