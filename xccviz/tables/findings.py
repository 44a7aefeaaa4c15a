"""Findings in groups of a code, with their numbers in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xccviz.analysis.types import Severity
from xccviz.catalogue import trn
from xccviz.model.amounts import format_gas, format_near
from xccviz.words.findings import FindingText

SHORT = 4
_GAS = ("attached", "burnt", "unspent", "refund_gas")
_AMOUNTS = ("amount",)
_SAID = ("count", "text", "kind")
_NAMES = {"refund_gas": "given back", "payer": "paid by", "account": "now with", "caller": "given by"}


@dataclass(frozen=True, slots=True)
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


_COUNTED: Mapping[Severity, Callable[[int], str]] = {
    "error": lambda count: trn("{count} error", "{count} errors", count),
    "warning": lambda count: trn("{count} warning", "{count} warnings", count),
    "info": lambda count: trn("{count} remark", "{count} remarks", count),
}


def code_words(code: str) -> str:
    """A code as words: `hidden_failure` as `Hidden failure`."""
    return code.replace("_", " ").capitalize()


def count_words(findings: Sequence[FindingText], severity: Severity) -> str:
    """`2 errors`, `1 remark`; "" for none."""
    count = sum(finding.severity == severity for finding in findings)
    return _COUNTED[severity](count) if count else ""


def evidence_words(finding: FindingText) -> tuple[tuple[str, str], ...]:
    """The finding's numbers as (name, value): gas and NEAR as a person reads them (the exact ones are in the export).
    What the title says already is left out."""
    told = (
        (_NAMES.get(name, name.replace("_", " ")), _value(name, value))
        for name, value in finding.evidence.items()
        if name not in _SAID and value is not None
    )
    return tuple((name, value) for name, value in told if len(value) < SHORT or value not in finding.title)


def _value(name: str, value: Any) -> str:
    if name in _GAS and isinstance(value, int):
        return format_gas(value)
    if name in _AMOUNTS and str(value).lstrip("-").isdigit():
        return format_near(int(value))
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value[:12]) + (
            f" and {len(value) - 12} more" if len(value) > 12 else ""
        )
    if isinstance(value, int):
        return f"{value:,}"
    return str(value)
