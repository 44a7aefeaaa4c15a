"""Every recorded transaction: parsed, whole, schema-valid, repeatable, and right about what callbacks received."""

# covers: xccviz/analysis/results/promise_results.py, xccviz/document.py, xccviz/export/json_graph.py
# covers: xccviz/parse/outcomes.py

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.reference.recorded import document_of, load_json, raw_of, recording, walks_all
from tests.reference.schemas import Schema, schema_called
from xccviz.document import Document, build_document
from xccviz.export.json_graph import run
from xccviz.parse.outcomes import parse_status
from xccviz.parse.reading import Reader

LOCAL = sorted((Path(__file__).parent / "data" / "tutorial").glob("*.json.gz"))


@pytest.fixture(scope="session")
def validator() -> Schema:
    return schema_called("xccviz-graph-1")


def assert_conserved(document: Document) -> None:
    trace = document.trace
    ids = {trace.transaction.hash, *trace.receipts, *trace.outcomes}
    for outcome in (trace.transaction_outcome, *trace.outcomes.values()):
        if outcome is not None:
            ids.update(outcome.receipt_ids)
    nodes = [node.id for node in document.graph.nodes]
    assert len(nodes) == len(set(nodes))
    assert set(nodes) == ids


def assert_oracle(document: Document, oracle: dict[str, Any]) -> int:
    """Compare all slots that are not a yield's with what the contracts themselves logged; returns how many."""
    compared = 0
    for receipt_id, calls in oracle.items():
        roles = document.graph.by_id[receipt_id].roles
        for call in calls:
            if "n" not in call:
                continue
            results = document.analysis.facts[receipt_id].promise_results
            assert len(results) == call["n"]
            for result, seen in zip(results, call["r"], strict=True):
                if "yield" in roles:
                    assert result.result == "unknown" or result.origin == "inferred"
                    continue
                assert result.result == {1: "success", 2: "failed"}[seen["s"]]
                if seen["s"] == 1:
                    assert result.value is not None
                    assert hashlib.sha256(result.value.raw).hexdigest() == seen["sha"]
                compared += 1
    return compared


@pytest.mark.parametrize("path", LOCAL, ids=lambda p: p.name.split(".")[0])
def test_recorded_here(path: Path, validator: Schema) -> None:
    packed = load_json(path)
    document = build_document(raw_of(packed["tx_status"], packed["heights"]))
    assert_conserved(document)
    assert_oracle(document, packed["oracle"])
    exported = run(document)
    validator.validate(json.loads(exported))
    assert run(build_document(raw_of(packed["tx_status"], packed["heights"]))) == exported
    assert document.analysis.complete


@walks_all
def test_every_recorded_transaction_is_whole_and_valid(
    recorded_files: tuple[Path, ...], validator: Schema
) -> None:
    for path in recorded_files:
        document = recording(path)
        assert_conserved(document)
        validator.validate(json.loads(run(document)))


@walks_all
def test_a_second_time_gives_the_same(recorded_spread: tuple[Path, ...]) -> None:
    for path in recorded_spread:
        assert run(build_document(raw_of(load_json(path)))) == run(recording(path)), path


@walks_all
def test_promise_results_equal_what_the_contracts_logged(shared_data: Path) -> None:
    compared = 0
    for path in sorted(shared_data.glob("node/*/*/oracle.json")):
        compared += assert_oracle(document_of(path.parent), load_json(path))
    assert compared > 250


@walks_all
def test_gas_reconciles_wherever_all_inputs_are_known(shared_data: Path) -> None:
    """Invariant I11 (protocol.md §4.8): attached + execution fees = burnt + forwarded + refunded, to the last gas."""
    true = 0
    for path in sorted(shared_data.glob("node/*/*/tx_status.json")):
        for facts in document_of(path.parent).analysis.facts.values():
            assert facts.gas.reconciles is not False, (path, facts.id)
            true += facts.gas.reconciles is True
    assert true > 2000


@walks_all
def test_the_nodes_own_status_is_the_end_of_the_chain(shared_data: Path) -> None:
    """R1.1: where an answer says its status, following SuccessReceiptId gives the same."""
    for path in sorted(shared_data.glob("node/*/*/tx_status.json")):
        answer = load_json(path)["result"]
        if not isinstance(answer.get("status"), dict):
            continue
        without = {key: value for key, value in answer.items() if key != "status"}
        verdict = build_document(raw_of(without)).analysis.verdict
        failed = parse_status(answer["status"], Reader(), "status").kind == "failure"
        assert (verdict.code in ("failure", "invalid")) == failed, path
