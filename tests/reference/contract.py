"""The laws of the exported document (interface.md §4), each recomputed from the wire without xccviz's own code.

`broken_laws(wire, exported)` compares one `--to json` document with the raw answer it came from. As with the
invariants, a law says nothing where the answer lacks its inputs.
"""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from tests.reference.invariants import gas_left, refunded_gas
from tests.reference.wire import (
    Wire,
    action_kind,
    decoded,
    deposit_of,
    gas_of,
    inner_delegate,
    kind_of,
    value_of,
)

Check = Iterator["str | None"]
_KINDS = {"SuccessValue": "success_value", "SuccessReceiptId": "success_receipt", "Failure": "failure"}
_RESUME_AFTER = 200
_BELOW_EXECUTED = ("NONE", "INCLUDED", "EXECUTED_OPTIMISTIC", "INCLUDED_FINAL")


def broken_laws(wire: Wire, exported: Any) -> tuple[list[str], Counter[str]]:
    """All violations, each beginning with its law's name, and the number of checks made by law."""
    violations, made = [], Counter[str]()
    for name, law in LAWS.items():
        for found in law(wire, exported):
            made[name] += 1
            if found is not None:
                violations.append(f"{name}: {found}")
    return violations, made


def _same(what: str, seen: Any, expected: Any) -> str | None:
    return None if seen == expected else f"{what} is {str(seen)[:300]}, expected {str(expected)[:300]}"


def _by_id(exported: Any) -> dict[str, Any]:
    return {node["id"]: node for node in exported["nodes"]}


def conservation(wire: Wire, exported: Any) -> Check:
    """Every listed id is exactly one node; more nodes only for receipts that a side document shows."""
    ids = [node["id"] for node in exported["nodes"]]
    yield None if len(ids) == len(set(ids)) else "a node stands twice"
    yield _same("left out", wire.listed - set(ids), set())
    yield _same("invented", set(ids) - wire.listed - set(wire.side), set())


def order(wire: Wire, exported: Any) -> Check:
    """Display order: depth-first through receipt_ids, hidden receipts after them, a resume right behind its yield."""
    nodes = exported["nodes"]
    known = _by_id(exported)
    yield _same("index", [node["index"] for node in nodes], list(range(len(nodes))))
    yield _same("first", (nodes[0]["id"], nodes[0]["depth"]), (wire.hash, 0))
    stack: list[Any] = []
    children: dict[str, list[str]] = {}
    for node in nodes:
        parent = node["parent"]
        yield _same(f"parent of {node['id']}", parent, _parent(wire, node, known))
        if parent is not None:
            children.setdefault(parent, []).append(node["id"])
            yield _same(f"depth of {node['id']}", node["depth"], known[parent]["depth"] + 1)
        while stack and stack[-1]["depth"] >= node["depth"]:
            stack.pop()
        resume = node["kind"] == "data_receipt" and parent is None
        if parent is not None or resume:
            # The parent (of a resume: its yield) is the nearest node above.
            above = stack[-1]["id"] if stack else None
            owner = wire.inputs.get(_data_id(wire, node["id"]) or "", (None, 0))[0] if resume else parent
            yield _same(f"node above {node['id']}", above, owner)
        stack.append(node)
    for parent, seen in children.items():
        wanted = [child for child in wire.children(parent) if wire.parent.get(child) == parent]
        yield _same(f"children of {parent}", seen[: len(wanted)], list(dict.fromkeys(wanted)))


def _data_id(wire: Wire, receipt_id: str) -> str | None:
    receipt = wire.side.get(receipt_id) or wire.data.get(receipt_id)
    return receipt["receipt"]["Data"]["data_id"] if receipt and "Data" in receipt["receipt"] else None


def _parent(wire: Wire, node: Any, known: Any) -> str | None:
    """Who lists it; of a data receipt the producer, of a promise resume nobody."""
    if node["id"] in wire.parent:
        return wire.parent[node["id"]]
    if node["kind"] == "data_receipt":
        receipt = wire.side.get(node["id"]) or wire.data[node["id"]]
        callback, slot = wire.inputs.get(receipt["receipt"]["Data"]["data_id"], (None, 0))
        if callback is not None and not receipt["receipt"]["Data"].get("is_promise_resume"):
            return wire.slots[callback][slot].producer
        return None
    return node["parent"] if node["kind"] == "distribution" and node["parent"] in known else None


