"""Things worth knowing about one transaction: a table of rules, each with its evidence (its words: `words/findings`).

One finding a (code, call): it lists all nodes the rule holds for under the same `contract.method`. A rule says only
what the fetched documents prove. Findings about deposits and races have modules of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from xccviz.analysis.failures.fates import committed, deciding_node, descends, is_delegated
from xccviz.analysis.gas.out_of_gas import gas_failure
from xccviz.analysis.gas.split import gas_split
from xccviz.analysis.money.deposit_findings import deposit_findings
from xccviz.analysis.results.outcomes import main_call
from xccviz.analysis.time.races import race_findings
from xccviz.analysis.types import Contradiction, Deposit, Finding, NodeFacts, Severity, SoftFailure, Verdict
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.amounts import TGAS
from xccviz.model.trace import UnknownReceipt
from xccviz.values import frozen, maker

_new_finding = maker(Finding)

_NOTHING: Mapping[str, Any] = {}
_ORDER = {"error": 0, "warning": 1, "info": 2}

LARGE_UNSPENT = 100 * TGAS
SLOW_JOIN_BLOCKS = 3


@frozen
class View:
    """What a rule looks at: the graph, the facts of each node by id, the verdict, and the nodes that failed, in display
    order."""

    graph: ReceiptGraph
    facts: Mapping[str, NodeFacts]
    verdict: Verdict
    failed: tuple[Node, ...]

    def failed_calls(self) -> list[Node]:
        """The same without refunds."""
        return [node for node in self.failed if not node.is_refund]


@frozen
class Rule:
    """One rule: `nodes` selects, `evidence` adds numbers for one node."""

    code: str
    severity: Severity
    nodes: Callable[[View], Iterable[Node]]
    evidence: Callable[[View, Node], Mapping[str, Any]] = lambda view, node: _NOTHING


def findings_of(
    graph: ReceiptGraph,
    facts: Mapping[str, NodeFacts],
    verdict: Verdict,
    complete: bool,
    deposits: Sequence[Deposit],
    soft: Sequence[SoftFailure] = (),
    doubts: Sequence[Contradiction] = (),
) -> tuple[Finding, ...]:
    """All findings, errors first, then in display order of their first node."""
    view = View(graph, facts, verdict, tuple(node for node in graph.nodes if facts[node.id].failed))
    found = [finding for rule in RULES for finding in _apply(rule, view)]
    found.extend(_contradictions(graph, doubts))
    found.extend(_soft(graph, soft))
    found += deposit_findings(graph, deposits)
    found += race_findings(graph)
    if not complete:
        found.append(_incomplete(view, bool(doubts)))
    return tuple(sorted(found, key=lambda f: (_ORDER[f.severity], _first(graph, f), f.code)))


def _apply(rule: Rule, view: View) -> list[Finding]:
    groups: dict[str, list[Node]] = {}
    for node in rule.nodes(view):
        groups.setdefault(main_call(view.graph, node), []).append(node)
    found = []
    for nodes in groups.values():
        cases = tuple(rule.evidence(view, node) for node in nodes)
        evidence = {"count": len(nodes), **cases[0]}
        found.append(
            _new_finding(rule.code, rule.severity, tuple(node.id for node in nodes), evidence, cases)
        )
    return found


def _soft(graph: ReceiptGraph, soft: Sequence[SoftFailure]) -> list[Finding]:
    """One finding a call; its first soft failure stands for it."""
    groups: dict[str, list[SoftFailure]] = {}
    for one in soft:
        groups.setdefault(main_call(graph, graph.by_id[one.node]), []).append(one)
    return [
        _new_finding(
            "soft_failure",
            "warning",
            tuple(one.node for one in group),
            {"count": len(group), "kind": group[0].kind, **group[0].evidence},
            ({"failure": group[0]},),
        )
        for group in groups.values()
    ]


def _contradictions(graph: ReceiptGraph, doubts: Sequence[Contradiction]) -> list[Finding]:
    """One finding a call and kind of thing that contradicts itself; its first case stands for it."""
    groups: dict[str, list[Contradiction]] = {}
    for one in doubts:
        node = graph.by_id.get(one.node or "", graph.root)
        groups.setdefault(main_call(graph, node), []).append(one)
    return [
        _new_finding(
            "contradiction",
            "error",
            tuple(
                dict.fromkeys(one.node for one in group if one.node is not None and one.node in graph.by_id)
            ),
            {
                "count": len(group),
                "kinds": sorted({one.kind for one in group}),
                "places": [group[0].one.where, group[0].other.where],
                "values": [group[0].one.value, group[0].other.value],
            },
            ({"contradiction": group[0]},),
        )
        for group in groups.values()
    ]


def _first(graph: ReceiptGraph, finding: Finding) -> int:
    return min((graph.by_id[node].index for node in finding.nodes if node in graph.by_id), default=0)


def _incomplete(view: View, contradictory: bool) -> Finding:
    graph = view.graph
    missing = [item for item in graph.missing if item.kind != "block"]
    return _new_finding(
        "incomplete_data",
        "warning",
        tuple(dict.fromkeys(item.id for item in missing if item.id in graph.by_id)),
        {"missing": len(missing), "reasons": sorted({item.reason for item in missing})},
        ({"contradictory": contradictory, "running": view.verdict.code == "pending"},),
    )


def _hidden(view: View) -> Iterable[Node]:
    return view.failed if view.verdict.code == "success_with_hidden_failure" else ()


def _failed_after_effects(view: View) -> list[Node]:
    """Failed callbacks that had received at least one success: that call's effects stay."""
    return [
        node
        for node in view.failed_calls()
        if any(r.result == "success" and r.producer is not None for r in view.facts[node.id].promise_results)
    ]


