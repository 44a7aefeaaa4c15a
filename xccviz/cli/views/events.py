"""What the contracts logged, in the order of the tree; NEP-297 events are told apart, and void ones marked."""

from __future__ import annotations

from xccviz.catalogue import numeral, tr
from xccviz.cli.terminal import Terminal
from xccviz.cli.views.shown import say_nothing
from xccviz.document import Document
from xccviz.tables.events import EVENTS, EventRow, log_sources
from xccviz.tables.lines import Part
from xccviz.tables.shown import WHOLE, Shown
from xccviz.words.logs import rolled_back
from xccviz.words.missing import nothing_logged
from xccviz.words.names import spoken_name

_SHOWN = 600


def show_events(document: Document, terminal: Terminal, shown: Shown = WHOLE) -> None:
    """Write each receipt that logged something with its lines; say so when none did."""
    by_id = document.graph.by_id
    told = (s for s in log_sources(document) if shown.ran(s.node, document) and shown.has(s.node))
    sources = sorted(told, key=lambda source: by_id[source.node].index)
    for i, source in enumerate(sources):
        if i:
            terminal.blank()
        parts: list[Part] = [(spoken_name(by_id[source.node], ended=False), "bold")]
        if source.logs[0].reverted:
            parts.append((f"  {rolled_back(len(source.logs))}", "warning"))
        terminal.wrapped(*parts)
        for log in source.logs:
            _show_line(EventRow(source, log), terminal)
    if not sources:
        say_nothing(terminal, shown, nothing_logged(document.graph, shown.moment))


def _show_line(row: EventRow, terminal: Terminal) -> None:
    standard, version, event, text = (
        EVENTS.column(name).words(row, "line") for name in ("standard", "version", "event", "text")
    )
    if row.log.event is None:
        terminal.paragraph(_cut(text), indent=2, first="· ")
        return
    name = f"{standard or '?'} {version}".strip()
    terminal.paragraph(
        f"{name}: {event or '?'} {_cut(text)}", indent=2, first=tr("event") + " ", style="value"
    )


def _cut(text: str) -> str:
    return (
        text
        if len(text) <= _SHOWN
        else tr("{text}… ({count} characters)", text=text[:_SHOWN], count=numeral(len(text)))
    )
