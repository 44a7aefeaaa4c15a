"""A decoded byte string, as interface.md §4 BYTES says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

BytesKind = Literal["json", "utf8", "borsh", "hex", "empty"]


@dataclass(frozen=True, slots=True)
class Decoded:
    """Bytes with their reading: `text` is shortened to 10,000 characters (`truncated`), `raw` never is.

    `value` is the parsed JSON for kind json, else None (JSON null is kind json with value None).
    """

    raw: bytes
    kind: BytesKind
    text: str
    value: Any
    truncated: bool
