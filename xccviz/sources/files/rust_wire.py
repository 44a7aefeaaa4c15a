"""Rust's debug text of nearcore's values (`rust_debug`) as serde writes them: what a node would have answered.

An enum's variant is an object with one member, a struct in a variant of its own name is written once, options are their
value or null, bytes are base64. Which structs are no variants the text doesn't say: views end so, others are listed.
"""

from __future__ import annotations

import base64
from typing import Any

from xccviz.model import base58
from xccviz.model.raw import Json
from xccviz.patterns import later
from xccviz.sources.files.rust_debug import Call, Returned, Struct, Text

NOT_TOLD = "?"
"""For an account that is not printed; no account is named so."""
_PLAIN = frozenset(
    {
        "RpcTransactionResponse",
        "FinalExecutionOutcome",
        "FinalExecutionOutcomeWithReceipt",
        "MerklePathItem",
        "CostGasUsed",
        "DelegateAction",
        "SignedDelegateAction",
        "AccessKey",
        "FunctionCallPermission",
        "FunctionCallAction",
        "TransferAction",
    }
)
_NEWTYPES = frozenset(
    {"Some", "AccountId", "FunctionArgs", "NonDelegateAction", "FinalExecutionOutcome", "CryptoHash"}
    | {"FinalExecutionOutcomeWithReceipt", "Gas", "NearGas", "NearToken", "PublicKey"}
)
"""Calls that serde leaves out."""
_AMOUNTS = frozenset(
    {
        "deposit",
        "gas_price",
        "tokens_burnt",
        "stake",
        "allowance",
        "balance",
        "cost",
        "amount",
        "minimum_stake",
        "gas_used",
    }
)
"""Members whose number is decimal text on the wire, as JavaScript would round it."""
_BYTES = frozenset({"args", "data", "code", "value"})
_DIGITS = later(r"-?\d{1,40}")
_OCTETS = later(r"\d{1,3}")


def wire(value: Any, key: str = "") -> Json:
    """The value as JSON; `key` is the member that it stands at."""
    if isinstance(value, Text):
        return value.text
    if isinstance(value, str):
        word = _word(value)
        return str(word) if key in _AMOUNTS and isinstance(word, int) else word
    if isinstance(value, list):
        return _bytes_of(value) if key in _BYTES and _are_octets(value) else [wire(entry) for entry in value]
    if isinstance(value, Struct):
        if set(value.fields) == {"inner"}:  # NearGas, NearToken
            return text_or_nothing(number(value)) if value.name == "NearToken" else number(value)
        members = members_of(value)
        return members if value.name in _PLAIN or value.name.endswith("View") else {value.name: members}
    if isinstance(value, Call):
        return _call(value, key)
    return None


def members_of(value: Struct) -> dict[str, Json]:
    """A struct's members alone."""
    return {
        key: status(entry) if key == "status" else wire(entry, key) for key, entry in value.fields.items()
    }


def status(value: Any) -> Json:
    """As on the wire; `{"SuccessValue": null}` where only the beginning of the value is printed."""
    if isinstance(value, Call) and len(value.values) == 1:
        (inner,) = value.values
        if value.name == "SuccessValue" and isinstance(inner, Returned):
            data = inner.data
            return {"SuccessValue": base64.b64encode(data).decode("ascii") if data is not None else None}
        if value.name == "SuccessReceiptId" and isinstance(inner, str):
            return {"SuccessReceiptId": inner}
        if value.name == "Failure":
            return {"Failure": wire(inner)}
    return value if isinstance(value, str) else None


def number(value: Any) -> int | None:
    """`123`, `NearGas { inner: 123 }` or `Gas(123)`."""
    if isinstance(value, Struct):
        value = value.fields.get("inner")
    elif isinstance(value, Call) and len(value.values) == 1:
        value = value.values[0]
    return int(value) if isinstance(value, str) and _DIGITS.fullmatch(value) else None


def account(value: Any) -> str:
    """`AccountId("x")`, or `"x"`."""
    if isinstance(value, Call) and len(value.values) == 1:
        value = value.values[0]
    return value.text if isinstance(value, Text) else NOT_TOLD


def text_or_nothing(value: int | None) -> str | None:
    """An amount as the wire has it."""
    return str(value) if value is not None else None


def _word(value: str) -> Json:
    if value == "None":
        return None
    if value in ("true", "false"):
        return value == "true"
    return int(value) if _DIGITS.fullmatch(value) and not base58.is_hash(value) else value


def _call(value: Call, key: str) -> Json:
    inner = value.values[0] if len(value.values) == 1 else list(value.values)
    if value.name in _NEWTYPES:
        return wire(inner, "args" if value.name == "FunctionArgs" else key)
    if isinstance(inner, Struct) and (inner.name == value.name or inner.name in _PLAIN):
        return {value.name: members_of(inner)}
    return {value.name: wire(inner)}


def _are_octets(value: list[Any]) -> bool:
    return all(isinstance(entry, str) and _OCTETS.fullmatch(entry) and int(entry) < 256 for entry in value)


def _bytes_of(value: list[Any]) -> str:
    return base64.b64encode(bytes(int(entry) for entry in value)).decode("ascii")
