"""The sign of a note: a small sheet with a folded corner and two lines of writing."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPolygonF

from xccviz.display.themes import load_theme
from xccviz.display.types import Theme
from xccviz.gui.look.signs import ICON_PX, painted_icon

WIDTH, HEIGHT, FOLD = 13.0, 14.0, 4.5


def paint_note(painter: QPainter, corner: QPointF, scale: float, theme: Theme) -> None:
    """Paint the sheet with its upper left corner at a point."""
    x, y, width, height, fold = corner.x(), corner.y(), WIDTH * scale, HEIGHT * scale, FOLD * scale
    sheet = (
        (x, y), (x + width, y), (x + width, y + height - fold), (x + width - fold, y + height), (x, y + height),
    )  # fmt: skip
    ink = QColor(theme.roles["wait"])
    painter.setPen(QPen(ink, 1.2 * scale))
    painter.setBrush(QColor(theme.roles["waitbg"]))
    painter.drawPolygon(QPolygonF([QPointF(*point) for point in sheet]))
    corner_lines = (
        QPointF(x + width - fold, y + height), QPointF(x + width - fold, y + height - fold),
        QPointF(x + width, y + height - fold),
    )  # fmt: skip
    painter.drawPolyline(QPolygonF(corner_lines))
    for down, share in ((0.3, 0.75), (0.55, 0.5)):
        left = QPointF(x + width * 0.2, y + height * down)
        painter.drawLine(left, QPointF(x + width * (0.05 + share), y + height * down))


@lru_cache(maxsize=8)
def note_icon(theme: str) -> QIcon:
    """The sign as an icon of 16 px, sharp up to three device pixels per pixel; `theme` by name."""
    colours, corner = load_theme(theme), QPointF((ICON_PX - WIDTH) / 2, 1)
    return painted_icon(lambda painter: paint_note(painter, corner, 1, colours))
