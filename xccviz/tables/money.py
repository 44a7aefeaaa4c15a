"""Money: each deposit from its payer to where it is now, refunds, tokens by their events, accounts, the fee."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from xccviz.analysis.types import AccountFacts, Deposit, TokenEvent
from xccviz.document import Document
from xccviz.model.amounts import format_near
from xccviz.model.trace import Action
from xccviz.tables.rows import Row

_SIGNS = {
    "arrived": ("ok", "ok"),
    "returned": ("rolled_back", "wait"),
    "returning": ("waiting", "wait"),
    "in_flight": ("waiting", "wait"),
    "burnt": ("failed", "bad"),
    "unknown": ("unknown", "mute"),
}


def money_rows(document: Document) -> Iterator[Row]:
    """Rows (what, amount) in sections; a section without rows is left out. Nothing at all: no row."""
    yield from _section("DEPOSITS", deposit_rows(document))
    yield from _section("UNUSED GAS", gas_refund_rows(document))
    yield from _section("TOKENS, AS THEIR CONTRACTS TOLD IT", token_rows(document))
    yield from _section("ACCOUNTS: IN − OUT − FEES", account_rows(document))
    yield from _section("FEE", fee_rows(document))


def _section(caption: str, rows: Iterator[Row]) -> Iterator[Row]:
    first = next(rows, None)
    if first is not None:
        yield Row((caption, ""), heading=True)
        yield first
        yield from rows


def deposit_rows(document: Document) -> Iterator[Row]:
    """One row a deposit: payer → receiver, amount, and below where it is now."""
    for line in document.analysis.deposits:
        sign, tone = _SIGNS[line.where]
        where = where_words(document, line)
        payer = line.payer or "unknown"
        yield Row(
            cells=(f"{payer} → {receiver_words(document, line)}", format_near(line.amount)),
            node=line.node,
            sign=sign,
            sign_tone=tone,
            detail=where,
            detail_tone="mute" if line.where == "arrived" and not line.returned else tone,
            step=_step(document, line.node),
            tip=f"{payer} → {receiver_words(document, line)}\n{where}\n{line.amount:,} yocto",
        )


def receiver_words(document: Document, line: Deposit) -> str:
    """`vault.near.deposit` for a call, the account for a transfer, `bob.near (Stake)` for the rest."""
    action = _action(document, line)
    if line.kind == "payout":
        return f"{line.receiver} (DeleteAccount)"
    if line.kind != "deposit" or action is None:
        return line.receiver
    if action.method_name is not None:
        return f"{line.receiver}.{action.method_name}"
    return f"{line.receiver} ({action.kind})"


def where_words(document: Document, line: Deposit) -> str:
    """Where a deposit is at the end, in words."""
    refund = document.graph.by_id.get(line.refund or "")
    to = refund.receipt.receiver_id if refund is not None and refund.receipt is not None else "its sender"
    if line.where == "arrived":
        return (
            f"arrived, and {format_near(line.returned)} of it came back to {to}"
            if line.returned
            else "arrived"
        )
    action = _action(document, line)
    what = "call" if action is not None and action.method_name is not None else "action"
    what = "transfer" if line.kind == "transfer" else what
    if line.where == "returned":
        reason = f"the {what} failed" if document.analysis.facts[line.node].failed else "it was not needed"
        return f"came back to {line.holder}: {reason}"
    if line.where == "burnt":
        payout = line.kind == "payout"
        return f"burnt: {line.receiver} could not take it" if payout else f"burnt on its way back to {to}"
    if line.where == "returning":
        return f"on its way back to {to}: the {what} failed"
    return "on its way" if line.where == "in_flight" else "where it is now is not known"


def _action(document: Document, line: Deposit) -> Action | None:
    receipt = document.graph.by_id[line.node].action_receipt
    if receipt is None or line.action >= len(receipt.actions):
        return None
    action = receipt.actions[line.action]
    if line.inner is None or action.delegate is None:
        return action
    return action.delegate.actions[line.inner] if line.inner < len(action.delegate.actions) else None


def gas_refund_rows(document: Document) -> Iterator[Row]:
    """Gas refunds in one row an account; what could not arrive is burnt and said apart."""
    groups: dict[tuple[str, bool | None], list[tuple[str, int]]] = {}
    for refund in document.analysis.refunds:
        if refund.kind == "gas":
            groups.setdefault((refund.to, refund.arrived), []).append((refund.node, refund.amount))
    for (account, arrived), parts in groups.items():
        count = f"{len(parts):,} refund{'' if len(parts) == 1 else 's'}"
        ends = {True: "", False: ", burnt: the account could not take it", None: ", on its way"}
        sign, tone = {True: ("", "mute"), False: ("failed", "bad"), None: ("waiting", "wait")}[arrived]
        total = sum(amount for _, amount in parts)
        node = parts[0][0]
        yield Row(
            cells=(f"back to {account}", format_near(total)),
            node=node,
            sign=sign,
            sign_tone=tone,
            detail=count + ends[arrived],
            detail_tone=tone,
            step=_step(document, node),
            tip=f"{count} to {account}{ends[arrived]}\n{total:,} yocto",
        )


def token_rows(document: Document) -> Iterator[Row]:
    """One row a token movement; what a failed receipt told is struck."""
    for token in document.analysis.tokens:
        contract = token.contract or "unknown"
        what = f"{contract} · {token.token_id}" if token.token_id is not None else contract
        who = _who(token)
        row = Row(
            cells=(who, ""),
            number=_short(token.amount or ""),
            node=token.node,
            tag=token.event,
            detail=what,
            step=_step(document, token.node),
            struck=token.reverted,
            tip=f"{who}\n{what}\n{token.standard} {token.event} {token.amount or ''}",
        )
        if token.reverted:
            row = replace(
                row, sign="failed", sign_tone="bad", detail=f"rolled back · {what}", detail_tone="bad"
            )
        yield row


def _who(token: TokenEvent) -> str:
    if token.from_id is not None and token.to_id is not None:
        return f"{token.from_id} → {token.to_id}"
    if token.to_id is not None:
        return f"to {token.to_id}"
    return f"from {token.from_id}" if token.from_id is not None else "it does not say who"


def _short(amount: str) -> str:
    """An amount in the token's smallest unit, grouped where it is a whole number."""
    return f"{int(amount):,}" if amount.isascii() and amount.isdigit() and len(amount) < 80 else amount[:80]