def _committed(view: View) -> list[Node]:
    return committed(view.graph) if view.verdict.code == "failure" else []


def _discarded(view: View) -> list[Node]:
    """Non-empty results that neither a slot nor the transaction's result carries."""
    carried = {result.producer for facts in view.facts.values() for result in facts.promise_results}
    giver = deciding_node(view.graph)
    found = []
    for node in view.graph.nodes:
        status = view.facts[node.id].status
        if node.kind != "action_receipt" or node.is_refund or status is None or status.value is None:
            continue
        if not status.value.raw or node.id in carried or node.action_receipt is None:
            continue
        if node.action_receipt.output_data_receivers or node is giver:
            continue
        if not descends(view.graph, node):  # it may be the end of a chain that leads out of sight
            continue
        found.append(node)
    return found


def _gas_failures(view: View, kind: str) -> list[Node]:
    """Failures for lack of gas of one kind: `ran_out` or `promised`."""
    return [
        node
        for node in view.failed_calls()
        if (found := gas_failure(view.graph, node, view.facts[node.id].gas)) is not None
        and found.kind == kind
    ]


def _gas_evidence(view: View, node: Node) -> Mapping[str, Any]:
    found = gas_failure(view.graph, node, view.facts[node.id].gas)
    if found is None:
        return {}
    told = {"attached": found.attached, "burnt": found.burnt, "caller": found.caller}
    return told if found.left is not None else {**told, "batch": True}


def _starved(view: View) -> list[Node]:
    """Calls that ran out of gas while a sibling gave back at least as much as they had."""
    callers = {node.parent for node in view.failed}
    return [
        view.graph.by_id[share.node]
        for parent in view.graph.nodes
        if parent.id in callers
        for share in gas_split(view.graph, view.facts, parent)
        if share.starved
    ]


def _unspent(view: View) -> list[Node]:
    return [
        node
        for node in view.graph.nodes
        if (unspent := view.facts[node.id].gas.unspent) is not None
        and unspent >= LARGE_UNSPENT
        and unspent * 2 >= (view.facts[node.id].gas.attached or 0)
    ]


def _slow_joins(view: View) -> list[Node]:
    return [
        node for node in view.graph.nodes if "join" in node.roles and _lag(view, node)[0] >= SLOW_JOIN_BLOCKS
    ]


def _lag(view: View, node: Node) -> tuple[int, int | None]:
    """Blocks by which the last producer came after the one before it, and its slot; (0, None) when not known."""
    ran = []
    for result in view.facts[node.id].promise_results:
        producer = view.graph.by_id.get(result.producer or "")
        if producer is None or producer.height is None:
            return 0, None
        ran.append((producer.height, result.slot))
    ran.sort()
    return (ran[-1][0] - ran[-2][0], ran[-1][1]) if len(ran) > 1 else (0, None)


