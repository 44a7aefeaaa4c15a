"""The gas ledger of one receipt as rows: attached, burnt here and on what, passed on, got back.

A new row is one of `MEMBERS`, and its words in `words/gas.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from xccviz.analysis.types import GasLedger, Whereabouts
from xccviz.model.amounts import format_gas_column, format_gas_exact
from xccviz.values import frozen
from xccviz.words.gas import LEDGER, UNSPENT, LedgerMember
from xccviz.words.signs import NOT_KNOWN, PROGRESS

Before = Literal["told", "to_come", "absent"]
"""What a ledger shows of a member before the receipt has run: its gas, that it is to come, or nothing."""


@frozen
class Member:
    """One member of the ledger: how much it is (gas units, None: not known), and what is shown of it `before` the
    receipt has run. `part`: it is a part of the one above. `optional`: left out where it is nothing."""

    id: LedgerMember
    gas: Callable[[GasLedger], int | None]
    before: Before = "absent"
    part: bool = False
    optional: bool = False


@frozen
class LedgerRow:
    """A member of one ledger: gas units (None: not known), and whether it is a part of the one above. `happened` is
    False of what will only be known once the receipt has run; `unspent` is where what was left is."""

    id: LedgerMember
    gas: int | None
    part: bool = False
    happened: bool = True
    unspent: Whereabouts = "returned"

    @property
    def name(self) -> str:
        """What it is."""
        return UNSPENT[self.unspent] if self.id == "unspent" and self.gas else LEDGER[self.id]

    @property
    def words(self) -> str:
        """How much, as a person reads it, in numbers that add up."""
        if not self.happened:
            return PROGRESS["not_yet"].word
        return NOT_KNOWN if self.gas is None else f"{format_gas_column(self.gas)} Tgas"

    @property
    def exact(self) -> str:
        """How much, all digits; "" of what is not there yet."""
        return format_gas_exact(self.gas) if self.happened else ""


def whole_of(gas: GasLedger) -> int:
    """The gas a ledger is about: what was attached and prepaid, as the sum of where it went."""
    parts = (gas.burnt or 0) + (gas.forwarded or 0) + max(0, gas.unspent or 0)
    return max(gas.attached or 0, parts)


def prepaid_to_run(gas: GasLedger) -> int | None:
    """Gas that was bought for the receipt itself on top of what was attached, which can make a call burn more than it
    was given (interface.md §4, `unspent`); None where the ledger is not known."""
    if gas.attached is None or gas.burnt is None or gas.forwarded is None or gas.unspent is None:
        return None
    return gas.burnt + gas.forwarded + gas.unspent - gas.attached


def _not_told_apart(gas: GasLedger) -> int:
    """What was burnt and is no known part."""
    return max(0, (gas.burnt or 0) - (gas.execution_fees or 0) - (gas.contract or 0) - (gas.send_fees or 0))


MEMBERS: tuple[Member, ...] = (
    Member("attached", lambda gas: gas.attached, before="told"),
    Member("prepaid", prepaid_to_run, optional=True),
    Member("burnt", lambda gas: gas.burnt, before="to_come"),
    Member("execution_fees", lambda gas: gas.execution_fees, part=True, optional=True),
    Member("contract", lambda gas: gas.contract, part=True, optional=True),
    Member("send_fees", lambda gas: gas.send_fees, part=True, optional=True),
    Member("other", _not_told_apart, part=True, optional=True),
    Member("forwarded", lambda gas: gas.forwarded),
    Member("unspent", lambda gas: gas.unspent),
)
"""In the order in which they are shown."""


def ledger_rows(
    gas: GasLedger, happened: bool, unspent: Whereabouts = "returned", *, created: bool = True
) -> tuple[LedgerRow, ...]:
    """The rows of a ledger; before it ran only what is attached is known, and that once it is `created`. `unspent`:
    where what was left is."""
    return tuple(_rows(gas, happened, unspent, created))


def _rows(gas: GasLedger, happened: bool, unspent: Whereabouts, created: bool) -> Iterator[LedgerRow]:
    for member in MEMBERS:
        if not happened:
            if member.before != "absent":
                told = member.before == "told" and created
                yield LedgerRow(member.id, member.gas(gas) if told else None, member.part, told)
            continue
        amount = member.gas(gas)
        if amount or not member.optional:
            yield LedgerRow(member.id, amount, member.part, unspent=unspent)
