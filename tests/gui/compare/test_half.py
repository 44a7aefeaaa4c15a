"""The views of one transaction in pairs: each run in its half, at the same step, with the numbers of what differs."""

# covers: xccviz/gui/compare/half.py, xccviz/gui/compare/numbers.py, xccviz/gui/compare/tree_numbers.py
# covers: xccviz/gui/look/number_tags.py

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from tests.gui.compare.conftest import OK
from tests.gui.compare.test_page import page_of, pair_of
from tests.gui.conftest import OpenWindow
from tests.gui.looks import clipped, settle
from xccviz.analysis.compare.values import Missing
from xccviz.gui.compare.half import NumbersUpon
from xccviz.gui.compare.numbers import numbers_on
from xccviz.gui.compare.tree_numbers import NumberedCells
from xccviz.gui.state.pair import SIDES
from xccviz.gui.views.drawing import DrawingView
from xccviz.gui.views.tree import TreeView
from xccviz.gui.window import MainWindow
from xccviz.tables.receipts import COLUMNS


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


def test_numbers_stand_above_the_words_of_what_differs_and_in_sight(
    qtbot: QtBot, compared: MainWindow
) -> None:
    compared.intents.show_view("sequence")
    settle()
    for side in SIDES:
        view = page_of(compared).halves_of[side].view
        assert isinstance(view, DrawingView)
        numbers_upon(view)
        upon = view.viewport().findChild(NumbersUpon)
        assert upon is not None and upon._at
        body = upon._body()
        places = [place for place, _ in upon._places() if place.top() >= body.top()]
        assert places
        for place in places:
            tags = [tag for tag, _ in upon._at if abs(tag.center().y() - place.top()) < 20]
            assert tags
            for tag in tags:
                assert body.top() < tag.top()
                assert tag.bottom() <= place.top() + 4 or tag.top() == body.top() + 1


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


def cells_of(window: MainWindow, side: Missing) -> tuple[TreeView, NumberedCells]:
    tree = page_of(window).halves_of[side].view
    assert isinstance(tree, TreeView)
    cells = tree.table.itemDelegate()
    assert isinstance(cells, NumberedCells)
    return tree, cells


def numbers_in(window: MainWindow, side: Missing) -> dict[str, list[tuple[QRect, str, int]]]:
    """By node: what stands in the row of each call in sight."""
    tree, cells = cells_of(window, side)
    found = {}
    for node in tree.model.nodes_shown():
        index = tree.model.index_of_node(node.id)
        option = QStyleOptionViewItem()
        option.font, option.rect = tree.table.font(), tree.table.visualRect(index)
        if not option.rect.isEmpty():
            found[node.id] = cells.tags(option, index)[::-1]
            cell = option.rect
            assert all(cell.contains(place) for place, _, _ in found[node.id])
            assert cells.aside(option, index) <= cell.width() * 0.6
    return found


def test_calls_of_the_tree_have_the_numbers_of_what_differs(qtbot: QtBot, compared: MainWindow) -> None:
    compared.intents.show_view("tree")
    settle()
    pair = pair_of(compared)
    for side in SIDES:
        wanted = numbers_on(pair, side)
        assert len(wanted) == 3
        for node, tags in numbers_in(compared, side).items():
            said = [words for _, words, _ in tags]
            assert said == [str(number) for number in wanted.get(node, ())]
    tree, _ = cells_of(compared, "b")
    place = next(
        place for tags in numbers_in(compared, "b").values() for place, _, number in tags if number == 5
    )
    qtbot.mouseClick(tree.table.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    assert pair_of(compared).number == 5
    compared.intents.switch_costs()
    settle()
    assert {number for tags in numbers_in(compared, "a").values() for _, _, number in tags} == {1, 2, 3, 4, 5}


def test_more_numbers_than_there_is_room_for_are_counted(reuse_window: OpenWindow) -> None:
    window = reuse_window("--view", "compare", OK, "sample:join-of-joins")
    window.resize(1440, 900)
    window.intents.show_view("tree")
    settle()
    pair = pair_of(window)
    join = max(numbers_on(pair, "b").items(), key=lambda item: len(item[1]))
    tags = numbers_in(window, "b")[join[0]]
    *whole, (_, last, _) = tags
    said, more = last.split(" +")
    assert [int(words) for _, words, _ in whole] + [int(said)] == join[1][: len(tags)]
    assert int(more) == len(join[1]) - len(tags)


def test_a_column_chosen_in_either_tree_is_chosen_in_both(compared: MainWindow) -> None:
    compared.intents.show_view("tree")
    settle()
    tree, _ = cells_of(compared, "a")
    column = next(i for i, spec in enumerate(COLUMNS) if spec.id == "gas")
    hidden = tree.table.isColumnHidden(column)
    tree.columns.menu.actions()[column - 1].trigger()
    settle()
    assert [cells_of(compared, side)[0].table.isColumnHidden(column) for side in SIDES] == [not hidden] * 2


def test_two_of_a_kind_scroll_together(compared: MainWindow) -> None:
    page = page_of(compared)
    compared.intents.show_view("sequence")
    settle()
    a, b = (page.halves_of[side].view for side in ("a", "b"))
    assert isinstance(a, QAbstractScrollArea) and isinstance(b, QAbstractScrollArea)
    bar = a.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert b.verticalScrollBar().value() == min(bar.value(), b.verticalScrollBar().maximum())


def test_a_run_that_lacks_a_call_selects_nothing(reuse_window: OpenWindow) -> None:
    window = reuse_window("--view", "compare", OK, "sample:join-of-joins")
    settle()
    window.intents.show_view("sequence")
    settle()
    pair = pair_of(window)
    lacking = next(call for call in pair.found.union.calls if call.missing == "a")
    window.intents.select_call(lacking.key)
    settle()
    tabs = [page_of(window).halves_of[side]._store.state.tab for side in ("a", "b")]
    assert [tab.selection for tab in tabs if tab is not None] == [None, lacking.b]
