"""A decoded byte string, as interface.md §4 BYTES says it; where bytes stand; and what a decoder is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

from xccviz.model.raw import Json
from xccviz.values import frozen

BytesKind = Literal["json", "utf8", "borsh", "hex", "empty"]
BYTES_KINDS: tuple[str, ...] = get_args(BytesKind)

Part = Literal["args", "result", "resume"]
"""What the bytes of a call are: its arguments, what it returned, or what a yielded callback was resumed with."""


@frozen
class Where:
    """Where bytes stand: `account`, the contract that takes or gave them, and `method`, None where not known.

    `code_hash`: hash of the code that ran (base58), only where the outcome tells it (metadata V4, protocol 85 on) and
    the account has code of its own.
    """

    account: str | None
    method: str | None
    part: Part
    code_hash: str | None = None


@frozen
class Decoded:
    """Bytes with their reading: `text` is shortened to 10,000 characters (`truncated`), `raw` never is.

    `value` is the parsed JSON for kind json (JSON null is kind json with value None), what a decoder made of the bytes
    for kind borsh, else None. `problem` says why a decoder could not read what it took for its own.
    """

    raw: bytes
    kind: BytesKind
    text: str
    value: Json
    truncated: bool
    problem: str = ""

    @property
    def whole(self) -> str:
        """The text without a cut, where the bytes are text themselves; else what there is."""
        return self.raw.decode("utf-8", "replace") if self.kind in ("json", "utf8") else self.text


@frozen
class Event:
    """An event of a contract as its log line tells it (NEP-297)."""

    standard: str
    version: str | None
    event: str
    data: Json


Decode = Callable[[bytes, Where], Decoded | None]
"""Reads bytes that stand somewhere; None for what is not its own."""


@frozen
class Decoder:
    """One row of the registry: a name that people read where it fails, and its function."""

    name: str
    decode: Decode
