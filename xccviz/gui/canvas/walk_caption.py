"""What the keyboard has just walked along, in words at the lower edge of the drawing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from xccviz.gui.look.widgets import set_text

_MARGIN = 10
_WIDEST = 640


class Told(QLabel):
    """A floating line; hidden while there is nothing to tell. Assistive tools hear it as the view's description."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self.setObjectName("edgeWords")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("look", "float")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def tell(self, words: str) -> None:
        """Show `words`, or hide for ""."""
        if words == "" and self.isHidden():
            return
        set_text(self, words)
        self._view.setAccessibleDescription(self.text().replace("\u200b", ""))
        self.setVisible(bool(words))
        self.place()

    def place(self) -> None:
        """Stand at the lower left of the view."""
        if self.isHidden():
            return
        wanted = max(self.fontMetrics().horizontalAdvance(line) for line in self.text().split("\n")) + 26
        width = min(wanted, _WIDEST, self._view.width() - 2 * _MARGIN)
        height = self.heightForWidth(width)
        self.setGeometry(_MARGIN, self._view.height() - height - _MARGIN, width, height)
