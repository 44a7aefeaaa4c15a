"""Who gave what to whom, and where it is now: deposits, tokens by their events, and what it came to for each account.

Gas refunds are summed up, and equal deposits share a row; nothing else is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.analysis.types import Deposit, TokenEvent
from xccviz.catalogue import trn
from xccviz.cli.terminal import STYLE_OF_TONE, Column, Part, Terminal
from xccviz.document import Document
from xccviz.model.amounts import format_near
from xccviz.words.money import gas_refund_end, payer_words, receiver_words, where_words
from xccviz.words.numbers import signed_near
from xccviz.words.signs import ACTIONS, DEPOSITS

_DEPOSITS = (
    Column("amount", ">"),
    Column("from", stretch=True),
    Column("to", stretch=True),
    Column("where it is now", stretch=True),
)
_TOKENS = (
    Column("amount", ">"),
    Column("from", stretch=True),
    Column("to", stretch=True),
    Column("token", stretch=True),
    Column("event"),
)


def show_transfers(document: Document, terminal: Terminal) -> None:
    """Write deposits, gas refunds, token events and the sums of the accounts; say so where nothing moved."""
    rows = _deposit_rows(document)
    if rows:
        terminal.table(_DEPOSITS, rows)
    else:
        terminal.line("No NEAR was moved, apart from gas.")
    _show_gas_refunds(document, terminal)
    if document.analysis.tokens:
        terminal.blank()
        terminal.heading("Tokens, as the contracts' events tell")
        terminal.table(_TOKENS, [_token_row(token) for token in document.analysis.tokens])
    _show_accounts(document, terminal)


def _deposit_rows(document: Document) -> list[list[Part]]:
    """One row a deposit; those alike in everything share one, which says how many."""
    groups: dict[tuple[str, str, str, Part], list[Deposit]] = {}
    for line in document.analysis.deposits:
        to = receiver_words(document.analysis, line)
        key = (format_near(line.amount), payer_words(line), to, _where(line, document))
        groups.setdefault(key, []).append(line)
    return [
        [f"{len(lines)} × {amount}" if len(lines) > 1 else amount, payer, to, where]
        for (amount, payer, to, where), lines in groups.items()
    ]


def _where(line: Deposit, document: Document) -> Part:
    """Where a deposit is now, in words."""
    tone = "text" if line.where == "arrived" else DEPOSITS[line.where].tone
    if line.where == "returned" and not document.analysis.facts[line.node].failed:
        tone = "text"  # nothing went wrong
    return where_words(document.analysis, line), STYLE_OF_TONE[tone]


def _show_gas_refunds(document: Document, terminal: Terminal) -> None:
    """Gas refunds in one line an account; what could not arrive is burnt and said apart."""
    groups: dict[tuple[str, bool], list[int]] = {}
    for refund in document.analysis.refunds:
        if refund.kind == "gas" and refund.arrived is not None:
            groups.setdefault((refund.to, refund.arrived), []).append(refund.amount)
    for (account, arrived), amounts in groups.items():
        end = "" if arrived else f", {gas_refund_end(arrived)}"
        refunds = trn("{count} gas refund", "{count} gas refunds", len(amounts))
        words = f"{refunds} to {account}: {format_near(sum(amounts))}{end}"
        terminal.line((words, "dim"), cut=True)


def _token_row(token: TokenEvent) -> Sequence[Part]:
    what = f"{token.contract} {token.token_id}" if token.token_id is not None else token.contract
    event: Part = (f"{token.event}, {ACTIONS['reverted'].word}", "warning") if token.reverted else token.event
    return [token.amount or "", token.from_id or "", token.to_id or "", what, event]


def _show_accounts(document: Document, terminal: Terminal) -> None:
    """What it came to for each account; those that nothing came to or went from are counted."""
    accounts = document.analysis.accounts
    moved = [a for a in accounts if a.flow != 0 or a.balance_change]
    if not moved:
        return
    if all(a.flow is None and a.balance_change is None for a in moved):
        terminal.blank()
        words = "What it comes to for each account is not known: receipts or outcomes are missing."
        terminal.line((words, "dim"), cut=True)
        return
    chain = any(account.balance_change is not None for account in moved)
    columns = [Column("account", stretch=True), Column("role", stretch=True), Column("in − out − fees", ">")]
    if chain:
        columns.append(Column("balance change", ">"))
    terminal.blank()
    terminal.heading("Accounts")
    rows: list[list[Part]] = []
    for account in moved:
        rows.append([account.id, (", ".join(account.roles), "dim"), _signed(account.flow)])
        if chain:
            rows[-1].append(_signed(account.balance_change))
    terminal.table(columns, rows)
    if chain:
        terminal.line(
            ("The balance change includes a contract's share of the gas burnt in it.", "dim"), cut=True
        )
    if len(moved) < len(accounts):
        others = trn("{count} other account", "{count} other accounts", len(accounts) - len(moved))
        terminal.line((f"{others} neither gained nor lost.", "dim"), cut=True)


def _signed(amount: int | None) -> Part:
    return (signed_near(amount), "dim") if amount is None else signed_near(amount)
