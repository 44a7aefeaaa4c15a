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
from xccviz.export.json_node import (
    ENCODER,
    WORDS,
    Texts,
    amount,
    bytes_json,
    node_text,
    number,
    number_text,
)
from xccviz.export.types import ExportOptions
from xccviz.graph.types import Edge
from xccviz.model.raw import Json, JsonObject
from xccviz.pieces import nothing, utf8, watched
from xccviz.replay.types import Step
from xccviz.words.findings import FindingText

_MANY = 4
"""Rows of a piece: so few that a window, which has its turn between two, waits for none."""


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
            yield f'{opening}"{name}":{ENCODER.encode(value)}'
            opening = ",\n"
            continue
        before = f'{opening}"{name}":['
        while rows := ",\n".join(islice(value, _MANY)):
            yield f"{before}\n{rows}"
            before = ","
        yield "\n]" if before == "," else f"{before}]"
        opening = ",\n"
    yield "}\n"


def to_json(document: Document) -> JsonObject:
    """The whole document as JSON values (interface.md §4)."""
    with plain_numerals():
        found: JsonObject = json.loads("".join(_pieces(for_machines(document))))
        return found


def _members(document: Document) -> Iterator[tuple[str, Json | Iterator[str]]]:
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
    texts = Texts()
    yield "nodes", (node_text(document, node, texts) for node in graph.nodes)
    yield "edges", (_edge(edge, texts) for edge in graph.edges if edge.exported)
    yield "timeline", (_step(step, texts) for step in document.timeline.steps)
    yield "findings", map(_finding, document.findings)
    yield from _totals(analysis, texts)


def _totals(analysis: Analysis, texts: Texts) -> Iterator[tuple[str, Json | Iterator[str]]]:
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
    yield "transfers", (_transfer(transfer, texts) for transfer in analysis.transfers)
    yield "tokens", (_token(token, texts) for token in analysis.tokens)
    yield "accounts", (_account(account, texts) for account in analysis.accounts)


def _step(step: Step, texts: Texts) -> str:
    return (
        f'{{"n":{step.n},"kind":"{step.kind}","node":{texts[step.node]},"from":{texts[step.source]},'
        f'"slot":{number(step.slot)},"height":{number(step.height)},"group":{number(step.group)}}}'
    )


def _finding(finding: FindingText) -> str:
    return ENCODER.encode(
        {
            "code": finding.code,
            "severity": finding.severity,
            "title": finding.title,
            "explanation": finding.explanation,
            "nodes": list(finding.nodes),
            "evidence": dict(finding.evidence),
        }
    )


def _transfer(transfer: Transfer, texts: Texts) -> str:
    return (
        f'{{"from":{texts[transfer.from_id]},"to":{texts[transfer.to_id]},"amount":"{transfer.amount}",'
        f'"kind":"{transfer.kind}","node":{texts[transfer.node]},"reverted":{WORDS[transfer.reverted]}}}'
    )


def _token(token: TokenEvent, texts: Texts) -> str:
    return (
        f'{{"contract":{texts[token.contract]},"standard":{texts[token.standard]},"event":{texts[token.event]},'
        f'"from":{texts[token.from_id]},"to":{texts[token.to_id]},"amount":{texts[token.amount]},'
        f'"token_id":{texts[token.token_id]},"node":{texts[token.node]},"reverted":{WORDS[token.reverted]}}}'
    )


def _account(account: AccountFacts, texts: Texts) -> str:
    return (
        f'{{"id":{texts[account.id]},"roles":{texts[account.roles]},"flow":{amount(account.flow)},'
        f'"balance_change":{amount(account.balance_change)}}}'
    )


def _edge(edge: Edge, texts: Texts) -> str:
    external: JsonObject | None = None
    if edge.external is not None:
        external = {"tx_hash": edge.external[0], "receipt_id": edge.external[1]}
    return (
        f'{{"kind":"{edge.kind}","from":{texts[edge.source]},"to":{texts[edge.target]},'
        f'"data_id":{texts[edge.data_id]},"slot":{number(edge.slot)},"origin":"{edge.origin}",'
        f'"result":{texts[edge.result]},"external":{ENCODER.encode(external) if external else "null"}}}'
    )
