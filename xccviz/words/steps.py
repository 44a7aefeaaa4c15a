"""A step as a sentence a person understands; the same words in the terminal and in the window."""

from __future__ import annotations

from xccviz.analysis.types import Analysis, NodeFacts
from xccviz.graph.types import Node
from xccviz.replay.types import Step
from xccviz.words.causes import cause_sentence
from xccviz.words.names import spoken_name


def step_sentence(step: Step, analysis: Analysis) -> str:
    """What happened at `step`, with unescaped chain text: `slot 1 of app.near.on_done received a failure`."""
    graph, facts = analysis.graph, analysis.facts[step.node]
    node = graph.by_id[step.node]
    name = spoken_name(node, ended=step.kind == "execute")
    if step.kind == "execute":
        return _ran(node, facts, name)
    if step.kind == "deliver":
        results = {result.slot: result.result for result in facts.promise_results}
        got = {"success": "a value", "failed": "a failure"}.get(
            results.get(step.slot or 0, "unknown"), "data"
        )
        source = graph.by_id.get(step.source or "")
        by = f" from {spoken_name(source)}" if source is not None else ""
        return f"{got} for slot {step.slot} of {name}{by}"
    return _plain(step, node, name)


def step_words(step: Step, analysis: Analysis) -> str:
    """The same in as few words as a strip has room for: `Failed in slot 1 of app.near.on_done`."""
    node, facts = analysis.graph.by_id[step.node], analysis.facts[step.node]
    name = spoken_name(node, ended=step.kind == "execute")
    if step.kind == "convert":
        return "the transaction becomes a receipt"
    if step.kind == "execute":
        return _ran(node, facts, name)
    if step.kind == "deliver":
        results = {result.slot: result.result for result in facts.promise_results}
        if results.get(step.slot or 0) == "failed":
            return f"Failed in slot {step.slot} of {name}"
        return f"slot {step.slot} delivered to {name}"
    return _plain(step, node, name)


def _ran(node: Node, facts: NodeFacts, name: str) -> str:
    error = facts.status.error if facts.status is not None else None
    return (
        cause_sentence(node, {node.id: facts.status}).removesuffix(".")
        if error is not None
        else f"{name} runs"
    )


def _plain(step: Step, node: Node, name: str) -> str:
    """Steps with the same words, long and short."""
    return {
        "convert": f"{name} becomes a receipt",
        "refund": refund_sentence(node),
        "ready": f"{name} has all it waited for",
        "yield": f"{name} starts to wait for a resume",
        "resume": f"{name} is resumed",
        "timeout": f"{name} has waited too long",
    }[step.kind]


def refund_sentence(node: Node) -> str:
    """What a receipt from `system` brings to whom."""
    receipt = node.action_receipt
    receiver = receipt.receiver_id if receipt is not None else node.label
    if "payout" in node.roles:
        return f"a payout to {receiver} fails" if node.failed else f"a payout goes to {receiver}"
    what = "a deposit" if "refund_deposit" in node.roles else "unused gas"
    return f"{what} can't go back to {receiver}" if node.failed else f"{what} goes back to {receiver}"
