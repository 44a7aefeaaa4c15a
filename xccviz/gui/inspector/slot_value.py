"""What arrived in a slot: coloured by how it ended, which its words say as well."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from xccviz.gui.look.theme import current_theme


class ValueDelegate(QStyledItemDelegate):
    """Paints a cell in the colour role that its UserRole data names."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """As the style would, in the tone of the value."""
        super().initStyleOption(option, index)
        tone = index.data(Qt.ItemDataRole.UserRole)
        roles = current_theme().roles
        if tone in roles:
            for which in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
                option.palette.setColor(which, QColor(roles[tone]))


WRAP = Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
LINES_SHOWN, PAD_PX = 6, 5


class ReceivedDelegate(QStyledItemDelegate):
    """Paints a call and, below it, what it gave: the text and tone of the next column."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The call in its lines, each cut in the middle; the value in as many as it needs, up to six."""
        self.initStyleOption(option, index)
        value = index.sibling(index.row(), index.column() + 1)
        option.text = ""
        widget = option.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        roles = current_theme().roles
        place = self._inner(option)
        painter.save()
        painter.setFont(_strong(option.font))
        painter.setPen(QColor(roles["text"]))
        measure = QFontMetrics(painter.font())
        for line in index.data().split("\n"):
            painter.drawText(
                place, WRAP, measure.elidedText(line, Qt.TextElideMode.ElideMiddle, place.width())
            )
            place.setTop(place.top() + measure.height())
        painter.setFont(option.font)
        painter.setPen(QColor(roles[value.data(Qt.ItemDataRole.UserRole)]))
        painter.setClipRect(place)
        painter.drawText(place, WRAP, value.data())
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as what it paints."""
        self.initStyleOption(option, index)
        value = index.sibling(index.row(), index.column() + 1)
        width = self._inner(option).width()
        lines = index.data().count("\n") + 1
        measure = QFontMetrics(option.font)
        needed = measure.boundingRect(QRect(0, 0, width, 10_000), WRAP, value.data()).height()
        height = min(needed, measure.lineSpacing() * LINES_SHOWN)
        return QSize(0, lines * QFontMetrics(_strong(option.font)).height() + height + 2 * PAD_PX)

    def _inner(self, option: QStyleOptionViewItem) -> QRect:
        table = option.widget
        rect = QRect(option.rect)
        if isinstance(table, QTableView):  # while measuring Qt gives no rectangle
            rect.setWidth(table.columnWidth(1))
        return rect.adjusted(6, PAD_PX, -6, -PAD_PX)


def _strong(font: QFont) -> QFont:
    strong = QFont(font)
    strong.setWeight(QFont.Weight.DemiBold)
    return strong
