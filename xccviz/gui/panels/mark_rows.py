"""How a mark looks in its list: on amber where one stands at it, its name with a whole method, and in a narrow list
when it stops below its name."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView

from xccviz.gui.look.switch_box import BoxDelegate
from xccviz.gui.look.theme import current_theme

WHERE_COLUMN, WHEN_COLUMN = 1, 2
"""The columns of names, and of when; without room the second is hidden."""
PAD_PX, LEAST_LETTERS = 7, 4
"""Px beside a name; so many letters of an account are left at least, its ellipsis among them."""


class MarkDelegate(BoxDelegate):
    """Paints the cells of a row; those of column 0 have a box."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The ground, which a style sheet that draws lines leaves out, and the cell upon it."""
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if isinstance(ground, QBrush):
            painter.fillRect(option.rect, ground)
        if index.column() == WHERE_COLUMN:
            self._paint_name(painter, QStyleOptionViewItem(option), index)
        else:
            super().paint(painter, option, index)

    def _paint_name(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.initStyleOption(option, index)
        name, option.text = option.text, ""
        table = option.widget
        assert isinstance(table, QTableView)
        table.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, table)
        place = QRect(option.rect).adjusted(PAD_PX, 0, -PAD_PX, 0)
        measure, stacked = QFontMetrics(option.font), table.isColumnHidden(WHEN_COLUMN)
        painter.save()
        painter.setPen(option.palette.text().color())
        painter.setFont(option.font)
        lower = QRect(place)
        if stacked:
            middle = place.center().y() + 1
            place.setBottom(middle)
            lower.setTop(middle)
        side = Qt.AlignmentFlag.AlignBottom if stacked else Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, side, cut_call(name, measure, place.width()))
        if stacked:
            painter.setFont(table.font())
            painter.setPen(QColor(current_theme().roles["mute"]))
            when = QFontMetrics(table.font()).elidedText(
                str(index.sibling(index.row(), WHEN_COLUMN).data()),
                Qt.TextElideMode.ElideRight,
                lower.width(),
            )
            painter.drawText(lower, Qt.AlignmentFlag.AlignTop, when)
        painter.restore()


def cut_call(name: str, measure: QFontMetrics, room: int) -> str:
    """The name of a call in `room` px: its account gives way first, in its middle, and the method stays whole."""
    account, dot, method = name.rpartition(".")
    left = room - measure.horizontalAdvance(dot + method) - 1
    if measure.horizontalAdvance(name) > room and left >= measure.horizontalAdvance("m" * LEAST_LETTERS):
        return measure.elidedText(account, Qt.TextElideMode.ElideMiddle, left) + dot + method
    return measure.elidedText(name, Qt.TextElideMode.ElideMiddle, room + 1)
