# covers: xccviz/display/parts.py, xccviz/replay/changes.py, xccviz/replay/passing.py
"""Whichever way a window came to a moment, it paints what it would have painted had it begun there."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.layout.trees import analyses, document_of, with_heights
from tests.reference.examples import some
from tests.reference.executor import execute, random_program
from tests.reference.extremes import envelope, join
from xccviz.analysis.types import Analysis
from xccviz.display.drawings import DRAWINGS, Drawing
from xccviz.display.look import Emphasis, Look
from xccviz.display.parts import Key, Parts
from xccviz.display.types import DisplayList, Primitive
from xccviz.document import Document, build_document
from xccviz.layout.types import LayoutOptions
from xccviz.model.literals import SlotState
from xccviz.replay import moment_at
from xccviz.replay.changes import Changes
from xccviz.replay.passing import Passing
from xccviz.replay.standing import slot_states
from xccviz.replay.types import Place
from xccviz.sources.files.read import open_text
from xccviz.values import replace

FLOWING = [drawing for drawing in DRAWINGS if drawing.flows]
NAMES = [drawing.id for drawing in FLOWING]
OPTIONS = (LayoutOptions(), LayoutOptions(width=700.0), LayoutOptions(whole=True))


def looks_of(document: Document, steps: Iterable[int]) -> list[Look]:
    """Looks at steps, with a selection each, and at the fourth an emphasis and a place under the pointer."""
    nodes = [node.id for node in document.graph.nodes]
    looks = []
    for n, step in enumerate(steps):
        look = Look(moment_at(document.analysis, document.timeline, step), nodes[step % len(nodes)])
        if n == 3:
            emphasis = Emphasis(frozenset(nodes[::2]), frozenset(nodes[1:2]))
            look = replace(look, emphasis=emphasis, hovered=nodes[-1])
        looks.append(look)
    return looks


def rows_of(around: DisplayList) -> list[tuple[Primitive, ...]]:
    """What a window makes when it comes in sight."""
    rows = around.rows
    return [tuple(rows.primitives(number)) for number in range(rows.count)] if rows is not None else []


def follow(drawing: Drawing, document: Document, options: LayoutOptions, looks: Iterable[Look]) -> None:
    """What is not named as changed looks as before, and all looks as if the window had begun at that look."""
    layout = drawing.lay_out(document.analysis, options)
    assert drawing.parts is not None
    parts: Parts = drawing.parts(document, layout)
    made: dict[Key, tuple[Primitive, ...]] = {}
    for look in looks:
        changed = parts.take(look)
        fresh: Parts = drawing.parts(document, layout)
        fresh.take(look)
        around, wanted = parts.furniture, fresh.furniture
        assert around.primitives == wanted.primitives
        assert rows_of(around) == rows_of(wanted)
        assert (around.spots, around.switches, around.note) == (wanted.spots, wanted.switches, wanted.note)
        for key in parts.keys:
            now = tuple(parts.whole(key))
            assert now == tuple(fresh.whole(key)), key
            assert changed is None or key[0] in changed or key not in made or now == made[key], key
            # A window compares what it painted one by one.
            assert [p.key for p in now] == [p.key for p in made.get(key, now)], key
            made[key] = now


@pytest.mark.parametrize("drawing", FLOWING, ids=NAMES)
@given(
    analyses(max_size=16),
    st.booleans(),
    st.lists(st.integers(0, 50), min_size=4, max_size=6),
    st.sampled_from(OPTIONS),
)
@settings(max_examples=15, deadline=None)
def test_parts_follow_every_step_of_random_trees(
    drawing: Drawing, analysis: Analysis, dated: bool, steps: list[int], options: LayoutOptions
) -> None:
    document = document_of(with_heights(analysis, [0, 2]) if dated else analysis)
    last = len(document.timeline)
    at = [min(step, last) for step in steps]
    follow(drawing, document, options, looks_of(document, [*at, last, last - 1, 0, 1]))


@pytest.mark.parametrize("drawing", FLOWING, ids=NAMES)
@pytest.mark.parametrize("seed", [3, 9, 11])
def test_parts_follow_every_step_of_what_ran(drawing: Drawing, seed: int) -> None:
    run = execute(random_program(random.Random(seed), budget=90))
    document = build_document(open_text(json.dumps(envelope(run))))
    last = len(document.timeline)
    forth = list(range(0, last + 1, 1 + last // 12))
    follow(drawing, document, OPTIONS[seed % 3], looks_of(document, [last, 0, *forth, last, last - 1, last]))


@pytest.mark.parametrize("drawing", FLOWING, ids=NAMES)
def test_a_step_of_a_wide_join_changes_a_handful(drawing: Drawing) -> None:
    document = build_document(open_text(json.dumps(envelope(join(200, frozenset({7}))))))
    layout = drawing.lay_out(document.analysis, LayoutOptions(whole=True))
    assert drawing.parts is not None
    parts: Parts = drawing.parts(document, layout)
    last = len(document.timeline)
    before, after = looks_of(document, [last // 2, last // 2 + 1])
    parts.take(before)
    changed = parts.take(after)
    assert changed is not None
    assert 0 < len(changed) < 16
    assert parts.take(after) == set()
    assert parts.take(Look()) is None


@given(analyses(max_size=25), st.booleans())
@settings(max_examples=some(30), deadline=None)
def test_what_passes_is_what_a_moment_says(analysis: Analysis, dated: bool) -> None:
    document = document_of(with_heights(analysis, [1]) if dated else analysis)
    passing = Passing(document.analysis, document.timeline)
    for step in range(len(document.timeline)):
        moment = moment_at(document.analysis, document.timeline, step)
        assert passing.in_flight(moment) == any(True for _ in moment.in_flight)
        assert passing.awaited(moment) == any(waiter.outstanding for waiter in moment.waiters.values())
    facts = document.analysis.facts.values()
    pending = any(result.result == "pending" for each in facts for result in each.promise_results)
    assert passing.in_flight(None) == passing.awaited(None) == pending


@given(analyses(max_size=25), st.booleans())
@settings(max_examples=some(60), deadline=None)
def test_every_slot_that_holds_something_else_after_a_step_is_named(analysis: Analysis, dated: bool) -> None:
    document = document_of(with_heights(analysis, [1]) if dated else analysis)
    changes = Changes(document.analysis, document.timeline)
    before: dict[Place, SlotState] = {}
    for step in range(len(document.timeline) + 1):
        moment = moment_at(document.analysis, document.timeline, step)
        now = {
            (callback, slot): state
            for callback in document.timeline.history.callback_nodes
            for slot, state in enumerate(slot_states(document.analysis, callback, moment))
        }
        differs = changes.between(step - 1, step) if step else None
        if differs is not None:
            assert {place for place in now if now[place] != before[place]} <= differs.places
        before = now
