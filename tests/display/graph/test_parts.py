"""Owner by owner a window paints the same primitives as a file holds, whichever way it came to a moment."""

# covers: xccviz/display/graph/parts.py, xccviz/display/graph/line_looks.py, xccviz/display/parts.py
# covers: xccviz/replay/changes.py

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.layout.trees import analyses, document_of
from tests.reference.executor import execute, random_program
from tests.reference.extremes import envelope, join
from xccviz.display.graph.draw import draw
from xccviz.display.graph.parts import GraphParts
from xccviz.display.look import Emphasis, Look
from xccviz.display.parts import Key, ListParts, by_owner
from xccviz.display.types import Primitive
from xccviz.document import Document, build_document
from xccviz.layout.layered.build import build_layout
from xccviz.model.literals import happened
from xccviz.replay import moment_at
from xccviz.replay.changes import MOST_STEPS, Changes, Refunds, Tally
from xccviz.replay.standing import progress_counts
from xccviz.sources.files.read import open_text
from xccviz.values import replace


def look_at(document: Document, step: int, selection: str | None = None, **more: Emphasis) -> Look:
    return Look(moment_at(document.analysis, document.timeline, step), selection, **more)


def bare(primitives: object) -> list[Primitive]:
    """Without what is told of them."""
    return [replace(primitive, tooltip="") for primitive in primitives]  # type: ignore[attr-defined]


def assert_alike(document: Document, layout, parts: GraphParts, look: Look) -> None:
    """The parts at a look are those of the list."""
    shown = draw(document, layout, look)
    whole = by_owner(shown.primitives)
    assert set(parts.keys) == set(whole)
    for key in parts.keys:
        assert bare(parts.whole(key)) == bare(whole[key]), key
        assert list(parts.told(key)) == list(whole[key]), key
    legend = [p for p in shown.primitives if p.layer == "legend"]
    assert list(parts.furniture.primitives) == legend


def walk(document: Document, steps: list[int], budget: int) -> None:
    nodes = [node.id for node in document.graph.nodes]
    layout = build_layout(document.analysis, budget=budget)
    parts = GraphParts(document, layout)
    made: dict[Key, list[Primitive]] = {}
    for n, step in enumerate(steps):
        look = look_at(document, step, nodes[step % len(nodes)])
        if n == 3:
            look = replace(look, emphasis=Emphasis(frozenset(nodes[::2]), frozenset(nodes[1:2])))
        changed = parts.take(look)
        assert_alike(document, layout, parts, look)
        # Who is not named as changed looks as before: a window does not paint it again.
        for key in parts.keys:
            now = bare(parts.whole(key))
            if changed is not None and key in made and key[0] not in changed:
                assert now == made[key], (key, step)
            made[key] = now


@given(analyses(max_size=14), st.lists(st.integers(0, 40), min_size=4, max_size=5), st.sampled_from((6, 40)))
@settings(max_examples=15, deadline=None)
def test_parts_follow_every_step_of_random_trees(analysis, steps, budget) -> None:
    document = document_of(analysis)
    walk(document, [min(step, len(document.timeline)) for step in steps], budget)


@pytest.mark.parametrize("seed", range(3))
def test_parts_follow_every_step_of_what_ran(seed: int) -> None:
    rng = random.Random(seed)
    run = execute(random_program(rng, budget=30))
    document = build_document(open_text(json.dumps(envelope(run))))
    last = len(document.timeline)
    forth = list(range(0, last + 1, 1 + last // 12))
    walk(document, [last, 0, *forth, last, last - 1, last], rng.choice((5, 40)))


def test_a_step_of_a_wide_join_changes_a_handful() -> None:
    document = build_document(open_text(json.dumps(envelope(join(200, frozenset({7}))))))
    layout = build_layout(document.analysis, budget=1000)
    parts = GraphParts(document, layout)
    last = len(document.timeline)
    parts.take(look_at(document, last // 2))
    changed = parts.take(look_at(document, last // 2 - 1))
    assert changed is not None
    assert 0 < len(changed) < 12
    assert parts.take(look_at(document, last // 2 - 1)) == set()
    # far apart, it says that everything may differ
    assert last - MOST_STEPS - 1 > last // 2
    assert parts.take(look_at(document, last)) is None


@given(analyses(max_size=25), st.integers(0, 60))
@settings(max_examples=15, deadline=None)
def test_a_tally_counts_what_a_moment_says(analysis, step: int) -> None:
    document = document_of(analysis)
    moment = moment_at(analysis, document.timeline, step)
    members = [node.id for node in document.graph.nodes]
    tally = Tally(document.timeline.history, members)
    assert tally.at(moment.index) == progress_counts(analysis, members, moment)


@given(analyses(max_size=25), st.integers(0, 60))
@settings(max_examples=15, deadline=None)
def test_what_refunds_brought_is_what_those_that_ran_carry(analysis, step: int) -> None:
    document = document_of(analysis)
    moment = moment_at(analysis, document.timeline, step)
    members = [node for node in document.graph.nodes if node.is_gas_refund]
    come = [node for node in members if happened(moment.progress[node.id])]
    accounts = {node.action_receipt.receiver_id for node in come}
    refunds = Refunds(analysis, document.timeline.history, [node.id for node in members])
    count, total, others, who = refunds.at(moment.index)
    assert (count, total, others) == (len(come), sum(node.deposit for node in come), len(accounts))
    assert who in accounts if accounts else who == ""


def test_no_step_is_no_change() -> None:
    document = build_document(open_text(json.dumps(envelope(join(3)))))
    difference = Changes(document.analysis, document.timeline).between(4, 4)
    assert difference is not None
    assert not difference.nodes
    assert not difference.places


def test_a_list_says_what_looks_different() -> None:
    document = build_document(open_text(json.dumps(envelope(join(3)))))
    layout = build_layout(document.analysis)
    end, begin = (draw(document, layout, look_at(document, step)) for step in (len(document.timeline), 0))
    parts = ListParts(end)
    assert parts.replaced(end) == set()
    changed = parts.replaced(begin)
    assert changed is not None
    assert layout.boxes[-1].key in changed
