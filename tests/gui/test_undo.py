"""Folding, filters, marks and notes can be undone, each tab for itself; steps and the selection never are."""

# covers: xccviz/gui/state/past.py, xccviz/gui/state/undoing.py, xccviz/gui/undo_intents.py, xccviz/words/undoing.py

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import FAILED, OpenWindow
from tests.gui.looks import settle
from xccviz.gui.look.bulletin import bulletin
from xccviz.gui.state.past import MOST, Held, Past, recorded, stepped_back, stepped_on
from xccviz.gui.state.store import OpenTab, held_in
from xccviz.gui.window import MainWindow
from xccviz.layout.layered.options import RIGHT

NOTHING: Held = {"fold": frozenset(), "filter": "", "rest": False, "mark": (), "note": ()}


def states(*texts: str) -> list[Held]:
    return [{**NOTHING, "filter": text} for text in texts]


def past_of(held: list[Held]) -> Past:
    past = Past()
    for before, after in pairwise(held):
        past = recorded(past, before, after)
    return past


def test_a_filter_that_is_typed_is_one_change_and_one_that_is_deleted_another() -> None:
    past = past_of(states("", "f", "fa", "fail", "fai", "f", "", "ok", "gas>1T"))
    assert [(change.before, change.after) for change in past.done] == [
        ("", "fail"), ("fail", ""), ("", "ok"), ("ok", "gas>1T"),
    ]  # fmt: skip


CHANGES = [
    *(("fold", frozenset(keys)) for keys in ("", "a")),
    *(("filter", text) for text in ("", "x")),
    *(("rest", hides) for hides in (True, False)),
    *(("mark", marks) for marks in ((), (1,))),
    ("note", (2, 3)),
]


@given(st.lists(st.sampled_from(CHANGES)))
def test_all_that_was_done_is_undone_and_made_again(changes: list[tuple[str, object]]) -> None:
    held = NOTHING
    past = Past()
    for kind, value in changes:
        after: Held = {**held, kind: value}  # type: ignore[misc]
        past, held = recorded(past, held, after), after
    last, count = held, len(past.done)
    for step in (stepped_back, stepped_on):
        for _ in range(count):
            change = (past.done if step is stepped_back else past.undone)[-1]
            past = step(past, held)
            after = {**held, change.kind: change.before if step is stepped_back else change.after}
            past, held = recorded(past, held, after), after
        assert held == (NOTHING if step is stepped_back else last)
        assert past.awaited == ()
    assert len(past.done) == count <= MOST


def test_they_are_few() -> None:
    past = past_of([{**NOTHING, "rest": bool(n % 2)} for n in range(MOST + 9)])
    assert len(past.done) == MOST


@contextmanager
def said() -> Iterator[list[str]]:
    words: list[str] = []
    bulletin().said.connect(words.append)
    yield words
    bulletin().said.disconnect(words.append)


def front(window: MainWindow) -> OpenTab:
    tab = window.store.state.tab
    assert tab is not None
    return tab


@pytest.fixture
def window(qtbot: QtBot, reuse_window: OpenWindow) -> MainWindow:
    window = reuse_window(f"sample:{FAILED}", "sample:tutorial-batch-ok")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_each_gesture_is_undone_by_a_key_and_told(qtbot: QtBot, window: MainWindow) -> None:
    do, undo, redo = window.intents, window.actions_by_id["edit.undo"], window.actions_by_id["edit.redo"]
    node = front(window).document.graph.nodes[2].id
    assert (undo.text(), undo.isEnabled(), redo.isEnabled()) == ("&Undo", False, False)
    gestures = (
        (do.toggle_refunds, "fold", "Undone: fold"),
        (lambda: do.take_option(RIGHT), "option of the drawing", "Undone: option of the drawing"),
        (lambda: do.set_filter("fail"), "filter", "Undone: filter (nothing is filtered)"),
        (lambda: do.hide_rest(True), "hiding of the rest", "Undone: hiding of the rest"),
        (lambda: do.toggle_mark(node), "mark", "Undone: mark (0 marks)"),
        (lambda: do.write_note(node, "look here"), "note", "Undone: note (0 notes)"),
        (lambda: do.remove_note(node), "note", "Undone: note (1 note)"),
    )
    held = [held_in(front(window))]
    for gesture, what, _ in gestures:
        gesture()
        settle()
        held.append(held_in(front(window)))
        assert held[-1] != held[-2]
        assert undo.text() == f"&Undo {what}"
        do.go_to_step(3 + len(held))
        do.select(node)
    step, selection = front(window).cursor, front(window).selection
    with said() as words:
        for n in reversed(range(len(gestures))):
            qtbot.keyClick(QApplication.focusWidget(), "Z", Qt.KeyboardModifier.ControlModifier)
            settle()
            assert held_in(front(window)) == held[n]
            assert words[-1] == gestures[n][2]
    assert not undo.isEnabled()
    assert redo.text() == "&Redo fold"
    for n in range(len(gestures)):
        redo.trigger()
        settle()
        assert held_in(front(window)) == held[n + 1]
    assert not redo.isEnabled()
    assert (front(window).cursor, front(window).selection) == (step, selection)
    do.choose_tab(1)
    assert not undo.isEnabled(), "each tab has its own"
    do.choose_tab(0)
    undo.trigger()
    do.toggle_refunds()
    settle()
    assert not redo.isEnabled(), "what is changed anew can't be made again"
    do.clear_filter()
    do.remove_marks()
    do.remove_note(node)
    settle()


def test_what_is_undone_while_a_drawing_is_laid_out_is_no_change(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: list[frozenset[str]] = []
    do = window.intents
    do.toggle_refunds()
    do.fold_all()
    with monkeypatch.context() as later:
        later.setattr(window.laying_out, "unfold", lambda document, expanded: wanted.append(expanded))
        do.undo()
        do.undo()
        assert [*map(bool, wanted)] == [True, False]
        assert not front(window).past.done
    window.laying_out.unfold(front(window).document, frozenset({"refunds"}))  # a change of its own
    assert [change.kind for change in front(window).past.done] == ["fold"]
