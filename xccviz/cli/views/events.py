"""What the contracts logged, in the order of the tree; NEP-297 events are told apart, and void ones marked."""

from __future__ import annotations

import json

from xccviz.analysis.types import LogLine
from xccviz.cli.terminal import Part, Terminal
from xccviz.document import Document
from xccviz.words.names import spoken_name

_SHOWN = 600


def show_events(document: Document, terminal: Terminal) -> None:
    """Write each receipt that logged something with its lines; say so when none did."""
    found = False
    for node in document.graph.nodes:
        logs = document.analysis.facts[node.id].logs
        if not logs:
            continue
        if found:
            terminal.blank()
        found = True
        parts: list[Part] = [(spoken_name(node), "bold")]
        if logs[0].reverted:
            parts.append(("  the receipt failed: what these lines say was rolled back", "warning"))
        terminal.line(*parts, cut=True)
        for log in logs:
            _show_log(log, terminal)
    if not found:
        terminal.line("Nothing was logged.")


def _show_log(log: LogLine, terminal: Terminal) -> None:
    event = log.event
    if event is None:
        terminal.paragraph(_cut(log.text), indent=2, first="· ")
        return
    name = f"{event.get('standard', '?')} {event.get('version', '')}".strip()
    data = json.dumps(event.get("data"), ensure_ascii=False)
    terminal.paragraph(
        f"{name}: {event.get('event', '?')} {_cut(data)}", indent=2, first="event ", style="value"
    )


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text):,} characters)"
