"""Two runs in one layout: every call has one place, cards keep apart, and what is too much is folded."""

# covers: xccviz/layout/compare/cards.py, xccviz/layout/compare/types.py, xccviz/layout/compare/units.py

from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference.executor import Program, Promise, execute, random_program
from tests.reference.recorded import raw_of, tutorial
from xccviz.comparison import Comparison, compare
from xccviz.document import Document, build_document
from xccviz.layout.compare.build import lay_out_both
from xccviz.layout.compare.cards import SUB_SIZE
from xccviz.layout.compare.types import EQUAL, CompareLayout, CompareOptions, Sides
from xccviz.layout.measure import measure

seeds = st.integers(min_value=0, max_value=10**9)


def document(program: Program) -> Document:
    return build_document(raw_of(execute(program).answer))


def laid_out(found: Comparison, options: CompareOptions = CompareOptions()) -> CompareLayout:
    sides = Sides(found.a.analysis, found.b.analysis)
    return lay_out_both(sides, found.union, frozenset(found.numbers_at), options)


def holds(found: Comparison, laid: CompareLayout) -> None:
    layout = laid.layout
    assert set(layout.box_of) == {call.key for call in found.union.calls}
    assert set(layout.box_of.values()) == set(layout.by_key)
    shown = [key for box in layout.boxes for key in (box.members or (box.node,))]
    assert len(shown) == len(set(shown))
    for one, other in combinations(layout.boxes, 2):
        assert not one.bounds.overlaps(other.bounds)
    for box in layout.boxes:
        assert box.bounds.x >= 0 and box.bounds.right <= layout.width
        assert box.bounds.y >= 0 and box.bounds.bottom <= layout.height
        for row in box.rows:
            assert row.bounds.x >= box.bounds.x and row.bounds.right <= box.bounds.right + 0.02
        for slot in box.slots:
            assert slot.bounds.right <= box.bounds.right and slot.bounds.bottom <= box.bounds.bottom
    for path in layout.edges:
        lines = (laid.line(path.key, "a"), laid.line(path.key, "b"))
        assert any(line.edges for line in lines)
        assert set(path.slots) == {slot for line in lines for slot in line.slots}


@given(seeds, seeds, st.booleans())
def test_every_call_has_one_place(one: int, other: int, only: bool) -> None:
    a, b = (document(random_program(random.Random(seed))) for seed in (one, other))
    found = compare(a, b)
    holds(found, laid_out(found, CompareOptions(only=only)))


@given(seeds, seeds)
def test_swapped_runs_have_the_same_cards(one: int, other: int) -> None:
    a, b = (document(random_program(random.Random(seed))) for seed in (one, other))
    here, there = laid_out(compare(a, b)).layout, laid_out(compare(b, a)).layout

    def sizes(keys: object, layout: object, swapped: bool) -> set[tuple[object, float, float]]:
        made = set()
        for box in layout.boxes:  # type: ignore[attr-defined] - a layout
            left, _, right = box.key.partition("|")
            key = f"{right}|{left}" if swapped else box.key
            made.add((key, box.bounds.width, box.bounds.height))
        return made

    if all(box.node is not None for box in here.boxes):
        assert sizes(None, here, False) == sizes(None, there, True)


def test_the_joined_calls_stand_as_they_are_called() -> None:
    found = compare(tutorial("tutorial-parallel-3-ok"), tutorial("tutorial-parallel-3-one-panics"))
    layout = laid_out(found).layout
    ranks = [box.rank for box in layout.boxes]
    assert ranks == [0, 1, 2, 2, 2, 3]
    assert {box.bounds.height for box in layout.boxes[:5]} == {46.0}
    assert layout.width < 620, "fits half a window nearly as large as life"
    for box, end in zip(layout.boxes[:2], ("transaction · 1 action", "returned its promise"), strict=False):
        (row,) = (row for row in box.rows if row.kind == "subtitle")
        assert measure(end, "regular", SUB_SIZE) + box.gas_width <= row.bounds.width, (
            "whole: nobody stands beside it"
        )


def test_only_differences_folds_what_is_equal() -> None:
    found = compare(tutorial("tutorial-parallel-3-ok"), tutorial("tutorial-parallel-3-one-panics"))
    layout = laid_out(found, CompareOptions(only=True)).layout
    groups = [box for box in layout.boxes if box.key.startswith(EQUAL)]
    assert [len(group.members) for group in groups] == [2]
    assert not set(groups[0].members) & set(found.numbers_at)
    opened = laid_out(found, CompareOptions(only=True, expanded=frozenset({groups[0].key}))).layout
    assert len(opened.boxes) == len(found.union.calls)


@pytest.mark.parametrize("differ", [False, True])
def test_siblings_alike_are_one_block_and_other_crowds_are_grouped(differ: bool) -> None:
    one = [Promise(Program(False, b"1"), "x.near", [])] * 400
    other = [
        Promise(Program(False, b"2" if differ and n % 7 == 0 else b"1"), "x.near", []) for n in range(380)
    ]
    some = [Promise(Program(False, b"1"), f"x{n}.near", []) for n in range(120)]
    a, b = (document(Program(False, b"", [*some, *each])) for each in (one, other))
    found = compare(a, b)
    laid = laid_out(found)
    holds(found, laid)
    blocks = [box for box in laid.layout.boxes if box.heads]
    assert [len(box.siblings) for box in blocks] == [400]
    assert len(laid.layout.boxes) <= 44, "about as many as there is room for"
    opened = laid_out(found, CompareOptions(expanded=frozenset({blocks[0].key})))
    holds(found, opened)
    assert [len(box.siblings) for box in opened.layout.boxes if box.heads] == [380]


def test_few_siblings_get_more_room_for_how_they_ended_than_many() -> None:
    def room(*names: str) -> float:
        boxes = laid_out(compare(*map(tutorial, names)), CompareOptions(budget=100)).layout.boxes
        asked = [box for box in boxes if box.node is not None and box.rows[0].full.endswith("get_value")]
        assert len(asked) == int(names[0].split("-")[2])
        return min(box.rows[1].bounds.width for box in asked)

    few = room("tutorial-parallel-3-ok", "tutorial-parallel-3-one-panics")
    assert few > measure("panicked: no v…", "regular", SUB_SIZE) + 10 + measure("1.2 T", "medium", SUB_SIZE)
    assert room("tutorial-parallel-10-ok", "tutorial-parallel-10-ok") < few
