"""What arrived in a slot: coloured by how it ended, which its words say as well."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from xccviz.catalogue import tr
from xccviz.gui.look.signs import paint_sign
from xccviz.gui.look.theme import current_theme, worded
from xccviz.words.signs import Shape

LINKS = 3
"""The column of the links."""


class ValueDelegate(QStyledItemDelegate):
    """Paints a cell in the colour role that its UserRole data names."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """As the style would, in the tone of the value."""
        super().initStyleOption(option, index)
        tone = index.data(Qt.ItemDataRole.UserRole)
        roles = current_theme().roles
        if index.column() == LINKS:  # the upper one beside the call
            option.displayAlignment = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        if tone in roles:
            for which in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
                option.palette.setColor(which, QColor(roles[tone]))


WRAP = Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
WORDS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
LINES_SHOWN, PAD_PX = 6, 5


STATUS = Qt.ItemDataRole.UserRole + 1
"""What the code was told: `Successful, 21 bytes of JSON`."""
SHORT = Qt.ItemDataRole.UserRole + 4
"""The same where there is less room: its sign says the rest."""
SHOWN = Qt.ItemDataRole.UserRole + 2
"""Lines to show in place of the value, as hex."""
UNSEEN = Qt.ItemDataRole.UserRole + 3
"""The error that the code could not see."""
COULD_NOT_SEE = tr("What it could not see:")
BOX_PX, SIGN_PX = 6, 13


class ReceivedDelegate(QStyledItemDelegate):
    """Paints a call and, below it, what it gave: the text and tone of the next column. Where the item says so, what the
    code was told stands between them, and below what it could not see."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The call in its lines, each cut in the middle; the value in as many as it needs, up to six."""
        self.initStyleOption(option, index)
        option.text = ""
        widget = option.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        roles = current_theme().roles
        place = self._inner(option)
        tone = str(index.sibling(index.row(), index.column() + 1).data(Qt.ItemDataRole.UserRole))
        painter.save()
        painter.setClipRect(place)
        painter.setFont(_strong(option.font))
        painter.setPen(QColor(roles["text"]))
        measure = QFontMetrics(painter.font())
        for line in index.data().split("\n"):
            painter.drawText(
                place, WRAP, measure.elidedText(line, Qt.TextElideMode.ElideMiddle, place.width())
            )
            place.setTop(place.top() + measure.height())
        painter.setFont(option.font)
        status, unseen = index.data(STATUS), index.data(UNSEEN)
        if status:
            self._status(painter, place, (status, index.data(SHORT) or status), tone)
        value = _value(index)
        painter.setPen(QColor(roles[tone]))
        painter.setFont(_value_font(option.font, bool(status)))
        painter.drawText(place, WRAP, value)
        if unseen:
            place.setTop(place.top() + _lines_px(painter.fontMetrics(), place.width(), value))
            self._unseen(painter, place, option.font, unseen)
        painter.restore()

    def _status(self, painter: QPainter, place: QRect, wordings: tuple[str, str], tone: str) -> None:
        """The sign and what the code was told."""
        measure, theme = painter.fontMetrics(), current_theme()
        shape: Shape = {"ok": "ok", "bad": "failed"}.get(tone, "none")  # type: ignore[assignment]  # both are shapes
        left = 0
        if shape != "none":
            side = min(worded(SIGN_PX), measure.height())
            top = place.top() + (measure.height() - side) / 2
            paint_sign(painter, QRectF(place.left(), top, side, side), shape, tone, theme)
            left = side + 5
        painter.setPen(QColor(theme.roles["bad" if tone == "bad" else "mute"]))
        room = place.width() - left
        words = next((each for each in wordings if measure.horizontalAdvance(each) <= room), wordings[1])
        shown = measure.elidedText(words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(place.adjusted(left, 0, 0, 0), WRAP, shown)
        place.setTop(place.top() + measure.height())

    def _unseen(self, painter: QPainter, place: QRect, font: QFont, unseen: str) -> None:
        """A dashed box with the error."""
        roles, measure = current_theme().roles, QFontMetrics(font)
        inner = place.adjusted(BOX_PX, BOX_PX + 2, -BOX_PX, 0)
        high = measure.height() + _lines_px(measure, inner.width(), unseen, WORDS)
        box = QRectF(place.left() + 0.5, place.top() + 2.5, place.width() - 1, high + 2 * BOX_PX)
        painter.setPen(QPen(QColor(roles["mute"]), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(font)
        painter.setPen(QColor(roles["mute"]))
        caption = measure.elidedText(COULD_NOT_SEE, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, WORDS, caption)
        inner.setTop(inner.top() + measure.height())
        painter.setPen(QColor(roles["bad"]))
        painter.drawText(inner, WORDS, unseen)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as what it paints."""
        self.initStyleOption(option, index)
        width = self._inner(option).width()
        measure = QFontMetrics(option.font)
        lines = index.data().count("\n") + 1
        status, unseen = index.data(STATUS), index.data(UNSEEN)
        value = QFontMetrics(_value_font(option.font, bool(status)))
        high = lines * QFontMetrics(_strong(option.font)).height() + _lines_px(value, width, _value(index))
        if status:
            high += measure.height()
        if unseen:
            high += measure.height() + _lines_px(measure, width - 2 * BOX_PX, unseen, WORDS) + 2 * BOX_PX + 4
        return QSize(0, high + 2 * PAD_PX)

    def _inner(self, option: QStyleOptionViewItem) -> QRect:
        table = option.widget
        rect = QRect(option.rect)
        if isinstance(table, QTableView):  # while measuring Qt gives no rectangle
            rect.setWidth(table.columnWidth(1))
        return rect.adjusted(6, PAD_PX, -6, -PAD_PX)


def _value(index: QModelIndex | QPersistentModelIndex) -> str:
    """What stands below the call: the value, its hex, or nothing where the status says all."""
    shown = index.data(SHOWN)
    if shown is not None:
        return str(shown)
    return str(index.sibling(index.row(), index.column() + 1).data() or "")


def _lines_px(measure: QFontMetrics, width: int, text: str, flags: int = WRAP) -> int:
    """Px of a text in as many lines as it needs, up to six."""
    if not text:
        return 0
    needed = measure.boundingRect(QRect(0, 0, width, 10_000), flags, text).height()
    return min(needed, measure.lineSpacing() * LINES_SHOWN)


def _value_font(base: QFont, mono: bool) -> QFont:
    font = QFont(base)
    if mono:
        font.setFamilies(["JetBrains Mono"])
    return font


def _strong(font: QFont) -> QFont:
    strong = QFont(font)
    strong.setWeight(QFont.Weight.DemiBold)
    return strong
