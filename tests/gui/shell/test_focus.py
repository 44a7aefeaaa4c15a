"""Nobody loses the keyboard: what is hidden, made anew or switched off leaves it to what is around it, never to the
open bar, where the next key would write over what stands there."""

# covers: xccviz/gui/look/held.py, xccviz/gui/shell/areas.py, xccviz/gui/shell/staged.py, xccviz/gui/shell/tabbing.py

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, discard, sized, wait_idle
from tests.gui.looks import settle
from xccviz.gui.inspector.json_text import JsonText
from xccviz.gui.look.held import Held
from xccviz.gui.panels import PANELS
from xccviz.gui.shell.tabbing import FocusRing, tab_places
from xccviz.gui.state.store import ProblemState
from xccviz.gui.window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, reuse_window: OpenWindow) -> MainWindow:
    window = reuse_window(f"sample:{FAILED}")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    settle()
    return window


def here() -> QWidget:
    now = QApplication.focusWidget()
    assert now is not None
    return now


def button(window: QWidget, words: str) -> QPushButton:
    return next(found for found in window.findChildren(QPushButton) if found.text() == words)


def test_raw_json_leaves_the_keyboard_in_the_inspector(qtbot: QtBot, window: MainWindow) -> None:
    for words in ("Show raw JSON", "Hide raw JSON"):
        qtbot.mouseClick(button(window.inspector, words), Qt.MouseButton.LeftButton)
        settle()
        assert here() is window.inspector or window.inspector.isAncestorOf(here())
    step = window.store.state.tab
    qtbot.keyClick(here(), Qt.Key.Key_Home)
    assert window.store.state.tab is not step  # Home still goes to the first step


def test_a_panel_that_closes_leaves_it_to_the_view(window: MainWindow) -> None:
    for name, dock in window.docks.docks.items():
        window.docks.go_to(name)
        settle()
        dock.close()
        settle()
        assert here() is window.views["graph"]


