"""The tabs of the open transactions: how each ended, told apart, dragged, and walked by keys."""

# covers: xccviz/gui/shell/document_tabs.py, xccviz/gui/state/closed.py, xccviz/gui/tab_intents.py
# covers: xccviz/gui/recent_intents.py

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import BATCH, FAILED, OpenWindow, wait_idle
from tests.gui.looks import settle
from xccviz.gui.shell.document_tabs import TITLE_SHOWN, tab_titles
from xccviz.gui.state import closed
from xccviz.gui.state.asking import asked
from xccviz.gui.state.closed import MOST, reopened, without_tab
from xccviz.gui.state.comparing import paired
from xccviz.gui.state.store import AppState
from xccviz.gui.state.tabs import looking_ahead
from xccviz.gui.state.tied import run_of
from xccviz.gui.tasks.comparing import make
from xccviz.gui.tasks.wanted import with_new_tab
from xccviz.gui.window import MainWindow
from xccviz.layout.compare.types import CompareOptions
from xccviz.values import replace
from xccviz.words.ids import distinct, short_id

SAME_CALL = "tutorial-parallel-3-ok"
OK = "tutorial-batch-ok"


@pytest.fixture
def window(qtbot: QtBot, reuse_window: OpenWindow) -> MainWindow:
    window = reuse_window(f"sample:{FAILED}", f"sample:{SAME_CALL}", f"sample:{OK}")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def texts(window: MainWindow) -> list[str]:
    return [window.frame.tab_bar.tabText(i) for i in range(window.frame.tab_bar.count())]


def given(window: MainWindow) -> list[str]:
    return [tab.given.removeprefix("sample:") for tab in window.store.state.tabs]


def test_alike_names_are_told_apart_by_their_ids() -> None:
    hash = "3L4wDYgZojpaecue1yJfHU3kqFtvRnDLRXvC4Bt51mtT"
    assert distinct([("a.run", hash), ("b.run", hash), ("a.run", "")]) == (
        "a.run · 3L4wDY…51mtT",
        "b.run",
        "a.run",
    )
    twin = f"{hash[:20]}9{hash[21:]}"  # begins and ends as the other
    assert distinct([("a.run", hash), ("a.run", twin)]) == (f"a.run · {hash}", f"a.run · {twin}")


def test_names_that_begin_alike_and_are_cut_are_told_apart(state_of: Callable[..., AppState]) -> None:
    state = state_of()
    tab, other = state.tabs[0], state_of(SAME_CALL).tabs[0]
    long = "a" * TITLE_SHOWN
    tabs = (replace(tab, title=f"{long}.one"), replace(other, title=f"{long}.two"))
    titles = tab_titles(replace(state, tabs=tabs))
    assert titles[0] != titles[1]
    assert all(short_id(each.document.trace.transaction.hash) in title
               for each, title in zip(tabs, titles, strict=True))  # fmt: skip


def test_the_middle_button_closes_the_tab_it_is_let_go_on(qtbot: QtBot, window: MainWindow) -> None:
    bar, middle = window.frame.tab_bar, Qt.MouseButton.MiddleButton
    first, second = (bar.tabRect(i).center() for i in (0, 1))
    qtbot.mousePress(bar, middle, pos=first)
    qtbot.mouseRelease(bar, middle, pos=second)
    assert len(given(window)) == 3
    qtbot.mouseClick(bar, middle, pos=second)
    assert given(window) == [FAILED, OK]
    assert window.store.state.active == 0, "the one in front stays there"


def test_a_tab_has_a_name_of_its_own_and_says_how_it_ended(window: MainWindow) -> None:
    bar = window.frame.tab_bar
    assert len(set(texts(window))) == 3
    assert texts(window)[2] == "caller.near.batch_actions"
    assert [bar.accessibleTabName(i).rsplit(", ", 1)[1] for i in range(3)] != [""] * 3
    assert all(not bar.tabIcon(i).isNull() for i in range(3))
    assert all(tab.document.trace.transaction.hash in bar.tabToolTip(i)
               for i, tab in enumerate(window.store.state.tabs))  # fmt: skip
    window.intents.close_tab(0)
    assert texts(window)[0] == "caller.near.multiple_contracts"  # nobody else is called so any more


