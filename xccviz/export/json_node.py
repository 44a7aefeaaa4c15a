"""A node in JSON: NODE of interface.md §4, one for each receipt and the transaction itself.

Its text is put together here: to write a dictionary of it takes `json` four times as long, and every document has many.
Only what contracts and users wrote goes through the encoder.
"""

from __future__ import annotations

import json
from binascii import b2a_base64

from xccviz.analysis.types import GasLedger, NodeFacts, NodeStatus, PromiseResult, TokenLedger
from xccviz.decode.types import Decoded, Event
from xccviz.document import Document
from xccviz.graph.types import Node, ReceiptGraph
from xccviz.model.raw import Json, JsonObject
from xccviz.model.trace import ActionReceipt, DataReceipt, UnknownReceipt
from xccviz.words.errors import ErrorText

ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), check_circular=False)
"""Without indentation: json writes that in Python, eight times as slowly as this in C. What is written is made here out
of values that were read from JSON, so nothing in it holds itself, and looking for that takes a tenth of the time."""

Name = str | tuple[str, ...] | None


class Texts(dict[Name, str]):
    """What ids, names and lists of them are as JSON, each worked out once: they stand in many rows."""

    def __missing__(self, value: Name) -> str:
        text = self[value] = ENCODER.encode(value)
        return text


WORDS = {True: "true", False: "false", None: "null"}
"""What is so, is not, or is not known, as JSON has it."""


def node_json(document: Document, node: Node) -> JsonObject:
    """One NODE of interface.md §4, as JSON values."""
    found: JsonObject = json.loads(node_text(document, node, Texts()))
    return found


def node_text(document: Document, node: Node, texts: Texts) -> str:
    """The same as the text of its line."""
    facts, outcome = document.analysis.facts[node.id], node.outcome
    status = "null"
    if facts.state is not None:
        status = _status(facts.status, document.errors.get(node.id), texts)
    block = "null"
    if node.block_hash is not None or node.height is not None:
        block = (
            f'{{"hash":{texts[node.block_hash]},"height":{number(node.height)},'
            f'"timestamp_ns":{amount(node.timestamp_ns)}}}'
        )
    steps = ",".join(map(str, document.timeline.of_node.get(node.id, ())))
    return (
        f'{{"id":{texts[node.id]},"kind":"{node.kind}","index":{node.index},"depth":{node.depth},'
        f'"parent":{texts[node.parent]},"roles":{texts[node.roles]},{_parties(document.graph, node, texts)},'
        f'"label":{texts[node.label]},"actions":[{_actions(node, facts, texts)}],"state":{texts[facts.state]},'
        f'"status":{status},"fate":{texts[facts.fate]},'
        f'"promise_results":[{",".join([_promise_result(one, texts) for one in facts.promise_results])}],'
        f'"delivers":[{_delivers(facts, texts)}],"logs":[{_logs(facts)}],'
        f'"gas":{_gas(facts.gas, texts)},"tokens":{_tokens(facts.tokens)},"block":{block},'
        f'"created_height":{number(node.created_height)},"waited_blocks":{number(facts.waited_blocks)},'
        f'"wait_reason":{texts[facts.wait_reason]},'
        f'"contract_code":[{",".join(map(_contract, outcome.contracts)) if outcome is not None else ""}],'
        f'"steps":[{steps}],"proof":{texts[facts.proof]}}}'
    )


def _parties(graph: ReceiptGraph, node: Node, texts: Texts) -> str:
    receipt, transaction = node.receipt, graph.trace.transaction
    predecessor = receiver = signer = refund_to = price = None
    if node.kind == "transaction":
        receiver, signer = transaction.receiver_id, transaction.signer_id
    elif isinstance(receipt, ActionReceipt):
        predecessor, receiver, signer = receipt.predecessor_id, receipt.receiver_id, receipt.signer_id
        refund_to, price = receipt.refund_to, receipt.gas_price
    elif isinstance(receipt, DataReceipt | UnknownReceipt):
        predecessor, receiver = receipt.predecessor_id, receipt.receiver_id
    executor = node.outcome.executor_id if node.outcome else None
    return (
        f'"predecessor_id":{texts[predecessor]},"receiver_id":{texts[receiver]},"executor_id":{texts[executor]},'
        f'"signer_id":{texts[signer]},"refund_to":{texts[refund_to]},"gas_price":{amount(price)}'
    )


def _actions(node: Node, facts: NodeFacts, texts: Texts) -> str:
    return ",".join(
        [
            f'{{"index":{action.index},"kind":{texts[action.kind]},"method_name":{texts[action.method_name]},'
            f'"args":{bytes_text(args)},"gas":{number(action.gas)},"deposit":{amount(action.deposit)},'
            f'"result":"{result}","fields":{ENCODER.encode(dict(action.fields)) if action.fields else "{}"}}}'
            for action, args, result in zip(node.actions, facts.args, facts.action_results, strict=True)
        ]
    )


