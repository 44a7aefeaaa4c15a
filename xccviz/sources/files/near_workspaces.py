"""What near-workspaces prints of a transaction, as the answer of `tx` that it was made from, as far as it tells.

    ExecutionFinalResult { total_gas_burnt, transaction: ExecutionOutcome, receipts: [ExecutionOutcome], status }

An ExecutionOutcome names itself by `transaction_hash` (of a receipt: its id). It tells no actions, no receipts and no
gas profile. The transaction's receiver is who ran its first receipt (protocol.md §2.2).
"""

from __future__ import annotations

from typing import Any

from xccviz.catalogue import tr
from xccviz.model import base58
from xccviz.model.raw import Json
from xccviz.sources.files.rust_debug import DebugTextError, Struct, Text, prints_in
from xccviz.sources.files.rust_wire import NOT_TOLD, account, number, status, text_or_nothing
from xccviz.sources.files.tells import WORKSPACES

METHOD = "near-workspaces"
_MEMBERS = {"total_gas_burnt", "transaction", "receipts", "status", "value"}
_OUTCOME_MEMBERS = {
    "transaction_hash",
    "block_hash",
    "logs",
    "receipt_ids",
    "gas_burnt",
    "tokens_burnt",
    "executor_id",
    "status",
}


class NoHashError(DebugTextError):
    """A print of before 0.8: it names the block in which each part ran, and no transaction."""


def results_in(text: str) -> list[dict[str, Json]]:
    """Each print in `text` as a `tx` result without receipts. Raises DebugTextError for the first that can't be read.

    Returned values stand in it without escapes. A contract could return what looks like the rest of the print, so
    every member must be known and stand once, the sum of gas must be as told, and no end of a value may follow.
    """
    return [_result(value) for value in prints_in(text, WORKSPACES)]


def _result(value: Any) -> dict[str, Json]:
    fields = value.fields if isinstance(value, Struct) else {}
    if not set(fields) <= _MEMBERS or not (fields.keys() & {"status", "value"}):
        raise DebugTextError(tr("it has other members than a result"))
    first = _outcome(fields.get("transaction"))
    receipts = fields.get("receipts")
    outcomes = [_outcome(entry) for entry in (receipts if isinstance(receipts, list) else [])]
    burnt = [outcome["outcome"]["gas_burnt"] for outcome in (first, *outcomes)]
    total = number(fields.get("total_gas_burnt"))
    if total is None or None in burnt or sum(burnt) != total:
        raise DebugTextError(tr("the gas of its parts does not add up to total_gas_burnt"))
    signer = first["outcome"]["executor_id"]
    ran = {outcome["id"]: outcome["outcome"]["executor_id"] for outcome in outcomes}
    children = first["outcome"]["receipt_ids"]
    result: dict[str, Json] = {
        "transaction": {
            "hash": first["id"],
            "signer_id": signer,
            "receiver_id": ran.get(children[0], NOT_TOLD) if children else NOT_TOLD,
        },
        "transaction_outcome": first,
        "receipts_outcome": [*outcomes],
    }
    ended = status(fields.get("status"))
    if ended is not None:
        result["status"] = ended
    return result


def _outcome(value: Any) -> dict[str, Any]:
    if not isinstance(value, Struct):
        raise DebugTextError(tr("an outcome is missing"))
    fields = value.fields
    if not set(fields) <= _OUTCOME_MEMBERS or list(fields)[-1:] != ["status"]:
        raise DebugTextError(tr("an outcome has other members"))
    if "transaction_hash" not in fields:
        raise NoHashError(tr("it was printed by near-workspaces before 0.8 and has no transaction hash"))
    identifier, block = fields.get("transaction_hash"), fields.get("block_hash")
    ids, logs = fields.get("receipt_ids"), fields.get("logs")
    if not isinstance(identifier, str) or not base58.is_hash(identifier):
        raise DebugTextError(tr("an outcome has no transaction_hash"))
    return {
        "id": identifier,
        "block_hash": block if isinstance(block, str) else None,
        "outcome": {
            "logs": [line.text for line in logs if isinstance(line, Text)] if isinstance(logs, list) else [],
            "receipt_ids": [i for i in ids if isinstance(i, str)] if isinstance(ids, list) else [],
            "gas_burnt": number(fields.get("gas_burnt")),
            "tokens_burnt": text_or_nothing(number(fields.get("tokens_burnt"))),
            "executor_id": account(fields.get("executor_id")),
            "status": status(fields.get("status")) or "Unknown",
        },
    }
