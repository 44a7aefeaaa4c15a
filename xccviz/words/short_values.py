"""Values that stand within a sentence: shortened as values. What is left out is said, and no text of a contract is cut
inside an escape.

[{"Ok":"\\"value of alpha.near\\""}, … 9 more]     {"name":"a long na…", … 3 more}     “some text of…”
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from xccviz.catalogue import numeral, tr, trn
from xccviz.decode.types import Decoded
from xccviz.words.values import NOTHING

CUT = "…"
LEAST = 24
"""Characters that the first member of a list or an object always gets."""
WORD = 24
"""Characters given up so that a word is not cut."""
DEEP = 8
"""So deep a value is told; what lies deeper is left out."""
LONGEST_NUMBER = 80
"""Characters of a number that always has room."""
TEXT_READ = 4_000
"""A text longer than this is not looked into for JSON."""


def sentence_value(value: Decoded, room: int) -> str:
    """A value in about `room` characters: JSON as JSON, text in quotes (else a contract's words would read as ours),
    other bytes in hex with their number."""
    if value.kind == "empty":
        return NOTHING["card"]
    if value.kind == "hex":
        shown = value.text if len(value.text) <= room else value.text[: room - 1] + CUT
        return trn("{count} byte, hex {bytes}", "{count} bytes, hex {bytes}", len(value.raw), bytes=shown)
    if value.kind == "utf8":
        return f"“{short_text(value.text, room)}”"
    if len(value.text) <= room and not value.truncated and "\n" not in value.text:
        return value.text
    return _short(value.value, room, 0)


def short_text(text: str, room: int) -> str:
    """At most `room` characters of a text, cut after a word where one ends nearby, and before a quoted part that holds
    escapes rather than inside it. JSON that a text is or ends in is shortened as what it
    says."""
    if len(text) <= room:
        return text
    for at in _where_json_may_begin(text, room):
        held = _held(text[at:])
        if isinstance(held, dict | list):
            told = text[:at] + _short(held, room - at, 0)
            if len(told) <= room + LEAST:
                return told
    shown = _after_a_word(text, room)
    opened = _open_quote(shown)
    if opened > room // 3 and "\\" in shown[opened:]:
        shown = shown[:opened].rstrip(" =:,([{")
    return shown.rstrip(" \\") + CUT


def _where_json_may_begin(text: str, room: int) -> list[int]:
    """At most two places: the first brace and the first bracket, each with room left for what it opens."""
    return sorted(at for at in (text.find("{"), text.find("[")) if 0 <= at <= room - LEAST)


def _after_a_word(text: str, room: int) -> str:
    """Less than `room` characters of a longer text."""
    shown = text[: max(1, room - 1)]
    if text[len(shown)].isspace():
        return shown
    end = shown.rfind(" ")
    return shown[:end] if end >= len(shown) - WORD and end > 0 else shown


def _open_quote(text: str) -> int:
    """Where a quoted part begins that does not end; -1 without one."""
    opened, at = -1, 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == '"':
            opened = at if opened < 0 else -1
        at += 1
    return opened


def _short(value: object, room: int, depth: int) -> str:
    if isinstance(value, str):
        return _short_string(value, room, depth)
    if isinstance(value, dict) and value:
        return _short_members(_pairs(value, depth), len(value), "{}", room, depth)
    if isinstance(value, list) and value:
        return _short_members((("", item) for item in value), len(value), "[]", room, depth)
    said = json.dumps(value, ensure_ascii=False)
    if len(said) <= max(room, LONGEST_NUMBER):
        return said
    return tr("{begin}… ({count} digits)", begin=said[:LEAST], count=numeral(len(said)))


def _pairs(value: dict[str, object], depth: int) -> Iterator[tuple[str, object]]:
    for name, member in value.items():
        yield f"{_short_string(name, LEAST, depth)}:", member


def _short_members(
    members: Iterator[tuple[str, object]], count: int, brackets: str, room: int, depth: int
) -> str:
    """As many whole members as have room, the first one in any case, and how many there are more."""
    if depth >= DEEP:
        return f"{brackets[0]}{CUT}{brackets[1]}"
    told: list[str] = []
    left = room - 2
    for name, member in members:
        last = len(told) + 1 == count
        rest = 0 if last else len(_more(count - len(told) - 1))
        said = name + _short(member, max(LEAST, left - len(name) - rest), depth + 1)
        if told and len(said) + rest > left:
            break
        told.append(said)
        left -= len(said) + 1
    shown = ",".join(told)
    if len(told) < count:
        shown += f", {_more(count - len(told))}"
    return f"{brackets[0]}{shown}{brackets[1]}"


def _more(count: int) -> str:
    return tr("… {count} more", count=numeral(count))


def _short_string(text: str, room: int, depth: int) -> str:
    """A JSON string; one that holds JSON itself is shortened as what it holds."""
    whole = json.dumps(text[: room + 1], ensure_ascii=False)
    if len(text) <= room and len(whole) <= room:
        return whole
    held = _held(text) if depth < DEEP else None
    if isinstance(held, dict | list | str):
        told = json.dumps(_short(held, max(LEAST, room - 4), depth + 1), ensure_ascii=False)
        if len(told) <= 2 * max(LEAST, room):  # quoted over and over, most of it would be backslashes
            return told
    shown = text if len(text) <= room - 2 else _after_a_word(text, room - 2)
    while len(shown) > 1 and len(json.dumps(shown + CUT, ensure_ascii=False)) > room:
        shown = _after_a_word(text, len(shown))
    return json.dumps(shown.rstrip() + CUT, ensure_ascii=False)


def _held(text: str) -> object:
    """What a text says as JSON; None where it is none."""
    if len(text) > TEXT_READ or text[:1] not in '{["':
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
