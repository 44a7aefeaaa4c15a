"""How a transaction stood in the past: what had run, and who waited for what."""

from __future__ import annotations

from itertools import groupby

from xccviz.catalogue import tr
from xccviz.cli.terminal import Terminal
from xccviz.document import Document
from xccviz.replay.types import Moment
from xccviz.tables.waiting import AwaitRow, await_rows
from xccviz.words.standing import standing_words
from xccviz.words.timeline import order_words


def show_standing(document: Document, terminal: Terminal, moment: Moment) -> None:
    """Write what had run by a moment, what it had burnt, and for each callback that waited what its slots held, and
    until what it waits: in lines that are wrapped and not cut."""
    terminal.paragraph(standing_words(document.analysis, moment))
    if said := order_words(document.graph):
        terminal.paragraph(said, style="dim")
    for row in await_rows(document, moment):
        terminal.blank()
        terminal.line((row.name, "bold"), (f"  {tr('waits')}", "dim"), cut=True)
        terminal.paragraph(_slots(row), indent=2, first=f"{tr('slots'):<6}")
        terminal.paragraph(row.released_full, indent=2, first=f"{tr('until'):<6}")


def _slots(row: AwaitRow) -> str:
    """What the slots hold, neighbours with the same told at once: `0 21 bytes, 1–2 in flight`."""
    if row.summed:
        return row.cells[0].text
    told: list[str] = []
    for text, same in groupby(enumerate(row.cells), key=lambda each: each[1].text):
        first, *rest = (number for number, _ in same)
        told.append(f"{first}–{rest[-1]} {text}" if rest else f"{first} {text}")
    return ", ".join(told)
