"""A box to tick, in a bar or a list, in the colours of the theme: a style's own is hardly seen on dark."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

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
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = self.width() - side - 4.5 if mirrored else 4.5
        box = QRectF(left, (self.height() - side) / 2, side, side)
        paint_box(painter, box, self.isChecked(), enabled=self.isEnabled(), focused=self.hasFocus())
        painter.setPen(QColor(roles["text" if self.isEnabled() else "faint"]))
        words = QRectF(box.right() + worded(GAP_PX), 0, self.width(), self.height())
        if mirrored:
            words = QRectF(0, 0, box.left() - worded(GAP_PX), self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text().replace("&&", "&"))


def paint_box(
    painter: QPainter, box: QRectF, checked: bool, *, enabled: bool = True, focused: bool = False
) -> None:
    """The box, with a tick where it is checked."""
    roles, side = current_theme().roles, box.width()
    ink = "faint" if not enabled else "ind" if checked or focused else "mute"
    painter.setPen(QPen(QColor(roles[ink]), 2.0 if focused else 1.0))
    painter.setBrush(QColor(roles["ind" if checked and enabled else "code"]))
    painter.drawRoundedRect(box, 3, 3)
    if checked:
        points = ((0.24, 0.52), (0.44, 0.72), (0.78, 0.3))
        tick = QPolygonF([QPointF(box.x() + x * side, box.y() + y * side) for x, y in points])
        painter.setPen(QPen(QColor(roles["onsel" if enabled else "faint"]), side / 8))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(tick)


class BoxDelegate(QStyledItemDelegate):
    """Paints the box of a cell that can be checked as a `SwitchBox` has it, where a style would leave its rim dark."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The cell, and the box upon that of the style."""
        super().paint(painter, option, index)
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        part = QStyle.SubElement.SE_ItemViewItemCheckIndicator
        place = QRectF(whole.widget.style().subElementRect(part, whole, whole.widget))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        checked = whole.checkState == Qt.CheckState.Checked
        paint_box(painter, place.adjusted(-0.5, -0.5, 0.5, 0.5), checked)
        painter.restore()
