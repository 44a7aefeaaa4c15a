"""A transaction that still runs, in the real window: its states arrive one by one from a loopback node."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.cli.test_watch import running
from tests.gui.conftest import BATCH, FAILED, OpenWindow, node_called, wait_idle
from tests.node.loopback import Fault, LoopbackNode
from xccviz.gui.panels.notice_words import notice_of
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.gui.window import MainWindow
from xccviz.opening import follow
from xccviz.replay.moves import BY_ID as MOVE

Start = Callable[..., LoopbackNode]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow, "POLL_SECONDS", (0.01, 0.02))


class Run:
    """A window on a transaction whose node knows no more than it is told."""

    def __init__(self, qtbot: QtBot, node: LoopbackNode, states: list[dict[str, Any]]) -> None:
        self.qtbot, self.node, self.states = qtbot, node, states
        self.hash = node.add_transaction(*states)
        self.window: MainWindow | None = None
        self.at(1)

    def at(self, index: int) -> None:
        """From now on the node answers with this state."""
        self.node.transactions[self.hash] = [self.states[index]]

    def arrive(self, window: MainWindow, index: int) -> OpenTab:
        """The node goes on to a state, and the window has it."""
        self.at(index)
        wanted = len(self.states[index]["receipts_outcome"])
        final = index in (-1, len(self.states) - 1)
        self.qtbot.waitUntil(
            lambda: _known(window) >= wanted and (not final or not window.store.state.following)
        )
        return front(window)


@pytest.fixture
def run(qtbot: QtBot, loopback_node: Start) -> Run:
    return Run(qtbot, loopback_node(FAILED), running())


def _known(window: MainWindow) -> int:
    return len(front(window).document.trace.outcomes)


def front(window: MainWindow) -> OpenTab:
    tab = window.store.state.tab
    assert tab is not None
    return tab


def opened(run: Run, open_window: OpenWindow, *argv: str) -> MainWindow:
    return open_window(*argv, run.hash, "--rpc", run.node.url, "--no-cache")


def test_states_arrive_until_the_transaction_is_final(run: Run, open_window: OpenWindow) -> None:
    window = opened(run, open_window)
    assert window.frame.verdict.title.text() == "Still running."
    assert window.frame.notice.isVisible()
    assert window.frame.notice.text.text() == "Following it until it is final"
    assert list(window.frame.notice.links) == ["stop"]
    tab = front(window)
    key, before = tab.key, len(tab.document.timeline)
    tab = run.arrive(window, 3)
    assert tab.key == key
    assert len(tab.document.timeline) > before
    assert tab.cursor.index == len(tab.document.timeline)
    assert window.frame.steps.isVisible() and window.frame.notice.isVisible()
    window.intents.ask("went", node_called(tab.document, "alpha.near.get_value"))
    told = front(window).answer
    tab = run.arrive(window, -1)
    answer = tab.answer
    window.intents.ask_no_more()
    window.intents.ask("went", node_called(tab.document, "alpha.near.get_value"))
    assert told != answer == front(window).answer is not None, "it says what is known now"
    assert tab.cursor.index == len(tab.document.timeline) == 15
    assert "Succeeded, but " in window.frame.verdict.title.text()
    assert not window.frame.notice.isVisible()
    assert window.store.state.recent[0].code == "success_with_hidden_failure"
    asked = sum(run.node.requests.values())
    other = open_window(f"sample:{BATCH}")
    assert other.store.state.following == ()
    assert sum(run.node.requests.values()) == asked


def test_what_is_reopened_is_followed_as_it_was_when_it_was_closed(
    qtbot: QtBot, run: Run, open_window: OpenWindow
) -> None:
    window = opened(run, open_window)
    do, store = window.intents, window.store
    do.close_tab()
    assert store.state.following == ()
    do.reopen_tab()
    assert [follow.key for follow in store.state.following] == [front(window).key]
    run.arrive(window, 3)
    window.following.stop()
    do.close_tab()
    do.reopen_tab()
    assert store.state.following == (), "nobody wanted to any more"


def test_selection_zoom_groups_and_keyboard_stay(qtbot: QtBot, run: Run, open_window: OpenWindow) -> None:
    run.at(6)
    window = opened(run, open_window)
    qtbot.waitUntil(window.isActiveWindow)
    tab = front(window)
    node = tab.document.graph.nodes[2].id
    window.select(node)
    window.intents.toggle_refunds()
    window.views["graph"].zoom(1.3)
    scale = window.views["graph"].transform().m11()
    place = window.views["graph"].place_of(front(window).layouts["graph"].box_of[node])
    window.focus_open_bar()
    qtbot.keyClicks(window.frame.open_bar.edit, "half a ha")
    tab = run.arrive(window, -1)
    assert tab.selection == node
    assert tab.expanded == {"refunds"}
    assert window.views["graph"].layout_shown is tab.layouts["graph"]
    assert window.views["graph"].transform().m11() == pytest.approx(scale)
    now = window.views["graph"].place_of(tab.layouts["graph"].box_of[node])
    assert now is not None and place is not None
    assert (now - place).manhattanLength() <= 2
    assert window.frame.open_bar.edit.hasFocus()
    qtbot.keyClicks(window.frame.open_bar.edit, "sh")
    assert window.frame.open_bar.edit.text() == "half a hash"


def test_a_step_in_the_past_stays_the_same_step(run: Run, open_window: OpenWindow) -> None:
    run.at(4)
    window = opened(run, open_window)
    window.intents.move(MOVE["step_back"])
    window.intents.move(MOVE["step_back"])
    step = front(window).moment.step
    assert step is not None
    tab = run.arrive(window, -1)
    now = tab.moment.step
    assert now is not None
    assert (now.kind, now.node, now.slot) == (step.kind, step.node, step.slot)
    assert tab.cursor.index < len(tab.document.timeline)
    window.intents.move(MOVE["step_first"])
    assert front(window).cursor.index == 0


def test_whoever_goes_along_stands_at_the_end_and_whoever_stays_does_not(
    qtbot: QtBot, run: Run, open_window: OpenWindow
) -> None:
    run.at(4)
    window = opened(run, open_window)
    box = window.frame.notice.along
    assert box.isVisible() and box.isChecked()
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    assert not box.isChecked()
    assert window.actions_by_id["stepAlong"].isEnabled()
    stood = front(window).moment.step
    assert stood is not None and front(window).moment.at_end
    window.intents.set_filter("fail")
    tab = run.arrive(window, 7)
    now = tab.moment.step
    assert now is not None and not tab.moment.at_end
    assert (now.kind, now.node, now.slot) == (stood.kind, stood.node, stood.slot)
    assert not box.isChecked(), "it stands in the past"
    # The end is one key away, and whoever goes there goes along again.
    window.actions_by_id["stepLast"].trigger()
    assert box.isChecked()
    window.actions_by_id["stepBack"].trigger()
    assert not box.isChecked()
    window.actions_by_id["stepAlong"].trigger()
    assert box.isChecked() and front(window).moment.at_end
    hits = len(front(window).filtering.hits)
    tab = run.arrive(window, -1)
    assert tab.moment.at_end and tab.cursor.index == 15
    assert tab.filtering.text == "fail" and len(tab.filtering.hits) >= hits > 0
    assert not window.actions_by_id["stepAlong"].isEnabled()


def test_a_group_unfolded_while_a_state_is_on_its_way_stays_unfolded(
    run: Run, open_window: OpenWindow
) -> None:
    run.at(6)
    window = opened(run, open_window)
    window.store.changed.connect(lambda _old, new: unfold_once(new))
    done: list[bool] = []

    def unfold_once(state: AppState) -> None:
        if not done and state.following and len(front(window).document.trace.outcomes) > 7:
            done.append(True)
            window.intents.toggle_refunds()

    run.arrive(window, 8)
    tab = run.arrive(window, -1)
    assert done
    assert tab.expanded == {"refunds"}
    assert window.views["graph"].layout_shown is tab.layouts["graph"]


@pytest.mark.parametrize("how", ["key", "link", "menu"])
def test_following_is_stopped_and_taken_up_again(
    qtbot: QtBot, run: Run, open_window: OpenWindow, how: str
) -> None:
    window = opened(run, open_window)
    shown = front(window)
    if how == "key":
        qtbot.waitUntil(window.isActiveWindow)
        qtbot.keyClick(window.views["graph"], Qt.Key.Key_Escape)
    elif how == "link":
        qtbot.mouseClick(window.frame.notice.links["stop"], Qt.MouseButton.LeftButton)
    else:
        window.actions_by_id["file.cancel"].trigger()
    assert window.store.state.following == ()
    assert front(window) is shown
    assert window.frame.notice.text.text().startswith("Not final")
    assert window.actions_by_id["file.cancel"].isEnabled(), "it puts the notice away"
    run.at(-1)
    qtbot.mouseClick(window.frame.notice.links["follow"], Qt.MouseButton.LeftButton)
    assert list(window.frame.notice.links) == ["stop"]
    run.arrive(window, -1)
    assert not window.frame.notice.isVisible()


def test_escape_in_a_field_leaves_the_field_and_the_following(
    qtbot: QtBot, run: Run, open_window: OpenWindow
) -> None:
    window = opened(run, open_window)
    qtbot.waitUntil(window.isActiveWindow)
    edit = window.findChild(QLineEdit, "openBar")
    window.focus_open_bar()
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert not edit.hasFocus()
    assert window.store.state.following


def test_closing_the_tab_ends_it(qtbot: QtBot, run: Run, open_window: OpenWindow) -> None:
    window = opened(run, open_window)
    job = window.store.state.following[0].job
    with qtbot.waitSignal(window.jobs.finished, check_params_cb=lambda ended, _result, _error: ended == job):
        window.intents.close_tab()
    assert window.store.state.following == ()
    assert window.store.state.tab is None


def test_who_is_told_last_of_a_closed_tab_hears_of_no_follower_that_is_gone(
    run: Run, open_window: OpenWindow
) -> None:
    """Following ends while the window is told that the tab is closed: two changes, and everyone hears both in order."""
    window = opened(run, open_window)
    told: list[tuple[AppState, AppState]] = []
    window.store.changed.connect(lambda old, new: told.append((old, new)))
    window.intents.close_tab()
    assert [len(new.following) for _, new in told] == [1, 0]
    assert all(before is old for (_, before), (old, _) in pairwise(told))
    assert told[-1][1] is window.store.state


def test_closing_the_window_ends_it(alone: None, run: Run, open_window: OpenWindow) -> None:
    window = opened(run, open_window)
    assert window.store.state.following
    window.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "xccviz-jobs"]


def test_an_error_is_told_in_place_and_what_is_shown_stays(
    qtbot: QtBot, run: Run, open_window: OpenWindow
) -> None:
    window = opened(run, open_window)
    shown = front(window)
    told: list[str] = []
    window.store.changed.connect(lambda _old, _new: told.append(window.frame.notice.text.text()))
    run.node.faults["*"] = Fault("http", code=503)
    qtbot.waitUntil(lambda: any(f.ended is not None for f in window.store.state.following), timeout=20_000)
    assert any("final; no answer this time" in text for text in told)
    assert window.frame.notice.text.text().startswith("Following has ended: ")
    assert not window.frame.problem.isVisible()
    assert front(window) is shown
    run.node.faults.clear()
    qtbot.mouseClick(window.frame.notice.links["follow"], Qt.MouseButton.LeftButton)
    run.arrive(window, -1)
    assert not window.frame.notice.isVisible()


def test_a_tab_in_the_background_grows_too(qtbot: QtBot, run: Run, open_window: OpenWindow) -> None:
    window = opened(run, open_window)
    window.opener.open(f"sample:{BATCH}")
    wait_idle(qtbot, window)
    before = front(window)
    assert not window.frame.notice.isVisible()
    run.at(-1)
    qtbot.waitUntil(lambda: not window.store.state.following)
    assert front(window) is before
    assert window.views["graph"].layout_shown is before.layouts["graph"]
    window.frame.tab_bar.setCurrentIndex(0)
    assert "Succeeded, but " in window.frame.verdict.title.text()


def test_one_of_two_side_by_side_grows_there(qtbot: QtBot, run: Run, open_window: OpenWindow) -> None:
    run.at(4)
    window = opened(run, open_window)
    window.compare_with("sample:tutorial-parallel-3-ok")
    qtbot.waitUntil(lambda: window.store.state.pair is not None)
    before = window.store.state.pair
    run.at(-1)
    qtbot.waitUntil(lambda: not window.store.state.following)
    pair, tab = window.store.state.pair, window.store.state.tabs[0]
    assert before is not None and pair is not None and pair.a.document is tab.document
    assert len(pair.a.document.timeline) > len(before.a.document.timeline) and pair.at_end
    window.intents.show_alone("a")
    assert front(window).key == tab.key


def test_a_saved_state_is_followed_only_when_asked(
    qtbot: QtBot, run: Run, open_window: OpenWindow, tmp_path: Path
) -> None:
    saved = tmp_path / "state.json"
    saved.write_text(json.dumps({"result": run.states[3]}))
    window = open_window(str(saved), "--rpc", run.node.url, "--no-cache")
    assert window.store.state.following == ()
    assert not run.node.requests
    assert list(window.frame.notice.links) == ["follow", "dismiss"]
    qtbot.mouseClick(window.frame.notice.links["dismiss"], Qt.MouseButton.LeftButton)
    assert not window.frame.notice.isVisible()
    window.actions_by_id["file.follow"].trigger()
    run.arrive(window, -1)
    assert not window.actions_by_id["file.follow"].isEnabled()
    offline = open_window(str(saved), "--offline")
    assert list(offline.frame.notice.links) == ["dismiss"]
    assert not offline.actions_by_id["file.follow"].isEnabled()


def test_nothing_is_said_of_what_is_final_and_whole(state_of: Callable[..., AppState]) -> None:
    assert notice_of(AppState()) is None
    assert notice_of(state_of()) is None
