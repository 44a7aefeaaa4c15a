"""Two documents side by side: each call and each step stands once, and the numbers are those of the differences."""

# covers: xccviz/comparison.py, xccviz/analysis/compare/union.py, xccviz/replay/aligned.py

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference.executor import Program, Promise, execute, random_program
from tests.reference.recorded import raw_of, tutorial
from xccviz.analysis.compare.diff import diff
from xccviz.analysis.compare.types import COSTS
from xccviz.comparison import ALIKE, MANY, Comparison, compare
from xccviz.document import Document, build_document
from xccviz.replay.aligned import _rising
from xccviz.sources.files.sample import read_sample
from xccviz.words.differences import counted

OK, PANICS = "tutorial-parallel-3-ok", "tutorial-parallel-3-one-panics"
SAMPLES = ("forwarded-3-ok", "join-of-joins", "two-thens-one-promise", "callback-panics", OK)
seeds = st.integers(min_value=0, max_value=10**9)


def document(program: Program) -> Document:
    return build_document(raw_of(execute(program).answer))


def holds(found: Comparison) -> None:
    """What is true of every comparison."""
    union, line = found.union, found.line
    for side, alone in (("a", found.a), ("b", found.b)):
        here = [call.node(side) for call in union.calls if call.node(side) is not None]
        assert len(here) == len(set(here))
        assert set(union.key_of[side]) == {node.id for node in alone.graph.nodes}
        steps = [step.of(side) for step in line.steps if step.of(side) is not None]
        assert steps == list(range(1, len(alone.timeline) + 1))
        stops = line.stops[side]
        assert len(stops) == len(line) + 1 and stops[-1] == len(alone.timeline)
        assert all(0 <= after - before <= 1 for before, after in pairwise(stops))
        for step in range(len(alone.timeline) + 1):
            assert stops[line.index(side, step)] == step == stops[line.after(side, step)]
    seen = {union.root.key}
    for call in union.calls[1:]:
        assert call.parent in seen
        seen.add(call.key)
    assert len(seen) == len(union.calls)
    assert sorted(key for below in union.children.values() for key in below) == sorted(
        seen - {union.root.key}
    )
    for step in line.steps:
        if step.a is not None and step.b is not None:
            one, other = found.a.timeline.steps[step.a - 1], found.b.timeline.steps[step.b - 1]
            assert (one.kind, one.slot) == (other.kind, other.slot)
            assert union.key_of["a"][one.node] == union.key_of["b"][other.node]


@given(seeds, seeds, st.booleans())
def test_each_call_and_each_step_of_both_stands_once(one: int, other: int, alike: bool) -> None:
    programs = random_program(random.Random(one)), random_program(random.Random(one if alike else other))
    a, b = map(document, programs)
    found = compare(a, b)
    holds(found)
    if alike:
        assert found.found.same and not found.entries
        assert all(step.a == step.b for step in found.line.steps)


@given(seeds, seeds)
def test_swapped_sides_mirror_each_other(one: int, other: int) -> None:
    mirror(*(document(random_program(random.Random(seed))) for seed in (one, other)))


@pytest.mark.parametrize("names", list(combinations(SAMPLES, 2)))
def test_recorded_transactions_swapped_mirror_each_other(names: tuple[str, str]) -> None:
    mirror(*(build_document(read_sample(name)) for name in names))


def mirror(a: Document, b: Document) -> None:
    """That nothing depends on which of two comes first."""
    here, there = compare(a, b), compare(b, a)
    assert {(call.a, call.b) for call in here.union.calls} == {(call.b, call.a) for call in there.union.calls}
    assert {(step.a, step.b) for step in here.line.steps} == {(step.b, step.a) for step in there.line.steps}

    def told(found: Comparison) -> Counter[tuple[str, str | None, str | None, str | None]]:
        every = (each for entry in found.entries for each in entry.differences)
        return Counter((each.kind, each.what, each.a_node, each.b_node) for each in every)

    def mirrored(kinds: Counter[tuple[str, str | None, str | None, str | None]]) -> Counter[object]:
        return Counter({(kind, what, b, a): n for (kind, what, a, b), n in kinds.items()})

    assert told(here) == mirrored(told(there))


@given(st.permutations(range(9)))
def test_the_longest_line_stands_whichever_side_comes_first(order: list[int]) -> None:
    pairs = list(enumerate(order))
    swapped = sorted((m, n) for n, m in pairs)
    found = _rising(pairs, lambda pair: [str(pair[0])])
    assert all(one < other and order[one] < order[other] for (one, _), (other, _) in pairwise(found))
    assert len(found) == max(
        n for n in range(10) for some in combinations(order, n) if some == tuple(sorted(some))
    )
    assert [(m, n) for n, m in _rising(swapped, lambda pair: [str(pair[1])])] == found


def test_the_numbers_are_those_of_diff_in_the_order_of_the_calls() -> None:
    a, b = tutorial(OK), tutorial(PANICS)
    found = compare(a, b)
    holds(found)
    assert Counter(entry.first.kind for entry in found.entries) == Counter(
        difference.kind for difference in diff(a.analysis, b.analysis).differences
    )
    assert counted(found.found) == (5, 4)
    rows = [(entry.first.path[-1:], told.what, entry.step) for entry in found.entries for told in entry.told]
    called, joined = ("bravo.near.get_value",), ("caller.near.on_multi_done",)
    assert rows == [
        ((), "verdict", 15),
        (called, "ended", 4),
        (called, "finding in B", 4),
        (joined, "slot 1 got", 8),
        (joined, "returned $[1].Err", 11),
        (joined, "returned $[1].Ok", 11),
        (called, "burnt", 4),
        (joined, "burnt", 11),
        ((), "burnt in all", None),
        ((), "fee", None),
    ]
    assert found.numbers_of == {4: (2, 3, 6), 8: (4,), 11: (5, 7)}
    assert found.numbers_at[found.entries[3].call] == (4, 5, 7)
    ended = found.entries[1].told[0]
    assert (ended.a, ended.b, ended.failed) == (
        'returned "value of bravo.near"',
        "failed: panicked: no value today",
        (False, True),
    )


@pytest.mark.parametrize("count", [60, MANY + 20])
def test_of_very_many_differences_those_alike_have_one_number(count: int) -> None:
    calls = [Promise(Program(False, b"1"), f"x{n}.near", []) for n in range(3)]
    more = [Promise(Program(True, b"1"), "x.near", [])] * count
    fewer = [Promise(Program(False, b"2"), "x.near", [])] * count
    a, b = (document(Program(False, b"", [*calls, *those])) for those in (more, fewer))
    found = compare(a, b)
    holds(found)
    assert sum(len(entry.differences) for entry in found.entries) == len(found.found.differences)
    if len(found.found.differences) > MANY:
        assert len(found.entries) < MANY and any(len(entry.differences) >= ALIKE for entry in found.entries)
    costs = [entry.costs for entry in found.entries]
    assert costs == sorted(costs)
    assert all(entry.costs == (entry.first.kind in COSTS) for entry in found.entries)