def test_a_key_for_a_view_goes_into_it(qtbot: QtBot, window: MainWindow) -> None:
    chip = window.frame.verdict.chips.findChildren(QPushButton)[0]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    qtbot.keyClick(here(), Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert window.views["tree"].isAncestorOf(here())
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    qtbot.keyClick(here(), Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert here() is window.views["graph"]


def test_whatever_has_the_keyboard_may_go(window: MainWindow) -> None:
    """Hidden, switched off, or with all around it."""
    bar = window.frame.open_bar.edit
    everything = [
        w for w in window.findChildren(QWidget) if w.focusPolicy() and w.isVisible() and w is not bar
    ]
    assert len(everything) > 30
    for widget in everything:
        if not widget.isVisible() or widget.isAncestorOf(bar) or widget.focusProxy() is not None:
            continue
        for take, give in ((QWidget.hide, QWidget.show), (off, on)):
            widget.setFocus()
            take(widget)
            assert here() is not bar, widget.objectName()
            give(widget)


def off(widget: QWidget) -> None:
    widget.setEnabled(False)


def on(widget: QWidget) -> None:
    widget.setEnabled(True)


def test_an_empty_window_has_it_in_the_open_bar(window: MainWindow) -> None:
    window.intents.close_tab()
    settle()
    assert here() is window.frame.open_bar.edit


def test_esc_puts_an_error_away_from_wherever_it_is_pressed(qtbot: QtBot, window: MainWindow) -> None:
    for where in (window.views["graph"], window.inspector, window.frame.open_bar.edit):
        window.opener.tell("x", ValueError("no"))
        assert isinstance(window.store.state.problem, ProblemState)
        where.setFocus()
        qtbot.keyClick(here(), Qt.Key.Key_Escape)
        assert window.store.state.problem is None
        assert not window.frame.problem.isVisible()


def test_the_palette_outlives_what_had_the_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    gone = QLineEdit(window.entry)
    gone.show()
    gone.setFocus()
    window.show_palette()
    discard(gone)
    window.palette_list.close_palette()
    assert here() is window.views["graph"]


def test_a_widget_of_qts_own_that_went_is_not_held(qtbot: QtBot) -> None:
    """The tab bar of docks is made and deleted by Qt, and its Python name doesn't hear of it."""
    owner, held = QMainWindow(), Held()
    qtbot.addWidget(owner)
    label = QLabel(owner)
    held.hold(label)
    assert held.take() is label
    assert held.take() is None
    tabs = QTabBar(owner)
    held.hold(label)
    held.hold(tabs)
    discard(label)
    discard(tabs)
    assert held.take() is None


@pytest.mark.parametrize("view", ["graph", "sequence", "timeline", "tree"])
def test_esc_puts_an_answer_away_and_gives_the_keyboard_back(
    qtbot: QtBot, window: MainWindow, view: str
) -> None:
    window.intents.go_to_view(view)
    qtbot.keyClick(here(), Qt.Key.Key_W)
    tab = window.store.state.tab
    assert tab is not None and tab.answer is not None
    assert window.docks.docks["inspector"].isAncestorOf(here())
    ring = here().findChild(FocusRing)
    assert ring is not None and ring.isVisible()
    qtbot.keyClick(here(), Qt.Key.Key_Escape)
    settle()
    assert not window.docks.panels["inspector"].findChildren(FocusRing)
    tab = window.store.state.tab
    assert tab is not None and tab.answer is None
    assert here() is window.views[view] or window.views[view].isAncestorOf(here())


def test_every_view_has_a_key(qtbot: QtBot, window: MainWindow) -> None:
    for n, name in enumerate(window.views):
        qtbot.keyClick(here(), Qt.Key(Qt.Key.Key_1 + n), Qt.KeyboardModifier.ControlModifier)
        assert window.store.state.view == name


def test_esc_leads_back_from_every_panel(qtbot: QtBot, window: MainWindow) -> None:
    for spec in PANELS:
        window.intents.go_to_panel(spec.name)
        assert window.docks.docks[spec.name].isAncestorOf(here()) or here() is window.docks.docks[spec.name]
        qtbot.keyClick(here(), Qt.Key.Key_Escape)
        assert here() is window.views["graph"], spec.name


def parts_of(window: MainWindow) -> list[QWidget]:
    """What F6 goes to, as one reads it."""
    frame = window.frame
    dock = next(dock for name, dock in window.docks.docks.items() if window.docks.in_front(name))
    return [
        frame.open_bar, frame.identity, frame.verdict, frame.tool_row, frame.moves, frame.view_bar, frame.view_stack,
        frame.awaits, frame.steps, dock,
    ]  # fmt: skip


def test_f6_goes_from_part_to_part_and_back(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1440, 900)
    window.intents.go_to_step(9)  # somebody waits
    settle()
    parts = [part for part in parts_of(window) if part is window.frame.awaits or tab_places(part)]
    assert len(parts) > 7
    window.frame.open_bar.edit.setFocus()
    for part in (*parts[1:], parts[0]):
        qtbot.keyClick(here(), Qt.Key.Key_F6)
        assert part.isAncestorOf(here()) or part is here(), part.objectName()
    for part in (*reversed(parts[1:]), parts[0]):
        qtbot.keyClick(here(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
        assert part.isAncestorOf(here()) or part is here(), part.objectName()
    window.intents.close_tab()
    settle()
    qtbot.keyClick(here(), Qt.Key.Key_F6)
    assert window.frame.empty.isAncestorOf(here())
    qtbot.keyClick(here(), Qt.Key.Key_F6)
    assert here() is window.frame.open_bar.edit


def close_tab(window: MainWindow) -> None:
    window.frame.tab_bar.setFocus()
    window.intents.close_tab()


def other_document(window: MainWindow) -> None:
    window.frame.verdict.chips.findChildren(QPushButton)[0].setFocus()
    window.intents.next_tab()


def other_selection(window: MainWindow) -> None:
    tab = window.store.state.tab
    assert tab is not None
    shown = [b for b in window.inspector.findChildren(QPushButton) if b.isVisible()]
    shown[-1].setFocus()
    assert shown[-1].hasFocus()
    window.select(tab.document.graph.root.id)


def filter_cleared(window: MainWindow) -> None:
    window.intents.set_filter("ok")
    settle()
    next(
        b for b in window.frame.view_bar.findChildren(QAbstractButton) if b.isVisible() and b.isEnabled()
    ).setFocus()
    window.intents.clear_filter()


def error_dismissed(window: MainWindow) -> None:
    window.opener.tell("x", ValueError("no"))
    settle()
    dismiss = button(window.frame.problem, "Dismiss")
    dismiss.setFocus()
    dismiss.click()


def panels_hidden(window: MainWindow) -> None:
    window.intents.go_to_panel("logsPanel")
    window.intents.hide_or_show_panels()


def comparison_closed(window: MainWindow) -> None:
    window.compare_with("sample:tutorial-parallel-3-ok")
    while window.store.state.pair is None:
        QApplication.processEvents()
    settle()
    compared = window.entry.pages.compared
    assert compared is not None
    compared.list.setFocus()
    window.intents.close_tab()


def view_changed(window: MainWindow) -> None:
    window.views["graph"].setFocus()
    window.intents.show_view("tree")


def note_left(window: MainWindow) -> None:
    window.intents.begin_note()
    settle()
    QTest.keyClick(here(), Qt.Key.Key_Escape)


GONE = (
    close_tab, other_document, other_selection, filter_cleared, error_dismissed, panels_hidden, comparison_closed,
    view_changed, note_left,
)  # fmt: skip


def test_whatever_goes_leaves_the_keyboard_where_one_can_see_it(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window(f"sample:{FAILED}", "sample:tutorial-batch-ok")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for way in GONE:
        way(window)
        wait_idle(qtbot, window)
        settle()
        now = QApplication.focusWidget()
        assert now is not None and now.isVisible() and now.isEnabled(), way.__name__
        assert now is not window.frame.open_bar.edit, way.__name__
        if len(window.store.state.tabs) < 2:
            window.intents.reopen_tab()
            wait_idle(qtbot, window)
            settle()


def test_raw_json_comes_in_sight_where_it_was_asked_for(qtbot: QtBot, window: MainWindow) -> None:
    """Whoever has scrolled down to its button is not led back to the top."""
    panel = window.inspector
    sized(window, 1440, 900)
    settle()
    bar = panel.verticalScrollBar()
    bar.setValue(bar.maximum())
    before = bar.value()
    assert before > 0
    qtbot.mouseClick(button(panel, "Show raw JSON"), Qt.MouseButton.LeftButton)
    settle()
    text = panel.findChild(JsonText)
    assert bar.value() > before and text.visibleRegion().boundingRect() == text.rect()
    at = bar.value()
    button(panel, "Hide raw JSON").setFocus()
    assert bar.value() == at
    qtbot.mouseClick(button(panel, "Hide raw JSON"), Qt.MouseButton.LeftButton)
    settle()
    assert bar.value() == bar.maximum() == before