def account_rows(document: Document) -> Iterator[Row]:
    """What it came to for each account that gained or lost; the chain's own word where it is known."""
    for account in document.analysis.accounts:
        if account.flow == 0 and not account.balance_change:
            continue
        known = account.balance_change is not None
        yield Row(
            cells=(account.id, signed(account.flow)),
            detail=", ".join(account.roles)
            + (f" · balance {signed(account.balance_change)}" if known else ""),
            tip=_account_tip(account),
        )


def _account_tip(account: AccountFacts) -> str:
    lines = [
        account.id,
        "as the receipts show it: " + (f"{account.flow:,} yocto" if account.flow is not None else "?"),
    ]
    if account.balance_change is not None:
        lines.append(
            f"as the chain's state shows it, with a contract's share of gas: {account.balance_change:,} yocto"
        )
    return "\n".join(lines)


def signed(amount: int | None) -> str:
    """`+1 N`, `−0.5 N`, `0 N`; `not known` for None."""
    if amount is None:
        return "not known"
    return f"+{format_near(amount)}" if amount > 0 else format_near(amount).replace("-", "−")


def fee_rows(document: Document) -> Iterator[Row]:
    """The fee and who paid it."""
    fees = document.analysis.fees
    if fees.total is None:
        return
    beyond = f"{format_near(fees.beyond_gas)} of it for something else than gas" if fees.beyond_gas else ""
    payer = f"paid by {fees.payer}" if fees.payer else "who paid is not known"
    yield Row((payer, format_near(fees.total)), detail=beyond, tip=f"{payer}\n{fees.total:,} yocto")


def _step(document: Document, node: str) -> int | None:
    steps = document.timeline.of_node.get(node, ())
    return steps[-1] if steps else None
