"""The tabs of the open transactions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QTabBar, QWidget

from xccviz.catalogue import tr
from xccviz.gui.look.icons import icon, sign_scrollers
from xccviz.gui.look.signs import sign_icon
from xccviz.gui.look.theme import current_theme
from xccviz.gui.look.widgets import button, wrapped_tooltip
from xccviz.gui.pointed import OwnEntry, Pointed
from xccviz.gui.state.pair import Pair
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.gui.state.tabs import place_of, places
from xccviz.gui.state.telling import same_look
from xccviz.model.text import visible_text
from xccviz.words.differences import headline
from xccviz.words.ids import distinct, pair_title
from xccviz.words.signs import VERDICTS

TITLE_SHOWN = 60
"""Characters."""


class DocumentTabs(QTabBar):
    """One tab an open transaction, with the sign of how it ended; hidden while there is only one. Emits
    `tab_wanted(index)`, `close_wanted(index)`, `window_wanted(index)` where it is to have a window of its own,
    `compare_wanted(key of a tab)` and, when one was dragged, `move_wanted(from, to)`. The two that are compared have
    the last tab, which stays there."""

    tab_wanted = Signal(int)
    close_wanted = Signal(int)
    move_wanted = Signal(int, int)
    compare_wanted = Signal(int)
    window_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("documentTabs")
        self.setAccessibleName(tr("Open transactions"))
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setMovable(True)
        self.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.currentChanged.connect(self.tab_wanted)
        self.tabMoved.connect(self._was_moved)
        self._state: AppState | None = None
        self._back = False
        self._pressed = -1

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """A tab for each, the one in front chosen."""
        if not same_look(old, new):
            sign_scrollers(self)
        self._state = new
        if old is not None and _shown(old) == _shown(new) and same_look(old, new):
            return
        titles = tab_titles(new)
        with QSignalBlocker(self):
            while self.count() > places(new):
                self.removeTab(self.count() - 1)
            for i, (tab, title) in enumerate(zip(new.tabs, titles, strict=True)):
                if i >= self.count():
                    self._add()
                self._label(i, tab, title)
            if new.compared is not None:
                self._label_pair(new.compared, len(new.tabs))
            self.setCurrentIndex(place_of(new))
            self.setVisible(places(new) > 1)

    def pointed_at(self, at: QPoint | None) -> tuple[Pointed, QPoint] | None:
        """The transaction of a tab, which comes to the front: all see what the menu is of."""
        index = self.tabAt(self.mapFromGlobal(at)) if at is not None else self.currentIndex()
        if index < 0:
            return None
        if index != self.currentIndex():
            self.setCurrentIndex(index)
        others = [other for other in range(self.count()) if other != index]
        own = [OwnEntry(tr("Close"), partial(self.close_wanted.emit, index))]
        if others:
            own.append(OwnEntry(tr("Close all others"), partial(self._close_all, others)))
        if index < self.count() - 1:
            after = [other for other in others if other > index]
            own.append(OwnEntry(tr("Close those behind it"), partial(self._close_all, after)))
        if others and self._state is not None and index < len(self._state.tabs):
            own.append(OwnEntry(tr("Move to a new window"), partial(self.window_wanted.emit, index)))
        own += self._comparing(index)
        where = at or self.mapToGlobal(self.tabRect(index).center())
        title = self.tabText(index).replace("&&", "&")
        return Pointed(text=title, what=tr("Title"), own=tuple(own)), where

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The middle button takes none to the front: it closes the one it is pressed and let go on."""
        if event.button() != Qt.MouseButton.MiddleButton:
            super().mousePressEvent(event)
            return
        self._pressed = self.tabAt(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The same."""
        if event.button() != Qt.MouseButton.MiddleButton:
            super().mouseReleaseEvent(event)
            return
        index, self._pressed = self._pressed, -1
        if index >= 0 and index == self.tabAt(event.position().toPoint()):
            self.close_wanted.emit(index)

    def _comparing(self, index: int) -> list[OwnEntry]:
        """Entries that compare the transaction of a tab with the others that are open."""
        state = self._state
        tabs = state.tabs if state is not None else ()
        titles = tab_titles(state) if state is not None else ()
        entries = []
        for other, (tab, title) in enumerate(zip(tabs, titles, strict=True)):
            if other != index < len(tabs):
                words = tr("Compare with {title}", title=title)
                entries.append(OwnEntry(words, partial(self.compare_wanted.emit, tab.key)))
        return entries

    def _close_all(self, indices: Sequence[int]) -> None:
        for index in sorted(indices, reverse=True):
            self.close_wanted.emit(index)

    def _label(self, index: int, tab: OpenTab, title: str) -> None:
        verdict = tab.document.verdict
        sign = VERDICTS[verdict.ending]
        self.setTabText(index, title.replace("&", "&&"))
        self.setTabIcon(index, sign_icon(sign.shape, sign.tone, current_theme().name))
        self.setTabToolTip(index, wrapped_tooltip(f"{verdict.title}\n{tab.document.trace.transaction.hash}"))
        self.setAccessibleTabName(index, f"{title}, {sign.word}")

    def _label_pair(self, pair: Pair, index: int) -> None:
        if index >= self.count():
            self._add()
        short = (visible_text(run.title)[:TITLE_SHOWN] for run in (pair.a, pair.b))
        title = pair_title(*short)
        self.setTabText(index, title.replace("&", "&&"))
        self.setTabIcon(index, icon("swap", current_theme()))
        self.setTabToolTip(index, wrapped_tooltip(headline(pair.found.found)))
        self.setAccessibleTabName(index, tr("Compared: {title}", title=title))

    def _was_moved(self, start: int, end: int) -> None:
        if self._back:
            return
        count = len(self._state.tabs) if self._state is not None else 0
        if count in (start, end) and self.count() > count:
            self._back = True
            self.moveTab(end, start)
            self._back = False
            return
        self.move_wanted.emit(start, end)

    def _add(self) -> None:
        index = self.addTab("")
        cross = button("✕", "link", lambda: self._close(cross), tr("Close this transaction"))
        self.setTabButton(index, QTabBar.ButtonPosition.RightSide, cross)

    def _close(self, cross: QWidget) -> None:
        side = QTabBar.ButtonPosition.RightSide
        self.close_wanted.emit(next(i for i in range(self.count()) if self.tabButton(i, side) is cross))


def tab_titles(state: AppState) -> tuple[str, ...]:
    """What each tab is called, as it is shown: no two alike, also of names that begin alike and are cut."""
    shown = (
        (visible_text(tab.title, TITLE_SHOWN), tab.document.trace.transaction.hash) for tab in state.tabs
    )
    return distinct([*shown])


def _shown(state: AppState) -> tuple[object, ...]:
    found = state.compared.found if state.compared is not None else None
    return (place_of(state), id(found), *(id(tab.document) for tab in state.tabs))
