"""Words in what a comparison found: the titles of verdicts, findings and errors beside their codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from xccviz.analysis.compare.types import Diff, Difference
from xccviz.graph.types import ReceiptGraph
from xccviz.values import replace
from xccviz.words.errors import ErrorText
from xccviz.words.findings import FindingText
from xccviz.words.verdict import VerdictText


class Told(Protocol):
    """A transaction with the sentences about it."""

    @property
    def graph(self) -> ReceiptGraph:
        """Its receipts."""

    @property
    def verdict(self) -> VerdictText:
        """The end."""

    @property
    def findings(self) -> tuple[FindingText, ...]:
        """What is worth knowing."""

    @property
    def errors(self) -> Mapping[str, ErrorText]:
        """Why nodes failed."""


def with_titles(found: Diff, a: Told, b: Told) -> Diff:
    """The differences with a `title` wherever a value has a verdict, a finding or an error."""
    return replace(found, differences=tuple(_titled(difference, a, b) for difference in found.differences))


def _titled(difference: Difference, a: Told, b: Told) -> Difference:
    return replace(
        difference,
        a=_value(difference, difference.a, a, difference.a_node),
        b=_value(difference, difference.b, b, difference.b_node),
    )


def _value(difference: Difference, value: Any, told: Told, node: str | None) -> Any:
    if not isinstance(value, dict):
        return value
    if difference.kind == "verdict":
        return {**value, "title": told.verdict.title}
    if difference.kind == "finding":
        return {**value, "title": _finding_title(told, value["code"], node)}
    if difference.kind in ("status", "node") and value["error"] is not None:
        error = told.errors.get(node or "")
        return {**value, "error": {**value["error"], "title": error.title if error is not None else ""}}
    return value


def _finding_title(told: Told, code: str, node: str | None) -> str:
    """There is one finding a code and call, so its first node tells it; one without nodes stands at the transaction."""
    for finding in told.findings:
        if finding.code == code and (finding.nodes[0] if finding.nodes else told.graph.root.id) == node:
            return finding.title
    return ""