def test_no_tab_changes_its_width_when_it_comes_to_the_front(window: MainWindow) -> None:
    bar = window.frame.tab_bar
    widths = []
    for index in range(3):
        window.intents.choose_tab(index)
        settle()
        widths.append([bar.tabRect(i).width() for i in range(3)])
    assert widths[0] == widths[1] == widths[2]


def test_a_dragged_tab_stays_where_it_was_put_and_in_front(window: MainWindow) -> None:
    front = window.store.state.tab
    window.frame.tab_bar.moveTab(0, 2)
    assert given(window) == [SAME_CALL, OK, FAILED]
    assert window.store.state.tab is front
    assert window.frame.tab_bar.currentIndex() == window.store.state.active == 2
    assert window.frame.tab_bar.isMovable()


def test_a_closed_tab_comes_back_as_it_was_left(qtbot: QtBot, window: MainWindow) -> None:
    do, store = window.intents, window.store
    assert not window.actions_by_id["file.reopenTab"].isEnabled()
    do.choose_tab(1)
    do.show_view("sequence")
    do.go_to_step(4)
    do.set_filter("method:get_value")
    settle()
    do.select(store.state.tabs[1].document.graph.nodes[2].id)
    do.toggle_mark()
    do.toggle_refunds()
    settle()
    left = store.state.tabs[1]
    do.close_tab()
    do.show_view("graph")
    do.close_tab(0)
    assert given(window) == [OK]
    qtbot.keyClick(
        QApplication.focusWidget(),
        "T",
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert given(window) == [FAILED, OK]
    assert (store.state.active, store.state.view) == (0, "graph")
    window.actions_by_id["file.reopenTab"].trigger()
    settle()
    tab = store.state.tabs[1]
    assert given(window) == [FAILED, SAME_CALL, OK]
    assert (store.state.active, store.state.view, tab.key) == (1, "sequence", left.key)
    how = ("document", "cursor", "selection", "expanded", "filtering", "marking", "own_notes")
    assert all(getattr(tab, name) == getattr(left, name) for name in how)
    assert tab.expanded and tab.marking.marks and tab.filtering.hits
    assert "sequence" in tab.layouts
    assert not window.actions_by_id["file.reopenTab"].isEnabled()
    do.toggle_mark()


def test_closed_tabs_are_few_and_no_transaction_is_open_twice(state_of: Callable[..., AppState]) -> None:
    state = state_of()
    tab = state.tabs[0]
    many = tuple(replace(tab, key=-n) for n in range(MOST + 3))
    state = replace(state, tabs=many)
    for _ in many:
        state = without_tab(state, 0)
    assert [each.tab.key for each in state.closed if each.tab] == [-n for n in range(MOST + 2, 2, -1)]
    assert state.tab is None
    again = with_new_tab(state, replace(tab, key=99), behind=False)
    assert not again.closed
    assert reopened(again) is again


def test_two_that_stood_side_by_side_count_as_what_is_kept_of_closed_tabs(
    state_of: Callable[..., AppState], monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = (state_of(name).tabs[0] for name in (FAILED, OK))
    one, other = map(run_of, (a, b))
    pair = paired(one, other, *make(one, other, CompareOptions(), None), CompareOptions())
    both = sum(len(tab.document.graph.nodes) for tab in (a, b))
    for tabs, most, kept in (((a, b), both, 3), ((a,), both, 2), ((b,), both - 1, 1)):
        monkeypatch.setattr(closed, "MOST_NODES", most)
        left = replace(state_of(), tabs=tabs, compared=pair, comparing=True)
        for place in reversed(range(len(tabs) + 1)):
            left = without_tab(left, place)
        assert len(left.closed) == kept, "each document counts, and once"


def test_a_tab_that_is_closed_while_it_plays_plays_no_more(state_of: Callable[..., AppState]) -> None:
    state = state_of()
    assert state.tab is not None
    there = replace(state, playing=state.tab.key)
    assert without_tab(there, 0).playing is None
    assert reopened(without_tab(there, 0)).playing is None
    assert without_tab(replace(state, playing=state.tab.key + 1), 0).playing == state.tab.key + 1


def test_an_answer_in_a_reopened_tab_says_what_is_known_then(state_of: Callable[..., AppState]) -> None:
    state = state_of(step=3)
    tab = state.tabs[0]
    node = next(node.id for node in tab.document.graph.nodes if node.label == "bravo.near.get_value")
    asked_then = asked(tab, "failed", node, None, ahead=True)
    assert asked_then.answer is not None
    state = replace(state, tabs=(asked_then,), ahead=True)
    again = reopened(looking_ahead(without_tab(state, 0), False))
    assert again.tabs[0].answer is None, "why it failed was asked while looking ahead"


@pytest.mark.parametrize(
    ("key", "modifiers", "to"),
    [
        (Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier, 1),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier, 1),
        (Qt.Key.Key_Backtab, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, 2),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier, 2),
    ],
)
def test_keys_go_round(
    qtbot: QtBot, window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier, to: int
) -> None:
    assert window.store.state.active == 0  # the first of several that were given
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers)
    assert window.store.state.active == to


