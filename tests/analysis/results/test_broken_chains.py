"""Where the chain to the result leads out of sight nothing is said about who decided, who saw it, or what was lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.reference.recorded import documents_of, load_json, raw_of
from xccviz.document import Document, build_document
from xccviz.model.raw import RawDocument, RawTransaction


def without_root_outcome(answer: dict[str, Any]) -> Document:
    """The recorded answer, cut: the first receipt's outcome and receipt are gone, so what it created has no parent."""
    result = json.loads(json.dumps(answer["result"]))
    root = result["transaction_outcome"]["outcome"]["receipt_ids"][0]
    result["receipts_outcome"] = [outcome for outcome in result["receipts_outcome"] if outcome["id"] != root]
    return build_document(raw_of({"result": result}))


def test_the_answers_own_status_names_the_error_and_equality_the_receipt(shared_data: Path) -> None:
    answer = load_json(shared_data / "node" / "pv86" / "callback-panics" / "tx_status.json")
    whole, cut = build_document(raw_of(answer)), without_root_outcome(answer)
    assert cut.verdict.title == whole.verdict.title
    callback = next(node.id for node in cut.graph.nodes if cut.analysis.facts[node.id].failed)
    assert cut.analysis.facts[callback].fate == "unknown"
    assert "unobserved_failure" not in {finding.code for finding in cut.analysis.findings}


def test_no_unrelated_receipt_is_blamed(shared_data: Path) -> None:
    answer = load_json(shared_data / "node" / "pv86" / "callback-panics" / "tx_status.json")
    kind = {"FunctionCallError": {"ExecutionError": "Smart contract panicked: E1"}}
    error = {"ActionError": {"index": 0, "kind": kind}}
    answer["result"]["status"] = {"Failure": error}
    document = without_root_outcome(answer)
    assert document.verdict.title == "Failed: panicked: E1."
    assert document.analysis.verdict.root_causes == ()
    assert "not in this document" in document.verdict.explanation


def test_a_result_that_may_be_the_end_of_the_chain_is_not_called_lost(shared_data: Path) -> None:
    answer = load_json(shared_data / "node" / "pv86" / "tutorial-batch-ok" / "tx_status.json")
    assert "value_discarded" not in {f.code for f in without_root_outcome(answer).analysis.findings}


@pytest.mark.parametrize("name", ["yield-timeouts-and-pending", "yield-timeouts-and-pending--detached"])
def test_the_end_of_a_yield_is_told_only_where_it_is_known(name: str, shared_data: Path) -> None:
    folder = shared_data / "node" / "pv86" / name
    bare = build_document(raw_of(load_json(folder / "tx_status.json")))
    assert {step.kind for step in bare.timeline.steps} & {"resume", "timeout"} == set()
    full = build_document(RawTransaction(documents_of(folder)))
    assert "timeout" in {step.kind for step in full.timeline.steps}


def test_only_a_sibling_is_called_awaited(shared_data: Path) -> None:
    """`.then` is put on promises of the same call; the awaited one's receipt is gone, its outcome is not."""
    answer = load_json(shared_data / "node" / "pv86" / "ft-transfer-call-ok" / "tx_status.json")
    whole = build_document(raw_of(answer))
    (callback,) = (node for node in whole.graph.nodes if node.label == "ft.near.ft_resolve_transfer")
    (slot,) = whole.graph.slots[callback.id]
    result = json.loads(json.dumps(answer["result"]))
    result["receipts"] = [receipt for receipt in result["receipts"] if receipt["receipt_id"] != slot.awaited]
    cut = build_document(RawTransaction((RawDocument("EXPERIMENTAL_tx_status", None, {"result": result}),)))
    (seen,) = cut.graph.slots[callback.id]
    assert (seen.awaited, seen.producer, seen.inferred) == (slot.awaited, slot.producer, True)
    assert cut.graph.by_id[seen.awaited or ""].parent == cut.graph.by_id[callback.id].parent


def test_refunds_that_cant_be_seen_took_no_effect(shared_data: Path) -> None:
    document = build_document(
        raw_of(load_json(shared_data / "public" / "envelopes" / "mainnet" / "CKHzodHvFw.tx_status.json"))
    )
    assert "committed_despite_failure" not in {finding.code for finding in document.analysis.findings}
    assert document.analysis.verdict.code == "failure"


@pytest.mark.parametrize("member", ["gas_burnt", "tokens_burnt"])
def test_a_negative_amount_is_a_problem_and_no_number(member: str, shared_data: Path) -> None:
    answer = load_json(shared_data / "node" / "pv86" / "tutorial-batch-ok" / "tx_status.json")
    outcome = answer["result"]["receipts_outcome"][0]["outcome"]
    outcome[member] = -1 if member == "gas_burnt" else "-1"
    document = build_document(raw_of(answer))
    assert any(member in problem.where for problem in document.graph.problems)
    assert all((facts.gas.burnt or 0) >= 0 for facts in document.analysis.facts.values())
