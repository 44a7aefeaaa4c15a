"""What a text holds within itself: JSON written as a string, base64 of text or JSON, and both in each other.

"IjQ0NDg3Ig==" ─ base64 ─> "\\"44487\\"" ─ JSON ─> "44487"
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Literal

from xccviz.model.raw import Json
from xccviz.patterns import later
from xccviz.values import frozen

Wrapping = Literal["json", "base64"]
LEAST = 8
"""Characters of base64 that can't be taken for a word any more."""
MOST = 200_000
"""A longer text is not looked into."""
_BASE64 = later(r"(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


@frozen
class Held:
    """What a text holds: how it was wrapped, and the value: JSON, or a text again."""

    wrapping: Wrapping
    value: Json


def held_in(text: str) -> Held | None:
    """What a text holds within itself; None where it is just a text. JSON counts where it is an object, an array or a
    string; base64 where it says a printable text, which a word by chance does not: it must hold JSON, or have padding,
    a digit and both cases."""
    if not LEAST // 4 <= len(text) <= MOST:
        return None
    if text[:1] in '{["':
        value = _json(text)
        return Held("json", value) if isinstance(value, dict | list | str) else None
    if len(text) < LEAST or not _BASE64.fullmatch(text):
        return None
    try:
        told = base64.b64decode(text, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None
    if not told or not all(char.isprintable() or char in "\n\t\r" for char in told):
        return None
    value = _json(told)
    if isinstance(value, dict | list | str):
        return Held("base64", value)
    mixed = (
        any(c.isdigit() for c in text) and any(c.isupper() for c in text) and any(c.islower() for c in text)
    )
    return Held("base64", told) if mixed and (text.endswith("=") or " " in told) else None


def _json(text: str) -> Json:
    try:
        value: Json = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value
