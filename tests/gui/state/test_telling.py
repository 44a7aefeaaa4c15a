"""Who is told what: those in sight at once, the others when they come, nobody twice of what did not change."""

# covers: xccviz/gui/state/telling.py, xccviz/gui/shell/following_on.py

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from xccviz.gui.panels import PANELS
from xccviz.gui.state.store import AppState
from xccviz.gui.state.telling import (
    CatchingUp,
    Panel,
    Together,
    closes,
    same_document,
    same_front,
    same_look,
)
from xccviz.gui.views import VIEWS
from xccviz.values import replace

StateOf = Callable[..., AppState]


class Listening:
    """A panel that writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[AppState | None, AppState]] = []

    def show_state(self, old: AppState | None, new: AppState) -> None:
        self.told.append((old, new))


@pytest.mark.parametrize("spec", [*PANELS, *VIEWS], ids=lambda spec: spec.title)
def test_every_row_makes_a_panel(qtbot: QtBot, spec: object) -> None:
    widget = spec.make()  # type: ignore[attr-defined]
    qtbot.addWidget(widget)
    assert isinstance(widget, Panel)


def test_who_is_behind_catches_up_from_what_it_was_told_last(state_of: StateOf) -> None:
    one, two = Listening(), Listening()
    panels = CatchingUp({"one": one, "two": two})
    first = state_of()
    later, last = replace(first, network="a"), replace(first, network="b")
    panels.tell_all(first, {"one", "two"})
    panels.tell_all(later, {"one"})
    panels.tell_all(last, {"one"})
    assert two.told == [(None, first)]
    panels.tell("two", last)
    assert two.told[1:] == [(first, last)]
    assert one.told == [(None, first), (first, later), (later, last)]


def test_who_is_behind_lets_go_of_what_is_closed(state_of: StateOf) -> None:
    panel = Listening()
    panels = CatchingUp({"one": panel})
    panels.tell_all(state_of(), {"one"})
    panels.tell_all(AppState(), ())
    panels.tell_all(AppState(), ())
    assert [new.tabs for _, new in panel.told[1:]] == [()]


def test_what_is_alike(state_of: StateOf) -> None:
    state = state_of()
    tab = state.tab
    assert tab is not None
    moved = replace(state, tabs=(replace(tab, selection="other"),))
    dark = replace(state, theme="dark")
    assert not any(same(None, state) for same in (same_look, same_front, same_document))
    assert same_look(state, moved)
    assert not same_front(state, moved)
    assert same_document(state, moved)
    assert not closes(state, moved)
    assert not any(same(state, dark) for same in (same_look, same_front, same_document))
    assert closes(state, AppState())
    assert not same_document(state, AppState())


class Patiently(Listening):
    """A panel that may wait as long as the network stays."""

    def may_wait(self, old: AppState, new: AppState) -> bool:
        return old.network == new.network


def test_who_may_wait_is_told_once_of_several_changes(state_of: StateOf) -> None:
    prompt, patient = Listening(), Patiently()
    woken: list[bool] = []
    together = Together((prompt, patient), lambda: woken.append(True))
    states = [state_of(), *(replace(state_of(), text_percent=size) for size in (110, 120))]
    elsewhere = replace(states[2], network="b")
    assert together.tell(None, states[0]) is None
    together.tell(states[0], states[1])
    together.tell(states[1], states[2])
    assert len(prompt.told) == 3
    assert patient.told == [(None, states[0])]
    assert len(woken) == 2
    assert together.catch_up() is None
    assert patient.told[1:] == [(states[0], states[2])]
    together.tell(states[2], states[1])
    together.tell(states[1], elsewhere)  # nothing is left to wait for
    assert patient.told[2:] == [(states[2], elsewhere)]
    together.catch_up()
    assert len(patient.told) == 3


def test_who_breaks_while_it_catches_up_is_told_from_the_beginning(state_of: StateOf) -> None:
    class Breaks(Patiently):
        def show_state(self, old: AppState | None, new: AppState) -> None:
            super().show_state(old, new)
            if new.text_percent == 110:
                raise ValueError

    panel = Breaks()
    together = Together((panel,), lambda: None)
    first, bad = state_of(), replace(state_of(), text_percent=110)
    together.tell(None, first)
    together.tell(first, bad)
    assert isinstance(together.catch_up(), ValueError)
    assert together.tell(bad, first) is None
    assert panel.told[-1] == (None, first)