def _awaited_by_result(wire: Wire, parent: str) -> set[str] | None:
    """Children of `parent` that its result depends on; None when that can't be seen."""
    status, ids = wire.status_kind(parent), wire.children(parent)
    if status in (None, "Unknown") or any(child not in wire.receipts for child in ids):
        return None
    kept: set[str] = set()
    todo = [wire.forward[parent]] if parent in wire.forward else []
    while todo:
        here = todo.pop()
        if here in ids and here not in kept:
            kept.add(here)
            for slot in wire.slots.get(here, ()):
                if slot.chain:
                    todo.append(slot.chain[0])
                elif not wire.is_yield(here):
                    return None
    return kept


def roles(wire: Wire, exported: Any) -> Check:
    """The table of roles, in its order."""
    for node in exported["nodes"]:
        receipt_id = node["id"]
        action = wire.action(receipt_id)
        if receipt_id == wire.hash:
            yield _same("roles of the transaction", node["roles"], [])
        elif action is not None:
            expected, open_roles = _roles(wire, receipt_id, action)
            seen = [role for role in node["roles"] if role not in open_roles]
            yield _same(f"roles of {receipt_id}", seen, [role for role in expected if role not in open_roles])


def _is_call(wire: Wire, receipt_id: str) -> bool:
    action = wire.action(receipt_id)
    return (
        action is not None
        and not action["input_data_ids"]
        and not action.get("is_promise_yield")
        and not wire.from_system(receipt_id)
    )


def _roles(wire: Wire, receipt_id: str, action: Any) -> tuple[list[str], set[str]]:
    """All roles, and those that the answer can't decide."""
    receipt, parent = wire.receipts[receipt_id], wire.parent.get(receipt_id)
    system = wire.from_system(receipt_id)
    kinds = [action_kind(each) for each in action["actions"]]
    inputs = action["input_data_ids"]
    is_yield = wire.is_yield(receipt_id)
    callback = bool(inputs) and not is_yield
    root = parent == wire.hash
    siblings = wire.children(parent or "")
    above = (wire.action(parent or "") or {}).get("actions", [])
    delegated = not system and any(inner_delegate(each) for each in above)
    kept = _awaited_by_result(wire, parent) if parent else None
    candidate = not (root or delegated or system) and parent is not None
    ended, parent_kind = _yield_end(wire, receipt_id), wire.status_kind(parent)
    table = {
        "root": root,
        "local": root and action["signer_id"] == receipt["receiver_id"],
        "call": _is_call(wire, receipt_id),
        "batch": len(kinds) > 1,
        "callback": callback,
        "join": callback and len(inputs) > 1,
        "self_callback": callback and receipt["predecessor_id"] == receipt["receiver_id"],
        "parallel": _is_call(wire, receipt_id)
        and any(_is_call(wire, other) for other in siblings if other != receipt_id),
        "detached": candidate and kept is not None and receipt_id not in kept,
        "forwarder": receipt_id in wire.forward,
        "yield": is_yield,
        "resumed": ended == "resumed",
        "timed_out": ended == "timed_out",
        "delegate": any(inner_delegate(each) for each in action["actions"]),
        "delegated": delegated,
        "transfer": bool(kinds) and set(kinds) == {"Transfer"} and not system,
        "refund_gas": system and action["signer_id"] != "system",
        "refund_deposit": system and action["signer_id"] == "system" and parent_kind == "Failure",
        "payout": system
        and action["signer_id"] == "system"
        and parent_kind in ("SuccessValue", "SuccessReceiptId"),
    }
    unsure = {"detached"} if candidate and kept is None else set()
    if is_yield and ended is None:
        unsure |= {"resumed", "timed_out"} if wire.ran(receipt_id) else set()
    return [role for role, holds in table.items() if holds], unsure


