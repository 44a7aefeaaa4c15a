"""Bytes as text, JSON or hex, as much of them as can be looked at; which actions of a batch are worth a look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from xccviz.decode.types import Decoded
from xccviz.tables.events import json_lines

HEX_ROW = 8
MODES = {
    "json": ("Text", "Tree", "Hex"),
    "borsh": ("Text", "Tree", "Hex"),
    "utf8": ("Text", "Hex"),
    "hex": ("Hex",),
}
"""How bytes of a kind can be shown, the usual way first."""


def modes_of(value: Decoded) -> tuple[str, ...]:
    """The ways to show a value; only what has parts is shown as a tree."""
    modes = MODES.get(value.kind, ())
    has_parts = isinstance(value.value, dict | list) and bool(value.value)
    return modes if has_parts else tuple(mode for mode in modes if mode != "Tree")


def value_lines(value: Decoded, mode: str) -> Iterator[str]:
    """A value line by line: JSON indented, text as it is, hex in rows of eight bytes with what they say."""
    if mode == "Hex":
        for begin in range(0, len(value.raw), HEX_ROW):
            chunk = value.raw[begin : begin + HEX_ROW]
            said = "".join(chr(byte) if 32 <= byte < 127 else "·" for byte in chunk)
            yield f"{begin:05x}  {chunk.hex(' '):<{HEX_ROW * 3 - 1}}  {said}"
    elif value.kind == "json" and isinstance(value.value, dict | list):
        yield from json_lines(value.value)
    else:
        yield from value.whole.split("\n")


def value_text(value: Decoded, mode: str, limit: int, lines: int = 100_000) -> tuple[str, bool]:
    """At most `limit` characters and `lines` lines of a value, and whether there are more."""
    shown: list[str] = []
    room = limit
    for line in value_lines(value, mode):
        if len(shown) == lines:
            return "\n".join(shown) + "\n…", True
        if len(line) > room:
            return "\n".join([*shown, line[:room]]) + "…", True
        shown.append(line)
        room -= len(line) + 1
        if room < 0:
            return "\n".join(shown) + "\n…", True
    return "\n".join(shown), False


def copied(value: Decoded, mode: str) -> str:
    """All of a value, as it is copied: hex without spaces, text exactly."""
    return value.raw.hex() if mode == "Hex" or value.kind == "hex" else value.whole


def size_words(value: Decoded) -> str:
    """`12 bytes`."""
    return f"{len(value.raw):,} byte{'' if len(value.raw) == 1 else 's'}"


def members(value: object) -> Iterator[tuple[str, object]]:
    """Names and values of what a JSON value holds."""
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield str(i), item


def first_members(value: object, count: int) -> tuple[list[tuple[str, object]], int]:
    """The first `count` members and how many more there are."""
    whole = len(value) if isinstance(value, dict | list) else 0
    return list(islice(members(value), count)), max(0, whole - count)


def worth_showing(count: int, failed: Sequence[int], few: int = 8) -> list[tuple[int, int]]:
    """Of a batch, what is shown at once as (begin, end) of what is left out between: the first, each failed action
    with its neighbours, the last. Nothing is left out of a short one, and never a single action."""
    if count <= few:
        return []
    keep = {0, count - 1}
    for index in failed[:3]:
        keep.update(i for i in (index - 1, index, index + 1) if 0 <= i < count)
    gaps, begin = [], None
    for i in range(count + 1):
        out = i < count and i not in keep
        if out and begin is None:
            begin = i
        elif not out and begin is not None:
            if i - begin > 1:
                gaps.append((begin, i))
            begin = None
    return gaps
