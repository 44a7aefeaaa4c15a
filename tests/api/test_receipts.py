"""Every value of the interface is that of the `json` export, on everything recorded."""

# covers: xccviz/api/nodes.py, xccviz/api/parts.py

from __future__ import annotations

import base64
import pickle
from collections import defaultdict
from collections.abc import Iterator, Mapping
from copy import copy, deepcopy
from pathlib import Path
from typing import Any

import pytest

import xccviz
from tests.reference.recorded import (
    HERE,
    document_of,
    raw_of,
    recording,
    running_answers,
    tutorial,
    walks_all,
)
from xccviz.api.moments import Moment
from xccviz.api.receipts import Receipt
from xccviz.api.transaction import Transaction
from xccviz.document import Document, build_document
from xccviz.export.json_graph import to_json
from xccviz.model.errors import UserError

Json = Mapping[str, Any]
PLAIN = (
    "id", "kind", "label", "index", "depth", "predecessor_id", "receiver_id", "signer_id", "executor_id", "state",
    "fate", "waited_blocks",
)  # fmt: skip
"""Members with the name and the value of the export."""
GAS = (
    "attached", "burnt", "execution_fees", "contract", "send_fees", "forwarded", "unspent", "refund_gas", "reconciles",
    "profile_version",
)  # fmt: skip
ENDS = {"success_value": "ok", "success_receipt": "ok", "failure": "failed"}
OKS = {"success": True, "failed": False, "pending": None, "unknown": None}


def raw(value: Json | None) -> bytes | None:
    """BYTES of the export."""
    return base64.b64decode(value["base64"]) if value is not None else None


def read(value: Json | None) -> Any:
    """What BYTES mean."""
    return value["value"] if value is not None else None


def number(text: str | None) -> int | None:
    """A number that the export writes as text."""
    return int(text) if text is not None else None


class Around:
    """Who belongs to whom, by the export alone."""

    def __init__(self, nodes: list[Json]) -> None:
        self.nodes = {node["id"]: node for node in nodes}
        self.children: dict[str, set[str]] = defaultdict(set)
        self.callbacks: dict[str, set[str]] = defaultdict(set)
        for node in nodes:
            self.children[node["parent"]].add(node["id"])
            for one in node["promise_results"]:
                for id in (one["awaited"], one["producer"], *one["chain"]):
                    self.callbacks[id].add(node["id"])


