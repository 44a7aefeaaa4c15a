"""The signs of marks: a disc that stops, one with a condition, a square that only notes, a ring for one that is off;
and the arrow that stands where it stopped. Shapes differ, not only colours."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPolygonF

from xccviz.display.marks import ARROW_PX, RADIUS, MarkShape
from xccviz.display.themes import load_theme
from xccviz.display.types import Theme
from xccviz.gui.look.signs import ICON_PX, painted_icon


def paint_mark(painter: QPainter, middle: QPointF, radius: float, shape: MarkShape, theme: Theme) -> None:
    """Paint a sign around a point."""
    colour, on = QColor(theme.roles["ind"]), QColor(theme.roles["onsel"])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    place = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
    if shape in ("off", "ghost"):
        painter.setBrush(QColor(theme.roles["panel"]))
        painter.setPen(QPen(QColor(theme.roles["ref"]) if shape == "ghost" else colour, radius * 0.26))
        painter.drawEllipse(place.adjusted(radius * 0.13, radius * 0.13, -radius * 0.13, -radius * 0.13))
        return
    if shape == "note":
        painter.drawRoundedRect(
            place.adjusted(radius * 0.06, radius * 0.06, -radius * 0.06, -radius * 0.06), 2, 2
        )
    else:
        painter.drawEllipse(place)
    if shape == "stop":
        return
    painter.setPen(QPen(on, radius * 0.26))
    half = radius * 0.48
    for down, right in ((-0.26, half), (0.26, half if shape == "if" else half * 0.3)):
        y = middle.y() + down * radius
        painter.drawLine(QPointF(middle.x() - half, y), QPointF(middle.x() + right, y))


def paint_arrow(painter: QPainter, tip: QPointF, theme: Theme) -> None:
    """The arrow of where one stands, up to its tip."""
    x, y, back, neck = tip.x(), tip.y(), tip.x() - ARROW_PX, tip.x() - ARROW_PX * 0.47
    outline = [
        QPointF(back, y - 2.8), QPointF(neck, y - 2.8), QPointF(neck, y - 6.6), QPointF(x, y),
        QPointF(neck, y + 6.6), QPointF(neck, y + 2.8), QPointF(back, y + 2.8),
    ]  # fmt: skip
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.roles["wait"]))
    painter.drawPolygon(QPolygonF(outline))


@lru_cache(maxsize=64)
def mark_icon(shape: MarkShape, theme: str) -> QIcon:
    """A sign as an icon of 16 px, sharp up to three device pixels per pixel; `theme` by name."""
    colours, middle = load_theme(theme), QPointF(ICON_PX / 2, ICON_PX / 2)
    return painted_icon(lambda painter: paint_mark(painter, middle, RADIUS, shape, colours))