def test_a_failure_opens_with_the_inspector_in_front(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{OK}")
    window.docks.go_to("gasPanel")
    settle()
    window.intents.open("sample:two-thens-one-promise")  # nothing failed: what was looked at stays
    wait_idle(qtbot, window)
    settle()
    assert window.docks.in_front("gasPanel")
    window.intents.open(f"sample:{BATCH}")
    wait_idle(qtbot, window)
    settle()
    assert window.docks.in_front("inspector")
    window.docks.hide_or_show()
    window.intents.open(f"sample:{FAILED}")
    wait_idle(qtbot, window)
    settle()
    assert not window.docks.in_front("inspector")  # who took all away wants none


def test_a_cleared_list_comes_back(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{OK}")
    window.intents.close_tab()
    settle()
    before, page = window.store.state.recent, window.frame.empty
    assert before
    page.clear_button.click()
    assert window.store.state.recent == ()
    assert page.restore_button.isVisible()
    page.restore_button.click()
    assert window.store.state.recent == before
    assert not page.restore_button.isVisible()


def test_what_is_pinned_stands_first_and_stays(qtbot: QtBot, window: MainWindow) -> None:
    do, store, page = window.intents, window.store, window.frame.empty
    for _ in range(3):
        do.close_tab(0)
    settle()
    before = [entry.given for entry in store.state.recent]
    assert len(before) == 3
    page.side.rows[2].pin_wanted.emit()
    settle()
    assert [entry.given for entry in store.state.recent] == [before[2], *before[:2]]
    assert page.side.rows[0]._right.startswith("pinned · sample · ")
    assert page.side.rows[0].accessibleDescription() == "pinned"
    page.side.rows[1].setFocus()
    qtbot.keyClick(page.side.rows[1], Qt.Key.Key_Delete)
    settle()
    assert [entry.given for entry in store.state.recent] == [before[2], before[1]]
    assert page.side.rows[1].hasFocus(), "the keyboard goes on with the next"
    do.restore_recent()
    assert [entry.given for entry in store.state.recent] == [before[2], before[1], before[0]]
    page.clear_button.click()
    settle()
    assert [entry.given for entry in store.state.recent] == [before[2]]
    assert not page.clear_button.isVisible()
    do.open_recent(store.state.recent[0])
    wait_idle(qtbot, window)
    assert store.state.recent[0].pinned
    do.pin_recent(store.state.recent[0])
    assert not store.state.recent[0].pinned
