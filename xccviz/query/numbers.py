"""Numbers of a filter with their units, exactly as they are written."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Literal

from xccviz.catalogue import numeral, tr
from xccviz.model.amounts import GGAS, TGAS, YOCTO
from xccviz.patterns import later
from xccviz.values import frozen

Sort = Literal["gas", "near", "count"]
_NUMBER = later(r"([0-9]{1,60}(?:\.[0-9]{1,60})?)([^0-9.].*)?")

COMPARE: Mapping[str, Callable[[int, Fraction | int], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
}


@frozen
class Unit:
    """One unit: how it is written, and the others that are understood; what it is in words; and how much it is."""

    name: str
    also: tuple[str, ...]
    words: str
    size: int


@frozen
class Amount:
    """A number as it was written, in words, and its exact value in the smallest unit."""

    words: str
    value: Fraction | int


UNITS: Mapping[Sort, tuple[Unit, ...]] = {
    "gas": (
        Unit("T", ("Tgas",), "Tgas", TGAS),
        Unit("G", ("Ggas",), "Ggas", GGAS),
        Unit("", ("gas",), "gas", 1),
    ),
    "near": (
        Unit("N", ("NEAR",), "N", YOCTO),
        Unit("mN", ("mNEAR",), "mN", YOCTO // 1000),
        Unit("yN", ("yNEAR", "yocto", "yoctoNEAR"), "yocto", 1),
        Unit("", (), "yocto", 1),
    ),
    "count": (Unit("", (), "", 1),),
}
EXAMPLES: Mapping[Sort, str] = {
    "gas": tr("gas is a number with T, G or no unit: 20T, 500G"),
    "near": tr("NEAR is a number with N, mN or yN, without a unit in yocto: 0.5N, 10mN"),
    "count": tr("it is a plain number: 3"),
}


def parse_amount(sort: Sort, text: str) -> Amount | None:
    """The amount that a text says; None for what is no number, or has another unit."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    meant = (found[2] or "").casefold()
    for unit in UNITS[sort]:
        if meant in (unit.name.casefold(), *(name.casefold() for name in unit.also)):
            value = Fraction(found[1]) * unit.size
            exact = int(value) if value.denominator == 1 else value
            return Amount(f"{_grouped(found[1])} {unit.words}".rstrip(), exact)
    return None


def nearest_amount(sort: Sort, text: str) -> str | None:
    """The same number with a unit that it can have, None for what is no number at all."""
    found = _NUMBER.fullmatch(text.replace(",", "").replace("_", ""))
    if found is None:
        return None
    asked = (found[2] or "").strip().casefold()[:1]
    if not asked:
        return found[1]
    unit = next((unit.name for unit in UNITS[sort] if asked == unit.name[:1].casefold()), UNITS[sort][0].name)
    return found[1] + unit


def _grouped(number: str) -> str:
    whole, dot, rest = number.partition(".")
    return numeral(f"{int(whole):,}{dot}{rest}")
