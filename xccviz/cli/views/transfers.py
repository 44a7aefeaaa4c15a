"""Who gave what to whom, and where it is now: deposits, tokens by their events, and what it came to for each account.

Gas refunds are summed up, and equal deposits share a row; nothing else is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.analysis.types import Deposit, TokenEvent
from xccviz.cli.terminal import Column, Part, Terminal
from xccviz.cli.views.words import counted
from xccviz.document import Document
from xccviz.model.amounts import format_near
from xccviz.model.trace import Action

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
        key = (format_near(line.amount), line.payer or "unknown", _to(line, document), _where(line, document))
        groups.setdefault(key, []).append(line)
    return [
        [f"{len(lines)} × {amount}" if len(lines) > 1 else amount, payer, to, where]
        for (amount, payer, to, where), lines in groups.items()
    ]


def _action(line: Deposit, document: Document) -> Action | None:
    receipt = document.graph.by_id[line.node].action_receipt
    if receipt is None or line.action >= len(receipt.actions):
        return None
    action = receipt.actions[line.action]
    if line.inner is None or action.delegate is None:
        return action
    return action.delegate.actions[line.inner] if line.inner < len(action.delegate.actions) else None


def _to(line: Deposit, document: Document) -> str:
    """`vault.near.deposit` for a call, the account for a transfer, `bob.near (DeleteAccount)` for the rest."""
    if line.kind == "payout":
        return f"{line.receiver} (DeleteAccount)"
    action = _action(line, document)
    if line.kind != "deposit" or action is None:
        return line.receiver
    if action.method_name is not None:
        return f"{line.receiver}.{action.method_name}"
    return f"{line.receiver} ({action.kind})"


def _where(line: Deposit, document: Document) -> Part:
    """Where a deposit is now, in words."""
    node = document.graph.by_id[line.node]
    failed = document.analysis.facts[node.id].failed
    refund = document.graph.by_id.get(line.refund or "")
    to = refund.receipt.receiver_id if refund is not None and refund.receipt is not None else "its sender"
    what = "transfer" if line.kind == "transfer" else "call" if _is_call(line, document) else "action"
    if line.where == "arrived":
        return f"arrived, but {format_near(line.returned)} came back to {to}" if line.returned else "arrived"
    if line.where == "returned":
        reason = f"the {what} failed" if failed else "it was not needed"
        return (f"came back to {line.holder}: {reason}", "warning" if failed else "")
    if line.where == "burnt" and line.kind == "payout":
        return (f"burnt: {line.receiver} could not take it", "failed")
    if line.where == "burnt":
        return (f"burnt on its way back to {to}", "failed")
    words = {"in_flight": "on its way", "returning": f"on its way back to {to}: the {what} failed"}
    return (words.get(line.where, "not known"), "dim")


def _is_call(line: Deposit, document: Document) -> bool:
    action = _action(line, document)
    return action is not None and action.method_name is not None


def _show_gas_refunds(document: Document, terminal: Terminal) -> None:
    """Gas refunds in one line an account; what could not arrive is burnt and said apart."""
    groups: dict[tuple[str, bool], list[int]] = {}
    for refund in document.analysis.refunds:
        if refund.kind == "gas" and refund.arrived is not None:
            groups.setdefault((refund.to, refund.arrived), []).append(refund.amount)
    for (account, arrived), amounts in groups.items():
        end = "" if arrived else ", burnt: the account could not take it"
        words = f"{counted(len(amounts), 'gas refund')} to {account}: {format_near(sum(amounts))}{end}"
        terminal.line((words, "dim"), cut=True)


def _token_row(token: TokenEvent) -> Sequence[Part]:
    what = f"{token.contract} {token.token_id}" if token.token_id is not None else token.contract
    event: Part = (f"{token.event}, rolled back", "warning") if token.reverted else token.event
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
        others = counted(len(accounts) - len(moved), "other account")
        terminal.line((f"{others} neither gained nor lost.", "dim"), cut=True)


def _signed(amount: int | None) -> Part:
    if amount is None:
        return ("not known", "dim")
    return f"+{format_near(amount)}" if amount > 0 else format_near(amount).replace("-", "−")
