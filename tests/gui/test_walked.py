"""Every dialog and every dock by the keyboard alone and by its accessible name. Of the commands:
tests/gui/shell/test_tabbing.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.gui.conftest import FAILED, OpenWindow
from tests.gui.faces import DIALOGS
from tests.gui.looks import name_of, nameless, settle, takers
from xccviz.gui.panels import PANELS
from xccviz.gui.window import MainWindow

NAME, TOLD = QAccessible.Text.Name, QAccessible.Text.Description


@pytest.fixture
def window(qtbot: QtBot, reuse_window: OpenWindow) -> MainWindow:
    window = reuse_window(f"sample:{FAILED}", "--step", "5")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def everything(widget: QWidget) -> Iterator[QAccessibleInterface]:
    """All that a screen reader finds of it."""
    waiting = [QAccessible.queryAccessibleInterface(widget)]
    while waiting:
        here = waiting.pop()
        yield here
        below = [here.child(n) for n in range(here.childCount())]
        waiting += [child for child in below if child is not None and child.isValid()]


def tabbed(first: QWidget, most: int = 200) -> list[QWidget]:
    """What Tab goes to from there, until it is there again."""
    found = [first]
    for _ in range(most):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is first or now is None:
            return found
        assert now not in found, name_of(now)
        found.append(now)
    raise AssertionError("Tab never comes back")


@pytest.mark.parametrize("command", DIALOGS)
def test_a_dialog_is_walked_by_tab_named_and_left_by_esc(
    qtbot: QtBot, window: MainWindow, command: str
) -> None:
    view = window.views["graph"]
    view.setFocus()
    window.actions_by_id[command].trigger()
    settle()
    shown: QWidget = QApplication.activeModalWidget() or window.palette_list
    assert shown.isVisible()
    interface = QAccessible.queryAccessibleInterface(shown)
    assert DIALOGS[command] in interface.text(NAME)
    if isinstance(shown, QDialog):
        assert interface.role() == QAccessible.Role.Dialog
    assert nameless(shown) == []
    first = QApplication.focusWidget()
    assert first is not None and shown.isAncestorOf(first)
    way = tabbed(first)
    assert all(shown.isAncestorOf(w) for w in way)
    if isinstance(shown, QDialog):
        assert {name_of(w) for w in takers(shown)} <= {name_of(w) for w in way}
    assert not [i.text(NAME) for i in everything(shown) if "<" in i.text(TOLD)[:1]]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    settle()
    assert not isValid(shown) or not shown.isVisible()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert QApplication.focusWidget() is view


def test_a_dock_is_found_by_its_name_and_closed_by_its_button(qtbot: QtBot, window: MainWindow) -> None:
    for spec in PANELS:
        window.intents.go_to_panel(spec.name)
        settle()
        dock = window.docks.docks[spec.name]
        now = QApplication.focusWidget()
        assert now is not None and (now is dock or dock.isAncestorOf(now)), spec.name
        assert nameless(dock) == []
        panes = [i for i in everything(window) if i.text(NAME) == spec.title and i.object() is dock]
        assert len(panes) == 1, spec.name
        close = next(i for i in everything(dock) if i.text(NAME) == f"Close {spec.title}")
        close.actionInterface().doAction(close.actionInterface().pressAction())
        qtbot.waitUntil(lambda dock=dock: not dock.isVisible())  # it is seen to be pressed first
        settle()
        assert QApplication.focusWidget() is window.views["graph"]


UNNAMED = {
    QAccessible.Role.Client,
    QAccessible.Role.Border,
    QAccessible.Role.LayeredPane,
    QAccessible.Role.Pane,
    QAccessible.Role.PopupMenu,
    QAccessible.Role.Separator,
    QAccessible.Role.MenuBar,
    QAccessible.Role.ScrollBar,
    QAccessible.Role.Window,
}
"""What only holds others."""


def test_all_that_is_seen_is_called_something_and_nothing_is_said_in_markup(window: MainWindow) -> None:
    for spec in PANELS:
        window.docks.bring(spec.name)
        settle()
        faults, count = [], 0
        for here in everything(window):
            count += 1
            name, own = here.text(NAME).strip(), here.object()
            if name.startswith("<") or here.text(TOLD).startswith("<"):
                faults.append(f"{spec.name}: {name} is said in markup")
            silent = (
                here.role() in UNNAMED
                or here.state().invisible
                or (isinstance(own, QLabel) and not own.text())
            )
            if not name and not silent and _in_front(own, window):
                faults.append(f"{spec.name}: {here.role()} {type(own).__name__} has no name")
        assert faults == []
        assert count > 300


def _in_front(own: object, window: MainWindow) -> bool:
    """Whether it is in no dock that stands behind another: what those hold is made when they come to the front."""
    docks = (dock for name, dock in window.docks.docks.items() if not window.docks.in_front(name))
    return isinstance(own, QWidget) and not any(dock.isAncestorOf(own) for dock in docks)
