"""Bytes as text, JSON or hex, as much of them as can be looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice

from xccviz.catalogue import tr
from xccviz.decode.nested import Held, Wrapping, held_in
from xccviz.decode.types import Decoded
from xccviz.words.numbers import bytes_count

HEX_ROW = 8
LINE = 400
"""Characters of one line; Qt measures every one of them."""
LONG_LINE = 100
"""Characters of a value that a row of a table has room for."""
MOST_LINES = 200
"""Lines of JSON that are ever shown unfolded at once."""
MODES = {
    "json": ("Text", "Tree", "Hex"),
    "borsh": ("Text", "Tree", "Hex"),
    "utf8": ("Text", "Tree", "Hex"),
    "hex": ("Hex",),
}
"""How bytes of a kind can be shown, the usual way first."""
WRAPPINGS: Mapping[Wrapping, str] = {"json": tr("JSON in the text"), "base64": tr("base64, decoded")}
"""What a text holds within itself, by how it is wrapped."""
MODE_NAMES = {"Text": tr("Text"), "Tree": tr("Tree"), "Hex": tr("Hex")}


def modes_of(value: Decoded) -> tuple[str, ...]:
    """The ways to show a value; only what has parts is shown as a tree."""
    modes = MODES.get(value.kind, ())
    has_parts = (isinstance(value.value, dict | list) and bool(value.value)) or held_by(value) is not None
    return modes if has_parts else tuple(mode for mode in modes if mode != "Tree")


def holds_more(value: Decoded) -> bool:
    """Whether a value is worth more than a line: it has parts, holds a value wrapped in a text, or is long."""
    if isinstance(value.value, dict | list) and value.value:
        return True
    return held_by(value) is not None or len(value.text) > LONG_LINE


def held_by(value: Decoded) -> Held | None:
    """What a value that is just a text holds within itself."""
    text = value.value if isinstance(value.value, str) else value.text if value.kind == "utf8" else None
    return held_in(text) if text is not None and not value.truncated else None


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
    return bytes_count(len(value.raw))


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


def json_lines(value: object) -> Iterator[str]:
    """JSON in indented lines, one by one; a long line goes on in the next."""
    pending = ""
    for piece in json.JSONEncoder(indent=2, ensure_ascii=False).iterencode(value):
        first, *more = piece[: LINE * MOST_LINES].split("\n")
        pending += first
        for line in more:
            yield from _broken(pending)
            pending = line
    yield from _broken(pending)


def _broken(line: str) -> Iterator[str]:
    for begin in range(0, max(1, len(line)), LINE):
        yield line[begin : begin + LINE]
