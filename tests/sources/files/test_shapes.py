"""Each shape of a document is told from the others by its keys, and each that is known and refused by its name."""

# covers: xccviz/sources/files/place.py, xccviz/sources/files/strict_json.py, xccviz/sources/files/streamer.py

from __future__ import annotations

from typing import Any

import pytest

from xccviz.model.errors import UserError
from xccviz.sources.files.place import Place
from xccviz.sources.files.shapes import OTHERS, SHAPES, TEXT_SHAPES, transactions_in, transactions_in_text

HASH = "4kRtmBcTx6M52apMFVRaPSDbv96fAne39YnQRN8xFDWp"
TRANSACTION = {"hash": HASH, "signer_id": "alice.near", "receiver_id": "bob.near", "actions": []}
OUTCOME = {"id": HASH, "outcome": {"receipt_ids": []}}
RESULT = {"transaction": TRANSACTION, "transaction_outcome": OUTCOME}
INDEXER = {"transaction": TRANSACTION, "execution_outcome": OUTCOME, "receipts": []}
CHUNK = {"transactions": [{"transaction": TRANSACTION, "outcome": {"execution_outcome": OUTCOME}}]}
OF_SHAPE: dict[str, dict[str, Any]] = {
    "capture": {
        "format": "xccviz-capture",
        "version": 1,
        "query": {"tx_hash": HASH},
        "documents": [{"method": "tx", "envelope": {"result": RESULT}}],
    },
    "export": {"format": "xccviz-graph", "transaction": TRANSACTION, "transaction_outcome": OUTCOME},
    "streamer message": {"block": {"header": {}}, "shards": [{"chunk": CHUNK}]},
    "error": {"jsonrpc": "2.0", "id": 1, "error": {"cause": {"name": "UNKNOWN_TRANSACTION"}}},
    "RPC envelope": {"jsonrpc": "2.0", "id": 1, "error": None, "result": RESULT},
    "list": {"transactions": [INDEXER]},
    "indexer's transaction": INDEXER,
    "result": RESULT,
}
OF_TEXT = {"near-workspaces' debug text": "ExecutionFinalResult { ", "HTML or XML": " <html>"}
OF_OTHER: dict[str, dict[str, Any]] = {
    "a block": {"header": {}, "chunks": []},
    "a chunk": {"header": {}, "receipts": [], "transactions": []},
    "a receipt": {"receipt_id": HASH},
    "an ABI": {"schema_version": "0.4.0"},
    "a transaction without transaction_outcome": {"transaction": TRANSACTION},
}


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_each_shape_is_told_by_its_keys(shape: Any) -> None:
    value = OF_SHAPE[shape.name]
    assert next(row for row in SHAPES if row.is_it(value)) is shape
    if shape.name in ("export", "error"):
        with pytest.raises(UserError, match=r"^given\.json ") as caught:
            shape.read(value, Place("given.json"))
        assert caught.value.kind == "malformed"
    else:
        (raw,) = transactions_in(value, Place("given.json"))
        assert raw.tx_hash == HASH


@pytest.mark.parametrize("shape", TEXT_SHAPES, ids=lambda shape: shape.name)
def test_a_text_is_told_too(shape: Any) -> None:
    assert [row for row in TEXT_SHAPES if row.is_it(OF_TEXT[shape.name])] == [shape]
    with pytest.raises(UserError, match=r"^given\.txt is "):
        transactions_in_text(OF_TEXT[shape.name], Place("given.txt"))
    assert transactions_in_text("neither", Place("given.txt")) is None


@pytest.mark.parametrize("words", [words for words, _ in OTHERS])
def test_what_it_is_instead_is_said(words: str) -> None:
    value = OF_OTHER.get(words, {"final_execution_status": "NONE"})
    with pytest.raises(UserError) as caught:
        transactions_in(value, Place("given.json"))
    assert caught.value.message.endswith(f"at $, expected a transaction with its outcome, found {words}")


def test_a_place_names_the_way_into_nested_documents() -> None:
    with pytest.raises(UserError) as caught:
        transactions_in([{"transactions": [INDEXER, {"result": 7}]}], Place("given.json"))
    assert caught.value.message == (
        "given.json: at $[0].transactions[1].result, expected a transaction, found a number"
    )