def _status(status: NodeStatus | None, said: ErrorText | None, texts: Texts) -> str:
    if status is None:
        return '{"kind":null,"value":null,"receipt_id":null,"error":null}'
    error, told = status.error, "null"
    if error is not None and said is not None:
        told = ENCODER.encode(
            {
                "path": list(error.path),
                "action_index": error.action_index,
                "title": said.title,
                "explanation": said.explanation,
                "hint": said.hint,
                "slot": error.slot,
                "account": error.account,
                "raw": error.raw,
            }
        )
    return (
        f'{{"kind":"{status.kind}","value":{bytes_text(status.value)},'
        f'"receipt_id":{texts[status.receipt_id]},"error":{told}}}'
    )


def _promise_result(result: PromiseResult, texts: Texts) -> str:
    return (
        f'{{"slot":{result.slot},"data_id":{texts[result.data_id]},"result":"{result.result}",'
        f'"timed_out":{WORDS[result.timed_out]},"value":{bytes_text(result.value)},'
        f'"awaited":{texts[result.awaited]},"producer":{texts[result.producer]},"chain":{texts[result.chain]},'
        f'"origin":"{result.origin}","delivered_at":{number(result.delivered_at)}}}'
    )


def _delivers(facts: NodeFacts, texts: Texts) -> str:
    return ",".join(
        [
            f'{{"data_id":{texts[delivery.data_id]},"to":{texts[delivery.to]},'
            f'"receiver_id":{texts[delivery.receiver_id]},"slot":{number(delivery.slot)}}}'
            for delivery in facts.delivers
        ]
    )


def _logs(facts: NodeFacts) -> str:
    return ",".join(
        [
            f'{{"index":{log.index},"text":{ENCODER.encode(log.text)},"event":{_event(log.event)},'
            f'"reverted":{WORDS[log.reverted]}}}'
            for log in facts.logs
        ]
    )


def _gas(gas: GasLedger, texts: Texts) -> str:
    profile = ",".join(
        [
            f'{{"category":{texts[entry.category]},"cost":{texts[entry.cost]},"gas":{entry.gas}}}'
            for entry in gas.profile
        ]
    )
    return (
        f'{{"attached":{number(gas.attached)},"burnt":{number(gas.burnt)},'
        f'"execution_fees":{number(gas.execution_fees)},"contract":{number(gas.contract)},'
        f'"send_fees":{number(gas.send_fees)},"forwarded":{number(gas.forwarded)},'
        f'"unspent":{number(gas.unspent)},"refund_gas":{number(gas.refund_gas)},'
        f'"reconciles":{WORDS[gas.reconciles]},"profile_version":{number(gas.profile_version)},'
        f'"profile":[{profile}]}}'
    )


def _tokens(tokens: TokenLedger) -> str:
    return (
        f'{{"burnt":{amount(tokens.burnt)},"deposits":{amount(tokens.deposits)},'
        f'"refund_gas":{amount(tokens.refund_gas)},"refund_deposit":{amount(tokens.refund_deposit)}}}'
    )


def _event(event: Event | None) -> str:
    if event is None:
        return "null"
    return ENCODER.encode(
        {
            "standard": event.standard,
            "version": event.version,
            "event": event.event,
            "data": event.data,
        }
    )


def _contract(entry: Json) -> str:
    """`{"local": hash}` of metadata V4 as kind and value (protocol.md R1.6)."""
    if not isinstance(entry, dict) or len(entry) != 1:
        return "null"
    ((kind, value),) = entry.items()
    return ENCODER.encode({"kind": str(kind), "value": str(value)})


def bytes_json(decoded: Decoded | None) -> JsonObject | None:
    """BYTES of interface.md §4, as JSON values; None stays None."""
    found: JsonObject | None = json.loads(bytes_text(decoded))
    return found


def bytes_text(decoded: Decoded | None) -> str:
    """The same as text."""
    if decoded is None:
        return "null"
    value = "null" if decoded.value is None else ENCODER.encode(decoded.value)
    return (
        f'{{"base64":"{b2a_base64(decoded.raw, newline=False).decode()}","size":{len(decoded.raw)},'
        f'"kind":"{decoded.kind}","text":{ENCODER.encode(decoded.text)},"value":{value},'
        f'"truncated":{WORDS[decoded.truncated]}}}'
    )


def number(value: int | None) -> int | str:
    """A number as JSON has it, None as well."""
    return "null" if value is None else value


def amount(value: int | None) -> str:
    """A number that a JSON number may be too small for, as text in quotes; None as JSON has it."""
    return "null" if value is None else f'"{value}"'


def number_text(number: int | None) -> str | None:
    """A number that a JSON number may be too small for, as text; None stays None."""
    return None if number is None else str(number)
