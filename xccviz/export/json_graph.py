"""`--to json`: the analysed graph of interface.md §4, valid under resources/schema/xccviz-graph-1.schema.json.

A pure function of the document: the same capture gives the same bytes. Gas is a number, yoctoNEAR and nanoseconds are
strings, what is not known is null, and every key is always present.
"""

from __future__ import annotations

import base64
import json

from xccviz.analysis.types import Analysis, NodeFacts, NodeStatus, PromiseResult
from xccviz.decode.types import Decoded, Event
from xccviz.document import Document
from xccviz.graph.types import Edge, Node, ReceiptGraph
from xccviz.model.raw import Json, JsonObject
from xccviz.model.trace import ActionReceipt, DataReceipt, UnknownReceipt
from xccviz.words.errors import ErrorText

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), check_circular=False)
"""Without indentation: json writes that in Python, eight times as slowly as this in C. What is written is made here out
of values that were read from JSON, so nothing in it holds itself, and looking for that takes a tenth of the time."""


def run(document: Document, options: object = None) -> bytes:
    """UTF-8 JSON with a final newline: a line for each member, and one for each node, edge or other row, which is what
    a comparison line by line wants. `options` are those of every exporter and change nothing here."""
    members = (f"{_ENCODER.encode(name)}:{_lines(value)}" for name, value in to_json(document).items())
    return ("{" + ",\n".join(members) + "}\n").encode("utf-8")


def _lines(value: Json) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(map(_ENCODER.encode, value)) + "\n]"
    return _ENCODER.encode(value)


def to_json(document: Document) -> JsonObject:
    """The whole document as JSON values (interface.md §4)."""
    graph, analysis, trace = document.graph, document.analysis, document.trace
    root = graph.root
    transaction = trace.transaction
    verdict = analysis.verdict
    return {
        "format": "xccviz-graph",
        "version": 1,
        "transaction": {
            "hash": transaction.hash,
            "signer_id": transaction.signer_id,
            "receiver_id": transaction.receiver_id,
            "network": trace.network,
            "nonce": transaction.nonce,
            "final_execution_status": trace.final_execution_status,
            "block_hash": root.block_hash,
            "block_height": root.height,
            "timestamp_ns": _text(root.timestamp_ns),
            "protocol_version": trace.protocol_version,
        },
        "verdict": {
            "code": verdict.code,
            "title": document.verdict.title,
            "explanation": document.verdict.explanation,
            "root_causes": list(verdict.root_causes),
            "result": _bytes(verdict.result),
        },
        "completeness": {
            "complete": analysis.complete,
            "missing": [
                {"id": item.id, "kind": item.kind, "parent": item.parent, "reason": item.reason}
                for item in graph.missing
            ],
            "synthesized": list(graph.synthesized),
            "proven": analysis.proven,
            "problems": [
                {"code": problem.code, "message": problem.message, "where": problem.where}
                for problem in document.problems
            ],
        },
        "nodes": [node_json(document, node) for node in graph.nodes],
        "edges": [_edge(edge) for edge in graph.edges if edge.exported],
        "timeline": [
            {
                "n": step.n,
                "kind": step.kind,
                "node": step.node,
                "from": step.source,
                "slot": step.slot,
                "height": step.height,
                "group": step.group,
            }
            for step in document.timeline.steps
        ],
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "title": finding.title,
                "explanation": finding.explanation,
                "nodes": list(finding.nodes),
                "evidence": dict(finding.evidence),
            }
            for finding in document.findings
        ],
        **_totals(analysis),
    }


def _totals(analysis: Analysis) -> JsonObject:
    gas, fees = analysis.gas, analysis.fees
    return {
        "gas": {
            "total_burnt": gas.total_burnt,
            "refunds_burnt": gas.refunds_burnt,
            "by_contract": [{"contract": contract, "gas": burnt} for contract, burnt in gas.by_contract],
            "by_method": [
                {"contract": contract, "method": method, "gas": burnt}
                for contract, method, burnt in gas.by_method
            ],
            "by_cost": [
                {"category": category, "cost": cost, "gas": burnt} for category, cost, burnt in gas.by_cost
            ],
        },
        "fees": {
            "total": _text(fees.total),
            "payer": fees.payer,
            "price_regime": fees.price_regime,
            "refunded": _text(fees.refunded),
        },
        "transfers": [
            {
                "from": transfer.from_id,
                "to": transfer.to_id,
                "amount": str(transfer.amount),
                "kind": transfer.kind,
                "node": transfer.node,
                "reverted": transfer.reverted,
            }
            for transfer in analysis.transfers
        ],
        "tokens": [
            {
                "contract": token.contract,
                "standard": token.standard,
                "event": token.event,
                "from": token.from_id,
                "to": token.to_id,
                "amount": token.amount,
                "token_id": token.token_id,
                "node": token.node,
                "reverted": token.reverted,
            }
            for token in analysis.tokens
        ],
        "accounts": [
            {
                "id": account.id,
                "roles": list(account.roles),
                "flow": _text(account.flow),
                "balance_change": _text(account.balance_change),
            }
            for account in analysis.accounts
        ],
    }


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
        else {"hash": node.block_hash, "height": node.height, "timestamp_ns": _text(node.timestamp_ns)},
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
            gas_price=_text(receipt.gas_price),
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
            "args": _bytes(args),
            "gas": action.gas,
            "deposit": _text(action.deposit),
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
        "value": _bytes(status.value),
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
        "value": _bytes(result.value),
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
            "burnt": _text(tokens.burnt),
            "deposits": _text(tokens.deposits),
            "refund_gas": _text(tokens.refund_gas),
            "refund_deposit": _text(tokens.refund_deposit),
        },
    }


def _edge(edge: Edge) -> JsonObject:
    external: JsonObject | None = None
    if edge.external is not None:
        external = {"tx_hash": edge.external[0], "receipt_id": edge.external[1]}
    return {
        "kind": edge.kind,
        "from": edge.source,
        "to": edge.target,
        "data_id": edge.data_id,
        "slot": edge.slot,
        "origin": edge.origin,
        "result": edge.result,
        "external": external,
    }


def _event(event: Event | None) -> JsonObject | None:
    if event is None:
        return None
    return {
        "standard": event["standard"],
        "version": event["version"],
        "event": event["event"],
        "data": event["data"],
    }


def _contract(entry: Json) -> JsonObject | None:
    """`{"local": hash}` of metadata V4 as kind and value (protocol.md R1.6)."""
    if not isinstance(entry, dict) or len(entry) != 1:
        return None
    ((kind, value),) = entry.items()
    return {"kind": str(kind), "value": str(value)}


def _bytes(decoded: Decoded | None) -> JsonObject | None:
    if decoded is None:
        return None
    return {
        "base64": base64.b64encode(decoded.raw).decode("ascii"),
        "size": len(decoded.raw),
        "kind": decoded.kind,
        "text": decoded.text,
        "value": decoded.value,
        "truncated": decoded.truncated,
    }


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
