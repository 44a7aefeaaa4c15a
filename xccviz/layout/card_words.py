"""The words on a box that don't depend on the moment: titles, results, figures. Layout measures them, display paints
them (and has its own words for the past). Chain text leaves here visible and on one line, unescaped."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.analysis.types import Analysis, NodeFacts, PromiseResult
from xccviz.decode.types import Decoded
from xccviz.graph.types import Node
from xccviz.model.amounts import format_gas, format_near
from xccviz.model.text import visible_text
from xccviz.model.trace import Action
from xccviz.words.errors import error_title

TEXT_LIMIT = 300
"""Characters of a chain text that can ever reach a drawing."""


def title_parts(node: Node) -> tuple[str, str]:
    """Title of a node as (account, rest): `("app.near", ".get_value")`, `("bob.near", ": Transfer")`.

    The transaction gives `("", "alice.near → app.near")`; a batch `("app.near", " · 3 actions")`, as its actions
    have rows of their own.
    """
    receipt = node.action_receipt
    if node.kind == "transaction" or receipt is None:
        if node.receipt is None and node.label == node.id:
            return "", f"receipt {short_id(node.id)}"
        return "", visible_text(node.label, TEXT_LIMIT)
    account = visible_text(receipt.receiver_id, TEXT_LIMIT)
    if len(receipt.actions) > 1:
        return account, f" · {len(receipt.actions)} actions"
    label = visible_text(node.label, TEXT_LIMIT)
    if label.startswith(account) and len(label) > len(account):
        return account, label[len(account) :]
    return "", label


def action_text(action: Action) -> str:
    """One action in words: its method, or its kind with the amount it moves."""
    if action.method_name is not None:
        return visible_text(action.method_name, TEXT_LIMIT)
    kind = visible_text(action.kind, TEXT_LIMIT)
    if action.deposit:
        return f"{kind} {format_near(action.deposit)}"
    return kind


def value_text(value: Decoded | None) -> str:
    """A result as its bytes say it: JSON and text verbatim, `no result` for none, other bytes in hex."""
    if value is None or value.kind == "empty":
        return "no result"
    if value.kind == "hex":
        return f"{len(value.raw):,} bytes {visible_text(value.text, TEXT_LIMIT)}"
    return visible_text(value.text.strip(), TEXT_LIMIT)


def end_text(analysis: Analysis, node: Node) -> str:
    """How a node ended, in a few words, for its subtitle."""
    facts = analysis.facts[node.id]
    status = facts.status
    if status is not None and status.kind == "failure":
        return visible_text(error_title(status.error), TEXT_LIMIT) if status.error else "failed"
    if node.kind == "transaction":
        transaction = analysis.graph.trace.transaction
        count = len(transaction.actions)
        if isinstance(transaction.raw, dict) and "actions" not in transaction.raw:
            return "transaction"
        return f"transaction · {count} action{'' if count == 1 else 's'}"
    if node.kind == "data_receipt":
        return "data receipt"
    moved = moved_text(node)
    if status is None or status.kind == "unknown":
        return _unfinished(analysis, facts, node)
    if status.kind == "success_receipt":
        return "returned its promise"
    if moved and (status.value is None or status.value.kind == "empty"):
        return moved
    return value_text(status.value) if status.value is not None else "result not known"


def moved_text(node: Node) -> str:
    """What a receipt without a call moves: `deposit back 1 N`, `1 N`; "" for others."""
    receipt = node.action_receipt
    if receipt is None or not receipt.actions:
        return ""
    if not all(action.row.moves_only for action in receipt.actions):
        return ""
    amount = format_near(receipt.deposit)
    if "refund_deposit" in node.roles:
        return f"deposit back: {amount}"
    if "refund_gas" in node.roles:
        return f"unused prepaid gas back: {amount}"
    if "payout" in node.roles:
        return f"paid out: {amount}"
    return f"{amount} sent"


def _unfinished(analysis: Analysis, facts: NodeFacts, node: Node) -> str:
    if node.kind == "distribution":
        return "spreads a global contract"
    if facts.state == "waiting":
        return "waiting for data"
    if facts.state == "executed":
        return "ran, result unknown"
    if facts.state is None or node.receipt is None:
        return "only its id is known"
    if any(item.id == node.id and item.reason == "pending" for item in analysis.graph.missing):
        return "has not run yet"
    return "not known to have run"


def gas_text(node: Node, facts: NodeFacts) -> str:
    """Gas once it ran, always saying of what: `1.9 of 10 T`, `0.4 T burnt`; "" when not known. What burnt more than was
    attached, as execution fees are prepaid apart, burnt it beside that."""
    burnt, attached = facts.gas.burnt, facts.gas.attached
    if burnt is None:
        return planned_gas_text(node, facts)
    if attached and burnt <= attached and node.kind != "transaction":
        return f"{format_gas(burnt, False)} of {format_gas(attached, False)} T"
    return f"{format_gas(burnt, False)} T burnt"


def planned_gas_text(node: Node, facts: NodeFacts) -> str:
    """Gas before it ran: `10 T`; "" when none is attached."""
    if not facts.gas.attached or node.kind == "transaction":
        return ""
    return f"{format_gas(facts.gas.attached, False)} T"


def slot_text(result: PromiseResult) -> str:
    """What a slot held at the end: `0: "42"`, `0: empty`, `1: Failed`, `2: timed out`, `2: pending`, `2: unknown`."""
    if result.timed_out:
        return slot_words(result.slot, "timed out")
    if result.result != "success":
        return slot_words(result.slot, "Failed" if result.result == "failed" else result.result)
    if result.value is None:
        return slot_words(result.slot, "a value")
    return slot_words(result.slot, "empty" if result.value.kind == "empty" else value_text(result.value))


def slot_words(slot: int, words: str) -> str:
    """A slot's number and what stands in it, told apart: `1: 42`."""
    return f"{slot}: {words}"


