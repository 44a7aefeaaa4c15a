# covers: xccviz/sources/files/text_shapes.py, xccviz/sources/files/refused.py, xccviz/opening/refusing.py
# covers: xccviz/sources/files/around.py, xccviz/sources/recognise/near_miss.py, xccviz/sources/recognise/mention.py
"""What is less than a transaction leads to one, and what it tells of an error is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.reference.prints import inspected
from xccviz.model.errors import UserError
from xccviz.opening.open import open_document_sync
from xccviz.opening.options import OpenOptions
from xccviz.sources.classify import classify
from xccviz.sources.files.read import open_text
from xccviz.sources.recognise.references import NotOpenable, TransactionRef

HASH = "9eYbpxrmcLgLn1YWGgA9WqBxBNzFsxqyLSqEGTGCZ5Uo"
PANIC = {
    "ActionError": {
        "index": 0,
        "kind": {"FunctionCallError": {"ExecutionError": "Smart contract panicked: no"}},
    }
}
FAILED = {"status": {"Failure": PANIC}}
OFFLINE = OpenOptions(offline=True)


def refusal(text: str) -> UserError:
    with pytest.raises(UserError) as told:
        open_document_sync(text, OFFLINE)
    return told.value


def answer() -> dict[str, Any]:
    path = (
        Path(__file__).parent.parent / "data" / "node" / "tutorial-parallel-3-one-panics" / "tx_status.json"
    )
    result: dict[str, Any] = json.loads(path.read_text())["result"]
    return result


def with_proofs() -> str:
    """An answer whose outcomes bring their Merkle paths, as nodes answer."""
    value = answer()
    step = {"direction": "Left", "hash": "6GHrA42oA4sdDk3iUYQBpXNVmYSXT8MaBnmGFhmPhYAv"}
    for outcome in (value["transaction_outcome"], *value["receipts_outcome"]):
        outcome["proof"] = [dict(step), dict(step, hash=HASH)]
    return json.dumps(value, indent=2)


@pytest.mark.parametrize("printed", ["json", "console"])
def test_the_end_of_a_document_names_its_transaction_and_no_step_of_a_proof(printed: str) -> None:
    whole = with_proofs()
    own = json.loads(whole)["transaction"]["hash"]
    text = whole if printed == "json" else inspected(json.loads(whole))
    at = text.index("transaction:" if printed == "console" else '"transaction":')
    error = refusal(f"{text[at - 300 : at]}{text[at:-40]}")
    # A console's is fetched at once, JSON that is broken is only offered.
    assert own in f"{error.message} {error.hint}" and HASH not in error.message
    assert [offer.hash for offer in error.offers] == ([own] if printed == "json" else [])


def test_a_document_that_ends_before_its_hash_offers_a_receipt() -> None:
    value = answer()
    text = json.dumps({"receipts_outcome": value["receipts_outcome"], "receipts": value["receipts"]})
    error = refusal(text[:-100])
    assert len(error.offers) == 1 and error.offers[0].fetch


@pytest.mark.parametrize(
    ("part", "id"),
    [
        ({"id": HASH, "block_hash": HASH, "proof": [], "outcome": FAILED}, HASH),
        ({"receipt": {"receipt_id": HASH}, "execution_outcome": {"id": HASH, "outcome": FAILED}}, HASH),
        ({"status": {"Failure": PANIC}}, None),
    ],
    ids=["outcome", "receipt and outcome", "status"],
)  # fmt: skip
def test_a_part_of_an_answer_is_explained_and_leads_to_its_transaction(part: Any, id: str | None) -> None:
    error = refusal(json.dumps(part))
    assert error.message.endswith(": panicked: no") and "look for it in the contract's source" in error.hint
    assert [offer.hash for offer in error.offers] == ([id] if id else [])
    assert id is None or f"xccviz {id}" in error.hint


DUMP = """Receipts: 3WvYbXUHSpZpyKuCkHVmZ9PJyuz2FLCqmsWJYVd9VzqG
An error occurred
Error: Exceeded the prepaid gas.
    at Object.parseResultError (/app/near-api-js/lib/utils/rpc_errors.js:31:29)
{
  type: 'FunctionCallError',
  kind: { ExecutionError: 'Exceeded the prepaid gas.' },
  transaction_outcome: {
    id: '9eYbpxrmcLgLn1YWGgA9WqBxBNzFsxqyLSqEGTGCZ5Uo',
    outcome: { logs: [], receipt_ids: [Array], gas_burnt: 2428086443380, status: [Object] }
  }
}"""


def test_a_clients_error_is_fetched_by_its_one_hash_and_explained_where_that_fails() -> None:
    found = open_text(DUMP)
    assert isinstance(found, TransactionRef) and found.hash == HASH
    error = refusal(DUMP)
    assert HASH in error.message
    assert error.message.endswith("What was given tells of this: exceeded its attached gas")
    assert "Attach more gas" in error.hint


NEAR_CLI = (Path(__file__).parent.parent / "data" / "told" / "near-cli-failure.txt").read_text()


@pytest.mark.parametrize("text", [f"Transaction ID: {HASH}\nError: Exceeded the prepaid gas.", NEAR_CLI])
def test_what_a_text_tells_is_said_where_its_transaction_cannot_be_had(text: str) -> None:
    assert "What was given tells of this: " in refusal(text).message
    assert "tells of" not in refusal(f"look at {HASH} please").message


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"transactionHash": HASH, "signerId": "dev-1.testnet"}),
        json.dumps({"hash": HASH, "signer_id": "dev-1.testnet"}),
        json.dumps([HASH, "dev-1.testnet"]),
        f"{HASH} by dev-1.testnet failed",
        f"dev-1.testnet called shop.testnet in {HASH}",
    ],
)
def test_an_account_of_testnet_means_testnet(text: str) -> None:
    ref = classify(text)
    ref = ref if isinstance(ref, TransactionRef) else open_text(text)  # type: ignore[assignment]
    assert isinstance(ref, TransactionRef) and (ref.hash, ref.network) == (HASH, "testnet")


@pytest.mark.parametrize("text", [f"{HASH} by dev.near and dev.testnet", f"{HASH} in contract.testnet.rs"])
def test_others_leave_it_open(text: str) -> None:
    ref = classify(text)
    assert isinstance(ref, TransactionRef) and ref.network is None


@pytest.mark.parametrize("text", ["9eYbpx…CZ5Uo", "9eYb...Z5Uo", "9eYb..Z5Uo", "9eYbpx***CZ5Uo"])
def test_a_shortened_hash_is_called_so(text: str) -> None:
    found = classify(text)
    assert isinstance(found, NotOpenable) and "shortened" in found.message and "copy button" in found.hint


def test_typographic_quotes_are_read_as_straight_ones_where_all_are() -> None:
    plain = json.dumps(answer())
    curled = plain.replace('"', "”")
    result = open_document_sync(curled, OFFLINE)
    assert result.notes == ("typographic quotes were read as straight ones",)
    assert result.document.verdict == open_document_sync(plain, OFFLINE).document.verdict
