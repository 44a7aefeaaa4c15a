"""The page of a host call: what it asked, what it got as text and as hex, what the other run got, its gas by part."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from xccviz.catalogue import numeral, tr
from xccviz.decode.types import Decoded
from xccviz.decode.values import decode_hex, decode_json, decode_text
from xccviz.gui.inspector.section import Section, Subject
from xccviz.gui.inspector.value_view import ValueView
from xccviz.gui.look.widgets import ElidedLink, boxed, label, row
from xccviz.gui.state.host_at import HostAt
from xccviz.tables.host_calls import HostRow, gas_parts, node_of
from xccviz.vm.types import Argument, HostCall, Readable
from xccviz.words.host_calls import got_words
from xccviz.words.host_pages import ARGUMENTS, cost_part, loop_words, raw_names, sdk_words, what_words
from xccviz.words.names import spoken_name
from xccviz.words.signs import NOT_KNOWN
from xccviz.words.value_lines import value_text

_SHORT = 48
_HEX_SHOWN, _HEX_LINES = 4_000, 32
_QUIET = frozenset(("register", "at", "size"))


def title_words(host: HostAt) -> str:
    """The name of the page: `promise_result(1)`."""
    first = host.row.first
    return f"{host.row.name}({first.slot})" if first.slot is not None and not host.row.rows else host.row.name


def place_words(host: HostAt, name: str) -> str:
    """Where it stands: `host call 14 of 20 · caller.near.on_multi_done`."""
    count = len(host.ran.calls) + host.ran.calls_left_out
    place = tr("host call {number} of {count}", number=numeral(host.row.number), count=numeral(count))
    what_if = tr("what if") if host.changed else ""
    return " · ".join(filter(None, (place, name, what_if)))


def back(subject: Subject) -> Section:
    """The way back to the receipt."""
    name = spoken_name(subject.node)
    words = tr("back to the receipt {name}", name=name)
    return Section("", (ElidedLink(words, subject.leave),))


def asked(subject: Subject) -> Section:
    """What it asked, in a sentence and by argument; what it belongs to."""
    return Section(tr("WHAT IT ASKED"), _asked(subject, _host(subject)))


def _asked(subject: Subject, host: HostAt) -> Iterator[QWidget]:
    first = host.row.first
    yield label(what_words(first), "", wrap=True, selectable=True)
    if names := raw_names(host.row.calls):
        yield label(names, "mute", wrap=True)
    for call in host.row.calls:
        if call is first or call.name.startswith("promise_batch_action_"):
            yield from _arguments(call)
    if host.row.rows:
        yield label(loop_words(len(host.row.rows)), "mute", wrap=True)
    yield from _ties(subject, host)


def _arguments(call: HostCall) -> Iterator[QWidget]:
    for one in call.args:
        name = ARGUMENTS.get(one.name, one.name)
        if isinstance(one.value, bytes) and len(one.value) > _SHORT:
            yield ValueView(_decoded(one.value), name)
            yield from _cut(one)
        elif one.name not in _QUIET and (one.name != "slot" or call.slot is None):
            yield _pair(name, _plain(one.value))


def _cut(one: Argument) -> Iterator[QWidget]:
    if one.size is not None:
        words = tr("its beginning; it has {count} bytes", count=numeral(one.size))
        yield label(words, "mute")


def _ties(subject: Subject, host: HostAt) -> Iterator[QWidget]:
    """The producer of a slot, the receipt that a promise became, the line of the log."""
    answer = host.run.answer
    assert answer is not None
    first = host.row.first
    if first.log is not None:
        yield _pair(tr("line of the log"), numeral(first.log + 1))
    if host.changed and first.receipt is not None:
        yield _pair(tr("receipt"), tr("would be made, and is not sent"))
        return
    node = node_of(host.row, host.ran, subject.facts, answer.replay.subject)
    target = subject.tab.document.graph.by_id.get(node or "")
    if target is not None:
        name = spoken_name(target)
        words = (
            tr("producer: {name}", name=name) if first.slot is not None else tr("receipt: {name}", name=name)
        )
        yield ElidedLink(words, partial(subject.select, target.id))


def got(subject: Subject) -> Section:
    """What it got; of a run that ended in it, why."""
    host = _host(subject)
    return Section(tr("WHAT IT GOT"), _got(host.row, host.run.hex))


def _got(found: HostRow, hex: bool) -> Iterator[QWidget]:
    call = found.first
    if found.error is not None:
        yield label(found.error, "badbox", wrap=True, selectable=True)
        return
    if found.rows:
        yield label(tr("Unfold the loop to read what each of them got."), "mute", wrap=True)
        return
    value = call.result.encode() if isinstance(call.result, str) else call.result
    if isinstance(value, bytes) and value:
        decoded = _decoded(value)
        yield ValueView(decoded, tr("what it got"))
        if hex:
            lines, more = value_text(decoded, "Hex", _HEX_SHOWN, _HEX_LINES)
            yield label(f"{lines}…" if more else lines, "mono", selectable=True)
        if call.result_size is not None:
            yield label(tr("its beginning; it has {count} bytes", count=numeral(call.result_size)), "mute")
        return
    words = got_words(call) or tr("It gives nothing back.")
    yield label(
        words, "bad" if found.failed_slot else "mono" if call.result is not None else "mute", wrap=True
    )


def here(subject: Subject) -> Section | None:
    """What the same call got in the other run."""
    host = _host(subject)
    if not host.others or host.row.rows:
        return None
    caption = tr("AS IT WAS") if host.changed else tr("WHAT IF")
    if host.here is None:
        return Section(caption, (label(tr("It is not called there."), "mute", wrap=True),))
    same = host.here.first.result == host.row.first.result and host.here.error == host.row.error
    if same:
        return Section(caption, (label(tr("The same."), "mute"),))
    return Section(caption, _got(host.here, host.run.hex))


def gas(subject: Subject) -> Section:
    """What it cost by part, in all, and in the other run; how much was used by then."""
    host = _host(subject)
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(2)
    rows = [(cost_part(cost, count), amount) for cost, amount, count in gas_parts(host.row)]
    whole: list[tuple[str, int]] = [(tr("in all"), host.row.gas)]
    if host.here is not None and host.here.gas != host.row.gas:
        whole.append((tr("as it was") if host.changed else tr("what if"), host.here.gas))
    whole.append((tr("used by then"), host.row.so_far))
    for i, (name, amount) in enumerate([*rows, *whole]):
        caption = label(name, "mute", wrap=True)
        grid.addWidget(caption, i, 0)
        number = label(numeral(amount), "number", selectable=True)
        grid.addWidget(number, i, 1, Qt.AlignmentFlag.AlignRight)
    grid.setColumnStretch(0, 1)
    return Section(tr("GAS OF THE CALL"), (boxed(grid),))


def names(subject: Subject) -> Section | None:
    """How near-sdk gets there, where that is worth a word."""
    words = sdk_words(_host(subject).row.first)
    return Section(tr("IN THE SOURCE"), (label(words, "mute", wrap=True),)) if words else None


HOST = (back, asked, got, here, gas, names)
"""The sections of the page."""


def _host(subject: Subject) -> HostAt:
    assert subject.host is not None
    return subject.host


def _decoded(raw: bytes) -> Decoded:
    return decode_json(raw) or decode_text(raw) or decode_hex(raw)


def _plain(value: Readable) -> str:
    if isinstance(value, bytes):
        return _decoded(value).text if value else tr("nothing")
    if isinstance(value, int) and not isinstance(value, bool):
        return numeral(value)
    return NOT_KNOWN if value is None else str(value)


def _pair(name: str, value: str) -> QWidget:
    shown = label(value, "number", wrap=True, selectable=True)
    shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    line = row(label(name, "mute"), shown, spacing=10)
    line.setStretch(1, 1)
    return boxed(line)
