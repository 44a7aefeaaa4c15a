"""A list of choices below a field: the field keeps the keyboard, the list shows what it means."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from xccviz.gui.look.signs import paint_sign
from xccviz.gui.look.theme import current_theme
from xccviz.gui.state.choices import Choice
from xccviz.model.text import visible_text

ONE_LINE, TWO_LINES = 30, 46
MARGIN, SIGN = 12, 14
TEXT_SHOWN = 300
CHOICE_ROLE = int(Qt.ItemDataRole.UserRole)
_KEYS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
}
_Index = QModelIndex | QPersistentModelIndex


class ChoiceModel(QAbstractListModel):
    """The rows."""

    def __init__(self) -> None:
        super().__init__()
        self.choices: tuple[Choice, ...] = ()

    def fill(self, choices: tuple[Choice, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.choices = choices
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        """As many as there are choices."""
        return 0 if parent is not None and parent.isValid() else len(self.choices)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The choice itself for the delegate; its words for assistive tools."""
        choice = self.choices[index.row()]
        if role == CHOICE_ROLE:
            return choice
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            said = ", ".join(part for part in (choice.text, choice.below, choice.right) if part)
            return visible_text(said, TEXT_SHOWN)
        return None


class ChoiceDelegate(QStyledItemDelegate):
    """Paints a row: sign, text, what stands at the right, and a second line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """One or two lines."""
        choice = index.data(CHOICE_ROLE)
        extra = QFontMetrics(option.font).height() - 16
        height = TWO_LINES + 2 * extra if choice is not None and choice.below else ONE_LINE + extra
        return QSize(200, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The row."""
        choice = index.data(CHOICE_ROLE)
        theme = current_theme()
        roles = theme.roles
        place = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, QColor(roles["indbg"]))
            painter.fillRect(QRect(place.left(), place.top(), 3, place.height()), QColor(roles["ind"]))
        inner = place.adjusted(MARGIN, 0, -MARGIN, 0)
        metrics = QFontMetrics(option.font)
        line = metrics.height()
        top = place.top() + (place.height() - (2 * line + 2 if choice.below else line)) // 2
        left = inner.left()
        if choice.sign is not None:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_sign(
                painter,
                QRectF(left, top + (line - SIGN) / 2, SIGN, SIGN),
                choice.sign.shape,
                choice.sign.tone,
                theme,
            )
            painter.restore()
            left += SIGN + 8
        painter.setFont(option.font)
        right = metrics.elidedText(
            visible_text(choice.right, TEXT_SHOWN), Qt.TextElideMode.ElideMiddle, inner.width() // 2
        )
        room = metrics.horizontalAdvance(right)
        painter.setPen(QColor(roles["mute"]))
        first = QRect(left, top, inner.right() - left, line)
        painter.drawText(first, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), right)
        if choice.below:
            below = QRect(left, top + line + 2, inner.right() - left, line)
            said = visible_text(choice.below, TEXT_SHOWN)
            words = metrics.elidedText(said, Qt.TextElideMode.ElideRight, below.width())
            painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)
        font = QFont(option.font)
        if choice.below:
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(roles["text"]))
        words = QFontMetrics(font).elidedText(
            visible_text(choice.text, TEXT_SHOWN), Qt.TextElideMode.ElideRight, first.width() - room - 16
        )
        painter.drawText(first, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)


class ChoiceList(QListView):
    """Emits `chosen(Choice)` for a click; `take(key event)` says whether a key of the field was meant for the list."""

    chosen = Signal(object)

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setProperty("look", "choices")
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self._rows = ChoiceModel()
        self._painter = ChoiceDelegate()
        self.setModel(self._rows)
        self.setItemDelegate(self._painter)
        self.clicked.connect(lambda index: self.chosen.emit(self._rows.choices[index.row()]))

    def fill(self, choices: tuple[Choice, ...], current: int = -1) -> None:
        """Show other choices; `current` is the row that Return would take, -1 for none."""
        self._rows.fill(choices)
        self.setCurrentIndex(self._rows.index(current) if 0 <= current < len(choices) else QModelIndex())
        self.scrollToTop()

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What is shown."""
        return self._rows.choices

    def current(self) -> Choice | None:
        """What Return takes."""
        index = self.currentIndex()
        return self._rows.choices[index.row()] if index.isValid() else None

    def height_for(self, rows: int) -> int:
        """Px that the first `rows` rows take."""
        shown = min(rows, len(self._rows.choices))
        return sum(self.sizeHintForRow(row) for row in range(shown)) + 2 * self.frameWidth() + 2

    def take(self, event: QKeyEvent) -> bool:
        """Move by a key of the field; whether it was one of these."""
        by = _KEYS.get(Qt.Key(event.key()))
        count = len(self._rows.choices)
        if by is None or not count or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        at = self.currentIndex().row() if self.currentIndex().isValid() else (-1 if by > 0 else count)
        to = (at + by) % count if abs(by) == 1 else min(max(at + by, 0), count - 1)
        self.setCurrentIndex(self._rows.index(to))
        return True