def _slow_evidence(view: View, node: Node) -> Mapping[str, Any]:
    blocks, slot = _lag(view, node)
    return {"slot": slot, "blocks": blocks}


def _lost(view: View, node: Node) -> Mapping[str, Any]:
    """What a refund or payout carried, to whom; None for what no document tells of it."""
    receipt, ran = node.action_receipt, node.outcome
    account = ran.executor_id if receipt is None and ran is not None else None
    what = "payout" if node.sent == "payout" else None if node.may_pay_out else "refund"
    return {
        "amount": str(receipt.deposit) if receipt is not None else None,
        "account": receipt.receiver_id if receipt is not None else account,
        "what": what,
    }


def _unspent_evidence(view: View, node: Node) -> Mapping[str, Any]:
    gas = view.facts[node.id].gas
    return {"unspent": gas.unspent, "attached": gas.attached}


def _ledger_evidence(view: View, node: Node) -> Mapping[str, Any]:
    gas = view.facts[node.id].gas
    return {"unspent": gas.unspent, "refund_gas": gas.refund_gas}


def _unknown_variants(view: View, node: Node) -> list[str]:
    """Names of what this version does not know in a node: its receipt's kind, actions, status, or error."""
    found = []
    if isinstance(node.receipt, UnknownReceipt) and node.kind == "unknown":
        found.append(node.receipt.kind)
    found += [action.kind for action in node.actions if not action.row.known]
    status = node.outcome.status if node.outcome is not None else None
    if status is not None and status.kind == "unknown" and status.raw not in (None, "Unknown"):
        found.append("status")
    ended = view.facts[node.id].status
    if ended is not None and ended.error is not None and ended.error.key is None:
        found.append("/".join(ended.error.path) or "error")
    return found


RULES: tuple[Rule, ...] = (
    Rule("hidden_failure", "warning", _hidden),
    Rule(
        "unobserved_failure",
        "error",
        lambda view: [n for n in view.failed_calls() if view.facts[n.id].fate == "unobserved"],
    ),
    Rule("callback_failed_after_effects", "error", _failed_after_effects),
    Rule("committed_despite_failure", "warning", _committed),
    Rule(
        "delegated_call_failed",
        "error",
        lambda view: [n for n in view.failed if is_delegated(view.graph, n)],
    ),
    Rule("out_of_gas", "error", lambda view: _gas_failures(view, "ran_out"), _gas_evidence),
    Rule("promised_more_gas_than_left", "error", lambda view: _gas_failures(view, "promised"), _gas_evidence),
    Rule("gas_starved_beside_plenty", "warning", _starved, _gas_evidence),
    Rule("large_unspent_gas", "info", _unspent, _unspent_evidence),
    Rule(
        "gas_does_not_reconcile",
        "warning",
        lambda view: [n for n in view.graph.nodes if view.facts[n.id].gas.reconciles is False],
        _ledger_evidence,
    ),
    Rule("refund_burnt", "error", lambda view: [n for n in view.failed if n.is_refund], _lost),
    Rule(
        "yield_timed_out",
        "warning",
        lambda view: [
            n
            for n in view.graph.nodes
            if (slots := view.facts[n.id].promise_results) and any(slot.timed_out for slot in slots)
        ],
    ),
    Rule("slow_join", "info", _slow_joins, _slow_evidence),
    Rule("detached_promise", "info", lambda view: [n for n in view.graph.nodes if "detached" in n.roles]),
    Rule("value_discarded", "info", _discarded),
    Rule(
        "reverted_events",
        "info",
        lambda view: [n for n in view.failed if any(log.event is not None for log in view.facts[n.id].logs)],
    ),
    Rule(
        "unknown_variant",
        "info",
        lambda view: [n for n in view.graph.nodes if _unknown_variants(view, n)],
        lambda view, node: {"unknown": _unknown_variants(view, node)},
    ),
)
CODES = (
    *(rule.code for rule in RULES),
    "contradiction",
    "soft_failure",
    "deposit_left_with_contract",
    "deposit_ended_with_user",
    "race_window",
    "incomplete_data",
)
"""Every code a finding can have."""
