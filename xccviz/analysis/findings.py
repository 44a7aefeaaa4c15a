"""Things worth knowing about one transaction, each with evidence; one finding a (code, contract.method)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from xccviz.analysis.gas import is_refund
from xccviz.analysis.types import Finding, NodeFacts, Verdict
from xccviz.analysis.verdict import call_name
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.trace import UnknownReceipt

Severity = Literal["error", "warning", "info"]
_ORDER = {"error": 0, "warning": 1, "info": 2}


def findings_of(
    graph: ReceiptGraph, facts: Mapping[str, NodeFacts], verdict: Verdict, complete: bool
) -> tuple[Finding, ...]:
    """All findings, errors first, then in display order of their first node."""
    found: list[Finding] = []
    failed = [node for node in graph.nodes if facts[node.id].failed]
    calls = [node for node in failed if not is_refund(node)]
    if verdict.code == "success_with_hidden_failure":
        found += _grouped(
            graph, failed, "hidden_failure", "warning",
            lambda name, n: f"{name} failed although the transaction succeeded",
            "The transaction's own status is a success; it does not say anything about this receipt.",
        )  # fmt: skip
    found += _grouped(
        graph,
        [node for node in calls if facts[node.id].fate == "unobserved"],
        "unobserved_failure",
        "error",
        lambda name, n: f"nobody saw {name} fail",
        "No callback receives its result and the transaction's result does not depend on it, "
        "so no contract could react.",
    )
    found += _grouped(
        graph, [node for node in failed if is_refund(node)], "refund_burnt", "error",
        lambda name, n: f"a refund to {name.split(':')[0]} failed",
        "The refunded account does not accept it (deleted, say); the amount is burnt.",
    )  # fmt: skip
    found += _grouped(
        graph, [node for node in failed if "delegated" in node.roles], "delegated_call_failed", "error",
        lambda name, n: f"the call inside the meta-transaction, {name}, failed",
        "A meta-transaction succeeds as soon as it is delegated; the inner call ran apart and failed.",
    )  # fmt: skip
    found += _grouped(
        graph, [node for node in graph.nodes if "detached" in node.roles], "detached_promise", "info",
        lambda name, n: f"{name} is detached",
        "Neither the result of its creator nor any callback that matters for it depends on this receipt.",
    )  # fmt: skip
    found += _grouped(
        graph,
        [node for node in graph.nodes if any(r.timed_out for r in facts[node.id].promise_results)],
        "yield_timed_out",
        "warning",
        lambda name, n: f"{name} was never resumed",
        "No resume came within 200 blocks, so the runtime called it with Failed.",
    )
    found += _grouped(
        graph,
        [node for node in failed if any(log.event is not None for log in facts[node.id].logs)],
        "reverted_events",
        "info",
        lambda name, n: f"events of {name} are void",
        "The receipt failed, so what these events tell was rolled back; the log lines remain.",
    )
    if not complete:
        missing = [item for item in graph.missing if item.kind != "block"]
        found.append(
            Finding(
                "incomplete_data",
                "warning",
                f"{len(missing)} pieces of this transaction are missing",
                "What is missing is shown as unknown or pending; nothing is guessed.",
                tuple(dict.fromkeys(item.id for item in missing if item.id in graph.by_id)),
                {"missing": len(missing), "reasons": sorted({item.reason for item in missing})},
            )
        )
    unknown = [
        node for node in graph.nodes if isinstance(node.receipt, UnknownReceipt) and node.kind == "unknown"
    ]
    if unknown:
        found.append(
            Finding(
                "unknown_variant", "info", "receipts of a kind this version does not know",
                "They are shown with their raw JSON.", tuple(node.id for node in unknown), {},
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda f: (_ORDER[f.severity], _first(graph, f), f.code)))


def _first(graph: ReceiptGraph, finding: Finding) -> int:
    return min((graph.by_id[node].index for node in finding.nodes if node in graph.by_id), default=0)


def _grouped(
    graph: ReceiptGraph,
    nodes: Iterable[Node],
    code: str,
    severity: Severity,
    title: Callable[[str, int], str],
    explanation: str,
) -> list[Finding]:
    groups: dict[str, list[Node]] = {}
    for node in nodes:
        groups.setdefault(call_name(graph, node), []).append(node)
    found = []
    for name, members in groups.items():
        evidence: dict[str, Any] = {"count": len(members)}
        text = title(name, len(members))
        if len(members) > 1:
            text += f" ({len(members)} times)"
        found.append(
            Finding(code, severity, text[:1].upper() + text[1:] if not name or not text.startswith(name) else text,
                    explanation, tuple(node.id for node in members), evidence)
        )  # fmt: skip
    return found
