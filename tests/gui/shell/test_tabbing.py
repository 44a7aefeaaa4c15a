"""Keyboard only: Tab reaches every part of the window in reading order, each shows that it has the keyboard and says
what it is, and every row of the table of actions is taken by keys, and by its name."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, node_called, sized, wait_idle
from tests.gui.looks import contrasts, name_of, nameless, settle, takers
from xccviz.gui.commands import COMMANDS, plain
from xccviz.gui.keys import keys_of
from xccviz.gui.shell.tabbing import FocusRing
from xccviz.gui.state.store import ProblemState
from xccviz.gui.window import MainWindow
from xccviz.values import replace

MARK_CONTRAST, MARK_PX = 3.0, 50
"""How much a mark of the focus differs from what is there without it, and in how many px at least (of a small widget
half its edge)."""
ALT = Qt.KeyboardModifier.AltModifier
OPENED = {
    "in the past": (f"sample:{FAILED}", "--step", "9"),
    "tree": (f"sample:{FAILED}", "--view", "tree", "--step", "9"),
    "empty": (),
}


def awake(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """The window with the keyboard in the open bar."""
    sized(window, 1440, 900)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.frame.open_bar.edit.setFocus()
    settle()
    return window


def press(key: Qt.Key = Qt.Key.Key_Tab) -> QWidget:
    """Press a key where the keyboard is; where it is then."""
    QTest.keyClick(QApplication.focusWidget(), key)
    settle()
    now = QApplication.focusWidget()
    assert now is not None
    return now


def way_round(window: MainWindow, key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """The widgets that a key goes to from where it begins, until it is there again."""
    found = [QApplication.focusWidget()]
    while (now := press(key)) is not found[0]:
        assert now not in found, name_of(now)
        found.append(now)
    return found


@pytest.mark.parametrize("opened", OPENED)
def test_tab_reaches_everything_and_backtab_goes_the_same_way(
    qtbot: QtBot, reuse_window: OpenWindow, opened: str
) -> None:
    window = awake(qtbot, reuse_window(*OPENED[opened]))
    forward = way_round(window)
    assert {name_of(w) for w in takers(window)} == {name_of(w) for w in forward}
    assert way_round(window, Qt.Key.Key_Backtab) == [forward[0], *reversed(forward[1:])]
    assert nameless(window) == []


def test_the_parts_come_in_the_order_one_reads_them_whichever_dock_is_in_front(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = awake(qtbot, reuse_window(f"sample:{FAILED}", "--step", "9"))
    for dock in window.docks.docks:
        window.docks.bring(dock)
        window.frame.open_bar.edit.setFocus()
        settle()
        frame = window.frame
        parts = (
            frame.open_bar, frame.identity, frame.verdict, frame.view_tabs, frame.view_tools, window.views["graph"],
            frame.awaits, frame.steps, window.docks.docks[dock],
        )  # fmt: skip
        way = way_round(window)
        passed = [next((p for p in parts if p is w or p.isAncestorOf(w)), None) for w in way]
        order = [part for part in dict.fromkeys(passed) if part is not None]
        some = [part for part in parts if any(part is w or part.isAncestorOf(w) for w in takers(window))]
        assert order == some, dock
        assert len(some) >= len(parts) - 1  # a panel without rows has nothing to take it
        others = window.desk.tabifiedDockWidgets(window.docks.docks[dock])  # those behind it
        assert not any(other.isAncestorOf(w) for w in way for other in others)


def unmarked(window: MainWindow, within: QWidget) -> list[str]:
    """Of the widgets that Tab reaches those in `within` that look the same with the keyboard and without it."""
    first = QApplication.focusWidget()
    now, found = first, []
    while True:
        if within.isAncestorOf(now):
            place = (
                QRect(now.mapTo(window, QPoint()), now.size())
                .adjusted(-5, -3, 5, 3)
                .intersected(window.rect())
            )
            marked = window.grab(place).toImage()
            (window.frame.open_bar.open_button if now is first else first).setFocus()
            settle()
            changed = contrasts(marked, window.grab(place).toImage()) >= MARK_CONTRAST
            if np.count_nonzero(changed) < min(MARK_PX, now.width() + now.height()):
                found.append(name_of(now))
            now.setFocus()
        now = press()
        if now is first:
            return found


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("opened", OPENED)
def test_what_has_the_keyboard_can_be_seen(
    qtbot: QtBot, reuse_window: OpenWindow, opened: str, theme: str
) -> None:
    """Two pictures of the place of each widget, with the keyboard and without, differ in a clear mark."""
    window = awake(qtbot, reuse_window(*OPENED[opened], "--theme", theme))
    assert unmarked(window, window) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_so_it_can_in_every_panel_and_in_what_tells_of_an_error(
    qtbot: QtBot, reuse_window: OpenWindow, theme: str
) -> None:
    window = awake(qtbot, reuse_window("sample:mainnet-intents", "--theme", theme))
    for dock in window.docks.docks.values():
        dock.raise_()
        settle()
        assert unmarked(window, dock) == []
    window.store.update(lambda s: replace(s, problem=ProblemState("x", "No.", "Try.", ("a detail",))))
    window.frame.problem.unfold.click()
    settle()
    assert unmarked(window, window.frame.problem) == []


def test_the_ring_goes_with_the_keyboard_and_with_the_size(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = awake(qtbot, reuse_window(f"sample:{FAILED}"))
    window.views["graph"].setFocus()
    assert not window.findChildren(FocusRing)
    window.frame.view_tools.findChildren(QWidget)[-1].setFocus()
    while press() is not window.views["graph"]:
        pass
    (ring,) = window.views["graph"].findChildren(FocusRing)
    sized(window, 1000, 700)
    assert ring.geometry() == window.views["graph"].rect()
    window.frame.open_bar.edit.setFocus()
    assert ring.isHidden()


def test_tab_scrolls_the_inspector_to_what_it_reaches(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = awake(qtbot, reuse_window(f"sample:{FAILED}"))
    sized(window, 1000, 500)
    bar = window.inspector.verticalScrollBar()
    last = next(b for b in window.inspector.findChildren(QPushButton) if "raw JSON" in b.text())
    assert last.visibleRegion().isEmpty()
    press(Qt.Key.Key_Backtab)  # the last widget of all
    assert last.hasFocus()
    assert not last.visibleRegion().isEmpty()
    assert bar.value() > 0


# ---------------------------------------------------------------------------------------------------------- actions


def by_menu(qtbot: QtBot, window: MainWindow, name: str) -> None:
    """Take an entry with the keys alone: Alt and the menu's letter, then arrows and Return."""
    spec = next(spec for spec in COMMANDS if spec.id == name)
    top, *below = spec.menu.split("/")
    bar = next(a for a in window.menuBar().actions() if plain(a.text()) == top)
    letter = QKeySequence.mnemonic(bar.text())[0].key()
    qtbot.keyClick(QApplication.focusWidget(), letter, ALT)
    wanted = [*below, plain(spec.text)]
    for words in wanted:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu), (name, words)
        count = len(menu.actions())
        while plain((menu.activeAction() or bar).text()) != words:
            assert count > 0, (name, words)
            count -= 1
            qtbot.keyClick(menu, Qt.Key.Key_Down)
        if words is not wanted[-1]:
            qtbot.keyClick(menu, Qt.Key.Key_Right)
    qtbot.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Return)
    settle()


