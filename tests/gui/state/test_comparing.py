"""What becomes of two transactions side by side: steps are clamped, moves lead where either run's lead."""

# covers: xccviz/gui/state/pair.py, xccviz/gui/state/tied.py

from __future__ import annotations

from collections.abc import Callable

import pytest

from xccviz.comparison import compare
from xccviz.document import Document
from xccviz.gui.state.comparing import (
    SIDES,
    chosen_call,
    chosen_number,
    goal_of,
    heres,
    next_number,
    paired,
    stood,
    stood_like,
)
from xccviz.gui.state.pair import Pair, Run
from xccviz.layout.compare.build import lay_out_both
from xccviz.layout.compare.types import CompareOptions, Sides
from xccviz.replay.moves import BY_ID, MOVES
from xccviz.values import replace

Documents = Callable[..., Document]
PAIRS = (
    ("tutorial-parallel-3-ok", "tutorial-parallel-3-one-panics"),
    ("tutorial-parallel-3-ok", "join-of-joins"),
    ("yield-resumed-by-other-tx", "ft-transfer-call-ok"),
)


def pair_of(documents: Documents, a: str, b: str) -> Pair:
    runs = Run(documents(a), a), Run(documents(b), b)
    found = compare(documents(a), documents(b))
    options = CompareOptions()
    sides = Sides(found.a.analysis, found.b.analysis)
    layout = lay_out_both(sides, found.union, frozenset(found.numbers_at), options)
    return paired(*runs, found, layout, options)


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_every_step_is_one_of_each_and_shows_a_call_that_is_there(
    documents: Documents, a: str, b: str
) -> None:
    pair = pair_of(documents, a, b)
    length = len(pair.found.line)
    assert stood(pair, -5).index == 0 and stood(stood(pair, 0), length + 9).at_end
    for index in range(length):
        there = stood(pair, index)
        stops = [pair.found.line.stops[side][index] for side in SIDES]
        assert [moment.index for moment in there.moments] == stops
        assert there.selection in pair.found.union.by_key


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_a_move_leads_to_the_nearest_place_of_either_run(documents: Documents, a: str, b: str) -> None:
    pair = pair_of(documents, a, b)
    line = pair.found.line
    for index in range(len(line) + 1):
        here = stood(pair, index)
        for move in MOVES:
            goal = goal_of(here, move, "everything")
            wanted = [move.to(each) for each in heres(here, "everything")]
            places = {
                line.index(side, step) for side, step in zip(SIDES, wanted, strict=True) if step is not None
            }
            if move.id == "step_last":
                assert goal == (None if index == len(line) else len(line))
            elif goal is None:
                assert not places - {index}
            else:
                assert goal in places and goal != index
                if move.id.startswith("next_") or move.id == "step_forward":
                    assert goal == min(place for place in places if place != index)


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_one_steps_forward_through_all_of_both(documents: Documents, a: str, b: str) -> None:
    pair = stood(pair_of(documents, a, b), 0)
    seen = [0]
    while (goal := goal_of(pair, BY_ID["step_forward"], "everything")) is not None:
        pair = stood(pair, goal)
        seen.append(goal)
    assert seen == list(range(len(pair.found.line) + 1))


def test_differences_are_walked_around_the_ends_and_choose_their_calls(documents: Documents) -> None:
    pair = pair_of(documents, *PAIRS[0])
    assert pair.number == 2
    plain = replace(pair, costs=False)
    assert [next_number(replace(plain, number=n), 1) for n in (1, 5, None, 7)] == [2, 1, 1, 1]
    assert next_number(replace(plain, number=1), -1) == 5
    slot = chosen_number(pair, 4)
    assert slot.selection == pair.found.entry(4).call
    assert chosen_number(plain, 6).costs, "what is chosen is listed"
    assert chosen_number(pair, 99) is pair
    equal = next(call.key for call in pair.found.union.calls if call.key not in pair.found.numbers_at)
    assert chosen_call(pair, equal).number is None and chosen_call(pair, "nobody") is pair


def test_two_stand_where_they_stood_with_the_sides_swapped_or_one_instead(documents: Documents) -> None:
    ok, panics = PAIRS[0]
    before, swapped = pair_of(documents, ok, panics), pair_of(documents, panics, ok)
    for index in range(len(before.found.line)):
        here = replace(stood(before, index), costs=False)
        here = chosen_call(here, before.found.entries[3].call)
        there = stood_like(swapped, here, {"a": "b", "b": "a"})
        assert [there.moments[n].index for n in (1, 0)] == [moment.index for moment in here.moments]
        assert there.node("b") == here.node("a") and not there.costs
        other = stood_like(pair_of(documents, ok, "join-of-joins"), here, {"a": "a"})
        assert other.moments[0].index == here.moments[0].index and other.node("a") == here.node("a")
    assert stood_like(swapped, before, {"a": "b", "b": "a"}).at_end