def _carried(wire: Wire, data_id: str) -> Any:
    """The Data receipt that some document shows for a data id."""
    for receipt in [*wire.data.values(), *wire.side.values()]:
        data = (receipt.get("receipt") or {}).get("Data")
        if data is not None and data["data_id"] == data_id:
            return data
    return None


def _yield_end(wire: Wire, receipt_id: str) -> str | None:
    """How a yield ended: by its resume where a document shows it, else by the blocks that passed (§2.8)."""
    if not wire.is_yield(receipt_id):
        return None
    for slot in wire.slots.get(receipt_id, ()):
        data = _carried(wire, slot.data_id)
        if data is not None:
            return "timed_out" if data["data"] is None else "resumed"
    ran, made = wire.height(receipt_id), wire.height(wire.parent.get(receipt_id))
    if ran is None or made is None or not wire.ran(receipt_id):
        return None
    return "timed_out" if ran - made > _RESUME_AFTER else "resumed"


def parties_and_actions(wire: Wire, exported: Any) -> Check:
    """Wire spelling of accounts and actions; results by the table."""
    for node in exported["nodes"]:
        action = wire.transaction if node["id"] == wire.hash else wire.action(node["id"])
        if action is None:
            continue
        receipt = wire.receipts.get(node["id"], {})
        for key in ("predecessor_id", "receiver_id"):
            if node["id"] != wire.hash:
                yield _same(f"{key} of {node['id']}", node[key], receipt[key])
        if node["id"] != wire.hash:
            yield _same(f"refund_to of {node['id']}", node["refund_to"], action.get("refund_to"))
        actions = action["actions"]
        yield _same(
            f"actions of {node['id']}", [a["kind"] for a in node["actions"]], [*map(action_kind, actions)]
        )
        seen = [a["result"] for a in node["actions"]]
        yield _same(f"results of {node['id']}", seen, _results(wire, node["id"], len(actions)))
        for shown, raw in zip(node["actions"], actions, strict=True):
            if shown["kind"] == "FunctionCall":
                body = raw["FunctionCall"]
                yield _same(
                    "a call", (shown["method_name"], shown["gas"]), (body["method_name"], int(body["gas"]))
                )
                yield _same("args", base64.b64decode(shown["args"]["base64"]), base64.b64decode(body["args"]))
            if shown["deposit"] is not None:
                yield _same("a deposit", int(shown["deposit"]), deposit_of(raw))


def _results(wire: Wire, node_id: str, count: int) -> list[str]:
    kind = wire.status_kind(node_id)
    if kind in (None, "Unknown"):
        return ["pending"] * count
    if kind != "Failure":
        return ["ok"] * count
    if node_id == wire.hash:
        return ["failed"] * count
    index = (wire.outcomes[node_id]["outcome"]["status"]["Failure"].get("ActionError") or {}).get("index")
    if index is None:
        return ["reverted"] * count
    return ["reverted" if i < index else "failed" if i == index else "not_run" for i in range(count)]


def status_and_logs(wire: Wire, exported: Any) -> Check:
    """State, status with its bytes, logs and what became of them, contract code, block."""
    for node in exported["nodes"]:
        node_id, outcome = node["id"], wire.everything.get(node["id"])
        if node["kind"] in ("data_receipt", "distribution"):
            yield _same(f"state of {node_id}", (node["state"], node["status"]), (None, None))
            continue
        if outcome is None:
            yield _same(f"state of {node_id}", node["state"] in ("not_executed", "waiting"), True)
            continue
        kind = kind_of(outcome)
        expected = {"Unknown": node["state"], "Failure": "invalid" if node_id == wire.hash else "executed"}
        yield _same(f"state of {node_id}", node["state"], expected.get(kind, "executed"))
        yield _same(f"status of {node_id}", node["status"]["kind"], _KINDS.get(kind, "unknown"))
        if kind == "SuccessValue":
            yield _same(
                f"value of {node_id}", base64.b64decode(node["status"]["value"]["base64"]), value_of(outcome)
            )
        if kind == "Failure":
            raw = outcome["outcome"]["status"]["Failure"]
            yield _same(f"error of {node_id}", node["status"]["error"]["raw"], raw)
            yield None if node["status"]["error"]["title"].strip() else f"{node_id} failed without a title"
        yield _same(f"logs of {node_id}", [log["text"] for log in node["logs"]], outcome["outcome"]["logs"])
        reverted = {log["reverted"] for log in node["logs"]}
        yield None if reverted <= {kind == "Failure"} else f"logs of {node_id}: reverted {reverted}"
        contracts = (outcome["outcome"].get("metadata") or {}).get("contracts") or []
        shown = [entry and {entry["kind"]: entry["value"]} for entry in node["contract_code"]]
        yield _same(f"code of {node_id}", shown, contracts)
        yield _same(f"block of {node_id}", (node["block"] or {}).get("hash"), outcome.get("block_hash"))
        yield _same(f"height of {node_id}", (node["block"] or {}).get("height"), wire.height(node_id))


