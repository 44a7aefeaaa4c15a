"""Bytes and amounts as a person types them, and back: text as it is, with what it is in front where it is something
else; amounts exactly."""

from __future__ import annotations

import json
from base64 import b64decode

from xccviz.catalogue import numeral, tr, typed_numeral
from xccviz.model.amounts import parse_gas, parse_near

HOW = tr("text, or hex:, base64: or json: in front of something else")
_KINDS = ("text", "hex", "base64", "json")


def bytes_of(text: str) -> bytes:
    """The bytes that a text stands for. Raises ValueError with what was expected."""
    kind, colon, rest = text.partition(":")
    if not colon or kind not in _KINDS:
        return text.encode("utf-8", "surrogateescape")
    try:
        if kind == "hex":
            return bytes.fromhex(rest.removeprefix("0x"))
        if kind == "base64":
            return b64decode(rest, validate=True)
        if kind == "json":
            json.loads(rest)
    except (ValueError, RecursionError) as error:
        raise ValueError(tr("no {kind} that can be read", kind=kind)) from error
    return rest.encode("utf-8", "surrogateescape")


def text_of(data: bytes) -> str:
    """What a person would type for bytes."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return f"hex:{data.hex()}"
    if not text.isprintable():
        return f"hex:{data.hex()}"
    return f"text:{text}" if text.partition(":")[0] in _KINDS and ":" in text else text


def gas_text(gas: int) -> str:
    """Gas as one would type it: `30T`, `264.71024T`, exactly."""
    return _exact(gas, 12, "T")


def near_text(yocto: int) -> str:
    """An amount as one would type it: `1N`, `0.05N`, small ones in yocto, exactly."""
    return _exact(yocto, 24, "N") if yocto >= 10**15 or not yocto else f"{yocto}yocto"


def typed_gas(text: str) -> int:
    """`parse_gas` of what is typed in the language of the window."""
    return parse_gas(typed_numeral(text.strip()))


def typed_near(text: str) -> int:
    """`parse_near` of the same."""
    return parse_near(typed_numeral(text.strip()))


def _exact(amount: int, digits: int, unit: str) -> str:
    whole, rest = divmod(amount, 10**digits)
    fraction = f"{rest:0{digits}d}".rstrip("0")
    return numeral(f"{whole}.{fraction}" if fraction else str(whole)) + unit
