"""What people paste, pasted into the open box of one window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenWindow, wait_idle
from tests.reference.pasted import CHOICES, DAO, OPENS, REFUND, VAULT, recorded
from xccviz.gui.window import MainWindow


def pasted(qtbot: QtBot, window: MainWindow, text: str) -> None:
    """Paste and press Return, where it has not opened by then."""
    edit = window.frame.open_bar.edit
    edit.clear()
    edit.setFocus()
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    if edit.text():
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    wait_idle(qtbot, window)


def each(kinds: Mapping[str, tuple[str, object]], every: int) -> Iterator[tuple[str, str, object]]:
    """Every so many of the kinds: each is tried by tests/sources/test_pasted.py, here it is the way that counts."""
    for kind, (text, expected) in islice(kinds.items(), 0, None, every):
        yield kind, text, expected


def test_what_opens_from_a_file_opens_from_the_open_box(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window("--offline")
    for kind, text, hash in each(OPENS, 5):
        pasted(qtbot, window, text)
        tab = window.store.state.tab
        assert tab is not None, kind
        assert tab.document.trace.transaction.hash == hash, kind
        assert window.store.state.problem is None, kind
        window.intents.close_tab()


def test_what_is_a_choice_from_a_file_is_one_from_the_open_box(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window("--offline")
    for kind, text, hashes in each(CHOICES, 4):
        pasted(qtbot, window, text)
        problem = window.store.state.problem
        assert problem is not None, kind
        assert [offer.hash for offer in problem.offers] == hashes, kind
        assert window.store.state.tab is None, kind


def test_a_chosen_one_of_a_pasted_text_opens(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window("--offline")
    pasted(qtbot, window, f"{recorded('15')}{recorded('15').replace(DAO, VAULT)}")
    window.frame.problem.offers.choices[1].run()
    wait_idle(qtbot, window)
    tab = window.store.state.tab
    assert tab is not None and tab.document.trace.transaction.hash == VAULT


def test_a_receipt_with_its_transaction_is_selected(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window("--offline")
    pasted(qtbot, window, recorded("12"))
    assert window.property("selectedNode") == REFUND
