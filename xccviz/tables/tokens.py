"""Tokens that moved, as their contracts' events tell it (NEP-141, 171, 245, and others in their words)."""

from __future__ import annotations

from collections.abc import Iterator

from xccviz.analysis.money.tokens import TOKEN_STANDARDS
from xccviz.analysis.types import TokenEvent
from xccviz.catalogue import numeral, tr
from xccviz.document import Document
from xccviz.model.literals import happened
from xccviz.replay.types import Moment
from xccviz.tables.table import Column, Table
from xccviz.words.lengths import Length
from xccviz.words.signs import ACTIONS, NOT_KNOWN

_LONGEST = 80
"""Digits of an amount that are worth grouping."""


def token_rows(document: Document, moment: Moment | None = None) -> Iterator[TokenEvent]:
    """All movements that were told by a moment, in the order of their receipts."""
    tokens = document.analysis.tokens
    return (each for each in tokens if moment is None or happened(moment.progress.get(each.node)))


def amount_words(row: TokenEvent, length: Length) -> str:
    """An amount in the token's smallest unit; a card groups a whole number's digits."""
    amount = row.amount or ""
    if length != "card":
        return amount
    whole = amount.isascii() and amount.isdigit() and len(amount) < _LONGEST
    return numeral(int(amount)) if whole else amount[:_LONGEST]


def token_words(row: TokenEvent, length: Length) -> str:
    """The token: its contract, and which one of it."""
    contract = row.contract or NOT_KNOWN
    return contract if row.token_id is None else f"{contract} · {row.token_id}"


def event_words(row: TokenEvent, length: Length) -> str:
    """The event, with its standard where that is none of tokens (as filters write both), and whether what it tells was
    rolled back."""
    event = row.event if row.standard in TOKEN_STANDARDS else f"{row.standard}:{row.event}"
    return event if not row.reverted or length == "card" else f"{event}, {ACTIONS['reverted'].word}"


def whom_words(row: TokenEvent) -> str:
    """From whom to whom, in one."""
    if row.from_id is not None and row.to_id is not None:
        return f"{row.from_id} → {row.to_id}"
    if row.to_id is not None:
        return tr("to {who}", who=row.to_id)
    return tr("from {who}", who=row.from_id) if row.from_id is not None else tr("it does not say who")


COLUMNS: tuple[Column[TokenEvent], ...] = (
    Column("amount", tr("AMOUNT"), tr("Amount"), lambda row: row.amount, amount_words, "smallest unit"),
    Column("from", tr("FROM"), tr("From"), lambda row: row.from_id, lambda row, length: row.from_id or ""),
    Column("to", tr("TO"), tr("To"), lambda row: row.to_id, lambda row, length: row.to_id or ""),
    Column("contract", tr("CONTRACT"), tr("Contract"), lambda row: row.contract, lambda row, length: row.contract),
    Column("token", tr("TOKEN"), tr("Token"), lambda row: row.token_id, token_words),
    Column("event", tr("EVENT"), tr("Event"), lambda row: row.event, event_words),
    Column("standard", tr("STANDARD"), tr("Standard"), lambda row: row.standard, lambda row, length: row.standard),
    Column("reverted", tr("ROLLED BACK"), tr("Rolled back"), lambda row: row.reverted,
           lambda row, length: ACTIONS["reverted"].word if row.reverted else ""),
)  # fmt: skip
TOKENS = Table(
    "tokens",
    tr("Tokens"),
    COLUMNS,
    token_rows,
    lambda row: ACTIONS["reverted" if row.reverted else "ok"],
    lambda row: row.node,
)
