"""How a transaction stood in the past: what had run, and who waited for what."""

from __future__ import annotations

from collections import Counter

from xccviz.catalogue import tr, trn
from xccviz.cli.terminal import Column, Part, Terminal
from xccviz.document import Document
from xccviz.model.amounts import format_gas
from xccviz.replay.types import Moment
from xccviz.tables.waiting import await_rows

_COLUMNS = (
    Column(tr("waits"), stretch=True),
    Column(tr("slots"), stretch=True),
    Column(tr("until"), stretch=True),
)


def show_standing(document: Document, terminal: Terminal, moment: Moment) -> None:
    """Write what had run by a moment, what it had burnt, and a row for each callback that waited."""
    receipts = (node for node in document.graph.nodes[1:] if not node.is_gas_refund and not node.never_runs)
    counts = Counter(moment.progress[node.id] for node in receipts)
    ran = counts["done"] + counts["failed"]
    parts = [trn("{count} receipt has run", "{count} receipts have run", ran)]
    if counts["failed"]:
        parts.append(tr("{count} of them failed", count=f"{counts['failed']:,}"))
    if moment.waiting:
        parts.append(trn("{count} callback waits", "{count} callbacks wait", len(moment.waiting)))
    parts.append(tr("{gas} burnt so far", gas=format_gas(moment.gas_burnt)))
    if moment.logs:
        parts.append(trn("{count} log line", "{count} log lines", moment.logs))
    terminal.paragraph(", ".join(parts))
    rows: list[list[Part]] = [
        [(row.name, "bold"), ", ".join(cell.text for cell in row.cells), row.released_full]
        for row in await_rows(document, moment)
    ]
    if rows:
        terminal.blank()
        terminal.table(_COLUMNS, rows)
