"""Marks in the real window: set by key, by a click left of a card, by menu and by filter; play stops there and says so;
listed, changed, removed; kept with the window and with a capture."""

# covers: xccviz/gui/views/tree_signs.py
# covers: xccviz/gui/mark_intents.py, xccviz/gui/panels/marks.py, xccviz/gui/canvas/mark_overlay.py
# covers: xccviz/gui/panels/mark_rows.py
# covers: xccviz/gui/look/mark_signs.py, xccviz/gui/state/marking.py, xccviz/gui/state/remarking.py
# covers: xccviz/gui/state/stopping.py, xccviz/words/marks.py, xccviz/export/capture.py

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow, node_called, sized, wait_idle
from tests.gui.holding import double_click
from tests.gui.looks import settle
from xccviz.annotations.marks import LONGEST, MOST, Mark
from xccviz.display.marks import BESIDE_PX, DOWN_PX, UPON_R
from xccviz.export import EXPORTERS
from xccviz.gui.look.theme import current_theme
from xccviz.gui.panels.mark_rows import cut_call
from xccviz.gui.panels.marks import ROOM_PX, MarksPanel
from xccviz.gui.state.remarking import remarked
from xccviz.gui.state.store import OpenTab
from xccviz.gui.window import MainWindow
from xccviz.words.marks import filter_too_long, marks_full

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


def front(window: MainWindow) -> OpenTab:
    tab = window.store.state.tab
    assert tab is not None
    return tab


def known(window: MainWindow) -> tuple[int, ...]:
    tab = front(window)
    return tab.marking.known(tab.ways)


def id_of(window: MainWindow, label: str) -> str:
    return node_called(front(window).document, label)


def beside(window: MainWindow, label: str) -> QPoint:
    """The point of the graph where the sign of a node stands."""
    layout, view = front(window).layouts["graph"], window.views["graph"]
    b = layout.by_key[layout.box_of[id_of(window, label)]].bounds
    return view.mapFromScene(QPointF(b.x - BESIDE_PX, b.y + DOWN_PX))


def play(window: MainWindow) -> int:
    """Play until it stops, without its clock."""
    window.intents.play()
    while window.store.state.playing is not None:
        window.intents.tick()
    return front(window).cursor.index


