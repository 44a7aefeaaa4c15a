"""Laws of interface.md §4 about single nodes: roles, actions, status, slots, fates."""

from __future__ import annotations

import base64
from typing import Any

from tests.reference.checks import Check, carried, same, yield_end
from tests.reference.contract_shape import unseen_sibling
from tests.reference.wire import (
    Wire,
    action_kind,
    deposit_of,
    inner_delegate,
    kind_of,
    value_of,
)

_KINDS = {"SuccessValue": "success_value", "SuccessReceiptId": "success_receipt", "Failure": "failure"}


def roles(wire: Wire, exported: Any) -> Check:
    """The table of roles, in its order."""
    for node in exported["nodes"]:
        receipt_id = node["id"]
        action = wire.action(receipt_id)
        if receipt_id == wire.hash:
            yield same("roles of the transaction", node["roles"], [])
        elif action is not None:
            expected, open_roles = _roles(wire, receipt_id, action)
            seen = [role for role in node["roles"] if role not in open_roles]
            yield same(f"roles of {receipt_id}", seen, [role for role in expected if role not in open_roles])


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
    ended, parent_kind = yield_end(wire, receipt_id), wire.status_kind(parent)
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


def parties_and_actions(wire: Wire, exported: Any) -> Check:
    """Wire spelling of accounts and actions; results by the table."""
    for node in exported["nodes"]:
        action = wire.transaction if node["id"] == wire.hash else wire.action(node["id"])
        if action is None:
            continue
        receipt = wire.receipts.get(node["id"], {})
        for key in ("predecessor_id", "receiver_id"):
            if node["id"] != wire.hash:
                yield same(f"{key} of {node['id']}", node[key], receipt[key])
        if node["id"] != wire.hash:
            yield same(f"refund_to of {node['id']}", node["refund_to"], action.get("refund_to"))
        actions = action["actions"]
        yield same(
            f"actions of {node['id']}", [a["kind"] for a in node["actions"]], [*map(action_kind, actions)]
        )
        seen = [a["result"] for a in node["actions"]]
        yield same(f"results of {node['id']}", seen, _results(wire, node["id"], len(actions)))
        for shown, raw in zip(node["actions"], actions, strict=True):
            if shown["kind"] == "FunctionCall":
                body = raw["FunctionCall"]
                yield same(
                    "a call", (shown["method_name"], shown["gas"]), (body["method_name"], int(body["gas"]))
                )
                yield same("args", base64.b64decode(shown["args"]["base64"]), base64.b64decode(body["args"]))
            if shown["deposit"] is not None:
                yield same("a deposit", int(shown["deposit"]), deposit_of(raw))


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
            yield same(f"state of {node_id}", (node["state"], node["status"]), (None, None))
            continue
        if outcome is None:
            yield same(f"state of {node_id}", node["state"] in ("not_executed", "waiting"), True)
            continue
        kind = kind_of(outcome)
        expected = {"Unknown": node["state"], "Failure": "invalid" if node_id == wire.hash else "executed"}
        yield same(f"state of {node_id}", node["state"], expected.get(kind, "executed"))
        yield same(f"status of {node_id}", node["status"]["kind"], _KINDS.get(kind, "unknown"))
        if kind == "SuccessValue":
            yield same(
                f"value of {node_id}", base64.b64decode(node["status"]["value"]["base64"]), value_of(outcome)
            )
        if kind == "Failure":
            raw = outcome["outcome"]["status"]["Failure"]
            yield same(f"error of {node_id}", node["status"]["error"]["raw"], raw)
            yield None if node["status"]["error"]["title"].strip() else f"{node_id} failed without a title"
        yield same(f"logs of {node_id}", [log["text"] for log in node["logs"]], outcome["outcome"]["logs"])
        reverted = {log["reverted"] for log in node["logs"]}
        yield None if reverted <= {kind == "Failure"} else f"logs of {node_id}: reverted {reverted}"
        contracts = (outcome["outcome"].get("metadata") or {}).get("contracts") or []
        shown = [entry and {entry["kind"]: entry["value"]} for entry in node["contract_code"]]
        yield same(f"code of {node_id}", shown, contracts)
        where = outcome.get("block_hash") if kind != "Unknown" else None
        yield same(f"block of {node_id}", (node["block"] or {}).get("hash"), where)
        yield same(f"height of {node_id}", (node["block"] or {}).get("height"), wire.height(node_id))


def slots(wire: Wire, exported: Any) -> Check:
    """`promise_results[i]` is what promise_result(i) returned: same kind, same bytes, from the end of the chain."""
    for node in exported["nodes"]:
        expected = wire.slots.get(node["id"], ())
        where = node["id"]
        yield same(
            f"slots of {where}",
            [r["data_id"] for r in node["promise_results"]],
            [s.data_id for s in expected],
        )
        for i, (shown, slot) in enumerate(zip(node["promise_results"], expected, strict=True)):
            yield same(f"slot {i} of {where}", shown["slot"], i)
            yield same(f"chain of {where}/{i}", tuple(shown["chain"]), slot.chain)
            awaited = slot.chain[0] if slot.chain else unseen_sibling(wire, where, slot.holders)
            yield same(f"awaited of {where}/{i}", shown["awaited"], awaited)
            yield same(f"producer of {where}/{i}", shown["producer"], slot.producer)
            yield from _slot_result(wire, where, i, shown)


def _slot_result(wire: Wire, callback: str, i: int, shown: Any) -> Check:
    slot, data = wire.slots[callback][i], carried(wire, wire.slots[callback][i].data_id)
    value = base64.b64decode(shown["value"]["base64"]) if shown["value"] else None
    seen = (shown["result"], value)
    produced = wire.status_kind(slot.producer)
    if data is not None:
        payload = None if data["data"] is None else base64.b64decode(data["data"])
        yield same(f"slot {callback}/{i}", seen, ("failed" if payload is None else "success", payload))
        timed_out = payload is None and bool(data.get("is_promise_resume"))
        yield same(f"time out of {callback}/{i}", shown["timed_out"], timed_out)
    elif produced == "SuccessValue":
        yield same(f"slot {callback}/{i}", seen, ("success", value_of(wire.outcomes[slot.producer or ""])))
    elif produced == "Failure":
        yield same(f"slot {callback}/{i}", seen, ("failed", None))
    elif not wire.ran(callback):
        yield same(f"slot {callback}/{i}", seen, ("pending", None))
    elif wire.is_yield(callback):
        # Without its payload only the passed blocks tell, and no bytes at all.
        guessed = {"resumed": "success", "timed_out": "failed", None: "unknown"}[yield_end(wire, callback)]
        yield same(f"slot {callback}/{i}", (*seen, shown["origin"]), (guessed, None, "inferred"))
    else:
        yield same(f"slot {callback}/{i}", seen, ("unknown", None))


def fates(wire: Wire, exported: Any) -> Check:
    """Exclusive and complete: each failed node has exactly the first fate of the table that holds."""
    end = wire.end_of_chain()
    for node in exported["nodes"]:
        node_id = node["id"]
        if wire.status_kind(node_id) != "Failure":
            yield same(f"fate of {node_id}", node["fate"], None)
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