def slots(wire: Wire, exported: Any) -> Check:
    """`promise_results[i]` is what promise_result(i) returned: same kind, same bytes, from the end of the chain."""
    for node in exported["nodes"]:
        expected = wire.slots.get(node["id"], ())
        where = node["id"]
        yield _same(
            f"slots of {where}",
            [r["data_id"] for r in node["promise_results"]],
            [s.data_id for s in expected],
        )
        for i, (shown, slot) in enumerate(zip(node["promise_results"], expected, strict=True)):
            yield _same(f"slot {i} of {where}", shown["slot"], i)
            yield _same(f"chain of {where}/{i}", tuple(shown["chain"]), slot.chain)
            awaited = slot.chain[0] if slot.chain else unseen_sibling(wire, where, slot.holders)
            yield _same(f"awaited of {where}/{i}", shown["awaited"], awaited)
            yield _same(f"producer of {where}/{i}", shown["producer"], slot.producer)
            yield from _slot_result(wire, where, i, shown)


def unseen_sibling(wire: Wire, callback: str, holders: tuple[str, ...]) -> str | None:
    """Whom a slot that no visible receipt feeds waits for, by elimination: `.then` takes promises of the same execution
    only (§2.4), so the one older sibling whose receipt is not visible, if there is exactly one."""
    siblings = wire.children(wire.parent.get(callback, ""))
    if holders or wire.is_yield(callback) or not wire.has_receipts or callback not in siblings:
        return None
    unseen = [each for each in siblings[: siblings.index(callback)] if each not in wire.receipts]
    return unseen[0] if len(unseen) == 1 else None


def _slot_result(wire: Wire, callback: str, i: int, shown: Any) -> Check:
    slot, data = wire.slots[callback][i], _carried(wire, wire.slots[callback][i].data_id)
    value = base64.b64decode(shown["value"]["base64"]) if shown["value"] else None
    seen = (shown["result"], value)
    produced = wire.status_kind(slot.producer)
    if data is not None:
        payload = None if data["data"] is None else base64.b64decode(data["data"])
        yield _same(f"slot {callback}/{i}", seen, ("failed" if payload is None else "success", payload))
        timed_out = payload is None and bool(data.get("is_promise_resume"))
        yield _same(f"time out of {callback}/{i}", shown["timed_out"], timed_out)
    elif produced == "SuccessValue":
        yield _same(f"slot {callback}/{i}", seen, ("success", value_of(wire.outcomes[slot.producer or ""])))
    elif produced == "Failure":
        yield _same(f"slot {callback}/{i}", seen, ("failed", None))
    elif not wire.ran(callback):
        yield _same(f"slot {callback}/{i}", seen, ("pending", None))
    elif wire.is_yield(callback):
        # Without its payload only the passed blocks tell, and no bytes at all.
        guessed = {"resumed": "success", "timed_out": "failed", None: "unknown"}[_yield_end(wire, callback)]
        yield _same(f"slot {callback}/{i}", (*seen, shown["origin"]), (guessed, None, "inferred"))
    else:
        yield _same(f"slot {callback}/{i}", seen, ("unknown", None))


