"""Money as rows of a list panel, in sections: deposits, unused gas, tokens, accounts, the fee. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from xccviz.analysis.types import AccountFacts, TokenEvent
from xccviz.catalogue import numeral, tr
from xccviz.document import Document
from xccviz.gui.lists.rows import Row
from xccviz.replay.types import Moment
from xccviz.tables.money import (
    ACCOUNTS,
    DEPOSIT_TABLE,
    FEES,
    GAS_REFUNDS,
    DepositRow,
    FeeRow,
    GasRefundRow,
    account_rows,
    deposit_rows,
    fee_rows,
    gas_refund_rows,
    near_words,
)
from xccviz.tables.tokens import amount_words, event_words, token_rows, token_words, whom_words
from xccviz.values import replace
from xccviz.words.ahead import AHEAD
from xccviz.words.costs import so_far
from xccviz.words.numbers import signed_near
from xccviz.words.signs import ACTIONS


def money_rows(document: Document, moment: Moment | None = None) -> Iterator[Row]:
    """Rows (what, amount) in sections, as they stood at a moment; a section without rows is left out. Nothing at all:
    no row."""
    past = moment is not None and not moment.at_end
    yield from _section(tr("DEPOSITS"), _deposits(document, moment))
    gas = (_gas_refund(document, row) for row in gas_refund_rows(document, moment))
    yield from _section(tr("UNUSED GAS"), gas)
    tokens = (token(document, row) for row in token_rows(document, moment))
    yield from _section(tr("TOKENS, AS THEIR CONTRACTS TOLD IT"), tokens)
    accounts = tr("ACCOUNTS SO FAR: IN − OUT − FEES") if past else tr("ACCOUNTS: IN − OUT − FEES")
    yield from _section(accounts, (_account(row) for row in account_rows(document, moment)))
    fee = tr("FEE SO FAR") if past or so_far(document.analysis) else tr("FEE")
    yield from _section(fee, map(_fee, fee_rows(document, moment)))


def ahead_rows(document: Document) -> Iterator[Row]:
    """The same at the end, for whoever looks ahead: each row is marked as what comes later."""
    step = len(document.timeline) + 1
    first = True
    for row in money_rows(document):
        if first:
            yield Row((tr("AHEAD OF NOW: AS IT IS AT THE END"), ""), heading=True, step=step)
            first = False
        yield replace(row, step=step, context=AHEAD)


def _section(caption: str, rows: Iterator[Row]) -> Iterator[Row]:
    first = next(rows, None)
    if first is not None:
        yield Row((caption, ""), heading=True)
        yield first
        yield from rows


def _deposits(document: Document, moment: Moment | None) -> Iterator[Row]:
    """Deposits; those alike that follow one another in a step share a row, which says how many."""
    rows = ((row, deposit(row)) for row in deposit_rows(document, moment))
    for _, alike in groupby(rows, key=lambda pair: (pair[1].cells, pair[1].detail, pair[1].step)):
        pairs = list(alike)
        row, shown = pairs[0]
        if len(pairs) > 1:
            whole = sum(each.deposit.amount for each, _ in pairs)
            times = f"{numeral(len(pairs))} × {numeral(row.deposit.amount)} = {numeral(whole)} yocto"
            shown = replace(
                shown,
                cells=(shown.cells[0], f"{numeral(len(pairs))} × {shown.cells[1]}"),
                tip="\n".join((*shown.tip.split("\n")[:-1], times)),
            )
        yield shown


def deposit(row: DepositRow) -> Row:
    """Receiver and amount, and below where it is now and who gave it."""
    line = row.deposit
    amount, payer, to, where = DEPOSIT_TABLE.cells(row, "line")
    whom = f"{payer} → {to}"
    return Row(
        cells=(f"→ {to}", amount),
        node=line.node,
        sign=row.sign.shape,
        sign_tone=row.sign.tone,
        detail=f"{where} · {tr('from {account}', account=payer)}",
        detail_tone="mute" if line.where == "arrived" and not line.returned else row.sign.tone,
        step=_step(row.document, line.node) if line.where != "in_flight" else None,
        tip=f"{whom}\n{where}\n{numeral(line.amount)} yocto",
    )


def _gas_refund(document: Document, row: GasRefundRow) -> Row:
    count, end = (GAS_REFUNDS.column(name).words(row, "card") for name in ("count", "arrived"))
    said = count if row.arrived else f"{count}, {end}"
    account, _, amount, _ = GAS_REFUNDS.cells(row, "line")
    told = tr("{count} to {account}", count=count, account=account) + said.removeprefix(count)
    return Row(
        cells=(tr("back to {account}", account=account), amount),
        node=row.node,
        sign=row.sign.shape,
        sign_tone=row.sign.tone,
        detail=said,
        detail_tone=row.sign.tone,
        step=_step(document, row.node) if row.arrived is not None else None,
        tip=told + f"\n{numeral(row.amount)} yocto",
    )


def token(document: Document, row: TokenEvent) -> Row:
    """One movement; what a failed receipt told is struck."""
    who, what = whom_words(row), token_words(row, "line")
    return Row(
        cells=(who, ""),
        number=amount_words(row, "card"),
        node=row.node,
        tag=event_words(row, "card"),
        sign=ACTIONS["failed"].shape if row.reverted else "none",
        sign_tone="bad" if row.reverted else "mute",
        detail=f"{ACTIONS['reverted'].word} · {what}" if row.reverted else what,
        detail_tone="bad" if row.reverted else "mute",
        step=_step(document, row.node),
        struck=row.reverted,
        tip=f"{who}\n{what}\n{row.standard} {row.event} {row.amount or ''}",
    )


def _account(row: AccountFacts) -> Row:
    """What it came to; the chain's own word where it is known."""
    account, roles, flow, _ = ACCOUNTS.cells(row, "line")
    lines = [
        account,
        tr("by the receipts, without a contract's share of gas: ") + near_words(row.flow, "whole"),
    ]
    if row.balance_change is not None:
        roles += " · " + tr("balance {amount}", amount=signed_near(row.balance_change))
        told = tr("as the chain's state shows it, with a contract's share of gas: ")
        lines.append(told + f"{numeral(row.balance_change)} yocto")
    return Row(cells=(account, flow), detail=roles, tip="\n".join(lines), account=row.id)


def _fee(row: FeeRow) -> Row:
    payer, total, others, beyond = FEES.cells(row, "line")
    detail = ", ".join(part for part in (others, beyond) if part)
    tip = "\n".join(part for part in (payer, others, f"{numeral(row.total)} yocto") if part)
    return Row((payer, total), detail=detail, tip=tip, account=row.payer or "")


def _step(document: Document, node: str) -> int | None:
    steps = document.timeline.of_node.get(node, ())
    return steps[-1] if steps else None
