"""What can't belong together is said, with both places, and nothing of it is believed; nothing recorded is accused."""

# covers: xccviz/words/contradictions.py, xccviz/analysis/trust/data_ids.py

from __future__ import annotations

import base64
import copy
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.trust.answers import PROVEN, answer, blocks, document, outcomes
from tests.reference.recorded import (
    HERE,
    load_json,
    recording,
    running_answers,
    side_documents,
    walks_all,
)
from xccviz.analysis.checks import Wanted, check
from xccviz.analysis.types import ContradictionKind
from xccviz.document import Document, build_document
from xccviz.export.json_graph import to_json
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.words.contradictions import TITLES

OTHER = "8" * 43
OF_ANOTHER = PROVEN[1]


def kinds(made: Document) -> set[str]:
    """The kinds of contradictions, after what holds for each of them is checked."""
    found = made.analysis.contradictions
    if found:
        exported: Any = to_json(made)
        assert exported["verdict"]["code"] == "unknown"
        assert exported["verdict"]["result"] is None
        assert exported["completeness"]["complete"] is False
        problems = [p for p in exported["completeness"]["problems"] if p["code"] == "contradiction"]
        assert len(problems) == len(found)
        for one, problem in zip(found, problems, strict=True):
            assert problem["where"] == f"{one.one.where}, {one.other.where}"
            assert one.one.where and one.other.where
        told = [finding for finding in exported["findings"] if finding["code"] == "contradiction"]
        assert told
        assert {finding["severity"] for finding in told} == {"error"}
        assert sum(finding["evidence"]["count"] for finding in told) == len(found)
        doubted = {one.node for one in found}
        assert {node for finding in told for node in finding["nodes"]} == doubted & set(made.graph.by_id)
        assert not any(
            assertion.holds
            for assertion in check(made.analysis, Wanted(complete=True, proven=True, max_gas=10**30))
        )
    return {one.kind for one in found}


def _signer(result: Any) -> None:
    result["transaction"]["signer_id"] = "mallory.near"


def _receiver(result: Any) -> None:
    result["transaction"]["receiver_id"] = "mallory.near"


def _key(result: Any) -> None:
    result["transaction"]["public_key"] = "ed25519:" + OTHER


def _outcome_id(result: Any) -> None:
    result["transaction_outcome"]["id"] = OTHER


def _call(result: Any) -> Any:
    return result["transaction"]["actions"][0]["FunctionCall"]


def _args(result: Any) -> None:
    _call(result)["args"] = base64.b64encode(b'{"to":"mallory.near"}').decode()


def _method(result: Any) -> None:
    _call(result)["method_name"] += "_all"


def _gas(result: Any) -> None:
    _call(result)["gas"] += 1


def _deposit(result: Any) -> None:
    _call(result)["deposit"] = "7"


def _kind(result: Any) -> None:
    result["transaction"]["actions"] = [{"Transfer": {"deposit": "0"}}]


def _more_actions(result: Any) -> None:
    result["transaction"]["actions"].append({"Transfer": {"deposit": "1"}})


def _failed(result: Any) -> None:
    result["status"] = {
        "Failure": {"ActionError": {"index": 0, "kind": {"FunctionCallError": {"ExecutionError": "x"}}}}
    }


def _other_value(result: Any) -> None:
    result["status"] = {"SuccessValue": base64.b64encode(b"other").decode()}


def _receipts_mixed_in(result: Any) -> None:
    result["receipts"] += answer(OF_ANOTHER)["receipts"]


def _outcomes_mixed_in(result: Any) -> None:
    result["receipts_outcome"] += answer(OF_ANOTHER)["receipts_outcome"]


def _one_outcome_mixed_in(result: Any) -> None:
    result["receipts_outcome"].insert(3, answer(OF_ANOTHER)["receipts_outcome"][-1])


def _other_executor(result: Any) -> None:
    result["receipts_outcome"][1]["outcome"]["executor_id"] = "mallory.near"


def _other_sender(result: Any) -> None:
    result["receipts"][1]["predecessor_id"] = "mallory.near"


