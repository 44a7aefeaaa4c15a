"""The camelCase of JavaScript's clients (near-lake, near-api-js' successors) as the snake_case of the wire.

Some of its libraries (lodash, camelcase-keys, humps) begin names of variants small too: `successValue`, `functionCall`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from xccviz.model.action_kinds import ACTION_KINDS
from xccviz.model.raw import Json
from xccviz.patterns import later
from xccviz.resources import read_text

OPAQUE = frozenset({"args", "argsJson", "args_json", "SuccessValue", "logs", "abi"})
"""Members whose value is what a contract or a user wrote: nothing in it is renamed."""
_OF_A_CAPTURE = {"format", "documents"}
"""Our own document, of which unknown members are kept as they are."""
DEEPEST = 200
_CAMEL = later(r"[a-z][a-z0-9]*(?:[A-Z][a-z0-9]*)+")
_CAPITAL = later(r"[A-Z]")
_TELLS = (
    '"receiptIds"', '"executionOutcome"', '"transactionOutcome"', '"signerId"', '"transactionHash"', '"txHash"',
)  # fmt: skip
"""Members that a document in camelCase has; each stands in quotes, so no text inside a string looks like it. Looked for
one by one: to look for them all at once, a pattern has to stop at each quote."""


@cache
def _error_names() -> tuple[str, ...]:
    groups = json.loads(read_text("errors", "dictionary.json"))["groups"]
    return tuple(name for group in groups.values() for name in group if not name.isupper())


_VARIANTS: Mapping[str, Callable[[], Iterable[str]]] = {
    "status": lambda: ("SuccessValue", "SuccessReceiptId", "Failure"),
    "actions": lambda: (kind.name for kind in ACTION_KINDS),
    "receipt": lambda: ("Action", "Data", "GlobalContractDistribution"),
    "permission": lambda: ("FunctionCall", "GasKeyFunctionCall", "GasKeyFullAccess"),
    "delegate_action": lambda: ("V2",),
    "nonce": lambda: ("Nonce", "GasKeyNonce"),
    "state_init": lambda: ("V1",),
    "Failure": _error_names,
}
"""Where the wire names a variant, by the only member of an object: its member → the variants. A failure's stand in each
other."""


@cache
def _variants(member: str) -> Mapping[str, str]:
    """The variants at one of those members, by what snake_case makes of their names."""
    return {snake_case(name[:1].lower() + name[1:]): name for name in _VARIANTS[member]()}


def is_of_a_capture(value: Json) -> bool:
    """Whether it is our own document, in which nothing is renamed."""
    return isinstance(value, dict) and value.keys() >= _OF_A_CAPTURE


def may_be_camel(text: str) -> bool:
    """Whether JSON text can hold a document in camelCase. Only then is it worth looking at each of its members."""
    return any(member in text for member in _TELLS)


def snake_case(key: str) -> str:
    """`receiptIds` → `receipt_ids`; names of variants (`FunctionCall`) and of any other form stay."""
    return _CAPITAL.sub(lambda letter: "_" + letter[0].lower(), key) if _CAMEL.fullmatch(key) else key


def in_snake_case(value: Json, at: str = "", depth: int = 0) -> Json:
    """The same value with the names of its members in snake_case, at any depth, but those of chain data; the value
    itself where nothing is to rename. A name that is there in both spellings keeps both. `at` is the member whose
    value it is."""
    if depth > DEEPEST:
        return value
    if isinstance(value, list):
        entries = [
            in_snake_case(entry, at, depth + 1) if isinstance(entry, dict | list) else entry
            for entry in value
        ]
        same = all(new is old for new, old in zip(entries, value, strict=True))
        return value if same else entries
    if not isinstance(value, dict) or is_of_a_capture(value):
        return value
    variants = _variants(at) if len(value) == 1 and at in _VARIANTS else {}
    renamed: dict[str, Json] = {}
    changed = False
    for key, member in value.items():
        name = snake_case(key)
        name = variants.get(name, name)
        if name != key and name in value:
            name = key
        inner = member
        if isinstance(member, dict | list) and key not in OPAQUE:
            inner = in_snake_case(member, at if at == "Failure" else name, depth + 1)
        changed = changed or (name is not key and name != key) or inner is not member
        renamed[name] = inner
    return renamed if changed else value