def unlike(receipt: Receipt, node: Json, around: Around) -> Iterator[str]:
    """Where a receipt is not as the export has it."""
    nodes = around.nodes
    said = {name: getattr(receipt, name) for name in PLAIN} | {
        "roles": list(receipt.roles),
        "parent": receipt.parent.id if receipt.parent is not None else None,
        "children": {child.id for child in receipt.children},
        "logs": list(receipt.logs),
        "events": [(event.standard, event.event, event.data, event.reverted) for event in receipt.events],
        "gas": {name: getattr(receipt.gas, name) for name in GAS},
        "profile": [(entry.category, entry.cost, entry.gas) for entry in receipt.gas.profile],
        "fee": receipt.fee,
        "block_height": receipt.block_height,
        "result": (receipt.result, receipt.result_json),
        "actions": [
            (
                one.index,
                one.kind,
                one.method_name,
                one.args,
                one.args_json,
                one.gas,
                one.deposit,
                one.result,
                one.fields,
            )
            for one in receipt.actions
        ],
        "slots": [
            (
                one.slot,
                one.ok,
                one.value,
                one.value_json,
                one.timed_out,
                one.producer.id if one.producer is not None else None,
                one.awaited.id if one.awaited is not None else None,
                one.delivered_at,
            )
            for one in receipt.promise_results
        ],
        "callbacks": {callback.id for callback in receipt.callbacks},
        "status": receipt.status,
    }
    status, error = node["status"] or {}, (node["status"] or {}).get("error")
    ran = node["state"] in ("executed", "invalid")
    wanted = {name: node[name] for name in PLAIN} | {
        "roles": node["roles"],
        "parent": node["parent"],
        "children": around.children[node["id"]],
        "logs": [log["text"] for log in node["logs"]],
        "events": [
            (log["event"]["standard"], log["event"]["event"], log["event"]["data"], log["reverted"])
            for log in node["logs"]
            if log["event"] is not None
        ],
        "gas": {name: node["gas"][name] for name in GAS},
        "profile": [(entry["category"], entry["cost"], entry["gas"]) for entry in node["gas"]["profile"]],
        "fee": number(node["tokens"]["burnt"]),
        "block_height": node["block"]["height"] if node["block"] is not None else None,
        "result": (raw(status.get("value")), read(status.get("value"))),
        "actions": [
            (
                one["index"],
                one["kind"],
                one["method_name"],
                raw(one["args"]),
                read(one["args"]),
                one["gas"],
                number(one["deposit"]),
                one["result"],
                one["fields"],
            )
            for one in node["actions"]
        ],
        "slots": [
            (
                one["slot"],
                OKS[one["result"]],
                raw(one["value"]),
                read(one["value"]),
                one["timed_out"],
                one["producer"] if one["producer"] in nodes else None,
                one["awaited"] if one["awaited"] in nodes else None,
                one["delivered_at"],
            )
            for one in node["promise_results"]
        ],
        "callbacks": around.callbacks[node["id"]],
        "status": (ENDS.get(status["kind"], "unknown") if ran else "pending") if node["state"] else "unknown",
    }
    yield from (
        f"{node['id']} {name}: {said[name]} != {wanted[name]}"
        for name in wanted
        if said[name] != wanted[name]
    )
    calls = [one for one in node["actions"] if one["method_name"] is not None]
    if receipt.method_name != (calls[0]["method_name"] if calls else None):
        yield f"{node['id']} method_name"
    if (receipt.args, receipt.args_json) != (
        (raw(calls[0]["args"]), read(calls[0]["args"])) if calls else (None, None)
    ):
        yield f"{node['id']} args"
    failure = receipt.error
    said_error = None if failure is None else [failure.title, failure.explanation, failure.hint, failure.raw]
    if said_error != (
        None if error is None else [error[name] for name in ("title", "explanation", "hint", "raw")]
    ):
        yield f"{node['id']} error"
    if error is not None and not failure:
        yield f"{node['id']} has no error"


def differences(document: Document) -> Iterator[str]:
    """Where the interface is not as the export has it."""
    transaction, export = Transaction(document), to_json(document)
    around = Around(export["nodes"])  # type: ignore[arg-type]
    if [receipt.id for receipt in transaction.receipts] != list(around.nodes):
        yield "receipts"
    for receipt in transaction:
        yield from unlike(receipt, around.nodes[receipt.id], around)
    yield from _whole(transaction, export)
    yield from _steps(transaction, export)


def _whole(transaction: Transaction, export: Json) -> Iterator[str]:
    head, verdict = export["transaction"], transaction.verdict
    for name in ("hash", "signer_id", "receiver_id", "network"):
        if getattr(transaction, name) != head[name]:
            yield name
    said = (verdict.code, verdict.title, verdict.explanation, verdict.result, verdict.result_json)
    wanted = export["verdict"]
    if said != (
        wanted["code"],
        wanted["title"],
        wanted["explanation"],
        raw(wanted["result"]),
        read(wanted["result"]),
    ):
        yield "verdict"
    if [cause.id for cause in transaction.root_causes] != wanted["root_causes"]:
        yield "root_causes"
    if transaction.complete != export["completeness"]["complete"]:
        yield "complete"
    if (transaction.total_gas, transaction.fee) != (
        export["gas"]["total_burnt"],
        number(export["fees"]["total"]),
    ):
        yield "gas and fee"
    found = [
        (one.code, one.severity, one.title, [node.id for node in one.nodes]) for one in transaction.findings
    ]
    if found != [(one["code"], one["severity"], one["title"], one["nodes"]) for one in export["findings"]]:
        yield "findings"
    failed = [
        node["id"]
        for node in export["nodes"]
        if node["state"] and (node["status"] or {}).get("kind") == "failure"
    ]
    if [receipt.id for receipt in transaction.failures] != failed:
        yield "failures"
    waiting = [node["id"] for node in export["nodes"] if {"callback", "yield"} & set(node["roles"])]
    if [receipt.id for receipt in transaction.callbacks] != waiting:
        yield "callbacks"


