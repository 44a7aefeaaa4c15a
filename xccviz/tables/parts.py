"""Parts of lines that several views share: marks, names, slots. Facts in, styled parts out."""

from __future__ import annotations

from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.tables.lines import Part, sign_part
from xccviz.tables.shown import WHOLE, Shown
from xccviz.tables.slots import SlotRow, link_name, producer, received, way_of
from xccviz.words.signs import NOT_KNOWN, PROGRESS, SLOTS, Sign

_NO_OUTCOME = Sign("none", "mute", "")
"""What never has an outcome, or of which none can be seen, neither succeeded nor failed."""


def mark(node: Node, document: Document, shown: Shown = WHOLE) -> tuple[str, str]:
    """The one-character status of a node with its style, at the moment that is shown."""
    if document.analysis.facts[node.id].state is None:
        return sign_part(_NO_OUTCOME)
    return sign_part(PROGRESS[shown.progress(node.id, document)])


def slot_cell(slot: SlotRow) -> tuple[Part, Part]:
    """What stands in a slot: its mark, and in words."""
    style = {"arrived": "value", "failed": "failed"}.get(slot.state, "")
    return sign_part(SLOTS[slot.state]), (received(slot, "line"), style)


def slot_parts(slot: SlotRow) -> list[Part]:
    """One slot of a callback on a line: number, what it got, and from whom."""
    sign, words = slot_cell(slot)
    parts: list[Part] = [(tr("slot {slot}", slot=slot.result.slot) + " ", "dim"), sign, " ", words]
    source = _resumed_by(slot) if slot.resumed else _from(slot)
    if source:
        parts.append((tr("  from {source}", source=source), "dim"))
    return parts


def _resumed_by(slot: SlotRow) -> str:
    """Who resumed a yield with a value, once it has come."""
    who = producer(slot, "line") if slot.arrived and not slot.result.timed_out else ""
    return who if who != NOT_KNOWN else ""


def _from(slot: SlotRow) -> str:
    """Who gives the value, and through whom where the awaited call has passed it on, as far as that went by then."""
    labels = [link_name(slot, node) for node in way_of(slot)]
    if len(labels) < 2:
        return "".join(labels)
    through = tr(", {count} more", count=len(labels) - 2) if len(labels) > 2 else ""
    return tr("{last} (awaited {first}{through})", last=labels[-1], first=labels[0], through=through)
