"""Slots at a moment, one by one: who waits for whom, what stands there, who gave it and when it arrived."""

from __future__ import annotations

from collections.abc import Iterator

from xccviz.analysis.types import NodeFacts, PromiseResult
from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.model.literals import SlotState, happened
from xccviz.replay.standing import chain_at, progress_of, slot_state
from xccviz.replay.types import Moment
from xccviz.tables.table import Column, Table, Value
from xccviz.values import frozen
from xccviz.words.lengths import Length
from xccviz.words.names import spoken_name
from xccviz.words.places import height_words
from xccviz.words.signs import NOT_KNOWN, SLOTS
from xccviz.words.slots import slot_words
from xccviz.words.titles import RESUMED_OUTSIDE, UNRESUMED, name_of, outside_title
from xccviz.words.waits import blocks

NOT_HERE = tr("not in this document")
RESUME_OR_TIME_OUT = tr("a resume or a time-out")


@frozen
class SlotRow:
    """One slot of a callback or yield at a moment (None: the end)."""

    document: Document
    moment: Moment | None
    node: Node
    result: PromiseResult
    state: SlotState

    @property
    def arrived(self) -> bool:
        """Whether something is known to stand there."""
        return self.state in ("arrived", "failed")

    @property
    def resumed(self) -> bool:
        """Whether it is a yield's own: nothing of this transaction need fill it."""
        return "yield" in self.node.roles and self.result.awaited is None


def slot_row(document: Document, moment: Moment | None, node: Node, result: PromiseResult) -> SlotRow:
    """The row of one slot."""
    return SlotRow(document, moment, node, result, slot_state(document.analysis, node.id, result, moment))


def slots_of(document: Document, moment: Moment | None, facts: NodeFacts) -> tuple[SlotRow, ...]:
    """The slots of one callback in their order; () for what has none."""
    node = document.graph.by_id[facts.id]
    return tuple(slot_row(document, moment, node, result) for result in facts.promise_results)


def slot_rows(document: Document, moment: Moment | None) -> Iterator[SlotRow]:
    """All slots of all callbacks, in display order."""
    for node in document.graph.nodes:
        yield from slots_of(document, moment, document.analysis.facts[node.id])


def received(row: SlotRow, length: Length) -> str:
    """What stands in the slot."""
    return slot_words(row.result, row.state, length)


def awaited(row: SlotRow, length: Length) -> str:
    """Whom the callback waits for: the call that `.then` was put on."""
    if row.resumed:
        return RESUME_OR_TIME_OUT
    node = row.document.graph.by_id.get(row.result.awaited or "")
    if node is not None:
        return spoken_name(node, row.arrived or row.moment is None)
    return row.result.awaited or NOT_HERE


def producer(row: SlotRow, length: Length) -> str:
    """Who gives the value, where the awaited call has passed it on, as far as that is known by then."""
    if row.resumed:
        return _resumer(row) if row.arrived or row.moment is None else NOT_KNOWN
    if not row.result.producer:
        return NOT_HERE
    way = way_of(row)
    name = link_name(row, way[-1])
    between = len(way) - 2
    return tr("{name} (through {count} more)", name=name, count=between) if between > 0 else name


def resumed_words(row: SlotRow) -> str:
    """Who ended the wait of a yield, in two short lines; "" of other slots and while it is open."""
    for edge in row.document.graph.resumes.get(row.node.id, ()) if row.resumed and row.arrived else ():
        if edge.source is not None:
            return f"{name_of(row.document.graph, edge.source)}\n{tr('(by inference)')}"
        if edge.result != "failed":
            first, second = outside_title(row.document.analysis, row.node.id)
            return f"{tr('another transaction') if first == RESUMED_OUTSIDE else first}\n{second}"
    return UNRESUMED if row.resumed and row.arrived and "timed_out" in row.node.roles else ""


def link_name(row: SlotRow, node: str) -> str:
    """What a receipt of the way is called by then: of a batch the action that failed only once it has run."""
    found = row.document.graph.by_id.get(node)
    ran = happened(progress_of(row.document.analysis, node, row.moment)) if found is not None else False
    return spoken_name(found, ran) if found is not None else node


def way_of(row: SlotRow) -> tuple[str, ...]:
    """The receipts from the awaited one to the one that gives the value, as far as they are known by the moment."""
    way = chain_at(row.document.analysis, row.result.chain, row.moment)
    return way or ((row.result.producer,) if row.result.producer else ())


def _resumer(row: SlotRow) -> str:
    """Who resumed a yield, as far as it is known."""
    for edge in row.document.graph.resumes.get(row.node.id, ()):
        if edge.source is not None:
            return name_of(row.document.graph, edge.source)
        transaction, receipt = edge.external or (None, None)
        if transaction is not None:
            return tr("transaction {id}", id=transaction)
        return tr("another transaction") if receipt is not None else NOT_KNOWN
    return tr("nobody") if "timed_out" in row.node.roles else NOT_KNOWN


def _arrival(row: SlotRow, length: Length) -> str:
    """The block in which a result arrived, and how long it lay there until the callback ran."""
    height, lay = _delivered_at(row), _lay(row)
    if height is None:
        return ""
    block = height_words(height)
    if not lay or length == "card":
        return block
    return tr("{block}, {blocks} before the rest", block=block, blocks=blocks(lay))


def _delivered_at(row: SlotRow) -> int | None:
    return row.result.delivered_at if row.arrived else None


def _lay(row: SlotRow) -> int | None:
    height = _delivered_at(row)
    ran = happened(progress_of(row.document.analysis, row.node.id, row.moment))
    if height is None or row.node.height is None or not ran:
        return None
    return max(0, row.node.height - height)


def _text(row: SlotRow) -> Value:
    """The value exactly, where one arrived."""
    return row.result.value.text if row.state == "arrived" and row.result.value is not None else None


COLUMNS: tuple[Column[SlotRow], ...] = (
    Column(
        "callback",
        tr("CALLBACK"),
        tr("Callback"),
        lambda row: row.node.id,
        lambda row, length: spoken_name(row.node, ended=False),
    ),
    Column(
        "slot",
        tr("SLOT"),
        tr("Slot"),
        lambda row: row.result.slot,
        lambda row, length: str(row.result.slot),
        "number",
    ),
    Column(
        "state", tr("STATE"), tr("State"), lambda row: row.state, lambda row, length: SLOTS[row.state].word
    ),
    Column(
        "received", tr("RECEIVED"), tr("Received"), _text, received, tone=lambda row: SLOTS[row.state].tone
    ),
    Column("awaited", tr("AWAITED"), tr("Awaited"), lambda row: row.result.awaited, awaited),
    Column("producer", tr("PRODUCED BY"), tr("Produced by"), lambda row: row.result.producer, producer),
    Column("arrived", tr("ARRIVED"), tr("Arrived in block"), _delivered_at, _arrival, "height"),
    Column(
        "lay",
        tr("LAY THERE"),
        tr("Lay there"),
        _lay,
        lambda row, length: blocks(_lay(row) or 0) if _lay(row) else "",
        "blocks",
    ),
)
SLOT_TABLE = Table(
    "slots", tr("Slots"), COLUMNS, slot_rows, lambda row: SLOTS[row.state], lambda row: row.node.id
)
