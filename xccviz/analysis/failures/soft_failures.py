"""Failures that no receipt shows: a call that ended well and still did not do what was asked.

    ft_on_transfer ── returns how much it did not use ──> ft_resolve_transfer ── returns how much was used
    call ✗ ── Failed ──> callback ✓ returns false, null or "0"
    … ✓ returns {"success": false}, or the transaction's result is `false`
    … ✓ returns that the transaction of another chain's machine, which it ran, was reverted (Aurora)

They are read off values and names: facts are what was returned, not what was meant (protocol.md §8.2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xccviz.analysis.results.readings import Readings
from xccviz.analysis.types import NodeStatus, PromiseResult, SoftFailure, UsedLess
from xccviz.decode.types import Decoded
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.raw import Json

_RESOLVES = "_resolve_transfer"
_QUOTED = 60
_ERROR_STRING = bytes.fromhex("08c379a0")
"""How Solidity's `Error(string)` begins."""


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
            or _reverted(node, status.value)
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
    token: str | None = None
    if isinstance(value.value, bool):
        known = args.get("token_id")
        if value.value or not isinstance(known, str):
            return None
        token = known
        evidence = {"sent": "1", "used": "0", "returned": "1"}
    else:
        sent, used = _amounts(args.get("amount", args.get("amounts"))), _amounts(value.value)
        if sent is None or used is None or len(sent) != len(used) or sum(used) >= sum(sent):
            return None
        returned = sum(sent) - sum(used)
        evidence = {"sent": str(sum(sent)), "used": str(sum(used)), "returned": str(returned)}
    return SoftFailure(
        node.id,
        "used_less",
        evidence,
        token=token,
        receiver=results[0].awaited if results[0].awaited in graph.by_id else None,
        why=_why(results[0]),
        said=results[0].value,
        returned=value,
    )


def _why(result: PromiseResult) -> UsedLess:
    if result.result == "failed":
        return "failed"
    if result.result != "success":
        return "not_known"
    value = result.value
    if value is None or not value.raw:
        return "nothing"
    answer = value.value
    if value.kind != "json" or (_amounts(answer) is None and not isinstance(answer, bool)):
        return "no_amount"
    asked = any(isinstance(one, str) and one != "0" for one in _listed(value))
    return "asked_back" if answer is True or asked else "answered"


def _after_failed_slot(node: Node, value: Decoded, results: Sequence[PromiseResult]) -> SoftFailure | None:
    """A callback that succeeded on a failed slot and returned false, null or "0"."""
    failed = [result.slot for result in results if result.result == "failed"]
    if not failed or not _is_nothing(value):
        return None
    evidence = {"slots": failed, "returned": value.text}
    return SoftFailure(node.id, "after_failed_slot", evidence, returned=value)


def _is_nothing(value: Decoded) -> bool:
    return value.kind == "json" and (value.value is None or value.value is False or value.value == "0")


def _answered_false(node: Node, value: Decoded, decides: bool) -> SoftFailure | None:
    """`{"success": false}` from any call, and `false` as the transaction's result: elsewhere it may be an answer."""
    if value.kind != "json":
        return None
    told = isinstance(value.value, dict) and value.value.get("success") is False
    if not told and not (decides and value.value is False):
        return None
    evidence = {"returned": _quote(value.text)}
    return SoftFailure(node.id, "answered_false", evidence, final=not told, returned=value)


def _reverted(node: Node, value: Decoded) -> SoftFailure | None:
    """A result of Aurora's engine that says `Revert`, with the reason that Solidity's `Error(string)` carries."""
    reason = revert_reason(value.raw)
    if reason is None:
        return None
    return SoftFailure(node.id, "reverted", {"text": _quote(reason)}, returned=value)


def revert_reason(raw: bytes) -> str | None:
    """The reason of a reverted transaction in Borsh of Aurora's `SubmitResult`; None for anything else.

    [version 7] · status 1 (Revert) · output (u32 length, bytes) · gas used (u64) · logs (none: a count of 0 as u32).
    The output is `08c379a0` and the ABI's one string: offset 32, length, bytes, zeros (protocol.md §8.2).
    """
    body = raw[1:] if raw[:2] == b"\x07\x01" else raw
    if body[:1] != b"\x01" or len(body) < 5 + 4 + 64 + 12:
        return None
    size = int.from_bytes(body[1:5], "little")
    if len(body) != 5 + size + 12 or body[-4:] != bytes(4) or body[5:9] != _ERROR_STRING:
        return None
    words = body[9 : 5 + size]
    length = int.from_bytes(words[32:64], "big")
    if int.from_bytes(words[:32], "big") != 32 or length > len(words) - 64 or any(words[64 + length :]):
        return None
    try:
        return words[64 : 64 + length].decode()
    except UnicodeDecodeError:
        return None


def _amounts(value: Json) -> list[int] | None:
    """Amounts of one token (decimal text) or of several (a list of them); None for anything else."""
    listed = value if isinstance(value, list) else [value]
    amounts = [
        int(item)
        for item in listed
        if isinstance(item, str) and item.isascii() and item.isdigit() and len(item) <= 60
    ]
    return amounts if amounts and len(amounts) == len(listed) else None


def _listed(value: Decoded | None) -> list[Json]:
    if value is None or value.kind != "json":
        return []
    return value.value if isinstance(value.value, list) else [value.value]


def _quote(text: str) -> str:
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"
