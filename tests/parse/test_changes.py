"""State changes and balances are read from the answers of `changes` and `view_account`; damaged ones say nothing."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.parse.test_lenient import JUNK, places
from tests.reference.recorded import HERE, with_changes
from xccviz.document import build_document
from xccviz.export.json_graph import run
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.parse.changes import parse_balance, parse_changes
from xccviz.parse.reading import Reader

RECORDED = HERE / "node" / "delegate-inner-fails"
BLOCK = "9prxzQwFNzQv4Tgfwc5GhX6tSxx4AmPpA8KScSGkiiDN"

TRUTH = {
    "relayer.near": "-1000209107469528800000000",
    "bob.near": "1" + "0" * 24,
    "app.near": "5498546124600000000",
}


def change(kind: str, **members: Any) -> dict[str, Any]:
    cause = {"type": "receipt_processing", "receipt_hash": "r"}
    return {"cause": cause, "type": kind, "change": {"account_id": "a.near", **members}}


def test_every_recorded_change_is_read_with_its_cause() -> None:
    trace = build_document(with_changes(RECORDED)).trace
    assert [len(block.changes) for block in trace.changes] == [1, 1, 2, 2]
    first = trace.changes[0].changes[0]
    assert (first.kind, first.account_id, first.cause_type) == (
        "account_update", "relayer.near", "transaction_processing"
    )  # fmt: skip
    assert first.cause_id == trace.transaction.hash
    assert (first.amount, first.locked) == (1999997947963856390592299999995, 0)
    assert {c.cause_id for block in trace.changes[1:] for c in block.changes} <= set(trace.outcomes)
    assert "action_receipt_gas_reward" in {c.cause_type for block in trace.changes for c in block.changes}
    assert not trace.problems


def test_data_keys_code_and_unknown_kinds() -> None:
    answer = {
        "block_hash": BLOCK,
        "changes": [
            change("data_update", key_base64="S1k=", value_base64="dg=="),
            change("data_deletion", key_base64="S1k="),
            change("access_key_update", public_key="ed25519:x", access_key={"nonce": 1}),
            change("contract_code_update", code_base64="AGFzbQ=="),
            change("moon_update", phase=3),
        ],
    }
    found = parse_changes(RawDocument("EXPERIMENTAL_changes", {"block_id": 7}, {"result": answer}), Reader())
    assert found is not None
    assert (found.changes_type, found.height, found.accounts) == ("data_changes", 7, {"a.near"})
    assert [(c.kind, c.key, c.value) for c in found.changes] == [
        ("data_update", "S1k=", "dg=="),
        ("data_deletion", "S1k=", None),
        ("access_key_update", "ed25519:x", None),
        ("contract_code_update", None, "AGFzbQ=="),
        ("moon_update", None, None),
    ]


def test_an_empty_answer_tells_only_what_it_was_asked() -> None:
    answer = {"result": {"block_hash": BLOCK, "changes": []}}
    params = {"changes_type": "account_changes", "account_ids": ["a.near", 5]}
    found = parse_changes(RawDocument("EXPERIMENTAL_changes", params, answer), Reader())
    assert found is not None
    assert found.accounts == {"a.near"}
    assert parse_changes(RawDocument("EXPERIMENTAL_changes", None, answer), Reader()) is None


def test_no_such_account_is_a_balance_of_nothing() -> None:
    """The node's answer, as recorded."""
    info = {"block_hash": BLOCK, "block_height": 4754, "requested_account_id": "nobody-here.near"}
    error = {"name": "HANDLER_ERROR", "cause": {"name": "UNKNOWN_ACCOUNT", "info": info}, "code": -32000}
    params = {"request_type": "view_account", "account_id": "nobody-here.near", "block_id": BLOCK}
    found = parse_balance(RawDocument("query", params, {"jsonrpc": "2.0", "error": error}), Reader())
    assert found is not None
    assert (found.account_id, found.block_hash, found.total) == ("nobody-here.near", BLOCK, 0)
    other = {**params, "account_id": "somebody.near"}
    assert parse_balance(RawDocument("query", other, {"error": error}), Reader()) is None
    unknown = {**error, "cause": {"name": "UNAVAILABLE_SHARD", "info": {}}}
    assert parse_balance(RawDocument("query", params, {"error": unknown}), Reader()) is None


@given(st.data())
def test_any_single_damage_is_survived(data: st.DataObject) -> None:
    raw = with_changes(RECORDED)
    side = [i for i, d in enumerate(raw.documents) if d.method in ("EXPERIMENTAL_changes", "query")]
    documents = list(raw.documents)
    index = data.draw(st.sampled_from(side))
    whole = {
        "params": copy.deepcopy(documents[index].params),
        "envelope": copy.deepcopy(documents[index].envelope),
    }
    path = data.draw(st.sampled_from(places(whole)))
    target: Any = whole
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = data.draw(st.sampled_from(JUNK))
    documents[index] = RawDocument(documents[index].method, whole["params"], whole["envelope"])
    exported = json.loads(run(build_document(RawTransaction(tuple(documents)))))
    # Another number, name or shorter list can't be told from a true one; nothing else may make a number up.
    believable = (
        path[-1] in ("amount", "locked") or isinstance(target[path[-1]], str) or target[path[-1]] == []
    )
    for account in exported["accounts"]:
        if account["balance_change"] is not None and not believable:
            assert account["balance_change"] == TRUTH[account["id"]]


def test_a_block_whose_changes_are_only_listed_or_unreadable_says_nothing() -> None:
    touched = {"type": "account_touched", "account_id": "a.near"}
    whole = change("account_update", amount="1", locked="0")
    for odd in (touched, None, {}, {**whole, "cause": {}}, {**whole, "change": {}}):
        answer = {"block_hash": BLOCK, "changes": [whole, odd]}
        params = {"changes_type": "account_changes", "account_ids": ["a.near"]}
        assert parse_changes(RawDocument("EXPERIMENTAL_changes", params, answer), Reader()) is None
