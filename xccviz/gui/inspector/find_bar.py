"""Finding inside the inspector: what has the words stays, and is marked; the rest steps back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from xccviz.catalogue import tr, trn
from xccviz.gui.look.widgets import button, keeps_escape, label


class FindBar(QWidget):
    """A line of text and how many places have it. Emits `changed(text)`; Esc closes it, then `closed`."""

    changed = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.text = QLineEdit()
        self.text.setProperty("look", "find")
        self.text.setPlaceholderText(tr("Find here"))
        self.text.setAccessibleName(tr("Find in the inspector"))
        self.told = label("", "mute")
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 8, 10, 4)
        line.setSpacing(8)
        line.addWidget(self.text, 1)
        line.addWidget(self.told)
        line.addWidget(button("×", "fold", self.end, tr("Close the search")))
        self.text.textChanged.connect(self.changed)
        self.hide()

    def begin(self) -> None:
        """Show it, with the keyboard in it."""
        self.show()
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    def end(self) -> None:
        """Forget the text and go."""
        self.text.clear()
        self.hide()
        self.changed.emit("")
        self.closed.emit()

    def tell(self, places: int) -> None:
        """Say how many places there are."""
        text = self.text.text()
        told = trn("{count} place", "{count} places", places) if places else tr("nowhere")
        self.told.setText(told if text else "")

    def event(self, event: QEvent) -> bool:
        """Esc closes this first, whatever else the window would stop."""
        return keeps_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        else:
            super().keyPressEvent(event)
