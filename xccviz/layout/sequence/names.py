"""Whose lifeline a receipt stands on, and what it is called there."""

from __future__ import annotations

from xccviz.catalogue import tr
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.text import visible_text
from xccviz.words.money import lost_words, moved_words
from xccviz.words.titles import method_title

NAME_SIZE, TITLE_SIZE, SUB_SIZE = 12.5, 12.0, 11.5


def account_of(graph: ReceiptGraph, node: Node) -> str:
    """The account on whose lifeline a node stands: of the transaction its signer. "" where that is not known."""
    if node.transaction is not None:
        return node.transaction.signer_id
    if node.receipt is not None:
        return node.receipt.receiver_id or ""
    outcome = node.outcome
    return (outcome.executor_id or "") if outcome is not None else ""


def bar_title(node: Node) -> str:
    """What a receipt does, on its account's lifeline: `get_value`, `3 actions`, `deposit back: 1 N`,
    `deposit could not come back: 1 N burnt`."""
    if node.kind == "transaction":
        return tr("transaction")
    if node.is_refund:
        return (lost_words(node) if node.failed else moved_words(node)) or method_title(node)
    return method_title(node)


def alike_title(node: Node) -> str:
    """The same for telling alike receipts: what differs in the amount alone is alike."""
    if node.is_refund and node.roles:
        return node.roles[0]
    actions = node.actions
    if len(actions) == 1 and actions[0].method_name is not None:
        return actions[0].method_name  # the same as its title, had sooner
    return method_title(node)


def account_words(account: str) -> str:
    """An account on a header; `account not known` for ""."""
    return visible_text(account) if account else tr("account not known")
