"""The debugger's walk in the real window, once by keyboard alone and once by mouse alone: open the join with one failed
slot, go to the join, read why, out to the result, mark by a filter, play to it, compare with the run that worked, note
it, save, reopen. Nothing of the program is called to act: keys go to what has the keyboard, clicks to what is seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollArea,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, box_point, node_called, wait_idle
from tests.gui.looks import settle
from xccviz.annotations import Mark, Note
from xccviz.gui.commands import plain
from xccviz.gui.state.store import OpenTab
from xccviz.gui.window import MainWindow

WORKED = "tutorial-parallel-3-ok"
JOIN, FAILING = "caller.near.on_multi_done", "bravo.near.get_value"
MOST_TABS, MOST_TURNS = 80, 50
THOUGHT = "slot 1 failed: ask Bravo"
Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
NONE, CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def front(window: MainWindow) -> OpenTab:
    tab = window.store.state.tab
    assert tab is not None
    return tab


def selected(window: MainWindow) -> str:
    tab = front(window)
    return tab.document.graph.by_id[tab.selection or ""].label


def said(part: QWidget) -> str:
    """All the words of a part of the window that can be seen."""
    labels = (label.text() for label in part.findChildren(QLabel) if label.isVisible())
    cells = (
        str(table.model().index(row, column).data() or "")
        for table in part.findChildren(QTableView)
        if table.isVisible()
        for row in range(table.model().rowCount())
        for column in range(table.model().columnCount())
    )
    return "\n".join((*labels, *cells)).replace("\u200b", "")


# ------------------------------------------------------------------------------------------------------ what is seen


def check_at_join(window: MainWindow) -> None:
    """The join is selected, and its table says which slot failed."""
    assert selected(window) == JOIN
    told = said(window.docks.panels["inspector"])
    assert "value of alpha.near" in told and "Failed" in told
    assert f"{FAILING}\nFailed" in told


def check_why(window: MainWindow) -> None:
    """The answer stands in the inspector, sentence by sentence."""
    told = said(window.docks.panels["inspector"])
    assert f"Why did {JOIN} run?" in told
    assert f"Slot 1 came from {FAILING}." in told


def check_result(window: MainWindow) -> None:
    """At the end, with what came out of it."""
    assert front(window).moment.at_end
    assert "the end" in said(window.frame.steps) and "result: " in said(window.frame.steps)


def check_stopped(window: MainWindow) -> None:
    """Play stopped as soon as the mark finds the receipt, whose failure is known once it ran, and says so."""
    assert window.store.state.playing is None
    assert "stopped by a mark after bravo.near" in said(window.frame.steps)
    assert selected(window) == FAILING
    assert "1 mark" in said(window.docks.panels["marksPanel"])


def check_compared(window: MainWindow) -> None:
    """Both runs stand there, and what differs is told."""
    page = window.frame.pages.compared
    assert page is not None and page.isVisible()
    told = said(page)
    assert "no value today" in told and "value of bravo.near" in told


def check_all_there(window: MainWindow) -> None:
    """In a window that remembers nothing: marks, notes, step and selection are those of the capture."""
    tab = front(window)
    assert tab.marking.marks == (Mark(filter="fail"),)
    node = next(node.id for node in tab.document.graph.nodes if node.label == FAILING)
    assert tab.own_notes == (Note(node, THOUGHT),)
    assert selected(window) == FAILING and not tab.moment.at_end
    assert tab.marking.runs[0] == tab.cursor.index
    assert THOUGHT in said(window.docks.panels["inspector"])


# ---------------------------------------------------------------------------------------------------------- keyboard


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """A key, to whatever has the keyboard."""
    widget = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, modifiers)
    settle()


def write(text: str) -> None:
    """Letters, to whatever has the keyboard."""
    for letter in text:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, letter)
    settle()


def tab_to(reached: Callable[[QWidget], bool]) -> None:
    """Tab on until something has the keyboard."""
    for _ in range(MOST_TABS):
        widget = QApplication.focusWidget()
        if widget is not None and reached(widget):
            return
        press(Key.Key_Tab)
    raise AssertionError("Tab never comes there")


def answer_dialog(answer: Callable[[QFileDialog], None]) -> None:
    """What to do with the file dialog that comes next: Qt's own here, whose guesses come when they come."""

    def asked() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(QApplication.focusWidget(), QLineEdit):
            QTimer.singleShot(10, asked)  # it is not there yet
            return
        assert isinstance(dialog, QFileDialog)
        for field in dialog.findChildren(QLineEdit):
            field.setCompleter(None)
        answer(dialog)

    QTimer.singleShot(0, asked)


