"""The ledger of one receipt as rows: what is shown before it ran, and what is left out."""

from __future__ import annotations

from typing import get_args

from xccviz.analysis.types import GasLedger
from xccviz.tables.ledger import MEMBERS, ledger_rows
from xccviz.words.gas import LedgerMember

WHOLE = GasLedger(
    attached=100, burnt=70, execution_fees=20, contract=30, send_fees=15, forwarded=40, unspent=10
)


def shown(gas: GasLedger, happened: bool = True) -> dict[str, int | None]:
    return {row.id: row.gas for row in ledger_rows(gas, happened)}


def test_the_rows_are_all_members_each_once() -> None:
    assert sorted(member.id for member in MEMBERS) == sorted(get_args(LedgerMember))
    assert all(row.name for row in ledger_rows(WHOLE, True))


def test_what_was_bought_beside_and_what_is_no_known_part_are_rows_too() -> None:
    assert shown(WHOLE) == {
        "attached": 100,
        "prepaid": 20,
        "burnt": 70,
        "execution_fees": 20,
        "contract": 30,
        "send_fees": 15,
        "other": 5,
        "forwarded": 40,
        "unspent": 10,
    }
    assert [row.id for row in ledger_rows(WHOLE, True) if row.part] == [
        "execution_fees",
        "contract",
        "send_fees",
        "other",
    ]


def test_parts_that_are_nothing_are_left_out_and_what_is_not_known_is_not() -> None:
    assert shown(GasLedger(attached=0, burnt=7, execution_fees=7, contract=0, send_fees=0)) == {
        "attached": 0,
        "burnt": 7,
        "execution_fees": 7,
        "forwarded": None,
        "unspent": None,
    }


def test_before_it_ran_only_what_is_attached_is_known() -> None:
    attached, burnt = ledger_rows(WHOLE, False)
    assert (attached.id, attached.gas, attached.happened) == ("attached", 100, True)
    assert (burnt.id, burnt.gas, burnt.happened, burnt.exact) == ("burnt", None, False, "")
