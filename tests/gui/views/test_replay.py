"""The selected call is run again beside the window; its host calls are told, and lead to what they belong to."""

# covers: xccviz/gui/views/replay.py, xccviz/gui/tasks/replaying.py, xccviz/gui/state/rerunning.py
# covers: xccviz/gui/state/rerun.py
# covers: xccviz/gui/lists/host_rows.py

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QTabBar
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenWindow, node_called, sized
from tests.gui.looks import settle
from xccviz.gui.lists.host_rows import LOADING, MADE_BY, HostRows
from xccviz.gui.lists.rows import Row
from xccviz.gui.shell.tabbing import FocusRing
from xccviz.gui.views.replay import ReplayView
from xccviz.gui.views.rerun.form import WhatIfForm
from xccviz.gui.window import MainWindow
from xccviz.sources.files.sample import list_samples

SAMPLE = "sample:sdk-parallel-one-panics"
CALLBACK = "caller.near.on_multi_done"
pytest.importorskip("wasmtime", reason="the extra replay is not installed")


def view_of(window: MainWindow) -> ReplayView:
    view = window.views["replay"]
    assert isinstance(view, ReplayView)
    return view


def own(view: ReplayView) -> list[Row]:
    """The rows of the call's own host calls."""
    source = view.list.rows.source
    rows = [source.row(n) for n in range(len(source))]
    return [row for row in rows if row.node not in (LOADING, MADE_BY) and not row.heading]


def told(view: ReplayView) -> str:
    settle()
    return "\n".join(
        found.text().replace("\u200b", "") for found in view.findChildren(QLabel) if found.isVisibleTo(view)
    )


def ended(window: MainWindow) -> bool:
    run = window.store.state.rerun
    return run is not None and not run.running


def ran(qtbot: QtBot, window: MainWindow, call: str) -> ReplayView:
    """The view once a call has been run again."""
    tab = window.store.state.tab
    assert tab is not None
    window.select(node_called(tab.document, call))
    window.intents.show_view("replay")
    qtbot.waitUntil(lambda: ended(window), timeout=20_000)
    return view_of(window)


