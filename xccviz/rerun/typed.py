"""What a person types for a call that is run again: bytes, as text or with what they are in front, and amounts that an
action has room for."""

from __future__ import annotations

import json
from base64 import b64decode
from typing import NoReturn

KINDS = ("text", "json", "hex", "base64")
"""What may stand in front of bytes."""
GAS_BITS, NEAR_BITS = 64, 128
"""Room of an action for gas (u64) and for a deposit (u128): docs/protocol.md §0.3."""


class UnreadableError(ValueError):
    """Bytes that are none of the `kind` that stands in front of them."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def bytes_of(text: str) -> bytes:
    """The bytes that a text stands for: `hex:22`, `json:5`, `base64:Ig==`, `text:hex:22`, else the text itself. Raises
    UnreadableError."""
    kind, colon, rest = text.partition(":")
    return value_of(kind, rest) if colon and kind in KINDS else value_of("text", text)


def value_of(kind: str, text: str) -> bytes:
    """The bytes of a text of one of the KINDS, which may be no UTF-8. Raises UnreadableError."""
    try:
        if kind == "hex":
            return bytes.fromhex(text.removeprefix("0x"))
        if kind == "base64":
            return b64decode(text, validate=True)
        if kind == "json":
            json.loads(text, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(kind) from error
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError as error:
        raise UnreadableError("text") from error


def _refused(word: str) -> NoReturn:
    raise ValueError(word)  # NaN and Infinity, which Python takes and no contract


def has_room(amount: int, bits: int) -> bool:
    """Whether an action can carry an amount."""
    return amount < 1 << bits
