"""JSON as it is read from files: RFC 8259 to the letter, every complaint with its line."""

from __future__ import annotations

import json
import math
from typing import NoReturn

from xccviz.catalogue import tr
from xccviz.model.raw import Json
from xccviz.sources.files.place import malformed

_MAX_DIGITS = 4000
"""Of one whole number, as in interface.md §4 (BYTES); Python itself refuses a little more."""


def parse_json(text: str, name: str) -> Json:
    """Strict JSON. Raises UserError (malformed) with line, column and what was expected there."""

    def refuse(word: str) -> NoReturn:
        raise ValueError(tr("{word} is not JSON", word=word))

    def finite(digits: str) -> float:
        value = float(digits)
        if not math.isfinite(value):
            raise ValueError(tr("the number {number} is too large", number=digits[:20]))
        return value

    def whole(digits: str) -> int:
        if len(digits) > _MAX_DIGITS:
            raise ValueError(tr("a number of {count} digits is too large", count=f"{len(digits):,}"))
        return int(digits)

    try:
        value: Json = json.loads(text, parse_constant=refuse, parse_float=finite, parse_int=whole)
    except json.JSONDecodeError as error:
        expected = error.msg[0].lower() + error.msg[1:]
        cut = tr(" (it ends too early)") if error.pos >= len(text.rstrip()) else ""
        place = tr("line {line}, column {column}", line=error.lineno, column=error.colno)
        raise malformed(
            tr(
                "{name} is not valid JSON: {place}: {expected}{cut}",
                name=name,
                place=place,
                expected=expected,
                cut=cut,
            )
        ) from error
    except RecursionError as error:
        raise malformed(tr("{name} is nested too deeply to be a transaction", name=name)) from error
    except ValueError as error:
        raise malformed(tr("{name} is not valid JSON: {error}", name=name, error=error)) from error
    return value
