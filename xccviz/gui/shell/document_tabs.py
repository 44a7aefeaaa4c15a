"""The tabs of the open transactions."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QTabBar, QWidget

from xccviz.catalogue import tr
from xccviz.gui.look.signs import sign_scrollers
from xccviz.gui.look.widgets import button
from xccviz.gui.state.store import AppState
from xccviz.gui.state.telling import same_look
from xccviz.model.text import visible_text

TITLE_SHOWN = 60
"""Characters."""


class DocumentTabs(QTabBar):
    """One tab an open transaction; hidden while there is only one. Emits `tab_wanted(index)` and
    `close_wanted(index)`."""

    tab_wanted = Signal(int)
    close_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("documentTabs")
        self.setAccessibleName(tr("Open transactions"))
        self.setExpanding(False)
        self.setDrawBase(False)
        self.currentChanged.connect(self.tab_wanted)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """A tab for each, the one in front chosen."""
        if not same_look(old, new):
            sign_scrollers(self)
        if old is not None and _shown(old) == _shown(new):
            return
        with QSignalBlocker(self):
            while self.count() > len(new.tabs):
                self.removeTab(self.count() - 1)
            for i, tab in enumerate(new.tabs):
                title = visible_text(tab.title, TITLE_SHOWN).replace("&", "&&")
                if i >= self.count():
                    self._add(title)
                self.setTabText(i, title)
            self.setCurrentIndex(new.active)
            self.setVisible(len(new.tabs) > 1)

    def _add(self, title: str) -> None:
        index = self.addTab(title)
        cross = button("✕", "link", lambda: self._close(cross), tr("Close this transaction"))
        self.setTabButton(index, QTabBar.ButtonPosition.RightSide, cross)

    def _close(self, cross: QWidget) -> None:
        side = QTabBar.ButtonPosition.RightSide
        self.close_wanted.emit(next(i for i in range(self.count()) if self.tabButton(i, side) is cross))


def _shown(state: AppState) -> tuple[object, ...]:
    return (state.active, *(id(tab.document) for tab in state.tabs))
