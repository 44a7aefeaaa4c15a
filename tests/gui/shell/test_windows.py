"""Several windows of one process: each has its tabs, all look alike, and each is left open and comes back."""

# covers: xccviz/gui/shell/windows.py

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from tests.gui.conftest import BATCH, FAILED, OpenWindow, discard, wait_idle
from tests.gui.looks import settle
from xccviz.annotations import Note, Standing
from xccviz.gui.app import create_window
from xccviz.gui.keys import take_keys
from xccviz.gui.look.bulletin import bulletin, copy
from xccviz.gui.panels.notes import NoteField
from xccviz.gui.shell.staged import StagedWindow
from xccviz.gui.state.annotating import closed, lasting
from xccviz.gui.state.keeping import kept_for
from xccviz.gui.state.memory import Memory, may_be_kept, read_memory, write_memory
from xccviz.gui.state.merging import merged
from xccviz.gui.state.session import (
    MOST_APART,
    Apart,
    Left,
    Session,
    apart_with,
    in_one,
    led,
    session_from_json,
    session_json,
)
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.gui.window import MainWindow
from xccviz.settings.file import read_config
from xccviz.settings.networks import EndpointSpec
from xccviz.settings.rows import DENSITY, KEYS, THEME
from xccviz.values import replace

Windows = list[StagedWindow]


def left(*names: str) -> Session:
    return Session(tuple(Left(f"sample:{name}", "", Standing()) for name in names), len(names) - 1, "graph")


def tab_in(window: MainWindow) -> OpenTab:
    """What stands in front of it."""
    tab = window.store.state.tab
    assert tab is not None
    return tab


@pytest.fixture
def two(qtbot: QtBot, open_window: OpenWindow) -> Iterator[tuple[MainWindow, MainWindow]]:
    """A window with two transactions, and an empty one beside it."""
    take_keys(())
    first = open_window(f"sample:{FAILED}", f"sample:{BATCH}")
    first.actions_by_id["file.newWindow"].trigger()
    other = first.windows.open[-1]
    assert isinstance(other, MainWindow) and other is not first
    qtbot.waitUntil(other.isActiveWindow)
    yield first, other
    for window in first.windows.open[1:]:
        window.close()
    settle()
    take_keys(())


def test_windows_look_alike_have_the_same_settings_and_their_own_notices(
    qtbot: QtBot, two: tuple[MainWindow, MainWindow]
) -> None:
    first, other = two
    assert other.isVisible() and other.whole and other.store.state.tab is None
    assert other.pos() != first.pos() and other.size() == first.size()
    first.actions_by_id["view.theme"].trigger()
    other.intents.size_text(125)
    for window in two:
        state = window.store.state
        assert (state.theme, state.text_percent) == (first.store.state.theme, 125)
        assert "font-size: 16px" in window.styleSheet()
    first.settings.put(KEYS, (("file.focus", ("F4",)),))
    other.settings.put(DENSITY, "compact")
    for window in two:
        assert window.actions_by_id["file.focus"].shortcuts() == [QKeySequence("F4")]
        assert (window.store.state.density, window.settings[DENSITY]) == ("compact", "compact")
    with qtbot.waitSignal(other.endpoints.changed):
        first.endpoints.add("own", EndpointSpec("http://127.0.0.1:9"))
    assert "own" in other.opener.options.networks
    config = read_config(first.settings.path or Path())
    assert (config.values["keys"], config.values["density"]) == ((("file.focus", ("F4",)),), "compact")

    assert first.settings.path is not None
    first.settings.path.write_text("broken = [\n")
    with qtbot.waitSignal(first.settings.failed):
        first.settings.put(THEME, "dark")
        assert other.settings[THEME] == "dark"
    assert other.settings[THEME] == other.store.state.theme == "system", (
        "what could not be written, in neither"
    )

    other.activateWindow()
    bulletin().say("written", first.exporting)
    assert (first.toast.isVisible(), other.toast.isVisible()) == (True, False)
    copy("text", "copied")
    assert (first.toast.text(), other.toast.text()) == ("written", "copied"), "the one that is looked at"
    first.intents.tell_hint("parts")
    assert other.store.state.hints == ("parts",) and not other.store.state.hint, "once, in one of them"
    first.intents.show_hints_again()
    assert other.store.state.hints == ()
    assert first.toast.text().startswith("Hints") and other.toast.text() == "copied", "of who did it"
    bulletin().say("written", first.exporting)
    other.intents.copy_link()
    assert first.toast.text() == "written" and "pasted" in other.toast.text()