def test_by_keyboard_alone(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    window.resize(1440, 900)
    press(Key.Key_L, CTRL)
    write(f"sample:{FAILED}")
    press(Key.Key_Return)
    wait_idle(qtbot, window)
    settle()

    press(Key.Key_Home)
    press(Key.Key_F9)
    check_at_join(window)
    press(Key.Key_W)
    check_why(window)
    press(Key.Key_Escape)
    press(Key.Key_F11, SHIFT)
    check_result(window)

    press(Key.Key_7, ALT)
    press(Key.Key_Space)  # + Add by filter
    write("fail")
    press(Key.Key_Return)
    press(Key.Key_Escape)
    tab_to(lambda widget: widget.objectName() == "playPace")
    press(Key.Key_End)
    press(Key.Key_Up)  # 20 steps a second
    press(Key.Key_1, CTRL)
    press(Key.Key_Home)
    press(Key.Key_F5)
    assert window.store.state.pace == "20"
    qtbot.waitUntil(lambda: window.store.state.playing is None, timeout=20_000)
    settle()
    check_stopped(window)

    press(Key.Key_K, CTRL)
    write("compare with")
    press(Key.Key_Return)
    write(WORKED)
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: window.store.state.pair is not None, timeout=20_000)
    settle()
    check_compared(window)
    press(Key.Key_W, CTRL)
    assert window.store.state.pair is None

    press(Key.Key_N, CTRL)
    write(THOUGHT)
    press(Key.Key_Return)
    assert THOUGHT in said(window.docks.panels["notesPanel"])
    path = tmp_path / "walk.xcc.json"

    def name_it(dialog: QFileDialog) -> None:
        write(str(path))
        press(Key.Key_Return)

    answer_dialog(name_it)
    with qtbot.waitSignal(window.exporting.written):
        press(Key.Key_S, CTRL)

    window.activateWindow()  # as a desktop does where a dialog closed
    settle()
    press(Key.Key_Q, CTRL)
    assert not window.isVisible()
    monkeypatch.setenv("XCCVIZ_CONFIG_DIR", str(tmp_path / "another"))
    again = open_window()
    press(Key.Key_L, CTRL)
    write(str(path))
    press(Key.Key_Return)
    wait_idle(qtbot, again)
    settle()
    check_all_there(again)


# ------------------------------------------------------------------------------------------------------------- mouse


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """Turn the wheel until a widget is in sight, and click it."""
    place = at if at is not None else widget.rect().center()
    port = _port_around(widget)
    for _ in range(MOST_TURNS):
        if widget.visibleRegion().contains(place) or port is None:
            break
        turn(port)
    assert widget.isEnabled() and widget.visibleRegion().contains(place)
    QTest.mouseClick(widget, LEFT, NONE, place)
    settle()


