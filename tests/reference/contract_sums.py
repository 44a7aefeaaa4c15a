"""Laws of interface.md §4 about answers: completeness, value, gas, totals, verdict, findings, bytes."""

from __future__ import annotations

import base64
import json
from collections import Counter
from typing import Any

from tests.reference.checks import Check, by_id, same
from tests.reference.invariants import gas_left, refunded_gas
from tests.reference.wire import (
    Wire,
    action_kind,
    decoded,
    deposit_of,
    gas_of,
    inner_delegate,
    kind_of,
)

_BELOW_EXECUTED = ("NONE", "INCLUDED", "EXECUTED_OPTIMISTIC", "INCLUDED_FINAL")


def contradictory(exported: Any) -> bool:
    """Whether the export says that its document contradicts itself (tests/analysis/trust asks whether rightly)."""
    return any(finding["code"] == "contradiction" for finding in exported["findings"])


def completeness(wire: Wire, exported: Any) -> Check:
    """complete exactly when every listed receipt has its receipt and outcome and no slot of what ran is unknown."""
    hidden = {n["id"] for n in exported["nodes"] if n["kind"] in ("data_receipt", "distribution")}
    needed = wire.listed - hidden
    lacks = {(i, "receipt") for i in needed if i != wire.hash and i not in wire.receipts}
    lacks |= {(i, "outcome") for i in needed if not wire.ran(i)}
    shown = {
        (m["id"], m["kind"])
        for m in exported["completeness"]["missing"]
        if m["kind"] in ("receipt", "outcome")
    }
    yield same("missing", shown ^ lacks, set())
    blocks = {
        o["block_hash"]
        for i, o in wire.everything.items()
        if o.get("block_hash") and wire.height(i) is None and wire.ran(i)
    }
    seen = {m["id"] for m in exported["completeness"]["missing"] if m["kind"] == "block"}
    yield same("missing blocks", seen ^ blocks, set())
    unknown = any(
        r["result"] == "unknown" for n in exported["nodes"] if wire.ran(n["id"]) for r in n["promise_results"]
    )
    whole = not lacks and not unknown and not contradictory(exported)
    yield same("complete", exported["completeness"]["complete"], whole)
    yield same("synthesized", set(exported["completeness"]["synthesized"]), wire.synthesized & wire.listed)


def transfers(wire: Wire, exported: Any) -> Check:
    """One per Transfer action or non-zero deposit of an executed receipt, with its real end."""
    expected: Counter[tuple[Any, ...]] = Counter()
    for node in exported["nodes"]:
        action = wire.action(node["id"])
        if action is None or not wire.ran(node["id"]):
            continue
        failed = wire.status_kind(node["id"]) == "Failure"
        names = {"refund_gas": "gas_refund", "refund_deposit": "deposit_refund", "payout": "payout"}
        system = next((names[role] for role in node["roles"] if role in names), None)
        for each in action["actions"]:
            kind, amount = action_kind(each), deposit_of(each)
            if amount or kind == "Transfer":
                kind = system or ("transfer" if kind == "Transfer" else "deposit")
                expected[
                    node["predecessor_id"], node["receiver_id"], str(amount), kind, node["id"], failed
                ] += 1
    keys = ("from", "to", "amount", "kind", "node", "reverted")
    shown = Counter(tuple(t[k] for k in keys) for t in exported["transfers"])
    yield same("transfers too many", shown - expected, Counter())
    yield same("transfers missing", expected - shown, Counter())


def tokens(wire: Wire, exported: Any) -> Check:
    """Each movement of a NEP-141 event is there, told by the contract that logged it; none comes from nowhere."""
    shown = Counter(
        (t["node"], t["contract"], t["event"], t["amount"], t["reverted"]) for t in exported["tokens"]
    )
    logs: set[tuple[str, str]] = set()
    for node_id, outcome in wire.outcomes.items():
        for line in outcome["outcome"]["logs"]:
            try:
                event = (
                    json.loads(line.removeprefix("EVENT_JSON:")) if line.startswith("EVENT_JSON:") else None
                )
            except ValueError:
                event = None
            if not isinstance(event, dict) or not isinstance(event.get("event"), str):
                continue
            logs.add((node_id, event["event"]))
            if event.get("standard") == "nep141" and isinstance(event.get("data"), list):
                reverted = kind_of(outcome) == "Failure"
                for entry in event["data"]:
                    key = (
                        node_id,
                        outcome["outcome"]["executor_id"],
                        event["event"],
                        entry.get("amount"),
                        reverted,
                    )
                    yield None if shown[key] else f"no token movement for {key}"
    for token in exported["tokens"]:
        yield None if (token["node"], token["event"]) in logs else f"{token} is in no log"


