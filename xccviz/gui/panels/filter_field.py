"""The line in which a filter is typed: it marks what of it is wrong, and asks the list below first about keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QLineEdit

from xccviz.gui.lists.choice_list import ChoiceList
from xccviz.gui.look.theme import current_theme
from xccviz.gui.look.widgets import keeps_escape

WAVE_PX, WAVE_LEAST = 3.0, 7.0
"""Px of half a wave, and of the shortest mark."""
_RETURNS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FilterField(QLineEdit):
    """Emits `taken()` for Return or Tab on a row of the list, `walked(by)` for Return without one, `pointed()` for ↓
    while the list is away, `forgotten()` for Delete on a row, `left()` for Escape, and `came()` with the keyboard."""

    taken = Signal()
    walked = Signal(int)
    pointed = Signal()
    forgotten = Signal()
    left = Signal()
    came = Signal()

    def __init__(self, choices: ChoiceList) -> None:
        super().__init__()
        self._choices = choices
        self._wrong: tuple[int, int] | None = None

    def mark(self, wrong: tuple[int, int] | None) -> None:
        """Mark the characters from one place to another; None for nothing."""
        if wrong != self._wrong:
            self._wrong = wrong
            self.update()

    @property
    def wrong(self) -> tuple[int, int] | None:
        """What is marked."""
        return self._wrong

    def event(self, event: QEvent) -> bool:
        """Esc comes here, whatever else the window would stop; Tab takes what the list offers."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Tab and self._offered() and not event.modifiers():
                self.taken.emit()
                return True
        return keeps_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the list, then those of a line."""
        listed, key = self._choices.isVisible(), event.key()
        if listed and self._choices.take(event):
            event.accept()
        elif key == Qt.Key.Key_Down:
            self.pointed.emit()
        elif key in _RETURNS and self._offered():
            self.taken.emit()
        elif key in _RETURNS:
            self.walked.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif key == Qt.Key.Key_Delete and self._offered():
            self.forgotten.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _offered(self) -> bool:
        return self._choices.isVisible() and self._choices.current() is not None

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Somebody is about to type."""
        super().focusInEvent(event)
        self.came.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The list goes with the keyboard."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._choices.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, and a wave below what is wrong with it."""
        super().paintEvent(event)
        if self._wrong is None:
            return
        start, end = self._wrong
        text, measure = self.text(), self.fontMetrics().horizontalAdvance
        origin = self.cursorRect().center().x() - measure(text[: self.cursorPosition()])
        left = origin + measure(text[:start])
        right = max(origin + measure(text[:end]), left + WAVE_LEAST)
        y = self.rect().center().y() + self.fontMetrics().height() / 2
        points, x, up = [QPointF(left, y)], float(left), True
        while x < right:
            x += WAVE_PX
            points.append(QPointF(x, y - WAVE_PX if up else y))
            up = not up
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.rect().adjusted(2, 0, -2, 0))
        painter.setPen(QPen(QColor(current_theme().roles["bad"]), 1.3))
        painter.drawPolyline(QPolygonF(points))
