"""Short words about nodes, shared by the views: marks, gas, results, fates. Values in, text out (unescaped)."""

from __future__ import annotations

from xccviz.analysis.types import ErrorFacts, NodeFacts, PromiseResult
from xccviz.cli.terminal import Part
from xccviz.decode.types import Decoded
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.model.amounts import format_gas
from xccviz.model.trace import Action, DataReceipt
from xccviz.words.names import spoken_name

VALUE_SHOWN = 300

FATE_WORDS = {
    "decides": "its failure is the result of the transaction",
    "propagated": "the callback that received the failure failed too",
    "handled": "a callback received the failure and succeeded",
    "pending": "a callback that will receive the failure has not run yet",
    "unobserved": "nobody received the failure",
    "unknown": "the answer does not tell who received the failure",
}
ACTION_MARKS = {
    "ok": ("✓", "ok"),
    "failed": ("✗", "failed"),
    "reverted": ("↩", "warning"),
    "not_run": ("○", "dim"),
    "pending": ("…", "dim"),
    "unknown": ("?", "dim"),
}
ACTION_WORDS = {
    "ok": "",
    "failed": "failed",
    "reverted": "rolled back",
    "not_run": "not run",
    "pending": "has not run yet",
    "unknown": "not known",
}
SLOT_MARKS = {
    "success": ("✓", "ok"),
    "failed": ("✗", "failed"),
    "pending": ("…", "dim"),
    "unknown": ("?", "dim"),
}


def mark(facts: NodeFacts) -> tuple[str, str]:
    """The one-character status of a node with its style."""
    if facts.failed or facts.state == "invalid":
        return "✗", "failed"
    if facts.state == "executed":
        unknown = facts.status is None or facts.status.kind == "unknown"
        return ("?", "dim") if unknown else ("✓", "ok")
    if facts.state == "waiting":
        return "…", "warning"
    if facts.state == "not_executed":
        return "○", "dim"
    return "·", "dim"


def gas_words(facts: NodeFacts) -> str:
    """`1.9 of 10 Tgas`: burnt of attached. Execution fees are prepaid apart: what burnt more than was attached, or had
    nothing attached, is no part of it."""
    gas = facts.gas
    if gas.burnt is None:
        return f"{format_gas(gas.attached)} attached" if gas.attached else ""
    if not gas.attached:
        return format_gas(gas.burnt)
    if gas.burnt > gas.attached:
        return f"{format_gas(gas.burnt)} burnt, {format_gas(gas.attached)} attached"
    return f"{format_gas(gas.burnt, unit=False)} of {format_gas(gas.attached)}"


def value_words(value: Decoded | None) -> str:
    """What a value reads as, on a line: JSON as its own text, bytes with their number."""
    if value is None or value.kind == "empty":
        return "(no value)"
    text = value.text
    if value.kind == "hex":
        text = f"{len(value.raw):,} bytes, hex {text}"
    return text if len(text) <= VALUE_SHOWN else f"{text[:VALUE_SHOWN]}… ({len(value.raw):,} bytes)"


def slot_parts(result: PromiseResult, document: Document) -> list[Part]:
    """One slot of a callback on a line: number, what it got, and from whom."""
    sign = SLOT_MARKS[result.result]
    parts: list[Part] = [(f"slot {result.slot} ", "dim"), sign, " "]
    if result.result == "success":
        parts.append((value_words(result.value), "value"))
    elif result.timed_out:
        parts.append(("timed out", "failed"))
    elif result.result == "failed":
        parts.append(("Failed", "failed"))
    else:
        parts.append({"pending": "not there yet", "unknown": "not known"}[result.result])
    source = from_words(result, document)
    if source:
        parts.append((f"  from {source}", "dim"))
    return parts


def from_words(result: PromiseResult, document: Document) -> str:
    """Who gave the value, and through whom when the awaited call passed it on."""
    labels = [label_of(step, document) for step in result.chain]
    if not labels and result.producer:
        labels = [label_of(result.producer, document)]
    if not labels:
        return ""
    if len(labels) == 1:
        return labels[0]
    between = len(labels) - 2
    through = f", {between} more" if between else ""
    return f"{labels[-1]} (awaited {labels[0]}{through})"


def label_of(node_id: str | None, document: Document) -> str:
    """The name of a node by its id; the id itself where there is no such node."""
    if node_id is None:
        return "unknown"
    node = document.graph.by_id.get(node_id)
    return spoken_name(node) if node is not None else node_id


def action_words(action: Action) -> str:
    """An action on a line: `method(…)` or its kind."""
    return action.method_name if action.method_name is not None else action.kind


def is_gas_refund(node: Node) -> bool:
    """Whether a node only gives unused gas back."""
    return "refund_gas" in node.roles


def block_words(node: Node) -> str:
    """`block 523`, or nothing where it is not known."""
    return f"block {node.height:,}" if node.height is not None else ""


def data_words(node: Node) -> str:
    """What a data receipt carries."""
    receipt = node.receipt
    if not isinstance(receipt, DataReceipt):
        return ""
    if receipt.data is None:
        return "carries a failure"
    return f"carries {len(receipt.data):,} bytes"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 call`, `2 calls`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def batch_words(node: Node, error: ErrorFacts, document: Document) -> str:
    """What became of the actions of a failed batch; "" where it is none, or no single action failed."""
    names = [action_words(action) for action in node.actions]
    index = error.action_index
    if index is None or len(names) < 2:
        return ""
    failed = names[index] if index < len(names) else "?"
    words = [f"the {_ordinal(index + 1)} of {len(names)} actions, {failed}, failed"]
    for part, was, were in (
        (names[:index], "was rolled back", "were rolled back"),
        (names[index + 1 :], "was not run", "were not run"),
    ):
        if part:
            shown = ", ".join(part) if len(part) <= 3 else f"{len(part)} actions"
            words.append(f"{shown} {was if len(part) == 1 else were}")
    return "; ".join(words)


def _ordinal(number: int) -> str:
    """`first`, `second`, `third`, `4th`, `21st`."""
    few = ("first", "second", "third")
    if number <= len(few):
        return few[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
