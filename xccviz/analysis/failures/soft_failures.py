"""Failures that no receipt shows: a call that ended well and still did not do what was asked.

    ft_on_transfer ── returns how much it did not use ──> ft_resolve_transfer ── returns how much was used
    call ✗ ── Failed ──> callback ✓ returns false, null or "0"
    … ✓ returns {"success": false}, or the transaction's result is `false`

They are read off values and names, so the words say what was returned, not what was meant (protocol.md §8.2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from xccviz.analysis.results.readings import Readings
from xccviz.analysis.types import NodeStatus, PromiseResult
from xccviz.decode.types import Decoded
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.words.names import name_in_sentence, spoken_name

_RESOLVES = "_resolve_transfer"
_QUOTED = 60


@dataclass(frozen=True, slots=True)
class SoftFailure:
    """One of them. `sentence` begins small and has no stop, to follow "Succeeded, but"; `evidence` has only values that
    stand in the documents (amounts as text in the token's smallest unit)."""

    node: str
    kind: Literal["used_less", "after_failed_slot", "answered_false"]
    sentence: str
    evidence: Mapping[str, Any] = field(default_factory=dict)


def soft_failures(
    graph: ReceiptGraph,
    statuses: Mapping[str, NodeStatus | None],
    results: Mapping[str, tuple[PromiseResult, ...]],
    deciding: Node | None,
    readings: Readings,
) -> tuple[SoftFailure, ...]:
    """All of one graph in display order, at most one a node; `deciding`: the node that gives the result."""
    found = []
    for node in graph.nodes:
        status = statuses[node.id]
        if node.kind != "action_receipt" or status is None or status.value is None:
            continue
        soft = (
            _used_less(graph, node, status.value, results[node.id], readings)
            or _after_failed_slot(node, status.value, results[node.id])
            or _answered_false(node, status.value, node is deciding)
        )
        if soft is not None:
            found.append(soft)
    return tuple(found)


def _used_less(
    graph: ReceiptGraph, node: Node, value: Decoded, results: Sequence[PromiseResult], readings: Readings
) -> SoftFailure | None:
    """A `*_resolve_transfer` that says less was used than its arguments say was sent."""
    actions = node.actions
    if not actions or not (actions[-1].method_name or "").endswith(_RESOLVES) or len(results) != 1:
        return None
    sent_with = readings.args(node)[-1]
    args = sent_with.value if sent_with is not None else None
    if not isinstance(args, dict):
        return None
    evidence: dict[str, Any]
    if isinstance(value.value, bool):
        if value.value or not isinstance(args.get("token_id"), str):
            return None
        what = f"token {_quote(args['token_id'])} came back"
        evidence = {"sent": "1", "used": "0", "returned": "1"}
    else:
        sent, used = _amounts(args.get("amount", args.get("amounts"))), _amounts(value.value)
        if sent is None or used is None or len(sent) != len(used) or sum(used) >= sum(sent):
            return None
        returned = sum(sent) - sum(used)
        what = f"{returned} of {sum(sent)} token units came back"
        evidence = {"sent": str(sum(sent)), "used": str(sum(used)), "returned": str(returned)}
    receiver = graph.by_id.get(results[0].awaited or "")
    name = name_in_sentence(receiver) if receiver is not None else "the receiver"
    why = _why(
        name, results[0], asked=any(isinstance(v, str) and v != "0" for v in _listed(results[0].value))
    )
    return SoftFailure(node.id, "used_less", f"{what}: {why}", {**evidence, "why": why})


def _why(name: str, result: PromiseResult, asked: bool) -> str:
    if result.result == "failed":
        return f"{name} failed"
    if result.result != "success":
        return f"what {name} returned is not known"
    value = result.value
    readable = (
        value is not None
        and value.kind == "json"
        and (_amounts(value.value) is not None or isinstance(value.value, bool))
    )
    if readable and value is not None:
        back = value.value is True or asked
        return (
            f"{name} asked for it back ({_quote(value.text)})"
            if back
            else f"{name} returned {_quote(value.text)}"
        )
    if value is None or not value.raw:
        return f"{name} returned nothing instead of an amount"
    return f"{name} returned {_quote(value.text)}, which is no amount"


def _after_failed_slot(node: Node, value: Decoded, results: Sequence[PromiseResult]) -> SoftFailure | None:
    """A callback that succeeded on a failed slot and returned false, null or "0"."""
    failed = [result.slot for result in results if result.result == "failed"]
    if not failed or not _is_nothing(value):
        return None
    slots = f"slot {failed[0]}" if len(failed) == 1 else f"{len(failed):,} slots"
    sentence = f"{spoken_name(node)} received Failed in {slots} and returned {value.text}"
    return SoftFailure(node.id, "after_failed_slot", sentence, {"slots": failed, "returned": value.text})


def _is_nothing(value: Decoded) -> bool:
    return value.kind == "json" and (value.value is None or value.value is False or value.value == "0")


def _answered_false(node: Node, value: Decoded, decides: bool) -> SoftFailure | None:
    """`{"success": false}` from any call, and `false` as the transaction's result: elsewhere it may be an answer."""
    if value.kind != "json":
        return None
    if isinstance(value.value, dict) and value.value.get("success") is False:
        sentence = f"{spoken_name(node)} answered {_quote(value.text)}"
    elif decides and value.value is False:
        sentence = f"the result is false, from {spoken_name(node)}"
    else:
        return None
    return SoftFailure(node.id, "answered_false", sentence, {"returned": _quote(value.text)})


def _amounts(value: Any) -> list[int] | None:
    """Amounts of one token (decimal text) or of several (a list of them); None for anything else."""
    listed = value if isinstance(value, list) else [value]
    amounts = [
        int(item)
        for item in listed
        if isinstance(item, str) and item.isascii() and item.isdigit() and len(item) <= 60
    ]
    return amounts if amounts and len(amounts) == len(listed) else None


def _listed(value: Decoded | None) -> list[Any]:
    if value is None or value.kind != "json":
        return []
    return value.value if isinstance(value.value, list) else [value.value]


def _quote(text: str) -> str:
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"
