"""Slots of callbacks as tables: what stood in each, who gave it, and the error that the code could not see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xccviz.catalogue import tr, trn
from xccviz.export.html.markup import Html, element, joined, words_within
from xccviz.export.html.parts import grid, head_cell, more_words, sign
from xccviz.export.html.subject import Subject
from xccviz.tables.slots import SLOT_TABLE, SlotRow, slots_of, way_of
from xccviz.words.signs import SLOTS
from xccviz.words.slots import slots_summary

FEW = 16
"""Slots of a callback that are all shown; of more those that failed."""
ROWS, SHOWN = 120, 400
NOT_SEEN = tr("WHAT IT COULD NOT SEE")
CAPTION = tr("What each callback received")


def slots_of_all(subject: Subject) -> Html | None:
    """A row a slot of every callback that is there by the moment; of a wide one those that failed, the others
    counted."""
    document = subject.document
    chosen: list[tuple[SlotRow, Html]] = []
    rest: dict[int, int] = {}
    more = 0
    for node in document.graph.nodes:
        told = document.analysis.facts[node.id]
        if not told.promise_results or subject.gone(node.id) or not subject.row(node.id).created:
            continue
        slots = slots_of(document, subject.moment, told)
        shown = _shown(slots)
        if len(chosen) + len(shown) > ROWS:
            more += len(slots)
            continue
        name = subject.link_to_all(node.id)
        chosen += [(slot, Html("") if place else name) for place, slot in enumerate(shown)]
        if len(shown) < len(slots):
            rest[len(chosen) - 1] = len(slots) - len(shown)
    if not chosen:
        return None
    after = more_words(more)
    lines = _lines(subject, chosen, rest)
    return grid(
        CAPTION,
        [head_cell(SLOT_TABLE.column("callback").title, "callback"), *_heads(subject, chosen)],
        lines,
        after,
    )


def slots_of_one(subject: Subject, slots: Sequence[SlotRow]) -> Html:
    """The slots of one callback: all of a few; of many those that failed, and the others counted."""
    chosen: list[tuple[SlotRow, Html | None]] = [(slot, None) for slot in _shown(slots)]
    summary = slots_summary([slot.state for slot in slots], named=True) if len(slots) > FEW else None
    table = (
        grid(tr("What it received"), _heads(subject, chosen), _lines(subject, chosen, {})) if chosen else None
    )
    return joined((table, element("p", summary, class_="mute") if summary else None))


def _shown(slots: Sequence[SlotRow]) -> Sequence[SlotRow]:
    """Those that have a row; at least one."""
    if len(slots) <= FEW:
        return slots
    return [slot for slot in slots if slot.state == "failed"][:FEW] or slots[:1]


def _used(subject: Subject, chosen: Sequence[tuple[SlotRow, Html | None]]) -> tuple[str, ...]:
    """The columns that have something to say."""
    arrived = SLOT_TABLE.column("arrived")
    used = ["slot", "received", "producer"]
    used += ["arrived"] if any(arrived.words(slot, "line") for slot, _ in chosen) else []
    used += ["error"] if any(_error(subject, slot) for slot, _ in chosen) else []
    return tuple(used)


def _heads(subject: Subject, chosen: Sequence[tuple[SlotRow, Html | None]]) -> list[Html]:
    used = _used(subject, chosen)
    return [head_cell(NOT_SEEN if id == "error" else SLOT_TABLE.column(id).title, id) for id in used]


def _error(subject: Subject, slot: SlotRow) -> str:
    error = subject.document.errors.get(slot.result.producer or "") if slot.state == "failed" else None
    return error.title if error is not None else ""


def _lines(
    subject: Subject, chosen: Sequence[tuple[SlotRow, Html | None]], rest: dict[int, int]
) -> Iterator[Html]:
    used = _used(subject, chosen)
    for place, (slot, callback) in enumerate(chosen):
        failed = slot.state == "failed"
        cells = [element("th", callback, scope="row")] if callback is not None else []
        cells += [_cell(subject, slot, id) for id in used]
        class_ = " ".join(filter(None, ("failed" if failed else "", subject.dimmed(slot.node.id))))
        yield element("tr", *cells, class_=class_ or None)
        if place in rest:
            words = trn("{count} other slot", "{count} other slots", rest[place])
            other = element("td", words, class_="mute", colspan=str(len(used)))
            yield element("tr", element("th", scope="row"), other)


def _cell(subject: Subject, slot: SlotRow, id: str) -> Html:
    failed = slot.state == "failed"
    if id == "error":
        return element("td", _error(subject, slot), class_="bad")
    words = SLOT_TABLE.column(id).words(slot, "line")
    if id == "received":
        return element(
            "td", sign(SLOTS[slot.state]), words_within(words, SHOWN), class_="bad" if failed else "text"
        )
    if id == "producer" and slot.result.producer is not None:
        return element("td", subject.link(way_of(slot)[-1], words))
    return element("td", words)
