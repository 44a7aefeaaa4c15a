"""The menus of things where two transactions stand side by side: of a call on either side, in every view."""

# covers: xccviz/gui/asked.py

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.gui.compare.conftest import OK, PANICS
from tests.gui.compare.test_page import page_of, pair_of
from tests.gui.conftest import OpenWindow
from tests.gui.looks import settle
from tests.gui.shell.test_context_menu import actions, choose, clipboard, menu_at, menu_by_key
from xccviz.analysis.compare.values import Missing
from xccviz.gui.state.pair import SIDES
from xccviz.gui.views.drawing import DrawingView
from xccviz.gui.views.tree import TreeView
from xccviz.gui.window import MainWindow

ALONE_ONLY = ("mark", "note", "resumer", "filter.id", "why.ran")
"""What belongs to a tab, its filter, its marks or its answers."""


def place_of(window: MainWindow, side: Missing, call: str) -> tuple[QWidget, QPoint]:
    """Where a call stands in the view in front."""
    page, pair = page_of(window), pair_of(window)
    view = page.halves_of[side].view
    node = pair.found.union.by_key[call].node(side)
    canvas: DrawingView | QWidget
    if window.store.state.view == "graph":
        canvas, layout, key = getattr(page, side), pair.layout.layout, call
    elif isinstance(view, TreeView):
        place = view.table.visualRect(view.model.index_of_node(node))
        return view.table.viewport(), QPoint(place.left() + 40, place.center().y())
    else:
        assert isinstance(view, DrawingView) and view.layout_shown is not None
        canvas, layout, key = view, view.layout_shown, node or ""
        canvas.reveal_selection()
    bounds = layout.by_key[layout.box_of[key]].bounds
    x = (
        bounds.right - 4 if window.store.state.view == "timeline" else bounds.x + 12
    )  # badges lie upon its wait
    return canvas.viewport(), canvas.mapFromScene(x, bounds.center_y)


def join_of(window: MainWindow) -> str:
    return next(entry.call for entry in pair_of(window).found.entries if entry.first.kind == "promise_result")


@pytest.mark.parametrize("view", ["graph", "sequence", "timeline", "tree", "gas"])
def test_a_call_has_a_menu_on_either_side_in_every_view(
    qtbot: QtBot, compared: MainWindow, view: str
) -> None:
    compared.intents.show_view(view)
    settle()
    call = join_of(compared)
    compared.intents.select_call(call)
    for side in SIDES:
        menu = menu_at(qtbot, compared, *place_of(compared, side, call))
        rows = actions(menu)
        assert set(rows).isdisjoint(ALONE_ONLY)
        node = pair_of(compared).found.union.by_key[call].node(side)
        assert pair_of(compared).node(side) == node
        rows["copy.id"].trigger()
        assert clipboard() == node, "each side has its own ids"
        rows["copy.hash"].trigger()
        assert clipboard() == pair_of(compared).run(side).document.trace.transaction.hash
        menu.close()


def test_entries_do_what_they_say_in_both(qtbot: QtBot, compared: MainWindow) -> None:
    call = join_of(compared)
    menu = menu_at(qtbot, compared, *place_of(compared, "b", call))
    choose(qtbot, menu, "run")
    pair = pair_of(compared)
    node = pair.found.union.by_key[call].b or ""
    ran = pair.found.b.timeline.history.ran_at[node]
    assert pair.found.line.stops["b"][pair.index] == ran and pair.selection == call
    menu = menu_at(qtbot, compared, *place_of(compared, "b", call))
    assert actions(menu)["run"].statusTip() == "You stand there."
    choose(qtbot, menu, "copy.difference")
    assert clipboard().startswith("| # | Where")
    menu = menu_at(qtbot, compared, *place_of(compared, "b", call))
    choose(qtbot, menu, "show.tree")
    assert compared.store.state.view == "tree" and pair_of(compared).selection == call
    menu = menu_by_key(qtbot, compared, page_of(compared).halves_of["a"].view.table)  # type: ignore[union-attr]
    assert "show.graph" in actions(menu) and "show.tree" not in actions(menu)
    menu.close()


def test_one_of_the_two_is_shown_alone_where_it_stands(qtbot: QtBot, compared: MainWindow) -> None:
    call = join_of(compared)
    compared.intents.stand_both(8)
    choose(qtbot, menu_at(qtbot, compared, *place_of(compared, "b", call)), "alone")
    state = compared.store.state
    assert state.pair is None and state.active == 1 and state.tab is not None
    compared_pair = state.compared
    assert compared_pair is not None
    assert state.tab.cursor.index == compared_pair.found.line.stops["b"][8]
    assert state.tab.selection == compared_pair.found.union.by_key[call].b
    compared.intents.close_tab(1)
    compared.intents.previous_tab()
    settle()
    menu = menu_at(qtbot, compared, *place_of(compared, "b", call))
    assert actions(menu)["alone"].statusTip() == "Its tab was closed."
    menu.close()


def test_what_a_run_lacks_has_only_what_is_of_the_transaction(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("--view", "compare", OK, "sample:join-of-joins")
    window.resize(1440, 900)
    settle()
    lacking = pair_of(window).selection
    assert pair_of(window).node("a") is None
    rows = actions(menu_at(qtbot, window, *place_of(window, "a", lacking)))
    assert "copy.hash" in rows and set(rows).isdisjoint(("copy.id", "run", "show.tree"))
    assert window.context_menus.menu is not None
    window.context_menus.menu.close()


def test_a_group_unfolds_from_its_menu(qtbot: QtBot, compared: MainWindow) -> None:
    compared.intents.switch_equal()
    settle()
    group = next(box for box in pair_of(compared).layout.layout.boxes if box.node is None)
    menu = menu_at(qtbot, compared, *place_of(compared, "a", group.nodes[0]))
    actions(menu)["Unfold"].trigger()
    menu.close()
    settle()
    assert all(box.node is not None for box in pair_of(compared).layout.layout.boxes)


def test_beside_a_run_there_is_no_menu(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window("--view", "compare", OK, PANICS)
    window.resize(1440, 900)
    settle()
    strip = page_of(window).strip
    with pytest.raises(AssertionError):
        menu_at(qtbot, window, strip, QPoint(4, 4))