def fates(wire: Wire, exported: Any) -> Check:
    """Exclusive and complete: each failed node has exactly the first fate of the table that holds."""
    end = wire.end_of_chain()
    for node in exported["nodes"]:
        node_id = node["id"]
        if wire.status_kind(node_id) != "Failure":
            yield _same(f"fate of {node_id}", node["fate"], None)
            continue
        action = wire.action(node_id)
        given = action["output_data_receivers"] if action else []
        to = [wire.inputs.get(entry["data_id"], (None, 0))[0] for entry in given]
        if node_id == end:
            expected = {"decides"}
        elif action is None:
            expected = {"unknown"}
        elif any(wire.status_kind(callback) == "Failure" for callback in to):
            expected = {"propagated"}
        elif not to:
            expected = {"unobserved"}
        elif all(callback is not None and wire.ran(callback) for callback in to):
            expected = {"handled"}
        else:
            expected = {"pending"} if any(c and not wire.ran(c) for c in to) else {"pending", "unknown"}
        yield (
            None if node["fate"] in expected else f"fate of {node_id} is {node['fate']}, expected {expected}"
        )


def edges(wire: Wire, exported: Any) -> Check:
    """Each kind of edge exactly as the wire says it, and their order."""
    expected, eliminated = set(), set()
    for parent in wire.everything:
        for child in wire.children(parent):
            if wire.parent[child] == parent:
                kind = (
                    "converts" if parent == wire.hash else "refunds" if wire.from_system(child) else "spawns"
                )
                expected.add((kind, parent, child, None, None, None))
    known = {node["id"]: node["index"] for node in exported["nodes"]}
    expected |= {
        ("returns", h, to, None, None, None)
        for h, to in wire.forward.items()
        if to in known and h != wire.hash
    }
    for callback, entries in wire.slots.items():
        for i, slot in enumerate(entries):
            if slot.chain:
                expected.add(("awaits", slot.chain[0], callback, slot.data_id, i, None))
            elif (unseen := unseen_sibling(wire, callback, slot.holders)) is not None:
                expected.add(("awaits", unseen, callback, slot.data_id, i, None))
                eliminated.add((callback, i))
            if slot.producer is not None:
                result = {"SuccessValue": "success", "Failure": "failed"}.get(
                    wire.status_kind(slot.producer) or ""
                )
                expected.add(("delivers", slot.producer, callback, slot.data_id, i, result))
    shown = [
        tuple(e[k] for k in ("kind", "from", "to", "data_id", "slot", "result")) for e in exported["edges"]
    ]
    plain = [edge for edge in shown if edge[0] != "resumes"]
    yield None if len(set(shown)) == len(shown) else "an edge stands twice"
    yield _same("edges too many", set(plain) - expected, set())
    yield _same("edges missing", expected - set(plain), set())
    keys = [(known[e["to"]], e["kind"], -1 if e["slot"] is None else e["slot"]) for e in exported["edges"]]
    yield None if keys == sorted(keys) else "edges are not sorted"
    for edge in exported["edges"]:
        if edge["kind"] != "resumes":
            guess = edge["kind"] == "awaits" and (edge["to"], edge["slot"]) in eliminated
            yield _same(f"origin of {edge['kind']}", edge["origin"], "inferred" if guess else "reported")
        else:
            yield None if wire.is_yield(edge["to"]) else f"{edge['to']} is resumed and no yield"
            yield _same("a resume's end", _yield_end(wire, edge["to"]), "resumed")
            yield None if edge["from"] in known or edge["external"] else "a resume from nowhere"


