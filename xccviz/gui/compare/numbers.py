"""The number of a difference as it stands on cards, in lists and upon drawings, painted by hand."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from xccviz.gui.look.theme import current_theme, worded

TEXT_PX = 11


def paint_number(painter: QPainter, at: QPoint, text: str, high: int) -> QRect:
    """Paint a number in a square, `high` px, whose right side is at a point, in the middle of its height; where it
    stands."""
    roles = current_theme().roles
    font = QFont(painter.font())
    font.setPixelSize(worded(TEXT_PX))
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    wide = max(high, painter.fontMetrics().horizontalAdvance(text) + 8)
    place = QRect(at.x() - wide, at.y() - high // 2, wide, high)
    painter.setPen(QPen(QColor(roles["wait"]), 1.25))
    painter.setBrush(QColor(roles["waitbg"]))
    painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
    return place
