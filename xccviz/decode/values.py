"""The built-in readings of bytes: JSON, text, hex (the rules of interface.md §4, BYTES)."""

from __future__ import annotations

import json
import math
import unicodedata
from typing import NoReturn

from xccviz.decode.types import BytesKind, Decoded
from xccviz.model.raw import Json
from xccviz.values import maker, replace

_new_decoded = maker(Decoded)

MAX_TEXT = 10_000
MAX_DEPTH = 200
MAX_DIGITS = 4_000


class _RejectedError(ValueError):
    """The text is JSON for Python but not for RFC 8259 within our bounds."""


def decode_json(raw: bytes) -> Decoded | None:
    """Strict RFC 8259 JSON with finite numbers, depth at most 200 and integers of at most 4,000 digits, else None."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    ok, value = parse_strict_json(text)
    return shortened(raw, "json", text, value) if ok else None


def decode_text(raw: bytes) -> Decoded | None:
    """UTF-8 without control characters other than tab, LF and CR, else None."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if all(ch in "\t\n\r" or unicodedata.category(ch) != "Cc" for ch in text):
        return shortened(raw, "utf8", text, None)
    return None


def decode_hex(raw: bytes, problem: str = "") -> Decoded:
    """Lower-case hex without 0x; takes anything. `problem`: why no better reading is there."""
    return replace(shortened(raw, "hex", raw.hex(), None), problem=problem)


def as_json(value: Json) -> Decoded:
    """A JSON value that never was bytes (fields of an action, say), as if it had been read from its text."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return shortened(text.encode(errors="replace"), "json", text, value)


def is_plain_json(value: object) -> bool:
    """Whether a value is JSON within our bounds: what json.dumps writes without a question, strictly and as UTF-8."""
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return False
    return _within_bounds(value)


def parse_strict_json(text: str) -> tuple[bool, Json]:
    """`(True, value)` when `text` is one RFC 8259 JSON text within our bounds, else `(False, None)`."""
    try:
        value = _STRICT.decode(text)
    except (ValueError, RecursionError):
        return False, None
    if not (_plainly_within_bounds(text) or _within_bounds(value)):
        return False, None
    return True, value


def _plainly_within_bounds(text: str) -> bool:
    """Whether already the text of a JSON value shows that it is: nothing in it can nest deep or hide a surrogate."""
    return text.isascii() and "\\u" not in text and text.count("[") + text.count("{") <= MAX_DEPTH


def reading(raw: bytes, text: str, value: Json = None) -> Decoded:
    """What a decoder made of bytes that are neither JSON nor text: `text` for people (cut to 10,000 characters),
    `value` the same as JSON, if it has parts."""
    return shortened(raw, "borsh", text, value)


def shortened(raw: bytes, kind: BytesKind, text: str, value: Json) -> Decoded:
    """A reading whose text is cut to 10,000 characters."""
    if len(text) > MAX_TEXT:
        return _new_decoded(raw, kind, text[:MAX_TEXT], value, True)
    return _new_decoded(raw, kind, text, value, False)


def _reject(word: str) -> NoReturn:
    raise _RejectedError(word)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise _RejectedError(text)
    return value


def _bounded_int(text: str) -> int:
    if len(text.lstrip("-")) > MAX_DIGITS:
        raise _RejectedError("too many digits")
    return int(text)


_STRICT = json.JSONDecoder(parse_constant=_reject, parse_float=_finite, parse_int=_bounded_int)


def _within_bounds(value: object) -> bool:
    """Depth at most 200, no lone surrogate and nothing but JSON anywhere, without recursion."""
    stack: list[tuple[object, int]] = [(value, 1)]
    while stack:
        item, depth = stack.pop()
        if isinstance(item, str):
            if not _encodable(item):
                return False
        elif isinstance(item, dict):
            if depth > MAX_DEPTH:
                return False
            for key, inner in item.items():
                if not isinstance(key, str) or not _encodable(key):
                    return False
                stack.append((inner, depth + 1))
        elif isinstance(item, list):
            if depth > MAX_DEPTH:
                return False
            stack.extend((inner, depth + 1) for inner in item)
        elif item is not None and not isinstance(item, int | float):
            return False
    return True


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
