"""Laws of interface.md §4 about the whole graph: conservation, display order, edges, timeline."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

from tests.reference.checks import Check, by_id, carried, same, yield_end
from tests.reference.wire import (
    Wire,
)


def conservation(wire: Wire, exported: Any) -> Check:
    """Every listed id is exactly one node; more nodes only for receipts that a side document shows."""
    ids = [node["id"] for node in exported["nodes"]]
    yield None if len(ids) == len(set(ids)) else "a node stands twice"
    yield same("left out", wire.listed - set(ids), set())
    yield same("invented", set(ids) - wire.listed - set(wire.side), set())


def order(wire: Wire, exported: Any) -> Check:
    """Display order: depth-first through receipt_ids, hidden receipts after them, a resume right behind its yield."""
    nodes = exported["nodes"]
    known = by_id(exported)
    yield same("index", [node["index"] for node in nodes], list(range(len(nodes))))
    yield same("first", (nodes[0]["id"], nodes[0]["depth"]), (wire.hash, 0))
    stack: list[Any] = []
    children: dict[str, list[str]] = {}
    for node in nodes:
        parent = node["parent"]
        yield same(f"parent of {node['id']}", parent, _parent(wire, node, known))
        if parent is not None:
            children.setdefault(parent, []).append(node["id"])
            yield same(f"depth of {node['id']}", node["depth"], known[parent]["depth"] + 1)
        while stack and stack[-1]["depth"] >= node["depth"]:
            stack.pop()
        resume = node["kind"] == "data_receipt" and parent is None
        if parent is not None or resume:
            # The parent (of a resume: its yield) is the nearest node above.
            above = stack[-1]["id"] if stack else None
            owner = wire.inputs.get(_data_id(wire, node["id"]) or "", (None, 0))[0] if resume else parent
            yield same(f"node above {node['id']}", above, owner)
        stack.append(node)
    for parent, seen in children.items():
        wanted = [child for child in wire.children(parent) if wire.parent.get(child) == parent]
        yield same(f"children of {parent}", seen[: len(wanted)], list(dict.fromkeys(wanted)))


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


def edges(wire: Wire, exported: Any) -> Check:
    """Each kind of edge exactly as the wire says it, and their order."""
    expected, eliminated = set(), set()
    for parent in wire.everything:
        for child in wire.children(parent):
            if wire.parent[child] == parent:
                kind = (
                    "converts" if parent == wire.hash else "refunds" if wire.gives_back(child) else "spawns"
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
                data, ended = carried(wire, slot.data_id), wire.status_kind(slot.producer) or ""
                result = {"SuccessValue": "success", "Failure": "failed"}.get(ended)
                if data is not None:  # what a slot says its edge says too
                    result = "failed" if data["data"] is None else "success"
                expected.add(("delivers", slot.producer, callback, slot.data_id, i, result))
    shown = [
        tuple(e[k] for k in ("kind", "from", "to", "data_id", "slot", "result")) for e in exported["edges"]
    ]
    plain = [edge for edge in shown if edge[0] != "resumes"]
    yield None if len(set(shown)) == len(shown) else "an edge stands twice"
    yield same("edges too many", set(plain) - expected, set())
    yield same("edges missing", expected - set(plain), set())
    keys = [(known[e["to"]], e["kind"], -1 if e["slot"] is None else e["slot"]) for e in exported["edges"]]
    yield None if keys == sorted(keys) else "edges are not sorted"
    for edge in exported["edges"]:
        if edge["kind"] != "resumes":
            guess = edge["kind"] == "awaits" and (edge["to"], edge["slot"]) in eliminated
            yield same(f"origin of {edge['kind']}", edge["origin"], "inferred" if guess else "reported")
        else:
            yield None if wire.is_yield(edge["to"]) else f"{edge['to']} is resumed and no yield"
            yield same("a resume's end", yield_end(wire, edge["to"]), "resumed")
            yield None if edge["from"] in known or edge["external"] else "a resume from nowhere"


def timeline(wire: Wire, exported: Any) -> Check:
    """Numbered from 1, causes before effects, one execution per executed node, groups over the heights."""
    steps = exported["timeline"]
    known = by_id(exported)
    yield same("n", [step["n"] for step in steps], list(range(1, len(steps) + 1)))
    ran: dict[str, int] = {}
    at: dict[str, list[int]] = {}
    for step in steps:
        at.setdefault(step["node"], []).append(step["n"])
        if step["kind"] in ("convert", "execute", "refund"):
            yield None if step["node"] not in ran else f"{step['node']} executes twice"
            ran[step["node"]] = step["n"]
    executed = {i for i in known if wire.ran(i) and not (i == wire.hash and wire.status_kind(i) == "Failure")}
    yield same("executions", set(ran) ^ executed, set())
    for step in steps:
        node, parent = step["node"], known[step["node"]]["parent"]
        if step["kind"] in ("execute", "refund", "yield", "ready") and parent in ran:
            yield (
                None if ran[parent] < step["n"] else f"{step['kind']} of {node} stands before its parent ran"
            )
        if step["kind"] == "execute":
            yield same(f"kind of {node}", wire.gives_back(node), False)
        if step["kind"] == "deliver":
            yield same(f"slot of {node}", step["from"], wire.slots[node][step["slot"]].producer)
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
            yield same(f"ready of {node}", counted[node, "ready"], 1)
            yield same(f"deliveries to {node}", counted[node, "deliver"], len(action["input_data_ids"]))
    heights = sorted({step["height"] for step in steps if step["height"] is not None})
    groups = {None: None, **{height: i for i, height in enumerate(heights, 1)}}
    yield same("groups", [s["group"] for s in steps], [groups[s["height"]] for s in steps])
    in_order = [step["height"] for step in steps if step["height"] is not None]
    if wire.protocol is not None and len(in_order) == len(steps):
        yield None if all(a <= b for a, b in pairwise(in_order)) else "steps are not in order of height"
    for node in exported["nodes"]:
        yield same(f"steps of {node['id']}", node["steps"], at.get(node["id"], []))


def unseen_sibling(wire: Wire, callback: str, holders: tuple[str, ...]) -> str | None:
    """Whom a slot that no visible receipt feeds waits for, by elimination: `.then` takes promises of the same execution
    only (§2.4), so the one older sibling whose receipt is not visible, if there is exactly one."""
    siblings = wire.children(wire.parent.get(callback, ""))
    if holders or wire.is_yield(callback) or not wire.has_receipts or callback not in siblings:
        return None
    unseen = [each for each in siblings[: siblings.index(callback)] if each not in wire.receipts]
    return unseen[0] if len(unseen) == 1 else None
