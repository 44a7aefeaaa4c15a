"""What was done is said for a moment: every copy, every file that was written, a clipboard without anything."""

# covers: xccviz/gui/look/bulletin.py, xccviz/gui/shell/toast.py

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, sized
from tests.gui.looks import settle
from xccviz.export import EXPORTERS
from xccviz.gui.shell import toast


def test_every_button_that_copies_says_so(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(f"sample:{FAILED}")
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
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window(f"sample:{FAILED}")
    with qtbot.waitSignal(window.exporting.written):
        window.intents.export_to(EXPORTERS[0], tmp_path / "out.txt")
    assert window.toast.text() == "Written: out.txt"
    QGuiApplication.clipboard().clear()
    window.intents.paste()
    assert window.toast.text() == "The clipboard holds no text and no file"
    assert window.store.state.problem is None


def test_it_stays_inside_and_goes_by_itself(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
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
