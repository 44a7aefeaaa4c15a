"""The camelCase of JavaScript's clients (near-lake, near-api-js' successors) as the snake_case of the wire."""

from __future__ import annotations

from xccviz.model.raw import Json
from xccviz.patterns import later

OPAQUE = frozenset({"args", "argsJson", "args_json", "SuccessValue", "logs", "abi"})
"""Members whose value is what a contract or a user wrote: nothing in it is renamed."""
_OF_A_CAPTURE = {"format", "documents"}
"""Our own document, of which unknown members are kept as they are."""
DEEPEST = 200
_CAMEL = later(r"[a-z][a-z0-9]*(?:[A-Z][a-z0-9]*)+")
_CAPITAL = later(r"[A-Z]")
_TELLS = tuple(
    f'"{key}"'
    for key in (
        "receiptIds",
        "executionOutcome",
        "transactionOutcome",
        "signerId",
        "transactionHash",
        "txHash",
    )
)
"""Members that a document in camelCase has; each stands in quotes, so no text inside a string looks like it."""


def may_be_camel(text: str) -> bool:
    """Whether JSON text can hold a document in camelCase. Only then is it worth looking at each of its members."""
    return any(tell in text for tell in _TELLS)


def snake_case(key: str) -> str:
    """`receiptIds` → `receipt_ids`; names of variants (`FunctionCall`) and of any other form stay."""
    return _CAPITAL.sub(lambda letter: "_" + letter[0].lower(), key) if _CAMEL.fullmatch(key) else key


def in_snake_case(value: Json, depth: int = 0) -> Json:
    """The same value with the names of its members in snake_case, at any depth, but those of chain data; the value
    itself where nothing is to rename. A name that is there in both spellings keeps both."""
    if depth > DEEPEST:
        return value
    if isinstance(value, list):
        entries = [
            in_snake_case(entry, depth + 1) if isinstance(entry, dict | list) else entry for entry in value
        ]
        same = all(new is old for new, old in zip(entries, value, strict=True))
        return value if same else entries
    if not isinstance(value, dict) or value.keys() >= _OF_A_CAPTURE:
        return value
    renamed: dict[str, Json] = {}
    changed = False
    for key, member in value.items():
        name = snake_case(key)
        if name != key and name in value:
            name = key
        inner = member
        if isinstance(member, dict | list) and key not in OPAQUE:
            inner = in_snake_case(member, depth + 1)
        changed = changed or (name is not key and name != key) or inner is not member
        renamed[name] = inner
    return renamed if changed else value
