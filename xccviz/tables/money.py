"""NEAR that moved: each deposit from its payer to where it is now, prepaid gas coming back, accounts, the fee."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from xccviz.analysis.money.accounts import flows_by
from xccviz.analysis.types import AccountFacts, Deposit, Share
from xccviz.catalogue import numeral, tr, trn
from xccviz.document import Document
from xccviz.model.amounts import format_near
from xccviz.model.literals import PriceRegime, happened
from xccviz.replay.standing import created_by, deposit_at
from xccviz.replay.types import Moment
from xccviz.tables.table import Column, Table, Value
from xccviz.values import frozen
from xccviz.words.lengths import Length
from xccviz.words.money import (
    all_known,
    gas_refund_end,
    paid_apart,
    payer_of_parts,
    payer_words,
    receiver_words,
    where_words,
)
from xccviz.words.numbers import signed_near
from xccviz.words.roles import ACCOUNT_ROLES
from xccviz.words.signs import DEPOSITS, Sign


@frozen
class DepositRow:
    """One deposit, transfer or payout, and where it is at the end."""

    document: Document
    deposit: Deposit

    @property
    def sign(self) -> Sign:
        """Where it is, as a sign."""
        return DEPOSITS[self.deposit.where]

    @property
    def lost_way(self) -> bool:
        """Whether it is not where it was sent, and that because something failed."""
        where = self.deposit.where
        if where == "returned":
            return self.document.analysis.facts[self.deposit.node].failed
        return where != "arrived"


def deposit_rows(document: Document, moment: Moment | None = None) -> Iterator[DepositRow]:
    """All deposits that were carried by a moment, in the order of their receipts."""
    then = (deposit_at(document.analysis, line, moment) for line in document.analysis.deposits)
    return (DepositRow(document, line) for line in then if line is not None)


def near_words(yocto: int | None, length: Length) -> str:
    """An amount in NEAR; all digits as a whole."""
    return f"{numeral(yocto)} yocto" if length == "whole" and yocto is not None else format_near(yocto)


DEPOSIT_COLUMNS: tuple[Column[DepositRow], ...] = (
    Column(
        "amount",
        tr("AMOUNT"),
        tr("Amount"),
        lambda row: row.deposit.amount,
        lambda row, length: near_words(row.deposit.amount, length),
        "yocto",
    ),
    Column(
        "from",
        tr("FROM"),
        tr("From"),
        lambda row: row.deposit.payer,
        lambda row, length: payer_words(row.deposit),
    ),
    Column(
        "to",
        tr("TO"),
        tr("To"),
        lambda row: row.deposit.receiver,
        lambda row, length: receiver_words(row.document.analysis, row.deposit),
    ),
    Column(
        "where",
        tr("WHERE IT IS NOW"),
        tr("Where it is now"),
        lambda row: row.deposit.where,
        lambda row, length: where_words(row.document.analysis, row.deposit, length),
        tone=lambda row: row.sign.tone,
    ),
)
DEPOSIT_TABLE = Table(
    "deposits",
    tr("Deposits"),
    DEPOSIT_COLUMNS,
    deposit_rows,
    lambda row: row.sign,
    lambda row: row.deposit.node,
)


@frozen
class GasRefundRow:
    """All gas refunds to one account that ended alike: the first receipt, how many, yoctoNEAR in all. `arrived`: None
    while they are on their way, False where the account could not take them."""

    node: str
    account: str
    arrived: bool | None
    count: int
    amount: int

    @property
    def sign(self) -> Sign:
        """How they ended; of those that arrived there is nothing to show."""
        if self.arrived:
            return Sign("none", "mute", DEPOSITS["arrived"].word)
        return DEPOSITS["in_flight" if self.arrived is None else "burnt"]


def gas_refund_rows(document: Document, moment: Moment | None = None) -> Iterator[GasRefundRow]:
    """Gas refunds by account and end, in the order of their first receipts; by a moment those that were there."""
    groups: dict[tuple[str, bool | None], list[tuple[str, int]]] = {}
    for refund in document.analysis.refunds:
        if refund.kind != "gas" or not created_by(document.analysis, refund.node, moment):
            continue
        there = moment is None or happened(moment.progress.get(refund.node))
        groups.setdefault((refund.to, refund.arrived if there else None), []).append(
            (refund.node, refund.amount)
        )
    for (account, arrived), parts in groups.items():
        yield GasRefundRow(parts[0][0], account, arrived, len(parts), sum(amount for _, amount in parts))


def _refunds(row: GasRefundRow, length: Length) -> str:
    if length == "card":
        return trn("{count} refund", "{count} refunds", row.count)
    return trn("{count} gas refund", "{count} gas refunds", row.count)


GAS_REFUND_COLUMNS: tuple[Column[GasRefundRow], ...] = (
    Column("account", tr("TO"), tr("To"), lambda row: row.account, lambda row, length: row.account),
    Column("count", tr("REFUNDS"), tr("Refunds"), lambda row: row.count, _refunds, "refunds"),
    Column(
        "amount",
        tr("AMOUNT"),
        tr("Amount"),
        lambda row: row.amount,
        lambda row, length: near_words(row.amount, length),
        "yocto",
    ),
    Column(
        "arrived",
        tr("ARRIVED"),
        tr("Arrived"),
        lambda row: row.arrived,
        lambda row, length: gas_refund_end(row.arrived) or row.sign.word,
        tone=lambda row: row.sign.tone,
    ),
)
GAS_REFUNDS = Table(
    "gas_refunds",
    tr("Gas refunds"),
    GAS_REFUND_COLUMNS,
    gas_refund_rows,
    lambda row: row.sign,
    lambda row: row.node,
)


def account_rows(document: Document, moment: Moment | None = None) -> Iterator[AccountFacts]:
    """The accounts that gained or lost by a moment, or of which that is not known. What the chain says of balances is
    about the end."""
    accounts: Iterable[AccountFacts] = document.analysis.accounts
    if moment is not None and not moment.at_end:
        accounts = _accounts_by(document, moment)
    return (each for each in accounts if each.flow != 0 or each.balance_change)


def _accounts_by(document: Document, moment: Moment) -> Iterator[AccountFacts]:
    analysis = document.analysis
    regime = analysis.fees.price_regime
    flows = flows_by(
        document.graph,
        get_args(PriceRegime) if regime == "unknown" else (regime,),
        {node: facts.gas for node, facts in analysis.facts.items()},
        lambda node: happened(moment.progress.get(node)),
    )
    for each in analysis.accounts:
        flow = flows.get(each.id, 0) if flows is not None else None
        yield AccountFacts(each.id, each.roles, flow)


def roles_of(account: AccountFacts) -> str:
    """The parts an account plays: `signer, caller`."""
    return ", ".join(ACCOUNT_ROLES[role] for role in account.roles)


def _change(row: AccountFacts, length: Length) -> str:
    return signed_near(row.balance_change) if row.balance_change is not None else ""


ACCOUNT_COLUMNS: tuple[Column[AccountFacts], ...] = (
    Column("account", tr("ACCOUNT"), tr("Account"), lambda row: row.id, lambda row, length: row.id),
    Column(
        "roles",
        tr("ROLE"),
        tr("Roles"),
        lambda row: ", ".join(row.roles),
        lambda row, length: roles_of(row),
    ),
    Column(
        "flow",
        tr("IN − OUT − FEES"),
        tr("In − out − fees"),
        lambda row: row.flow,
        lambda row, length: signed_near(row.flow),
        "yocto",
    ),
    Column(
        "balance_change",
        tr("BALANCE CHANGE"),
        tr("Balance change"),
        lambda row: row.balance_change,
        _change,
        "yocto",
    ),
)
ACCOUNTS = Table("accounts", tr("Accounts"), ACCOUNT_COLUMNS, account_rows)


@frozen
class FeeRow:
    """The fee in yoctoNEAR and who paid it (None: not known); `beyond_gas`: what of it was for something else;
    `shares`: what of it others paid."""

    payer: str | None
    total: int
    beyond_gas: int | None
    shares: tuple[Share, ...] = ()


def fee_rows(document: Document, moment: Moment | None = None) -> Iterator[FeeRow]:
    """The fee, by a moment that of what had run; no row where a document does not say what was paid."""
    fees = document.analysis.fees
    if moment is not None and not moment.at_end:
        ran = (node.outcome for node in document.graph.nodes if happened(moment.progress.get(node.id)))
        burnt = [outcome.tokens_burnt for outcome in ran if outcome is not None]
        if burnt and None not in burnt:
            shares = tuple(share for share in fees.shares if happened(moment.progress.get(share[0])))
            yield FeeRow(fees.payer, sum(each for each in burnt if each is not None), None, shares)
    elif fees.total is not None:
        yield FeeRow(fees.payer, fees.total, fees.beyond_gas, fees.shares)


def _paid_by(row: FeeRow, length: Length) -> str:
    if not all_known(row.shares):
        return payer_of_parts()
    return tr("paid by {who}", who=row.payer) if row.payer else tr("who paid is not known")


def _others(row: FeeRow, length: Length) -> str:
    return ", ".join(paid_apart(row.shares)) if all_known(row.shares) else ""


def _others_value(row: FeeRow) -> Value:
    return sum(amount or 0 for _, _, amount in row.shares) if all_known(row.shares) else None


def _beyond(row: FeeRow, length: Length) -> str:
    if not row.beyond_gas:
        return ""
    return tr("{amount} of it for something else than gas", amount=format_near(row.beyond_gas))


def _beyond_value(row: FeeRow) -> Value:
    return row.beyond_gas


FEE_COLUMNS: tuple[Column[FeeRow], ...] = (
    Column("payer", tr("PAID BY"), tr("Paid by"), lambda row: row.payer, _paid_by),
    Column(
        "total",
        tr("FEE"),
        tr("Fee"),
        lambda row: row.total,
        lambda row, length: near_words(row.total, length),
        "yocto",
    ),
    Column("others", tr("BY OTHERS"), tr("Paid by others of it"), _others_value, _others, "yocto"),
    Column(
        "beyond_gas", tr("BEYOND GAS"), tr("For something else than gas"), _beyond_value, _beyond, "yocto"
    ),
)
FEES = Table("fees", tr("Fee"), FEE_COLUMNS, fee_rows)