def test_a_window_begins_with_what_is_known_in_the_one_it_is_opened_in(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where that is not written yet."""
    monkeypatch.setattr("xccviz.gui.state.writing.Writer.write", lambda *_: None)
    first = open_window(f"sample:{FAILED}")
    first.intents.set_filter("fail")
    first.intents.save_filter()
    first.intents.tell_hint("parts")
    first.intents.open_window()
    mine, other = first.store.state, first.windows.open[-1]
    assert mine.recent and (other.store.state.recent, other.store.state.filters) == (
        mine.recent,
        mine.filters,
    )
    assert other.store.state.hints == ("parts",) and other.store.state.tabs == ()
    other.close()


def test_a_tab_moves_to_a_window_of_its_own_and_goes_on_there(
    qtbot: QtBot, two: tuple[MainWindow, MainWindow]
) -> None:
    first, _ = two
    do = first.intents
    do.show_view("sequence")
    do.go_to_step(4)
    do.toggle_mark()
    moved = first.store.state.tabs[0]
    entries = first.frame.tab_bar.pointed_at(None)
    assert entries is not None
    next(each for each in entries[0].own if "new window" in each.text).run()
    settle()
    third = first.windows.open[-1]
    tab = third.store.state.tab
    assert tab is not None and third.store.state.view == "sequence"
    assert (tab.key, tab.document, tab.cursor) == (moved.key, moved.document, moved.cursor)
    assert (tab.marking.marks, tab.selection) == (moved.marking.marks, moved.selection)
    assert third.store.state.kept and third.windows.store() is third.store
    assert [each.given for each in first.store.state.tabs] == [f"sample:{BATCH}"]
    assert first.store.state.closed == (), "it is open"
    assert not first.actions_by_id["file.moveToWindow"].isEnabled()


def test_marks_and_notes_of_one_transaction_are_the_same_in_all_windows(
    qtbot: QtBot, two: tuple[MainWindow, MainWindow]
) -> None:
    first, other = two
    first.intents.choose_tab(0)
    other.intents.open(f"sample:{FAILED}")
    qtbot.waitUntil(lambda: other.store.state.tab is not None)
    settle()
    nodes = [node.id for node in tab_in(first).document.graph.nodes]

    first.intents.toggle_mark(nodes[1])
    assert [mark.node for mark in tab_in(other).marking.marks] == [nodes[1]]
    assert nodes[1] in tab_in(other).marking.of_node
    other.intents.mark_by_filter("fail")
    other.intents.write_note(nodes[2], "from the other one")
    first.intents.open(f"sample:{BATCH}")
    qtbot.waitUntil(lambda: tab_in(first).key == first.store.state.tabs[1].key)
    settle()
    first.intents.toggle_mark()
    first.intents.choose_tab(0)
    other.laying_out.unfold(tab_in(other).document, frozenset(("everything",)))
    settle()
    both = tab_in(first), tab_in(other)
    assert [(mark.node, mark.filter) for mark in both[0].marking.marks] == [(nodes[1], ""), ("", "fail")]
    assert both[0].marking.marks == both[1].marking.marks and both[0].marking.halts == both[1].marking.halts
    assert both[0].own_notes == both[1].own_notes == (Note(nodes[2], "from the other one"),)
    hash = both[0].document.trace.transaction.hash
    for window in two:
        assert len(kept_for(window.store.state.kept, hash).marks) == 2, "also when something was folded"

    first.intents.toggle_mark(nodes[1])
    first.intents.write_note(nodes[2], "")
    assert [mark.filter for mark in tab_in(other).marking.marks] == ["fail"] and not tab_in(other).own_notes
    other.intents.undo()
    assert tab_in(first).own_notes == (Note(nodes[2], "from the other one"),), "undone there, and so here"

    other.intents.close_tab(0)
    first.intents.toggle_mark(nodes[3])
    other.intents.reopen_tab()
    assert tab_in(other).marking.marks == tab_in(first).marking.marks, "what was closed heard of it too"


def test_a_note_that_two_windows_write_keeps_what_both_say(
    qtbot: QtBot, two: tuple[MainWindow, MainWindow]
) -> None:
    first, other = two
    first.intents.choose_tab(0)
    other.intents.open(f"sample:{FAILED}")
    qtbot.waitUntil(lambda: other.store.state.tab is not None)
    node = tab_in(first).document.graph.root.id
    first.intents.begin_note(node)
    settle()
    field = first.docks.panels["notesPanel"].findChild(NoteField)
    assert field is not None
    other.intents.write_note(node, "theirs")
    assert field.toPlainText() == "theirs", "nothing was typed yet"
    field.setPlainText("mine")
    other.intents.write_note(node, "theirs, longer")
    assert field.toPlainText() == "mine\n\ntheirs, longer"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert [note.text for note in tab_in(other).own_notes] == ["mine\n\ntheirs, longer"]


def test_all_windows_come_back_but_those_that_were_closed_before(
    qtbot: QtBot, two: tuple[MainWindow, MainWindow], open_window: OpenWindow
) -> None:
    first, other = two
    first.intents.move_to_window(0)
    third = first.windows.open[-1]
    other.intents.open("sample:join-of-joins")
    qtbot.waitUntil(lambda: len(other.store.state.tabs) == 1)
    other.intents.set_filter("fail")
    other.intents.save_filter()
    for window in (first, third):
        state = window.store.state
        assert state.recent == other.store.state.recent and state.filters.saved == ("fail",)
        assert state.recent[0].given == "sample:join-of-joins"
    other.close()
    assert first.windows.open == [first, third]
    qtbot.waitUntil(lambda: not any(window.jobs._running for window in (first, third)))  # all is written
    first.intents.quit()
    assert not any(window.isVisible() for window in (first, third)) and first.windows.open == []
    again = create_window([])
    again.complete()
    assert len(again.windows.open) == 2
    opened = again.windows.open[-1]
    assert isinstance(opened, MainWindow)
    wait_idle(qtbot, opened)
    given = [[tab.given for tab in window.store.state.tabs] for window in again.windows.open]
    assert given == [[f"sample:{BATCH}"], [f"sample:{FAILED}"]]
    again.close()
    opened.close()
    discard(opened)
    last = open_window()
    assert [tab.given for tab in last.store.state.tabs] == [f"sample:{FAILED}"], (
        "what was closed first is closed"
    )
    assert last.windows.open == [last]


def test_what_is_left_open_is_read_back_window_by_window() -> None:
    apart = (Apart("x", left("b", "c"), b"place"), Apart("y", left("d")))
    session = replace(left("a"), apart=apart)
    assert session_from_json(session_json(session), may_be_kept) == session
    assert "apart" not in session_json(left("a"))
    told = session_json(replace(session, apart=(*apart, Apart("z", Session()), Apart("", left("e")))))
    assert session_from_json(told, may_be_kept) == session
    many = replace(session, apart=tuple(Apart(f"n{n}", left("b")) for n in range(MOST_APART + 3)))
    assert len(session_from_json(session_json(many), may_be_kept).apart) == MOST_APART
    assert led(session) == (session, b"")
    assert led(replace(Session(), apart=apart)) == (replace(left("b", "c"), apart=apart[1:]), b"place")
    assert [each.given for each in in_one(session).tabs] == [f"sample:{name}" for name in "abcd"]
    damaged = session_json(replace(session, apart=(replace(apart[0], place=b""),)))
    damaged["apart"][0]["place"] = "no base 64"  # type: ignore[index,call-overload]
    assert session_from_json(damaged, may_be_kept).apart == (replace(apart[0], place=b""),), (
        "only where it stood"
    )
    assert apart_with(apart, Apart("x", left("e")))[-1] == Apart("x", left("e"), b"place")
    assert apart_with(apart, Apart("x", Session())) == apart[1:]


def test_each_window_writes_what_is_its_own() -> None:
    x, y = Apart("x", left("b")), Apart("y", left("c"))
    file = Memory(session=replace(left("a"), apart=(x, y)))
    first = replace(file, session=replace(left("a2"), apart=(x, y)))
    now = Apart("x", left("b2"))
    there = Memory(session=replace(left("a"), apart=(y, now)))
    found = merged(file, first, there).session
    assert found.tabs == left("a2").tabs and set(found.apart) == {now, y}
    gone = Memory(session=replace(left("a"), apart=(y,)))
    assert merged(file, gone, first).session == replace(left("a2"), apart=(y,)), "one was closed"
    state = AppState(left=((0, left("a").tabs[0]),))
    assert lasting(file, state).session.apart == (x, y)
    assert lasting(file, AppState(), "x").session == replace(left("a"), apart=(y,))
    assert closed(state).left == state.left


def test_the_memory_of_many_windows_has_room(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    folding = frozenset(f"{n:0500}" for n in range(300))
    full = tuple(Left(f"sample:{n}", "", Standing(3, "", folding)) for n in range(20))
    apart = tuple(Apart(f"n{n}", Session(full, 0, "graph")) for n in range(5))
    assert write_memory(path, Memory(session=replace(left("a"), apart=apart)))
    found = read_memory(path).session
    assert found.tabs == left("a").tabs
    assert [len(each.session.tabs) for each in found.apart] == [20] * 5
    assert found.apart[0].session.tabs[0].standing == Standing(3)
