"""What near-workspaces prints of a transaction, as the answer of `tx` that it was made from, as far as it tells.

    ExecutionFinalResult { total_gas_burnt, transaction: ExecutionOutcome, receipts: [ExecutionOutcome], status }

An ExecutionOutcome names itself by `transaction_hash` (of a receipt: its id). It tells no actions, no receipts and no
gas profile. The transaction's receiver is who ran its first receipt (protocol.md §2.2).
"""

from __future__ import annotations

import base64
import re
from typing import Any

from xccviz.catalogue import tr
from xccviz.model.raw import Json
from xccviz.sources.files.rust_debug import Call, DebugTextError, Returned, Struct, Text, read_debug
from xccviz.sources.recognise import base58

METHOD = "near-workspaces"
NOT_TOLD = "?"
"""For an account that is not printed; no account is named so."""
_BEGINS = re.compile(r"\b(?:ExecutionFinalResult|ExecutionResult)\s*\{")
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
_LEFT_OVER = re.compile(r"'\s*\)\s*[,}]")
LONGEST_VALUE = 140
"""Characters within which a returned value ends, its quotes and brackets with it."""
_DIGITS = re.compile(r"-?\d{1,40}")


def is_debug_text(text: str) -> bool:
    """Whether it holds such a print somewhere, as the output of a test does."""
    return _BEGINS.search(text) is not None


def result_of(text: str) -> dict[str, Json]:
    """The first print in `text` as a `tx` result without receipts. Raises DebugTextError.

    Returned values stand in it without escapes. A contract could return what looks like the rest of the print, so
    every member must be known and stand once, the sum of gas must be as told, and no end of a value may follow.
    """
    begins = _BEGINS.search(text)
    if begins is None:
        raise DebugTextError(tr("there is none in it"))
    value, end = read_debug(text, begins.start())
    fields = value.fields if isinstance(value, Struct) else {}
    if not set(fields) <= _MEMBERS or not (fields.keys() & {"status", "value"}):
        raise DebugTextError(tr("it has other members than a result"))
    if _LEFT_OVER.search(text, end, end + LONGEST_VALUE):
        raise DebugTextError(
            tr(
                "more follows at character {place}; a returned value can't be told from the rest",
                place=f"{end + 1:,}",
            )
        )
    first = _outcome(fields.get("transaction"))
    receipts = fields.get("receipts")
    outcomes = [_outcome(entry) for entry in (receipts if isinstance(receipts, list) else [])]
    burnt = [outcome["outcome"]["gas_burnt"] for outcome in (first, *outcomes)]
    total = _number(fields.get("total_gas_burnt"))
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
    status = _status(fields.get("status"))
    if status is not None:
        result["status"] = status
    return result


def _outcome(value: Any) -> dict[str, Any]:
    if not isinstance(value, Struct):
        raise DebugTextError(tr("an outcome is missing"))
    fields = value.fields
    if not set(fields) <= _OUTCOME_MEMBERS or list(fields)[-1:] != ["status"]:
        raise DebugTextError(tr("an outcome has other members"))
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
            "gas_burnt": _number(fields.get("gas_burnt")),
            "tokens_burnt": _text(_number(fields.get("tokens_burnt"))),
            "executor_id": _account(fields.get("executor_id")),
            "status": _status(fields.get("status")) or "Unknown",
        },
    }


def _status(value: Any) -> Json:
    """As on the wire; `{"SuccessValue": null}` where only the beginning of the value is printed."""
    if isinstance(value, Call) and len(value.values) == 1:
        (inner,) = value.values
        if value.name == "SuccessValue" and isinstance(inner, Returned):
            data = inner.data
            return {"SuccessValue": base64.b64encode(data).decode("ascii") if data is not None else None}
        if value.name == "SuccessReceiptId" and isinstance(inner, str):
            return {"SuccessReceiptId": inner}
        if value.name == "Failure":
            return {"Failure": _wire(inner)}
    return value if isinstance(value, str) else None


def _wire(value: Any) -> Json:
    """An error as serde writes it: a variant is an object with one member, a struct in a variant of its own name is
    written once, options are their value or null."""
    if isinstance(value, Text):
        return value.text
    if isinstance(value, str):
        if value == "None":
            return None
        if value in ("true", "false"):
            return value == "true"
        return int(value) if _DIGITS.fullmatch(value) else value
    if isinstance(value, list):
        return [_wire(entry) for entry in value]
    if isinstance(value, Struct):
        if set(value.fields) == {"inner"}:  # NearGas, NearToken
            return _text(_number(value)) if value.name == "NearToken" else _number(value)
        return {value.name: _members(value)}
    if isinstance(value, Call):
        inner = value.values[0] if len(value.values) == 1 else list(value.values)
        if value.name in ("Some", "AccountId"):
            return _wire(inner)
        if isinstance(inner, Struct) and inner.name == value.name:
            return {value.name: _members(inner)}
        return {value.name: _wire(inner)}
    return None


def _members(value: Struct) -> dict[str, Json]:
    return {key: _wire(entry) for key, entry in value.fields.items()}


def _number(value: Any) -> int | None:
    """`123`, `NearGas { inner: 123 }` or `Gas(123)`."""
    if isinstance(value, Struct):
        value = value.fields.get("inner")
    elif isinstance(value, Call) and len(value.values) == 1:
        value = value.values[0]
    return int(value) if isinstance(value, str) and _DIGITS.fullmatch(value) else None


def _account(value: Any) -> str:
    """`AccountId("x")`, or `"x"`."""
    if isinstance(value, Call) and len(value.values) == 1:
        value = value.values[0]
    return value.text if isinstance(value, Text) else NOT_TOLD


def _text(value: int | None) -> str | None:
    return str(value) if value is not None else None
