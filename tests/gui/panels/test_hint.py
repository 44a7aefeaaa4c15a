# covers: xccviz/gui/panels/hint.py, xccviz/gui/state/hinting.py, xccviz/gui/hint_intents.py, xccviz/words/hints.py
"""Hints come once each, when they are of use and nothing else stands there, and are kept as told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import BATCH, FAILED, OpenWindow
from tests.gui.looks import settle
from xccviz.gui.commands import COMMANDS
from xccviz.gui.keys import keys_of
from xccviz.gui.panels import hint as hints
from xccviz.gui.panels.hint import HintLine
from xccviz.gui.state.hinting import HINTS, dismissed, forgotten, next_hint, told
from xccviz.gui.state.memory import Memory, read_memory, write_memory
from xccviz.gui.state.merging import merged
from xccviz.gui.state.store import AppState
from xccviz.gui.window import MainWindow
from xccviz.values import replace
from xccviz.words.hints import HINTS as WORDS
from xccviz.words.hints import HintId

StateOf = Callable[..., AppState]


@pytest.fixture
def at_once() -> Iterator[None]:
    """Hints come as soon as they are of use."""
    usual, hints.CALM_MS = hints.CALM_MS, 0
    yield
    hints.CALM_MS = usual


def test_there_are_five_each_about_a_command_with_a_key() -> None:
    assert set(HINTS) == set(WORDS) == set(get_args(HintId)) and len(HINTS) == 5
    ids = {row.id for row in COMMANDS}
    for id, row in HINTS.items():
        assert row.command in ids and keys_of(row.command)
        assert "F1" in WORDS[id]("F1")


def test_each_comes_once_when_it_is_of_use(state_of: StateOf) -> None:
    state = state_of(FAILED)
    assert next_hint(AppState()) is None
    assert next_hint(state) == "parts"
    state = told(state, "parts")
    assert next_hint(state) is None  # one at a time
    state = dismissed(state)
    assert next_hint(state) == "steps"
    past = dismissed(told(replace(state_of(FAILED, step=1), hints=state.hints), "steps"))
    assert next_hint(past) == "past"
    assert next_hint(dismissed(told(past, "past"))) is None
    two = replace(state, tabs=(*state.tabs, *state.tabs), hints=("parts", "steps", "past"))
    assert next_hint(two) == "compare"
    assert next_hint(forgotten(two)) == "parts"


def test_one_whose_moment_is_over_gives_way(state_of: StateOf) -> None:
    past = told(state_of(FAILED, step=1), "past")
    assert next_hint(past) is None
    assert next_hint(replace(state_of(FAILED), hint="past", hints=past.hints)) == "parts"


def test_what_was_told_is_kept_also_beside_another_window(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    write_memory(path, Memory(hints=("parts", "filter")))
    assert read_memory(path).hints == ("parts", "filter")
    known, ours, theirs = Memory(), Memory(hints=("parts",)), Memory(hints=("filter",))
    assert set(merged(known, ours, theirs).hints) == {"parts", "filter"}
    assert merged(ours, Memory(), ours).hints == ()


def line_of(window: MainWindow) -> HintLine:
    found = window.findChild(HintLine)
    assert found is not None
    return found


def test_it_stands_where_nothing_else_is_and_is_taken_away_for_good(
    qtbot: QtBot, open_window: OpenWindow, at_once: None
) -> None:
    window = open_window("--theme", "light")
    window.resize(1440, 900)
    window.intents.open(f"sample:{FAILED}")
    qtbot.waitUntil(lambda: window.store.state.hint == "parts")
    line = line_of(window)
    assert line.isVisible() and keys_of("help.view")[0] in line.says.text()
    settle()
    identity = window.frame.identity
    high = identity.height()
    assert identity.first.where.text() == identity.first.where.full_text  # it takes nothing's room
    line.findChild(QPushButton).click()
    assert not line.isVisible()
    settle()
    assert identity.height() == high  # nor does it move anything
    assert window.store.state.hint == "" and window.store.state.hints == ("parts",)
    window.actions_by_id["stepBack"].trigger()
    qtbot.waitUntil(lambda: window.store.state.hint == "past")
    window.actions_by_id["stepLast"].trigger()
    assert not line.isVisible() or window.store.state.hint != "past"
    window.actions_by_id["help.hints"].trigger()
    assert window.store.state.hints == ()


def test_where_it_has_no_room_it_is_not_told(qtbot: QtBot, open_window: OpenWindow, at_once: None) -> None:
    window = open_window(f"sample:{BATCH}")
    line = line_of(window)
    window.intents.dismiss_hint()
    line.give_room(10)
    assert not line.isVisible()
    told_before = window.store.state.hints
    line._room = 10
    line._come()
    assert window.store.state.hints == told_before
