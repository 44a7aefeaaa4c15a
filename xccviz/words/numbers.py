"""Numbers in words: what is not known, shares, gains and losses. Gas and NEAR themselves: `model.amounts`."""

from __future__ import annotations

from xccviz.catalogue import numeral, tr, trn
from xccviz.model.amounts import format_gas_column, format_near
from xccviz.words.lengths import Length

UNKNOWN_NUMBER = "?"
"""A number that is not known, in a column of numbers; everywhere else it is `not known`, never zero."""


def gas_number(gas: int | None, zero: str | None = None) -> str:
    """Gas in Tgas for a column: `1.900`, `zero` (None: `0.000`) for none, `?` where it is not known."""
    if gas is None:
        return UNKNOWN_NUMBER
    return zero if zero is not None and not gas else format_gas_column(gas)


def signed_near(yocto: int | None) -> str:
    """A gain or loss: `+1 N`, `−0.5 N`, `0 N`; `not known` for None."""
    if yocto is None:
        return tr("not known")
    return f"+{format_near(yocto)}" if yocto > 0 else format_near(yocto).replace("-", "−")


def share(part: int | None, whole: int | None, length: Length) -> str:
    """A share of the whole: `12.5 %`, on a card `12 %`; "" where one is not known, or of nothing. Neither is something
    none, nor nearly all of it all: `<1 %`, `>99 %`."""
    if part is None or not whole:
        return ""
    parts, digits = (100, 0) if length == "card" else (1000, 1)
    rounded = (2 * parts * part + whole) // (2 * whole)
    sign, rounded = (
        ("<", 1)
        if rounded == 0 < part
        else (">", parts - 1)
        if rounded == parts and part < whole
        else ("", rounded)
    )
    return sign + numeral(f"{rounded * 100 / parts:.{digits}f} %")


def bytes_count(size: int) -> str:
    """How many bytes: `1 byte`, `84,170 bytes`."""
    return trn("{count} byte", "{count} bytes", size)


def ordinal(number: int) -> str:
    """`first`, `second`, `third`, `4th`, `21st`."""
    few = (tr("first"), tr("second"), tr("third"))
    if number <= len(few):
        return few[number - 1]
    match number % 10 if number % 100 not in (11, 12, 13) else 0:
        case 1:
            return tr("{number}st", number=number)
        case 2:
            return tr("{number}nd", number=number)
        case 3:
            return tr("{number}rd", number=number)
    return tr("{number}th", number=number)


def and_more(count: int) -> str:
    """Ends a list of which so many are not told."""
    return trn("and {count} more", "and {count} more", count)
