"""Who waits at a moment: a row a callback, with what each slot holds, since when it waits, and what releases it.

on_multi_done          ✓ 21 bytes   ✗ Failed   ◌ in flight        slot 2: delta.near.get_value
created 2 blocks ago     step 7       step 8     sent at step 6
"""

from __future__ import annotations

from collections.abc import Iterator

from xccviz.analysis.types import PromiseResult
from xccviz.catalogue import numeral, tr, trn
from xccviz.document import Document
from xccviz.model.text import visible_text
from xccviz.replay.standing import slot_states
from xccviz.replay.timeline import height_at
from xccviz.replay.types import Moment, Waiter
from xccviz.tables.slots import RESUME_OR_TIME_OUT, SlotRow, awaited, link_name, received, slot_row, way_of
from xccviz.values import frozen
from xccviz.words.ahead import ahead_words
from xccviz.words.names import spoken_name
from xccviz.words.progress import HAS_ITS_DATA
from xccviz.words.signs import PROGRESS, SLOTS, Shape, Tone
from xccviz.words.slots import open_words, slot_list, slots_summary
from xccviz.words.value_lines import size_words
from xccviz.words.values import NOTHING

SLOT_COLUMNS = 5
"""Slots of a callback that have a column each; more of them are a strip of squares, and counted."""
NAMED = 2
"""So many of the calls that are still awaited are named."""


@frozen
class AwaitCell:
    """One slot, or many summed up: a sign ("none" for a sum), its tone, short words, quieter ones below, and the whole
    of them."""

    shape: Shape
    tone: Tone
    text: str
    below: str
    full: str


@frozen
class AwaitRow:
    """One waiting callback: node id, its name, how long it waits; a cell a slot, or one for all with `squares`, the
    sign and tone of each; and what lets it run, in two lines and as a sentence. Texts are unescaped."""

    node: str
    name: str
    waits: str
    cells: tuple[AwaitCell, ...]
    squares: tuple[tuple[Shape, Tone], ...]
    released_by: str
    released_below: str
    released_full: str

    @property
    def summed(self) -> bool:
        """Whether one cell stands for all slots."""
        return bool(self.squares)


def await_rows(document: Document, moment: Moment, *, ahead: bool = False) -> Iterator[AwaitRow]:
    """The rows of a moment, in display order; `ahead`: they tell when it runs, too."""
    return (await_row(document, moment, node, ahead=ahead) for node in moment.waiters)


def columns_of(document: Document, moment: Moment) -> int:
    """How many columns the slots of those who wait take: as many as the callback with the most, of those that have a
    column each; 1 where all are summed up."""
    facts = document.analysis.facts
    counts = (len(facts[node].promise_results) for node in moment.waiters)
    return max((count for count in counts if count <= SLOT_COLUMNS), default=1)


def await_row(document: Document, moment: Moment, node: str, *, ahead: bool = False) -> AwaitRow:
    """The row of one who waits."""
    analysis, waiter = document.analysis, moment.waiters[node]
    results = analysis.facts[node].promise_results
    cells: tuple[AwaitCell, ...]
    squares: tuple[tuple[Shape, Tone], ...] = ()
    if len(results) > SLOT_COLUMNS:
        states = slot_states(analysis, node, moment)
        squares = tuple((SLOTS[state].shape, SLOTS[state].tone) for state in states)
        text, count = slots_summary(states), slot_list(tuple(range(len(results))))
        cells = (AwaitCell("none", "text", text, "", f"{count}: {slots_summary(states, named=True)}"),)
    else:
        cells = tuple(_cell(document, moment, node, result) for result in results)
    short, below = _released_by(document, moment, waiter)
    full = ": ".join(filter(None, (short, below)))
    ran_at = document.timeline.history.ran_at.get(node)
    if ahead and ran_at is not None:
        below = ahead_words(ran_at)
        full = tr("{released}; it runs at {when}", released=full, when=below)
    name = spoken_name(analysis.graph.by_id[node], ended=False)
    return AwaitRow(node, name, _waits(document, moment, node), cells, squares, short, below, full)


def _cell(document: Document, moment: Moment, node: str, result: PromiseResult) -> AwaitCell:
    row = slot_row(document, moment, document.graph.by_id[node], result)
    sign = SLOTS[row.state]
    call, whole = awaited(row, "line"), received(row, "whole")
    full = tr("slot {number}, awaits {call}: {words}", number=result.slot, call=call, words=whole)
    return AwaitCell(sign.shape, sign.tone, _held(row), _since(document, moment, row), full)


def _held(row: SlotRow) -> str:
    """What stands in a slot, in very few words: `21 bytes`, `nothing`, `Failed`, `in flight`."""
    value = row.result.value
    if row.state == "arrived":
        return size_words(value) if value is not None and value.raw else NOTHING["card"]
    return open_words(row.state, row.result.timed_out, "card")


def _since(document: Document, moment: Moment, row: SlotRow) -> str:
    """Since which step it stands so; of a slot that is still open, what it waits for."""
    history, place = document.timeline.history, (row.node.id, row.result.slot)
    if row.state in ("arrived", "failed"):
        step = history.arrived_at.get(place)
        if step == moment.index:
            return tr("just now")
        return tr("step {step}", step=numeral(step)) if step is not None else ""
    if row.state == "in_flight":
        step = history.produced_at.get(place)
        return tr("sent at step {step}", step=numeral(step)) if step is not None else ""
    return visible_text(awaited(row, "line"), 80) if row.state == "outstanding" else ""


def _waits(document: Document, moment: Moment, node: str) -> str:
    """How long it has existed by now: `created 2 blocks ago`, without heights `created at step 3`."""
    made = document.graph.by_id[node]
    created, now = made.created_height, height_at(document.timeline, moment.index)
    if created is None or now is None or now < created:
        step = document.timeline.history.ran_at.get(made.parent or "")
        return tr("created at step {step}", step=numeral(step)) if step is not None else ""
    if now == created:
        return tr("created in this block")
    return trn("created {count} block ago", "created {count} blocks ago", now - created)


def _released_by(document: Document, moment: Moment, waiter: Waiter) -> tuple[str, str]:
    """What lets it run, as far as that is known by then: `slot 2`, `delta.near.get_value`; `nothing`, `can run now`."""
    graph = document.graph
    if not waiter.outstanding:
        runs = moment.progress.get(waiter.node) == "ready"
        return tr("nothing"), PROGRESS["ready"].word if runs else HAS_ITS_DATA
    if "yield" in graph.by_id[waiter.node].roles:
        return RESUME_OR_TIME_OUT, ""
    node, results = graph.by_id[waiter.node], document.analysis.facts[waiter.node].promise_results
    rows = [slot_row(document, moment, node, results[slot]) for slot in waiter.outstanding[:NAMED]]
    named = list(filter(None, map(_releases, rows)))
    more = "" if len(waiter.outstanding) <= NAMED else ", …"
    return slot_list(waiter.outstanding), ", ".join(dict.fromkeys(named)) + more if named else ""


def _releases(row: SlotRow) -> str:
    """Who is to give what an open slot lacks, and for whom where the awaited call has passed its result on."""
    names = [link_name(row, node) for node in way_of(row) or filter(None, (row.result.awaited,))]
    if len(names) < 2:
        return "".join(names)
    return tr("{last} (for {first})", last=names[-1], first=names[0])
