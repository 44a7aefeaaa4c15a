"""Bytes and amounts as a person types them, and back: text as it is, with what it is in front where it is something
else; amounts exactly."""

from __future__ import annotations

from xccviz.catalogue import numeral, tr, typed_numeral
from xccviz.model.amounts import parse_gas, parse_near
from xccviz.rerun import typed

HOW = tr("text, or hex:, base64: or json: in front of something else")


def bytes_of(text: str) -> bytes:
    """The bytes that a text stands for. Raises ValueError with what was expected."""
    try:
        return typed.bytes_of(text)
    except typed.UnreadableError as error:
        raise ValueError(tr("no {kind} that can be read", kind=error.kind)) from error


def gas_of(text: str) -> int:
    """Gas that an action can carry. Raises ValueError with what was expected, or could be either of two numbers."""
    return _with_room(parse_gas(typed_numeral(text.strip())), typed.GAS_BITS)


def near_of(text: str) -> int:
    """An amount in yoctoNEAR that an action can carry. Raises ValueError with what was expected."""
    return _with_room(parse_near(typed_numeral(text.strip())), typed.NEAR_BITS)


def _with_room(amount: int, bits: int) -> int:
    if not typed.has_room(amount, bits):
        raise ValueError(tr("less is expected: an action has {bits} bits for it", bits=bits))
    return amount


def text_of(data: bytes) -> str:
    """What a person would type for bytes."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return f"hex:{data.hex()}"
    if not text.isprintable():
        return f"hex:{data.hex()}"
    return f"text:{text}" if text.partition(":")[0] in typed.KINDS and ":" in text else text


def gas_text(gas: int) -> str:
    """Gas as one would type it: `30T`, `264.71024T`, exactly."""
    return _exact(gas, 12, "T")


def near_text(yocto: int) -> str:
    """An amount as one would type it: `1N`, `0.05N`, small ones in yocto, exactly."""
    return _exact(yocto, 24, "N") if yocto >= 10**15 or not yocto else f"{yocto}yocto"


def _exact(amount: int, digits: int, unit: str) -> str:
    whole, rest = divmod(amount, 10**digits)
    fraction = f"{rest:0{digits}d}".rstrip("0")
    return numeral(f"{whole}.{fraction}" if fraction else str(whole)) + unit