def timeline(wire: Wire, exported: Any) -> Check:
    """Numbered from 1, causes before effects, one execution per executed node, groups over the heights."""
    steps = exported["timeline"]
    known = _by_id(exported)
    yield _same("n", [step["n"] for step in steps], list(range(1, len(steps) + 1)))
    ran: dict[str, int] = {}
    at: dict[str, list[int]] = {}
    for step in steps:
        at.setdefault(step["node"], []).append(step["n"])
        if step["kind"] in ("convert", "execute", "refund"):
            yield None if step["node"] not in ran else f"{step['node']} executes twice"
            ran[step["node"]] = step["n"]
    executed = {i for i in known if wire.ran(i) and not (i == wire.hash and wire.status_kind(i) == "Failure")}
    yield _same("executions", set(ran) ^ executed, set())
    for step in steps:
        node, parent = step["node"], known[step["node"]]["parent"]
        if step["kind"] in ("execute", "refund", "yield", "ready") and parent in ran:
            yield (
                None if ran[parent] < step["n"] else f"{step['kind']} of {node} stands before its parent ran"
            )
        if step["kind"] == "execute":
            yield _same(f"kind of {node}", wire.from_system(node), False)
        if step["kind"] == "deliver":
            yield _same(f"slot of {node}", step["from"], wire.slots[node][step["slot"]].producer)
            if step["from"] in ran:
                yield None if ran[step["from"]] < step["n"] else f"a value reaches {node} before it was made"
            yield None if step["n"] < ran[node] else f"a value reaches {node} after it ran"
        if step["kind"] in ("resume", "timeout") and node in ran:
            yield None if step["n"] < ran[node] else f"{node} is resumed after it ran"
            made = [s["n"] for s in steps if s["kind"] == "yield" and s["node"] == node]
            yield None if made and made[0] < step["n"] else f"{node} is resumed before it was made"
    counted = Counter((step["node"], step["kind"]) for step in steps)
    for node in ran:
        action = wire.action(node)
        if action is not None and action["input_data_ids"] and not wire.is_yield(node):
            yield _same(f"ready of {node}", counted[node, "ready"], 1)
            yield _same(f"deliveries to {node}", counted[node, "deliver"], len(action["input_data_ids"]))
    heights = sorted({step["height"] for step in steps if step["height"] is not None})
    groups = {None: None, **{height: i for i, height in enumerate(heights, 1)}}
    yield _same("groups", [s["group"] for s in steps], [groups[s["height"]] for s in steps])
    in_order = [step["height"] for step in steps if step["height"] is not None]
    if wire.protocol is not None and len(in_order) == len(steps):
        yield None if all(a <= b for a, b in pairwise(in_order)) else "steps are not in order of height"
    for node in exported["nodes"]:
        yield _same(f"steps of {node['id']}", node["steps"], at.get(node["id"], []))


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
    yield _same("missing", shown ^ lacks, set())
    blocks = {
        o["block_hash"] for i, o in wire.everything.items() if o.get("block_hash") and wire.height(i) is None
    }
    seen = {m["id"] for m in exported["completeness"]["missing"] if m["kind"] == "block"}
    yield _same("missing blocks", seen ^ blocks, set())
    unknown = any(
        r["result"] == "unknown" for n in exported["nodes"] if wire.ran(n["id"]) for r in n["promise_results"]
    )
    yield _same("complete", exported["completeness"]["complete"], not lacks and not unknown)
    yield _same("synthesized", set(exported["completeness"]["synthesized"]), wire.synthesized & wire.listed)


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
    yield _same("transfers too many", shown - expected, Counter())
    yield _same("transfers missing", expected - shown, Counter())


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
            yield _same(f"gas of {node_id} without an outcome", known, {})
            continue
        yield _same(f"burnt by {node_id}", ledger["burnt"], outcome.get("gas_burnt"))
        action = wire.transaction if node_id == wire.hash else wire.action(node_id)
        if action is not None:
            yield _same(f"attached to {node_id}", ledger["attached"], sum(map(gas_of, action["actions"])))
        parts = [ledger[key] for key in ("execution_fees", "contract", "send_fees")]
        if None not in parts and node_id != wire.hash:
            yield _same(f"parts of {node_id}", sum(parts), ledger["burnt"])
        profile = (outcome.get("metadata") or {}).get("gas_profile")
        if profile is not None and node_id != wire.hash:
            host = sum(int(e["gas_used"]) for e in profile if e["cost_category"] == "WASM_HOST_COST")
            yield _same(f"contract gas of {node_id}", ledger["contract"], host)
        if node_id != wire.hash and action is not None and not wire.from_system(node_id):
            yield from _ledger(wire, node, ledger)
    transaction = exported["nodes"][0]["gas"]
    if wire.status_kind(wire.hash) == "SuccessReceiptId":
        seen = tuple(
            transaction[key] for key in ("send_fees", "execution_fees", "contract", "unspent", "reconciles")
        )
        yield _same("the transaction's ledger", seen, (transaction["burnt"], 0, 0, 0, None))


