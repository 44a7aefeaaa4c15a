"""One odd member never hides the rest: documents with broken or unknown parts still become a document."""

# covers: xccviz/parse/reading.py, xccviz/parse/transaction.py

from __future__ import annotations

import contextlib
import copy
import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference.executor import execute, random_program
from tests.reference.recorded import HERE, load_json, raw_of
from xccviz.document import build_document
from xccviz.export.json_graph import run
from xccviz.model.errors import UserError
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.parse import parse_transaction
from xccviz.sources.files.sample import read_sample
from xccviz.values import replace

JUNK: tuple[Any, ...] = (None, 0, -1, True, "x", "\ud800", [], {}, [None], {"a": {"b": 1}}, 1e400, "9" * 5000)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths of all members of a JSON value."""
    items: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    found = [(*path, key) for key, _ in items]
    for key, inner in items:
        found += places(inner, (*path, key))
    return found


@given(st.integers(0, 10**9), st.data())
def test_any_single_damage_is_survived(seed: int, data: st.DataObject) -> None:
    answer = copy.deepcopy(execute(random_program(random.Random(seed), budget=6)).answer)
    path = data.draw(st.sampled_from(places(answer)))
    target: Any = answer
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = data.draw(st.sampled_from(JUNK))
    if "transaction" in path[:1]:
        # Without its transaction a document is refused, and says so; everything else must be read.
        with contextlib.suppress(UserError):
            build_document(raw_of(answer))
        return
    json.loads(run(build_document(raw_of(answer))).decode("utf-8"))


def test_an_unknown_action_and_status_keep_their_raw_json() -> None:
    packed = load_json(HERE / "tutorial" / "tutorial-batch-ok.json.gz")
    answer = packed["tx_status"]["result"]
    answer["receipts"][1]["receipt"]["Action"]["actions"][0] = {"Teleport": {"to": "moon", "deposit": "5"}}
    answer["receipts_outcome"][1]["outcome"]["status"] = {"Postponed": {"until": 7}}
    exported = json.loads(run(build_document(raw_of(answer))))
    node = next(n for n in exported["nodes"] if n["id"] == answer["receipts"][1]["receipt_id"])
    assert node["actions"][0]["kind"] == "Teleport"
    assert node["actions"][0]["fields"] == {"to": "moon", "deposit": "5"}
    assert node["status"]["kind"] == "unknown"
    assert exported["completeness"]["complete"] is False


def test_statuses_of_2019_hold_both_members() -> None:
    answer = execute(random_program(random.Random(3), budget=0)).answer
    outcome = answer["transaction_outcome"]["outcome"]
    outcome["status"] = {"SuccessValue": "", "SuccessReceiptId": "r0"}
    answer["status"] = {"SuccessValue": "", "SuccessReceiptId": ""}
    document = build_document(raw_of(answer))
    assert document.graph.root.outcome is not None
    assert document.graph.root.outcome.status.kind == "success_receipt"


@pytest.mark.parametrize("payload", [{}, [], "x", {"result": None}, {"transaction": {}}, {"receipt": {}}])
def test_what_is_no_transaction_says_what_was_expected(payload: Any) -> None:
    with pytest.raises(UserError) as caught:
        build_document(RawTransaction((RawDocument("", None, payload),)))
    assert caught.value.kind == "malformed"
    assert "EXPERIMENTAL_tx_status" in caught.value.hint


def test_a_tx_answer_without_receipts_says_what_it_cannot_know() -> None:
    packed = load_json(HERE / "tutorial" / "tutorial-parallel-3-ok.json.gz")
    answer = {k: v for k, v in packed["tx_status"]["result"].items() if k != "receipts"}
    document = build_document(raw_of(answer))
    assert not document.analysis.complete
    assert {m.reason for m in document.graph.missing if m.kind == "receipt"} == {"hidden"}
    assert not any(edge.kind in ("delivers", "awaits") for edge in document.graph.edges)
    assert document.graph.nodes[1].synthesized


def test_the_place_of_a_problem_can_be_written_as_utf_8() -> None:
    """An action is called by its only member, which stands in the path to it."""
    answer = copy.deepcopy(load_json(HERE / "tutorial" / "callback-panics.json.gz")["tx_status"])
    for receipt in answer["result"]["receipts"]:
        receipt["receipt"]["Action"]["actions"] = [{"\ud800": []}]
    document = build_document(raw_of(answer))
    assert any("\ufffd" in problem.where for problem in document.trace.problems)
    run(document)


def test_the_network_of_a_capture_can_be_written_as_utf_8() -> None:
    raw = replace(read_sample("tutorial-parallel-3-ok"), network="main\ud800net", chain_id="\udfff")
    trace = parse_transaction(raw)
    assert trace.network is not None
    assert trace.network.encode().startswith(b"main")
    assert (trace.chain_id or "").encode()
