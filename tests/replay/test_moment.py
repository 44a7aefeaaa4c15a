"""Moments looked up in the history say what a fold over the steps says."""

# covers: xccviz/replay/cursor.py, xccviz/replay/history.py, xccviz/replay/types.py

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from tests.reference.executor import execute, random_program
from tests.reference.later import recorded_ten
from tests.reference.recorded import HERE, load_json, raw_of
from xccviz.document import Document, build_document
from xccviz.model.literals import happened
from xccviz.replay import moment_at
from xccviz.replay.moves import moved
from xccviz.replay.standing import slot_states
from xccviz.replay.ways import Ways

seeds = st.integers(min_value=0, max_value=10**9)


def document(seed: int) -> Document:
    run = execute(random_program(random.Random(seed)))
    return build_document(raw_of(run.answer, run.heights))


@given(seeds, st.data())
def test_a_moment_equals_the_fold_over_its_steps(seed: int, data: st.DataObject) -> None:
    doc = document(seed)
    timeline, facts = doc.timeline, doc.analysis.facts
    index = data.draw(st.integers(0, len(timeline)))
    steps = timeline.steps[:index]
    ran = {step.node for step in steps if step.kind in ("convert", "execute", "refund")}
    arrived = {(step.node, step.slot) for step in steps if step.kind == "deliver"}
    moment = moment_at(doc.analysis, timeline, index)
    assert set(moment.arrived) == arrived
    assert moment.logs == sum(len(facts[node].logs) for node in ran)
    assert {node for node, progress in moment.progress.items() if progress in ("done", "failed")} == ran
    for node in doc.graph.nodes:
        progress = moment.progress[node.id]
        places = [(node.id, result.slot) for result in facts[node.id].promise_results]
        if node.id in ran or (node.parent is not None and node.parent not in ran):
            continue
        assert (progress in ("waiting", "ready")) == bool(places)
        assert (progress == "waiting") == any(place not in arrived for place in places)
    for callback, slot in moment.in_flight:
        result = next(r for r in facts[callback].promise_results if r.slot == slot)
        assert result.producer in ran
        assert callback not in ran
    assert len(moment.arrived) == len(arrived)
    assert moment.arrived | frozenset() == arrived


def test_what_has_run_holds_what_it_holds_at_the_end() -> None:
    """Also where no document says when a result came, as for a yield that another transaction resumed."""
    alone = HERE / "node" / "yield-resumed-by-other-tx" / "tx_status.json"
    not_told = 0
    for doc in (*(each for _, each in recorded_ten()), build_document(raw_of(load_json(alone)))):
        callbacks = [node.id for node in doc.graph.nodes if doc.analysis.facts[node.id].promise_results]
        end = {callback: slot_states(doc.analysis, callback, None) for callback in callbacks}
        for index in range(len(doc.timeline) + 1):
            moment = moment_at(doc.analysis, doc.timeline, index)
            for callback in callbacks:
                if happened(moment.progress[callback]):
                    assert slot_states(doc.analysis, callback, moment) == end[callback]
                    not_told += "unknown" in end[callback]
    assert not_told


@given(seeds)
def test_jumps_visit_every_failure_callback_and_block_once(seed: int) -> None:
    doc = document(seed)
    timeline, analysis = doc.timeline, doc.analysis
    failed = [s.n for s in timeline.steps if s.kind == "execute" and analysis.facts[s.node].failed]
    called = [s.n for s in timeline.steps if s.kind == "execute" and doc.graph.slots.get(s.node)]
    heights = {s.height for s in timeline.steps if s.height is not None}
    blocks = sorted(min(s.n for s in timeline.steps if s.height == height) for height in heights)

    ways, last = Ways(analysis, timeline), len(timeline)

    def visited(name: str) -> list[int]:
        found, index = [], 0
        while (there := moved(ways, name, index)) is not None:
            found.append(there)
            index = there
        return found

    assert visited("next_failure") == failed
    assert visited("next_callback") == called
    assert visited("next_block") == blocks
    before = [n for n in failed if n < last]
    assert moved(ways, "previous_failure", last) == (before[-1] if before else None)
    assert moved(ways, "previous_block", last) == [n for n in blocks if n < last][-1]
