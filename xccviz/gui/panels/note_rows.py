"""How a note looks in a narrow list: what it is about, and below that its words, in as many lines as they need."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from xccviz.gui.look.theme import worded

ICON_PX, GAP_PX, PAD_PX = 16, 8, 5
"""Px of the sheet, from it to words, and around words."""
LINES = 6
"""Lines of a note at most; the whole is its tool tip."""


class NoteDelegate(QStyledItemDelegate):
    """Paints a note's words below what the column before says of it, while that column is hidden."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The sheet, the name cut in its middle, and the words."""
        about = index.sibling(index.row(), 0)
        table = option.widget
        if not isinstance(table, QTableView) or not table.isColumnHidden(0):
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        words, option.text = option.text, ""
        table.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, table)
        place = QRect(option.rect).adjusted(PAD_PX, PAD_PX, -PAD_PX, -PAD_PX)
        side = worded(ICON_PX)
        strong = _strong(option.font)
        measure = QFontMetrics(strong)
        icon = about.data(Qt.ItemDataRole.DecorationRole)
        top = place.top() + (measure.height() - side) // 2
        icon.paint(painter, QRect(place.left(), top, side, side))
        place.setLeft(place.left() + side + GAP_PX)
        painter.save()
        painter.setPen(option.palette.text().color())
        painter.setFont(strong)
        name = measure.elidedText(str(about.data()), Qt.TextElideMode.ElideMiddle, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignTop, name)
        place.setTop(place.top() + measure.height())
        painter.setFont(option.font)
        painter.drawText(QRectF(place), words, _wrapped())
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as what it paints."""
        self.initStyleOption(option, index)
        table = option.widget
        if not isinstance(table, QTableView) or not table.isColumnHidden(0):
            return super().sizeHint(option, index)
        width = max(40, table.columnWidth(1) - 2 * PAD_PX - worded(ICON_PX) - GAP_PX)
        lines = min(_lines(option.text, option.font, width), LINES)
        shown = lines * QFontMetrics(option.font).lineSpacing()
        return QSize(0, QFontMetrics(_strong(option.font)).height() + shown + 2 * PAD_PX)


def _wrapped() -> QTextOption:
    """Lines end between words; within one only where it has no room on a line of its own."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def _lines(words: str, font: QFont, width: int) -> int:
    """How many lines words need, no more than one over what is shown."""
    layout = QTextLayout(words, font)
    layout.setTextOption(_wrapped())
    layout.beginLayout()
    count = 0
    while count <= LINES and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        count += 1
    layout.endLayout()
    return max(1, count)


def _strong(base: QFont) -> QFont:
    font = QFont(base)
    font.setWeight(QFont.Weight.DemiBold)
    return font
