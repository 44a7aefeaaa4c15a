"""What marks hit and where they stop: on a node or by a filter, before or after, each so many-th hit, as a note."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference.executor import execute, random_program
from tests.reference.recorded import raw_of
from xccviz.annotations.marks import Mark
from xccviz.document import Document, build_document
from xccviz.query import Columns
from xccviz.query.marking import Marked, looked_up, noted, on_node, stopping, stops
from xccviz.replay.ways import Ways
from xccviz.sources.files.sample import read_sample


def hit(document: Document, **members: Any) -> Marked:
    mark, ways = Mark(**members), Ways(document.analysis, document.timeline)
    if mark.node:
        return on_node(mark, ways)
    *_, found = looked_up([mark], ways, Columns(document))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def document() -> Document:
    return build_document(read_sample("tutorial-parallel-3-one-panics"))


def test_on_a_node_and_by_a_filter(document: Document) -> None:
    ran = document.timeline.history.ran_at
    bravo = next(node.id for node in document.graph.nodes if node.label == "bravo.near.get_value")
    run = ran[bravo]
    assert hit(document, node=bravo).halts == (run - 1,)
    assert hit(document, node=bravo, when="after").halts == (run,)
    assert hit(document, filter="fail").hits == (bravo,)
    assert hit(document, filter="fail", when="note").halts == ()
    assert hit(document, filter="fail", on=False).halts == ()
    calls = hit(document, filter="method:get_value", when="after")
    assert len(calls.runs) == 3 and calls.halts == calls.runs
    assert hit(document, filter="method:get_value", when="after", every=2).halts == calls.runs[1:2]
    assert hit(document, filter="method:get_value", every=4).halts == ()
    assert hit(document, node="nobody").hits == ()
    wrong = hit(document, filter="gaz>2T")
    assert wrong.mistake and not wrong.hits and not wrong.halts


def test_a_transaction_runs_nowhere(document: Document) -> None:
    assert hit(document, node=document.graph.root.id).halts == ()
    assert hit(document, filter="transaction").runs == ()


def test_who_stops_and_what_is_noted_on_the_way(document: Document) -> None:
    ways = Ways(document.analysis, document.timeline)
    note = hit(document, filter="method:get_value", when="note")
    fails, after = hit(document, filter="fail"), hit(document, filter="fail", when="after")
    run = fails.runs[0]
    assert stops((note, after, fails)) == (run - 1, run)
    assert stopping((note, after, fails), ways, run) == (after, fails.hits[0])
    assert stopping((note, after, fails), ways, run - 1) == (fails, fails.hits[0])
    assert stopping((note,), ways, run) is None
    assert noted((note, fails), 0, len(document.timeline)) == ((note, note.runs[-1]),)
    assert noted((note,), note.runs[0], note.runs[0]) == ()


@given(st.integers(0, 10**9), st.integers(1, 4), st.sampled_from(["before", "after"]))
def test_every_stop_is_a_hit_that_counts(seed: int, every: int, when: Any) -> None:
    run = execute(random_program(random.Random(seed)))
    document = build_document(raw_of(run.answer, run.heights))
    ways = Ways(document.analysis, document.timeline)
    found = hit(document, filter="call | callback", when=when, every=every)
    kinds = [step for step in document.timeline.steps if step.kind in ("execute", "refund")]
    wanted = [step.n for step in kinds if step.node in found.hits]
    assert list(found.runs) == wanted
    assert len(found.halts) == len(wanted) // every
    for halt in found.halts:
        each = stopping((found,), ways, halt)
        assert each is not None and each[1] in found.hits
        assert ways.run(each[1]) == (halt + 1 if when == "before" else halt)
