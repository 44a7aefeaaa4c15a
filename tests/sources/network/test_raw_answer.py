"""What a raw answer lists, whatever stands where an object or a list is expected."""

from __future__ import annotations

import pytest

from xccviz.model.raw import Json, JsonObject, RawDocument, list_of, object_of, objects_of
from xccviz.sources.network.raw_answer import (
    block_hashes,
    by_block,
    missing_outcomes,
    new_chunks_of,
    outcomes_of,
)
from xccviz.sources.network.wanted import origin_requests

ODD: tuple[Json, ...] = (None, True, 5, 0.5, "text", [5, None, "x", ["y"]], {"a": 1})


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_readers_give_what_they_say(value: Json) -> None:
    assert object_of(value) == (value if isinstance(value, dict) else {})
    assert list_of(value) == (value if isinstance(value, list) else [])
    assert all(isinstance(item, dict) for item in objects_of(value))


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_odd_members_are_passed_over(value: Json) -> None:
    outcome: JsonObject = {
        "id": "r",
        "block_hash": "b",
        "outcome": {"executor_id": "app.near", "receipt_ids": value},
    }
    action: JsonObject = {"actions": [value], "is_promise_yield": True, "input_data_ids": value}
    view: JsonObject = {"receipt_id": "r", "receipt": {"Action": action}}
    result: JsonObject = {"receipts_outcome": [{"id": "t"}, value, outcome], "receipts": [view, value]}
    assert outcome in outcomes_of(result)
    assert by_block(result, (), lambda kinds: True) == {"b": ["app.near"]}
    assert new_chunks_of({"header": {"height": 5}, "chunks": value}) == []
    chunk = RawDocument("chunk", None, {"receipts": [value, view]})
    assert origin_requests(result, (), [chunk]) == []


def test_an_outcome_unknown_is_none_and_asks_for_no_block() -> None:
    ran: JsonObject = {
        "id": "a",
        "block_hash": "A",
        "outcome": {"status": {"SuccessReceiptId": "b"}, "receipt_ids": ["b"]},
    }
    not_run: JsonObject = {
        "id": "b",
        "block_hash": "B",
        "outcome": {"status": "Unknown", "executor_id": "app.near"},
    }
    result: JsonObject = {"transaction_outcome": ran, "receipts_outcome": [not_run]}
    assert block_hashes(result) == ["A"]
    assert missing_outcomes(result) == ("b",)
