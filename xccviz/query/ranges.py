"""A range of a number as the last terms of a filter: written, and read back.

fail method:ft_*   +   2 to 5 Tgas burnt   ⇄   fail method:ft_* gas>=2T gas<5T
"""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.query.lexer import Token, tokens
from xccviz.query.numbers import UNITS, Sort, Unit, parse_amount
from xccviz.query.terms import NAMES, NumberRow
from xccviz.values import frozen


@frozen
class Range:
    """From `low` on and below `high`, in the smallest unit; None: without that end."""

    low: int | None
    high: int | None


def written_amount(sort: Sort, value: int) -> str:
    """An amount that the parser reads as exactly that, in the largest unit in which it is short: `2T`, `1.5G`, `7`."""
    unit = next(unit for unit in UNITS[sort] if unit.size == 1 or _short(value, unit))
    return f"{_decimal(value, unit.size)}{unit.name}"


def _short(value: int, unit: Unit) -> bool:
    """Whether three digits behind the point say it exactly."""
    return (value * 1000) % unit.size == 0


def _decimal(value: int, size: int) -> str:
    whole, rest = divmod(value, size)
    if not rest:
        return str(whole)
    return f"{whole}.{str(rest).rjust(len(str(size)) - 1, '0').rstrip('0')}"


def written_range(name: str, wanted: Range) -> str:
    """The terms of a range of the number that is called so: `gas>=2T gas<5T`."""
    sort = _row(name).sort
    ends = ((">=", wanted.low), ("<", wanted.high))
    return " ".join(f"{name}{sign}{written_amount(sort, end)}" for sign, end in ends if end is not None)


def with_range(base: str, name: str, wanted: Range) -> str:
    """A filter that asks for a range as well; what asks for one thing or another is put in brackets."""
    base = base.strip()
    if _alternatives(list(tokens(base))):
        base = f"({base})"
    return f"{base} {written_range(name, wanted)}".strip()


def without_range(text: str, name: str) -> tuple[str, Range | None]:
    """What a filter asks for without the range of a number at its end, and that range; None where it ends with none."""
    found = [token for token in tokens(text) if token.kind != "end"]
    ends: dict[str, int] = {}
    for sign in ("<", ">="):
        amount = _last(found, name, sign)
        if amount is not None:
            ends[sign] = amount
            found = found[:-3]
    joined = bool(found) and (found[-1].kind in ("!", "|", "(", ":", "op") or bool(found[-1].keyword))
    if not ends or joined or _alternatives(found):
        return text.strip(), None
    base = text[: found[-1].end] if found else ""
    if _bracketed(found):
        base = base[found[0].end : found[-1].start]
    return base.strip(), Range(ends.get(">="), ends.get("<"))


def _last(found: Sequence[Token], name: str, sign: str) -> int | None:
    """The amount of the last three tokens, where they compare the number in that way."""
    if len(found) < 3:
        return None
    word, operator, value = found[-3:]
    if (word.kind, operator.kind, value.kind) != ("word", "op", "word"):
        return None
    if word.value.casefold() != name or operator.value != sign:
        return None
    amount = parse_amount(_row(name).sort, value.value)
    return amount.value if amount is not None and isinstance(amount.value, int) else None


def _alternatives(found: Sequence[Token]) -> bool:
    """Whether one thing or another is asked for, outside of brackets."""
    depth = 0
    for token in found:
        depth += {"(": 1, ")": -1}.get(token.kind, 0)
        if depth == 0 and (token.kind == "|" or token.keyword == "or"):
            return True
    return False


def _bracketed(found: Sequence[Token]) -> bool:
    """Whether the first bracket closes at the end."""
    depth = 0
    for place, token in enumerate(found):
        depth += {"(": 1, ")": -1}.get(token.kind, 0)
        if depth == 0:
            return place > 0 and place == len(found) - 1
    return False


def _row(name: str) -> NumberRow:
    row = NAMES[name]
    assert isinstance(row, NumberRow), name
    return row
