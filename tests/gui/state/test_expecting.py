# covers: xccviz/gui/state/expecting.py
"""What is likely to be wanted next: the move that was made, once more."""

from __future__ import annotations

import pytest

from tests.layout.trees import Spec, analysis_of, document_of, with_heights
from xccviz.document import Document
from xccviz.gui.state.expecting import expected
from xccviz.gui.state.moving import here_of
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.gui.state.tabs import open_tab, stepped
from xccviz.gui.state.telling import LARGE
from xccviz.replay.cursor import at
from xccviz.replay.moves import BY_ID
from xccviz.values import replace


def calls(count: int) -> Document:
    """Each call makes the next one, in blocks that follow each other."""
    return document_of(with_heights(analysis_of([Spec(-1), *map(Spec, range(count))]), [0, 1, 0, 2]))


@pytest.fixture(scope="module")
def state() -> AppState:
    """A large transaction, as it opens: at its end."""
    document = calls(LARGE + 50)
    return AppState(tabs=(open_tab(document, "x"),), active=0, view="sequence")


def standing(state: AppState, step: int) -> AppState:
    tab = state.tabs[0]
    return replace(state, tabs=(stepped(tab, at(tab.document.timeline, step)),))


def moved(state: AppState, name: str) -> AppState:
    here = here_of(state)
    assert here is not None
    step = BY_ID[name].to(here)
    assert step is not None
    return standing(state, step)


def where(tab: OpenTab | None) -> tuple[int, int, str | None] | None:
    return (tab.cursor.index, tab.moment.index, tab.selection) if tab is not None else None


@pytest.mark.parametrize("name", ["step_forward", "step_back", "next_block", "previous_block"])
def test_the_move_that_was_made_is_expected_again(state: AppState, name: str) -> None:
    before = standing(state, len(state.tabs[0].document.timeline) // 2)
    now = moved(before, name)
    assert where(expected(before, now)) == where(moved(now, name).tabs[0]) != where(now.tabs[0])


def test_after_a_jump_one_step_in_its_direction_is_expected(state: AppState) -> None:
    low, high = standing(state, 41), standing(state, 203)
    assert where(expected(low, high)) == where(moved(high, "step_forward").tabs[0])
    assert where(expected(high, low)) == where(moved(low, "step_back").tabs[0])


def test_at_the_end_there_is_only_one_way(state: AppState) -> None:
    assert state.tabs[0].moment.at_end
    last = moved(state, "step_back")
    assert where(expected(None, state)) == where(expected(last, state)) == where(last.tabs[0])


def test_of_a_small_transaction_nothing_is_made_before_it_is_wanted() -> None:
    document = calls(20)
    assert expected(None, AppState(tabs=(open_tab(document, "x"),), active=0)) is None
    assert expected(None, AppState()) is None