def _ledger(wire: Wire, node: Any, ledger: Any) -> Check:
    node_id = node["id"]
    failed = wire.status_kind(node_id) == "Failure"
    if failed:
        yield _same(f"forwarded by the failed {node_id}", ledger["forwarded"], 0)
    delegate = any(inner_delegate(each) for each in wire.action(node_id)["actions"])
    numbers = [ledger[key] for key in ("attached", "execution_fees", "burnt", "forwarded", "unspent")]
    if None not in numbers and not failed and not delegate:
        attached, fees, burnt, forwarded, unspent = numbers
        yield _same(f"attached + fees of {node_id}", attached + fees, burnt + forwarded + unspent)
    if node_id not in wire.outcomes or not wire.ran(node_id):
        return
    left, returned = gas_left(wire, node_id), refunded_gas(wire, node_id)
    if ledger["unspent"] is not None and left is not None:
        yield _same(f"unspent of {node_id}", ledger["unspent"], left)
    if ledger["refund_gas"] is not None and returned is not None:
        yield _same(f"refund of {node_id}", (ledger["refund_gas"], 0), returned)
    if ledger["reconciles"] is True and left is not None:
        yield _same(f"reconciles of {node_id}", returned, (left, 0))
    if ledger["reconciles"] is not None:
        yield _same(
            f"reconciles of {node_id}", ledger["reconciles"], ledger["unspent"] == ledger["refund_gas"]
        )


def totals(wire: Wire, exported: Any) -> Check:
    """Totals are the sums of their parts, largest first then by name; the fee is Σ tokens_burnt."""
    ran = [(i, o["outcome"]) for i, o in wire.everything.items() if o["outcome"].get("gas_burnt") is not None]
    refunds = [o["gas_burnt"] for i, o in ran if wire.from_system(i)]
    own = [o["gas_burnt"] for i, o in ran if not wire.from_system(i)]
    total = exported["gas"]
    yield _same("gas", (total["total_burnt"], total["refunds_burnt"]), (sum(own), sum(refunds)))
    contracts: Counter[str] = Counter()
    for node_id, outcome in ran:
        if node_id != wire.hash and not wire.from_system(node_id):
            contracts[outcome.get("executor_id") or ""] += outcome["gas_burnt"]
    shown = [(entry["contract"], entry["gas"]) for entry in total["by_contract"]]
    yield _same("gas by contract", shown, sorted(contracts.items(), key=lambda item: (-item[1], item[0])))
    methods = [(-entry["gas"], entry["contract"], entry["method"]) for entry in total["by_method"]]
    yield None if methods == sorted(methods) else "by_method is not sorted"
    costs = sum(
        int(entry["gas_used"])
        for i, outcome in ran
        for entry in (outcome.get("metadata") or {}).get("gas_profile") or []
        if not wire.from_system(i)
    )
    yield _same("gas by cost", sum(entry["gas"] for entry in total["by_cost"]), costs)
    burnt = [o["outcome"].get("tokens_burnt") for o in wire.everything.values()]
    fee = None if not burnt or None in burnt else str(sum(map(int, burnt)))
    yield _same("fee", exported["fees"]["total"], fee)
    for node in exported["nodes"]:
        outcome = wire.everything.get(node["id"])
        tokens = (outcome or {}).get("outcome", {}).get("tokens_burnt")
        yield _same(f"tokens of {node['id']}", node["tokens"]["burnt"], tokens)
    regime = exported["fees"]["price_regime"]
    if wire.protocol is not None and regime != "unknown":
        real = "lt78" if wire.protocol < 78 else "78-84" if wire.protocol < 85 else "ge85"
        yield _same("price regime", regime, real)


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
    yield _same("verdict", code, expected)
    known = _by_id(exported)
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
    yield _same("root causes", exported["verdict"]["root_causes"], causes)
    value = (
        decoded(wire.status["SuccessValue"])
        if isinstance(wire.status, dict) and "SuccessValue" in wire.status
        else None
    )
    if value is not None:
        shown = exported["verdict"]["result"]
        yield _same("result", shown and base64.b64decode(shown["base64"]), value)


