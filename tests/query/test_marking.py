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
from xccviz.query import Columns, parse
from xccviz.query.marking import Marked, Stopped, looked_up, noted, on_node, stopping, stops
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
    fails = hit(document, filter="fail")
    assert (fails.hits, fails.halts) == ((bravo,), (run,)), "that it fails is known once it ran"
    assert hit(document, filter="pending", when="after").runs == ()
    assert hit(document, filter="!fail", every=1).halts[:2] == (1, 2), "before each"
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
    here = hit(document, node=fails.hits[0])
    assert stops((note, after, fails, here)) == (run - 1, run)
    assert stopping((note, fails, after, here), ways, run) == Stopped(fails, fails.hits[0], "after")
    assert stopping((note, after, fails, here), ways, run - 1) == Stopped(here, fails.hits[0], "before")
    assert stopping((note,), ways, run) is None
    assert noted((note, fails), 0, len(document.timeline)) == ((note, note.runs[-1]),)
    assert noted((note,), note.runs[0], note.runs[0]) == ()


@given(
    st.integers(0, 10**9),
    st.integers(1, 4),
    st.sampled_from(["before", "after"]),
    st.sampled_from(["call | callback", "fail", "slot:success ok", "pending", "gas>1T | !ok"]),
)
def test_every_stop_is_a_hit_that_counts(seed: int, every: int, when: Any, filter: str) -> None:
    run = execute(random_program(random.Random(seed)))
    document = build_document(raw_of(run.answer, run.heights))
    ways = Ways(document.analysis, document.timeline)
    found = hit(document, filter=filter, when=when, every=every)
    kinds = [step for step in document.timeline.steps if step.kind in ("execute", "refund")]
    wanted = [step.n for step in kinds if step.node in found.hits]
    assert list(found.runs) == wanted
    assert len(found.halts) == len(wanted) // every
    columns, asked = Columns(document), parse(filter)
    for halt in found.halts:
        each = stopping((found,), ways, halt)
        assert each is not None and each.node in found.hits
        assert ways.run(each.node) == (halt + 1 if each.when == "before" else halt)
        assert each.node in asked.matches(columns, halt), "it is found at the moment at which it stops"
        if when == "before" and each.when == "after":
            assert each.node not in asked.matches(columns, halt - 1)


@pytest.mark.parametrize("filter", ["fail", "ok | fail", "pending", "method:get_value", "log:a | gas>0"])
def test_what_is_known_to_be_hit_by_a_moment(document: Document, filter: str) -> None:
    found = hit(document, filter=filter)
    ran_at, columns = document.timeline.history.ran_at, Columns(document)
    for step in range(len(document.timeline)):
        now = parse(filter).matches(columns, step)
        for node in document.graph.nodes[1:]:
            run = ran_at[node.id]
            wanted = run in found.runs if run <= step else node.id in now
            assert (node.id in found.hits_at(step)) == wanted, (node.label, step)
    assert found.hits_at(None) == found.hits