def _other_signer_of_one(result: Any) -> None:
    result["receipts"][1]["receipt"]["Action"]["signer_id"] = "mallory.near"


def _other_receipt(result: Any) -> None:
    """The first receipt, with all that names it, replaced by another transaction's."""
    result["receipts"][0] = {
        **answer("delegate-ok")["receipts"][0],
        "receipt_id": result["receipts"][0]["receipt_id"],
    }


def _outcome_twice(result: Any) -> None:
    other = copy.deepcopy(result["receipts_outcome"][1])
    other["outcome"]["status"] = {"SuccessValue": "InR3byI="}
    result["receipts_outcome"].append(other)


def _receipt_twice(result: Any) -> None:
    other = copy.deepcopy(result["receipts"][1])
    other["predecessor_id"] = "mallory.near"
    result["receipts"].append(other)


def _receipt_with_the_hash(result: Any) -> None:
    other = copy.deepcopy(result["receipts"][1])
    other["receipt_id"] = result["transaction"]["hash"]
    result["receipts"].append(other)


def _outcome_with_the_hash(result: Any) -> None:
    other = copy.deepcopy(result["receipts_outcome"][1])
    other["id"] = result["transaction"]["hash"]
    result["receipts_outcome"].append(other)


def _second_parent(result: Any) -> None:
    made = result["receipts_outcome"][1]["outcome"]["receipt_ids"]
    made.append(result["receipts_outcome"][2]["id"])


def _ring(result: Any) -> None:
    made = result["receipts_outcome"][-1]["outcome"]["receipt_ids"]
    made.append(result["receipts_outcome"][0]["id"])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_outcome_twice, "twice"),
        (_receipt_twice, "twice"),
        (_receipt_with_the_hash, "twice"),
        (_outcome_with_the_hash, "twice"),
        (_second_parent, "parents"),
        (_ring, "parents"),
        (_signer, "signer"),
        (_receiver, "receiver"),
        (_key, "public_key"),
        (_outcome_id, "outcome_id"),
        (_args, "action"),
        (_method, "action"),
        (_gas, "action"),
        (_deposit, "action"),
        (_kind, "action"),
        (_more_actions, "action_count"),
        (_failed, "status"),
        (_other_value, "status"),
        (_receipts_mixed_in, "orphan"),
        (_outcomes_mixed_in, "orphan"),
        (_one_outcome_mixed_in, "orphan"),
        (_other_executor, "executor"),
        (_other_sender, "sender"),
        (_other_signer_of_one, "signer"),
        (_other_receipt, "action"),
    ],
)
def test_what_contradicts_is_said(change: Callable[[Any], None], expected: str) -> None:
    result = answer()
    assert kinds(document(result)) == set()
    change(result)
    assert expected in kinds(document(result))


def test_an_entry_that_stands_twice_alike_contradicts_nothing() -> None:
    result = answer()
    for list in ("receipts", "receipts_outcome"):
        result[list].append(copy.deepcopy(result[list][1]))
    assert kinds(document(result)) == set()


def test_no_receipts_are_needed_to_see_another_signer_or_receiver() -> None:
    for change in (_signer, _receiver):
        result = answer()
        del result["receipts"]
        change(result)
        assert kinds(document(result)) == {"executor"}


def test_another_transaction_than_was_asked_for() -> None:
    result = answer()
    hash = result["transaction"]["hash"]
    asked: tuple[Any, ...] = ({"tx_hash": OTHER, "sender_account_id": "a.near"}, [OTHER, "a.near"])
    for params in asked:
        raw = RawTransaction((RawDocument("tx_status", params, {"result": result}),))
        assert kinds(build_document(raw)) == {"another_hash"}
    raw = RawTransaction((RawDocument("tx_status", None, {"result": result}),), tx_hash=OTHER)
    made = build_document(raw)
    assert kinds(made) == {"another_hash"}
    assert hash in made.verdict.explanation
    assert OTHER in made.verdict.explanation
    raw = RawTransaction((RawDocument("tx", [hash, "a.near"], {"result": result}),), tx_hash=hash)
    assert kinds(build_document(raw)) == set()


