"""Gas and NEAR as text. Inside the program both are ints: gas units and yoctoNEAR."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from xccviz.catalogue import numeral, tr
from xccviz.patterns import later

TGAS = 10**12
GGAS = 10**9
YOCTO = 10**24
_UNREADABLE = 10**30
"""No gas is that much; a document may say so all the same, and no fraction of it fits a float."""


def format_gas(gas: int | None, unit: bool = True) -> str:
    """Gas in Tgas with as few digits as tell something: `1.9 Tgas`, `0.22 Tgas`, `300 Tgas`; `not known` for None.

    Rounded to nearest; never used for anything but reading.
    """
    if gas is None:
        return tr("not known")
    suffix = " Tgas" if unit else ""
    if gas == 0:
        return f"0{suffix}"
    if abs(gas) >= _UNREADABLE:
        return f"{numeral(gas // TGAS)}{suffix}"
    value = gas / TGAS
    text = f"{value:,.{_digits(value)}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return numeral(text if text != "0" else "<0.001") + suffix


def _digits(tgas: float) -> int:
    return 0 if tgas >= 100 else 1 if tgas >= 1 else 2 if tgas >= 0.1 else 3


def format_gas_whole(gas: int | None) -> str:
    """Gas in Tgas, with all digits beside it where some were rounded away: `30 Tgas`, `0.2 Tgas (203,782,276,215 gas)`.
    For what somebody chose to the unit."""
    if gas is None or gas >= _UNREADABLE or gas % (TGAS // 10 ** _digits(gas / TGAS)) == 0:
        return format_gas(gas)
    return tr("{gas} ({exact})", gas=format_gas(gas), exact=format_gas_exact(gas))


def format_gas_column(gas: int) -> str:
    """Gas in Tgas for a column whose numbers add up: always three decimals, `20.000`, `0.000`; `<0.001`. Exact to a
    rounding of the last digit, whatever its size."""
    milli = (2 * abs(gas) + GGAS) // (2 * GGAS)
    if gas and not milli:
        return numeral("<0.001")
    return numeral(f"{'-' if gas < 0 else ''}{milli // 1000:,}.{milli % 1000:03d}")


def format_gas_exact(gas: int | None) -> str:
    """Gas with all digits, grouped: `2,287,171,463,946 gas`."""
    return tr("not known") if gas is None else f"{numeral(gas)} gas"


Rounding = Literal["nearest", "up", "down"]
"""What somebody is told to pay must be enough, and what is there must be there."""


def format_near(yocto: int | None, rounded: Rounding = "nearest") -> str:
    """YoctoNEAR as NEAR with five significant digits (four below 1 N), small amounts in yocto; `not known` for None.

    `rounded` by its size, whatever the sign.
    """
    if yocto is None:
        return tr("not known")
    sign = "-" if yocto < 0 else ""
    amount = abs(yocto)
    if amount == 0:
        return "0 N"
    if amount < 10**15:
        return f"{sign}{numeral(amount)} yocto"
    digits = len(str(amount // YOCTO)) if amount >= YOCTO else 0
    keep = max(0, 5 - digits) if digits else 28 - len(str(amount))
    unit = 10 ** (24 - keep)
    added = {"nearest": unit // 2, "up": unit - 1, "down": 0}[rounded]
    amount = (amount + added) // unit * unit
    whole, rest = divmod(amount, YOCTO)
    shown = f"{rest:024d}".rstrip("0")
    return numeral(f"{sign}{whole:,}" + (f".{shown}" if shown else "")) + " N"


_AMOUNT = later(r"([0-9]{1,40})(?:\.([0-9]{1,40}))?[ ]?([A-Za-z]*)")
_GAS_UNITS = {"": 1, "gas": 1, "g": GGAS, "ggas": GGAS, "t": TGAS, "tgas": TGAS}
_NEAR_UNITS = {"": 1, "yocto": 1, "yoctonear": 1, "n": YOCTO, "near": YOCTO}


def parse_gas(text: str) -> int:
    """Gas units of `120T`, `120 Tgas`, `0.5Tgas`, `300G` or a plain number of gas, exactly.

    Raises ValueError with a sentence that says what is wrong.
    """
    return _amount(text, _GAS_UNITS, tr("gas is written as 120T, 120Tgas, 300G or a whole number of gas"))


def parse_near(text: str) -> int:
    """YoctoNEAR of `0.01N`, `0.01 NEAR`, `5yocto` or a plain number of yoctoNEAR, exactly.

    Raises ValueError with a sentence that says what is wrong.
    """
    return _amount(text, _NEAR_UNITS, tr("NEAR is written as 0.01N, 1 NEAR, or a whole number of yoctoNEAR"))


def _amount(text: str, units: Mapping[str, int], expected: str) -> int:
    found = _AMOUNT.fullmatch(text.strip())
    unit = units.get(found[3].lower()) if found is not None else None
    if found is None or unit is None:
        raise ValueError(tr("{text} is no amount: {expected}", text=repr(text), expected=expected))
    fraction = found[2] or ""
    scale: int = 10 ** len(fraction)
    number, rest = divmod(int(found[1] + fraction) * unit, scale)
    if rest and not found[3]:
        raise ValueError(tr("{text} has no unit: {expected}", text=repr(text), expected=expected))
    if rest:
        raise ValueError(
            tr("{text} is finer than the smallest unit: {expected}", text=repr(text), expected=expected)
        )
    return number
