"""A transaction of which only the later part is another one: what stands there of its beginning must read the same.

alpha.run ─ bravo.run ─┬─ …           the same receipts, the same steps;
             step 4    │  from step 5 on other results, failures, logs and gas
"""

from __future__ import annotations

import base64
import copy
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from tests.reference.recorded import HERE, load_json, raw_of
from xccviz.document import Document, build_document
from xccviz.model.raw import RawTransaction
from xccviz.values import replace

TEN = (
    "tutorial-parallel-3-one-panics",
    "tutorial-batch-fail-step-two",
    "join-of-joins",
    "yield-resumed-by-other-tx",
    "yield-timeouts-and-pending--then",
    "refund-to-other",
    "forwarded-3-ok",
    "callback-panics",
    "delegate-inner-fails",
)
RAN = ("convert", "execute", "refund")
PANIC: Mapping[str, Any] = {
    "ActionError": {
        "index": 0,
        "kind": {"FunctionCallError": {"ExecutionError": "Smart contract panicked: OTHERWISE"}},
    }
}


def without_proofs(raw: RawTransaction) -> RawTransaction:
    """The same without Merkle paths, which would prove that it is another one."""
    return _each(raw, lambda outcome: outcome.update(proof=[]))


def other_later(document: Document, step: int) -> Document:
    """The document of what might have come after `step` steps: what ran until then is as it was; the receipts and the
    order of the steps are the same, and everything else of what runs later is different."""
    later = {each.node for each in document.timeline.steps[step:] if each.kind in RAN}
    graph = document.graph
    calls = {node.id for node in graph.nodes if not node.from_system and not node.never_runs}
    ends = {
        id
        for id in calls
        if calls.isdisjoint(graph.children.get(id, ())) and len(graph.by_id[id].actions) == 1
    }
    made_later = {node.id for node in graph.nodes if node.parent in later and node.depth > 1}

    def change(outcome: dict[str, Any]) -> None:
        if outcome["id"] in later:
            _change(
                outcome["outcome"],
                outcome["id"],
                outcome["id"] in ends,
            )

    def made(receipt: dict[str, Any]) -> None:
        if receipt["receipt_id"] in made_later:
            id = receipt["receipt_id"]
            _make(receipt["receipt"], _number(id), graph.by_id[id].depth)

    return build_document(_consistent(_each(document.raw, change, made)))


def later_blocks(document: Document, step: int) -> Document:
    """The same with all blocks after that of step `step` twenty heights later: few enough for a yield to be resumed."""
    heights = [each.height for each in document.timeline.steps[:step] if each.height is not None]
    now = max(heights, default=-1)
    documents = []
    for each in document.raw.documents:
        envelope = copy.deepcopy(each.envelope)
        answer: Any = envelope.get("result", envelope) if isinstance(envelope, dict) else {}
        header = answer.get("header") if each.method == "block" else None
        if header is not None and header["height"] > now:
            header["height"] += 20
            if "timestamp_nanosec" in header:
                header["timestamp_nanosec"] = str(int(header["timestamp_nanosec"]) + 12 * 10**9)
                header["timestamp"] = int(header["timestamp_nanosec"])
        documents.append(replace(each, envelope=envelope))
    return build_document(replace(document.raw, documents=tuple(documents)))


def _number(id: str) -> int:
    return zlib.crc32(id.encode()) % 1_000_003


def _change(told: dict[str, Any], id: str, may_fail: bool) -> None:
    number, before = _number(id), told["gas_burnt"]
    for entry in ((told.get("metadata") or {}).get("gas_profile") or ())[:1]:
        more = 1_000_000_000 + 1_000 * number
        entry["gas_used"] = str(int(entry["gas_used"]) + more)
        told["gas_burnt"] += more
    if before and int(told.get("tokens_burnt") or 0):
        told["tokens_burnt"] = str(int(told["tokens_burnt"]) * told["gas_burnt"] // before)
    told["logs"] = [*told["logs"], f"OTHERWISE {number}"] if number % 3 else []
    status = told["status"]
    if "SuccessValue" in status:
        other = base64.b64encode(b'{"otherwise":%d}' % number).decode()
        told["status"] = {"Failure": dict(PANIC)} if may_fail and number % 2 else {"SuccessValue": other}
    elif "Failure" in status:
        error = status["Failure"].get("ActionError", {})
        told["status"] = {
            "Failure": {"ActionError": {**PANIC["ActionError"], "index": error.get("index", 0)}}
        }


def _make(receipt: dict[str, Any], number: int, depth: int) -> None:
    for action in receipt.get("Action", {}).get("actions", ()):
        call = action.get("FunctionCall") if isinstance(action, dict) else None
        transfer = action.get("Transfer") if isinstance(action, dict) else None
        if call is not None:
            # As long as before: what it costs to send stays the same.
            size = len(base64.b64decode(call["args"]))
            call["deposit"] = str(int(call.get("deposit") or 0) + 10**18 * number)
            call["gas"] = int(call["gas"]) - depth * 10**11  # what it calls gets less by more: that adds up
            call["args"] = base64.b64encode((b"%d" % (number + 1)).ljust(size, b"1")[:size]).decode()
        if transfer is not None:
            transfer["deposit"] = str(int(transfer["deposit"]) + 10**18 * number)


Change = Callable[[dict[str, Any]], None]


def _each(raw: RawTransaction, change: Change, made: Change = lambda receipt: None) -> RawTransaction:
    documents = []
    for each in raw.documents:
        envelope = copy.deepcopy(each.envelope)
        answer: Any = envelope.get("result", envelope) if isinstance(envelope, dict) else {}
        for outcome in answer.get("receipts_outcome") or ():
            change(outcome)
        for receipt in answer.get("receipts") or ():
            made(receipt)
        documents.append(replace(each, envelope=envelope))
    return replace(raw, documents=tuple(documents))


def _consistent(raw: RawTransaction) -> RawTransaction:
    """With the status that its receipts lead to: else it would contradict itself."""
    answer: Any = raw.documents[0].envelope
    answer = answer.get("result", answer)
    if "receipts_outcome" not in answer or "status" not in answer:
        return raw
    by_id = {each["id"]: each["outcome"]["status"] for each in answer["receipts_outcome"]}
    status = answer["transaction_outcome"]["outcome"]["status"]
    while isinstance(status, dict) and status.get("SuccessReceiptId") in by_id:
        status = by_id[status["SuccessReceiptId"]]
    if isinstance(status, dict) and "SuccessReceiptId" not in status:
        answer["status"] = status
    return raw


@cache
def recorded_ten() -> tuple[tuple[str, Document], ...]:
    """Ten recorded transactions without proofs, by name: a yield that timed out, one that was resumed, a deposit that
    came back, a join whose last slot came hundreds of blocks later, a batch, a meta-transaction among them."""
    return tuple(_recorded_ten())


def _recorded_ten() -> Iterator[tuple[str, Document]]:
    for name in TEN:
        answer = load_json(HERE / "tutorial" / f"{name}.json.gz")
        yield name, build_document(without_proofs(raw_of(answer["tx_status"], _heights(answer["heights"]))))
    late = HERE / "node" / "congested-callback"
    known = _heights(load_json(late / "heights.json"))
    yield late.name, build_document(without_proofs(raw_of(load_json(late / "tx_status.json"), known)))


def _heights(known: Mapping[str, Any]) -> Mapping[str, int]:
    return {hash: each["height"] if isinstance(each, dict) else each for hash, each in known.items()}
