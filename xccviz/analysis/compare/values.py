"""Two values compared as what they mean: JSON as JSON (neither spaces nor the order of members count), else bytes."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from xccviz.analysis.compare.renaming import Names, Renaming
from xccviz.decode.types import Decoded
from xccviz.values import frozen

Missing = Literal["a", "b"]
_LONG, _AROUND = 4000, 100
NOTHING: frozenset[str] = frozenset()


@frozen
class Change:
    """One place where two values differ. `at` is a JSON path, `byte N` or `character N`; `missing` names the run
    that has nothing there (its value is None then)."""

    at: str
    a: Any
    b: Any
    missing: Missing | None = None


def frozen_json(value: Any, names: Names, ignored: frozenset[str] = NOTHING) -> Hashable:
    """A JSON value as something hashable: equal where the values are. True is not 1, and 1 is not 1.0; members named
    in `ignored` don't count. `value` is at most as deep as our JSON reader lets through."""
    if isinstance(value, str):
        return ("s", names.neutral(value))
    if isinstance(value, dict):
        return frozenset(
            (names.neutral(key), frozen_json(inner, names, ignored))
            for key, inner in value.items()
            if key not in ignored
        )
    if isinstance(value, list | tuple):
        return tuple(frozen_json(inner, names, ignored) for inner in value)
    return (type(value).__name__, value)


def frozen_bytes(value: Decoded | None, names: Names) -> Hashable:
    """Decoded bytes as something hashable, equal where `changes_of_bytes` finds nothing."""
    if value is None or value.kind == "empty":
        return None
    if value.kind == "json":
        return ("json", frozen_json(_exact(value), names))
    if value.kind == "utf8":
        return ("utf8", names.neutral(value.raw.decode("utf-8", "replace")))
    return ("bytes", value.raw)


def changes_of_bytes(a: Decoded, b: Decoded, renaming: Renaming) -> Iterator[Change]:
    """Where two byte strings differ; nothing where they say the same."""
    if a.raw == b.raw and not renaming.pairs:
        return
    if a.kind == b.kind == "json":
        yield from changes_of_json(_exact(a), _exact(b), renaming)
    elif frozen_bytes(a, renaming.a) != frozen_bytes(b, renaming.b):
        if a.kind == b.kind == "utf8":
            texts = a.raw.decode("utf-8", "replace"), b.raw.decode("utf-8", "replace")
            start = common_length(*texts)
            yield Change(f"character {start}", _excerpt(texts[0], start), _excerpt(texts[1], start))
        elif a.kind == b.kind:
            start = common_length(a.raw, b.raw)
            yield Change(f"byte {start}", _excerpt(a.raw, start), _excerpt(b.raw, start))
        else:
            yield Change("", a.text, b.text)


def _excerpt(whole: str | bytes, start: int) -> str:
    """A text (bytes as hex), of a long one what stands around `start`."""
    part = whole if len(whole) <= _LONG else whole[max(0, start - _AROUND) : start + _LONG]
    return part if isinstance(part, str) else part.hex()


def changes_of_json(
    a: Any, b: Any, renaming: Renaming, ignored: frozenset[str] = NOTHING, at: str = "$"
) -> Iterator[Change]:
    """Where two JSON values differ, with their JSON paths; members in the order of their names."""
    if isinstance(a, dict) and isinstance(b, dict):
        ours = {renaming.a.neutral(key): key for key in a if key not in ignored}
        theirs = {renaming.b.neutral(key): key for key in b if key not in ignored}
        for name in sorted({*ours, *theirs}, key=repr):  # the order of members means nothing in JSON
            key, other = ours.get(name), theirs.get(name)
            if key is None and other is not None:
                yield Change(at + _member(other), None, _plain(b[other]), "a")
            elif key is not None and other is None:
                yield Change(at + _member(key), _plain(a[key]), None, "b")
            elif key is not None and other is not None:
                yield from changes_of_json(a[key], b[other], renaming, ignored, at + _member(key))
    elif isinstance(a, list | tuple) and isinstance(b, list | tuple):
        for i in range(max(len(a), len(b))):
            place = f"{at}[{i}]"
            if i >= len(a):
                yield Change(place, None, _plain(b[i]), "a")
            elif i >= len(b):
                yield Change(place, _plain(a[i]), None, "b")
            else:
                yield from changes_of_json(a[i], b[i], renaming, ignored, place)
    elif frozen_json(a, renaming.a, ignored) != frozen_json(b, renaming.b, ignored):
        yield Change(at, _plain(a), _plain(b))


def common_length(a: str | bytes, b: str | bytes) -> int:
    """How long the common beginning of two texts is."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _exact(value: Decoded) -> Any:
    """The JSON value with all digits of its numbers."""
    return json.loads(value.raw.decode("utf-8"), parse_float=_number)


def _number(text: str) -> Decimal | str:
    """A number with all its digits; one whose exponent is beyond all bounds stays text."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _plain(value: Any) -> Any:
    """A value as JSON can be written again; a number that a float can't hold becomes its text."""
    if isinstance(value, Decimal):
        return float(value) if Decimal(repr(float(value))) == value else str(value)
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _member(key: str) -> str:
    return f".{key}" if key.isidentifier() else f"[{json.dumps(key, ensure_ascii=False)}]"
