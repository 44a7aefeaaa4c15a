"""Who gave what to whom, and where it is now: deposits, tokens by their events, and what it came to for each account.

Gas refunds are summed up, and equal deposits share a row; nothing else is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.analysis.types import TokenEvent
from xccviz.catalogue import tr
from xccviz.cli.terminal import Column, Terminal
from xccviz.cli.views.shown import say_nothing
from xccviz.document import Document
from xccviz.tables.lines import STYLE_OF_TONE, Part
from xccviz.tables.money import (
    ACCOUNTS,
    DEPOSIT_TABLE,
    GAS_REFUNDS,
    account_rows,
    deposit_rows,
    gas_refund_rows,
)
from xccviz.tables.shown import WHOLE, Shown
from xccviz.tables.tokens import TOKENS, token_rows
from xccviz.words.missing import no_sums_sentence, nothing_moved, stakes_sentence, untold_moves
from xccviz.words.money import nobodies, others_sentence, shares_sentence
from xccviz.words.numbers import signed_near
from xccviz.words.sentences import joined

_DEPOSITS = (
    Column(tr("amount"), ">"),
    Column(tr("from"), stretch=True),
    Column(tr("to"), stretch=True),
    Column(tr("where it is now"), stretch=True),
)
_TOKENS = (
    Column(tr("amount"), ">"),
    Column(tr("from"), stretch=True),
    Column(tr("to"), stretch=True),
    Column(tr("token"), stretch=True),
    Column(tr("event")),
)


def show_transfers(document: Document, terminal: Terminal, shown: Shown = WHOLE) -> None:
    """Write deposits, gas refunds, token events and the sums of the accounts (of the whole, at the end, only); say so
    where nothing moved."""
    tokens = [
        token for token in token_rows(document) if shown.has(token.node) and shown.ran(token.node, document)
    ]
    rows, untold = _deposit_rows(document, shown), untold_moves(document.graph, shown.moment)
    if rows:
        terminal.table(_DEPOSITS, rows)
    elif not untold and (shown.hits is None or not tokens):
        say_nothing(terminal, shown, nothing_moved(document.graph, shown.moment))
    if shown.hits is None:
        _show_gas_refunds(document, terminal, shown)
    if shown.hits is None and (staked := stakes_sentence(document.graph, shown.moment)):
        terminal.paragraph(staked)
    if untold:
        terminal.line((untold, "warning"))
    if tokens:
        terminal.blank()
        terminal.heading(tr("Tokens, as the contracts' events tell"))
        terminal.table(_TOKENS, [_token_row(token) for token in tokens])
    if shown == WHOLE:
        _show_accounts(document, terminal)


def _deposit_rows(document: Document, shown: Shown) -> list[list[Part]]:
    """One row a deposit; those alike in everything share one, which says how many."""
    groups: dict[tuple[str, str, str, Part], int] = {}
    for row in deposit_rows(document, shown.moment):
        if not shown.has(row.deposit.node):
            continue
        amount, payer, to, where = DEPOSIT_TABLE.cells(row, "card")
        key = (amount, payer, to, (where, STYLE_OF_TONE[row.sign.tone] if row.lost_way else ""))
        groups[key] = groups.get(key, 0) + 1
    return [
        [f"{count} × {amount}" if count > 1 else amount, payer, to, where]
        for (amount, payer, to, where), count in groups.items()
    ]


def _show_gas_refunds(document: Document, terminal: Terminal, shown: Shown) -> None:
    """Gas refunds in one line an account; what could not arrive is burnt and said apart."""
    for row in gas_refund_rows(document, shown.moment):
        account, count, amount, end = GAS_REFUNDS.cells(row, "line")
        if row.arrived is not None:
            tail = "" if row.arrived else f", {end}"
            terminal.wrapped(
                (
                    tr(
                        "{count} to {account}: {amount}{tail}",
                        count=count,
                        account=account,
                        amount=amount,
                        tail=tail,
                    ),
                    "dim",
                ),
            )


def _token_row(token: TokenEvent) -> Sequence[Part]:
    amount, giver, taker, what, event = (
        TOKENS.column(name).words(token, "line") for name in ("amount", "from", "to", "token", "event")
    )
    return [amount, giver, taker, what, (event, "warning") if token.reverted else event]


def _show_accounts(document: Document, terminal: Terminal) -> None:
    """What it came to for each account; those that nothing came to or went from are counted."""
    accounts = document.analysis.accounts
    moved = list(account_rows(document))
    if not moved:
        return
    if all(a.flow is None and a.balance_change is None for a in moved):
        terminal.blank()
        terminal.paragraph(no_sums_sentence(document.graph), style="dim")
        return
    chain = any(account.balance_change is not None for account in moved)
    columns = [
        Column(tr("account"), stretch=True),
        Column(tr("role"), stretch=True),
        Column(tr("in − out − fees"), ">"),
    ]
    if chain:
        columns.append(Column(tr("balance change"), ">"))
    terminal.blank()
    terminal.heading(tr("Accounts"))
    rows: list[list[Part]] = []
    for account in moved:
        name, roles, _, _ = ACCOUNTS.cells(account, "line")
        rows.append([name, (roles, "dim"), _signed(account.flow)])
        if chain:
            rows[-1].append(_signed(account.balance_change))
    terminal.table(columns, rows)
    told = shares_sentence(document.graph, chain=chain)
    others = len({each.id for each in accounts} - {each.id for each in moved} - nobodies(document.graph))
    if others:
        told = joined(told, others_sentence(others, shares=not chain and bool(told)))
    if told:
        terminal.paragraph(told, style="dim")


def _signed(amount: int | None) -> Part:
    return (signed_near(amount), "dim") if amount is None else signed_near(amount)
