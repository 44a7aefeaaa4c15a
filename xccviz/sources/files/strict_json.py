"""JSON as it is read from files and endpoints: RFC 8259 to the letter, every complaint with its line."""

from __future__ import annotations

import json
import math
import re
import sys
from typing import NoReturn

from xccviz.catalogue import numeral, tr
from xccviz.model.errors import UserError
from xccviz.model.raw import Json
from xccviz.patterns import later
from xccviz.sources.files.place import malformed

_DEEPEST = 500
"""Arrays and objects that may stand within each other: whoever walks or writes a document later calls itself once or
twice for each of them, of which Python allows a thousand. Documents of nodes have some twenty."""
_MOST_DIGITS = sys.get_int_max_str_digits()
"""Of one whole number: Python reads no more."""
_WORDS = ("true", "false", "null", "-")
"""Whose first letters may be all that is left of them."""
_LONGEST_ESCAPE = 6
_TOKEN = later(r'"(?:[^"\\]|\\.)*"|-?(?:NaN|Infinity)|-?\d[\d.eE+-]*', re.DOTALL)


class _RefusedError(ValueError):
    """A word or number that is no JSON of ours: `token` as it stands there, `said` why."""

    def __init__(self, token: str, said: str) -> None:
        super().__init__(said)
        self.token = token
        self.said = said


def read_json(text: str) -> Json:
    """Strict JSON: no NaN, finite numbers of bounded length, no nesting that could not be walked again. Raises
    ValueError (JSONDecodeError with the place, where it is no JSON at all) and RecursionError."""
    value: Json = _DECODER.decode(text)
    return _walkable(value, text, 0, len(text))


def read_json_at(text: str, start: int) -> tuple[Json, int]:
    """The value that begins at `start` of a longer text, and where it ends. Raises as `read_json`."""
    value, end = _DECODER.raw_decode(text, start)
    return _walkable(value, text, start, end), end


def complaint(error: json.JSONDecodeError, name: str) -> UserError:
    """What is wrong with a text, and where."""
    text, expected = error.doc, error.msg[0].lower() + error.msg[1:]
    cut = tr(" (it ends too early)") if is_cut(error) else ""
    place = _place(text, error.pos)
    said = malformed(
        tr(
            "{name} is not valid JSON: {place}: {expected}{cut}",
            name=name,
            place=place,
            expected=expected,
            cut=cut,
        )
    )
    if not text.lstrip().startswith(("{", "[")):
        said.about = text  # a tool's words perhaps
    return said


def is_cut(error: json.JSONDecodeError) -> bool:
    """Whether it is the end of the text that is wrong: what stands there is the beginning of JSON."""
    rest = error.doc[error.pos :].rstrip()
    return (
        not rest.strip(".…")  # as some write who leave out the rest
        or error.msg.startswith("Unterminated")
        or ("escape" in error.msg and len(rest) < _LONGEST_ESCAPE)
        or any(word.startswith(rest) for word in _WORDS)
    )


def parse_json(text: str, name: str) -> Json:
    """As `read_json`. Raises UserError (malformed) with line, column and what was expected there."""
    try:
        return read_json(text)
    except json.JSONDecodeError as error:
        raise complaint(error, name) from error
    except RecursionError as error:
        raise malformed(tr("{name} is nested too deeply to be a transaction", name=name)) from error
    except ValueError as error:
        refused = error if isinstance(error, _RefusedError) else _endless(text)
        at = next((found.start() for found in _TOKEN.finditer(text) if found[0] == refused.token), 0)
        raise malformed(
            tr(
                "{name} is not valid JSON: {place}: {error}",
                name=name,
                place=_place(text, at),
                error=refused.said,
            )
        ) from error


def _endless(text: str) -> _RefusedError:
    """The whole number that has more digits than Python reads."""
    tokens = (found[0] for found in _TOKEN.finditer(text))
    digits = next((token for token in tokens if len(token) > _MOST_DIGITS and token[0] != '"'), "")
    return _RefusedError(digits, tr("a number of {count} digits is too large", count=numeral(len(digits))))


def _walkable(value: Json, text: str, start: int, end: int) -> Json:
    """The value of a piece of text, unless it is nested too deep. Python's own reader, which is none of Python, takes
    what nothing in Python could walk."""
    if text.count("[", start, end) + text.count("{", start, end) <= _DEEPEST:
        return value
    level = [value]
    for _ in range(_DEEPEST):
        level = [
            inner
            for outer in level
            for inner in (
                outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ()
            )
            if type(inner) in _HOLDERS
        ]
        if not level:
            return value
    raise RecursionError(f"more than {_DEEPEST} arrays and objects within each other")


_HOLDERS = (dict, list)


def _constant(word: str) -> NoReturn:
    raise _RefusedError(word, tr("{word} is not JSON", word=word))


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise _RefusedError(digits, tr("the number {number} is too large", number=digits[:20]))
    return value


_DECODER = json.JSONDecoder(parse_constant=_constant, parse_float=_finite)


def _place(text: str, at: int) -> str:
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return tr("line {line}, column {column}", line=line, column=column)
