"""The values in slots that the table has no room for: all of each, with its size and a way to copy it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from xccviz.catalogue import numeral, tr
from xccviz.decode.types import Decoded
from xccviz.gui.inspector.section import Section, Subject
from xccviz.gui.inspector.value_view import ValueView
from xccviz.gui.look.widgets import label, link, row
from xccviz.tables.slots import SlotRow, received, slots_of
from xccviz.words.value_lines import size_words

IN_TABLE = 100
"""Characters of a value that a row of the table has room for at any width."""
FEW, MOST = 4, 100


def is_long(slot: SlotRow) -> bool:
    """Whether a value that has arrived does not fit into its row."""
    return (
        slot.state == "arrived" and slot.result.value is not None and len(received(slot, "whole")) > IN_TABLE
    )


def in_table(slot: SlotRow) -> str:
    """What stands in a slot, as its row says it: a long value begins there, with its size on a line of its own, as
    lines of a value end anywhere."""
    words = received(slot, "whole")
    value = slot.result.value
    return f"{words[:IN_TABLE]}…\n({size_words(value)})" if is_long(slot) and value is not None else words


def received_values(subject: Subject) -> Section | None:
    """Each long value in full, below the number of its slot."""
    tab = subject.tab
    values = [
        (slot.result.slot, slot.result.value)
        for slot in slots_of(tab.document, tab.moment, subject.facts)
        if is_long(slot) and slot.result.value is not None
    ]
    return Section(tr("RECEIVED VALUES IN FULL"), _entries(subject, values)) if values else None


def _entries(subject: Subject, values: list[tuple[int, Decoded]]) -> Iterator[QWidget]:
    shown = values[: MOST if "values" in subject.unfolded else FEW]
    for number, value in shown:
        name = tr("slot {slot}", slot=number)
        yield label(name, "mute")
        yield ValueView(value, name)
    if len(values) > len(shown):
        rest = QWidget()
        more = tr("Show {count} more", count=numeral(len(values) - len(shown)))
        words = (
            link(more, lambda: subject.unfold("values"))
            if len(shown) < MOST
            else label(tr("The rest is in the calls that gave it."), "mute")
        )
        rest.setLayout(row(words, None))
        yield rest
