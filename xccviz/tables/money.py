"""Money: each deposit from its payer to where it is now, refunds, tokens by their events, accounts, the fee."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from xccviz.analysis.types import AccountFacts, TokenEvent
from xccviz.catalogue import tr, trn
from xccviz.document import Document
from xccviz.model.amounts import format_near
from xccviz.tables.rows import Row
from xccviz.words.money import gas_refund_end, payer_words, receiver_words, where_words
from xccviz.words.numbers import signed_near
from xccviz.words.signs import DEPOSITS, NOT_KNOWN, Sign


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
        sign = DEPOSITS[line.where]
        where = where_words(document.analysis, line)
        whom = f"{payer_words(line)} → {receiver_words(document.analysis, line)}"
        yield Row(
            cells=(whom, format_near(line.amount)),
            node=line.node,
            sign=sign.shape,
            sign_tone=sign.tone,
            detail=where,
            detail_tone="mute" if line.where == "arrived" and not line.returned else sign.tone,
            step=_step(document, line.node),
            tip=f"{whom}\n{where}\n{line.amount:,} yocto",
        )


def gas_refund_rows(document: Document) -> Iterator[Row]:
    """Gas refunds in one row an account; what could not arrive is burnt and said apart."""
    groups: dict[tuple[str, bool | None], list[tuple[str, int]]] = {}
    for refund in document.analysis.refunds:
        if refund.kind == "gas":
            groups.setdefault((refund.to, refund.arrived), []).append((refund.node, refund.amount))
    for (account, arrived), parts in groups.items():
        count = trn("{count} refund", "{count} refunds", len(parts))
        end = f", {gas_refund_end(arrived)}" if not arrived else ""
        sign = (
            DEPOSITS["in_flight" if arrived is None else "burnt"] if not arrived else Sign("none", "mute", "")
        )
        total = sum(amount for _, amount in parts)
        node = parts[0][0]
        yield Row(
            cells=(f"back to {account}", format_near(total)),
            node=node,
            sign=sign.shape,
            sign_tone=sign.tone,
            detail=count + end,
            detail_tone=sign.tone,
            step=_step(document, node),
            tip=f"{count} to {account}{end}\n{total:,} yocto",
        )


def token_rows(document: Document) -> Iterator[Row]:
    """One row a token movement; what a failed receipt told is struck."""
    for token in document.analysis.tokens:
        contract = token.contract or tr("not known")
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
            cells=(account.id, signed_near(account.flow)),
            detail=", ".join(account.roles)
            + (f" · balance {signed_near(account.balance_change)}" if known else ""),
            tip=_account_tip(account),
        )


def _account_tip(account: AccountFacts) -> str:
    lines = [
        account.id,
        "as the receipts show it: " + (f"{account.flow:,} yocto" if account.flow is not None else NOT_KNOWN),
    ]
    if account.balance_change is not None:
        lines.append(
            f"as the chain's state shows it, with a contract's share of gas: {account.balance_change:,} yocto"
        )
    return "\n".join(lines)


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
