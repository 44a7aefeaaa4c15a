"""Documents of several transactions: the window offers them, and the chosen one opens."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import BATCH, OpenWindow, wait_idle
from tests.node.loopback import LoopbackNode
from xccviz.gui.window import MainWindow
from xccviz.sources.classify import classify
from xccviz.sources.recognise.references import FileRef

Start = Callable[..., LoopbackNode]


@pytest.fixture
def two(repo_root: Path) -> Path:
    return repo_root / "tests" / "data" / "public" / "indexer-two.json"


def hashes_in(path: Path) -> list[str]:
    return [entry["transaction"]["hash"] for entry in json.loads(path.read_text())["transactions"]]


def offered(window: MainWindow) -> list[str]:
    return [choice.right for choice in window.frame.problem.offers.choices]


def test_a_file_of_several_offers_them_and_a_click_opens_one(
    qtbot: QtBot, reuse_window: OpenWindow, two: Path
) -> None:
    window = reuse_window(f"sample:{BATCH}")
    window.opener.open(str(two))
    wait_idle(qtbot, window)
    hashes = hashes_in(two)
    assert offered(window) == hashes
    assert "2 transactions" in window.frame.problem.message.text()
    assert window.frame.problem.offers.choices[0].text.startswith("sweat_welcome.near → token.sweat · ")
    assert not window.frame.problem.retry.isVisible()
    rows = window.frame.problem.offers
    place = rows.visualRect(rows.model().index(1, 0)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    wait_idle(qtbot, window)
    tab = window.store.state.tab
    assert tab is not None
    assert tab.document.trace.transaction.hash == hashes[1]
    assert not window.frame.problem.isVisible()
    assert len(window.store.state.tabs) == 2
    entry = window.store.state.recent[0]
    assert classify(entry.given) == FileRef(str(two), hashes[1])
    window.intents.close_tab()
    window.intents.open_recent(entry)
    wait_idle(qtbot, window)
    again = window.store.state.tab
    assert again is not None
    assert again.document.trace.transaction.hash == hashes[1]


def test_the_keyboard_chooses(qtbot: QtBot, reuse_window: OpenWindow, two: Path) -> None:
    window = reuse_window()
    qtbot.waitUntil(window.isActiveWindow)
    window.frame.open_bar.edit.setFocus()
    qtbot.keyClicks(window.frame.open_bar.edit, str(two))
    qtbot.keyClick(window.frame.open_bar.edit, Qt.Key.Key_Return)
    wait_idle(qtbot, window)
    assert window.frame.problem.offers.hasFocus()
    QTest.keyClick(window.frame.problem.offers, Qt.Key.Key_Down)
    QTest.keyClick(window.frame.problem.offers, Qt.Key.Key_Return)
    wait_idle(qtbot, window)
    tab = window.store.state.tab
    assert tab is not None
    assert tab.document.trace.transaction.hash == hashes_in(two)[1]


def test_escape_chooses_nothing(qtbot: QtBot, open_window: OpenWindow, two: Path) -> None:
    window = open_window(str(two))
    qtbot.waitUntil(window.isActiveWindow)
    window.frame.problem.offers.setFocus()
    QTest.keyClick(window.frame.problem.offers, Qt.Key.Key_Escape)
    assert not window.frame.problem.isVisible()
    assert window.store.state.tab is None


def test_pasted_text_of_several_is_chosen_from_too(qtbot: QtBot, reuse_window: OpenWindow, two: Path) -> None:
    window = reuse_window()
    QGuiApplication.clipboard().setText(two.read_text())
    window.intents.paste()
    wait_idle(qtbot, window)
    window.frame.problem.offers.choices[0].run()
    wait_idle(qtbot, window)
    tab = window.store.state.tab
    assert tab is not None
    assert tab.document.trace.transaction.hash == hashes_in(two)[0]
    assert window.store.state.recent == ()


def test_a_streaming_message_offers_its_transactions(
    qtbot: QtBot, open_window: OpenWindow, repo_root: Path
) -> None:
    window = open_window(str(repo_root / "tests" / "data" / "public" / "streamer-a.json"))
    first = window.frame.problem.offers.choices[0]
    assert first.text.startswith("registrar → aurora · ")
    first.run()
    wait_idle(qtbot, window)
    tab = window.store.state.tab
    assert tab is not None
    assert tab.document.trace.transaction.hash == first.right


def test_a_file_without_the_chosen_one_offers_what_it_has(reuse_window: OpenWindow, two: Path) -> None:
    window = reuse_window(f"{two}#11111111111111111111111111111111")
    assert offered(window) == hashes_in(two)
    window.frame.problem.offers.choices[0].run()


def test_other_problems_have_no_list(reuse_window: OpenWindow) -> None:
    window = reuse_window("/no/such/file.json")
    assert window.frame.problem.isVisible()
    assert not window.frame.problem.offers.isVisible()
    assert window.frame.problem.retry.isVisible()
