"""The open bar: recognition while typing, what was opened before, drops and pastes anywhere."""

# covers: xccviz/gui/panels/recognised.py

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.gui.conftest import BATCH, FAILED, OpenWindow, wait_idle
from tests.gui.looks import settle
from tests.node.loopback import Fault, LoopbackNode
from xccviz.gui.panels.recognised import recognised_words
from xccviz.gui.state.store import ProblemState
from xccviz.gui.tasks.opening import given_by
from xccviz.gui.window import MainWindow
from xccviz.sources.classify import classify
from xccviz.values import replace

HASH = "4kRtmBcTx6M52apMFVRaPSDbv96fAne39YnQRN8xFDWp"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize(
    ("typed", "network", "words"),
    [
        (HASH, "", "transaction or receipt"),
        (HASH, "testnet", "transaction or receipt on testnet"),
        (f"{HASH}:alice.near", "mainnet", "transaction on mainnet signed by alice.near"),
        (f"https://nearblocks.io/txns/{HASH}", "", "transaction on mainnet"),
        (f"https://nearblocks.io/txns/{HASH}", "testnet", "transaction on testnet"),
        ("./run.json", "", "file"),
        ("sample:join-of-joins", "", "sample"),
        ("[1]", "", "pasted JSON"),
    ],
)
def test_what_is_typed_is_named(typed: str, network: str, words: str) -> None:
    assert recognised_words(classify(typed), network) == (words, False)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (HASH[:-2], "not a hash: 31 bytes after base58 decoding"),
        ("0x" + "ab" * 32, "not a NEAR hash: 0x and 64 hex digits (an EVM transaction hash)"),
        ("sample:none", "no sample of that name"),
        ("alice.near", "alice.near is an account, not a transaction"),
    ],
)
def test_near_misses_are_named(typed: str, words: str) -> None:
    assert recognised_words(classify(typed), "") == (words, True)


