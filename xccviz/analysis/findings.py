"""Things worth knowing about one transaction: a table of rules, each with its words and its evidence.

One finding a (code, call): it lists all nodes the rule holds for under the same `contract.method`. A rule says only
what the fetched documents prove. Findings about deposits and races have modules of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from xccviz.analysis.failures.fates import committed, descends
from xccviz.analysis.failures.soft_failures import SoftFailure
from xccviz.analysis.gas.out_of_gas import gas_failure
from xccviz.analysis.gas.split import gas_split
from xccviz.analysis.money.deposit_findings import deposit_findings
from xccviz.analysis.time.races import race_findings
from xccviz.analysis.types import Deposit, Finding, NodeFacts, Verdict
from xccviz.analysis.verdict import main_call
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.amounts import TGAS, format_gas
from xccviz.model.trace import UnknownReceipt
from xccviz.words.errors import fill_words
from xccviz.words.names import giver_name, name_in_sentence

Severity = Literal["error", "warning", "info"]
_SOFT_WORDS = {
    "used_less": "For the chain the transfer ended well, yet not all that was sent was used: the rest was given back.",
    "after_failed_slot": "It received a failure and ended well, but with a value that usually means it did not work.",
    "answered_false": "No receipt failed; the value itself says that it did not work.",
}
_ORDER = {"error": 0, "warning": 1, "info": 2}

LARGE_UNSPENT = 100 * TGAS
SLOW_JOIN_BLOCKS = 3


@dataclass(frozen=True, slots=True)
class _View:
    graph: ReceiptGraph
    facts: Mapping[str, NodeFacts]
    verdict: Verdict

    def failed(self) -> list[Node]:
        return [node for node in self.graph.nodes if self.facts[node.id].failed]

    def failed_calls(self) -> list[Node]:
        return [node for node in self.failed() if not node.is_refund]


@dataclass(frozen=True, slots=True)
class _Rule:
    """`nodes` selects, `evidence` adds numbers for one node; `title` may use {call} and the evidence of its first node,
    gas as `{attached|gas}`, amounts as `{amount|near}`."""

    code: str
    severity: Severity
    title: str
    explanation: str
    nodes: Callable[[_View], Iterable[Node]]
    evidence: Callable[[_View, Node], Mapping[str, Any]] = lambda view, node: {}


def findings_of(
    graph: ReceiptGraph,
    facts: Mapping[str, NodeFacts],
    verdict: Verdict,
    complete: bool,
    deposits: Sequence[Deposit],
    soft: Sequence[SoftFailure] = (),
) -> tuple[Finding, ...]:
    """All findings, errors first, then in display order of their first node."""
    view = _View(graph, facts, verdict)
    found = [finding for rule in _RULES for finding in _apply(rule, view)]
    found.extend(_soft(graph, soft))
    found += deposit_findings(graph, deposits)
    found += race_findings(graph)
    if not complete:
        found.append(_incomplete(graph))
    return tuple(sorted(found, key=lambda f: (_ORDER[f.severity], _first(graph, f), f.code)))


def _apply(rule: _Rule, view: _View) -> list[Finding]:
    groups: dict[str, list[Node]] = {}
    for node in rule.nodes(view):
        groups.setdefault(main_call(view.graph, node), []).append(node)
    found = []
    for nodes in groups.values():
        titles = [
            fill_words(rule.title, {"call": name_in_sentence(node), **rule.evidence(view, node)})
            for node in nodes
        ]
        evidence = {"count": len(nodes), **rule.evidence(view, nodes[0])}
        title = titles[0]
        if len(nodes) > 1:
            same = len(set(titles)) == 1
            title += f" ({len(nodes):,} times)" if same else f" (and {len(nodes) - 1:,} more like it)"
        ids = tuple(node.id for node in nodes)
        found.append(Finding(rule.code, rule.severity, title, rule.explanation, ids, evidence))
    return found


def _soft(graph: ReceiptGraph, soft: Sequence[SoftFailure]) -> list[Finding]:
    """One finding a call, in the words of its first soft failure."""
    groups: dict[str, list[SoftFailure]] = {}
    for one in soft:
        groups.setdefault(main_call(graph, graph.by_id[one.node]), []).append(one)
    return [
        Finding(
            "soft_failure",
            "warning",
            _capital(first.sentence) + (f" ({len(group):,} times)" if len(group) > 1 else ""),
            _SOFT_WORDS[first.kind],
            tuple(one.node for one in group),
            {"count": len(group), "kind": first.kind, **first.evidence},
        )
        for group in groups.values()
        for first in group[:1]
    ]


def _capital(text: str) -> str:
    """A beginning with a capital, unless it is an account's name."""
    word = text.split(" ", 1)[0]
    return text if "." in word else text[:1].upper() + text[1:]


def _first(graph: ReceiptGraph, finding: Finding) -> int:
    return min((graph.by_id[node].index for node in finding.nodes if node in graph.by_id), default=0)


