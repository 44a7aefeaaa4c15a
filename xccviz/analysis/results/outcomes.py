"""State, status, action results and logs of single nodes (interface.md §4)."""

from __future__ import annotations

from xccviz.analysis.types import ActionResult, Delivery, LogLine, NodeEnd, NodeFacts, PromiseResult, State
from xccviz.decode.events import parse_event
from xccviz.graph.labels import action_label
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.values import maker

_new_log_line, _new_delivery = maker(LogLine), maker(Delivery)


def state_of(node: Node, results: tuple[PromiseResult, ...]) -> State | None:
    """`waiting` when input data is still missing; None for hidden receipts, which have no outcome at all."""
    if node.never_runs:
        return None
    if node.is_invalid:
        return "invalid"
    if node.has_run:
        return "executed"
    return "waiting" if any(result.result in ("pending", "unknown") for result in results) else "not_executed"


def end_of(facts: NodeFacts) -> NodeEnd:
    """How a node ended, as one of four: `failed` takes invalid ones in, `pending` all that have not run yet; `unknown`
    is what never has an outcome, and an outcome that nobody understands."""
    if facts.failed:
        return "failed"
    if facts.state in ("not_executed", "waiting"):
        return "pending"
    ended = facts.status is not None and facts.status.kind in ("success_value", "success_receipt")
    return "ok" if facts.state == "executed" and ended else "unknown"


def main_call(graph: ReceiptGraph, node: Node) -> str:
    """`contract.method` of a node, by which findings are grouped: of a batch the failing action's, else the first's."""
    actions = node.actions
    if len(actions) < 2 or node.receipt is None:
        return node.label
    index = node.outcome.failed_at if node.outcome is not None else None
    action = actions[index] if index is not None and index < len(actions) else actions[0]
    return action_label(node.receipt.receiver_id or "", action)


def action_results(graph: ReceiptGraph, node: Node) -> tuple[ActionResult, ...]:
    """One result an action: a receipt is atomic, so a failure reverts the actions before it and stops those after."""
    count = len(node.actions)
    if node.has_run and not node.failed:
        done: tuple[ActionResult, ...] = ("ok",)
        return done * count
    return tuple(_action_result(node, i, count) for i in range(count))


def _action_result(node: Node, index: int, count: int) -> ActionResult:
    if not node.has_run or node.outcome is None:
        return "pending"
    if node.is_invalid:
        return "failed"
    failing = node.outcome.failed_at
    if failing is None:
        return "reverted"
    if failing >= count:
        return "unknown"
    return "reverted" if index < failing else "failed" if index == failing else "not_run"


def logs_of(node: Node) -> tuple[LogLine, ...]:
    """Log lines with their NEP-297 event; `reverted` when the receipt failed: the line stays, its effects do not."""
    if node.outcome is None or not node.outcome.logs:
        return ()
    return tuple(
        _new_log_line(index, text, parse_event(text), node.failed)
        for index, text in enumerate(node.outcome.logs)
    )


def deliveries_of(
    graph: ReceiptGraph, node: Node, inputs: dict[str, tuple[str, int]]
) -> tuple[Delivery, ...]:
    """Every entry of `output_data_receivers`; `inputs` maps data id → (callback, slot) over the whole graph."""
    if node.action_receipt is None or not node.action_receipt.output_data_receivers:
        return ()
    found = []
    for entry in node.action_receipt.output_data_receivers:
        to = inputs.get(entry.data_id)
        found.append(
            _new_delivery(entry.data_id, to[0] if to else None, entry.receiver_id, to[1] if to else None)
        )
    return tuple(found)
