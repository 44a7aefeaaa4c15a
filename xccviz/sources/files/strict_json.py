"""JSON as it is read from files: RFC 8259 to the letter, every complaint with its line."""

from __future__ import annotations

import json
import math
from typing import NoReturn

from xccviz.catalogue import tr
from xccviz.model.errors import UserError
from xccviz.model.raw import Json
from xccviz.sources.files.place import malformed

_MAX_DIGITS = 4000
"""Of one whole number, as in interface.md §4 (BYTES); Python itself refuses a little more."""


def _refuse(word: str) -> NoReturn:
    raise ValueError(tr("{word} is not JSON", word=word))


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(tr("the number {number} is too large", number=digits[:20]))
    return value


def _whole(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        raise ValueError(tr("a number of {count} digits is too large", count=f"{len(digits):,}"))
    return int(digits)


DECODER = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite, parse_int=_whole)
"""Strict: numbers are finite and of a bearable length. Raises ValueError."""


def parse_json(text: str, name: str) -> Json:
    """Strict JSON. Raises UserError (malformed) with line, column and what was expected there."""
    try:
        value: Json = DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise complaint(error, name) from error
    except RecursionError as error:
        raise malformed(tr("{name} is nested too deeply to be a transaction", name=name)) from error
    except ValueError as error:
        raise malformed(tr("{name} is not valid JSON: {error}", name=name, error=error)) from error
    return value


def complaint(error: json.JSONDecodeError, name: str) -> UserError:
    """What is wrong with a text, and where."""
    expected = error.msg[0].lower() + error.msg[1:]
    cut = tr(" (it ends too early)") if error.pos >= len(error.doc.rstrip()) else ""
    place = tr("line {line}, column {column}", line=error.lineno, column=error.colno)
    return malformed(
        tr(
            "{name} is not valid JSON: {place}: {expected}{cut}",
            name=name,
            place=place,
            expected=expected,
            cut=cut,
        )
    )
