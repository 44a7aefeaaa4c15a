"""Two transactions side by side in the real window: by keys, by the mouse, and as numbers say."""

# covers: xccviz/gui/compare/page.py, xccviz/gui/compare/canvas.py, xccviz/gui/compare/bar.py
# covers: xccviz/gui/compare/differences.py, xccviz/gui/compare/halves.py, xccviz/gui/compare/inspector.py
# covers: xccviz/gui/compare/strip.py, xccviz/gui/compare/scale.py, xccviz/gui/compare_intents.py
# covers: xccviz/gui/tasks/comparing.py, xccviz/gui/state/playing.py

from __future__ import annotations

import json
import time
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.compare.conftest import OK, PANICS
from tests.gui.conftest import OpenWindow, node_called, sized, wait_idle
from tests.gui.looks import clipped, settle
from tests.gui.test_every_widget import LOOKED_AT
from tests.gui.test_object_names import promised
from tests.reference.executor import Program, Promise, execute
from xccviz.analysis.compare.diff import diff
from xccviz.display.types import Rect, Text
from xccviz.gui.compare.canvas import RunCanvas
from xccviz.gui.compare.halves import HalfVerdict
from xccviz.gui.compare.page import PAIRED, CompareView
from xccviz.gui.state.comparing import SIDES, goal_of
from xccviz.gui.state.comparing import stood as stood_at
from xccviz.gui.state.pair import Pair
from xccviz.gui.state.playing import PAIR
from xccviz.gui.state.store import PaceId
from xccviz.gui.window import MainWindow
from xccviz.replay.moves import BY_ID
from xccviz.words.ids import short_id
from xccviz.words.pairs import FOR_ONE

ALT, NONE = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier


def pair_of(window: MainWindow) -> Pair:
    pair = window.store.state.pair
    assert pair is not None
    return pair


def page_of(window: MainWindow) -> CompareView:
    place, page = window.findChild(QWidget, "compareView"), window.frame.pages.compared
    assert page is not None and page.isVisible() and place.isVisible() and place.isAncestorOf(page)
    return page


def tags_of(canvas: RunCanvas) -> list[str]:
    assert canvas.shown is not None
    return [p.text for p in canvas.shown.primitives if isinstance(p, Text) and "/number" in p.key]


def seen(canvas: RunCanvas) -> tuple[float, float, float]:
    corner = canvas.mapToScene(QPoint(0, 0))
    return round(canvas.transform().m11(), 4), round(corner.x(), 0), round(corner.y(), 0)


def click_scene(qtbot: QtBot, canvas: RunCanvas, x: float, y: float) -> None:
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas.mapFromScene(x, y))
    settle()


def test_which_two_transactions_they_are_is_in_sight(compared: MainWindow) -> None:
    strip = compared.frame.identity
    assert strip.isVisible()
    for line, run in zip(
        (strip.first, strip.second), (pair_of(compared).a, pair_of(compared).b), strict=True
    ):
        hash = run.document.trace.transaction.hash
        assert (line.isVisible(), line.hash.text(), line.sign.isVisible()) == (True, short_id(hash), True)
        assert line.where.full_text.startswith("localnet · signed by ")
        line.copy.click()
        assert QGuiApplication.clipboard().text() == hash


def test_the_command_line_puts_two_side_by_side_as_diff_tells_them(compared: MainWindow) -> None:
    page, pair = page_of(compared), pair_of(compared)
    found = diff(pair.found.a.analysis, pair.found.b.analysis).differences
    numbers = [line.number for line in page.list.table.rows.lines if line.first]
    assert numbers == list(range(1, len(found) + 1))
    of_calls = [str(n + 1) for n, entry in enumerate(pair.found.entries) if entry.first.what != "total"]
    for canvas in (page.a, page.b):
        assert sorted(tags_of(canvas)) == of_calls
    assert page.list.count.text() == "5, and 4 in gas and fees"
    assert [half.title.text()[:12] for half in page.halves.halves] == ["A  Succeeded", "B  Succeeded"]
    assert compared.windowTitle() == "caller.near.multiple_contracts: A ⇄ B — xccviz"
    failed = pair.found.entries[1]
    assert (pair.selection, pair.number) == (failed.call, 2)
    assert compared.property("selectedNode") == failed.first.a_node
    assert clipped(compared) == []