def _incomplete(graph: ReceiptGraph) -> Finding:
    missing = [item for item in graph.missing if item.kind != "block"]
    pieces = "1 piece" if len(missing) == 1 else f"{len(missing):,} pieces"
    return Finding(
        "incomplete_data",
        "warning",
        f"{pieces} of this transaction {'is' if len(missing) == 1 else 'are'} missing",
        "What is missing is shown as unknown or pending; nothing is guessed.",
        tuple(dict.fromkeys(item.id for item in missing if item.id in graph.by_id)),
        {"missing": len(missing), "reasons": sorted({item.reason for item in missing})},
    )


def _hidden(view: _View) -> list[Node]:
    return view.failed() if view.verdict.code == "success_with_hidden_failure" else []


def _failed_after_effects(view: _View) -> list[Node]:
    """Failed callbacks that had received at least one success: that call's effects stay."""
    return [
        node
        for node in view.failed_calls()
        if any(r.result == "success" and r.producer is not None for r in view.facts[node.id].promise_results)
    ]


def _committed(view: _View) -> list[Node]:
    return committed(view.graph) if view.verdict.code == "failure" else []


def _discarded(view: _View) -> list[Node]:
    """Non-empty results that neither a slot nor the transaction's result carries."""
    carried = {result.producer for facts in view.facts.values() for result in facts.promise_results}
    result = view.verdict.result
    found = []
    for node in view.graph.nodes:
        status = view.facts[node.id].status
        if node.kind != "action_receipt" or node.is_refund or status is None or status.value is None:
            continue
        if not status.value.raw or node.id in carried or node.action_receipt is None:
            continue
        if node.action_receipt.output_data_receivers or (result is not None and _gave_result(view, node)):
            continue
        if not descends(view.graph, node):  # it may be the end of a chain that leads out of sight
            continue
        found.append(node)
    return found


def _gave_result(view: _View, node: Node) -> bool:
    """Whether the SuccessReceiptId chain from the transaction ends at `node`."""
    here: Node | None = view.graph.root
    seen: set[str] = set()
    while here is not None and here.outcome is not None and here.id not in seen:
        seen.add(here.id)
        if here.id == node.id:
            return True
        here = view.graph.by_id.get(here.outcome.status.receipt_id or "")
    return False


def _gas_failures(view: _View, kind: str) -> list[Node]:
    """Failures for lack of gas of one kind: `ran_out` or `promised`."""
    return [
        node
        for node in view.failed_calls()
        if (found := gas_failure(view.graph, node, view.facts[node.id].gas)) is not None
        and found.kind == kind
    ]


def _gas_evidence(view: _View, node: Node) -> Mapping[str, Any]:
    found = gas_failure(view.graph, node, view.facts[node.id].gas)
    return (
        {}
        if found is None
        else {"attached": found.attached, "burnt": found.burnt, "caller": giver_name(found.caller)}
    )


def _starved(view: _View) -> list[Node]:
    """Calls that ran out of gas while a sibling gave back at least as much as they had."""
    return [
        view.graph.by_id[share.node]
        for parent in view.graph.nodes
        for share in gas_split(view.graph, view.facts, parent)
        if share.starved
    ]


def _unspent(view: _View) -> list[Node]:
    return [
        node
        for node in view.graph.nodes
        if (unspent := view.facts[node.id].gas.unspent) is not None
        and unspent >= LARGE_UNSPENT
        and unspent * 2 >= (view.facts[node.id].gas.attached or 0)
    ]


def _slow_joins(view: _View) -> list[Node]:
    return [
        node for node in view.graph.nodes if "join" in node.roles and _lag(view, node)[0] >= SLOW_JOIN_BLOCKS
    ]


def _lag(view: _View, node: Node) -> tuple[int, int | None]:
    """Blocks by which the last producer came after the one before it, and its slot; (0, None) when not known."""
    ran = []
    for result in view.facts[node.id].promise_results:
        producer = view.graph.by_id.get(result.producer or "")
        if producer is None or producer.height is None:
            return 0, None
        ran.append((producer.height, result.slot))
    ran.sort()
    return (ran[-1][0] - ran[-2][0], ran[-1][1]) if len(ran) > 1 else (0, None)


def _slow_evidence(view: _View, node: Node) -> Mapping[str, Any]:
    blocks, slot = _lag(view, node)
    return {"slot": slot, "blocks": blocks}


def _amount(view: _View, node: Node) -> Mapping[str, Any]:
    receipt = node.action_receipt
    amount = receipt.deposit if receipt is not None else 0
    account = receipt.receiver_id if receipt is not None else None
    return {
        "amount": str(amount),
        "account": account,
        "what": "payout" if "payout" in node.roles else "refund",
    }


def _unspent_evidence(view: _View, node: Node) -> Mapping[str, Any]:
    gas = view.facts[node.id].gas
    return {"unspent": gas.unspent, "attached": gas.attached, "text": format_gas(gas.unspent)}