def test_the_chosen_network_is_said_at_once(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window()
    window.frame.open_bar.edit.setText(HASH)
    chooser = window.frame.open_bar.networks
    chooser.setCurrentIndex(chooser.findData("testnet"))
    chooser.activated.emit(chooser.currentIndex())
    assert window.frame.open_bar.recognised.text().endswith("on testnet")


def fill(qtbot: QtBot, window: MainWindow) -> None:
    """Two things in the list of what was opened."""
    for name in (BATCH, FAILED):
        window.opener.open(f"sample:{name}")
        wait_idle(qtbot, window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def test_the_empty_field_lists_what_was_opened_and_keys_choose(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window()
    fill(qtbot, window)
    edit, shown = window.frame.open_bar.edit, window.frame.open_bar.suggestions
    window.actions_by_id["file.focus"].trigger()
    assert [choice.search.split()[0] for choice in shown.choices] == [f"sample:{FAILED}", f"sample:{BATCH}"]
    assert shown.isVisible()
    assert shown.current() is None
    qtbot.keyClick(edit, Qt.Key.Key_Down)
    qtbot.keyClick(edit, Qt.Key.Key_Down)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert not shown.isVisible()
    wait_idle(qtbot, window)
    tab = window.store.state.tab
    assert tab is not None
    assert tab.title == shown.choices[1].text
    assert len(window.store.state.tabs) == 2


def test_typing_filters_and_a_click_opens(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window()
    fill(qtbot, window)
    edit, shown = window.frame.open_bar.edit, window.frame.open_bar.suggestions
    edit.setFocus()
    edit.clear()
    qtbot.keyClicks(edit, "join-of")
    assert [choice.search for choice in shown.choices] == ["sample:join-of-joins"]
    place = shown.visualRect(shown.model().index(0, 0)).center()
    qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
    wait_idle(qtbot, window)
    assert edit.text() == "sample:join-of-joins"
    assert len(window.store.state.tabs) == 3


def test_escape_takes_the_list_away_then_leaves_the_field(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window()
    fill(qtbot, window)
    edit, shown = window.frame.open_bar.edit, window.frame.open_bar.suggestions
    edit.setFocus()
    edit.clear()
    qtbot.mouseClick(edit, Qt.MouseButton.LeftButton)
    assert shown.isVisible()
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert not shown.isVisible()
    assert edit.hasFocus()
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert window.views["graph"].hasFocus()
    edit.setFocus()
    window.frame.open_bar.show_recent()
    assert shown.isVisible()
    window.views["graph"].setFocus()
    assert not shown.isVisible()


def mime_of(text: str = "", *urls: str) -> QMimeData:
    mime = QMimeData()
    if urls:
        mime.setUrls([QUrl(url) for url in urls])
    if text:
        mime.setText(text)
    return mime


def test_what_is_dropped_is_files_else_an_address_else_text(tmp_path: Path) -> None:
    address = f"https://nearblocks.io/txns/{HASH}"
    files = [QUrl.fromLocalFile(str(tmp_path / name)).toString() for name in ("a b.json", "c#d.json")]
    assert given_by(mime_of("words", *files)) == [str(tmp_path / "a b.json"), str(tmp_path / "c#d.json")]
    assert given_by(mime_of("a title", address)) == [address]
    assert given_by(mime_of(f"  {HASH}\n")) == [HASH]
    assert given_by(QMimeData()) == []


def drop(window: MainWindow, at: QPoint, mime: QMimeData) -> bool:
    """Drag something over a place of the window and let go, as the desktop tells of it; whether it was taken."""
    given = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entered, moved, dropped = (
        QDragEnterEvent(at, *given),
        QDragMoveEvent(at, *given),
        QDropEvent(QPointF(at), *given),
    )
    moved.accept()
    for event in (entered, moved, dropped):
        QApplication.sendEvent(window.windowHandle(), event)
    return entered.isAccepted() and moved.isAccepted() and dropped.isAccepted()


@pytest.mark.parametrize("view", ["graph", "tree"])
def test_every_place_of_the_window_takes_a_drop(
    qtbot: QtBot, reuse_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, view: str
) -> None:
    window = reuse_window(f"sample:{FAILED}", "--view", view)
    taken: list[str] = []
    # Opening itself is tested elsewhere.
    monkeypatch.setattr(window.opener, "open", lambda text, **_: taken.append(text))
    window.actions_by_id["file.focus"].trigger()
    window.show_palette()
    window.store.update(lambda s: replace(s, problem=ProblemState("x", "No.", "", ("a detail",))))
    window.frame.problem.unfold.click()
    settle()
    places = [QPoint(x, y) for x in range(10, window.width(), 40) for y in range(10, window.height(), 20)]
    refused = [place for place in places if not drop(window, place, mime_of(HASH))]
    assert refused == []
    assert taken == [HASH] * len(places)
    assert {window.childAt(place) for place in places} >= {
        window.frame.open_bar.edit,
        window.palette_list.field,
    }


def test_several_files_dropped_make_several_tabs(
    qtbot: QtBot, reuse_window: OpenWindow, repo_root: Path
) -> None:
    window = reuse_window()
    folder = repo_root / "tests/data/node"
    urls = [
        QUrl.fromLocalFile(str(folder / name / "tx_status.json")).toString()
        for name in (FAILED, "tutorial-batch-ok")
    ]
    assert drop(window, QPoint(9, 9), mime_of("", *urls))
    wait_idle(qtbot, window)
    assert len(window.store.state.tabs) == 2


def test_a_copied_file_is_pasted_as_a_file(qtbot: QtBot, reuse_window: OpenWindow, repo_root: Path) -> None:
    window = reuse_window()
    path = repo_root / "tests/data/node" / FAILED / "tx_status.json"
    QGuiApplication.clipboard().setMimeData(mime_of("", QUrl.fromLocalFile(str(path)).toString()))
    window.actions_by_id["file.paste"].trigger()
    wait_idle(qtbot, window)
    assert window.store.state.tab is not None


def test_the_middle_button_pastes_nothing(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window()
    QGuiApplication.clipboard().setText("sample:x")
    edit = window.frame.open_bar.edit
    for kind in (QMouseEvent.Type.MouseButtonPress, QMouseEvent.Type.MouseButtonRelease):
        event = QMouseEvent(
            kind, QPointF(5, 5), QPointF(5, 5), Qt.MouseButton.MiddleButton, Qt.MouseButton.MiddleButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(edit, event)
    assert edit.text() == ""


def test_paste_of_the_context_menu_opens_a_document_too(
    qtbot: QtBot, open_window: OpenWindow, repo_root: Path
) -> None:
    window = open_window()
    text = (repo_root / "tests/data/node" / FAILED / "tx_status.json").read_text()
    QGuiApplication.clipboard().setText(text)
    edit = window.frame.open_bar.edit
    edit.setFocus()
    qtbot.mouseClick(edit, Qt.MouseButton.RightButton)
    QApplication.sendEvent(
        edit,
        QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), edit.mapToGlobal(QPoint(5, 5))),
    )
    menu = next(m for m in edit.findChildren(QMenu) if m.isVisible())
    next(a for a in menu.actions() if a.objectName() == "edit-paste").trigger()
    menu.close()
    assert edit.text() == ""
    wait_idle(qtbot, window)
    assert window.store.state.tab is not None


def test_a_failed_open_can_be_tried_again(
    qtbot: QtBot, open_window: OpenWindow, loopback_node: Callable[..., LoopbackNode]
) -> None:
    node = loopback_node(FAILED, faults={"*": Fault("html")})
    tx = next(iter(node.transactions))
    window = open_window("--rpc", node.url)
    window.opener.open(tx)
    wait_idle(qtbot, window)
    assert window.frame.problem.retry.isVisible()
    node.faults.clear()
    qtbot.mouseClick(window.frame.problem.retry, Qt.MouseButton.LeftButton)
    wait_idle(qtbot, window)
    assert window.store.state.problem is None
    assert window.store.state.tab is not None


def test_a_failed_export_offers_no_new_try(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window()
    window.opener.tell("out.svg", OSError("disk full"))
    assert window.frame.problem.isVisible()
    assert not window.frame.problem.retry.isVisible()