def test_no_name_that_scripts_are_promised_is_there_twice(compared: MainWindow) -> None:
    page = page_of(compared)
    own = [each.objectName() for each in page.findChildren(QWidget)]
    everywhere = {each.objectName() for each in compared.findChildren(QWidget) if not page.isAncestorOf(each)}
    assert {"compareView", "filterCount", "compareFilterCount"} <= {*own, *everywhere}
    assert [name for name in sorted(promised()) if own.count(name) > (name not in everywhere)] == []


def test_an_open_transaction_is_compared_with_anything_that_opens(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window(OK)  # in which nothing has been compared yet
    assert not window.findChild(QWidget, "compareView").isVisible() and window.frame.pages.compared is None
    window.compare_with(PANICS)
    wait_idle(qtbot, window)
    settle()
    pair = pair_of(window)
    page_of(window)
    assert [pair.a.given, pair.b.given] == [OK, PANICS]
    assert len(window.store.state.tabs) == 2
    window.intents.close_tab()
    settle()
    assert window.store.state.compared is None and window.store.state.tab is not None
    assert window.views["graph"].isVisible()


def test_keys_go_from_difference_to_difference_and_swap(qtbot: QtBot, compared: MainWindow) -> None:
    page = page_of(compared)
    seen_numbers = []
    for _ in range(10):
        qtbot.keyClick(page.a, Qt.Key.Key_N)
        seen_numbers.append(pair_of(compared).number)
    assert seen_numbers == [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]
    qtbot.keyClick(page.a, Qt.Key.Key_P)
    assert pair_of(compared).number == 2
    before = pair_of(compared)
    told = [(line.number, line.a, line.b) for line in page.list.table.rows.lines]
    qtbot.keyClick(page.a, Qt.Key.Key_X)
    settle()
    after = pair_of(compared)
    assert (after.a, after.b) == (before.b, before.a)
    mirrored = {(b, a) for _, a, b in told}
    assert {(line.a, line.b) for line in page.list.table.rows.lines} == mirrored
    assert sorted(tags_of(page.a)) == sorted(tags_of(page.b))


def test_steps_move_both_and_a_selection_selects_in_both(qtbot: QtBot, compared: MainWindow) -> None:
    page = page_of(compared)
    line = pair_of(compared).found.line
    qtbot.keyClick(page.a, Qt.Key.Key_Home)
    assert pair_of(compared).index == 0
    compared.intents.switch_grain()
    for index in range(1, len(line) + 1):
        qtbot.keyClick(page.a, Qt.Key.Key_BracketRight)
        pair = pair_of(compared)
        assert pair.index == index
        assert [moment.index for moment in pair.moments] == [line.stops[side][index] for side in SIDES]
    assert pair_of(compared).at_end
    qtbot.keyClick(page.b, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert pair_of(compared).index == 4 and "bravo.near.get_value" in page.strip.words.full_text
    page.strip.slider.setValue(8)
    assert pair_of(compared).index == 8
    box = pair_of(compared).layout.layout.boxes[2]
    click_scene(qtbot, page.b, box.bounds.x + 40, box.bounds.center_y)
    assert pair_of(compared).selection == box.key
    for canvas in (page.a, page.b):
        assert canvas.shown is not None
        rings = [
            p.stroke
            for p in canvas.shown.primitives
            if isinstance(p, Rect) and p.key == f"{box.key}/selection"
        ]
        assert rings == ["sel"]


@pytest.mark.parametrize("pace", ["1", "block"])
def test_both_play_to_the_end_of_both(qtbot: QtBot, compared: MainWindow, pace: PaceId) -> None:
    page, clock = page_of(compared), compared.playing.timer
    compared.intents.play_at(pace)
    qtbot.keyClick(page.a, Qt.Key.Key_F5)
    assert compared.store.state.playing == PAIR and clock.isActive()
    assert pair_of(compared).index == 0 and page.strip.play.word == "Pause", "from the beginning, at the end"
    stood = [0]
    while compared.store.state.playing is not None:
        compared.intents.tick()
        stood.append(pair_of(compared).index)
    line = pair_of(compared).found.line
    assert stood == sorted(set(stood)) and stood[-1] == len(line) and not clock.isActive()
    move = BY_ID["next_block" if pace == "block" else "step_forward"]
    pairs = [(here, there) for here, there in pairwise(stood) if there < len(line)]
    assert pairs and all(
        goal_of(stood_at(pair_of(compared), here), move, "receipts") == there for here, there in pairs
    )
    assert page.strip.play.word == "Play"


def test_both_stop_at_marks_of_either_and_say_whose(compared: MainWindow) -> None:
    do, store, page = compared.intents, compared.store, page_of(compared)

    def mark(place: int, *filters: str) -> None:
        do.choose_tab(place)
        for filter in filters:
            do.mark_by_filter(filter)

    def play() -> str:
        do.play()
        while store.state.playing is not None:
            do.tick()
        return page.strip.words.full_text

    mark(0, "method:get_value to:alpha.near", "method:on_multi_done")
    mark(1, "fail", "method:on_multi_done")
    do.stop_when(("", "fail"), "after")
    do.choose_tab(2)
    do.stand_both(0)
    found = pair_of(compared).found
    assert play().startswith("A: stopped by a mark before alpha.near.get_value")
    here = pair_of(compared)
    assert here.found.union.by_key[here.selection].a in found.a.graph.by_id
    ran = found.a.timeline.history.ran_at[here.halting[0].node]
    assert here.index == found.line.index("a", ran) - 1 and here.halted == "mark"
    assert play().startswith("B: stopped by a mark after bravo.near.get_value")
    ran = found.b.timeline.history.ran_at[pair_of(compared).halting[0].node]
    assert pair_of(compared).index == found.line.index("b", ran)
    assert play().startswith("A and B: stopped by a mark before caller.near.on_multi_done")
    assert play().startswith("played to the end") and pair_of(compared).at_end
    do.stand_both(1)
    assert not pair_of(compared).halting and "played" not in page.strip.words.full_text


def test_a_step_by_hand_ends_playing_and_so_does_what_comes_to_the_front(
    qtbot: QtBot, compared: MainWindow
) -> None:
    page = page_of(compared)
    qtbot.mouseClick(page.strip.play, Qt.MouseButton.LeftButton)
    compared.intents.tick()
    page.strip.slider.setValue(9)
    assert compared.store.state.playing is None and pair_of(compared).index == 9
    compared.intents.play()
    compared.intents.choose_tab(0)
    tab = compared.store.state.tab
    compared.intents.tick()
    assert compared.store.state.playing is None and compared.store.state.tab is tab


def test_the_rows_below_the_line_say_what_their_numbers_are(reuse_window: OpenWindow) -> None:
    window = reuse_window("--view", "compare", OK, "sample:join-of-joins")
    window.resize(1440, 900)
    settle()
    strip = page_of(window).strip
    assert (strip.differ.text(), strip.blocks.text()) == ("Differences", "Blocks since the start")
    numbers, blocks = strip.scale.labels()
    assert [each.words for each in numbers][:2] == ["1 · 2 · 22", "7"]
    assert all(each.number is not None for each in numbers)
    assert [each.words for each in blocks] == ["+0", "+1", "A +2", "B +2", "+3", "+4"]
    high = strip.scale.height() / 2
    for row, caption in enumerate((strip.differ, strip.blocks)):
        middle = caption.mapTo(strip, caption.rect().center()).y()
        assert abs(middle - strip.scale.mapTo(strip, QPoint(0, round((row + 0.5) * high))).y()) <= 2


def test_a_number_leads_to_its_line_and_back(qtbot: QtBot, compared: MainWindow) -> None:
    page = page_of(compared)
    assert page.a.shown is not None
    tag = next(
        p
        for p in page.a.shown.primitives
        if isinstance(p, Rect) and "/number" in p.key and p.key.endswith(":5")
    )
    click_scene(qtbot, page.a, tag.x + 6, tag.y + 8)
    assert pair_of(compared).number == 5
    table = page.list.table
    place = table.visualRect(table.rows.index(1, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert pair_of(compared).number == 2
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert pair_of(compared).number == 3
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().startswith("| # | Where")
    at = next((place, number) for place, number in page.strip.scale._at if number == 4)
    qtbot.mouseClick(page.strip.scale, Qt.MouseButton.LeftButton, pos=at[0].center().toPoint())
    assert pair_of(compared).number == 4


def test_only_differences_folds_and_gas_and_fees_go(qtbot: QtBot, compared: MainWindow) -> None:
    page = page_of(compared)
    qtbot.mouseClick(page.bar.only, Qt.MouseButton.LeftButton)
    settle()
    layout = pair_of(compared).layout.layout
    group = next(box for box in layout.boxes if box.node is None)
    assert len(group.members) == 2
    compared.intents.toggle_calls(group.key)
    settle()
    assert all(box.node is not None for box in pair_of(compared).layout.layout.boxes)
    qtbot.mouseClick(page.bar.costs, Qt.MouseButton.LeftButton)
    settle()
    assert {line.number for line in page.list.table.rows.lines} == {1, 2, 3, 4, 5}
    assert sorted(tags_of(page.a)) == ["1", "2", "3", "4", "5"]
    compared.intents.copy_differences()
    told = QApplication.clipboard().text()
    assert (
        told.startswith("**5 differences, and 4 in gas and fees**")
        and "| 5 |" in told
        and "| 6 |" not in told
    )


def wheel(canvas: RunCanvas, by: int, keys: Qt.KeyboardModifier) -> None:
    middle = QPointF(canvas.viewport().rect().center())
    event = QWheelEvent(
        middle, canvas.viewport().mapToGlobal(middle), QPoint(0, 0), QPoint(0, by), Qt.MouseButton.NoButton, keys,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas.viewport(), event)
    settle()


def test_both_drawings_show_the_same_part(qtbot: QtBot, compared: MainWindow) -> None:
    page = page_of(compared)
    assert seen(page.a) == seen(page.b)
    compared.intents.zoom_in()
    wheel(page.b, 240, Qt.KeyboardModifier.ControlModifier)
    assert seen(page.a) == seen(page.b) and page.a.transform().m11() > 1
    wheel(page.a, -120, NONE)
    assert seen(page.a) == seen(page.b)
    page.drawings.setSizes([300, 700])
    settle()
    qtbot.keyClick(page.a, Qt.Key.Key_F)
    settle()
    assert seen(page.a)[0] == seen(page.b)[0]


def test_two_that_are_alike_say_so_in_one_line(reuse_window: OpenWindow) -> None:
    window = reuse_window("--view", "compare", OK, OK)
    settle()
    page = page_of(window)
    assert page.list.title.text() == "The two runs are alike"
    assert not page.list.table.isVisible() and not tags_of(page.a)
    for command in ("compare.next", "compare.copy"):
        assert not window.actions_by_id[command].isEnabled()
    assert clipped(window) == []


def test_the_menu_of_a_tab_compares_it_with_the_others(reuse_window: OpenWindow) -> None:
    window = reuse_window(OK, PANICS)
    settle()
    bar = window.frame.tab_bar
    at = bar.tabRect(1).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, bar.mapToGlobal(at))
    QApplication.sendEvent(bar, event)
    menu = window.context_menus.menu
    assert menu is not None
    entry = next(action for action in menu.actions() if action.text().startswith("Compare with"))
    menu.close()
    entry.trigger()
    settle()
    assert (pair_of(window).a.given, pair_of(window).b.given) == (PANICS, OK)
    window.actions_by_id["file.nextTab"].trigger()
    settle()
    assert window.store.state.pair is None and window.store.state.active == 0
    window.intents.previous_tab()
    page_of(window)


def test_what_to_compare_with_is_asked_and_fields_take_something_else(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window(OK)
    window.actions_by_id["compare.with"].trigger()
    palette = window.palette_list
    assert palette.isVisible()
    qtbot.keyClicks(palette.field, "one-panics")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    wait_idle(qtbot, window)
    settle()
    page = page_of(window)
    field = page.names.fields["a"].edit
    field.setText("sample:join-of-joins")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    wait_idle(qtbot, window)
    settle()
    assert pair_of(window).a.given == "sample:join-of-joins" and pair_of(window).b.given == PANICS
    ghosts = [call for call in pair_of(window).found.union.calls if call.missing is not None]
    assert ghosts and "here)" in page.bar.lacks.text()


def saved(path: Path, count: int, value: bytes) -> str:
    calls = [Promise(Program(False, value), "x.near", [])] * count
    path.write_text(json.dumps(execute(Program(False, b"", calls)).answer))
    return str(path)


def test_large_ones_are_compared_beside_the_window(
    qtbot: QtBot, reuse_window: OpenWindow, tmp_path: Path
) -> None:
    a, b = saved(tmp_path / "a.json", 400, b"1"), saved(tmp_path / "b.json", 400, b"2")
    window = reuse_window(a)
    other = (tmp_path / "b.json").read_text().replace('"tx"', '"other"')
    (tmp_path / "b.json").write_text(other)
    window.compare_with(b)
    with qtbot.waitSignal(window.comparing.ended, timeout=20_000):
        wait_idle(qtbot, window)
        assert window.comparing.busy and window.store.state.pair is None, "the window waits for nothing"
    settle()
    pair = pair_of(window)
    block = next(box for box in pair.layout.layout.boxes if box.heads)
    assert len(block.siblings) == 400
    assert len(pair.found.entries) < 20 < len(pair.found.found.differences)
    assert tags_of(page_of(window).a)


def test_hostile_texts_are_seen_as_they_are(reuse_window: OpenWindow, tmp_path: Path) -> None:
    evil = "\u202eevil<b>\n"
    for name, value in (("a", b'"x"'), ("b", json.dumps(evil).encode())):
        text = json.dumps(execute(Program(False, value)).answer)
        (tmp_path / f"{name}.json").write_text(text.replace('"tx"', f'"{name * 3}"'))
    window = reuse_window("--view", "compare", str(tmp_path / "a.json"), str(tmp_path / "b.json"))
    settle()
    page = page_of(window)
    shown = [label.text() for label in page.findChildren(QLabel)]
    shown += [text for line in page.list.table.rows.lines for text in (line.a, line.b, line.where)]
    assert not any("\u202e" in text for text in shown)


@pytest.mark.parametrize("theme", sorted(LOOKED_AT))
def test_the_page_is_whole_and_legible(reuse_window: OpenWindow, theme: str) -> None:
    window = reuse_window(
        "--view", "compare", "sample:tutorial-parallel-3-ok", "sample:join-of-joins", "--theme", theme
    )
    for (width, height), checks in LOOKED_AT[theme].items():
        window.resize(width, height)
        settle()
        for name, check in checks.items():
            assert not list(check(window)), (name, width)


@pytest.mark.parametrize("wrong", [("--step", "99"), ("--select", "nobody")])
def test_a_place_that_is_not_there_is_refused(reuse_window: OpenWindow, wrong: tuple[str, str]) -> None:
    window = reuse_window("--view", "compare", OK, PANICS, *wrong)
    settle()
    assert window.opener.refused is not None and wrong[1] in window.opener.refused.message
    assert pair_of(window).at_end, "what was found is shown all the same"


@pytest.mark.parametrize("length", [8, 11, 60])
def test_a_place_can_be_named_by_the_beginning_of_its_id(reuse_window: OpenWindow, length: int) -> None:
    """Of either run."""
    callback = "ABiGawVE3UY8UeuGUqEC2qyR9vzzCHRk8qc8JQu9N6Dk"
    window = reuse_window("--view", "compare", OK, PANICS, "--select", callback[:length])
    settle()
    call = pair_of(window).found.union.by_key[pair_of(window).selection or ""]
    assert window.opener.refused is None and call.b == callback  # the second's; the first has others


def test_what_stands_in_the_corner_stays_there(compared: MainWindow) -> None:
    page = page_of(compared)
    places = {canvas: canvas.badge.pos() for canvas in (page.a, page.b)}
    for _ in range(3):
        compared.intents.zoom_in()
    wheel(page.a, -240, NONE)
    assert {canvas: canvas.badge.pos() for canvas in places} == places


@pytest.mark.parametrize("percent", [100, 150])
def test_two_fit_into_a_small_window(compared: MainWindow, percent: int) -> None:
    page = page_of(compared)
    compared.intents.size_text(percent)
    for view in ("tree", "graph"):
        compared.intents.show_view(view)
        sized(compared, 800, 600)
        settle()
        assert percent > 100 or (compared.width(), compared.height()) == (800, 600)
        assert compared.width() < 990 and compared.height() < 760, "as one alone is at least"
        least = page.kinds.height() if view == "graph" else page.kinds.height() + 20
        assert least >= 120 and page.strip.words.width() >= 100, "what it is about stays in sight"
    assert page.inspector.isHidden() and page.list.table.isVisible()
    page.list.choice.buttons[True].click()
    assert page.inspector.isVisible() and page.list.table.isHidden() and page.list.copy.isHidden()
    page.list.choice.buttons[False].click()
    assert page.inspector.isHidden() and page.list.table.isVisible()
    compared.intents.size_text(100)
    sized(compared, 1440, 900)
    settle()
    assert page.inspector.isVisible() and page.list.table.isVisible() and page.list.choice.isHidden()
    assert page.inspector.x() >= page.left.width(), "beside the drawings again"
    for half in page.halves.halves:
        assert half.costs.isVisible() and half.costs.geometry().right() < half.more.width()
        assert half.costs.text() == half.costs.full_text


def test_alt_frees_one_drawing(compared: MainWindow) -> None:
    page = page_of(compared)
    compared.intents.zoom_in()
    settle()
    before = seen(page.b)
    at = QPointF(page.a.viewport().mapTo(compared, page.a.viewport().rect().center()))
    QTest.wheelEvent(
        compared.windowHandle(), at, QPoint(0, -240), QPoint(), ALT | Qt.KeyboardModifier.ShiftModifier
    )
    QTest.wheelEvent(compared.windowHandle(), at, QPoint(-240, 0), QPoint(), ALT)
    settle()
    assert seen(page.b) == before != seen(page.a)
    QTest.wheelEvent(compared.windowHandle(), at, QPoint(0, -120), QPoint())
    settle()
    assert seen(page.a) == seen(page.b)


@pytest.mark.parametrize("width", [1080, 1280, 1440])
def test_the_blocks_of_a_run_are_told_where_nothing_is_drawn(compared: MainWindow, width: int) -> None:
    compared.resize(width, 800)
    settle()
    page = page_of(compared)
    for canvas in (page.a, page.b):
        words = canvas.span.geometry() if canvas.span.text() else canvas.badge.geometry()
        assert not any(canvas.box_at(point) for point in (words.topRight(), words.center()))
        assert canvas.badge.toolTip().startswith("block")
    assert page.strip.words.width() > width / 8, "what happened can be read"


def test_two_left_side_by_side_come_back_as_they_were(open_window: OpenWindow) -> None:
    window = open_window("--view", "compare", OK, PANICS)
    settle()
    window.intents.stand_both(7)
    window.intents.select_node(node_called(pair_of(window).b.document, "bravo.near.get_value"))
    window.intents.switch_equal()
    settle()
    before = pair_of(window)
    window.close()
    again = open_window()
    qtwait(again)
    now = pair_of(again)
    assert [tab.given for tab in again.store.state.tabs] == [OK, PANICS]
    assert (now.index, now.selection, now.only, now.costs) == (7, before.selection, True, before.costs)
    again.intents.choose_tab(1)
    again.close()
    behind = open_window()
    qtwait(behind)
    assert behind.store.state.compared is not None and behind.store.state.pair is None
    assert behind.store.state.active == 1
    behind.intents.choose_tab(2)
    behind.intents.close_tab(2)
    assert behind.store.state.compared is None
    behind.close()
    last = open_window()
    qtwait(last)
    assert last.store.state.compared is None and len(last.store.state.tabs) == 2


def qtwait(window: MainWindow) -> None:
    """Until what was left open is open."""
    window.complete()
    deadline = time.monotonic() + 10
    while (window.store.state.left or window.store.state.job) and time.monotonic() < deadline:
        QApplication.processEvents()
    settle()


def test_marks_of_either_are_gone_to(compared: MainWindow) -> None:
    do, acts = compared.intents, compared.actions_by_id
    do.choose_tab(1)
    do.mark_by_filter("fail")
    do.choose_tab(2)
    do.stand_both(0)
    settle()
    acts["nextMark"].trigger()
    found = pair_of(compared).found
    ran = found.b.timeline.history.failures[0]
    assert pair_of(compared).index == found.line.index("b", ran)
    do.stand_both(len(found.line))
    settle()
    assert not acts["nextMark"].isEnabled() and acts["previousMark"].isEnabled()
    assert acts["nextMark"].statusTip() == "No later step runs anything marked."
    do.choose_tab(1)
    do.switch_mark(("", "fail"))
    do.choose_tab(2)
    settle()
    assert acts["nextMark"].statusTip() == "All marks are switched off."


def test_two_stand_where_the_first_stood_alone(reuse_window: OpenWindow) -> None:
    window = reuse_window(OK, PANICS)
    window.intents.choose_tab(0)
    window.intents.go_to_step(4)
    tab = window.store.state.tab
    assert tab is not None
    window.intents.compare_with_tab(window.store.state.tabs[1].key)
    pair = pair_of(window)
    assert pair.moments[0].index == 4 and pair.node("a") == tab.selection
    window.intents.swap_runs()
    assert pair_of(window).moments[1].index == 4 and pair_of(window).node("b") == tab.selection


def test_what_is_opened_again_is_still_one_of_the_two(qtbot: QtBot, compared: MainWindow) -> None:
    compared.intents.stand_both(5)
    stood = pair_of(compared)
    compared.intents.choose_tab(0)
    compared.intents.open(OK)
    wait_idle(qtbot, compared)
    compared.intents.choose_tab(2)
    tab, pair = compared.store.state.tabs[0], pair_of(compared)
    assert pair.a.document is tab.document and pair.a.document is not stood.a.document
    assert (pair.index, pair.selection) == (5, stood.selection)
    compared.intents.show_alone("a")
    assert compared.store.state.tab is not None and compared.store.state.tab.key == tab.key


def test_marks_that_were_asked_for_stop_both(open_window: OpenWindow) -> None:
    window = open_window("--view", "compare", OK, PANICS, "--mark", "method:get_value")
    assert [len(tab.marking.marks) for tab in window.store.state.tabs] == [1, 1]


def test_what_is_for_one_transaction_says_so(qtbot: QtBot, compared: MainWindow) -> None:
    acts = compared.actions_by_id
    unsaid = [id for id, act in acts.items() if not act.isEnabled() and not act.statusTip()]
    alone = (
        "toggleMark",
        "edit.back",
        "edit.filter",
        "addNote",
        "lookAhead",
        "why.ran",
        "export.svg",
        "edit.undo",
    )
    assert {acts[id].statusTip() for id in alone} == {FOR_ONE}
    assert {id.partition(".")[0] for id in unsaid} <= {"file", "help", "stepPause", "view"}, unsaid
    qtbot.keyClick(page_of(compared).a, Qt.Key.Key_M)
    assert compared.toast.text() == FOR_ONE
    compared.intents.choose_tab(0)
    settle()
    assert (
        acts["edit.filter"].isEnabled() and acts["edit.on"].statusTip() == "Nothing was selected after this."
    )


def test_what_differs_later_is_marked_as_ahead(compared: MainWindow) -> None:
    listed = page_of(compared).list
    assert not listed.later.isVisible()
    compared.intents.stand_both(3)
    settle()
    rows = listed.table.rows
    later = [line for line in rows.lines if line.step is None or line.step > 3]
    assert later and listed.later.text() == f"{len({line.number for line in later})} of them ahead of now"
    for n, line in enumerate(rows.lines):
        for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            assert ("ahead of now" in rows.data(rows.index(n, 0), role)) == (line in later)


def test_the_filter_ends_before_the_side_where_there_is_no_zoom(compared: MainWindow) -> None:
    page = page_of(compared)
    page.tabs.setCurrentIndex([spec.id for spec in PAIRED].index("tree"))
    settle()
    bar = page.filter_bar
    beside = bar.parentWidget()
    assert page.tools.isHidden() and bar.geometry().right() <= beside.width() - 16


def test_words_follow_a_title_at_once_beside_a_longer_one(compared: MainWindow) -> None:
    page_of(compared)
    low, high = (compared.findChild(HalfVerdict, f"compareVerdict{side}") for side in "AB")
    assert low is not None and high is not None
    line = low.title.fontMetrics().height()
    assert high.title.height() >= 2 * line, "the other has two lines"
    assert low.more.y() - low.title.y() < 1.6 * line
