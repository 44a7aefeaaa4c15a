"""The three patterns the tool must explain perfectly, on transactions recorded from the tutorial's own contracts."""

# covers: xccviz/analysis/failures/fates.py, xccviz/analysis/verdict.py

from __future__ import annotations

import pytest

from tests.reference.recorded import tutorial
from xccviz.analysis.types import NodeFacts
from xccviz.document import Document
from xccviz.graph.types import Node


def by_label(document: Document) -> dict[str, tuple[Node, NodeFacts]]:
    """Nodes other than refunds by their label."""
    return {
        node.label: (node, document.analysis.facts[node.id])
        for node in document.graph.nodes
        if not any(role.startswith("refund") for role in node.roles)
    }


def slot_texts(facts: NodeFacts) -> list[str]:
    """`"two"` for a success, `failed` for a failure."""
    return [r.value.text if r.value is not None else r.result for r in facts.promise_results]


BATCHES = {
    "tutorial-batch-ok": ("caller.near", "alpha.near", ("ok", "ok"), ['"two"'], None),
    "tutorial-batch-fail-step-one": (
        "caller.near",
        "alpha.near",
        ("failed", "not_run"),
        ["failed"],
        "handled",
    ),
    "tutorial-batch-fail-step-two": (
        "caller.near",
        "alpha.near",
        ("reverted", "failed"),
        ["failed"],
        "handled",
    ),
    "tutorial-js-batch-ok": ("caller-js.near", "bravo.near", ("ok", "ok"), ['"two"'], None),
    "tutorial-js-batch-fail-step-two": (
        "caller-js.near",
        "bravo.near",
        ("reverted", "failed"),
        ["failed"],
        "handled",
    ),
}


@pytest.mark.parametrize("name", BATCHES)
def test_a_batch_is_one_receipt_that_holds_or_falls_as_a_whole(name: str) -> None:
    caller, target, results, slots, fate = BATCHES[name]
    document = tutorial(name)
    nodes = by_label(document)
    assert list(nodes) == [
        f"alice.near → {caller}",
        f"{caller}.batch_actions",
        f"{target}.step_one +1",
        f"{caller}.on_batch_done",
    ]
    assert nodes[f"{caller}.batch_actions"][0].roles == ("root", "call", "forwarder")
    batch, facts = nodes[f"{target}.step_one +1"]
    assert batch.roles == ("call", "batch")
    assert facts.action_results == results
    assert facts.fate == fate
    callback, received = nodes[f"{caller}.on_batch_done"]
    assert callback.roles == ("callback", "self_callback")
    assert slot_texts(received) == slots
    assert received.promise_results[0].producer == batch.id
    verdict = document.analysis.verdict
    if fate is None:
        assert (verdict.code, verdict.root_causes) == ("success", ())
    else:
        assert (verdict.code, verdict.root_causes) == ("success_with_hidden_failure", (batch.id,))
        failing = "step_one" if results[0] == "failed" else "step_two"
        assert failing in document.verdict.title


PARALLEL = {
    "tutorial-parallel-3-ok": ("caller.near", 3, []),
    "tutorial-parallel-3-one-panics": ("caller.near", 3, [1]),
    "tutorial-parallel-10-ok": ("caller.near", 10, []),
    "tutorial-js-parallel-3-ok": ("caller-js.near", 3, []),
}


@pytest.mark.parametrize("name", PARALLEL)
def test_parallel_calls_fill_their_own_slots_and_fail_alone(name: str) -> None:
    caller, count, failing = PARALLEL[name]
    document = tutorial(name)
    graph, facts = document.graph, document.analysis.facts
    calls = [node for node in graph.nodes if node.roles == ("call", "parallel")]
    assert len(calls) == count
    join = next(node for node in graph.nodes if "join" in node.roles)
    assert join.label == f"{caller}.on_multi_done"
    assert join.roles == ("callback", "join", "self_callback")
    results = facts[join.id].promise_results
    assert [result.producer for result in results] == [node.id for node in calls]
    assert [i for i, result in enumerate(results) if result.result == "failed"] == failing
    for i, node in enumerate(calls):
        assert facts[node.id].action_results == (("failed",) if i in failing else ("ok",))
        assert facts[node.id].fate == ("handled" if i in failing else None)
        if i not in failing:
            assert results[i].value is not None
            assert results[i].value == facts[node.id].status.value  # type: ignore[union-attr]  # it ran
    assert document.analysis.verdict.root_causes == tuple(calls[i].id for i in failing)
    expected = "success_with_hidden_failure" if failing else "success"
    assert document.analysis.verdict.code == expected