def _ledger_evidence(view: _View, node: Node) -> Mapping[str, Any]:
    gas = view.facts[node.id].gas
    return {"unspent": gas.unspent, "refund_gas": gas.refund_gas}


def _unknown_variants(view: _View, node: Node) -> list[str]:
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


_RULES: tuple[_Rule, ...] = (
    _Rule(
        "hidden_failure",
        "warning",
        "{call} failed although the transaction succeeded",
        "The transaction's own status is a success; it does not say anything about this receipt.",
        _hidden,
    ),
    _Rule(
        "unobserved_failure",
        "error",
        "Nobody saw {call} fail",
        "No callback receives its result and the transaction's result does not depend on it, "
        "so no contract could react.",
        lambda view: [n for n in view.failed_calls() if view.facts[n.id].fate == "unobserved"],
    ),
    _Rule(
        "callback_failed_after_effects",
        "error",
        "{call} failed although something it waited for had succeeded",
        "What succeeded stays; only this callback's own changes were rolled back, so state may be inconsistent.",
        _failed_after_effects,
    ),
    _Rule(
        "committed_despite_failure",
        "warning",
        "{call} is not undone although the transaction failed",
        "A failure reverts its own receipt only; whatever the others changed stays.",
        _committed,
    ),
    _Rule(
        "delegated_call_failed",
        "error",
        "The call inside the meta-transaction, {call}, failed",
        "A meta-transaction succeeds as soon as it is delegated; the inner call ran apart and failed.",
        lambda view: [n for n in view.failed() if "delegated" in n.roles],
    ),
    _Rule(
        "out_of_gas",
        "error",
        "{call} ran out of gas: {caller} gave it {attached|gas}",
        "It burnt all the gas attached to it, or nearly all. Attach more; a contract may also give it a larger weight.",
        lambda view: _gas_failures(view, "ran_out"),
        _gas_evidence,
    ),
    _Rule(
        "promised_more_gas_than_left",
        "error",
        "{call} used and promised more gas than it had",
        "It burnt well below what was attached: the rest was set aside for calls it had made, or did not cover what it "
        "tried to attach to one.",
        lambda view: _gas_failures(view, "promised"),
        _gas_evidence,
    ),
    _Rule(
        "gas_starved_beside_plenty",
        "warning",
        "{call} starved while a sibling gave gas back",
        "The caller split its gas so that this call had too little and another one more than it needed.",
        _starved,
        _gas_evidence,
    ),
    _Rule(
        "large_unspent_gas",
        "info",
        "{call} left {unspent|gas} unspent",
        "At least 100 Tgas and half of what was attached came back.",
        _unspent,
        _unspent_evidence,
    ),
    _Rule(
        "gas_does_not_reconcile",
        "warning",
        "The gas of {call} does not add up",
        "What was left unspent differs from what the refund returned: incomplete data, or a newer protocol.",
        lambda view: [n for n in view.graph.nodes if view.facts[n.id].gas.reconciles is False],
        _ledger_evidence,
    ),
    _Rule(
        "refund_burnt",
        "error",
        "A {what} to {account} failed: {amount|near} burnt",
        "The account does not exist, or does not accept it.",
        lambda view: [n for n in view.failed() if n.is_refund],
        _amount,
    ),
    _Rule(
        "yield_timed_out",
        "warning",
        "{call} was never resumed",
        "No resume came within 200 blocks, so the runtime called it with Failed.",
        lambda view: [
            n for n in view.graph.nodes if any(r.timed_out for r in view.facts[n.id].promise_results)
        ],
    ),
    _Rule(
        "slow_join",
        "info",
        "{call} waited {blocks} blocks longer for slot {slot}",
        "The last result came three blocks or more after the one before it.",
        _slow_joins,
        _slow_evidence,
    ),
    _Rule(
        "detached_promise",
        "info",
        "{call} is detached",
        "Neither the result of its creator nor any callback that matters for it depends on this receipt.",
        lambda view: [n for n in view.graph.nodes if "detached" in n.roles],
    ),
    _Rule(
        "value_discarded",
        "info",
        "The result of {call} went nowhere",
        "It returned something, but no slot and no final result carries it.",
        _discarded,
    ),
    _Rule(
        "reverted_events",
        "info",
        "Events of {call} are void",
        "The receipt failed, so what these events tell was rolled back; the log lines remain.",
        lambda view: [
            n for n in view.failed() if any(log.event is not None for log in view.facts[n.id].logs)
        ],
    ),
    _Rule(
        "unknown_variant",
        "info",
        "{call} has something that this version does not know",
        "A kind of receipt, action, status or error without words here; it is shown with its raw JSON.",
        lambda view: [n for n in view.graph.nodes if _unknown_variants(view, n)],
        lambda view, node: {"unknown": _unknown_variants(view, node)},
    ),
)