@given(st.sampled_from(PROVEN), st.data())
def test_another_id_anywhere_is_seen(name: str, data: st.DataObject) -> None:
    """An id changed in one place: in the list that names it, in its outcome, or in its receipt."""
    result = answer(name)
    entries = [entry for entry in outcomes(result) if entry["outcome"]["receipt_ids"]]
    place = data.draw(st.sampled_from(["list", "outcome", "receipt"]))
    if place == "list":
        entry = data.draw(st.sampled_from(entries))
        ids = entry["outcome"]["receipt_ids"]
        ids[data.draw(st.integers(0, len(ids) - 1))] = OTHER
    elif place == "outcome":
        data.draw(st.sampled_from(result["receipts_outcome"]))["id"] = OTHER
    else:
        data.draw(st.sampled_from(result["receipts"]))["receipt_id"] = OTHER
    assert kinds(document(result, blocks(name))) & {"orphan", "receipt_id"}
    # Without heights the one that is missing may have made the one that nobody names.
    assert place == "list" or "orphan" in kinds(document(result))


def test_a_result_is_handed_to_a_receipt_of_ones_own() -> None:
    result = answer()
    entry = next(e for e in result["receipts_outcome"] if "SuccessReceiptId" in e["outcome"]["status"])
    entry["outcome"]["status"] = {"SuccessReceiptId": OTHER}
    assert "returned" in kinds(document(result))


@given(st.sampled_from(PROVEN), st.data())
def test_an_id_changed_in_all_places_does_not_derive(name: str, data: st.DataObject) -> None:
    result = answer(name)
    old = data.draw(st.sampled_from(result["receipts_outcome"]))["id"]
    text = json.dumps(result).replace(old, OTHER)
    made = document(json.loads(text), blocks(name))
    assert "receipt_id" in kinds(made)


def test_children_in_another_order_do_not_derive() -> None:
    result = answer()
    entry = next(e for e in result["receipts_outcome"] if len(e["outcome"]["receipt_ids"]) > 2)
    entry["outcome"]["receipt_ids"].reverse()
    assert "receipt_id" in kinds(document(result, blocks()))


def test_without_heights_ids_are_left_alone() -> None:
    """Only the block's height gives ids of today; a bare answer has none."""
    result = answer()
    entry = next(e for e in result["receipts_outcome"] if len(e["outcome"]["receipt_ids"]) > 2)
    entry["outcome"]["receipt_ids"].reverse()
    assert kinds(document(result)) == set()


def test_neighbours_of_one_chunk_tell_on_each_other_without_a_header() -> None:
    result = answer()
    by_chunk: dict[tuple[str, str], list[Any]] = {}
    for entry in outcomes(result):
        by_chunk.setdefault((entry["block_hash"], entry["outcome"]["executor_id"]), []).append(entry)
    several = next(group for group in by_chunk.values() if len(group) > 1)
    several[-1]["outcome"]["gas_burnt"] += 1
    assert "roots" in kinds(document(result))


def test_what_leads_to_a_receipt_may_be_missing() -> None:
    """A receipt of another signer is none of its receipts all the same."""
    result = answer()
    parent = next(e for e in result["receipts_outcome"] if e["id"] != result["receipts"][0]["receipt_id"])
    orphan = parent["outcome"]["receipt_ids"][0]
    result["receipts_outcome"].remove(parent)
    made = document(result)
    assert orphan in made.graph.by_id
    assert kinds(made) == set()
    result["receipts"] += answer("refund-to-other")["receipts"]
    for receipt in result["receipts"][-3:]:
        receipt["receipt"]["Action"]["signer_id"] = "bob.near"
    assert kinds(document(result)) == {"orphan"}


def test_an_earlier_answer_of_another_fork_accuses_nobody() -> None:
    earlier, later = answer(OF_ANOTHER), answer()
    earlier["transaction"] = later["transaction"]
    earlier["transaction_outcome"] = later["transaction_outcome"]
    raw = RawTransaction(tuple(RawDocument("tx_status", None, {"result": one}) for one in (earlier, later)))
    assert kinds(build_document(raw)) == set()


