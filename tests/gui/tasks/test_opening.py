# covers: xccviz/gui/tasks/opening.py, xccviz/gui/shell/document_tabs.py
"""Opening through the real window: samples, pasted JSON, files, a loopback node; and opens that fail."""

# covers: xccviz/gui/shell/document_tabs.py, xccviz/gui/tasks/wanted.py

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import BATCH, FAILED, OpenWindow, wait_idle
from tests.gui.looks import settle
from tests.node.loopback import Fault, LoopbackNode
from xccviz.gui.window import MainWindow
from xccviz.layout.types import REFUNDS_KEY
from xccviz.replay.moves import BY_ID as MOVE
from xccviz.sources.store.cache import FILE_NAME

Start = Callable[..., LoopbackNode]
RECORDED = "tests/data/node/tutorial-parallel-3-one-panics/tx_status.json"
UNKNOWN = "4kRtmBcTx6M52apMFVRaPSDbv96fAne39YnQRN8xFDWp"


@contextmanager
def beating() -> Iterator[list[int]]:
    """How often the window came to its timers while something went on."""
    beats: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(1))
    timer.start(5)
    yield beats
    timer.stop()


def type_and_open(qtbot: QtBot, window: MainWindow, text: str) -> None:
    edit = window.findChild(QLineEdit, "openBar")
    edit.setFocus()
    edit.clear()
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    wait_idle(qtbot, window)


