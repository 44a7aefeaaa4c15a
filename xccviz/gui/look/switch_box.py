"""A box to tick in the bar above a drawing, in the colours of the theme: a style's own is hardly seen on dark."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QWidget

from xccviz.gui.look.theme import current_theme, worded

BOX_PX, GAP_PX = 14, 8
"""Px of the box, and from it to its words."""


class SwitchBox(QCheckBox):
    """Box and words; what it is called and does is a check box's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        """Box, gap and words."""
        metrics = self.fontMetrics()
        words = metrics.horizontalAdvance(self.text().replace("&&", "&"))
        return QSize(worded(BOX_PX + GAP_PX) + words + 10, max(metrics.height(), worded(BOX_PX)) + 4)

    def minimumSizeHint(self) -> QSize:
        """No less."""
        return self.sizeHint()

    def hitButton(self, position: object) -> bool:
        """All of it."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box with its tick, and the words."""
        roles = current_theme().roles
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(roles["ind"]), 1.0))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        side = float(worded(BOX_PX))
        box = QRectF(4.5, (self.height() - side) / 2, side, side)
        ink = "faint" if not self.isEnabled() else "ind" if self.isChecked() or self.hasFocus() else "mute"
        painter.setPen(QPen(QColor(roles[ink]), 2.0 if self.hasFocus() else 1.0))
        painter.setBrush(QColor(roles["ind" if self.isChecked() and self.isEnabled() else "code"]))
        painter.drawRoundedRect(box, 3, 3)
        if self.isChecked():
            points = ((0.24, 0.52), (0.44, 0.72), (0.78, 0.3))
            tick = QPolygonF([QPointF(box.x() + x * side, box.y() + y * side) for x, y in points])
            painter.setPen(QPen(QColor(roles["onsel" if self.isEnabled() else "faint"]), side / 8))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(tick)
        painter.setPen(QColor(roles["text" if self.isEnabled() else "faint"]))
        words = QRectF(box.right() + worded(GAP_PX), 0, self.width(), self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text().replace("&&", "&"))
