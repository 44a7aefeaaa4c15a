"""What moved, what was logged, and where the gas went: the tables below the receipts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from xccviz.catalogue import tr
from xccviz.export.html.markup import Html, element, joined
from xccviz.export.html.parts import ROWS, fold, table_section
from xccviz.export.html.subject import Subject
from xccviz.tables.events import EVENTS, event_rows
from xccviz.tables.gas import GAS_TOTALS, all_totals
from xccviz.tables.money import (
    ACCOUNTS,
    DEPOSIT_TABLE,
    GAS_REFUNDS,
    account_rows,
    deposit_rows,
    gas_refund_rows,
)
from xccviz.tables.tokens import TOKENS, token_rows
from xccviz.words.gas import EXECUTION_LEFT_OUT
from xccviz.words.missing import stakes_sentence


def transfers(subject: Subject) -> Iterator[Html | None]:
    """Deposits, gas refunds, tokens as events tell of them, and what it came to for each account."""
    document, moment = subject.document, subject.moment
    tables: list[tuple[str, Html | None]] = [
        (
            "",
            table_section(
                subject, DEPOSIT_TABLE, ("amount", "from", "to", "where"), deposit_rows(document, moment)
            ),
        ),
        (
            GAS_REFUNDS.title,
            table_section(
                subject,
                GAS_REFUNDS,
                ("account", "count", "amount", "arrived"),
                gas_refund_rows(document, moment),
                of=None,
            ),
        ),
        (
            TOKENS.title,
            table_section(
                subject, TOKENS, ("amount", "from", "to", "token", "event"), token_rows(document, moment)
            ),
        ),
        (
            ACCOUNTS.title,
            table_section(
                subject,
                ACCOUNTS,
                ("account", "roles", "flow", "balance_change"),
                account_rows(document, moment),
            ),
        ),
    ]
    for title, table in tables:
        if table is not None:
            yield joined((element("h3", title) if title else None, table))
    if staked := stakes_sentence(document.graph, moment):
        yield element("p", staked)


def events(subject: Subject) -> Html | None:
    """All log lines in the order of time."""
    rows = event_rows(subject.document, subject.moment)
    columns = ("step", "block", "contract", "standard", "event", "text", "reverted")
    return table_section(subject, EVENTS, columns, rows)


def gas(subject: Subject) -> Html | None:
    """Gas by account, by method and by cost, folded."""
    rows = islice(all_totals(subject.document, subject.moment), ROWS)
    table = table_section(subject, GAS_TOTALS, ("by", "burnt", "share"), rows)
    return (
        fold(tr("by account, by method, by host cost ({what})", what=EXECUTION_LEFT_OUT), table)
        if table is not None
        else None
    )