def gas(wire: Wire, exported: Any) -> Check:
    """The ledger adds up, equals the wire, and says `reconciles` only where independent arithmetic agrees."""
    for node in exported["nodes"]:
        node_id, ledger = node["id"], node["gas"]
        outcome = (wire.everything.get(node_id) or {}).get("outcome")
        if outcome is None:
            known = {k: v for k, v in ledger.items() if v is not None and k not in ("attached", "profile")}
            yield same(f"gas of {node_id} without an outcome", known, {})
            continue
        # An outcome `Unknown` is none, so what it says it burnt is not shown.
        ran = None if outcome.get("status") == "Unknown" else outcome.get("gas_burnt")
        yield same(f"burnt by {node_id}", ledger["burnt"], ran)
        action = wire.transaction if node_id == wire.hash else wire.action(node_id)
        if action is not None:
            yield same(f"attached to {node_id}", ledger["attached"], sum(map(gas_of, action["actions"])))
        parts = [ledger[key] for key in ("execution_fees", "contract", "send_fees")]
        if None not in parts and node_id != wire.hash:
            yield same(f"parts of {node_id}", sum(parts), ledger["burnt"])
        profile = (outcome.get("metadata") or {}).get("gas_profile")
        if profile is not None and node_id != wire.hash:
            host = sum(int(e["gas_used"]) for e in profile if e["cost_category"] == "WASM_HOST_COST")
            if ledger["contract"] is not None:
                yield same(f"contract gas of {node_id}", ledger["contract"], host)
        if node_id != wire.hash and wire.status_kind(node_id) == "Failure":
            yield same(f"forwarded by the failed {node_id}", ledger["forwarded"], 0)
        if node_id != wire.hash and action is not None and not wire.from_system(node_id):
            yield from _ledger(wire, node, ledger)
    transaction = exported["nodes"][0]["gas"]
    if wire.status_kind(wire.hash) == "SuccessReceiptId":
        seen = tuple(
            transaction[key] for key in ("send_fees", "execution_fees", "contract", "unspent", "reconciles")
        )
        yield same("the transaction's ledger", seen, (transaction["burnt"], 0, 0, 0, None))


def _ledger(wire: Wire, node: Any, ledger: Any) -> Check:
    node_id = node["id"]
    failed = wire.status_kind(node_id) == "Failure"
    delegate = any(inner_delegate(each) for each in wire.action(node_id)["actions"])
    numbers = [ledger[key] for key in ("attached", "execution_fees", "burnt", "forwarded", "unspent")]
    if None not in numbers and not failed and not delegate:
        attached, fees, burnt, forwarded, unspent = numbers
        yield same(f"attached + fees of {node_id}", attached + fees, burnt + forwarded + unspent)
    if node_id not in wire.outcomes or not wire.ran(node_id):
        return
    left, returned = gas_left(wire, node_id), refunded_gas(wire, node_id)
    if ledger["unspent"] is not None and left is not None:
        yield same(f"unspent of {node_id}", ledger["unspent"], left)
    if ledger["refund_gas"] is not None and returned is not None:
        yield same(f"refund of {node_id}", (ledger["refund_gas"], 0), returned)
    if ledger["reconciles"] is True and None not in (left, returned):
        yield same(f"reconciles of {node_id}", returned, (left, 0))
    if ledger["reconciles"] is not None:
        yield same(
            f"reconciles of {node_id}", ledger["reconciles"], ledger["unspent"] == ledger["refund_gas"]
        )


def totals(wire: Wire, exported: Any) -> Check:
    """Totals are the sums of their parts, largest first then by name; the fee is Σ tokens_burnt."""
    ran = [(i, o["outcome"]) for i, o in wire.everything.items() if o["outcome"].get("gas_burnt") is not None]
    refunds = [o["gas_burnt"] for i, o in ran if wire.gives_back(i)]
    own = [o["gas_burnt"] for i, o in ran if not wire.gives_back(i)]
    total = exported["gas"]
    yield same("gas", (total["total_burnt"], total["refunds_burnt"]), (sum(own), sum(refunds)))
    contracts: Counter[str] = Counter()
    for node_id, outcome in ran:
        if node_id != wire.hash and not wire.gives_back(node_id):
            contracts[outcome.get("executor_id") or ""] += outcome["gas_burnt"]
    shown = [(entry["contract"], entry["gas"]) for entry in total["by_contract"]]
    yield same("gas by contract", shown, sorted(contracts.items(), key=lambda item: (-item[1], item[0])))
    methods = [(-entry["gas"], entry["contract"], entry["method"]) for entry in total["by_method"]]
    yield None if methods == sorted(methods) else "by_method is not sorted"
    costs = sum(
        int(entry["gas_used"])
        for i, outcome in ran
        for entry in (outcome.get("metadata") or {}).get("gas_profile") or []
        if not wire.from_system(i)
    )
    yield same("gas by cost", sum(entry["gas"] for entry in total["by_cost"]), costs)
    burnt = [o["outcome"].get("tokens_burnt") for o in wire.everything.values()]
    fee = None if not burnt or None in burnt else str(sum(map(int, burnt)))
    yield same("fee", exported["fees"]["total"], fee)
    for node in exported["nodes"]:
        outcome = wire.everything.get(node["id"])
        tokens = (outcome or {}).get("outcome", {}).get("tokens_burnt")
        yield same(f"tokens of {node['id']}", node["tokens"]["burnt"], tokens)
    regime = exported["fees"]["price_regime"]
    if wire.protocol is not None and regime != "unknown":
        real = "lt78" if wire.protocol < 78 else "78-84" if wire.protocol < 85 else "ge85"
        yield same("price regime", regime, real)


