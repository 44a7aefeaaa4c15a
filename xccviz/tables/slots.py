"""Rows of the await table at a moment: who waits, what each slot holds, and what releases it. No Qt.

on_multi_done   ✓ "42"   ✗ Failed just now   ◌ in flight   slot 2, next block
created 2 blocks ago
"""

from __future__ import annotations

from dataclasses import dataclass

from xccviz.analysis.types import PromiseResult
from xccviz.display.graph import styles
from xccviz.display.types import MarkerShape, Role
from xccviz.document import Document
from xccviz.gui.inspector.words import value_words
from xccviz.model.text import visible_text
from xccviz.replay.types import Moment, Waiter
from xccviz.words.names import spoken_name

SLOT_COLUMNS = 4
"""A callback with more slots than this has them counted instead."""
ROWS_TOLD = 60
"""Of thousands of waiting callbacks, so many get a row."""
_VALUE_SHOWN = 40
_SIGNS: dict[str, tuple[MarkerShape, Role]] = {
    "arrived": ("ok", "ok"),
    "failed": ("failed", "bad"),
    "in_flight": ("waiting", "wait"),
    "outstanding": ("not_yet", "mute"),
    "unknown": ("unknown", "mute"),
}


@dataclass(frozen=True, slots=True)
class AwaitCell:
    """One slot, or many summed up: a sign ("none" for a sum), its role, short words and the whole of them."""

    shape: MarkerShape
    role: Role
    text: str
    full: str


@dataclass(frozen=True, slots=True)
class AwaitRow:
    """One waiting callback: node id, its name, how long it waits; a cell a slot, or one for all (`summed`); and what
    lets it run. Texts are unescaped."""

    node: str
    name: str
    waits: str
    cells: tuple[AwaitCell, ...]
    summed: bool
    released_by: str
    released_full: str


def await_rows(document: Document, moment: Moment) -> tuple[AwaitRow, ...]:
    """The rows of a moment, in display order, at most ROWS_TOLD."""
    return tuple(_row(document, moment, waiter) for waiter in moment.waiting[:ROWS_TOLD])


def _row(document: Document, moment: Moment, waiter: Waiter) -> AwaitRow:
    analysis = document.analysis
    results = analysis.facts[waiter.node].promise_results
    summed = len(results) > SLOT_COLUMNS
    cells: tuple[AwaitCell, ...]
    if summed:
        states = [_state(moment, waiter.node, result) for result in results]
        text = styles.slots_summary(states)
        cells = (AwaitCell("none", "text", text, f"{len(results):,} slots: {text}"),)
    else:
        cells = tuple(_cell(document, moment, waiter.node, result) for result in results)
    short, full = _released_by(document, moment, waiter)
    name = spoken_name(analysis.graph.by_id[waiter.node], ended=False)
    return AwaitRow(waiter.node, name, _waits(document, moment, waiter.node), cells, summed, short, full)


def _state(moment: Moment, node: str, result: PromiseResult) -> styles.SlotState:
    here = (node, result.slot)
    if here in moment.arrived:
        return "failed" if result.result == "failed" else "arrived"
    return "in_flight" if here in moment.in_flight else "outstanding"


def _cell(document: Document, moment: Moment, node: str, result: PromiseResult) -> AwaitCell:
    state = _state(moment, node, result)
    shape, role = _SIGNS[state]
    awaited = document.graph.by_id.get(result.awaited or "")
    call = spoken_name(awaited, state in ("arrived", "failed")) if awaited is not None else "a resume"
    whom = f"slot {result.slot}, awaits {call}"
    if state == "failed":
        text = "timed out" if result.timed_out else "Failed"
        now = document.timeline.history.arrived_at.get((node, result.slot)) == moment.index
        return AwaitCell(shape, role, text + (" just now" if now else ""), f"{whom}: {text}")
    if state == "arrived":
        value = value_words(result.value) if result.value is not None else "a value"
        text = value if len(value) <= _VALUE_SHOWN else value[: _VALUE_SHOWN - 1] + "…"
        text = visible_text(text, 2 * _VALUE_SHOWN)
        return AwaitCell(shape, role, text, f"{whom}: {value}")
    text = "in flight" if state == "in_flight" else "awaited"
    return AwaitCell(shape, role, text, f"{whom}: {text}")


def _waits(document: Document, moment: Moment, node: str) -> str:
    """How long it has existed by now: `created 2 blocks ago`; "" where heights are not known."""
    created = document.graph.by_id[node].created_height
    now = _height(document, moment)
    if created is None or now is None or now < created:
        return ""
    blocks = now - created
    if not blocks:
        return "created in this block"
    return f"created {blocks:,} block{'' if blocks == 1 else 's'} ago"


def _height(document: Document, moment: Moment) -> int | None:
    """The block of the moment: of its step, else the latest known before it."""
    if moment.step is not None and moment.step.height is not None:
        return moment.step.height
    return max((height for n, height in document.timeline.history.heights if n <= moment.index), default=None)


def _released_by(document: Document, moment: Moment, waiter: Waiter) -> tuple[str, str]:
    """What lets it run, in short, and as a sentence."""
    history, steps = document.timeline.history, document.timeline.steps
    runs = history.ran_at.get(waiter.node)
    is_yield = "yield" in document.graph.by_id[waiter.node].roles
    what = "a resume or a time-out" if is_yield else _slots(waiter.outstanding)
    if runs is None:
        if not waiter.outstanding:
            return "has all; not run yet", "It has all it waited for; that it ran is not in this document."
        return what, f"Released by {what}; that it ran is not in this document."
    if not waiter.outstanding:
        return f"runs next, step {runs}", f"It has all it waited for and runs at step {runs}."
    last = max((history.arrived_at.get((waiter.node, slot), 0) for slot in waiter.outstanding), default=0)
    if is_yield and not last:
        return what, f"What released it is not in this document; it runs at step {runs}."
    at = steps[last - 1] if last else None
    now = _height(document, moment)
    when = f"step {last or runs}"
    if at is not None and at.height is not None and now is not None and at.height >= now:
        ahead = at.height - now
        when = {0: "this block", 1: "next block"}.get(ahead, f"in {ahead:,} blocks")
    if is_yield and at is not None:
        what = "the time-out" if at.kind == "timeout" else "a resume"
    return f"{what}, {when}", f"Released by {what} at step {last or runs}; it runs at step {runs}."


def _slots(slots: tuple[int, ...]) -> str:
    if len(slots) > 3:
        return f"{len(slots):,} slots"
    return ("slot " if len(slots) == 1 else "slots ") + ", ".join(str(slot) for slot in slots)
