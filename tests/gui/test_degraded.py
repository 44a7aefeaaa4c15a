"""Saved documents that lack facts: the window says which, and fetches them."""

# covers: xccviz/gui/panels/notice_words.py, xccviz/words/ends.py

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.cli.test_watch import running
from tests.gui.conftest import FAILED, OpenWindow, wait_idle
from tests.node.loopback import LoopbackNode
from xccviz.words.ends import end_words
from xccviz.words.missing import NO_RECEIPTS

Start = Callable[..., LoopbackNode]
WORKSPACES = "tests/data/workspaces/initialize.txt"


def saved_without_receipts(folder: Path) -> Path:
    document = {key: value for key, value in running()[-1].items() if key != "receipts"}
    path = folder / "printed.json"
    path.write_text(json.dumps(document))
    return path


def test_a_document_without_receipts_says_so_and_they_are_fetched(
    qtbot: QtBot, open_window: OpenWindow, loopback_node: Start, tmp_path: Path
) -> None:
    node = loopback_node(FAILED)
    window = open_window(str(saved_without_receipts(tmp_path)), "--rpc", node.url, "--no-cache")
    assert window.frame.notice.text.text() == NO_RECEIPTS
    assert not node.requests
    qtbot.mouseClick(window.frame.notice.links["fetch"], Qt.MouseButton.LeftButton)
    wait_idle(qtbot, window)
    (tab,) = window.store.state.tabs
    assert tab.document.trace.has_receipts
    assert tab.document.analysis.complete
    assert not window.frame.notice.isVisible()
    asked = next(params for method, params in node.log if method == "EXPERIMENTAL_tx_status")
    assert "alice.near" in json.dumps(asked)


def test_when_nobody_has_them_what_is_open_stays(
    qtbot: QtBot, open_window: OpenWindow, loopback_node: Start, tmp_path: Path
) -> None:
    node = loopback_node()
    window = open_window(str(saved_without_receipts(tmp_path)), "--rpc", node.url, "--no-cache")
    before = window.store.state.tabs
    window.actions_by_id["file.fetchRest"].trigger()
    wait_idle(qtbot, window)
    assert window.frame.problem.isVisible()
    assert window.store.state.tabs == before
    assert window.frame.notice.isVisible()


def test_chunks_are_fetched_on_demand(
    qtbot: QtBot, open_window: OpenWindow, loopback_node: Start, repo_root: Path
) -> None:
    folder = repo_root / "tests/data/node/yield-resumed-by-other-tx"
    node = loopback_node(folder)
    window = open_window(str(folder / "tx_status.json"), "--rpc", node.url, "--no-cache")
    window.intents.fetch_rest()
    wait_idle(qtbot, window)
    (tab,) = window.store.state.tabs
    first = (3105, 3)
    assert tab.document.graph.root.height == 3105 and first not in tab.document.trace.chunks
    window.actions_by_id["file.fetchChunks"].trigger()
    wait_idle(qtbot, window)
    (tab,) = window.store.state.tabs
    assert first in tab.document.trace.chunks


def test_it_is_only_said_offline_and_dismissed_for_good(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window(str(saved_without_receipts(tmp_path)), "--offline")
    assert list(window.frame.notice.links) == ["dismiss"]
    qtbot.mouseClick(window.frame.notice.links["dismiss"], Qt.MouseButton.LeftButton)
    assert not window.frame.notice.isVisible()
    window.intents.go_to_step(1)
    assert not window.frame.notice.isVisible()


def test_receipts_of_other_blocks_are_counted(qtbot: QtBot, open_window: OpenWindow, repo_root: Path) -> None:
    window = open_window(str(repo_root / "tests/data/public/streamer-a.json"))
    window.frame.problem.offers.choices[0].run()
    wait_idle(qtbot, window)
    assert window.frame.notice.text.text().endswith("without its outcome.")
    assert "fetch" in window.frame.notice.links


def test_a_result_of_which_only_the_beginning_is_printed_is_not_known(
    qtbot: QtBot, open_window: OpenWindow, repo_root: Path, tmp_path: Path
) -> None:
    text = (
        (repo_root / WORKSPACES).read_text().replace("SuccessValue('')", f"SuccessValue((300)'{'a' * 119}'…)")
    )
    (tmp_path / "long.txt").write_text(text)
    window = open_window(str(tmp_path / "long.txt"))
    tab = window.store.state.tab
    assert tab is not None
    analysis, (root, first) = tab.document.analysis, tab.document.graph.nodes[:2]
    assert end_words(analysis, root) == "transaction"
    assert end_words(analysis, first) == "result not known"


def test_the_print_of_near_workspaces_opens_and_offers_its_hash(
    qtbot: QtBot, open_window: OpenWindow, repo_root: Path
) -> None:
    window = open_window(str(repo_root / WORKSPACES), "--rpc", "http://127.0.0.1:9")
    assert window.frame.verdict.title.text() == "Succeeded."
    assert window.frame.notice.text.text() == NO_RECEIPTS
    assert "fetch" in window.frame.notice.links
    text = (repo_root / WORKSPACES).read_text()
    QGuiApplication.clipboard().setText(f"running 1 test\n{text * 1}")
    window.intents.close_tab()
    window.frame.open_bar.edit.setFocus()
    qtbot.keyClick(window.frame.open_bar.edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    wait_idle(qtbot, window)
    if window.store.state.tab is None:
        qtbot.keyClick(window.frame.open_bar.edit, Qt.Key.Key_Return)
        wait_idle(qtbot, window)
    assert window.frame.verdict.title.text() == "Succeeded."


def test_of_a_print_that_is_cut_the_hash_is_offered(
    qtbot: QtBot, open_window: OpenWindow, loopback_node: Start, repo_root: Path, tmp_path: Path
) -> None:
    node = loopback_node(FAILED)
    (hash,) = node.transactions
    text = (repo_root / WORKSPACES).read_text()
    cut = tmp_path / "test.log"
    cut.write_text(text.replace("9NhQxh78Q7bdnYeYr7ccmhkb9z9iBnyf9JyoL4PF5uUb", hash)[:700])
    window = open_window(str(cut), "--rpc", node.url, "--no-cache")
    assert "can't be read" in window.frame.problem.message.text()
    (offer,) = window.frame.problem.offers.choices
    assert offer.right == hash
    offer.run()
    wait_idle(qtbot, window)
    assert "Succeeded, but " in window.frame.verdict.title.text()
    assert not window.frame.problem.isVisible()
