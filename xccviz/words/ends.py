"""How a receipt ended, and what it returned: the words that don't depend on a moment."""

from __future__ import annotations

from xccviz.analysis.types import Analysis, NodeFacts, NodeStatus
from xccviz.catalogue import tr, trn
from xccviz.graph.types import Node
from xccviz.model.text import visible_text
from xccviz.model.trace import DataReceipt
from xccviz.words.errors import error_title
from xccviz.words.money import moved_words
from xccviz.words.signs import NOT_KNOWN, PROGRESS
from xccviz.words.titles import name_of
from xccviz.words.values import TEXT_LIMIT, value_words

NOT_RUN_YET = tr("has not run yet")
NOT_KNOWN_TO_HAVE_RUN = tr("not known to have run")
WAITS_FOR_DATA = tr("waits for data")
ONLY_ITS_ID = tr("only its id is known")
RESULT_NOT_KNOWN = tr("result not known")
RETURNED_PROMISE = tr("returned its promise")


def end_words(analysis: Analysis, node: Node) -> str:
    """How a node ended, in a few words, for its subtitle; visible."""
    status = analysis.facts[node.id].status
    if status is not None and status.kind == "failure":
        return (
            visible_text(error_title(status.error), TEXT_LIMIT) if status.error else PROGRESS["failed"].word
        )
    if node.kind == "transaction":
        transaction = analysis.graph.trace.transaction
        if isinstance(transaction.raw, dict) and "actions" not in transaction.raw:
            return tr("transaction")
        return trn("transaction · {count} action", "transaction · {count} actions", len(transaction.actions))
    if node.kind == "data_receipt":
        return tr("data receipt")
    if status is None or status.kind == "unknown":
        return unfinished_words(analysis, node)
    if status.kind == "success_receipt":
        return RETURNED_PROMISE
    moved = moved_words(node)
    if status.value is None:
        return moved or RESULT_NOT_KNOWN
    if status.value.kind == "empty":
        return moved or tr("returned {value}", value=value_words(status.value, "card"))
    return value_words(status.value, "card")


def unfinished_words(analysis: Analysis, node: Node) -> str:
    """What is known of a node without a result."""
    facts = analysis.facts[node.id]
    if node.kind == "distribution":
        return tr("spreads a global contract")
    to_come = node.id in analysis.graph.to_come
    if facts.state == "waiting" and to_come:
        return WAITS_FOR_DATA
    if facts.state == "executed":
        return tr("ran, result not known")
    if facts.state is None or node.receipt is None:
        return ONLY_ITS_ID
    return NOT_RUN_YET if to_come else NOT_KNOWN_TO_HAVE_RUN


def result_words(analysis: Analysis, facts: NodeFacts) -> str:
    """What a node that has run returned, all of it."""
    status: NodeStatus | None = facts.status
    if status is None or status.kind == "unknown":
        return NOT_KNOWN
    if status.kind == "failure":
        return tr("no result: it failed")
    if status.kind == "success_receipt":
        if status.receipt_id not in analysis.graph.by_id:
            return tr("the result of a receipt that is not in this document")
        return tr("the result of {name}", name=name_of(analysis.graph, status.receipt_id))
    return value_words(status.value, "whole") if status.value is not None else NOT_KNOWN


def carried_words(node: Node) -> str:
    """What a data receipt carries; "" for others."""
    receipt = node.receipt
    if not isinstance(receipt, DataReceipt):
        return ""
    if receipt.data is None:
        return tr("carries a failure")
    return trn("carries {count} byte", "carries {count} bytes", len(receipt.data))
