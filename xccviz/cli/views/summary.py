"""Did it work, and if not, why: the verdict, its causes, the result and the totals."""

from __future__ import annotations

import shlex

from xccviz.analysis.time.extent import extent_of
from xccviz.catalogue import numeral, tr, trn
from xccviz.cli.terminal import Terminal
from xccviz.cli.views.standing import show_standing
from xccviz.document import Document
from xccviz.tables.lines import sign_part
from xccviz.tables.shown import WHOLE, Shown
from xccviz.words.actions import batch_words
from xccviz.words.checks import incomplete_chip, missing_sentence
from xccviz.words.costs import costs_words
from xccviz.words.extent import extent_words
from xccviz.words.findings import FindingText
from xccviz.words.missing import no_receipts
from xccviz.words.names import spoken_name
from xccviz.words.places import block_words
from xccviz.words.proof import proven_sentence
from xccviz.words.signs import VERDICTS
from xccviz.words.values import value_words

_CAUSES_SHOWN = 10
_ALIKE_SHOWN = 3
_SAID_OF_SUCCESSES = {"yield_timed_out", "delegated_call_failed"}
_SAID = {
    "hidden_failure", "incomplete_data", "soft_failure", "out_of_gas", "promised_more_gas_than_left",
    *_SAID_OF_SUCCESSES,
}  # fmt: skip
"""Findings that the verdict, the causes or the line about what is missing say in other words."""


def show_summary(document: Document, terminal: Terminal, shown: Shown = WHOLE) -> None:
    """Write the verdict, root causes with what to do, the result and the totals; of the past how it stood."""
    if shown.moment is not None:
        show_standing(document, terminal, shown.moment)
        return
    analysis, graph = document.analysis, document.graph
    verdict = document.verdict
    sign, style = sign_part(VERDICTS[verdict.ending])
    terminal.paragraph(verdict.title, style=f"{style} bold", first=f"{sign} ")
    if verdict.explanation and verdict.explanation not in _explanations(document):
        terminal.paragraph(verdict.explanation, indent=2)
    _show_causes(document, terminal)
    _show_findings(document, terminal)
    terminal.blank()
    result = analysis.verdict.result
    if result is not None and result.kind != "empty":
        _show_fact(terminal, tr("result"), value_words(result, "line"))
    transaction = document.trace.transaction
    place = graph.root
    network = document.trace.network or document.raw.network
    _show_fact(terminal, tr("transaction"), transaction.hash)
    _show_fact(terminal, "", ", ".join(part for part in (place.label, network, block_words(place)) if part))
    _show_fact(terminal, tr("cost"), costs_words(analysis))
    _show_fact(terminal, tr("extent"), extent_words(extent_of(graph)))
    lacks = no_receipts(graph)
    if lacks:
        where = ("--network", network) if network else ()
        asks = tr(
            "{why} `xccviz show {command}` asks the network for them.",
            why=lacks,
            command=shlex.join((transaction.hash, *where)),
        )
        _show_fact(terminal, tr("incomplete"), asks)
    elif not analysis.complete:
        _show_fact(terminal, incomplete_chip(analysis), missing_sentence(analysis))
    if analysis.proven:
        _show_fact(terminal, tr("proof"), proven_sentence(analysis))
    for problem in document.graph.problems[:_CAUSES_SHOWN]:
        _show_fact(terminal, tr("note"), f"{problem.message} {problem.where}".strip())


def _explanations(document: Document) -> set[str]:
    """What the causes below the verdict say themselves."""
    causes = document.analysis.verdict.root_causes[:_CAUSES_SHOWN]
    return {document.errors[node].beside_cause for node in causes if node in document.errors}


def _show_causes(document: Document, terminal: Terminal) -> None:
    causes = document.analysis.verdict.root_causes
    for node_id in causes[:_CAUSES_SHOWN]:
        facts = document.analysis.facts[node_id]
        error = facts.status.error if facts.status is not None else None
        said = document.errors.get(node_id)
        terminal.blank()
        terminal.paragraph(spoken_name(document.graph.by_id[node_id]), indent=2, first="✗ ", style="bold")
        if error is None or said is None:
            continue
        terminal.paragraph(said.cause, indent=4, style="failed")
        batch = batch_words(document.graph.by_id[node_id].actions, error)
        if batch:
            terminal.paragraph(batch, indent=4)
        terminal.paragraph(said.beside_cause, indent=4)
        terminal.paragraph(said.hint, indent=4, style="dim")
    more = len(causes) - _CAUSES_SHOWN
    if more > 0:
        terminal.blank()
        told = trn(
            "and {count} more root cause: see the view `errors`",
            "and {count} more root causes: see the view `errors`",
            more,
        )
        terminal.paragraph(told, indent=2)


def _show_findings(document: Document, terminal: Terminal) -> None:
    """Errors and warnings that the lines above do not say already; remarks are counted."""
    findings = document.findings
    said = _SAID if document.verdict.code != "failure" else _SAID - _SAID_OF_SUCCESSES
    told = [f for f in findings if f.severity != "info" and f.code not in said]
    groups: dict[tuple[str, str], list[FindingText]] = {}
    for finding in told:
        groups.setdefault((finding.code, finding.explanation), []).append(finding)
    for (_, explanation), group in groups.items():
        terminal.blank()
        style = "failed" if group[0].severity == "error" else "warning"
        for finding in group[:_ALIKE_SHOWN]:
            terminal.paragraph(finding.title, indent=2, first="! ", style=style)
        if len(group) > _ALIKE_SHOWN:
            terminal.paragraph(
                tr("and {count} more like this", count=numeral(len(group) - _ALIKE_SHOWN)),
                indent=4,
                style=style,
            )
        terminal.paragraph(explanation, indent=4)
    remarks = sum(finding.severity == "info" for finding in findings)
    if remarks:
        terminal.blank()
        rest = trn(
            "and {count} remark: see the view `errors`",
            "and {count} remarks: see the view `errors`",
            remarks,
        )
        terminal.paragraph(rest, indent=2, style="dim")


def _show_fact(terminal: Terminal, name: str, text: str) -> None:
    terminal.paragraph(text, indent=2, first=f"{name:<12} ")