def test_by_key_and_by_a_click_left_of_a_card(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    sized(window, 1440, 900)
    view, bravo = window.views["graph"], id_of(window, "bravo.near.get_value")
    window.select(bravo)
    plain = view.grab().toImage()
    for key, modifier in ((Key.Key_B, CTRL), (Key.Key_M, Qt.KeyboardModifier.NoModifier)):
        qtbot.keyClick(view, key, modifier)
        assert front(window).marking.marks == (Mark(bravo),)
        assert view.grab().toImage() != plain
        assert "before bravo.near.get_value runs" in window.toast.text()
        window.intents.remove_marks()
    before, at = front(window).selection, beside(window, "alpha.near.get_value")
    qtbot.mouseClick(view.viewport(), LEFT, pos=at)
    assert front(window).marking.marks == (Mark(id_of(window, "alpha.near.get_value")),)
    assert front(window).selection == before
    qtbot.mouseClick(view.viewport(), LEFT, pos=at)
    assert front(window).marking.marks == ()


def test_a_transaction_can_not_be_marked_and_says_why(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.select(front(window).document.graph.root.id)
    qtbot.keyClick(window.views["graph"], Key.Key_M)
    assert front(window).marking.marks == ()
    assert window.toast.text().startswith("A transaction only becomes a receipt")


def test_play_stops_before_and_after_and_says_which(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--step", "0", "--mark", "fail")
    do, bravo = window.intents, id_of(window, "bravo.near.get_value")
    done = id_of(window, "caller.near.on_multi_done")
    run, last = front(window).ways.run(bravo), front(window).ways.run(done)
    assert run is not None and last is not None
    assert not window.docks.docks["marksPanel"].isHidden()
    do.toggle_mark(done)
    panel = window.docks.panels["marksPanel"]
    assert isinstance(panel, MarksPanel)
    window.docks.go_to("marksPanel")
    settle()
    assert front(window).marking.of_node.keys() == {done} and panel.list.item(0, 3).text() == "no hit so far"
    assert known(window) == (last,)
    assert play(window) == run, "that it failed is known once it ran"
    assert front(window).selection == bravo
    assert front(window).marking.of_node.keys() == {done, bravo}
    assert panel.list.item(0, 3).text() == "1, here" and known(window) == (run, last)
    assert window.frame.steps.words.full_text.startswith("stopped by a mark after bravo.near.get_value")
    do.go_to_step(0)
    do.look_ahead()
    assert panel.list.item(0, 3).text() == f"1, ahead: step {run}"
    assert front(window).marking.of_node.keys() == {done, bravo}
    do.look_ahead()
    do.mark_by_filter("method:get_value to:bravo.near")
    assert play(window) == run - 1
    changes = (do.switch_mark, lambda place: do.stop_when(place, "note"), do.remove_mark)
    for change in changes:
        change(("", "method:get_value to:bravo.near"))
        assert "stopped by a mark before bravo.near.get_value" in window.frame.steps.words.full_text
    assert play(window) == run
    assert play(window) == last - 1
    assert front(window).selection == done
    assert front(window).moment.progress[done] == "ready"
    do.switch_mark(("", "fail"))
    assert play(window) == len(front(window).document.timeline)
    assert window.frame.steps.words.full_text == "played to the end"
    assert play(window) == last - 1  # from the beginning: the other one is off


def test_where_there_is_room_for_no_more_nothing_is_set_or_removed_and_it_is_said(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    marks = tuple(Mark(f"node {n}") for n in range(MOST))
    window.store.update(lambda s: remarked(s, marks))
    settle()
    window.select(id_of(window, "bravo.near.get_value"))
    qtbot.keyClick(window.views["graph"], Key.Key_M)
    assert window.toast.text() == marks_full(MOST) and front(window).marking.marks == marks
    window.intents.mark_by_filter("fail")
    assert front(window).marking.marks == marks
    panel = window.docks.panels["marksPanel"]
    assert isinstance(panel, MarksPanel)
    window.docks.go_to("marksPanel")
    settle()
    qtbot.mouseClick(panel.add, LEFT)
    qtbot.keyClicks(panel.field, "fail")
    qtbot.keyClick(panel.field, Key.Key_Return)
    assert panel.mistake.text() == marks_full(MOST)
    assert panel.field.isVisible() and panel.field.text() == "fail", "what was typed stays"
    window.intents.remove_mark(marks[0].place)
    settle()
    qtbot.keyClick(panel.field, Key.Key_Return)
    assert front(window).marking.marks == (*marks[1:], Mark(filter="fail")) and panel.field.isHidden()


def test_a_filter_that_is_too_long_for_a_mark_is_not_taken_and_it_is_said(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    panel = window.docks.panels["marksPanel"]
    assert isinstance(panel, MarksPanel)
    window.docks.go_to("marksPanel")
    settle()
    qtbot.mouseClick(panel.add, LEFT)
    panel.field.setText("fail " + "x" * (LONGEST - 5))
    qtbot.keyClicks(panel.field, "y")
    assert panel.mistake.text() == filter_too_long(LONGEST) and len(panel.field.text()) == LONGEST
    window.intents.mark_by_filter("fail or " * LONGEST + "fail")
    assert window.toast.text() == filter_too_long(LONGEST) and front(window).marking.marks == ()


def test_a_note_stops_nobody_and_is_told(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--step", "0")
    bravo = id_of(window, "bravo.near.get_value")
    window.intents.toggle_mark(bravo)
    window.intents.stop_when((bravo, ""), "note")
    assert play(window) == len(front(window).document.timeline)
    assert window.toast.text() == "Step 4, noted: bravo.near.get_value"


def test_marks_are_moved_to(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--step", "0")
    window.intents.mark_by_filter("method:get_value")
    runs = front(window).marking.runs
    assert len(runs) == 3
    for run in runs:
        qtbot.keyClick(window.views["graph"], Key.Key_F2)
        assert front(window).cursor.index == run
    qtbot.keyClick(window.views["graph"], Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    assert front(window).cursor.index == runs[1]


def test_the_panel_lists_switches_goes_and_removes(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--step", "0")
    sized(window, 1440, 900)
    panel = window.docks.panels["marksPanel"]
    assert window.findChild(QWidget, "marksPanel") is panel and not panel.isVisible()
    window.intents.go_to_panel("marksPanel")
    assert "No marks" in panel.nothing.text()
    qtbot.mouseClick(panel.add, LEFT)
    qtbot.keyClicks(panel.field, "gaz>2T")
    assert "gaz" in panel.mistake.text() and panel.mistake.isVisible()
    qtbot.keyClick(panel.field, Key.Key_Return)
    assert front(window).marking.marks == ()
    panel.field.clear()
    qtbot.keyClicks(panel.field, "method:get_value")
    qtbot.keyClick(panel.field, Key.Key_Return)
    assert front(window).marking.marks == (Mark(filter="method:get_value"),)
    assert panel.list.hasFocus() and not panel.field.isVisible()
    bravo = id_of(window, "bravo.near.get_value")
    window.intents.toggle_mark(bravo)
    assert [panel.list.item(i, 1).text() for i in range(2)] == ["method:get_value", "bravo.near.get_value"]
    assert panel.list.item(0, 3).text() == "3, ahead: step 3"
    assert panel.sum.text() == "2 marks"
    panel.list.setCurrentCell(0, 1)
    qtbot.keyClick(panel.list, Key.Key_Space)
    assert not front(window).marking.marks[0].on
    assert panel.list.item(0, 3).text() == "off" and panel.sum.text() == "2 marks, of them 1 on"
    qtbot.keyClick(panel.list, Key.Key_Space)
    qtbot.keyClick(panel.list, Key.Key_Return)
    assert front(window).cursor.index == front(window).marking.runs[0]
    place = panel.list.visualItemRect(panel.list.item(1, 1)).center()
    qtbot.mouseClick(panel.list.viewport(), LEFT, pos=place)  # a double click begins as one
    double_click(panel.list.viewport(), place)
    assert front(window).selection == bravo
    assert panel.list.item(1, 3).text() == "1, step 4"
    entries = {entry.text: entry for entry in panel.entries(("", "method:get_value"))}
    entries["After it ran"].run()
    entries["At 1 of 2 hits"].run()
    assert front(window).marking.marks[0] == Mark(filter="method:get_value", when="after", every=2)
    assert panel.list.stacked and panel.list.item(0, 2).text() == "after it ran, at 1 of 2 hits"
    assert "after it ran, at 1 of 2 hits" in panel.list.item(0, 2).toolTip()
    panel.list.setCurrentCell(1, 1)
    qtbot.keyClick(panel.list, Key.Key_Delete)
    assert len(front(window).marking.marks) == 1
    check = panel.list.visualItemRect(panel.list.item(0, 0)).center()
    qtbot.mouseClick(panel.list.viewport(), LEFT, pos=check)
    assert not front(window).marking.marks[0].on


def test_the_menu_of_a_card_marks_it_its_method_and_its_account(reuse_window: OpenWindow) -> None:
    from xccviz.gui.asked import Asked
    from xccviz.gui.context import entries_for
    from xccviz.gui.pointed import Pointed

    window = reuse_window(f"sample:{FAILED}")
    bravo = id_of(window, "bravo.near.get_value")
    asked = Asked(window.store.state, front(window), Pointed(bravo))
    rows = {entry.id: entry for entry, why_not in entries_for(asked) if not why_not}
    for name in ("mark", "mark.method", "mark.account"):
        rows[name].run(window.intents, asked)
    found = front(window).marking.marks
    assert found == (Mark(bravo), Mark(filter="method:get_value"), Mark(filter="account:bravo.near"))
    root = Asked(window.store.state, front(window), Pointed(front(window).document.graph.root.id))
    assert {entry.id: why for entry, why in entries_for(root)}["mark"]
    again = Asked(window.store.state, front(window), Pointed(bravo))
    assert rows["mark"].title(again) == "Remove the mark"


def test_marks_are_kept_with_the_window(open_window: OpenWindow) -> None:
    window = open_window(f"sample:{FAILED}")
    bravo = id_of(window, "bravo.near.get_value")
    window.intents.toggle_mark(bravo)
    window.intents.mark_by_filter("fail")
    window.intents.switch_mark(("", "fail"))
    window.intents.switch_grain()
    window.intents.play_at("5")
    marks = front(window).marking.marks
    window.close()
    again = open_window(f"sample:{FAILED}")
    assert front(again).marking.marks == marks
    assert (again.store.state.grain, again.store.state.pace) == ("everything", "5")
    again.intents.remove_marks()
    again.close()
    assert front(open_window(f"sample:{FAILED}")).marking.marks == ()


def test_marks_are_kept_with_a_capture(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(f"sample:{FAILED}")
    bravo = id_of(window, "bravo.near.get_value")
    window.intents.toggle_mark(bravo)
    exporter = next(exporter for exporter in EXPORTERS if exporter.name == "capture")
    path = tmp_path / "marked.xcc.json"
    with qtbot.waitSignal(window.exporting.written):
        window.intents.export_to(exporter, path)
    saved = json.loads(path.read_text())
    assert saved["view"] == {"marks": [{"node": bravo, "when": "before"}]}
    saved["view"]["drawn"] = ["of a later version"]
    path.write_text(json.dumps(saved))
    monkeypatch.setenv("XCCVIZ_CONFIG_DIR", str(tmp_path / "elsewhere"))
    other = open_window(str(path))
    wait_idle(qtbot, other)
    assert front(other).marking.marks == (Mark(bravo),)
    other.intents.remove_marks()
    with qtbot.waitSignal(other.exporting.written):
        other.intents.export_to(exporter, path)
    assert json.loads(path.read_text())["view"] == {"drawn": ["of a later version"]}


def test_hostile_marks_of_a_capture_are_text(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window(f"sample:{FAILED}")
    exporter = next(exporter for exporter in EXPORTERS if exporter.name == "capture")
    path = tmp_path / "hostile.xcc.json"
    with qtbot.waitSignal(window.exporting.written):
        window.intents.export_to(exporter, path)
    saved = json.loads(path.read_text())
    saved["view"] = {"marks": [{"node": "<b>\u202ex"}, {"filter": "gaz>"}, {"node": 4}, 7]}
    path.write_text(json.dumps(saved))
    other = open_window(str(path))
    wait_idle(qtbot, other)
    other.intents.go_to_panel("marksPanel")
    settle()
    panel = other.docks.panels["marksPanel"]
    assert panel.list.rowCount() == 2
    assert panel.list.item(0, 1).text() == "<b>⟨U+202E⟩x" and panel.list.item(0, 3).text() == "no hit"
    assert panel.list.item(1, 3).text()


def test_marks_of_folded_receipts_show_on_their_block(reuse_window: OpenWindow) -> None:
    window = reuse_window("sample:mainnet-hidden-failure")
    window.intents.mark_by_filter("refund_gas")
    overlay = window.views["graph"]._overlay
    assert max(count for _, count in overlay._marks.values()) > 1
    window.views["graph"].grab()


def test_names_are_read_first_where_there_is_little_room(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    sized(window, 1280, 800)
    window.intents.toggle_mark(id_of(window, "bravo.near.get_value"))
    window.intents.go_to_panel("marksPanel")
    settle()
    panel = window.docks.panels["marksPanel"]
    assert isinstance(panel, MarksPanel)
    assert panel.sum.text() == "1 mark"
    assert panel.list.horizontalHeader().isVisible()
    for column in (1, 2, 3):
        item = panel.list.item(0, column)
        font = item.data(Qt.ItemDataRole.FontRole) or panel.list.font()
        width = QFontMetrics(font).horizontalAdvance(item.text())
        assert width + ROOM_PX <= panel.list.columnWidth(column), item.text()
        assert panel.list.horizontalHeaderItem(column).text()


def test_one_stands_at_a_row_on_amber_and_when_is_below_a_name_that_is_whole(
    qtbot: QtBot, reuse_window: OpenWindow
) -> None:
    window = reuse_window(f"sample:{FAILED}", "--step", "0")
    sized(window, 1440, 900)
    window.intents.toggle_mark(id_of(window, "caller.near.on_multi_done"))
    window.intents.toggle_mark(id_of(window, "delta.near.get_value"))
    while play(window) < 10:
        pass
    window.docks.go_to("marksPanel")
    settle()
    panel = window.docks.panels["marksPanel"]
    assert isinstance(panel, MarksPanel)
    rows = panel.list
    image, amber = rows.viewport().grab().toImage(), QColor(current_theme().roles["waitbg"]).name()
    grounds = []
    for number in range(2):
        y = rows.visualRect(rows.model().index(number, 0)).top() + 2
        grounds.append({image.pixelColor(x, y).name() for x in range(0, rows.viewport().width(), 9)})
    here = next(n for n in range(2) if rows.marks[n].place == rows.halted)
    assert grounds[here] == {amber} and amber not in grounds[1 - here]
    assert rows.stacked
    name = rows.item(here, 1)
    need = QFontMetrics(name.font()).horizontalAdvance("caller.near.on_multi_done")
    assert need < rows.columnWidth(1) and name.data(Qt.ItemDataRole.AccessibleTextRole).endswith(
        ", before it runs"
    )
    wanted: list[str] = []
    rows.wanted.connect(lambda what, _: wanted.append(what))
    place = rows.visualItemRect(name)
    with qtbot.waitSignal(rows.wanted):
        qtbot.mouseClick(rows.viewport(), LEFT, pos=place.center() + QPoint(0, 8))
    qtbot.mouseClick(rows.viewport(), LEFT, pos=place.center() - QPoint(0, 8))
    assert wanted == ["when"], "on its name nothing happens"


def test_an_account_gives_way_before_the_method(reuse_window: OpenWindow) -> None:
    measure = QFontMetrics(reuse_window().font())
    name = "pool.of.many.near.on_everything_done"
    whole = measure.horizontalAdvance(name)
    assert cut_call(name, measure, whole + 1) == name
    cut = cut_call(name, measure, whole - 20)
    assert cut.endswith(".on_everything_done") and "…" in cut and measure.horizontalAdvance(cut) <= whole - 20
    assert measure.horizontalAdvance(cut_call(name, measure, 60)) <= 62


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_boxes_of_the_list_are_seen_in_every_theme(reuse_window: OpenWindow, theme: str) -> None:
    window = reuse_window(f"sample:{FAILED}", "--theme", theme)
    sized(window, 1280, 800)
    for label in ("alpha.near.get_value", "bravo.near.get_value"):
        window.intents.toggle_mark(id_of(window, label))
    window.intents.switch_mark((id_of(window, "bravo.near.get_value"), ""))
    window.docks.go_to("marksPanel")
    settle()
    rows = window.docks.panels["marksPanel"].list
    image, roles = rows.viewport().grab().toImage(), current_theme().roles
    for number, wanted in ((0, "ind"), (1, "mute")):
        line = rows.visualItemRect(rows.item(number, 0)).center().y()
        seen = {image.pixelColor(x, line).name() for x in range(22)}
        assert QColor(roles[wanted]).name() in seen


@pytest.mark.parametrize("view", ["sequence", "timeline", "gas"])
def test_other_drawings_show_their_signs_upon_what_ran(reuse_window: OpenWindow, view: str) -> None:
    window = reuse_window(f"sample:{FAILED}", "--view", view)
    sized(window, 1440, 900)
    bravo, canvas = id_of(window, "bravo.near.get_value"), window.views[view]
    window.intents.select(id_of(window, "caller.near.multiple_contracts"))
    settle()
    layout = front(window).layouts[view]
    stand = canvas.drawing.upon(layout, layout.box_of[bravo])
    canvas.centerOn(stand.x, stand.y)
    plain = canvas.grab().toImage()
    window.intents.toggle_mark(bravo)
    marked = canvas.grab().toImage()
    middle = canvas.mapFromScene(QPointF(stand.x, stand.bottom - UPON_R))
    assert marked.pixelColor(middle) == QColor(current_theme().roles["ind"]) != plain.pixelColor(middle)
    assert canvas._marks_at(canvas.mapFromScene(QPointF(stand.x - 10, stand.center_y))) is None
    window.intents.write_note(bravo, "why")
    noted = canvas.grab().toImage()
    assert noted != marked
    window.intents.write_note(bravo, "")
    window.intents.toggle_mark(bravo)
    assert canvas.grab().toImage() == plain


def test_the_tree_shows_them_at_the_right_of_a_call(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}", "--view", "tree")
    sized(window, 1440, 900)
    tree, bravo = window.views["tree"], id_of(window, "bravo.near.get_value")
    refund = next(node.id for node in front(window).document.graph.nodes if node.is_refund)
    settle()
    plain = tree.table.grab().toImage()
    window.intents.toggle_mark(bravo)
    window.intents.write_note(bravo, "why")
    index = tree.model.index_of_node(bravo)
    assert tree.signs.of(index) == ("stop", True) and tree.signs.of(index.siblingAtColumn(1)) == (None, False)
    cell = tree.table.visualRect(index)
    image = tree.table.viewport().grab().toImage()
    row = {image.pixelColor(x, cell.center().y()).name() for x in range(cell.right() - 50, cell.right())}
    assert {QColor(current_theme().roles[role]).name() for role in ("ind", "waitbg")} <= row
    window.intents.switch_mark((bravo, ""))
    assert tree.signs.of(index) == ("off", True)
    assert tree.signs.of(tree.model.quiet_index()) == (None, False)
    window.intents.toggle_mark(refund)
    window.intents.write_note(refund, "back")
    assert tree.signs.of(tree.model.quiet_index()) == ("stop", True)
    window.intents.remove_marks()
    for node in (bravo, refund):
        window.intents.write_note(node, "")
    assert tree.table.grab().toImage() == plain
