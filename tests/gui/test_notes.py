"""Notes about receipts in the real window: written, seen, changed and removed, by keys and by mouse; and everything one
left comes back with the capture and with the next window."""

# covers: xccviz/gui/panels/note_rows.py
# covers: xccviz/gui/panels/notes.py, xccviz/gui/note_intents.py, xccviz/gui/canvas/note_overlay.py
# covers: xccviz/gui/look/note_signs.py, xccviz/gui/inspector/note.py, xccviz/words/notes.py
# covers: xccviz/gui/state/annotating.py, xccviz/gui/state/keeping.py, xccviz/gui/state/session.py, xccviz/gui/app.py

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.gui.conftest import BATCH, FAILED, OpenWindow, wait_idle
from tests.gui.looks import settle
from xccviz.annotations import Annotations, Mark, Note, Standing
from xccviz.annotations.notes import LONGEST
from xccviz.annotations.notes import MOST as MOST_NOTES
from xccviz.display.hosting import Card
from xccviz.export import EXPORTERS
from xccviz.gui.panels.notes import ROW_PX, STACKED_PX, NoteList, NotesPanel
from xccviz.gui.state.keeping import KEPT, Remembered, kept_for, taken_in, with_kept
from xccviz.gui.state.memory import Memory, memory_path, read_memory, write_memory
from xccviz.gui.state.session import (
    MOST,
    MOST_WAITS,
    Left,
    Session,
    at_places,
    session_from_json,
    session_json,
    waiting,
)
from xccviz.gui.state.store import OpenTab
from xccviz.gui.state.tabs import with_tab
from xccviz.gui.tasks.opening import STAYS_LEFT
from xccviz.gui.window import MainWindow
from xccviz.values import replace
from xccviz.words.notes import note_full, notes_full

CAPTURE = next(exporter for exporter in EXPORTERS if exporter.name == "capture")


def front(window: MainWindow) -> OpenTab:
    tab = window.store.state.tab
    assert tab is not None
    return tab


def panel_of(window: MainWindow) -> NotesPanel:
    panel = window.docks.panels["notesPanel"]
    assert isinstance(panel, NotesPanel)
    return panel


def file() -> Path:
    return memory_path(Path(os.environ["XCCVIZ_CONFIG_DIR"]))


