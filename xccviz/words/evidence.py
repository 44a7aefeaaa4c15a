"""The numbers of a finding, as a person reads them (the export has the exact ones), and how many findings there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xccviz.analysis.types import Severity
from xccviz.catalogue import numeral, tr, trn
from xccviz.model.amounts import format_gas, format_near
from xccviz.words.findings import FindingText
from xccviz.words.lengths import Length
from xccviz.words.missing import REASONS

SHORT = 4
"""A text so short stands in a title by chance."""
_GAS = ("attached", "burnt", "unspent", "refund_gas")
_AMOUNTS = ("amount",)
_SAID = ("count", "text", "kind", "refunds", "what", "batch")
"""What titles and links tell."""
_NAMES = {
    "refund_gas": tr("given back"),
    "payer": tr("paid by"),
    "account": tr("now with"),
    "caller": tr("given by"),
    "reasons": tr("why"),
}
_NAMES_IN: Mapping[tuple[str, str], str] = {
    ("refund_burnt", "account"): tr("to"),
    ("race_window", "account"): tr("account"),
    **{
        (code, "burnt"): tr("burnt of it")
        for code in ("out_of_gas", "promised_more_gas_than_left", "gas_starved_beside_plenty")
    },
}
"""What a number is called in the findings of one code alone: what was burnt is with nobody, and of gas that ran out the
fees that are prepaid apart don't count."""
_LISTED = 12
_COUNTED: Mapping[Severity, Callable[[int], str]] = {
    "error": lambda count: trn("{count} error", "{count} errors", count),
    "warning": lambda count: trn("{count} warning", "{count} warnings", count),
    "info": lambda count: trn("{count} remark", "{count} remarks", count),
}


def severity_count(findings: Sequence[FindingText], severity: Severity) -> str:
    """`2 errors`, `1 remark`; "" for none."""
    count = sum(finding.severity == severity for finding in findings)
    return _COUNTED[severity](count) if count else ""


def evidence_words(finding: FindingText, length: Length) -> tuple[tuple[str, str], ...]:
    """The finding's numbers as (name, value); unless all of it is wanted, what the title says already is left out."""
    told = (
        (_name(finding, name), _value(name, value))
        for name, value in finding.evidence.items()
        if name not in _SAID and value is not None
    )
    return tuple(
        (name, value)
        for name, value in told
        if length == "whole" or len(value) < SHORT or value not in finding.title
    )


def _name(finding: FindingText, name: str) -> str:
    if name == "burnt" and finding.evidence.get("batch"):
        return tr("burnt by the batch")  # what of it this call burnt, nobody can tell
    return _NAMES_IN.get((finding.code, name)) or _NAMES.get(name, name.replace("_", " "))


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if name in _GAS and isinstance(value, int):
        return format_gas(value)
    if name in _AMOUNTS and str(value).lstrip("-").isdigit():
        return format_near(int(value))
    if name == "reasons":
        return ", ".join(REASONS[reason] for reason in value)
    if isinstance(value, list | tuple):
        told = ", ".join(str(item) for item in value[:_LISTED])
        more = len(value) - _LISTED
        return tr("{listed} and {count} more", listed=told, count=more) if more > 0 else told
    return numeral(value) if isinstance(value, int) else str(value)