def group_title(members: Sequence[str], state: str = "") -> str:
    """The title of a group: `37 receipts`, `37 receipts, 12 so far`."""
    return f"{len(members):,} receipts" + (f", {state}" if state else "")


def group_methods(analysis: Analysis, members: tuple[str, ...]) -> str:
    """What a group mostly holds: `ping ×30, bob.near: Transfer ×7, …`, most frequent first."""
    counts: dict[str, int] = {}
    for member in members:
        node = analysis.graph.by_id[member]
        account, rest = title_parts(node)
        name = rest[1:] if account and rest.startswith(".") else account + rest
        counts[name] = counts.get(name, 0) + 1
    ranked = sorted(counts.items(), key=lambda item: -item[1])
    shown = [name if count == 1 else f"{name} ×{count:,}" for name, count in ranked[:2]]
    return ", ".join(shown) + (", …" if len(ranked) > 2 else "")


def outside_text(analysis: Analysis, target: str) -> tuple[str, str]:
    """Who resumed a yield from outside, in two lines: `another transaction`, and its id where it is known."""
    edge = next((e for e in analysis.graph.edges if e.source is None and e.target == target), None)
    transaction, receipt = (edge.external if edge is not None else None) or (None, None)
    known = f"transaction {short_id(transaction)}" if transaction else ""
    return "resumed by another transaction", known or (f"receipt {short_id(receipt)}" if receipt else "")


def short_id(text: str) -> str:
    """A hash or id shortened in the middle: `8puB6r…JYpr5`."""
    shown = visible_text(text, TEXT_LIMIT)
    return shown if len(shown) <= 14 else f"{shown[:6]}…{shown[-5:]}"


def refunds_text(analysis: Analysis, members: tuple[str, ...]) -> str:
    """The pill of all folded gas refunds: `Prepaid gas back to alice.near: 0.3 N`."""
    amounts: dict[str, int] = {}
    for member in members:
        receipt = analysis.graph.by_id[member].action_receipt
        if receipt is not None:
            paid = receipt.deposit
            amounts[receipt.receiver_id] = amounts.get(receipt.receiver_id, 0) + paid
    if not amounts:
        return "Prepaid gas back"
    account, amount = max(amounts.items(), key=lambda item: item[1])
    if len(amounts) > 1:
        return f"Prepaid gas back to {len(amounts)} accounts: {format_near(sum(amounts.values()))}"
    return f"Prepaid gas back to {visible_text(account, TEXT_LIMIT)}: {format_near(amount)}"