def test_code_may_stand_for_itself_or_as_its_hash() -> None:
    result = answer()
    code = base64.b64encode(b"\0asm and more").decode()
    hash = base64.b64encode(hashlib.sha256(b"\0asm and more").digest()).decode()
    result["transaction"]["actions"] = [{"DeployContract": {"code": code}}]
    result["receipts"][0]["receipt"]["Action"]["actions"] = [{"DeployContract": {"code": hash}}]
    assert kinds(document(result)) == set()
    result["transaction"]["actions"] = [{"DeployContract": {"code": code[:-4] + "AAAA"}}]
    assert kinds(document(result)) == {"action"}


def waiting(result: Any) -> list[Any]:
    """The receipts of an answer that await something."""
    actions = [entry["receipt"]["Action"] for entry in result["receipts"]]
    return [action for action in actions if action["input_data_ids"]]


def test_a_data_id_is_awaited_once() -> None:
    made = answer()
    (callback,) = waiting(made)
    callback["input_data_ids"][1] = callback["input_data_ids"][0]
    assert "awaited_twice" in kinds(document(made))


def test_a_data_id_is_handed_out_by_one_after_the_other() -> None:
    made = answer()
    givers = [
        e["receipt"]["Action"] for e in made["receipts"] if e["receipt"]["Action"]["output_data_receivers"]
    ]
    givers[1]["output_data_receivers"] = givers[0]["output_data_receivers"]
    assert "handed_twice" in kinds(document(made))
    assert not kinds(document(answer("forwarded-3-middle-fails"))), "a promise that is returned hands it on"


def handing_out(result: Any) -> list[Any]:
    """Where the receipts of an answer say whom their result is for."""
    return [to for entry in result["receipts"] for to in entry["receipt"]["Action"]["output_data_receivers"]]


def test_who_awaits_and_who_hands_out_name_one_account() -> None:
    made = answer()
    handing_out(made)[0]["receiver_id"] = "mallory.near"
    assert kinds(document(made)) == {"data_receiver"}


@pytest.mark.parametrize("side", ["awaited", "handed out"])
def test_a_data_id_that_only_one_side_knows(side: str) -> None:
    made = answer()
    if side == "awaited":
        waiting(made)[0]["input_data_ids"][1] = OTHER
    else:
        handing_out(made)[1]["data_id"] = OTHER
    assert kinds(document(made)) == {"not_awaited", "not_given"}
    last = made["receipts_outcome"].pop()
    made["receipts"] = [entry for entry in made["receipts"] if entry["receipt_id"] != last["id"]]
    assert not kinds(document(made)), "while something is missing, its other side may be there"


def test_every_kind_has_a_title() -> None:
    assert set(TITLES) == set(get_args(ContradictionKind))


@pytest.mark.parametrize(
    "name",
    [
        "other-signer",
        "receipts-of-another-mixed-in",
        "status-failure-though-the-chain-succeeded",
        "transaction-outcome-id-other",
    ],
)
def test_the_reproductions(name: str) -> None:
    made = document(load_json(HERE / "broken" / f"wrong-{name}.json.gz")["result"])
    assert kinds(made)


@walks_all
def test_nothing_recorded_contradicts_itself(recorded_files: tuple[Path, ...]) -> None:
    """With and without what was recorded around it; of the altered ones, the one whose accounts were renamed does,
    and the one with a receipt that has the transaction's hash for an id."""
    accused = set()
    for path in recorded_files:
        alone = recording(path)
        sides = tuple(side_documents(path.parent)) if "node" in path.parts else ()
        both = (alone, build_document(RawTransaction((*alone.raw.documents, *sides)))) if sides else (alone,)
        if any(document.analysis.contradictions for document in both):
            accused.add(path.name)
        for _, running in running_answers(path.parent) if path.name == "tx_status.json" else ():
            state = RawTransaction((RawDocument("", None, running), *sides))
            assert not build_document(state).analysis.contradictions, path
    assert accused == {"HbokHoCGcj.json", "AB6pehcunR.json"}


def test_a_path_that_was_left_out_accuses_nobody() -> None:
    result = answer()
    for entry in outcomes(result):
        entry["proof"] = []
    assert kinds(document(result)) == set()
