"""The await table: each callback with its slots, who filled them, and when."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.catalogue import tr
from xccviz.cli.terminal import Column, Terminal
from xccviz.cli.views.shown import say_nothing
from xccviz.document import Document
from xccviz.tables.lines import Part
from xccviz.tables.parts import mark, slot_cell
from xccviz.tables.shown import WHOLE, Shown
from xccviz.tables.slots import NOT_HERE, SLOT_TABLE, SlotRow, slots_of, way_of
from xccviz.tables.waiting import await_row
from xccviz.words.missing import NO_RECEIPTS_NO_WAITS, no_waits, only_refunds_untold
from xccviz.words.names import spoken_name
from xccviz.words.places import block_words
from xccviz.words.signs import NOT_KNOWN
from xccviz.words.waits import waited_words

_COLUMNS = (
    Column(tr("slot"), ">"),
    Column(""),
    Column(tr("received"), stretch=True),
    Column(tr("awaited"), stretch=True),
    Column(tr("produced by"), stretch=True),
    Column(tr("arrived")),
)
_QUIET = (NOT_HERE, NOT_KNOWN, tr("nobody"))


def show_awaits(document: Document, terminal: Terminal, shown: Shown = WHOLE) -> None:
    """Write one table for each callback or yield; of one that waits at a moment also since when, and what releases it;
    say so when there is none."""
    found = False
    for node in document.graph.nodes:
        facts = document.analysis.facts[node.id]
        slots = slots_of(document, shown.moment, facts)
        if not slots or not shown.there(node, document) or not shown.has(node.id):
            continue
        if found:
            terminal.blank()
        found = True
        ran = shown.ran(node.id, document)
        about = [text for text in (waited_words(facts), block_words(node)) if text and ran]
        if shown.moment is not None and node.id in shown.moment.waiters:
            row = await_row(document, shown.moment, node.id)
            runs_next = not shown.moment.waiters[node.id].outstanding
            until = row.released_below if runs_next else tr("until {what}", what=row.released_full)
            about = [text for text in (row.waits, until) if text]
        terminal.wrapped(
            (spoken_name(node, ended=False), "bold"),
            (f"  {', '.join(about)}", "dim"),
            first=(mark(node, document, shown), " "),
        )
        terminal.table(_columns(slots), [_row(slot) for slot in slots], indent=2)
    if not document.trace.has_receipts and not only_refunds_untold(document.graph):
        terminal.paragraph(NO_RECEIPTS_NO_WAITS)
    elif not found:
        say_nothing(terminal, shown, no_waits(document.graph, shown.moment))


def _columns(slots: Sequence[SlotRow]) -> tuple[Column, ...]:
    known = any(SLOT_TABLE.column("arrived").value(slot) is not None for slot in slots)
    return _COLUMNS if known else (*_COLUMNS[:-1], Column(""))


def _row(slot: SlotRow) -> list[Part]:
    sign, got = slot_cell(slot)
    number, awaited, producer, arrived = (
        SLOT_TABLE.column(name).words(slot, "line") for name in ("slot", "awaited", "producer", "arrived")
    )
    given: Part = (producer, "dim") if producer in _QUIET else producer
    if slot.result.producer and way_of(slot)[-1] == slot.result.awaited:
        given = (tr("the same"), "dim")
    return [number, sign, got, (awaited, "dim") if awaited in _QUIET else awaited, given, arrived]