def findings(wire: Wire, exported: Any) -> Check:
    """Findings name nodes that exist, one each code and call; an incomplete document says so."""
    known = _by_id(exported)
    codes = [finding["code"] for finding in exported["findings"]]
    for finding in exported["findings"]:
        missing = [i for i in finding["nodes"] if i not in known]
        yield _same(f"nodes of {finding['code']}", missing, [])
        yield _same(f"nodes of {finding['code']}", len(set(finding["nodes"])), len(finding["nodes"]))
    yield _same("incomplete_data", "incomplete_data" in codes, not exported["completeness"]["complete"])
    hidden = exported["verdict"]["code"] == "success_with_hidden_failure"
    yield _same("hidden_failure", "hidden_failure" in codes, hidden)
    wrong = any(node["gas"]["reconciles"] is False for node in exported["nodes"])
    yield _same("gas_does_not_reconcile", "gas_does_not_reconcile" in codes, wrong)
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
        yield _same("size", shown["size"], len(data))
        yield None if (shown["kind"] == "empty") == (not data) else f"{data[:20]!r} is {shown['kind']}"
        cut = len(shown["text"]) <= 10_001 if shown["truncated"] else True
        yield None if cut else "a text that was shortened is long"
        if shown["kind"] == "hex":
            yield None if shown["truncated"] or shown["text"] == data.hex() else "hex is not the bytes"
        if shown["kind"] == "json":
            yield _same("json", shown["value"], json.loads(data))
        if shown["kind"] == "utf8" and not shown["truncated"]:
            yield _same("text", shown["text"], data.decode())


def contradictions(part: Any, whole: Any) -> list[str]:
    """What the export of a partial or running answer asserts and the export of the whole denies: statuses, slots,
    fates, roles, edges. Unknown, pending and null assert nothing."""
    found, known = [], _by_id(whole)
    for node in part["nodes"]:
        final = known.get(node["id"])
        if final is None:
            found.append(f"{node['id']} does not exist")
            continue
        if (node["status"] or {"kind": None})["kind"] not in (None, "unknown", final["status"]["kind"]):
            found.append(f"{node['id']} ended otherwise")
        if node["fate"] not in (None, "pending", "unknown", final["fate"]):
            found.append(f"fate of {node['id']}: {node['fate']}, in the end {final['fate']}")
        if set(node["roles"]) - set(final["roles"]):
            found.append(f"roles of {node['id']}: {node['roles']}, in the end {final['roles']}")
        # A receipt that is not visible yet shows no slots; one that is shows all.
        for shown, real in zip(node["promise_results"], final["promise_results"], strict=False):
            for key in ("awaited", "producer", "result", "value"):
                if shown[key] not in (None, "pending", "unknown", real[key]):
                    found.append(
                        f"{key} of slot {shown['slot']} of {node['id']}: {shown[key]}, in the end {real[key]}"
                    )
    keys = ("kind", "from", "to", "data_id", "slot")
    real_edges = {tuple(edge[key] for key in keys) for edge in whole["edges"]}
    unseen = {node["id"] for node in part["nodes"] if node["predecessor_id"] is None}
    for edge in part["edges"]:
        kinds = (
            ("spawns", "refunds") if edge["to"] in unseen and edge["kind"] == "spawns" else (edge["kind"],)
        )
        rest = tuple(edge[key] for key in keys[1:])
        if not any((kind, *rest) in real_edges for kind in kinds):
            found.append(f"edge {edge}")
    return found


LAWS = {
    law.__name__: law
    for law in (
        conservation,
        order,
        roles,
        parties_and_actions,
        status_and_logs,
        slots,
        fates,
        edges,
        timeline,
        completeness,
        transfers,
        tokens,
        gas,
        totals,
        verdict,
        findings,
        values,
    )
}
