"""The notice of what was just done, above the foot of the view; it goes by itself and takes no key and no click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from xccviz.gui.look.bulletin import bulletin
from xccviz.model.text import visible_text

SHOWN_MS, SHOWN, ABOVE_FOOT = 2_500, 120, 20
"""How long, how many characters, and px above the foot of what it stands over."""


class Toast(QLabel):
    """Shows what the bulletin says over `place`, a part of `window`."""

    def __init__(self, window: QWidget, place: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("toast")
        self.setProperty("look", "toast")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._window, self._place = window, place
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        bulletin().said.connect(self.show_words)
        window.installEventFilter(self)
        self.hide()

    def show_words(self, words: str) -> None:
        """Say it, for a moment."""
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
        place = self._place
        foot = place.mapTo(self._window, QPoint(place.width() // 2, place.height()))
        self.move(max(0, foot.x() - self.width() // 2), max(0, foot.y() - self.height() - ABOVE_FOOT))
