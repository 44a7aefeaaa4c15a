"""Each failed receipt: what happened, what to do, what became of it, and the raw error; then what else is worth
knowing, by severity."""

from __future__ import annotations

import json

from xccviz.catalogue import tr
from xccviz.cli.terminal import Terminal
from xccviz.cli.views.shown import say_nothing
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.tables.findings import FINDINGS
from xccviz.tables.parts import mark
from xccviz.tables.shown import WHOLE, Shown
from xccviz.words.actions import batch_words
from xccviz.words.fates import fate_words
from xccviz.words.findings import FindingText
from xccviz.words.missing import no_failure
from xccviz.words.names import spoken_name
from xccviz.words.panics import SOURCE_CLAIM, panicked_words
from xccviz.words.places import block_words
from xccviz.words.signs import SEVERITY_HEADINGS

_RAW_SHOWN = 2000


def show_errors(document: Document, terminal: Terminal, shown: Shown = WHOLE) -> None:
    """Write every failure in display order; say so when there is none. Findings are about the end."""
    facts = document.analysis.facts
    failed = [
        n
        for n in document.graph.nodes
        if facts[n.id].failed and shown.ran(n.id, document) and shown.has(n.id)
    ]
    if not failed:
        say_nothing(terminal, shown, no_failure(document.graph, shown.moment))
    for i, node in enumerate(failed):
        if i:
            terminal.blank()
        _show_failure(node, document, terminal, shown)
    if shown.moment is not None:
        return
    told = [f for f in document.findings if shown.hits is None or shown.has_any(f.nodes)]
    for severity, heading in SEVERITY_HEADINGS.items():
        _show_findings([f for f in told if f.severity == severity], heading, terminal)


def _show_findings(findings: list[FindingText], heading: str, terminal: Terminal) -> None:
    if not findings:
        return
    terminal.blank()
    terminal.line((heading, "bold"))
    for finding in findings:
        terminal.paragraph(finding.title, indent=2, first="· ")
        terminal.paragraph(finding.explanation, indent=4, style="dim")
        numbers = FINDINGS.column("evidence").words(finding, "line")
        if numbers:
            terminal.paragraph(numbers, indent=4, style="dim")


def _show_failure(node: Node, document: Document, terminal: Terminal, shown: Shown) -> None:
    facts = document.analysis.facts[node.id]
    error = facts.status.error if facts.status is not None else None
    said = document.errors.get(node.id)
    place = block_words(node)
    terminal.wrapped(
        (spoken_name(node), "bold"),
        (f"  {place}" if place else "", "dim"),
        first=(mark(node, document), " "),
    )
    if error is None or said is None:
        return
    terminal.paragraph(said.cause, indent=2, style="failed")
    batch = batch_words(node.actions, error)
    if batch:
        terminal.paragraph(batch, indent=2)
    terminal.paragraph(said.beside_cause, indent=2)
    at = document.places.get(node.id)
    if at is not None:
        terminal.paragraph(panicked_words(at, said.beside_cause), indent=2)
    if at is not None and at.source is not None:
        terminal.line(
            _caption(tr("source")), at.source.address, indent=2
        )  # whole, so that terminals see a link
        terminal.paragraph(SOURCE_CLAIM, indent=2, style="dim")
    terminal.paragraph(said.hint, indent=2, first=_caption(tr("what to do")))
    terminal.paragraph(
        fate_words(document.analysis, facts, shown.moment), indent=2, first=_caption(tr("afterwards"))
    )
    terminal.paragraph(" / ".join(error.path), indent=2, style="dim", first=_caption(tr("kind")))
    raw = json.dumps(error.raw, ensure_ascii=False)
    text = raw if len(raw) <= _RAW_SHOWN else raw[:_RAW_SHOWN] + "…"
    terminal.paragraph(text, indent=2, style="dim", first=_caption(tr("raw")))
    terminal.paragraph(node.id, indent=2, style="dim", first=_caption(tr("receipt")))


def _caption(words: str) -> str:
    return f"{words:<12} "
