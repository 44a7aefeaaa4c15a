"""Each shape of a document is told from the others by its keys, and each that is known and refused by its name."""

# covers: xccviz/sources/files/place.py, xccviz/sources/files/strict_json.py, xccviz/sources/files/streamer.py
# covers: xccviz/sources/files/refused.py, xccviz/sources/files/named.py, xccviz/sources/files/within.py

from __future__ import annotations

import json
from typing import Any

import pytest

from xccviz.model.errors import UserError
from xccviz.sources.files.place import Place
from xccviz.sources.files.refused import OTHERS
from xccviz.sources.files.shapes import SHAPES, transactions_in
from xccviz.sources.files.text_shapes import TEXT_SHAPES, transactions_in_text
from xccviz.sources.recognise.references import TransactionRef

HASH = "4kRtmBcTx6M52apMFVRaPSDbv96fAne39YnQRN8xFDWp"
TRANSACTION = {"hash": HASH, "signer_id": "alice.near", "receiver_id": "bob.near", "actions": []}
OUTCOME = {"id": HASH, "outcome": {"receipt_ids": []}}
RESULT = {"transaction": TRANSACTION, "transaction_outcome": OUTCOME}
INDEXER = {"transaction": TRANSACTION, "execution_outcome": OUTCOME, "receipts": []}
ENTRY = {"transaction": TRANSACTION, "outcome": {"execution_outcome": OUTCOME}}
CHUNK = {"transactions": [ENTRY]}
MESSAGE = {"block": {"header": {}}, "shards": [{"chunk": CHUNK}]}
OF_SHAPE: dict[str, dict[str, Any]] = {
    "capture": {
        "format": "xccviz-capture",
        "version": 1,
        "query": {"tx_hash": HASH},
        "documents": [{"method": "tx", "envelope": {"result": RESULT}}],
    },
    "export": {"format": "xccviz-graph", "transaction": TRANSACTION, "transaction_outcome": OUTCOME},
    "streamer message": MESSAGE,
    "shard of a block": {"shard_id": 0, "chunk": CHUNK, "receipt_execution_outcomes": []},
    "blocks": {"blocks": [MESSAGE]},
    "result": RESULT,
    "result not flattened": {"final_outcome": RESULT, "receipts": []},
    "receipt with its transaction": {"receipt": {"receipt_id": HASH}, "transaction": INDEXER},
    "entry of a chunk": ENTRY,
    "indexer's transaction": INDEXER,
    "request": {"jsonrpc": "2.0", "method": "tx", "params": [HASH, "alice.near"]},
    "error": {"jsonrpc": "2.0", "id": 1, "error": {"cause": {"name": "UNKNOWN_TRANSACTION"}}},
    "RPC envelope": {"jsonrpc": "2.0", "id": 1, "error": None, "result": RESULT},
    "list": {"transactions": [INDEXER]},
    "chunk": {"header": {}, "receipts": [], "transactions": [TRANSACTION]},
    "wrapped": {"data": {"answer": [RESULT]}},
    "naming": {"receipt_id": "x", "transaction_hash": HASH},
    "error by itself": {"code": -32000, "message": "Server error", "data": "Timeout"},
}
OF_TEXT = {
    "page": " <html>",
    "JSON within text": 'answer: {"transaction_outcome": ',
    "lines of JSON": f'{{"message": {json.dumps("got { transaction_outcome: { " + 100 * " ")}}}\n',
    "near-workspaces' debug text": "ExecutionFinalResult { ",
    "nearcore's views": "RpcTransactionResponse { ",
    "JavaScript literal": "{ transaction_outcome: { ",
    "printed error": "{ TxExecutionError: { InvalidTxError: 'Expired' } }",
    "wallet's answer": "https://app.example/?errorCode=userRejected",
    "HTML or XML": f"<p>{'no hash' * 1000}</p>",
    "mention": f"why did {HASH} fail?",
}
OF_OTHER: dict[str, dict[str, Any]] = {
    "a block": {"header": {}, "chunks": []},
    "a chunk": {"header": {}, "receipts": [], "transactions": []},
    "a receipt": {"receipt_id": HASH},
    "an outcome by itself": {"id": HASH, "outcome": {}},
    "a status by itself": {"status": {"SuccessValue": ""}},
    "an ABI": {"schema_version": "0.4.0"},
    "a transaction without transaction_outcome": {"transaction": {"signer_id": "alice.near"}},
}


@pytest.mark.parametrize("shape", SHAPES[:-1], ids=lambda shape: shape.name)
def test_each_shape_is_told_by_its_keys(shape: Any) -> None:
    value = OF_SHAPE[shape.name]
    assert next(row for row in SHAPES if row.is_it(value)) is shape
    if shape.name in ("export", "error", "error by itself"):
        with pytest.raises(UserError, match=r"^given\.json ") as caught:
            shape.read(value, Place("given.json"))
        assert caught.value.kind == "malformed"
    else:
        (found,) = transactions_in(value, Place("given.json"))
        assert (found.hash if isinstance(found, TransactionRef) else found.tx_hash) == HASH


@pytest.mark.parametrize("shape", TEXT_SHAPES, ids=lambda shape: shape.name)
def test_a_text_is_told_too(shape: Any) -> None:
    text = OF_TEXT[shape.name]
    assert next(row for row in TEXT_SHAPES if row.is_it(text)) is shape
    if shape.name == "mention":
        assert transactions_in_text(text, Place("given.txt")) == [TransactionRef(HASH)]
        return
    with pytest.raises(UserError, match=r"^given\.txt(:| is) "):
        transactions_in_text(text, Place("given.txt"))


def test_a_text_of_no_kind_gives_nothing() -> None:
    assert transactions_in_text("neither", Place("given.txt")) == []


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


SHARD = {"shard_id": 0, "chunk": CHUNK, "receipt_execution_outcomes": []}
EMPTY = {"shard_id": 1, "chunk": None, "receipt_execution_outcomes": []}


@pytest.mark.parametrize(
    "values",
    [[SHARD, EMPTY], [MESSAGE, {"block": {"header": {"height": 2}}, "shards": []}]],
    ids=["shards", "blocks"],
)
def test_shards_or_blocks_beside_one_that_holds_no_transaction(values: list[Any]) -> None:
    lines = "\n".join(map(json.dumps, values))
    for found in (transactions_in(values, Place("x")), transactions_in_text(lines, Place("x"))):
        assert [entry.tx_hash for entry in found if not isinstance(entry, TransactionRef)] == [HASH]


def test_what_promises_gave_opens_without_those_that_were_rejected() -> None:
    rejected = {"status": "rejected", "reason": {"type": "TimeoutError"}}
    found = transactions_in([{"status": "fulfilled", "value": RESULT}, rejected], Place("x"))
    assert len(found) == 1
    with pytest.raises(UserError):
        transactions_in([rejected], Place("x"))


def test_the_way_back_from_a_wallet_is_told_in_a_text_too() -> None:
    with pytest.raises(UserError, match="a wallet's answer without a transaction: userRejected") as caught:
        transactions_in_text("see https://app.example/?errorCode=userRejected.", Place("x"))
    assert caught.value.kind == "malformed" and caught.value.about == "userRejected"
    found = transactions_in_text(f"https://app.example/?errorCode=userRejected after {HASH}", Place("x"))
    assert [entry.hash for entry in found if isinstance(entry, TransactionRef)] == [HASH]
