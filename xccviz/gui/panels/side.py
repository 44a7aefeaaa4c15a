"""What the panels beside the drawing have in common: they work only while they are in sight."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from xccviz.document import Document
from xccviz.gui.look.widgets import label
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.replay.types import Moment


class SidePanel(QWidget):
    """Draws the document once, then only the moment and what is told by then; a hidden one draws when it is shown.
    Emits `select_wanted(node id)`."""

    select_wanted = Signal(str)

    def __init__(self, name: str, words: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 0, 12, 0)
        self.column.setSpacing(0)
        self.nothing = label("", "mute", wrap=True)
        self.nothing.setContentsMargins(6, 10, 6, 10)
        self.nothing.hide()
        self._state = AppState()
        self._drawn: Document | None = None
        self._told: int | None = None
        self._stale = True

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Show the tab in front. Without one also a hidden panel lets go of what it has."""
        self._state = new
        self._stale = True
        if self.isVisible() or new.tab is None:
            self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what changed meanwhile."""
        super().showEvent(event)
        if self._stale:
            self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has other colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.update()

    def _draw(self) -> None:
        self._stale = False
        tab = self._state.tab
        document = tab.document if tab is not None else None
        moment = self._state.told
        told = moment.index if moment is not None else None
        if document is not self._drawn or told != self._told:
            another, self._told = document is not self._drawn, told
            if another:
                self._drawn = document
                self.draw_document(document)
            if document is not None:
                self.draw_told(document, moment)
        if tab is not None:
            self.draw_moment(tab)

    def say_nothing(self, text: str) -> None:
        """One quiet line in place of the rows; "" for none."""
        self.nothing.setText(text)
        self.nothing.setVisible(bool(text))

    @abstractmethod
    def draw_document(self, document: Document | None) -> None:
        """Show another document, None for none."""

    def draw_told(self, document: Document, moment: Moment | None) -> None:
        """Show what of it is told up to a moment; None for all of it."""

    @abstractmethod
    def draw_moment(self, tab: OpenTab) -> None:
        """Show selection and moment."""
