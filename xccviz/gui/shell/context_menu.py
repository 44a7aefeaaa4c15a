"""The menu that opens on a thing: who knows what is under the pointer, or has the keyboard, and Qt's menu of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QContextMenuEvent, QHelpEvent
from PySide6.QtWidgets import QApplication, QMenu, QToolTip, QWidget

from xccviz.analysis.compare.values import Missing
from xccviz.gui.asked import Asked, asked_for
from xccviz.gui.context import SUBMENUS, Entry, entries_for
from xccviz.gui.intents import Intents
from xccviz.gui.look.widgets import plain_tooltip
from xccviz.gui.pointed import OfRun, Pointed, Points
from xccviz.gui.state.store import AppState

_OWN, _SUBMENUS = -1, 100
"""Groups of what the place adds, and of menus in the menu."""


class ContextMenus(QObject):
    """Opens them over `window`; `state` is what it shows."""

    def __init__(self, window: QWidget, intents: Intents, state: Callable[[], AppState]) -> None:
        super().__init__(window)
        self._window, self._intents, self._state = window, intents, state
        self.menu: QMenu | None = None
        self._last: QMenu | None = None

    def hear(self, other: QWidget) -> None:
        """Open them over another window too."""
        other.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What nobody in the other window has taken."""
        if event.type() == QEvent.Type.ContextMenu and isinstance(event, QContextMenuEvent):
            return isinstance(watched, QWidget) and self.open(event, watched)
        return super().eventFilter(watched, event)

    def open(self, event: QContextMenuEvent, inside: QWidget) -> bool:
        """Open the menu of what is pointed at in a widget; whether there is one."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        under = inside.childAt(inside.mapFromGlobal(event.globalPos()))
        widget = (QApplication.focusWidget() or inside.focusWidget()) if by_key else under
        found = _told(widget, None if by_key else event.globalPos())
        if found is None:
            return False
        (pointed, at), side = found, _run_around(widget)
        asked = asked_for(self._state(), pointed, side)
        if asked is not None and pointed.node not in (None, asked.tab.selection):
            self._intents.select(pointed.node)  # all see what the menu is of
            asked = asked_for(self._state(), pointed, side)
        if asked is None:
            return False
        if self._last is not None:
            self._last.deleteLater()  # not when it closed: a key may still have been on its way to it
        self._last = self.menu = self._made(asked)
        self.menu.popup(at)
        return True

    def _made(self, asked: Asked) -> _Menu:
        menu = _Menu(self._window)
        menu.aboutToHide.connect(self._closed)
        menus = {"": menu}
        for own in asked.pointed.own:
            _part(menu, _OWN)
            menu.addAction(_words(own.text), own.run)
        for entry, why_not in entries_for(asked):
            if entry.menu not in menus:
                _part(menu, _SUBMENUS)
                menus[entry.menu] = _Menu(menu)
                menus[entry.menu].setTitle(SUBMENUS[entry.menu])
                menu.addMenu(menus[entry.menu])
            _part(menus[entry.menu], entry.group)
            self._add(menus[entry.menu], entry, why_not, asked)
        return menu

    def _add(self, menu: QMenu, entry: Entry, why_not: str, asked: Asked) -> None:
        action = menu.addAction(_words(entry.title(asked)), partial(entry.run, self._intents, asked))
        action.setObjectName(entry.id)
        action.setEnabled(not why_not)
        action.setStatusTip(why_not)
        action.setToolTip(plain_tooltip(why_not))

    def _closed(self) -> None:
        self.menu = None


class _Menu(QMenu):
    """A menu in which only what can't be taken has a tool tip: why. `part`: the group of its last entry."""

    part: int | None = None

    def event(self, event: QEvent) -> bool:
        """Show it."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            action = self.actionAt(event.pos())
            QToolTip.showText(
                event.globalPos(), action.toolTip() if action and action.statusTip() else "", self
            )
            return True
        return super().event(event)


def _part(menu: _Menu, group: int) -> None:
    """The next entry is of this group: a line before it, if it is another one."""
    if menu.part not in (None, group):
        menu.addSeparator()
    menu.part = group


def _words(text: str) -> str:
    """Words of an entry: no letter of chain text is a key."""
    return text.replace("&", "&&")


def _run_around(widget: QWidget | None) -> Missing | None:
    """The run of two that a widget shows."""
    while widget is not None:
        if isinstance(widget, OfRun):
            return widget.side
        widget = widget.parentWidget()
    return None


def _told(widget: QWidget | None, at: QPoint | None) -> tuple[Pointed, QPoint] | None:
    """What the nearest widget that has a menu says is there."""
    while widget is not None:
        if isinstance(widget, Points):
            return widget.pointed_at(at)
        widget = widget.parentWidget()
    return None
