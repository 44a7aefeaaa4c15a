"""Who is told what: those in sight at once, the others when they come, nobody twice of what did not change."""

# covers: xccviz/gui/state/telling.py, xccviz/gui/shell/following_on.py

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from xccviz.gui.panels import PANELS
from xccviz.gui.shell.following_on import FOLLOW_MS, together
from xccviz.gui.state import telling
from xccviz.gui.state.filtering import Filtering
from xccviz.gui.state.playing import HURRIED_MS
from xccviz.gui.state.store import AppState
from xccviz.gui.state.telling import (
    CatchingUp,
    Panel,
    Together,
    closes,
    moved,
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
    other = replace(state, tabs=(replace(tab, selection="other"),))
    dark = replace(state, theme="dark")
    assert not any(same(None, state) for same in (same_look, same_front, same_document))
    assert same_look(state, other)
    assert not same_front(state, other)
    assert same_document(state, other)
    assert not closes(state, other)
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


def test_of_a_move_in_a_large_transaction_others_are_told_when_the_first_is_painted(
    state_of: StateOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, view, strip = state_of(), Listening(), Listening()
    together = Together((strip, view), lambda: None, (view,))
    together.tell(None, begin)
    tab = begin.tab
    assert tab is not None
    steps = [replace(begin, tabs=(replace(tab, selection=node.id),)) for node in tab.document.graph.nodes[:3]]
    assert not moved(begin, steps[0]), "a small one is told of at once"
    monkeypatch.setattr(telling, "LARGE", 1)
    assert moved(begin, steps[0])
    for old, new in itertools.pairwise((begin, *steps)):
        together.tell(old, new)
    assert [new for _, new in view.told] == [begin, *steps]
    assert strip.told == [(None, begin)]
    assert together.go_on() is None
    assert strip.told[1:] == [(begin, steps[2])], "of several moves once"
    together.tell(steps[2], steps[1])
    now = steps[1].tab
    assert now is not None
    others = {
        "what is shown": replace(steps[1], view="tree"),
        "a filter": replace(steps[1], tabs=(replace(now, filtering=Filtering("fail")),)),
        "another tab": replace(steps[1], tabs=(*steps[1].tabs, tab)),
    }
    assert not any(moved(steps[1], other) for other in others.values())
    elsewhere = replace(now.filtering, step=1, hits=("one",)), replace(now.marking, step=1, hits=())
    found = replace(now, filtering=elsewhere[0], marking=elsewhere[1])
    assert moved(steps[1], replace(steps[1], tabs=(found,))), "filters and marks find what was known there"
    together.tell(steps[1], others["what is shown"])  # nothing is left to wait for
    assert strip.told[2:] == [(steps[2], others["what is shown"])]
    together.go_on()
    assert len(strip.told) == 3


def test_while_it_plays_fast_those_who_follow_leave_most_frames_the_time(
    qtbot: QtBot, state_of: StateOf
) -> None:
    parent, patient = QObject(), Patiently()
    followers = together((patient,), (), parent, lambda error: None)
    soon, _ = parent.findChildren(QTimer)
    state = state_of()
    assert state.tab is not None
    followers.tell(None, state)
    by_hand = replace(state, text_percent=110)
    followers.tell(state, by_hand)
    assert soon.interval() == FOLLOW_MS
    fast = [replace(by_hand, playing=state.tab.key, pace="20", text_percent=size) for size in (120, 130, 140)]
    followers.tell(by_hand, fast[0])
    assert soon.interval() == FOLLOW_MS, "what waits already waits no longer"
    qtbot.waitUntil(lambda: patient.told[-1][1] is fast[0])
    followers.tell(fast[0], fast[1])
    assert soon.interval() == HURRIED_MS and soon.isActive()
    soon.setInterval(60_000)
    followers.tell(fast[1], fast[2])
    assert soon.interval() == 60_000, "it goes on from where it began"
    followers.tell(fast[2], by_hand)
    assert soon.interval() == FOLLOW_MS, "the end is followed at once"
    qtbot.waitUntil(lambda: patient.told[-1] == (fast[0], by_hand))
