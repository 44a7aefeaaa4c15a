"""Keys belong to the field that has the focus; only then to the window's shortcuts."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, wait_idle
from xccviz.gui.panels.open_bar import LONGEST_LINE
from xccviz.gui.window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier
RECORDED = "tests/data/node/tutorial-parallel-3-one-panics/tx_status.json"


@pytest.fixture
def window(qtbot: QtBot, reuse_window: OpenWindow) -> MainWindow:
    window = reuse_window(f"sample:{FAILED}")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def where(window: MainWindow) -> tuple[object, ...]:
    tab = window.store.state.tab
    assert tab is not None
    return tab.cursor, tab.selection, window.views["graph"].transform().m11(), len(window.store.state.tabs)


def focus_field(window: MainWindow, text: str) -> None:
    window.actions_by_id["file.focus"].trigger()
    assert window.frame.open_bar.edit.hasFocus()
    window.frame.open_bar.edit.setText(text)


def test_letters_home_end_and_arrows_edit_the_field(qtbot: QtBot, window: MainWindow) -> None:
    window.views["graph"].zoom(1.5)
    window.intents.go_to_step(5)
    before = where(window)
    focus_field(window, "bcd")
    edit = window.frame.open_bar.edit
    for key in (
        Qt.Key.Key_Home,
        Qt.Key.Key_F,
        Qt.Key.Key_End,
        Qt.Key.Key_F,
        Qt.Key.Key_Left,
        Qt.Key.Key_Backspace,
    ):
        qtbot.keyClick(edit, key)
    qtbot.keyClick(edit, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    assert edit.text().lower() == "fbcff"
    assert where(window) == before


def test_the_same_keys_move_the_graph_when_it_has_the_focus(qtbot: QtBot, window: MainWindow) -> None:
    window.views["graph"].setFocus()
    # Not the scale at which it opened: that one rather shows words that can be read than leaves room for who waits.
    window.views["graph"].fit_whole()
    fitted = window.views["graph"].transform().m11()
    window.views["graph"].zoom(1.5)
    assert not window.views["graph"].sees_all
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_F)
    assert abs(window.views["graph"].transform().m11() - fitted) < 1e-9
    assert window.views["graph"].sees_all
    tab = window.store.state.tab
    assert tab is not None
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_Home)
    assert window.store.state.tab is not None
    assert window.store.state.tab.cursor.index == 0
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_End)
    assert window.store.state.tab.cursor.index == len(tab.document.timeline)


def test_ctrl_v_in_the_field_pastes_and_opens_nothing(qtbot: QtBot, window: MainWindow) -> None:
    focus_field(window, "")
    QGuiApplication.clipboard().setText("sample:join-of-joins")
    QTest.keySequence(window.frame.open_bar.edit, QKeySequence("Ctrl+V"))
    assert window.frame.open_bar.edit.text() == "sample:join-of-joins"
    assert window.store.state.job is None
    assert len(window.store.state.tabs) == 1


def test_ctrl_v_elsewhere_opens_what_is_pasted(qtbot: QtBot, window: MainWindow) -> None:
    window.views["graph"].setFocus()
    QGuiApplication.clipboard().setText("sample:join-of-joins")
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_V, CTRL)
    wait_idle(qtbot, window)
    assert len(window.store.state.tabs) == 2


def test_a_document_pasted_into_the_field_opens_at_once(
    qtbot: QtBot, window: MainWindow, repo_root: Path
) -> None:
    text = (repo_root / RECORDED).read_text()
    text += " " * max(0, LONGEST_LINE + 1 - len(text))
    focus_field(window, "")
    QGuiApplication.clipboard().setText(text)
    before = window.store.state.tab
    qtbot.keyClick(window.frame.open_bar.edit, Qt.Key.Key_V, CTRL)
    assert window.frame.open_bar.edit.text() == ""
    wait_idle(qtbot, window)
    assert window.store.state.problem is None
    assert window.store.state.tab is not before
