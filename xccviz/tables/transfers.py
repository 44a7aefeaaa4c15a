"""Every movement of yoctoNEAR for programs, refunds and payouts among them: as the analysed graph lists them. Where
each deposit is now, for people: `money`."""

from __future__ import annotations

from collections.abc import Iterator

from xccviz.analysis.types import Transfer
from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.model.literals import happened
from xccviz.replay.types import Moment
from xccviz.tables.money import near_words
from xccviz.tables.table import Column, Table
from xccviz.words.signs import ACTIONS


def transfer_rows(document: Document, moment: Moment | None = None) -> Iterator[Transfer]:
    """All that had moved by a moment, in the order of the receipts that moved it."""
    transfers = document.analysis.transfers
    return (each for each in transfers if moment is None or happened(moment.progress.get(each.node)))


COLUMNS: tuple[Column[Transfer], ...] = (
    Column("from", tr("FROM"), tr("From"), lambda row: row.from_id, lambda row, length: row.from_id),
    Column("to", tr("TO"), tr("To"), lambda row: row.to_id, lambda row, length: row.to_id),
    Column("amount", tr("AMOUNT"), tr("Amount"), lambda row: row.amount,
           lambda row, length: near_words(row.amount, length), "yocto"),
    Column("kind", tr("KIND"), tr("Kind"), lambda row: row.kind, lambda row, length: row.kind.replace("_", " ")),
    Column("reverted", tr("ROLLED BACK"), tr("Rolled back"), lambda row: row.reverted,
           lambda row, length: ACTIONS["reverted"].word if row.reverted else ""),
)  # fmt: skip
TRANSFERS = Table(
    "transfers",
    tr("Transfers"),
    COLUMNS,
    transfer_rows,
    lambda row: ACTIONS["reverted" if row.reverted else "ok"],
    lambda row: row.node,
)
