"""How something is spread over many receipts: what is measured, values on an axis, a bar, all of it in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from xccviz.catalogue import numeral, tr, trn
from xccviz.model.amounts import GGAS, TGAS, YOCTO, format_gas, format_near
from xccviz.words.signs import PROGRESS
from xccviz.words.waits import blocks

Sort = Literal["gas", "near", "count"]
NAMES: Mapping[str, str] = {
    "gas": tr("Gas burnt"),
    "unspent": tr("Gas unspent"),
    "fee": tr("Fee"),
    "deposit": tr("Deposit"),
    "wait": tr("Blocks waited"),
}
"""What is measured, by the term that filters by it."""
AXES: Mapping[Sort, str] = {"gas": tr("Tgas"), "near": tr("NEAR"), "count": tr("blocks")}
RECEIPTS = tr("receipts")
"""What the other axis counts."""
MEDIAN, MOST = tr("median"), "95 %"
"""What the lines through a histogram are called."""
LATER = tr("to come")
"""What has not run at the moment."""
VALUES: Mapping[Sort, Callable[[int], str]] = {"gas": format_gas, "near": format_near, "count": blocks}
UNITS: Mapping[Sort, Callable[[str], str]] = {
    "gas": lambda number: f"{number} Tgas",
    "near": lambda number: f"{number} N",
    "count": lambda number: tr("{number} blocks", number=number),
}
"""A number in the axis's unit."""
SIZES: Mapping[Sort, int] = {"gas": TGAS, "near": YOCTO, "count": 1}
"""How much one of the axis's unit is."""
_SMALLER: Mapping[Sort, tuple[tuple[int, str], ...]] = {
    "gas": ((GGAS, "G"), (1, "gas")),
    "near": ((10**21, "mN"), (1, "yN")),
    "count": (),
}
"""Units of what is too little for the axis's own, with how much they are."""
_FINE = 1_000
"""What is less than one of so many of the axis's unit is said in a smaller one."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def value_words(sort: Sort, value: int) -> str:
    """A value: `1.9 Tgas`, `0.5 N`, `2 blocks`."""
    return VALUES[sort](value)


def axis_words(sort: Sort, value: int) -> str:
    """A value on an axis that says its unit: `1.5`, `300`; what is far below it with a unit of its own: `20 G`,
    `10⁶ yN`."""
    size = SIZES[sort]
    if value == 0 or value * _FINE >= size:
        return _decimal(value, size)
    smaller = _SMALLER[sort]
    size, unit = next((pair for pair in smaller if value * _FINE >= pair[0]), smaller[-1])
    return f"{_decimal(value, size)} {unit}"


def _decimal(value: int, size: int) -> str:
    """Exactly so many of a size; a one with many zeros as a power of ten."""
    whole, rest = divmod(value, size)
    digits = str(whole)
    first = digits.rstrip("0")
    zeros = len(digits) - len(first)
    if len(digits) > 5 and zeros > 2 and not rest:
        power = f"10{str(zeros).translate(_RAISED)}"
        return power if first == "1" else f"{numeral(int(first))}·{power}"
    if not rest:
        return numeral(whole)
    return numeral(f"{whole:,}.{str(rest).rjust(len(str(size)) - 1, '0').rstrip('0')}")


def _exact_words(sort: Sort, value: int) -> str:
    """The same with its unit: `1.25 Tgas`."""
    words = axis_words(sort, value)
    return words if " " in words else UNITS[sort](words)


def bar_words(sort: Sort, low: int, high: int, count: int, failed: int, later: int) -> str:
    """What a bar, or several side by side, stand for: `2 to under 5 Tgas: 14 nodes, 2 failed`."""
    if high == low + 1:
        between = value_words(sort, low)
    else:
        between = tr("{low} to under {high}", low=axis_words(sort, low), high=_exact_words(sort, high))
    told = [trn("{count} node", "{count} nodes", count)]
    told += [f"{numeral(failed)} {PROGRESS['failed'].word}"] if failed else []
    told += [f"{numeral(later)} {LATER}"] if later else []
    return f"{between}: {', '.join(told)}"


def summary_words(
    sort: Sort, count: int, least: int, most: int, median: int, nearly: int, failed: int
) -> str:
    """All of it: `40 nodes, 2 failed: 0.22 to 25 Tgas, median 1.9 Tgas, 95 % at most 12 Tgas.`"""
    said = trn("{count} node", "{count} nodes", count)
    if failed:
        said += f", {numeral(failed)} {PROGRESS['failed'].word}"
    if least == most:
        return tr("{receipts}: {value} each.", receipts=said, value=value_words(sort, least))
    return tr(
        "{receipts}: {least} to {most}, median {median}, 95 % at most {nearly}.",
        receipts=said,
        least=value_words(sort, least),
        most=value_words(sort, most),
        median=value_words(sort, median),
        nearly=value_words(sort, nearly),
    )


def unknown_words(unknown: int, of: int) -> str:
    """How many are left out: `3 of 43 not known.`; "" for none."""
    return tr("{count} of {all} not known.", count=numeral(unknown), all=numeral(of)) if unknown else ""


def selected_words(sort: Sort, value: int) -> str:
    """The selected receipt: `Selected: 3.2 Tgas.`"""
    return tr("Selected: {value}.", value=value_words(sort, value))
