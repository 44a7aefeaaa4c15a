"""A step as a sentence a person understands; the same words in the terminal and in the window."""

from __future__ import annotations

from xccviz.analysis.types import Analysis
from xccviz.graph.types import Node
from xccviz.model.trace import ActionReceipt
from xccviz.replay.types import Step


def step_sentence(step: Step, analysis: Analysis) -> str:
    """What happened at `step`, with unescaped chain text: `slot 1 of app.near.on_done received a failure`."""
    graph, facts = analysis.graph, analysis.facts[step.node]
    label = graph.by_id[step.node].label
    if step.kind == "convert":
        return f"{label} becomes a receipt"
    if step.kind == "execute":
        error = facts.status.error if facts.status is not None else None
        return f"{label} runs" + (f": {error.title}" if error is not None else "")
    if step.kind == "refund":
        return refund_sentence(graph.by_id[step.node])
    if step.kind == "ready":
        return f"{label} has all it waited for"
    if step.kind == "yield":
        return f"{label} starts to wait for a resume"
    if step.kind == "resume":
        return f"{label} is resumed"
    if step.kind == "timeout":
        return f"{label} has waited too long"
    results = {result.slot: result.result for result in facts.promise_results}
    got = {"success": "a value", "failed": "a failure"}.get(results.get(step.slot or 0, "unknown"), "data")
    source = graph.by_id.get(step.source or "")
    by = f" from {source.label}" if source is not None else ""
    return f"{got} for slot {step.slot} of {label}{by}"


def step_words(step: Step, analysis: Analysis) -> str:
    """The same in as few words as a strip has room for, names without accounts: `slot 1 of on_done: Failed`."""
    node, facts = analysis.graph.by_id[step.node], analysis.facts[step.node]
    name = short_name(node)
    if step.kind == "convert":
        return "the transaction becomes a receipt"
    if step.kind == "execute":
        error = facts.status.error if facts.status is not None else None
        return f"{name} fails: {error.title}" if error is not None else f"{name} runs"
    if step.kind == "refund":
        return refund_sentence(node)
    if step.kind in ("ready", "yield", "resume", "timeout"):
        told = {"ready": "has its data", "yield": "starts to wait", "resume": "is resumed", "timeout": "timed out"}
        return f"{name} {told[step.kind]}"
    results = {result.slot: result.result for result in facts.promise_results}
    if results.get(step.slot or 0) == "failed":
        return f"slot {step.slot} of {name}: Failed"
    return f"slot {step.slot} delivered to {name}"


def short_name(node: Node) -> str:
    """The method of a call, else the label: `on_done`, `bob.near: Transfer`."""
    receipt = node.receipt
    if isinstance(receipt, ActionReceipt) and len(receipt.actions) == 1 and receipt.actions[0].method_name:
        return receipt.actions[0].method_name
    return node.label


def refund_sentence(node: Node) -> str:
    """What a receipt from `system` brings to whom."""
    receipt = node.receipt
    receiver = receipt.receiver_id if isinstance(receipt, ActionReceipt) else node.label
    if "payout" in node.roles:
        return f"a payout goes to {receiver}"
    what = "a deposit" if "refund_deposit" in node.roles else "unused gas"
    return f"{what} goes back to {receiver}"