def verdict(wire: Wire, exported: Any) -> Check:
    """The code by its rule, root causes recomputed, the result's bytes."""
    end, code = wire.end_of_chain(), exported["verdict"]["code"]
    failed = {i for i in wire.everything if wire.status_kind(i) == "Failure"}
    below = wire.final in _BELOW_EXECUTED or (wire.final is None and wire.status in ("NotStarted", "Started"))
    waits = [i for i in wire.listed if not wire.ran(i) and not wire.from_system(i) and i not in wire.data]
    if wire.hash in failed:
        expected = "invalid"
    elif below and waits:
        expected = "pending"
    elif isinstance(wire.status, dict) and kind_of({"outcome": {"status": wire.status}}) != "Unknown":
        said = wire.status.get("Failure") is not None
        expected = "failure" if said else "success_with_hidden_failure" if failed else "success"
    elif end is None:
        expected = "unknown"
    else:
        expected = "failure" if end in failed else "success_with_hidden_failure" if failed else "success"
    if contradictory(exported):
        expected = "unknown"
    yield same("verdict", code, expected)
    known = by_id(exported)
    received = {i: [r for r in n["promise_results"] if r["result"] == "failed"] for i, n in known.items()}
    causes = [i for i in known if i in failed and not received[i]]
    if code in ("failure", "invalid") and end in failed:
        leads, todo = set(), [end]
        while todo:
            here = todo.pop()
            if here not in leads:
                leads.add(here)
                todo += [r["producer"] for r in received[here or ""] if r["producer"]]
        causes = [i for i in causes if i in leads]
    yield same("root causes", exported["verdict"]["root_causes"], causes)
    value = (
        decoded(wire.status["SuccessValue"])
        if isinstance(wire.status, dict) and "SuccessValue" in wire.status
        else None
    )
    if contradictory(exported):
        yield same("result", exported["verdict"]["result"], None)
    elif value is not None:
        shown = exported["verdict"]["result"]
        yield same("result", shown and base64.b64decode(shown["base64"]), value)


def findings(wire: Wire, exported: Any) -> Check:
    """Findings name nodes that exist, one each code and call; an incomplete document says so."""
    known = by_id(exported)
    codes = [finding["code"] for finding in exported["findings"]]
    for finding in exported["findings"]:
        missing = [i for i in finding["nodes"] if i not in known]
        yield same(f"nodes of {finding['code']}", missing, [])
        yield same(f"nodes of {finding['code']}", len(set(finding["nodes"])), len(finding["nodes"]))
    yield same("incomplete_data", "incomplete_data" in codes, not exported["completeness"]["complete"])
    hidden = exported["verdict"]["code"] == "success_with_hidden_failure"
    yield same("hidden_failure", "hidden_failure" in codes, hidden)
    wrong = any(node["gas"]["reconciles"] is False for node in exported["nodes"])
    yield same("gas_does_not_reconcile", "gas_does_not_reconcile" in codes, wrong)
    levels = {"error": 0, "warning": 1, "info": 2}
    shown = [levels[finding["severity"]] for finding in exported["findings"]]
    yield None if shown == sorted(shown) else "findings are not ordered by severity"


def values(wire: Wire, exported: Any) -> Check:
    """BYTES: base64 is everything, the kind is right, the text is only shortened and says so."""
    todo: list[Any] = [exported["verdict"]["result"]]
    for node in exported["nodes"]:
        todo += [(node["status"] or {}).get("value"), *(a["args"] for a in node["actions"])]
        todo += [r["value"] for r in node["promise_results"]]
    for shown in todo:
        if shown is None:
            continue
        data = base64.b64decode(shown["base64"])
        yield same("size", shown["size"], len(data))
        yield None if (shown["kind"] == "empty") == (not data) else f"{data[:20]!r} is {shown['kind']}"
        cut = len(shown["text"]) <= 10_001 if shown["truncated"] else True
        yield None if cut else "a text that was shortened is long"
        if shown["kind"] == "hex":
            yield None if shown["truncated"] or shown["text"] == data.hex() else "hex is not the bytes"
        if shown["kind"] == "json":
            yield same("json", shown["value"], json.loads(data))
        if shown["kind"] == "utf8" and not shown["truncated"]:
            yield same("text", shown["text"], data.decode())
