"""`--to json`: the analysed graph of interface.md §4, valid under resources/schema/xccviz-graph-1.schema.json.

A pure function of the document: the same capture gives the same bytes. Gas is a number, yoctoNEAR and nanoseconds are
strings, what is not known is null, and every key is always present.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice

from xccviz.analysis.types import AccountFacts, Analysis, TokenEvent, Transfer
from xccviz.catalogue import plain_numerals
from xccviz.document import Document, for_machines
from xccviz.export.json_node import bytes_json, node_json, number_text
from xccviz.export.types import ExportOptions
from xccviz.graph.types import Edge
from xccviz.model.raw import Json, JsonObject, object_of
from xccviz.pieces import nothing, utf8, watched
from xccviz.replay.types import Step
from xccviz.words.findings import FindingText

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), check_circular=False)
"""Without indentation: json writes that in Python, eight times as slowly as this in C. What is written is made here out
of values that were read from JSON, so nothing in it holds itself, and looking for that takes a tenth of the time."""

_PLAIN = frozenset({"edges", "timeline", "transfers", "tokens", "accounts"})
"""Members whose rows hold no list of objects: many are encoded at a time, for each call takes as long as such a row."""
_MANY = 100


def run(document: Document, options: object = None) -> bytes:
    """UTF-8 JSON with a final newline: a line for each member, and one for each node, edge or other row, which is what
    a comparison line by line wants. `options` are those of every exporter and change nothing here."""
    go_on = options.go_on if isinstance(options, ExportOptions) else nothing
    return utf8(watched(_pieces(document), go_on))


def _pieces(document: Document) -> Iterator[str]:
    """The same, row by row: values of all rows at once would be freed in one go too, which takes its time."""
    opening = "{"
    for name, value in _members(document):
        if not isinstance(value, Iterator):
            yield f'{opening}"{name}":{_ENCODER.encode(value)}'
            opening = ",\n"
            continue
        before = f'{opening}"{name}":['
        for rows in _plain(value) if name in _PLAIN else map(_ENCODER.encode, value):
            yield f"{before}\n{rows}"
            before = ","
        yield "\n]" if before == "," else f"{before}]"
        opening = ",\n"
    yield "}\n"


def _plain(rows: Iterator[Json]) -> Iterator[str]:
    """Rows of one sort, each on its line. What stands between two of them stands nowhere else: a quote that is part of
    a text is escaped."""
    while some := list(islice(rows, _MANY)):
        first = next(iter(object_of(some[0])))
        yield _ENCODER.encode(some)[1:-1].replace(f'}},{{"{first}":', f'}},\n{{"{first}":')


def to_json(document: Document) -> JsonObject:
    """The whole document as JSON values (interface.md §4)."""
    with plain_numerals():
        members = _members(for_machines(document))
        return {name: list(value) if isinstance(value, Iterator) else value for name, value in members}


def _members(document: Document) -> Iterator[tuple[str, Json | Iterator[Json]]]:
    """The members in order; of a list its rows, each made when it is asked for."""
    graph, analysis, trace = document.graph, document.analysis, document.trace
    root = graph.root
    transaction = trace.transaction
    verdict = analysis.verdict
    yield "format", "xccviz-graph"
    yield "version", 1
    yield (
        "transaction",
        {
            "hash": transaction.hash,
            "signer_id": transaction.signer_id,
            "receiver_id": transaction.receiver_id,
            "network": trace.network,
            "nonce": transaction.nonce,
            "final_execution_status": trace.final_execution_status,
            "block_hash": root.block_hash,
            "block_height": root.height,
            "timestamp_ns": number_text(root.timestamp_ns),
            "protocol_version": trace.protocol_version,
        },
    )
    yield (
        "verdict",
        {
            "code": verdict.code,
            "title": document.verdict.title,
            "explanation": document.verdict.explanation,
            "root_causes": list(verdict.root_causes),
            "result": bytes_json(verdict.result),
        },
    )
    yield (
        "completeness",
        {
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
    )
    yield "nodes", (node_json(document, node) for node in graph.nodes)
    yield "edges", (_edge(edge) for edge in graph.edges if edge.exported)
    yield "timeline", map(_step, document.timeline.steps)
    yield "findings", map(_finding, document.findings)
    yield from _totals(analysis)


def _totals(analysis: Analysis) -> Iterator[tuple[str, Json | Iterator[Json]]]:
    gas, fees = analysis.gas, analysis.fees
    yield (
        "gas",
        {
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
    )
    yield (
        "fees",
        {
            "total": number_text(fees.total),
            "payer": fees.payer,
            "price_regime": fees.price_regime,
            "refunded": number_text(fees.refunded),
        },
    )
    yield "transfers", map(_transfer, analysis.transfers)
    yield "tokens", map(_token, analysis.tokens)
    yield "accounts", map(_account, analysis.accounts)


def _step(step: Step) -> JsonObject:
    return {
        "n": step.n,
        "kind": step.kind,
        "node": step.node,
        "from": step.source,
        "slot": step.slot,
        "height": step.height,
        "group": step.group,
    }


def _finding(finding: FindingText) -> JsonObject:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "title": finding.title,
        "explanation": finding.explanation,
        "nodes": list(finding.nodes),
        "evidence": dict(finding.evidence),
    }


def _transfer(transfer: Transfer) -> JsonObject:
    return {
        "from": transfer.from_id,
        "to": transfer.to_id,
        "amount": str(transfer.amount),
        "kind": transfer.kind,
        "node": transfer.node,
        "reverted": transfer.reverted,
    }


def _token(token: TokenEvent) -> JsonObject:
    return {
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


def _account(account: AccountFacts) -> JsonObject:
    return {
        "id": account.id,
        "roles": list(account.roles),
        "flow": number_text(account.flow),
        "balance_change": number_text(account.balance_change),
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
