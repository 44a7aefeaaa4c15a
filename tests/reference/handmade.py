"""Small answers of EXPERIMENTAL_tx_status made by hand, for what no node was recorded doing. Ids are readable names.

    answer(receipt("r0", calls("a")), ran("r0", {"SuccessValue": ""}), …)

Shapes are those of protocol.md §1.2 and §5.2; everything not given is the plainest thing possible.
"""

from __future__ import annotations

import base64
from typing import Any

Json = Any
SUCCESS = {"SuccessValue": ""}
TRANSACTION = "11111111111111111111111111111111"


def call(method: str = "run", gas: int = 30_000_000_000_000, deposit: int = 0, args: bytes = b"{}") -> Json:
    """One FunctionCall action."""
    encoded = base64.b64encode(args).decode()
    return {"FunctionCall": {"method_name": method, "args": encoded, "gas": gas, "deposit": str(deposit)}}


def receipt(
    id: str, receiver: str = "app.near", *actions: Json, predecessor: str = "alice.near", **more: Json
) -> Json:
    """An action receipt; `more` are members of its Action (`input_data_ids`, `output_data_receivers`, …)."""
    action = {
        "signer_id": "alice.near",
        "signer_public_key": "ed25519:11111111111111111111111111111111",
        "gas_price": "100000000",
        "actions": list(actions) or [call()],
        "input_data_ids": [],
        "output_data_receivers": [],
        "is_promise_yield": False,
        **more,
    }
    parties = {"predecessor_id": predecessor, "receiver_id": receiver, "receipt_id": id}
    return {**parties, "receipt": {"Action": action}}


def ran(id: str, status: Json = SUCCESS, *children: str, executor: str = "app.near", **more: Json) -> Json:
    """An outcome with id; `more` are members of the outcome (`logs`, `gas_burnt`, `metadata`, …)."""
    outcome = {
        "logs": [],
        "receipt_ids": list(children),
        "gas_burnt": 424_555_062_500,
        "tokens_burnt": "42455506250000000000",
        "executor_id": executor,
        "status": status,
        "metadata": {"version": 1, "gas_profile": None},
        **more,
    }
    return {"id": id, "block_hash": f"block-of-{id}", "proof": [], "outcome": outcome}


def answer(receipts: list[Json], outcomes: list[Json], **more: Json) -> Json:
    """A whole answer: alice.near calls app.near, converted into `r0`; `more` replaces members of the result."""
    transaction = {
        "hash": TRANSACTION,
        "signer_id": "alice.near",
        "receiver_id": "app.near",
        "public_key": "ed25519:11111111111111111111111111111111",
        "nonce": 1,
        "actions": [call()],
        "signature": "ed25519:1",
    }
    converted = ran(TRANSACTION, {"SuccessReceiptId": "r0"}, "r0", executor="alice.near")
    return {
        "transaction": transaction,
        "transaction_outcome": converted,
        "receipts_outcome": outcomes,
        "receipts": receipts,
        "status": SUCCESS,
        "final_execution_status": "FINAL",
        **more,
    }
