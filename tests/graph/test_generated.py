"""Properties over random promise programs: the graph knows what each callback received, like the node did."""

# covers: xccviz/graph/build.py, xccviz/graph/types.py, xccviz/replay/timeline.py

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from tests.reference.executor import Run, execute, random_program
from tests.reference.recorded import raw_of
from xccviz.document import Document, build_document
from xccviz.replay import moment_at

programs = st.integers(min_value=0, max_value=10**9).map(
    lambda seed: execute(random_program(random.Random(seed)))
)


def document_of(run: Run, heights: bool = True) -> Document:
    return build_document(raw_of(run.answer, run.heights if heights else None))


@given(programs)
def test_every_slot_holds_what_the_callback_received(run: Run) -> None:
    facts = document_of(run).analysis.facts
    for callback, expected in run.received.items():
        results = facts[callback].promise_results
        assert [r.value.raw if r.value is not None else None for r in results] == expected
        assert [r.result for r in results] == ["failed" if e is None else "success" for e in expected]
    assert {n for n, f in facts.items() if f.promise_results} == set(run.received)


@given(programs)
def test_every_id_is_exactly_one_node_in_depth_first_order(run: Run) -> None:
    graph = document_of(run).graph
    listed = [outcome["id"] for outcome in run.answer["receipts_outcome"]]
    assert [node.id for node in graph.nodes] == ["tx", *listed]
    for node in graph.nodes[1:]:
        assert node.parent is not None
        assert graph.by_id[node.parent].index < node.index
        assert node.depth == graph.by_id[node.parent].depth + 1


@given(programs, st.booleans())
def test_no_step_precedes_its_cause_and_each_node_executes_once(run: Run, heights: bool) -> None:
    document = document_of(run, heights)
    steps = document.timeline.steps
    at = {(step.kind, step.node, step.slot): step.n for step in steps}
    assert len(at) == len(steps)
    executed = {step.node: step.n for step in steps if step.kind in ("execute", "convert")}
    assert set(executed) == {"tx", *run.order}
    for node in document.graph.nodes[1:]:
        assert node.parent is not None
        assert executed[node.parent] < executed[node.id]
        for result in document.analysis.facts[node.id].promise_results:
            assert result.producer is not None
            deliver = at["deliver", node.id, result.slot]
            assert executed[result.producer] < deliver < at["ready", node.id, None] < executed[node.id]
    if heights:
        known = [step.height for step in steps if step.height is not None]
        assert known == sorted(known)


@given(programs)
def test_each_failure_has_one_fate_and_the_root_causes_lead_to_the_end(run: Run) -> None:
    document = document_of(run)
    analysis = document.analysis
    for node in document.graph.nodes:
        assert (analysis.facts[node.id].fate is not None) == analysis.facts[node.id].failed
    ends = [n for n, f in analysis.facts.items() if f.fate == "decides"]
    failed = "Failure" in run.answer["status"]
    assert (analysis.verdict.code == "failure") == failed == bool(ends)
    for cause in analysis.verdict.root_causes:
        assert not any(r.result == "failed" for r in analysis.facts[cause].promise_results)
    assert bool(analysis.verdict.root_causes) == any(f.failed for f in analysis.facts.values())


@given(programs)
def test_a_detached_receipt_changes_nothing_about_its_creators_result(run: Run) -> None:
    """Everything the result of a receipt depends on through SuccessReceiptId and data ids is not detached."""
    document = document_of(run)
    graph = document.graph
    for node in graph.nodes[2:]:
        parent = graph.by_id[node.parent or ""]
        needed: set[str] = set()
        todo = [parent.outcome.status.receipt_id] if parent.outcome else []
        while todo:
            here = todo.pop()
            if here is None or here in needed or graph.by_id[here].parent != parent.id:
                continue
            needed.add(here)
            todo.extend(result.awaited for result in document.analysis.facts[here].promise_results)
        assert ("detached" in node.roles) == (node.id not in needed)


@given(programs, st.data())
def test_moments_grow_step_by_step(run: Run, data: st.DataObject) -> None:
    document = document_of(run)
    timeline, analysis = document.timeline, document.analysis
    index = data.draw(st.integers(0, len(timeline)))
    moment = moment_at(analysis, timeline, index)
    ran = {s.node for s in timeline.steps[:index] if s.kind in ("execute", "convert")}
    assert {n for n, p in moment.progress.items() if p in ("done", "failed")} == ran
    for waiter in moment.waiting:
        slots = (*waiter.arrived, *waiter.failed, *waiter.outstanding)
        assert sorted(slots) == list(range(len(analysis.facts[waiter.node].promise_results)))
    for callback, slot in moment.in_flight:
        assert analysis.facts[callback].promise_results[slot].producer in ran
        assert (callback, slot) not in moment.arrived
    end = moment_at(analysis, timeline, len(timeline))
    assert end.at_end
    assert not end.waiting
    assert end.gas_burnt == analysis.gas.total_burnt


@given(programs, st.data())
def test_a_cut_answer_stays_honest(run: Run, data: st.DataObject) -> None:
    """Drop some outcomes and their receipts, as a node does while the transaction runs: nothing is lost or guessed."""
    outcomes = run.answer["receipts_outcome"]
    keep = data.draw(st.integers(0, len(outcomes)))
    kept = set(run.order[:keep])
    answer = {
        **run.answer,
        "receipts_outcome": [o for o in outcomes if o["id"] in kept],
        "receipts": [r for r in run.answer["receipts"] if r["receipt_id"] in kept],
        "final_execution_status": "INCLUDED",
        "status": "Started",
    }
    document = build_document(raw_of(answer, run.heights))
    ids = {node.id for node in document.graph.nodes}
    mentioned = {c for o in answer["receipts_outcome"] for c in o["outcome"]["receipt_ids"]} | {"tx", "r0"}
    assert ids == mentioned | kept
    for callback, expected in run.received.items():
        if callback not in ids:
            continue
        for result, truth in zip(document.analysis.facts[callback].promise_results, expected, strict=False):
            if result.result == "success":
                assert result.value is not None
                assert result.value.raw == truth
            elif result.result == "failed":
                assert truth is None
    if ids - kept - {"tx"}:
        assert document.analysis.verdict.code == "pending"
        assert not document.analysis.complete
