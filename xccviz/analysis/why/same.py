"""Where a value stands: the very same one, not one that only looks like a part of it.

"1000000"  in  {"amount": "1000000"}       an element of it
           in  Transfer 1000000 to bob     a word of it
       not in  {"amount": "10000000000"}
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Literal

from xccviz.analysis.types import NodeFacts
from xccviz.decode.types import Decoded
from xccviz.model.raw import Json
from xccviz.values import frozen

Place = Literal["result", "args", "log", ""]
LEAST = 6
"""Characters of the strings and numbers in a value; what has fewer, as `true`, `0` and `[]` have, is found everywhere
and proves nothing."""
_BEFORE, _BEHIND = r"(?<![\w.\-+/])", r"(?![\w\-+/]|\.\w)"
"""What may not stand beside a word: it would be a part of a longer one, of an account, a number, a path or base64."""


@frozen
class Sought:
    """A value that is looked for: its bytes; its JSON, as text that is the same for the same value, "" where it is
    none; and how it reads within a text, None where it is no text."""

    raw: bytes
    data: Json
    canonical: str
    words: re.Pattern[str] | None


def sought(value: Decoded) -> Sought | None:
    """What to look for, None for what proves nothing."""
    if value.kind == "json":
        if _told(value.value) < LEAST:
            return None
        text = value.value if isinstance(value.value, str) else value.whole.strip()
        return Sought(value.raw, value.value, _canonical(value.value), _words(text))
    if len(value.raw) < LEAST:
        return None
    if value.kind == "utf8":
        text = value.whole.strip()
        if len(text) < LEAST:
            return None
        # Text that is no JSON is written into JSON as a string.
        return Sought(value.raw, text, _canonical(text), _words(text))
    return Sought(value.raw, None, "", None)


def place_of(facts: NodeFacts, wanted: Sought, *, ran: bool) -> Place:
    """Where a value stands in what is known of a receipt: what it returned, what it was given, what it logged."""
    status = facts.status
    if ran and status is not None and status.value is not None and _is(status.value, wanted):
        return "result"
    if any(args is not None and _stands_in(args, wanted) for args in facts.args):
        return "args"
    if ran and any(
        _in_text(log.text, wanted) or (log.event is not None and _in_json(log.event.data, wanted))
        for log in facts.logs
    ):
        return "log"
    return ""


def _is(value: Decoded, wanted: Sought) -> bool:
    return value.raw == wanted.raw or (value.kind == "json" and _same(value.value, wanted))


def _stands_in(value: Decoded, wanted: Sought) -> bool:
    if value.raw == wanted.raw:
        return True
    if value.kind == "json":
        return _in_json(value.value, wanted)
    return value.kind == "utf8" and _in_text(value.whole, wanted)


def _in_json(data: Json, wanted: Sought) -> bool:
    return bool(wanted.canonical) and any(_same(each, wanted) for each in _every(data))


def _in_text(text: str, wanted: Sought) -> bool:
    return wanted.words is not None and wanted.words.search(text) is not None


def _same(data: Json, wanted: Sought) -> bool:
    """Whether two are the same in JSON. Python takes 1, 1.0 and true for equal: compared by what is written."""
    return (
        bool(wanted.canonical)
        and type(data) is type(wanted.data)
        and data == wanted.data
        and (isinstance(data, str) or _canonical(data) == wanted.canonical)
    )


def _every(data: Json) -> Iterator[Json]:
    """A JSON value and all in it; names of members are none."""
    waiting = [data]
    while waiting:
        here = waiting.pop()
        yield here
        if isinstance(here, Mapping):
            waiting.extend(here.values())
        elif isinstance(here, list):
            waiting.extend(here)


def _told(data: Json) -> int:
    """Characters of the strings and numbers in it."""
    leaves = (
        each for each in _every(data) if isinstance(each, str | int | float) and not isinstance(each, bool)
    )
    return sum(len(each.strip()) if isinstance(each, str) else len(str(each)) for each in leaves if each)


def _canonical(data: Json) -> str:
    return json.dumps(data, sort_keys=True)


def _words(text: str) -> re.Pattern[str]:
    return re.compile(_BEFORE + re.escape(text) + _BEHIND)
