"""A node in JSON: NODE of interface.md §4, one for each receipt and the transaction itself."""

from __future__ import annotations

import binascii

from xccviz.analysis.types import NodeFacts, NodeStatus, PromiseResult
from xccviz.decode.types import Decoded, Event
from xccviz.document import Document
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.raw import Json, JsonObject
from xccviz.model.trace import ActionReceipt, DataReceipt, UnknownReceipt
from xccviz.words.errors import ErrorText


def node_json(document: Document, node: Node) -> JsonObject:
    """One NODE of interface.md §4."""
    graph, facts = document.graph, document.analysis.facts[node.id]
    return {
        "id": node.id,
        "kind": node.kind,
        "index": node.index,
        "depth": node.depth,
        "parent": node.parent,
        "roles": list(node.roles),
        **_parties(graph, node),
        "label": node.label,
        "actions": [*_actions(graph, node, facts)],
        "state": facts.state,
        "status": _status(facts.status, document.errors.get(node.id)) if facts.state is not None else None,
        "fate": facts.fate,
        "promise_results": [_promise_result(result) for result in facts.promise_results],
        "delivers": [
            {
                "data_id": delivery.data_id,
                "to": delivery.to,
                "receiver_id": delivery.receiver_id,
                "slot": delivery.slot,
            }
            for delivery in facts.delivers
        ],
        "logs": [
            {
                "index": log.index,
                "text": log.text,
                "event": _event(log.event),
                "reverted": log.reverted,
            }
            for log in facts.logs
        ],
        **_ledgers(facts),
        "block": None
        if node.block_hash is None and node.height is None
        else {"hash": node.block_hash, "height": node.height, "timestamp_ns": number_text(node.timestamp_ns)},
        "created_height": node.created_height,
        "waited_blocks": facts.waited_blocks,
        "wait_reason": facts.wait_reason,
        "contract_code": [_contract(entry) for entry in node.outcome.contracts] if node.outcome else [],
        "steps": list(document.timeline.of_node.get(node.id, ())),
        "proof": facts.proof,
    }


def _parties(graph: ReceiptGraph, node: Node) -> JsonObject:
    receipt, transaction = node.receipt, graph.trace.transaction
    executor = node.outcome.executor_id if node.outcome else None
    found: JsonObject = {
        "predecessor_id": None,
        "receiver_id": None,
        "executor_id": executor,
        "signer_id": None,
        "refund_to": None,
        "gas_price": None,
    }
    if node.kind == "transaction":
        found.update(receiver_id=transaction.receiver_id, signer_id=transaction.signer_id)
    elif isinstance(receipt, ActionReceipt):
        found.update(
            predecessor_id=receipt.predecessor_id,
            receiver_id=receipt.receiver_id,
            signer_id=receipt.signer_id,
            refund_to=receipt.refund_to,
            gas_price=number_text(receipt.gas_price),
        )
    elif isinstance(receipt, DataReceipt | UnknownReceipt):
        found.update(predecessor_id=receipt.predecessor_id, receiver_id=receipt.receiver_id)
    return found


def _actions(graph: ReceiptGraph, node: Node, facts: NodeFacts) -> list[JsonObject]:
    actions = node.actions
    return [
        {
            "index": action.index,
            "kind": action.kind,
            "method_name": action.method_name,
            "args": bytes_json(args),
            "gas": action.gas,
            "deposit": number_text(action.deposit),
            "result": result,
            "fields": dict(action.fields),
        }
        for action, args, result in zip(actions, facts.args, facts.action_results, strict=True)
    ]


def _status(status: NodeStatus | None, said: ErrorText | None) -> JsonObject:
    if status is None:
        return {"kind": None, "value": None, "receipt_id": None, "error": None}
    error = status.error
    return {
        "kind": status.kind,
        "value": bytes_json(status.value),
        "receipt_id": status.receipt_id,
        "error": None
        if error is None or said is None
        else {
            "path": list(error.path),
            "action_index": error.action_index,
            "title": said.title,
            "explanation": said.explanation,
            "hint": said.hint,
            "slot": error.slot,
            "account": error.account,
            "raw": error.raw,
        },
    }


def _promise_result(result: PromiseResult) -> JsonObject:
    return {
        "slot": result.slot,
        "data_id": result.data_id,
        "result": result.result,
        "timed_out": result.timed_out,
        "value": bytes_json(result.value),
        "awaited": result.awaited,
        "producer": result.producer,
        "chain": list(result.chain),
        "origin": result.origin,
        "delivered_at": result.delivered_at,
    }


def _ledgers(facts: NodeFacts) -> JsonObject:
    gas, tokens = facts.gas, facts.tokens
    return {
        "gas": {
            "attached": gas.attached,
            "burnt": gas.burnt,
            "execution_fees": gas.execution_fees,
            "contract": gas.contract,
            "send_fees": gas.send_fees,
            "forwarded": gas.forwarded,
            "unspent": gas.unspent,
            "refund_gas": gas.refund_gas,
            "reconciles": gas.reconciles,
            "profile_version": gas.profile_version,
            "profile": [
                {"category": entry.category, "cost": entry.cost, "gas": entry.gas} for entry in gas.profile
            ],
        },
        "tokens": {
            "burnt": number_text(tokens.burnt),
            "deposits": number_text(tokens.deposits),
            "refund_gas": number_text(tokens.refund_gas),
            "refund_deposit": number_text(tokens.refund_deposit),
        },
    }


def _event(event: Event | None) -> JsonObject | None:
    if event is None:
        return None
    return {
        "standard": event.standard,
        "version": event.version,
        "event": event.event,
        "data": event.data,
    }


def _contract(entry: Json) -> JsonObject | None:
    """`{"local": hash}` of metadata V4 as kind and value (protocol.md R1.6)."""
    if not isinstance(entry, dict) or len(entry) != 1:
        return None
    ((kind, value),) = entry.items()
    return {"kind": str(kind), "value": str(value)}


def bytes_json(decoded: Decoded | None) -> JsonObject | None:
    """BYTES of interface.md §4; None stays None."""
    if decoded is None:
        return None
    return {
        "base64": binascii.b2a_base64(decoded.raw, newline=False).decode("ascii"),
        "size": len(decoded.raw),
        "kind": decoded.kind,
        "text": decoded.text,
        "value": decoded.value,
        "truncated": decoded.truncated,
    }


def number_text(number: int | None) -> str | None:
    """A number that a JSON number may be too small for, as text; None stays None."""
    return None if number is None else str(number)