def _steps(transaction: Transaction, export: Json) -> Iterator[str]:
    """Steps are those of the timeline; at the first, the last and one between what has executed is what has run."""
    timeline = export["timeline"]
    said = [
        (
            one.n,
            one.kind,
            one.receipt.id,
            one.source.id if one.source is not None else None,
            one.slot,
            one.height,
            one.group,
        )
        for one in transaction.steps
    ]
    if said != [
        tuple(step[name] for name in ("n", "kind", "node", "from", "slot", "height", "group"))
        for step in timeline
    ]:
        yield "steps"
    if transaction.steps != len(timeline) or len(transaction.steps) != len(timeline):
        yield "the number of steps"
    runs = ("execute", "refund", "convert")
    for number in {0, len(timeline) // 2, len(timeline)}:
        moment = transaction.at(number)
        ran = [step["node"] for step in timeline[:number] if step["kind"] in runs]
        if [receipt.id for receipt in moment.executed] != ran:
            yield f"executed at {number}"
        logs = {node["id"]: [log["text"] for log in node["logs"]] for node in export["nodes"]}
        if list(moment.logs) != [text for id in ran for text in logs[id]]:
            yield f"logs at {number}"
        yield from _unlikely(moment, {*ran}, timeline[:number])


def _unlikely(moment: Moment, ran: set[str], before: list[Json]) -> Iterator[str]:
    """Who waits has not run; what is in flight was produced and has not been delivered."""
    if any(receipt.id in ran for receipt in moment.waiting):
        yield f"waiting at {moment.step}"
    there = {
        (step["node"], step["slot"]) for step in before if step["kind"] in ("deliver", "resume", "timeout")
    }
    for result in moment.in_flight:
        producer = result.producer
        if producer is None or producer.id not in ran or (result.callback.id, result.slot) in there:
            yield f"in flight at {moment.step}"


TUTORIAL = sorted(path.name.removesuffix(".json.gz") for path in (HERE / "tutorial").glob("*.json.gz"))


@pytest.mark.parametrize("name", TUTORIAL)
def test_every_value_is_that_of_the_export(name: str) -> None:
    assert list(differences(tutorial(name))) == []


@walks_all
def test_the_same_of_everything_recorded(recorded_spread: tuple[Path, ...]) -> None:
    seen, found = 0, []
    for path in recorded_spread:
        try:
            document = document_of(path.parent) if path.name == "tx_status.json" else recording(path)
        except UserError:
            continue
        seen += 1
        found += [f"{path}: {each}" for each in differences(document)]
    assert found == []
    assert seen > 100


@walks_all
def test_the_same_while_a_transaction_is_running(shared_data: Path) -> None:
    pending, found = 0, []
    for folder in sorted(shared_data.glob("node/pv86/*")):
        for label, answer in running_answers(folder):
            document = build_document(raw_of(answer))
            pending += document.verdict.code == "pending"
            found += [f"{label}: {each}" for each in differences(document)]
    assert found == []
    assert pending > 20


def test_a_wrong_value_would_be_seen() -> None:
    document = tutorial("tutorial-parallel-3-one-panics")
    transaction = Transaction(document)
    around = Around(to_json(document)["nodes"])  # type: ignore[arg-type]
    failed = transaction.failures[0]
    node = deepcopy(around.nodes[failed.id])
    for change in (
        {"label": "x"},
        {"logs": [{"text": "x", "event": None}]},
        {"fate": None},
        {"gas": {**node["gas"], "burnt": 1}},
    ):
        assert list(unlike(failed, {**node, **change}, around)) != [], change


def test_receipts_are_equal_by_id_and_transaction() -> None:
    one, again = (Transaction(tutorial("join-of-joins")) for _ in range(2))
    other = Transaction(tutorial("tutorial-batch-ok"))
    assert one == again and hash(one) == hash(again) and one != other and one != one.hash
    assert one.receipts == again.receipts and {*one.receipts} == {*again.receipts}
    assert one.receipts[1] is one[one.receipts[1].id]
    assert not {*one.receipts} & {*other.receipts}
    raw = one.export("capture").replace(one.hash.encode(), b"1" * 32)
    elsewhere = xccviz.open(raw).receipts[1]
    assert elsewhere.id == one.receipts[1].id and elsewhere != one.receipts[1] and elsewhere not in one
    callback, same = one.callbacks[-1], again.callbacks[-1]
    assert callback.promise_results == same.promise_results
    assert len({*callback.promise_results, *same.promise_results}) == len(callback.promise_results)
    assert callback.promise_results[0] != one.receipts[0]
    assert callback.gas == same.gas and callback.actions == same.actions
    assert one.verdict == again.verdict and one.findings == again.findings


def test_nothing_can_be_changed() -> None:
    transaction = Transaction(tutorial("tutorial-parallel-3-one-panics"))
    failed, callback = transaction.failures[0], transaction.callbacks[0]
    views: list[Any] = [
        transaction,
        failed,
        callback.promise_results[1],
        transaction.at(3),
        transaction.verdict,
    ]
    views += [failed.gas, failed.error, failed.actions[0], transaction.findings[0], transaction.check()]
    for view in views:
        with pytest.raises(AttributeError):
            view.hash = view.id = "x"
        with pytest.raises(AttributeError):
            view.anything = 1
        assert "\n" not in repr(view)
        assert copy(view) == view
    with pytest.raises(AttributeError):
        del failed._node
    before = transaction.to_dict()
    for value in (callback.args_json, callback.result_json, failed.error.raw if failed.error else None):
        if isinstance(value, dict | list):
            value.clear()
    failed.actions[0].fields["x"] = 1
    transaction.to_dict()["nodes"].clear()
    callback.to_dict()["actions"].clear()
    assert transaction.to_dict() == before


def test_what_a_callback_received_says_why() -> None:
    transaction = Transaction(tutorial("tutorial-parallel-3-one-panics"))
    (callback,) = transaction.callbacks
    assert [one.ok for one in callback.promise_results] == [True, False, True]
    good, bad, _ = callback.promise_results
    assert bad.error == "panicked: no value today" and bad.value is None and good.error is None
    assert good.value_json == "value of alpha.near" and good.producer in transaction
    assert bad.producer is not None and bad.producer.callbacks == (callback,)


def test_a_slot_that_timed_out_says_so() -> None:
    transaction = Transaction(tutorial("yield-timeouts-and-pending--then"))
    late = [one for receipt in transaction.callbacks for one in receipt.promise_results if one.timed_out]
    assert late and all(one.ok is False and one.error == "timed out" for one in late)


def test_a_node_is_that_of_the_export() -> None:
    document = tutorial("join-of-joins")
    transaction = Transaction(document)
    assert [receipt.to_dict() for receipt in transaction] == to_json(document)["nodes"]


def test_views_travel_to_other_processes() -> None:
    transaction = Transaction(tutorial("tutorial-parallel-3-one-panics"))
    failed = transaction.failures[0]
    views = (
        transaction,
        failed,
        transaction.at(3),
        transaction.callbacks[0].promise_results[1],
        failed.error,
    )
    again = pickle.loads(pickle.dumps(views))
    assert again == views
    assert again[1] in again[0] and again[1].error == failed.error
    assert list(pickle.loads(pickle.dumps(transaction.steps))) == list(transaction.steps)
