"""What can't be opened says why: a node's refusal and a wallet's answer are explained."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from xccviz.model.errors import UserError
from xccviz.opening.open import open_document_sync
from xccviz.opening.options import OpenOptions

DATA = Path(__file__).resolve().parent.parent / "data" / "told"


def refusal(given: str) -> UserError:
    """What opening it says."""
    with pytest.raises(UserError) as caught:
        open_document_sync(given, OpenOptions(offline=True))
    return caught.value


def answer(error: Any) -> str:
    """A node's answer that is an error."""
    return json.dumps({"jsonrpc": "2.0", "id": 1, "error": error})


def test_a_refused_transaction_has_nothing_to_fetch() -> None:
    error = refusal(str(DATA / "send-tx-refused.json"))
    assert error.kind == "malformed"
    assert error.message == (
        "send-tx-refused.json: a node refused the transaction: alice.near cannot pay 2,000 yocto"
    )
    assert error.hint.startswith(
        "Sending it led to nothing, so there is nothing to fetch. alice.near holds 1,000"
    )
    assert "Fetch the transaction again" not in error.hint


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            {
                "name": "HANDLER_ERROR",
                "cause": {"name": "INVALID_TRANSACTION", "info": {}},
                "data": {"TxExecutionError": {"InvalidTxError": "Expired"}},
            },
            "a node refused the transaction: the transaction expired",
        ),
        (
            {
                "code": -32000,
                "message": "Server error",
                "data": {
                    "TxExecutionError": {"InvalidTxError": {"InvalidNonce": {"tx_nonce": 5, "ak_nonce": 7}}}
                },
            },
            "a node refused the transaction: nonce 5 is too low: the key is at 7",
        ),
        (
            {
                "name": "HANDLER_ERROR",
                "cause": {"name": "INVALID_TRANSACTION", "info": {}},
                "data": "new words",
            },
            "a node refused the transaction (INVALID_TRANSACTION: new words)",
        ),
        (
            {"code": -32000, "message": "Server error", "data": "Timeout"},
            "an error a node answered, no transaction (Timeout): the node had no answer in time",
        ),
        ({"code": 1, "message": "who knows"}, "an error a node answered, no transaction (who knows)"),
    ],
)
def test_the_reason_is_told_where_it_is_known(error: Any, said: str) -> None:
    assert refusal(answer(error)).message.endswith(said)


@pytest.mark.parametrize(
    "given",
    [
        '{"TxExecutionError":{"InvalidTxError":{"ShardStuck":{"shard_id":3,"missed_chunks":8}}}}',
        '{"code":-32000,"message":"Server error","data":{"TxExecutionError":{"InvalidTxError":{"ShardStuck":'
        '{"shard_id":3,"missed_chunks":8}}}},"name":"HANDLER_ERROR","cause":{"name":"INVALID_TRANSACTION","info":{}}}',
    ],
)
def test_an_error_by_itself_is_one_too(given: str) -> None:
    assert refusal(given).message.endswith("a node refused the transaction: shard 3 is stuck")


def test_a_failed_action_is_no_refusal() -> None:
    """Old nodes answered so of a transaction that ran and failed."""
    error = {"data": {"TxExecutionError": {"ActionError": {"index": 0, "kind": {"AccountDoesNotExist": {}}}}}}
    assert "refused" not in refusal(answer(error)).message


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("?errorCode=Error&errorMessage=Transaction+has+expired", "the transaction expired"),
        ("?errorCode=userRejected&errorMessage=User%20rejected%20transaction", "the user declined"),
        (
            "?errorCode=Error&errorMessage=%257B%2522index%2522%253A0%252C%2522kind%2522%253A%257B%2522ExecutionError"
            "%2522%253A%2522Exceeded%2520the%2520prepaid%2520gas.%2522%257D%257D",
            "exceeded its attached gas",
        ),
    ],
)
def test_an_error_in_a_wallets_way_back_is_explained(address: str, title: str) -> None:
    error = refusal(f"https://app.example/{address}")
    assert error.kind == "usage"
    assert error.message.endswith(f": {title}")
    assert error.hint.startswith("It names no transaction, so there is nothing to open. ")


def test_of_an_unknown_one_nothing_is_claimed() -> None:
    error = refusal("https://app.example/?errorCode=Error&errorMessage=Boom")
    assert error.message == "a wallet's answer without a transaction: Error: Boom"
    assert error.hint == "It names no transaction, so there is nothing to open."


PRINTED = """Error:
   0: Error: An action(s) error occurred during transaction execution
   1: Error: <An error occurred during a `FunctionCall` Action, parameter is debug message.
ExecutionError("Smart contract panicked: The account bob.testnet is not registered")>

Location:
   src/common.rs:812
"""
"""What a tool says where there is no transaction to open."""


@pytest.mark.parametrize("place", ["file", "paste"])
def test_what_a_tool_printed_of_an_error_is_explained(tmp_path: Path, place: str) -> None:
    """Though it names no transaction; what tells of no error is refused as before."""
    for text, known in ((PRINTED, True), ("some words of a person", False), ("{'a': 1", False)):
        given = text
        if place == "file":
            (tmp_path / "said.txt").write_text(text)
            given = str(tmp_path / "said.txt")
        refused = refusal(given)
        told = f"{refused.message} {refused.hint}"
        assert ("panicked: The account bob.testnet is not registered" in told) is known
        assert ("Call storage_deposit for bob.testnet first." in told) is known


@pytest.mark.parametrize(
    "failure",
    [
        {"index": 0, "kind": {"ExecutionError": "Exceeded the prepaid gas."}},
        {
            "ActionError": {
                "index": 0,
                "kind": {"FunctionCallError": {"ExecutionError": "Exceeded the prepaid gas."}},
            }
        },
        {"type": "GasExceeded", "index": 0, "kind": {"ExecutionError": "Exceeded the prepaid gas."}},
    ],
)
def test_the_json_of_a_failure_alone_is_explained(failure: Any) -> None:
    error = refusal(json.dumps(failure))
    assert error.kind == "malformed"
    assert error.message.endswith(": exceeded its attached gas")
    assert "Attach more gas" in error.hint


def test_the_json_of_something_else_is_not() -> None:
    for value in ({"kind": "a car"}, {"colour": {"red": 1}}):
        assert "a transaction with its outcome" in refusal(json.dumps(value)).message