def by_palette(qtbot: QtBot, window: MainWindow, name: str) -> None:
    """Take an action by typing its words into the palette."""
    spec = next(spec for spec in COMMANDS if spec.id == name)
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = window.palette_list.field
    words = f"{spec.menu.replace('/', ' › ')} › {plain(spec.text)}"
    qtbot.keyClicks(field, re.sub(r"[^a-zA-Z ]+", " ", words))
    for _ in range(window.palette_list.list.model().rowCount()):
        if window.palette_list.list.current().text == words:
            break
        qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle()


def by_shortcut(window: MainWindow, keys: str) -> None:
    """Press the keys of a shortcut in the graph, as a desktop tells of them."""
    combination = QKeySequence(keys)[0]
    for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
        QTest.sendKeyEvent(
            QTest.KeyAction.Press if kind == QKeyEvent.Type.KeyPress else QTest.KeyAction.Release,
            window.views["graph"], combination.key(), "", combination.keyboardModifiers(),
        )  # fmt: skip
    settle()


def by_name(window: MainWindow, name: str) -> None:
    """Press the entry of the menus that is called so, as who hears the window does."""
    spec = next(spec for spec in COMMANDS if spec.id == name)
    here = QAccessible.queryAccessibleInterface(window.menuBar())
    for words in (*spec.menu.split("/"), plain(spec.text)):
        below = [here.child(n) for n in range(here.childCount())]
        if len(below) == 1 and below[0].role() == QAccessible.Role.PopupMenu:
            below = [below[0].child(n) for n in range(below[0].childCount())]
        (here,) = [entry for entry in below if entry.text(QAccessible.Text.Name) == words]
    assert here.role() == QAccessible.Role.MenuItem
    here.actionInterface().doAction(here.actionInterface().pressAction())
    settle()


@pytest.mark.parametrize("way", ["menu", "palette", "shortcut", "name"])
def test_every_row_is_taken_by_keys(qtbot: QtBot, open_window: OpenWindow, way: str) -> None:
    """Each row is enabled and only tells that it was taken: what it does then stands in test_actions.py.
    No other test can use a window whose rows do nothing."""
    window = awake(qtbot, open_window(f"sample:{FAILED}", "--step", "5"))
    taken: list[str] = []
    for spec in COMMANDS:
        action = window.actions_by_id[spec.id]
        if spec.id != "help.palette" or way != "palette":
            action.triggered.disconnect()
        action.triggered.connect(lambda _checked=False, name=spec.id: taken.append(name))
    for spec in COMMANDS:
        window.views["graph"].setFocus()
        window.actions_by_id[spec.id].setEnabled(True)
        taken.clear()
        if way == "menu":
            by_menu(qtbot, window, spec.id)
            assert taken == [spec.id]
            window.activateWindow()  # without a window manager a menu keeps the desktop's attention
            qtbot.waitUntil(window.isActiveWindow)
        elif way == "palette":
            by_palette(qtbot, window, spec.id)
            assert taken[-1] == spec.id
            window.palette_list.close_palette()
        elif way == "name":
            by_name(window, spec.id)
            assert taken == [spec.id]
        for keys in keys_of(spec.id) if way == "shortcut" else ():
            by_shortcut(window, keys)
            assert taken.pop() == spec.id, keys
            assert not taken


def test_menus_open_by_alt_and_their_letters_choose(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = awake(qtbot, reuse_window(f"sample:{FAILED}", "--step", "0"))
    tab = window.store.state.tab
    assert tab is not None
    window.views["graph"].setFocus()
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_S, ALT)
    qtbot.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_A)
    wait_idle(qtbot, window)
    tab = window.store.state.tab
    assert tab is not None
    assert tab.selection == node_called(tab.document, "bravo.near.get_value")
    assert not any(dock.isFloating() for dock in window.findChildren(QDockWidget))
