"""The notice of what was just done. It stands where nothing is, in the bar of moves; where that has no room, at the
foot of the drawing, on the side where the pointer is not. It goes by itself and takes no key and no click."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QLabel, QWidget

from xccviz.gui.look.bulletin import bulletin
from xccviz.model.text import visible_text

SHOWN_MS, SHOWN, INSET = 2_500, 120, 16
"""How long, how many characters, and px from the edges of what it stands in."""


class Toast(QLabel):
    """Shows what the bulletin says in a `window`: in the free room of a part of it that `free` names, else upon the
    part that `place` names."""

    def __init__(
        self,
        window: QWidget,
        place: Callable[[], QWidget],
        free: Callable[[], tuple[QWidget, QRect]],
    ) -> None:
        super().__init__(window)
        self.setObjectName("toast")
        self.setProperty("look", "toast")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._window, self._place, self._free = window, place, free
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        bulletin().said.connect(self.show_words)
        window.installEventFilter(self)
        self.hide()

    def show_words(self, words: str) -> None:
        """Say it, for a moment, where it is this window's."""
        if not bulletin().is_for(self._window):
            return
        self.setText(visible_text(words, SHOWN))
        self.setAccessibleName(self.text())
        self.show()
        self._stand()
        self.raise_()
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It keeps its place in a window that changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._stand()
        return super().eventFilter(watched, event)

    def _stand(self) -> None:
        self.adjustSize()
        part, room = self._free()
        if self.width() + INSET <= room.width() and self.height() <= room.height():
            corner = QPoint(room.right() - INSET - self.width(), room.center().y() - self.height() // 2 + 1)
            self.move(part.mapTo(self._window, corner))
            return
        place = self._place()
        area = QRect(place.mapTo(self._window, QPoint(0, 0)), place.size())
        y = max(0, area.bottom() - INSET - self.height())
        most = max(0, self._window.width() - self.width())  # a long one, in a narrow window
        left, right = min(area.left() + INSET, most), min(area.right() - INSET - self.width(), most)
        pointer = self._window.mapFromGlobal(QCursor.pos())
        under = QRect(QPoint(left, y), self.size()).adjusted(-INSET, -INSET, INSET, INSET).contains(pointer)
        self.move(max(0, right if under else left), y)
