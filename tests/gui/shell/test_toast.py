"""What was done is said for a moment: every copy, every file that was written, a clipboard without anything."""

# covers: xccviz/gui/look/bulletin.py, xccviz/gui/shell/toast.py

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, sized
from tests.gui.looks import settle
from xccviz.export import EXPORTERS
from xccviz.gui.shell import toast


def test_every_button_that_copies_says_so(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.intents.copy_hash()
    assert window.toast.isVisible()
    assert window.toast.text() == "Transaction hash copied"
    settle()
    buttons = [b for b in window.findChildren(QPushButton) if b.text().startswith("Copy") and b.isVisible()]
    assert len(buttons) > 2
    for button in buttons:
        window.toast.hide()
        QGuiApplication.clipboard().setText("")
        button.click()
        assert window.toast.isVisible(), button.accessibleName()
        assert QGuiApplication.clipboard().text()


def test_a_written_file_and_an_empty_clipboard_are_said(
    qtbot: QtBot, reuse_window: OpenWindow, tmp_path: Path
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    with qtbot.waitSignal(window.exporting.written):
        window.intents.export_to(EXPORTERS[0], tmp_path / "out.txt")
    assert window.toast.text() == "Written: out.txt"
    QGuiApplication.clipboard().clear()
    window.intents.paste()
    assert window.toast.text() == "The clipboard holds no text and no file"
    assert window.store.state.problem is None


def test_it_stays_inside_and_goes_by_itself(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window()
    window.toast.show_words("x" * 500)
    for size in ((1440, 900), (900, 600)):
        sized(window, *size)
        settle()
        assert window.toast.isVisible()
        assert window.toast.geometry().bottom() < window.height()
    window.toast._timer.setInterval(1)
    window.toast.show_words("done")
    qtbot.waitUntil(lambda: not window.toast.isVisible())
    assert toast.SHOWN_MS >= 2_000


def test_it_covers_nothing_of_the_steps(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--step", "3")
    sized(window, 1280, 800)
    settle()
    window.toast.show_words("Marked: play stops before bravo.near.get_value runs")
    shown = window.toast.geometry()
    used = [
        *window.frame.moves.findChildren(QWidget),
        *(window.frame.steps, window.frame.awaits, window.frame.view_stack, window.frame.tool_row),
        *(window.frame.look_ahead, window.frame.view_bar, window.docks.docks["inspector"]),
    ]
    for part in used:
        place = QRect(part.mapTo(window, QPoint(0, 0)), part.size())
        assert not part.isVisible() or not shown.intersects(place), part


def test_where_the_bar_has_no_room_it_keeps_away_from_the_pointer(
    reuse_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = reuse_window(f"sample:{FAILED}", "--step", "3")
    sized(window, 900, 600)
    settle()
    stack = window.frame.view_stack
    foot = QRect(stack.mapTo(window, QPoint(0, 0)), stack.size()).bottomLeft()
    monkeypatch.setattr(QCursor, "pos", lambda: window.mapToGlobal(QPoint(0, 0)))
    window.toast.show_words("Marked: play stops there")
    left = window.toast.geometry()
    assert foot.x() < left.left() < foot.x() + 30 and left.bottom() < foot.y()
    monkeypatch.setattr(QCursor, "pos", lambda: window.mapToGlobal(left.center()))
    window.toast.show_words("Marked: play stops there")
    assert not window.toast.geometry().contains(left.center())