def test_a_note_is_written_seen_changed_and_removed(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    view, node = window.views["graph"], front(window).selection
    assert node is not None
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    panel = panel_of(window)
    assert window.docks.in_front("notesPanel")
    qtbot.waitUntil(panel.field.hasFocus)
    qtbot.keyClicks(panel.field, "why does it panic")
    qtbot.keyClick(panel.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(panel.field, "ask Ana")
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    assert front(window).own_notes == (Note(node, "why does it panic\nask Ana"),)
    assert front(window).noting is None and panel.field.isHidden()
    settle()
    assert panel.list.rowCount() == 1
    assert panel.list.item(0, 1).text() == "why does it panic · ask Ana"
    assert "1 note" in panel.sum.text()
    window.docks.go_to("inspector")
    settle()
    shown = [label.text() for label in window.inspector.findChildren(QLabel)]
    assert any("ask Ana" in text for text in shown)
    key = front(window).layouts["graph"].box_of[node]
    told = view.notes.told_in(Card("title"), key)
    assert [(row.label, row.text) for row in told.rows] == [("note", "why does it panic · ask Ana")]
    # F4 changes it, Esc leaves it as it was, Delete removes it.
    window.docks.go_to("notesPanel")
    panel.list.setFocus()
    panel.list.setCurrentCell(0, 0)
    qtbot.keyClick(panel.list, Qt.Key.Key_F4)
    qtbot.waitUntil(panel.field.hasFocus)
    assert panel.field.toPlainText() == "why does it panic\nask Ana"
    qtbot.keyClicks(panel.field, "x")
    qtbot.keyClick(panel.field, Qt.Key.Key_Escape)
    assert front(window).own_notes[0].text.startswith("why") and window.isVisible()
    window.select(front(window).document.graph.root.id)
    panel.list.setCurrentCell(0, 0)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert front(window).selection == node, "Return goes there"
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert front(window).own_notes == ()
    assert not panel.list.isVisible() and "No notes" in panel.nothing.text()
    assert view.notes.told_in(Card("title"), key) == Card("title")


def test_its_sign_stands_at_the_card_and_the_menu_knows_it(reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    node = front(window).document.graph.nodes[2].id
    before = window.views["graph"].grab().toImage()
    assert before == window.views["graph"].grab().toImage()
    window.intents.write_note(node, "here")
    assert window.views["graph"].grab().toImage() != before
    window.intents.begin_note(node)
    panel = panel_of(window)
    panel.field.setPlainText("half of it")
    window.intents.select(front(window).document.graph.root.id)
    window.intents.begin_note()
    assert panel.field.toPlainText() == ""
    window.intents.begin_note(node)
    assert panel.field.toPlainText() == "half of it", "what was begun is still there"


def test_the_field_takes_no_more_than_a_note_can_be_and_says_so(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    window = open_window(f"sample:{FAILED}")
    window.activateWindow()
    panel, node = panel_of(window), front(window).selection
    assert node is not None
    window.intents.write_note(node, "x" * (LONGEST - 1))
    window.intents.begin_note()
    settle()
    field = panel.field
    field.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(field, "yz")
    assert field.toPlainText() == "x" * (LONGEST - 1) + "y" and window.toast.text() == note_full(LONGEST)
    for ways in (
        lambda: qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier),
        lambda: qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier),
        lambda: QApplication.sendEvent(field, committed("z")),
    ):
        QGuiApplication.clipboard().setText("pasted")
        window.toast.hide()
        ways()
        assert len(field.toPlainText()) == LONGEST and window.toast.isVisible()
    window.toast.hide()
    # What takes the place of something is taken where it has room, and taking away always.
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.sendEvent(field, committed("!"))
    qtbot.keyClicks(field, "?")
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert field.toPlainText() == "pasted!" and not window.toast.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert front(window).own_notes[0].text.startswith("pasted")


def committed(text: str) -> QInputMethodEvent:
    event = QInputMethodEvent()
    event.setCommitString(text)
    return event


def test_where_there_is_room_for_no_more_notes_none_is_begun(qtbot: QtBot, reuse_window: OpenWindow) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.activateWindow()
    view, panel, nodes = window.views["graph"], panel_of(window), front(window).document.graph.nodes
    notes = tuple(Note(f"node {n}", "x") for n in range(MOST_NOTES - 1))
    window.store.update(lambda s: with_tab(s, lambda tab: replace(tab, own_notes=notes)))
    settle()
    window.select(nodes[1].id)
    qtbot.keyClick(view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(panel.field, "begun")
    # The one that is being written has a place already.
    window.select(nodes[2].id)
    window.focus_view()
    qtbot.keyClick(view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.toast.text() == notes_full(MOST_NOTES) and front(window).noting == nodes[1].id
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    assert front(window).own_notes == (*notes, Note(nodes[1].id, "begun"))
    window.intents.write_note(nodes[2].id, "one more")
    assert len(front(window).own_notes) == MOST_NOTES
    window.intents.begin_note(nodes[1].id)
    assert front(window).noting == nodes[1].id, "one that is there can be changed"
    window.intents.give_up_note()
    window.intents.remove_note(nodes[1].id)
    window.intents.begin_note(nodes[2].id)
    assert front(window).noting == nodes[2].id


def test_the_list_is_filled_only_when_it_has_changed(
    reuse_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = reuse_window(f"sample:{FAILED}")
    window.docks.go_to("notesPanel")
    window.intents.write_note(front(window).document.graph.nodes[2].id, "here")
    settle()
    filled: list[int] = []
    fill = NoteList.fill
    monkeypatch.setattr(NoteList, "fill", lambda self, *given: (filled.append(1), fill(self, *given)))
    for step in (3, 4, 5):
        window.intents.go_to_step(step)
        settle()
    assert not filled
    window.intents.write_note(front(window).document.graph.nodes[3].id, "there")
    settle()
    assert len(filled) == 1
    window.actions_by_id["view.theme"].trigger()
    settle()
    assert len(filled) == 2


def test_everything_comes_back_with_a_saved_capture(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(f"sample:{FAILED}")
    node = front(window).document.graph.nodes[3].id
    window.intents.toggle_mark(node)
    window.intents.write_note(node, "look")
    window.intents.set_filter("fail")
    window.intents.toggle_refunds()
    window.intents.go_to_step(7)
    window.select(node)
    settle()
    path = tmp_path / "noted.xcc.json"
    with qtbot.waitSignal(window.exporting.written):
        window.intents.export_to(CAPTURE, path)
    assert set(json.loads(path.read_text())["view"]) == {
        "marks",
        "notes",
        "step",
        "selection",
        "folding",
        "filter",
    }
    monkeypatch.setenv("XCCVIZ_CONFIG_DIR", str(tmp_path / "elsewhere"))
    tab = front(open_window(str(path)))
    assert tab.marking.marks == (Mark(node),) and tab.own_notes == (Note(node, "look"),)
    assert (tab.cursor.index, tab.selection, tab.filtering.text) == (7, node, "fail")
    assert tab.expanded == {"refunds"} and tab.filtering.hits
    tab = front(open_window(str(path), "--step", "2"))
    assert tab.cursor.index == 2 and tab.selection != node, "what is asked for wins"
    assert tab.own_notes == (Note(node, "look"),)


def test_a_plain_capture_has_no_view(qtbot: QtBot, reuse_window: OpenWindow, tmp_path: Path) -> None:
    window = reuse_window(f"sample:{BATCH}")
    path = tmp_path / "plain.xcc.json"
    with qtbot.waitSignal(window.exporting.written):
        window.intents.export_to(CAPTURE, path)
    assert "view" not in json.loads(path.read_text())


def test_what_was_left_comes_back_with_the_next_window(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(f"sample:{BATCH}", f"sample:{FAILED}")
    window.intents.choose_tab(1)
    node = front(window).document.graph.nodes[2].id
    window.intents.write_note(node, "left here")
    window.intents.toggle_mark(node)
    window.intents.set_filter("ok")
    window.intents.go_to_step(4)
    window.select(node)
    window.intents.show_view("tree")
    settle()
    recent = window.store.state.recent
    window.close()
    again = open_window()
    wait_idle(qtbot, again)
    state = again.store.state
    assert [tab.given for tab in state.tabs] == [f"sample:{BATCH}", f"sample:{FAILED}"]
    assert state.active == 1 and state.view == "tree"
    tab = front(again)
    assert (tab.cursor.index, tab.selection, tab.filtering.text) == (4, node, "ok")
    assert tab.own_notes == (Note(node, "left here"),) and tab.marking.marks == (Mark(node),)
    assert state.tabs[0].moment.at_end and not state.tabs[0].own_notes
    assert state.recent == recent, "it was not opened anew"
    again.close()
    # Whoever starts it on something gets that, with what is known of it.
    other = open_window(f"sample:{FAILED}")
    assert len(other.store.state.tabs) == 1 and front(other).own_notes == (Note(node, "left here"),)
    assert front(other).moment.at_end
    other.intents.close_tab()
    other.close()
    last = open_window()
    wait_idle(qtbot, last)
    assert [tab.given for tab in last.store.state.tabs] == [f"sample:{BATCH}"], "what was not closed"
    last.intents.close_tab()
    last.close()
    assert open_window().store.state.tabs == (), "nothing was left open"


def left_in_file() -> list[str]:
    return [left.given for left in read_memory(file()).session.tabs]


def test_what_can_not_be_opened_once_is_tried_again_at_its_place(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window(f"sample:{BATCH}")
    path, away = tmp_path / "middle.xcc.json", tmp_path / "away"
    with qtbot.waitSignal(window.exporting.written):
        window.intents.export_to(CAPTURE, path)
    window.close()
    tabs = (
        Left("sample:join-of-joins", "", Standing()),
        Left(str(path), "", Standing(3)),
        Left(f"sample:{FAILED}", "", Standing()),
    )
    write_memory(file(), Memory(session=Session(tabs, 2, "graph")))
    names = [left.given for left in tabs]
    path.rename(away)
    window = open_window()
    wait_idle(qtbot, window)
    state = window.store.state
    assert [tab.given for tab in state.tabs] == [names[0], names[2]] and state.active == 1
    assert state.problem is not None and "middle.xcc.json" in state.problem.message
    assert STAYS_LEFT in state.problem.hint
    window.close()
    assert left_in_file() == names and read_memory(file()).session.active == 2
    away.rename(path)
    window = open_window()
    wait_idle(qtbot, window)
    state = window.store.state
    assert [tab.given for tab in state.tabs] == names and state.active == 2 and state.problem is None
    assert state.tabs[1].cursor.index == 3 and state.left == ()
    window.close()
    assert [left.waits for left in read_memory(file()).session.tabs] == [0, 0, 0]


def test_what_can_not_be_opened_is_forgotten_when_one_says_so_or_after_many_windows(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    away = Left("/nowhere/to/be/found.json", "", Standing())
    write_memory(file(), Memory(session=Session((away,), 0, "graph")))
    window = open_window()
    wait_idle(qtbot, window)
    window.actions_by_id["file.forgetLeft"].trigger()
    assert not window.actions_by_id["file.openLeft"].isEnabled()
    window.close()
    assert left_in_file() == []
    waits = [left.waits for left in (each for _, each in waiting(Session((away,))))]
    assert waits == [1] and waiting(Session((replace(away, waits=MOST_WAITS),))) == ()
    content = session_json(Session((replace(away, waits=7),)))
    assert session_from_json(content, lambda given: given).tabs[0].waits == 7


def test_a_window_that_ends_before_all_is_open_forgets_none(open_window: OpenWindow) -> None:
    tabs = tuple(Left(f"sample:{name}", "", Standing()) for name in (BATCH, FAILED))
    write_memory(file(), Memory(session=Session(tabs, 0, "graph")))
    open_window(wait=False).close()
    assert left_in_file() == [left.given for left in tabs]


def test_a_window_started_on_something_keeps_and_offers_what_was_left_open(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    write_memory(file(), Memory(session=Session((Left(f"sample:{BATCH}", "", Standing(3)),), 0, "graph")))
    window = open_window(f"sample:{FAILED}")
    assert len(window.store.state.tabs) == 1
    window.close()
    assert left_in_file() == [f"sample:{BATCH}", f"sample:{FAILED}"]
    assert read_memory(file()).session.active == 1, "what was in front"
    window = open_window("sample:join-of-joins")
    window.actions_by_id["file.openLeft"].trigger()
    window.actions_by_id["file.openLeft"].trigger()
    wait_idle(qtbot, window)
    state = window.store.state
    assert [tab.given for tab in state.tabs] == [
        "sample:join-of-joins",
        f"sample:{BATCH}",
        f"sample:{FAILED}",
    ]
    assert state.active == 0 and state.tabs[1].cursor.index == 3
    assert not window.actions_by_id["file.openLeft"].isEnabled()


def test_there_is_room_for_so_many_of_them() -> None:
    tabs = [Left(f"sample:{n}", "", Standing()) for n in range(MOST - 1)]
    left = tuple((n, Left(f"sample:left{n}", "", Standing())) for n in range(3))
    found = at_places(tabs, left)
    assert len(found) == MOST and found[0].given == "sample:left0" and found[-1] is tabs[-1]


def test_what_is_wanted_now_comes_before_what_was_left(qtbot: QtBot, open_window: OpenWindow) -> None:
    left = (Left(f"sample:{BATCH}", "", Standing(2)), Left("/nowhere/to/be/found.json", "", Standing()))
    write_memory(file(), Memory(session=Session(left, 0, "graph")))
    window = open_window(wait=False)
    window.intents.open(f"sample:{FAILED}")
    wait_idle(qtbot, window)
    state = window.store.state
    assert {tab.given for tab in state.tabs} == {f"sample:{BATCH}", f"sample:{FAILED}"}
    assert front(window).given == f"sample:{FAILED}"
    assert state.problem is not None and "found.json" in state.problem.message


def test_nothing_is_opened_again_where_the_settings_say_so(open_window: OpenWindow) -> None:
    write_memory(file(), Memory(session=Session((Left(f"sample:{BATCH}", "", Standing()),), 0, "tree")))
    (Path(os.environ["XCCVIZ_CONFIG_DIR"]) / "config.toml").write_text("reopen = false\n")
    state = open_window().store.state
    assert state.tabs == () and state.view == "graph"


def test_in_a_narrow_list_a_note_stands_below_its_call_in_as_many_lines_as_it_needs(
    open_window: OpenWindow,
) -> None:
    window = open_window(f"sample:{FAILED}")
    first, second = (node.id for node in front(window).document.graph.nodes[1:3])
    window.intents.write_note(first, "short")
    window.intents.write_note(second, "far more words than there is room for in one line of such a list " * 2)
    window.docks.go_to("notesPanel")
    settle()
    rows = window.docks.panels["notesPanel"].list
    assert rows.width() < STACKED_PX and rows.isColumnHidden(0)
    assert ROW_PX < rows.rowHeight(0) < rows.rowHeight(1)
    rows.setFixedWidth(STACKED_PX + 40)
    settle()
    assert not rows.isColumnHidden(0) and rows.rowHeight(0) == rows.rowHeight(1) == ROW_PX


def test_memory_keeps_notes_and_session_within_bounds(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    kept = tuple((f"hash{n}", Remembered(notes=(Note("a", "x" * 9_000),))) for n in range(90))
    session = Session(
        (Left(f"sample:{BATCH}", "localnet", Standing(3, "n", frozenset({"k"}), "fail", True)),), 0, "tree"
    )
    write_memory(path, Memory(kept=kept, session=session))
    read = read_memory(path)
    assert read.session == session
    assert read.kept == kept[: len(read.kept)] and 40 < len(read.kept) < 90
    assert path.stat().st_size < 1_000_000


def test_the_latest_transactions_are_kept_and_none_without_words() -> None:
    notes = (Note("a", "x"),)
    kept = with_kept((), "one", (), notes)
    assert kept_for(kept, "one").notes == notes and kept_for(kept, "two") == Remembered()
    assert with_kept(kept, "one", (), ()) == ()
    for n in range(KEPT + 5):
        kept = with_kept(kept, str(n), (), notes)
    assert len(kept) == KEPT and kept[0][0] == str(KEPT + 4)


def test_what_a_capture_says_and_what_was_added_since_both_stay(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(f"sample:{FAILED}")
    first, second, third, fourth = (node.id for node in front(window).document.graph.nodes[:4])
    for node in (first, second):
        window.intents.write_note(node, "of the file")
    window.intents.toggle_mark(third)
    path = tmp_path / "noted.xcc.json"
    with qtbot.waitSignal(window.exporting.written):
        window.intents.export_to(CAPTURE, path)
    window.close()
    monkeypatch.setenv("XCCVIZ_CONFIG_DIR", str(tmp_path / "elsewhere"))
    # Left open by a window whose memory had no room for its notes: the file has them.
    write_memory(file(), Memory(session=Session((Left(str(path), "", Standing()),), 0, "graph")))
    window = open_window()
    wait_idle(qtbot, window)
    assert front(window).own_notes == (Note(first, "of the file"), Note(second, "of the file"))
    assert front(window).marking.marks == (Mark(third),)
    # What is changed, removed and added in the window is as it was left, also opened by hand.
    window.intents.write_note(first, "changed")
    window.intents.write_note(second, "")
    window.intents.write_note(third, "added")
    window.intents.toggle_mark(third)
    window.intents.toggle_mark(fourth)
    window.close()
    notes = (Note(first, "changed"), Note(third, "added"))
    for argv in ([], [str(path)]):
        window = open_window(*argv)
        wait_idle(qtbot, window)
        assert front(window).own_notes == notes and front(window).marking.marks == (Mark(fourth),)
        window.close()
    # Somebody adds to the file meanwhile.
    saved = json.loads(path.read_text())
    saved["view"]["notes"] = [{"node": first, "text": "theirs"}, {"node": fourth, "text": "new"}]
    saved["view"]["marks"].append({"node": second, "when": "after"})
    path.write_text(json.dumps(saved))
    window = open_window()
    wait_idle(qtbot, window)
    assert front(window).own_notes == (Note(first, "theirs\n\nchanged"), notes[1], Note(fourth, "new"))
    assert front(window).marking.marks == (Mark(fourth), Mark(second, when="after"))
    # All removed stays removed.
    window.intents.remove_marks()
    for node in (first, third, fourth):
        window.intents.write_note(node, "")
    window.close()
    window = open_window()
    wait_idle(qtbot, window)
    assert front(window).own_notes == () and front(window).marking.marks == ()


@pytest.mark.parametrize(
    ("theirs", "ours", "both"),
    [
        ("a", "b", "a\n\nb"),
        ("a and b", "b", "a and b"),
        ("b", "a and b", "a and b"),
        ("x" * 6_000, "y" * 6_000, "y" * 6_000),
    ],
)
def test_of_two_notes_about_one_receipt_both_stay(theirs: str, ours: str, both: str) -> None:
    remembered = kept_for(with_kept((), "h", (), (Note("n", ours),)), "h")
    taken = taken_in(remembered, Annotations(notes=(Note("n", theirs),)))
    assert taken.notes == (Note("n", both),)
    again = kept_for(with_kept((("h", taken),), "h", (), taken.notes), "h")
    assert taken_in(again, Annotations(notes=(Note("n", both),))).notes == taken.notes


@pytest.mark.parametrize(
    "content",
    [
        None,
        3,
        [],
        {},
        {"tabs": 1},
        {"tabs": [1, {"given": 2}, {"given": ""}]},
        {"tabs": [], "active": "x", "view": 7},
    ],
)
def test_a_session_that_can_not_be_read_is_none(content: object) -> None:
    assert session_from_json(content, lambda given: given).tabs == ()


def test_a_session_keeps_only_what_may_be_kept() -> None:
    left = tuple(Left(f"sample:{n}", "", Standing()) for n in range(MOST + 5))
    written = session_json(Session((*left, Left("{secret}", "", Standing())), 3, "graph"))
    read = session_from_json(written, lambda given: given if given.startswith("sample:") else None)
    assert len(read.tabs) == MOST and read.active == 3
    assert session_from_json({**written, "active": 10**30}, lambda given: given).active == MOST - 1


def test_esc_keeps_what_was_typed_and_says_so(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(f"sample:{FAILED}")
    node = front(window).document.graph.nodes[2].id
    window.intents.write_note(node, "kept")
    window.intents.begin_note(node)
    panel = panel_of(window)
    assert panel.keys.isVisible() and "Return keeps" in panel.keys.text() and "Esc" in panel.keys.text()
    window.toast.hide()
    qtbot.keyClick(panel.field, Qt.Key.Key_Escape)
    assert not window.toast.isVisible(), "nothing was typed"
    window.intents.begin_note(node)
    qtbot.keyClicks(panel.field, "an hour of thought")
    qtbot.keyClick(panel.field, Qt.Key.Key_Escape)
    assert window.toast.isVisible() and "Ctrl+N" in window.toast.text()
    assert front(window).own_notes == (Note(node, "kept"),) and not panel.keys.isVisible()
    window.intents.begin_note(node)
    assert panel.field.toPlainText() == "an hour of thought"
    panel.field.undo()
    assert panel.field.toPlainText() == "kept"


def test_what_is_being_written_is_kept_with_the_tab_the_window_and_a_capture(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XCCVIZ_CONFIG_DIR", str(tmp_path / "config"))
    window = open_window(f"sample:{FAILED}")
    first, other = (node.id for node in front(window).document.graph.nodes[1:3])
    window.intents.begin_note(other)
    qtbot.keyClicks(panel_of(window).field, "begun")
    window.intents.begin_note(first)
    qtbot.keyClicks(panel_of(window).field, "in the capture")
    saved = tmp_path / "saved.xcc.json"
    with qtbot.waitSignal(window.exporting.written):
        window.intents.export_to(CAPTURE, saved)
    view = json.loads(saved.read_bytes())["view"]
    assert {note["text"] for note in view["notes"]} == {"begun", "in the capture"}
    assert panel_of(window).field.isVisible(), "one goes on writing"
    qtbot.keyClicks(panel_of(window).field, ", in the memory")
    window.close()
    again = open_window(f"sample:{FAILED}")
    assert {note.text for note in front(again).own_notes} == {"begun", "in the capture, in the memory"}
    again.intents.begin_note(first)
    qtbot.keyClicks(panel_of(again).field, "with the tab")
    again.intents.close_tab()
    assert "with the tab" in {note.text for _, kept in again.store.state.kept for note in kept.notes}
