"""How a transaction stood in the past: what had run, and who waited for what."""

from __future__ import annotations

from xccviz.catalogue import tr
from xccviz.cli.terminal import Column, Terminal
from xccviz.document import Document
from xccviz.replay.types import Moment
from xccviz.tables.lines import Part
from xccviz.tables.waiting import await_rows
from xccviz.words.standing import standing_words

_COLUMNS = (
    Column(tr("waits"), stretch=True),
    Column(tr("slots"), stretch=True),
    Column(tr("until"), stretch=True),
)


def show_standing(document: Document, terminal: Terminal, moment: Moment) -> None:
    """Write what had run by a moment, what it had burnt, and a row for each callback that waited."""
    terminal.paragraph(standing_words(document.analysis, moment))
    rows: list[list[Part]] = [
        [(row.name, "bold"), ", ".join(cell.text for cell in row.cells), row.released_full]
        for row in await_rows(document, moment)
    ]
    if rows:
        terminal.blank()
        terminal.table(_COLUMNS, rows)