def test_no_word_a_person_reads_claims_that_a_failure_was_handled() -> None:
    verdict = tutorial("tutorial-parallel-3-one-panics").verdict
    assert "received the failure and succeeded" in verdict.title
    assert "handled" not in verdict.title + verdict.explanation
    assert "recovered" not in verdict.title + verdict.explanation


def test_a_forwarded_promise_delivers_the_value_from_the_end_of_its_chain() -> None:
    document = tutorial("forwarded-3-ok")
    chains = [
        r for facts in document.analysis.facts.values() for r in facts.promise_results if len(r.chain) > 1
    ]
    assert chains
    for result in chains:
        assert result.awaited == result.chain[0]
        assert result.producer == result.chain[-1]
        end = document.analysis.facts[result.chain[-1]].status
        assert end is not None
        assert end.value == result.value


def test_a_detached_failure_leaves_the_transaction_successful_and_is_seen_by_nobody() -> None:
    document = tutorial("detached-fails")
    verdict = document.analysis.verdict
    assert verdict.code == "success_with_hidden_failure"
    fates = {document.analysis.facts[cause].fate for cause in verdict.root_causes}
    assert fates == {"unobserved"}
    assert {f.code for f in document.analysis.findings} >= {
        "hidden_failure",
        "unobserved_failure",
        "detached_promise",
    }


def test_a_meta_transaction_succeeds_although_its_inner_call_failed() -> None:
    document = tutorial("delegate-inner-fails")
    nodes = document.graph.nodes
    outer = next(node for node in nodes if "delegate" in node.roles)
    inner = next(node for node in nodes if "delegated" in node.roles)
    assert inner.parent == outer.id
    assert not document.analysis.facts[outer.id].failed
    assert document.analysis.facts[inner.id].failed
    assert document.analysis.verdict.root_causes == (inner.id,)
    assert "delegated_call_failed" in {finding.code for finding in document.analysis.findings}


def test_a_yield_without_its_payload_says_no_more_than_the_blocks_prove() -> None:
    document = tutorial("yield-resumed-by-other-tx")
    node = next(node for node in document.graph.nodes if "yield" in node.roles)
    (result,) = document.analysis.facts[node.id].promise_results
    assert (result.result, result.value, result.origin) == ("success", None, "inferred")
    assert "resumed" in node.roles
    edge = next(edge for edge in document.graph.edges if edge.kind == "resumes")
    assert edge.source is None
    assert edge.origin == "inferred"


def test_a_yield_that_nobody_resumed_received_failed_by_time_out() -> None:
    document = tutorial("yield-timeouts-and-pending--then")
    node = next(node for node in document.graph.nodes if "yield" in node.roles)
    assert "timed_out" in node.roles
    (result,) = document.analysis.facts[node.id].promise_results
    assert (result.result, result.timed_out, result.origin) == ("failed", True, "inferred")
    assert "timeout" in {step.kind for step in document.timeline.steps}


def test_the_first_receipt_of_a_local_transaction_is_rebuilt_and_says_so() -> None:
    document = tutorial("local-receipt")
    root = document.graph.nodes[1]
    assert root.synthesized
    assert root.roles[:2] == ("root", "local")
    assert document.graph.synthesized == (root.id,)
    assert root.height == document.graph.root.height


def test_refunds_and_payouts_are_told_apart() -> None:
    payout = tutorial("delete-account-payout")
    assert any(node.roles == ("payout",) for node in payout.graph.nodes)
    other = tutorial("refund-to-other")
    assert any(node.roles == ("refund_deposit",) for node in other.graph.nodes)
    assert any(node.roles == ("refund_gas",) for node in other.graph.nodes)


def test_a_promise_awaited_twice_fills_two_slots() -> None:
    document = tutorial("join-same-promise-twice")
    twice = [
        results
        for facts in document.analysis.facts.values()
        if len(results := facts.promise_results) > len({r.producer for r in results})
    ]
    assert twice
