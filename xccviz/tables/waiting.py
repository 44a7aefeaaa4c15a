"""Who waits at a moment: a row a callback, with what each slot holds and what releases it.

on_multi_done   ✓ "42"   ✗ Failed just now   ◌ in flight   slot 2, next block
created 2 blocks ago
"""

from __future__ import annotations

from itertools import islice

from xccviz.analysis.types import PromiseResult
from xccviz.catalogue import tr, trn
from xccviz.document import Document
from xccviz.model.text import visible_text
from xccviz.replay.standing import slot_states
from xccviz.replay.types import Moment, Waiter
from xccviz.tables.slots import RESUME_OR_TIME_OUT, awaited, received, slot_row
from xccviz.values import frozen
from xccviz.words.names import spoken_name
from xccviz.words.signs import PROGRESS, SLOTS, Shape, Tone
from xccviz.words.slots import slot_list, slots_summary

SLOT_COLUMNS = 4
"""A callback with more slots than this has them counted instead."""
ROWS_TOLD = 60
"""Of thousands of waiting callbacks, so many get a row."""
_VALUE_SHOWN = 40


@frozen
class AwaitCell:
    """One slot, or many summed up: a sign ("none" for a sum), its tone, short words and the whole of them."""

    shape: Shape
    tone: Tone
    text: str
    full: str


@frozen
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
    return tuple(_row(document, moment, waiter) for waiter in islice(moment.waiters.values(), ROWS_TOLD))


def _row(document: Document, moment: Moment, waiter: Waiter) -> AwaitRow:
    analysis = document.analysis
    results = analysis.facts[waiter.node].promise_results
    summed = len(results) > SLOT_COLUMNS
    cells: tuple[AwaitCell, ...]
    if summed:
        text = slots_summary(slot_states(analysis, waiter.node, moment))
        count = slot_list(tuple(range(len(results))))
        cells = (AwaitCell("none", "text", text, f"{count}: {text}"),)
    else:
        cells = tuple(_cell(document, moment, waiter.node, result) for result in results)
    short, full = _released_by(document, moment, waiter)
    name = spoken_name(analysis.graph.by_id[waiter.node], ended=False)
    return AwaitRow(waiter.node, name, _waits(document, moment, waiter.node), cells, summed, short, full)


def _cell(document: Document, moment: Moment, node: str, result: PromiseResult) -> AwaitCell:
    row = slot_row(document, moment, document.graph.by_id[node], result)
    sign = SLOTS[row.state]
    text = visible_text(received(row, "card"), 2 * _VALUE_SHOWN)
    if len(text) > _VALUE_SHOWN:
        text = text[: _VALUE_SHOWN - 1] + "…"
    now = document.timeline.history.arrived_at.get((node, result.slot)) == moment.index
    if row.state == "failed" and now:
        text = tr("{words} just now", words=text)
    call, whole = awaited(row, "line"), received(row, "whole")
    full = tr("slot {number}, awaits {call}: {words}", number=result.slot, call=call, words=whole)
    return AwaitCell(sign.shape, sign.tone, text, full)


def _waits(document: Document, moment: Moment, node: str) -> str:
    """How long it has existed by now: `created 2 blocks ago`; "" where heights are not known."""
    created = document.graph.by_id[node].created_height
    now = _height(document, moment)
    if created is None or now is None or now < created:
        return ""
    blocks = now - created
    if not blocks:
        return tr("created in this block")
    return trn("created {count} block ago", "created {count} blocks ago", blocks)


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
    what = RESUME_OR_TIME_OUT if is_yield else slot_list(waiter.outstanding)
    if runs is None:
        if not waiter.outstanding:
            told = tr("It has all it waited for; that it ran is not in this document.")
            return tr("has all; not run yet"), told
        return what, tr("Released by {what}; that it ran is not in this document.", what=what)
    if not waiter.outstanding:
        told = tr("It has all it waited for and runs at step {step}.", step=runs)
        return tr("{runs_next}, step {step}", runs_next=PROGRESS["ready"].word, step=runs), told
    last = max((history.arrived_at.get((waiter.node, slot), 0) for slot in waiter.outstanding), default=0)
    if is_yield and not last:
        return what, tr("What released it is not in this document; it runs at step {step}.", step=runs)
    at = steps[last - 1] if last else None
    now = _height(document, moment)
    when = tr("step {step}", step=last or runs)
    if at is not None and at.height is not None and now is not None and at.height >= now:
        ahead = at.height - now
        when = {0: tr("this block"), 1: tr("next block")}.get(
            ahead, tr("in {count} blocks", count=f"{ahead:,}")
        )
    told = tr(
        "Released by {what} at step {at}; it runs at step {step}.", what=what, at=last or runs, step=runs
    )
    return f"{what}, {when}", told