def test_the_empty_window_lists_the_samples_and_a_click_opens_one(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window()
    assert window.windowTitle() == "xccviz"
    assert window.frame.pages.currentWidget() is window.frame.empty
    rows = [b for b in window.frame.empty.findChildren(QPushButton) if FAILED in b.accessibleName()]
    assert len(rows) == 1
    qtbot.mouseClick(rows[0], Qt.MouseButton.LeftButton)
    wait_idle(qtbot, window)
    assert "Succeeded, but " in window.frame.verdict.title.text()
    assert window.frame.pages.currentWidget() is window.desk


def test_a_document_opens_at_its_last_step_with_the_root_cause_selected(look_at: OpenWindow) -> None:
    tab = look_at(f"sample:{FAILED}").store.state.tab
    assert tab is not None
    assert tab.cursor.index == len(tab.document.timeline)
    assert tab.selection == tab.document.analysis.verdict.root_causes[0]


def test_a_document_without_failures_opens_with_the_result_selected(look_at: OpenWindow) -> None:
    tab = look_at("sample:tutorial-parallel-3-ok").store.state.tab
    assert tab is not None
    assert tab.document.graph.by_id[tab.selection or ""].label == "caller.near.on_multi_done"


def test_typing_tells_what_was_recognised(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window()
    edit, told = window.frame.open_bar.edit, window.frame.open_bar.recognised
    qtbot.keyClicks(edit, "sample:join-of-joins")
    assert told.isVisible()
    assert told.text() == "sample"
    edit.setText("sample:join")
    assert told.text() == "no sample of that name"
    edit.clear()
    assert not told.isVisible()
    qtbot.keyClicks(edit, "0x" + "ab" * 32)
    assert told.property("look") == "refused"


def test_pasted_json_opens(qtbot: QtBot, reuse_window: OpenWindow, repo_root: Path) -> None:
    window = reuse_window()
    QGuiApplication.clipboard().setText((repo_root / RECORDED).read_text())
    window.frame.open_bar.edit.setFocus()
    qtbot.keyClick(window.frame.open_bar.edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    wait_idle(qtbot, window)
    if window.store.state.tab is None:
        qtbot.keyClick(window.frame.open_bar.edit, Qt.Key.Key_Return)
        wait_idle(qtbot, window)
    assert "Succeeded, but " in window.frame.verdict.title.text()


def test_paste_and_open_takes_the_clipboard(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window()
    QGuiApplication.clipboard().setText(f"sample:{BATCH}")
    window.actions_by_id["file.paste"].trigger()
    wait_idle(qtbot, window)
    assert window.store.state.tab is not None


def test_a_dropped_file_opens(qtbot: QtBot, reuse_window: OpenWindow, repo_root: Path) -> None:
    window = reuse_window()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(repo_root / RECORDED))])
    window.dropEvent(
        QDropEvent(
            QPointF(100, 100),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    wait_idle(qtbot, window)
    assert window.store.state.tab is not None


def test_a_pasted_hash_is_fetched_and_judged(
    qtbot: QtBot, open_window: OpenWindow, loopback_node: Start
) -> None:
    node = loopback_node(FAILED)
    window = open_window("--rpc", node.url)
    type_and_open(qtbot, window, next(iter(node.transactions)))
    assert window.store.state.problem is None
    assert "Succeeded, but " in window.frame.verdict.title.text()
    assert node.requests


def test_where_it_came_from_stands_with_the_transaction_and_trouble_on_the_way_is_told(
    qtbot: QtBot,
    open_window: OpenWindow,
    loopback_node: Start,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    (tmp_path / FILE_NAME).write_text("this is no database")
    monkeypatch.setenv("XCCVIZ_CACHE_DIR", str(tmp_path))
    silent, node = loopback_node(), loopback_node(FAILED, genesis_hash="genesis-1")
    window = open_window("--rpc", silent.url, "--rpc", node.url)
    type_and_open(qtbot, window, next(iter(node.transactions)))
    assert window.frame.notice.text.text().startswith("The cache was damaged")
    tab = window.store.state.tab
    assert tab is not None
    window.select(tab.document.graph.root.id)
    settle()
    told = {label.text().replace("\u200b", "") for label in window.inspector.findChildren(QLabel)}
    assert f"{node.url}: found" in told
    assert any(text.startswith(f"{silent.url}: ") for text in told)
    window.frame.notice.links["dismiss"].click()
    assert not window.frame.notice.isVisible()


def test_a_failed_open_says_why_and_leaves_what_was_open_alone(
    qtbot: QtBot, open_window: OpenWindow, loopback_node: Start
) -> None:
    node = loopback_node(FAILED)
    window = open_window(f"sample:{BATCH}", "--rpc", node.url, "--timeout", "600")
    before = window.store.state.tab
    type_and_open(qtbot, window, UNKNOWN)
    assert window.store.state.tab is before
    assert window.frame.problem.isVisible()
    assert window.frame.problem.message.text()
    assert window.frame.problem.hint.text()
    assert window.frame.verdict.isVisible()
    window.frame.problem.unfold.click()
    assert window.frame.problem.details.isVisible()
    problem = window.store.state.problem
    assert problem is not None
    assert problem.message in window.frame.problem.message.text().replace("\u200b", "")
    assert problem.details
    assert problem.details[0] in window.frame.problem.details.toPlainText()
    window.frame.problem.copy.click()
    assert problem.message in QGuiApplication.clipboard().text()


def test_what_is_kept_opens_offline_where_nobody_says_on_which_chain(
    qtbot: QtBot, open_window: OpenWindow, loopback_node: Start
) -> None:
    """There is a link for it, and none where nothing is kept."""
    node = loopback_node(FAILED, genesis_hash="genesis-1")
    hash = next(iter(node.transactions))
    window = open_window("--rpc", node.url, hash)
    window.intents.close_tab()
    assert not window.store.state.tabs
    node.faults["*"] = Fault("drop")
    link = window.findChild(QPushButton, "tryOffline")
    type_and_open(qtbot, window, UNKNOWN)
    assert window.store.state.problem is not None and not link.isVisible()
    type_and_open(qtbot, window, hash)
    problem = window.store.state.problem
    assert problem is not None and not window.store.state.tabs
    assert "is kept" in problem.hint and link.isVisible()
    asked = node.requests.total()
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    wait_idle(qtbot, window)
    tab = window.store.state.tab
    assert tab is not None and tab.document.trace.transaction.hash == hash
    assert window.store.state.problem is None and node.requests.total() == asked


def test_opening_something_else_takes_the_old_message_away(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window()
    type_and_open(qtbot, window, "/no/such/file.json")
    assert window.frame.problem.isVisible()
    type_and_open(qtbot, window, f"sample:{BATCH}")
    assert not window.frame.problem.isVisible()


def test_every_kind_of_failure_is_told_and_nothing_that_is_open_moves(
    qtbot: QtBot, open_window: OpenWindow, loopback_node: Start, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"jsonrpc": "2.0", "result": {"trans')
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    node = loopback_node(FAILED)
    given = {node.url: UNKNOWN, f"http://127.0.0.1:{port}": UNKNOWN, "": str(broken)}
    kinds = []
    for url, text in given.items():
        window = open_window(f"sample:{FAILED}", "--step", "7", *(("--rpc", url) if url else ()))
        window.views["graph"].hold()
        before, transform = window.store.state.tab, window.views["graph"].transform()
        type_and_open(qtbot, window, text)
        problem = window.store.state.problem
        assert problem is not None
        assert problem.message
        assert problem.hint
        assert window.frame.problem.isVisible()
        assert window.frame.problem.message.text()
        assert window.store.state.tab is before
        assert window.views["graph"].transform() == transform
        assert window.frame.pages.currentWidget() is window.desk
        kinds.append(problem.kind)
        type_and_open(qtbot, window, f"sample:{BATCH}")
        assert window.store.state.problem is None
        assert len(window.store.state.tabs) == 2
        window.close()
    assert kinds == ["not_found", "network", "malformed"]


def test_of_several_arguments_the_one_that_failed_is_still_told_at_the_end(reuse_window: OpenWindow) -> None:
    window = reuse_window("/no/such/file.json", f"sample:{BATCH}")
    assert window.store.state.tab is not None
    assert window.frame.problem.isVisible()


def test_closing_a_tab_with_its_cross_keeps_the_other(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(f"sample:{FAILED}", f"sample:{BATCH}")
    kept = window.store.state.tabs[1]
    bar = window.frame.tab_bar
    sides = (QTabBar.ButtonPosition.RightSide, QTabBar.ButtonPosition.LeftSide)
    cross = next(b for b in (bar.tabButton(0, side) for side in sides) if b is not None)
    qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert window.store.state.tabs == (kept,)
    assert window.store.state.tab is kept
    assert bar.count() == 1
    assert not bar.isVisible()
    assert window.views["graph"].layout_shown is kept.layouts["graph"]


@pytest.mark.parametrize("given", ["not a transaction", '{"some": "json"}', "sample:no-such-sample"])
def test_what_can_not_be_opened_is_told_in_the_window(
    qtbot: QtBot, reuse_window: OpenWindow, given: str
) -> None:
    window = reuse_window()
    type_and_open(qtbot, window, given)
    assert window.store.state.tab is None
    assert window.frame.problem.isVisible()
    assert "Traceback" not in window.frame.problem.message.text()
    assert "bug" not in window.frame.problem.message.text()


def test_a_cancelled_fetch_is_silent(qtbot: QtBot, open_window: OpenWindow, loopback_node: Start) -> None:
    node = loopback_node(FAILED, faults={"*": Fault("hang")})
    window = open_window(f"sample:{BATCH}", "--rpc", node.url, "--timeout", "600")
    before = window.store.state.tab
    window.frame.open_bar.edit.setText(UNKNOWN)
    qtbot.keyClick(window.frame.open_bar.edit, Qt.Key.Key_Return)
    assert window.frame.progress.isVisible()
    assert window.frame.open_bar.cancel_button.isVisible()
    qtbot.waitUntil(lambda: bool(node.requests))
    with qtbot.waitSignal(window.idle, timeout=20_000):
        qtbot.mouseClick(window.frame.open_bar.cancel_button, Qt.MouseButton.LeftButton)
    assert window.store.state.problem is None
    assert window.store.state.tab is before
    assert not window.frame.progress.isVisible()
    assert window.frame.open_bar.open_button.isVisible()


def test_escape_cancels_a_fetch(qtbot: QtBot, open_window: OpenWindow, loopback_node: Start) -> None:
    node = loopback_node(FAILED, faults={"*": Fault("hang")})
    window = open_window("--rpc", node.url, "--timeout", "600")
    window.opener.open(UNKNOWN)
    qtbot.waitUntil(lambda: bool(node.requests) and window.isActiveWindow())
    with qtbot.waitSignal(window.idle, timeout=20_000):
        qtbot.keyClick(window.frame.open_bar.edit, Qt.Key.Key_Escape)
    assert window.store.state.problem is None


def test_the_window_stays_alive_while_a_fetch_hangs(
    qtbot: QtBot, open_window: OpenWindow, loopback_node: Start
) -> None:
    node = loopback_node(FAILED, faults={"*": Fault("hang")})
    window = open_window(f"sample:{BATCH}", "--rpc", node.url)
    window.opener.open(UNKNOWN)
    qtbot.waitUntil(lambda: bool(node.requests))
    qtbot.keyClick(window.views["graph"], Qt.Key.Key_BracketLeft)
    tab = window.store.state.tab
    assert tab is not None
    assert tab.cursor.index < len(tab.document.timeline)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("hang"), Fault("stall"), Fault("drop"), Fault("cut"), Fault("http", 500), Fault("http", 429, "0"),
        Fault("html"), Fault("empty"), Fault("truncated"), Fault("junk"), Fault("json", 200, body=[1]),
    ],
    ids=lambda fault: fault.kind,
)  # fmt: skip
def test_a_fetch_that_goes_wrong_is_told_while_the_window_lives_on(
    qtbot: QtBot, open_window: OpenWindow, loopback_node: Start, fault: Fault
) -> None:
    node = loopback_node(FAILED, faults={"*": fault})
    window = open_window(f"sample:{BATCH}", "--rpc", node.url, "--timeout", "1")
    before = window.store.state.tab
    with beating() as beats:
        window.opener.open(next(iter(node.transactions)))
        assert window.frame.progress.isVisible()
        window.intents.move(MOVE["step_back"])
        stepped = window.store.state.tab
        wait_idle(qtbot, window)
    assert beats
    problem = window.store.state.problem
    assert problem is not None
    assert problem.kind in ("network", "malformed", "not_found")
    assert window.frame.problem.isVisible()
    assert not window.frame.progress.isVisible()
    assert stepped is not before
    assert window.store.state.tabs == (stepped,)
    assert window.frame.verdict.isVisible()


def test_a_slow_answer_is_waited_for_while_the_window_lives_on(
    qtbot: QtBot, open_window: OpenWindow, loopback_node: Start
) -> None:
    node = loopback_node(FAILED, faults={"*": Fault("drip", seconds=0.3)})
    window = open_window("--rpc", node.url)
    with beating() as beats:
        window.opener.open(next(iter(node.transactions)))
        wait_idle(qtbot, window)
    assert len(beats) > 3
    assert window.store.state.problem is None
    assert "Succeeded, but " in window.frame.verdict.title.text()


@pytest.mark.parametrize("ending", ["", *(pytest.param(e, marks=pytest.mark.long) for e in ("]", '"')), "\0"])
def test_a_large_broken_file_is_told_while_the_window_lives_on(
    qtbot: QtBot, reuse_window: OpenWindow, tmp_path: Path, ending: str
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"transaction": [' + '{"a": [1, 2, "three"]}, ' * 100_000 + ending)
    window = reuse_window(f"sample:{BATCH}")
    before = window.store.state.tab
    with beating() as beats:
        window.opener.open(str(broken))
        wait_idle(qtbot, window)
    assert beats
    problem = window.store.state.problem
    assert problem is not None
    assert problem.kind == "malformed"
    assert window.store.state.tab is before


def test_eight_thousand_receipts_open_while_the_window_lives_on(
    qtbot: QtBot, reuse_window: OpenWindow, shared_data: Path
) -> None:
    window = reuse_window(f"sample:{BATCH}")
    told: list[str] = []
    window.store.changed.connect(lambda _old, new: told.append(new.job.text) if new.job is not None else None)
    with beating() as beats:
        window.opener.open(str(shared_data / "node" / "pv86" / "giant-4000" / "tx_status.json.xz"))
        with qtbot.waitSignal(window.idle, timeout=60_000):
            pass
    assert len(beats) > 20
    assert {"reading", "analysing", "laying out"} <= set(told)
    tab = window.store.state.tab
    assert tab is not None
    assert len(tab.document.graph.nodes) > 8_000


def test_several_opens_make_tabs_and_closing_one_shows_its_neighbour(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window(f"sample:{FAILED}", f"sample:{BATCH}")
    assert len(window.store.state.tabs) == 2
    assert window.frame.tab_bar.isVisible()
    assert window.store.state.active == 0
    assert window.frame.open_bar.edit.text() == f"sample:{FAILED}"
    window.frame.tab_bar.setCurrentIndex(1)
    assert window.store.state.active == 1
    assert window.frame.open_bar.edit.text() == f"sample:{BATCH}"
    window.actions_by_id["file.closeTab"].trigger()
    assert len(window.store.state.tabs) == 1
    window.actions_by_id["file.closeTab"].trigger()
    assert window.store.state.tab is None
    assert window.frame.pages.currentWidget() is window.frame.empty
    assert not window.frame.verdict.isVisible()
    assert not window.frame.steps.isVisible()


def test_the_same_transaction_opened_again_takes_the_place_of_its_tab(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window(f"sample:{FAILED}", f"sample:{BATCH}", f"sample:{FAILED}")
    assert len(window.store.state.tabs) == 2
    assert window.store.state.active == 0


def test_arguments_choose_step_and_selection(reuse_window: OpenWindow) -> None:
    tab = reuse_window(f"sample:{FAILED}", "--step", "4").store.state.tab
    assert tab is not None
    assert tab.cursor.index == 4
    assert tab.moment.step is not None
    assert tab.selection == tab.moment.step.node
    root = tab.document.graph.root.id
    chosen = reuse_window(f"sample:{FAILED}", "--select", root).store.state.tab
    assert chosen is not None
    assert chosen.selection == root


def test_the_network_chooser_chooses(open_window: OpenWindow) -> None:
    window = open_window("--network", "testnet")
    chooser = window.findChild(QComboBox, "networkChooser")
    assert chooser.currentText() == "testnet"
    chooser.setCurrentIndex(chooser.findData("localnet"))
    chooser.activated.emit(chooser.currentIndex())
    assert window.store.state.network == "localnet"


def test_the_names_for_automation_are_there(look_at: OpenWindow) -> None:
    window = look_at(f"sample:{FAILED}")
    names = (
        "openBar networkChooser verdictStrip graphView inspector promiseResults stepStrip stepSlider stepFirst "
        "stepBack stepForward stepLast nextCallback nextFailure awaitTable"
    )
    for name in names.split():
        widgets = window.findChildren(QWidget, name)
        assert len(widgets) == 1, name
        assert widgets[0].accessibleName() or name in ("verdictStrip", "stepStrip"), name


def test_folding_is_kept_with_the_window_and_all_of_a_tab_that_is_opened_again(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    tab = window.store.state.tab
    assert tab is not None
    node = tab.document.graph.nodes[6].id
    window.intents.set_filter("fail")
    window.intents.toggle_refunds()
    settle()
    window.intents.go_to_step(3)
    window.select(node)
    left = window.store.state.tab
    assert left is not None and left.expanded
    window.intents.open(f"sample:{FAILED}")
    wait_idle(qtbot, window)
    again = window.store.state.tab
    assert again is not None and again is not left and len(window.store.state.tabs) == 1
    assert (again.cursor.index, again.selection, again.filtering.text) == (3, node, "fail")
    assert again.expanded == left.expanded
    window.intents.close_tab()
    window.intents.open(f"sample:{FAILED}")
    wait_idle(qtbot, window)
    anew = window.store.state.tab
    assert anew is not None and anew.moment.at_end and anew.expanded == left.expanded
    assert REFUNDS_KEY in anew.expanded and anew.layouts["graph"].box_of[node]