def turn(port: QWidget) -> None:
    """One notch of the wheel down."""
    middle = QPointF(port.rect().center())
    event = QWheelEvent(
        middle, QPointF(port.mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(port, event)
    settle()


def _port_around(widget: QWidget) -> QWidget | None:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            return above.viewport()
        above = above.parentWidget()
    return None


def called(inside: QWidget, words: str) -> QAbstractButton:
    """The button that says so, of those that are seen; else one that says it among other words."""
    seen = [button for button in inside.findChildren(QAbstractButton) if button.isVisible()]
    exact = [button for button in seen if words in (plain(button.text()), button.accessibleName())]
    found = exact or [button for button in seen if words in button.text()]
    assert found, words
    return found[0]


def choose_row(view: QAbstractItemView, words: str) -> None:
    """Click the row of a list that says so, once the wheel has brought it in sight."""
    model = view.model()
    row = next(i for i in range(model.rowCount()) if words in str(model.index(i, 0).data()))
    for _ in range(MOST_TURNS):
        if view.viewport().rect().contains(view.visualRect(model.index(row, 0)).center()):
            break
        turn(view.viewport())
    click(view.viewport(), view.visualRect(model.index(row, 0)).center())


def choose(menu: QWidget | None, *words: str) -> None:
    """Click entry after entry of a menu and those it opens, by what they say."""
    for word in words:
        assert isinstance(menu, QMenu), word
        found = {plain(action.text()).rstrip("…"): action for action in menu.actions()}
        assert word in found and found[word].isEnabled(), (word, list(found))
        QTest.mouseClick(menu, LEFT, NONE, menu.actionGeometry(found[word]).center())
        settle()
        below = found[word].menu()
        for _ in range(MOST_TURNS):
            if isinstance(below, QMenu) and not below.isVisible():
                QTest.qWait(10)  # a menu takes a moment to open the one below
        menu = below if isinstance(below, QMenu) else None


def from_bar(window: MainWindow, title: str, *words: str) -> None:
    """Open a menu of the bar and choose there."""
    bar = window.menuBar()
    action = next(a for a in bar.actions() if plain(a.text()) == title)
    QTest.mouseClick(bar, LEFT, NONE, bar.actionGeometry(action).center())
    settle()
    choose(QApplication.activePopupWidget(), *words)


def context(window: MainWindow, label: str, *words: str) -> None:
    """The menu of a receipt in the drawing, and what is chosen there."""
    port = window.views["graph"].viewport()
    at = box_point(window, node_called(front(window).document, label))
    QApplication.sendEvent(port, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, port.mapToGlobal(at)))
    settle()
    choose(QApplication.activePopupWidget(), *words)


def open_by_mouse(qtbot: QtBot, window: MainWindow, given: str) -> None:
    """Click the open bar, type, click *Open*."""
    click(window.frame.open_bar.edit)
    window.frame.open_bar.edit.selectAll()
    write(given)
    click(called(window.frame.open_bar, "Open"))
    wait_idle(qtbot, window)
    settle()


def test_by_mouse_alone(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    window.resize(1440, 900)
    open_by_mouse(qtbot, window, f"sample:{FAILED}")

    strip = window.frame.steps
    click(called(strip, "First"))
    forward = called(strip, "Step forward")
    place, stood = forward.mapTo(window, QPoint(0, 0)), [front(window).cursor.index]
    for _ in range(7):
        click(forward)
        stood.append(front(window).cursor.index)
        assert forward.mapTo(window, QPoint(0, 0)) == place
    assert stood == sorted(set(stood)) and len(stood) == 8

    click(called(strip, "First"))
    click(called(strip, "Next callback"))
    check_at_join(window)
    context(window, JOIN, "Why", "Why did this run?")
    check_why(window)
    click(called(window.docks.panels["inspector"], "Put away"))
    click(called(window.frame.moves, "Step out to who gets its result"))
    check_result(window)

    from_bar(window, "View", "Panels", "Go to Marks")
    marks = window.docks.panels["marksPanel"]
    click(called(marks, "Add by filter"))
    write("fail")
    click(called(marks, "Add"))
    pace = window.frame.moves.pace
    for _ in range(pace.findText("20 steps/s") - pace.currentIndex()):
        turn(pace)
    assert window.store.state.pace == "20"
    click(called(strip, "First"))
    click(called(window.frame.moves, "Play"))
    qtbot.waitUntil(lambda: window.store.state.playing is None, timeout=20_000)
    settle()
    check_stopped(window)

    from_bar(window, "File", "Compare with")
    choose_row(window.palette_list.list, WORKED)
    qtbot.waitUntil(lambda: window.store.state.pair is not None, timeout=20_000)
    settle()
    check_compared(window)
    from_bar(window, "File", "Close transaction")
    assert window.store.state.pair is None

    context(window, FAILING, "Write a note")
    notes = window.docks.panels["notesPanel"]
    write(THOUGHT)
    click(called(notes, "Keep"))
    assert THOUGHT in said(notes)
    path = tmp_path / "walk.xcc.json"

    def name_it(dialog: QFileDialog) -> None:
        write(str(path))
        click(called(dialog, "Save"))

    answer_dialog(name_it)
    with qtbot.waitSignal(window.exporting.written):
        from_bar(window, "Export", "Capture, to open again (JSON)")
    window.activateWindow()
    window.close()

    monkeypatch.setenv("XCCVIZ_CONFIG_DIR", str(tmp_path / "another"))
    again = open_window()
    open_by_mouse(qtbot, again, str(path))
    check_all_there(again)
