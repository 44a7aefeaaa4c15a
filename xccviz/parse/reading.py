"""Reading single JSON values leniently: each reader returns None and notes a Problem instead of raising."""

from __future__ import annotations

import binascii
import math
import reprlib
from collections.abc import Mapping

from xccviz.catalogue import tr
from xccviz.model.errors import Problem
from xccviz.model.raw import Json, JsonObject

COUNT_BITS, AMOUNT_BITS = 64, 128
"""Of gas, heights, times, nonces and versions, and of amounts: the wire's u64 and u128 (protocol.md §0.3)."""
_LONGEST_NUMBER = 80
_DEEPEST = 100
_NO_NUMBER = tr("expected a whole number that is not negative")


class Reader:
    """Collects problems while values are read. `where` is a JSON path such as `receipts[3].receipt`, and `name` the
    member there: they are put together where there is something to say, which is hardly ever."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def note(self, code: str, message: str, where: str, name: str = "") -> None:
        """Remember a problem; at most 200, so that a hostile document can't fill the memory."""
        if len(self.problems) < 200:
            place = f"{where}.{name}" if name else where
            self.problems.append(Problem(code, clean(message), clean(place)))

    def text(self, value: Json, where: str, name: str = "") -> str | None:
        """A JSON string; absent is None, anything else a problem and None. Lone surrogates are replaced."""
        if isinstance(value, str):
            return value if value.isascii() else clean(value)
        if value is not None:
            self.note(
                "wrong_type", tr("expected a string, found {type}", type=type(value).__name__), where, name
            )
        return None

    def id(self, value: Json, where: str, name: str = "") -> str | None:
        """An id or a hash: a text that is not empty; an empty one is none."""
        return self.text(value, where, name) or None

    def ids(self, value: Json, where: str, name: str) -> tuple[str, ...]:
        """The ids in an array, without empty ones and what is none."""
        items = self.list(value, where, name)
        if not items:
            return ()
        return tuple(
            found
            for i, item in enumerate(items)
            if (found := clean(item) if isinstance(item, str) else self.text(item, where, f"{name}[{i}]"))
        )

    def amount(self, value: Json, where: str, name: str = "") -> int | None:
        """YoctoNEAR, read as `int` is, but of 128 bits."""
        return self.int(value, where, name, AMOUNT_BITS)

    def int(self, value: Json, where: str, name: str = "", bits: int = COUNT_BITS) -> int | None:
        """A whole number that is not negative, or its decimal string (protocol.md §0.3 uses both); absent is None,
        one that doesn't fit into `bits` a problem and None: the chain has no such number, and sums, hashes and
        floating-point shares of it would fail far from here."""
        if value is None:
            return None
        number = value if type(value) is int and value >= 0 else number_of(value)
        if number is not None and number.bit_length() <= bits:
            return number
        large = tr("expected a whole number of at most {bits} bits", bits=bits)
        self.note("wrong_type", large if number is not None else _NO_NUMBER, where, name)
        return None

    def base64(self, value: Json, where: str, name: str = "") -> bytes | None:
        """Bytes from base64; absent is None, broken base64 a problem and None."""
        if value is None:
            return None
        if isinstance(value, str):
            try:
                return binascii.a2b_base64(value, strict_mode=True)
            except (binascii.Error, ValueError):
                pass
        self.note("bad_base64", tr("expected base64"), where, name)
        return None

    def list(self, value: Json, where: str, name: str = "") -> list[Json]:
        """A JSON array; absent or null is empty, anything else a problem and empty."""
        if value is None:
            return []
        if isinstance(value, list):
            return value
        self.note("wrong_type", tr("expected an array, found {type}", type=type(value).__name__), where, name)
        return []

    def dict(self, value: Json, where: str, name: str = "") -> Mapping[str, Json]:
        """A JSON object; absent or null is empty, anything else a problem and empty."""
        if value is None:
            return {}
        if isinstance(value, dict):
            return value
        self.note(
            "wrong_type", tr("expected an object, found {type}", type=type(value).__name__), where, name
        )
        return {}


def number_of(value: Json) -> int | None:
    """A whole number that is not negative, or its decimal string, however large; None for anything else."""
    if isinstance(value, str):
        digits = len(value) <= _LONGEST_NUMBER and value.isascii() and value.isdigit()
        return int(value) if digits else None
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def clean(text: str) -> str:
    """`text` with lone surrogates replaced by U+FFFD, so that it can be written as UTF-8 anywhere."""
    if text.isascii():  # which a text knows of itself, and nearly all are
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return text


def clean_object(value: Mapping[str, Json]) -> JsonObject:
    """An object made safe to write, as by `clean_json`."""
    return {clean(str(key)): clean_json(item, 1) for key, item in value.items()}


def clean_json(value: Json, depth: int = 0) -> Json:
    """Any JSON value made safe to write as strict JSON in UTF-8: lone surrogates become U+FFFD, numbers that are not
    finite null, and what is nested deeper than 100 levels its outline, for nothing that recurses could print it."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if depth > _DEEPEST and isinstance(value, dict | list):
        return clean(reprlib.repr(value))
    if isinstance(value, dict):
        return {clean(str(key)): clean_json(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [clean_json(item, depth + 1) for item in value]
    return value