def test_a_call_is_run_again_and_its_host_calls_lead_on(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(SAMPLE)
    tabs = window.findChild(QTabBar, "viewTabs")
    last = tabs.count() - 1
    assert tabs.tabText(last) == "Replay"
    tab = window.store.state.tab
    assert tab is not None
    window.select(tab.document.graph.nodes[0].id)
    assert not tabs.isTabVisible(last) and not window.actions_by_id["view.replay"].isEnabled()

    view = ran(qtbot, window, CALLBACK)
    assert tabs.isTabVisible(last)
    assert "as on chain: same result, same logs, same gas" in told(view)
    rows = [row.cells for row in own(view)]
    assert [cells[1:3] for cells in rows[4:7]] == [
        ("promise_result", '0 → Successful: "value of alpha.near"'),
        ("promise_result", "1 → Failed"),
        ("promise_result", '2 → Successful: "value of delta.near"'),
    ]
    assert rows[-1][3] == "0.202871 T"
    # what the form has stands in one column, from its left edge to its right
    form = view.findChild(WhatIfForm)
    assert form is not None
    lines = [each for each in form.findChildren(QFrame) if each.property("look") == "rule"]
    lefts = {
        part.mapTo(form, QPoint()).x()
        for part in (form.title, form.code.hash, form.gas.name, form.key, *lines)
    }
    buttons = (form.run, form.code.choose, form.gas.change, form.key, *lines)
    rights = {part.mapTo(form, QPoint(part.width(), 0)).x() for part in buttons}
    assert (len(lefts), len(rights)) == (1, 1)
    # the gas bar goes along with the keyboard
    (first,) = view.list.rows.source.of_node("1")
    view.list.setCurrentIndex(view.list.rows.index(first, 0))
    assert view.calls.gas.accessibleName() == "0.101332 T of 0.203782 T gas used"
    QTest.keyClick(view.list, Qt.Key.Key_Down)
    assert view.calls.gas.accessibleName().startswith("0.111406 T")
    # fewer rows
    view.head.choice.buttons[True].click()
    assert len(own(view)) == 5
    view.head.field.setText("bravo")
    assert own(view) == [] and len(view.list.rows.source) == 3
    view.head.field.setText("failed")
    view.list.setCurrentIndex(view.list.rows.index(0, 0))
    QTest.keyClick(view.list, Qt.Key.Key_Return)
    assert window.selectedNode == node_called(tab.document, "bravo.near.get_value")
    view = ran(qtbot, window, "bravo.near.get_value")
    assert "as on chain" in told(view)
    # before it ran nothing is told of it
    view.head.field.clear()
    window.intents.go_to_step(1)
    window.select(node_called(tab.document, CALLBACK))
    assert "It has not run yet at this step." in told(view) and not view.list.isVisibleTo(view)


def test_the_promises_of_the_call_that_made_it_stand_above(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(SAMPLE)
    view = ran(qtbot, window, CALLBACK)
    view.head.choice.buttons[False].click()
    view.head.field.clear()
    source = view.list.rows.source
    assert source.headings == [0, 8]
    assert source.row(0).cells == (
        "caller.near.multiple_contracts · made it in block 1,340 · 7 of 19 host calls, only promises",
    )
    made = [source.row(n).cells[:2] for n in range(1, 8)]
    assert made[0] == ("9", "promise_batch_create") and made[-1] == ("19", "promise_return")
    assert source.row(8).cells == ("caller.near.on_multi_done · 16 host calls",)
    assert source.row(9).cells == ("", "load the contract", "84,103 bytes", "0.091648 T")
    # loading has its place in the gas; what the maker did leads to it
    view.list.stand_at(9)
    assert view.calls.gas.accessibleName() == "0.091648 T of 0.203782 T gas used"
    view.list.stand_at(2)
    run = window.store.state.rerun
    assert run is not None and run.row is None
    QTest.keyClick(view.list, Qt.Key.Key_Return)
    assert window.selectedNode == node_called(run.document, "caller.near.multiple_contracts")
    # the transaction itself made this one: nothing stands above
    view = ran(qtbot, window, "caller.near.multiple_contracts")
    assert view.list.rows.source.headings == []


def test_rows_have_their_caption_above_them_wherever_the_list_stands(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    """It hides no row that the keyboard stands at, and a click on it is none on the row that it hides."""
    window = reuse_window(SAMPLE)
    view = ran(qtbot, window, CALLBACK)
    view.head.choice.buttons[False].click()
    view.head.field.clear()
    sized(window, 1280, 720)
    listed = view.list
    first, own = (listed.rows.place_of(number) for number in listed.rows.source.headings)
    bar = listed.verticalScrollBar()
    assert bar.maximum() > 3 * listed.row_px
    for at in range(bar.maximum() + 1):
        bar.setValue(at)
        above = [place for place in (first, own) if listed.rowViewportPosition(place) < 0]
        kept = listed._kept()
        assert (kept is None) == (not above) and (kept is None or kept[0] == above[-1])
        assert kept is None or not kept[1].intersects(listed._rect(own)) or kept[0] == own
    bar.setValue(3 * listed.row_px)
    kept = listed._kept()
    assert kept is not None and kept[1].top() == 0
    hidden, before = listed.rowAt(1), listed.currentIndex().row()
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=kept[1].center())
    assert listed.currentIndex().row() == before != hidden
    listed.setCurrentIndex(listed.rows.index(hidden, 0))
    listed.scrollTo(listed.currentIndex())
    now = listed._kept()
    assert now is None or now[1].bottom() < listed.rowViewportPosition(hidden)


def test_what_is_missing_is_named(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    view = ran(qtbot, reuse_window("sample:tutorial-parallel-3-ok", "--offline"), CALLBACK)
    assert "missing: the code of caller.near" in told(view)
    can = ", ".join(f"sample:{one.name}" for one in list_samples() if one.replays)
    assert f"Samples whose calls can be run again offline: {can}." in told(view)
    offers = [found for found in view.findChildren(QPushButton) if found.text() == "Fetch what is missing"]
    assert not offers  # nobody may be asked


def test_who_leaves_the_view_ends_the_run(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(SAMPLE)
    tab = window.store.state.tab
    assert tab is not None
    window.select(node_called(tab.document, CALLBACK))
    window.intents.show_view("replay")
    assert window.store.state.rerun is not None and window.store.state.rerun.running
    window.intents.show_view("tree")
    assert window.store.state.rerun is not None and not window.store.state.rerun.running
    assert "as on chain" in told(ran(qtbot, window, "alpha.near.get_value"))


def test_a_row_is_looked_up_by_its_number_once_all_are_known() -> None:
    asked: list[int] = []

    class Numbered:
        def __init__(self, number: int) -> None:
            self._number = number

        @property
        def place(self) -> tuple[int, int]:
            asked.append(self._number)
            return self._number, 1

    rows = HostRows([Numbered(n) for n in range(3, 60, 3)], [Numbered(99)])  # type: ignore[list-item]
    assert [tuple(rows.of_node(node)) for node in ("3", "57", "58", "99")] == [(0,), (18,), (), ()]
    assert len(asked) == 19


def test_the_keyboard_goes_to_what_of_the_view_is_seen(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window("sample:tutorial-batch-fail-step-two", "--offline")
    view = ran(qtbot, window, "alpha.near.step_one +1")
    window.focus_view()
    settle()
    tab = window.store.state.tab
    assert tab is not None and not view.list.isVisible()
    now = QApplication.focusWidget()
    assert now is view.form
    QTest.keyClick(now, Qt.Key.Key_Space)
    assert window.store.state.tab is not None and window.store.state.tab.cursor == tab.cursor
    window.select(tab.document.graph.root.id)
    settle()
    assert view.plain.isVisible() and QApplication.focusWidget() is view
    # by a key it is seen there: the page has no part that takes it
    assert not view.findChildren(FocusRing)
    for key in (Qt.Key.Key_Backtab, Qt.Key.Key_Tab):
        QTest.keyClick(QApplication.focusWidget(), key)
    assert QApplication.focusWidget() is view and len(view.findChildren(FocusRing)) == 1
    window.select(node_called(tab.document, "alpha.near.step_one +1"))
    qtbot.waitUntil(lambda: ended(window), timeout=20_000)
    settle()
    assert QApplication.focusWidget() is view.form


def test_a_call_of_a_batch_has_the_number_that_its_name_has(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window("sample:tutorial-batch-fail-step-two", "--offline")
    view = ran(qtbot, window, "alpha.near.step_one +1")
    assert view.head.name.full_text == "alpha.near.step_two (2 of 2)"
    assert view.head.action.currentText() == "call 2: step_two"
    assert view.head.action.itemText(0) == "call 1: step_one"
