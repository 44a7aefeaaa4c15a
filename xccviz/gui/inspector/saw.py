"""What stands below the slots of a callback as its code saw them: values in full, the gas it had, what others did
to its account while it waited, and what it did then."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from xccviz.analysis.time.meanwhile import meanwhile_of
from xccviz.catalogue import numeral, tr, trn
from xccviz.decode.types import Decoded
from xccviz.gui.inspector.gas_bar import GasBar
from xccviz.gui.inspector.section import Section, Subject
from xccviz.gui.inspector.value_view import ValueView
from xccviz.gui.look.signs import Sign
from xccviz.gui.look.widgets import ElidedLink, boxed, label, link, row
from xccviz.model.amounts import format_gas_column, format_gas_exact
from xccviz.replay.timeline import height_at
from xccviz.tables.slots import slots_of
from xccviz.words.ahead import ahead_words, not_yet_words
from xccviz.words.gas import REGISTERS, WHY_AT_MOST, register_gas
from xccviz.words.meanwhile import FETCH_CHANGES, blocks_span, meanwhile_words
from xccviz.words.names import spoken_name
from xccviz.words.signs import NOT_KNOWN
from xccviz.words.value_lines import holds_more

FEW, MOST = 4, 100


def values(subject: Subject) -> Section | None:
    """Each result that is more than a word, in full: as a tree, with what is wrapped in its texts opened in place."""
    tab = subject.tab
    found = [
        (slot.result.slot, value)
        for slot in slots_of(tab.document, tab.moment, subject.facts)
        if slot.state == "arrived" and (value := slot.result.value) is not None and holds_more(value)
    ]
    return Section(tr("RESULTS IN FULL"), _values(subject, found)) if found else None


def _values(subject: Subject, found: list[tuple[int, Decoded]]) -> Iterator[QWidget]:
    shown = found[: MOST if "values" in subject.unfolded else FEW]
    for number, value in shown:
        name = tr("slot {slot}", slot=number)
        yield label(name, "mute")
        yield ValueView(value, name, first="Tree")
    if len(found) > len(shown):
        more = tr("Show {count} more", count=numeral(len(found) - len(shown)))
        yield boxed(row(link(more, lambda: subject.unfold("values")), None))


def gas_had(subject: Subject) -> Section | None:
    """What it was given, what its code used of it, and at most how much of that went into reading what it received."""
    gas = subject.facts.gas
    if gas.attached is None or not subject.created:
        return None
    return Section(tr("GAS IT HAD"), _gas(subject))


def _gas(subject: Subject) -> Iterator[QWidget]:
    gas, told = subject.facts.gas, subject.happened or subject.ahead
    bar = GasBar()
    ran = subject.happened or (subject.ahead and subject.ran_at is not None)
    bar.show_gas(gas, ran, subject.created)  # with a look ahead as the rows below
    yield bar
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(2)
    used = tr("used by its code")
    if subject.ran_at is not None and not subject.happened:
        used = tr("used by its code, step {step}", step=numeral(subject.ran_at)) if told else used
    rows: list[tuple[str, int | None, str]] = [(tr("to use"), gas.attached, "")]
    if told:
        rows.append((used, gas.contract, "" if subject.happened else "wait"))
        registers = register_gas(gas)
        if registers is not None:
            rows.append((REGISTERS, registers, "" if subject.happened else "wait"))
    for i, (name, amount, tone) in enumerate(rows):
        caption = label(name, "aheadrow" if tone else "mute", wrap=True)
        caption.setToolTip(WHY_AT_MOST if name == REGISTERS else "")
        grid.addWidget(caption, i, 0)
        words = NOT_KNOWN if amount is None else f"{format_gas_column(amount)} Tgas"
        number = label(words, "number", selectable=True)
        number.setToolTip(format_gas_exact(amount))
        grid.addWidget(number, i, 1, Qt.AlignmentFlag.AlignRight)
    if not told:
        grid.addWidget(label(used, "mute"), 1, 0)
        grid.addWidget(label(not_yet_words(subject.ran_at), "mute"), 1, 1, Qt.AlignmentFlag.AlignRight)
    grid.setColumnStretch(0, 1)
    yield boxed(grid)


def meanwhile(subject: Subject) -> Section | None:
    """What others changed on its account while it waited, up to now."""
    tab, node = subject.tab, subject.node
    if not subject.created:
        return None
    height = None if subject.happened else height_at(tab.document.timeline, tab.moment.index)
    if not subject.happened and height is None:
        return None
    # The block one stands in may be the one in which it runs.
    told = meanwhile_of(tab.document.graph, node, height - 1 if height is not None else None)
    if told is None:
        return None
    words = meanwhile_words(told, ran=subject.happened)
    widgets: list[QWidget] = []
    sign = Sign(14)
    sign.show_sign(words.shape, words.tone, "")
    head = row(sign, label(words.title, "", wrap=True, selectable=True), spacing=6)
    head.setStretch(1, 1)
    head.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
    widgets.append(boxed(head))
    if words.below:
        widgets.append(_indented(label(words.below, "mute", wrap=True, selectable=True)))
    if words.rows:
        grid = QGridLayout()
        grid.setContentsMargins(20, 0, 0, 0)
        for i, (what, known, where) in enumerate(words.rows):
            grid.addWidget(label(what, "mute"), i, 0)
            grid.addWidget(label(known, "number", selectable=True), i, 1)
            grid.addWidget(label(where, "mute"), i, 2)
        grid.setColumnStretch(2, 1)
        widgets.append(boxed(grid))
    if words.remark:
        widgets.append(_indented(label(words.remark, "mute", wrap=True)))
    if words.fetches and subject.fetch is not None:
        widgets.append(_indented(link(FETCH_CHANGES, partial(subject.fetch, "changes"))))
    caption = tr("WHILE IT WAITED") if subject.happened else tr("WHILE IT WAITS")
    if told.first is not None and told.last is not None:
        span = blocks_span(told.first, told.last)
        caption += "" if span in words.below else f"   {span}"
    return Section(caption, tuple(widgets))


def _indented(widget: QWidget) -> QWidget:
    return boxed(row(widget, None), 20, 0, 0, 0)


def did_then(subject: Subject) -> Section:
    """What it did once it had read that; before it ran only with a look ahead, dashed and with its step."""
    caption = tr("WHAT IT DID THEN")
    if subject.happened:
        return Section(caption, _did(subject))
    if not subject.ahead or subject.ran_at is None:
        return Section(caption, (label(not_yet_words(subject.ran_at), "mute"),))
    return Section(f"{caption}   {ahead_words(subject.ran_at)}", (ahead_box(subject),), ahead=True)


def ahead(subject: Subject) -> Section | None:
    """Of any receipt that runs later: what it will do, with a look ahead only."""
    if subject.happened or not subject.ahead or subject.ran_at is None:
        return None
    words = tr("WHAT IT DOES   {when}", when=ahead_words(subject.ran_at))
    return Section(words, (ahead_box(subject),), ahead=True)


def ahead_box(subject: Subject) -> QWidget:
    """All that it did, within dashes: it is ahead of now."""
    frame = QFrame()
    frame.setProperty("look", "ahead")
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(10, 8, 10, 8)
    inside.setSpacing(4)
    for widget in _did(subject):
        inside.addWidget(widget)
    return frame


def _did(subject: Subject) -> Iterator[QWidget]:
    document, facts = subject.tab.document, subject.facts
    status = facts.status
    error = document.errors.get(facts.id)
    if error is not None:
        yield label(error.title, "bad", wrap=True, selectable=True)
    elif status is not None and status.kind == "success_receipt":
        target = document.graph.by_id.get(status.receipt_id or "")
        if target is not None:
            words = tr("returned the promise of {name}", name=spoken_name(target, subject.ran(target.id)))
            yield ElidedLink(words, partial(subject.select, target.id))
    elif status is not None and status.value is not None and status.value.raw:
        yield label(tr("returned"), "mute")
        yield ValueView(status.value, tr("result"))
    else:
        yield label(tr("returned nothing"), "mute")
    yield label(_rest(subject), "mute", wrap=True)


def _rest(subject: Subject) -> str:
    """Whom it called, what it logged and burnt."""
    facts, graph = subject.facts, subject.tab.document.graph
    calls = [c for c in graph.children.get(facts.id, ()) if not graph.by_id[c].is_refund]
    made = trn("made {count} receipt", "made {count} receipts", len(calls)) if calls else tr("called nobody")
    logs = len(facts.logs)
    logged = trn("logged {count} line", "logged {count} lines", logs) if logs else tr("logged nothing")
    parts = [made, logged]
    if facts.gas.burnt is not None:
        parts.append(tr("burnt {gas}", gas=f"{format_gas_column(facts.gas.burnt)} Tgas"))
    return ", ".join(parts)
