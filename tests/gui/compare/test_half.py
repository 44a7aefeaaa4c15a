"""The views of one transaction in pairs: each run in its half, at the same step, with the numbers of what differs."""

# covers: xccviz/gui/compare/half.py, xccviz/gui/compare/numbers.py

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractScrollArea
from pytestqt.qtbot import QtBot

from tests.gui.compare.conftest import OK
from tests.gui.compare.test_page import page_of, pair_of
from tests.gui.conftest import OpenWindow
from tests.gui.looks import clipped, settle
from xccviz.gui.compare.half import NumbersUpon
from xccviz.gui.views.drawing import DrawingView
from xccviz.gui.window import MainWindow


def numbers_upon(view: DrawingView) -> list[int]:
    upon = view.viewport().findChild(NumbersUpon)
    assert upon is not None
    upon.grab()
    return sorted(number for _, number in upon._at)


def test_every_view_of_one_works_in_pairs(qtbot: QtBot, compared: MainWindow) -> None:
    page = page_of(compared)
    halves = page.halves_of
    for name in ("sequence", "timeline", "gas", "tree"):
        compared.actions_by_id[f"view.{name}"].trigger()
        settle()
        views = [halves[side].view for side in ("a", "b")]
        assert [view.objectName() for view in views if view is not None] == [
            f"compareA.{name}",
            f"compareB.{name}",
        ]
        assert all(view is not None and view.isVisible() for view in views)
        for view in views:
            if isinstance(view, DrawingView):
                assert view.layout_shown is not None
                assert 1 in numbers_upon(view) or 2 in numbers_upon(view)
        assert clipped(compared) == []
    compared.actions_by_id["view.graph"].trigger()
    settle()
    assert page.a.isVisible() and page.a.layout_shown is not None


def test_a_half_moves_and_selects_both(qtbot: QtBot, compared: MainWindow) -> None:
    page = page_of(compared)
    compared.intents.show_view("sequence")
    settle()
    pair = pair_of(compared)
    join = pair.found.entries[3]
    halves = page.halves_of
    halves["b"].node_wanted.emit(join.first.b_node)
    settle()
    assert pair_of(compared).selection == join.call
    for side in ("a", "b"):
        tab = halves[side]._store.state.tab
        assert tab is not None and tab.selection == getattr(join.first, f"{side}_node")
    compared.intents.stand_both(4)
    settle()
    assert [halves[side]._store.state.tab.cursor.index for side in ("a", "b")] == [4, 4]  # type: ignore[union-attr]
    view = halves["a"].view
    assert isinstance(view, DrawingView)
    numbers_upon(view)
    upon = view.viewport().findChild(NumbersUpon)
    assert upon is not None
    place = next(tag for tag, number in upon._at if number == 2)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.center()))
    assert pair_of(compared).number == 2


def test_two_of_a_kind_scroll_together(compared: MainWindow) -> None:
    page = page_of(compared)
    compared.intents.show_view("sequence")
    settle()
    a, b = (page.halves_of[side].view for side in ("a", "b"))
    assert isinstance(a, QAbstractScrollArea) and isinstance(b, QAbstractScrollArea)
    bar = a.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert b.verticalScrollBar().value() == min(bar.value(), b.verticalScrollBar().maximum())


def test_a_run_that_lacks_a_call_selects_nothing(open_window: OpenWindow) -> None:
    window = open_window("--view", "compare", OK, "sample:join-of-joins")
    settle()
    window.intents.show_view("sequence")
    settle()
    pair = pair_of(window)
    lacking = next(call for call in pair.found.union.calls if call.missing == "a")
    window.intents.select_call(lacking.key)
    settle()
    tabs = [page_of(window).halves_of[side]._store.state.tab for side in ("a", "b")]
    assert [tab.selection for tab in tabs if tab is not None] == [None, lacking.b]
