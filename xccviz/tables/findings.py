"""What is worth knowing: a row a finding, and findings in groups of a code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xccviz.analysis.types import Severity
from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.replay.types import Moment
from xccviz.tables.table import Column, Table
from xccviz.values import frozen
from xccviz.words.evidence import evidence_words
from xccviz.words.findings import FindingText
from xccviz.words.signs import SEVERITIES


def finding_rows(document: Document, moment: Moment | None = None) -> Iterator[FindingText]:
    """All findings, errors first; they speak of the end."""
    order = tuple(SEVERITIES)
    return iter(sorted(document.findings, key=lambda finding: order.index(finding.severity)))


def evidence_line(finding: FindingText) -> str:
    """All numbers on one line: `attached 5 Tgas, burnt 5.9 Tgas`."""
    return ", ".join(f"{name} {value}" for name, value in evidence_words(finding, "whole"))


COLUMNS: tuple[Column[FindingText], ...] = (
    Column(
        "severity",
        tr("SEVERITY"),
        tr("Severity"),
        lambda row: row.severity,
        lambda row, length: SEVERITIES[row.severity].word,
        tone=lambda row: SEVERITIES[row.severity].tone,
    ),
    Column("code", tr("CODE"), tr("Code"), lambda row: row.code, lambda row, length: code_words(row.code)),
    Column("title", tr("FINDING"), tr("Finding"), lambda row: row.title, lambda row, length: row.title),
    Column(
        "explanation",
        tr("EXPLANATION"),
        tr("Explanation"),
        lambda row: row.explanation,
        lambda row, length: row.explanation,
    ),
    Column("evidence", tr("NUMBERS"), tr("Numbers"), evidence_line, lambda row, length: evidence_line(row)),
    Column(
        "receipts",
        tr("RECEIPTS"),
        tr("Receipts"),
        lambda row: " ".join(row.nodes),
        lambda row, length: ", ".join(row.nodes),
    ),
)
FINDINGS = Table(
    "findings",
    tr("Findings"),
    COLUMNS,
    finding_rows,
    lambda row: SEVERITIES[row.severity],
    lambda row: row.nodes[0] if row.nodes else None,
)


@frozen
class FindingGroup:
    """All findings of one code: they share severity and, unless `explanation` is "", the explanation."""

    code: str
    severity: Severity
    title: str
    explanation: str
    findings: tuple[FindingText, ...]


def finding_groups(
    findings: Sequence[FindingText], severities: frozenset[Severity]
) -> tuple[FindingGroup, ...]:
    """Findings of the wanted severities by code, in the order in which codes first appear (errors first)."""
    groups: dict[str, list[FindingText]] = {}
    for finding in findings:
        if finding.severity in severities:
            groups.setdefault(finding.code, []).append(finding)
    made = []
    for code, members in groups.items():
        first = members[0]
        shared = first.explanation if all(f.explanation == first.explanation for f in members) else ""
        title = first.title if len(members) == 1 else code_words(code)
        made.append(FindingGroup(code, first.severity, title, shared, tuple(members)))
    return tuple(made)


def code_words(code: str) -> str:
    """A code as words: `hidden_failure` as `Hidden failure`."""
    return code.replace("_", " ").capitalize()
