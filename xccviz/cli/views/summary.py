"""Did it work, and if not, why: the verdict, its causes, the result and the totals."""

from __future__ import annotations

from xccviz.analysis.checks import why_incomplete
from xccviz.analysis.types import Finding, Verdict
from xccviz.cli.terminal import Terminal
from xccviz.cli.views.words import batch_words, block_words, counted, value_words
from xccviz.document import Document
from xccviz.model.amounts import format_gas, format_near
from xccviz.words.names import spoken_name

_STYLES = {
    "success": ("✓", "ok bold"),
    "success_with_hidden_failure": ("✓", "warning bold"),
    "failure": ("✗", "failed bold"),
    "invalid": ("✗", "failed bold"),
    "pending": ("…", "warning bold"),
    "unknown": ("?", "warning bold"),
}
_CAUSES_SHOWN = 10
_ALIKE_SHOWN = 3
_SAID = ("hidden_failure", "incomplete_data", "soft_failure", "out_of_gas", "promised_more_gas_than_left")
"""Findings that the verdict, the causes or the line about what is missing say in other words."""
_NO_RECEIPTS = "the answer lists no receipts: what was called and what callbacks received is not known."
_KINDS = {"data": "promise result"}


def show_summary(document: Document, terminal: Terminal) -> None:
    """Write the verdict, root causes with what to do, the result and the totals."""
    analysis, graph = document.analysis, document.graph
    verdict = analysis.verdict
    sign, style = _STYLES[verdict.code]
    terminal.paragraph(verdict.title, style=style, first=f"{sign} ")
    if verdict.explanation and verdict.explanation not in _explanations(document):
        terminal.paragraph(verdict.explanation, indent=2)
    _show_causes(document, terminal, verdict)
    _show_findings(document, terminal)
    terminal.blank()
    if verdict.result is not None and verdict.result.kind != "empty":
        _show_fact(terminal, "result", value_words(verdict.result))
    transaction = document.trace.transaction
    place = graph.root
    network = document.trace.network or document.raw.network
    _show_fact(terminal, "transaction", transaction.hash)
    _show_fact(terminal, "", ", ".join(part for part in (place.label, network, block_words(place)) if part))
    _show_fact(terminal, "cost", _cost(document))
    _show_fact(terminal, "extent", _extent(document))
    if not document.trace.has_receipts:
        _show_fact(terminal, "incomplete", f"{_NO_RECEIPTS} `xccviz show {transaction.hash}` fetches them.")
    elif not analysis.complete:
        _show_fact(terminal, "incomplete", _missing(document))
    for problem in (*document.trace.problems, *graph.problems)[:_CAUSES_SHOWN]:
        _show_fact(terminal, "note", f"{problem.message} {problem.where}".strip())


def _explanations(document: Document) -> set[str]:
    """What the causes below the verdict say themselves."""
    causes = document.analysis.verdict.root_causes[:_CAUSES_SHOWN]
    return {document.errors[node].explanation for node in causes if node in document.errors}


def _show_causes(document: Document, terminal: Terminal, verdict: Verdict) -> None:
    for node_id in verdict.root_causes[:_CAUSES_SHOWN]:
        facts = document.analysis.facts[node_id]
        error = facts.status.error if facts.status is not None else None
        said = document.errors.get(node_id)
        terminal.blank()
        terminal.paragraph(spoken_name(document.graph.by_id[node_id]), indent=2, first="✗ ", style="bold")
        if error is None or said is None:
            continue
        terminal.paragraph(said.title, indent=4, style="failed")
        batch = batch_words(document.graph.by_id[node_id], error, document)
        if batch:
            terminal.paragraph(batch, indent=4)
        terminal.paragraph(said.explanation, indent=4)
        terminal.paragraph(said.hint, indent=4, style="dim")
    more = len(verdict.root_causes) - _CAUSES_SHOWN
    if more > 0:
        terminal.blank()
        terminal.line(
            f"and {counted(more, 'more root cause', 'more root causes')}: see --view errors", indent=2
        )


def _show_findings(document: Document, terminal: Terminal) -> None:
    """Errors and warnings that the lines above do not say already; remarks are counted."""
    findings = document.analysis.findings
    told = [f for f in findings if f.severity != "info" and f.code not in _SAID]
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in told:
        groups.setdefault((finding.code, finding.explanation), []).append(finding)
    for (_, explanation), group in groups.items():
        terminal.blank()
        style = "failed" if group[0].severity == "error" else "warning"
        for finding in group[:_ALIKE_SHOWN]:
            terminal.paragraph(finding.title, indent=2, first="! ", style=style)
        if len(group) > _ALIKE_SHOWN:
            terminal.paragraph(f"and {len(group) - _ALIKE_SHOWN:,} more like this", indent=4, style=style)
        terminal.paragraph(explanation, indent=4)
    remarks = sum(finding.severity == "info" for finding in findings)
    if remarks:
        terminal.blank()
        terminal.line((f"and {counted(remarks, 'remark')}: see --view errors", "dim"), indent=2)


def _show_fact(terminal: Terminal, name: str, text: str) -> None:
    terminal.paragraph(text, indent=2, first=f"{name:<12} ")


def _cost(document: Document) -> str:
    gas, fees = document.analysis.gas, document.analysis.fees
    parts = [f"{format_gas(gas.total_burnt)} burnt"]
    if fees.total is not None:
        parts.append(f"fee {format_near(fees.total)}" + (f" paid by {fees.payer}" if fees.payer else ""))
    if fees.refunded:
        parts.append(f"{format_near(fees.refunded)} of prepaid gas given back")
    lacking = why_incomplete(document.analysis)
    return ", ".join(parts) + (f" (so far: {lacking})" if lacking else "")


def _extent(document: Document) -> str:
    nodes = document.graph.nodes
    facts = document.analysis.facts
    receipts = [node for node in nodes if node.kind not in ("transaction", "data_receipt")]
    refunds = sum("refund_gas" in node.roles for node in receipts)
    failed = sum(facts[node.id].failed for node in receipts)
    parts = [counted(len(receipts) - refunds, "receipt")]
    if refunds:
        parts.append(counted(refunds, "gas refund"))
    if failed:
        parts.append(f"{failed:,} failed")
    heights = [node.height for node in nodes if node.height is not None]
    if heights:
        parts.append(counted(max(heights) - min(heights) + 1, "block"))
    return ", ".join(parts)


def _missing(document: Document) -> str:
    missing = [item for item in document.graph.missing if item.kind != "block"]
    if not missing:
        return "not every promise result is known"
    kinds: dict[tuple[str, str], int] = {}
    for item in missing:
        kinds[item.kind, item.reason] = kinds.get((item.kind, item.reason), 0) + 1
    parts = [f"{counted(n, _KINDS.get(kind, kind))} ({reason})" for (kind, reason), n in kinds.items()]
    return f"missing: {', '.join(parts)}"
