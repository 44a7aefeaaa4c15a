"""The gas ledger of one receipt as rows: attached, burnt here and on what, passed on, got back."""

from __future__ import annotations

from dataclasses import dataclass

from xccviz.analysis.types import GasLedger
from xccviz.model.amounts import format_gas, format_gas_exact
from xccviz.words.gas import LEDGER
from xccviz.words.signs import PROGRESS


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One member: its id in `words.gas.LEDGER`, gas units (None: not known), and whether it is a part of the one above.
    `happened` is False of what will only be known once the receipt has run."""

    id: str
    gas: int | None
    part: bool = False
    happened: bool = True

    @property
    def name(self) -> str:
        """What it is."""
        return LEDGER[self.id]

    @property
    def words(self) -> str:
        """How much, as a person reads it."""
        return format_gas(self.gas) if self.happened else PROGRESS["not_yet"].word

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


def ledger_rows(gas: GasLedger, happened: bool) -> tuple[LedgerRow, ...]:
    """The rows of a ledger; before it ran only what is attached is known."""
    rows = [LedgerRow("attached", gas.attached)]
    if not happened:
        return (*rows, LedgerRow("burnt", None, happened=False))
    prepaid = prepaid_to_run(gas)
    if prepaid:
        rows.append(LedgerRow("prepaid", prepaid))
    rows.append(LedgerRow("burnt", gas.burnt))
    parts = (("execution_fees", gas.execution_fees), ("contract", gas.contract), ("send_fees", gas.send_fees))
    rows += [LedgerRow(name, value, part=True) for name, value in parts if value]
    rest = (gas.burnt or 0) - sum(value or 0 for _, value in parts)
    if rest > 0:
        rows.append(LedgerRow("other", rest, part=True))
    return (*rows, LedgerRow("forwarded", gas.forwarded), LedgerRow("unspent", gas.unspent))
