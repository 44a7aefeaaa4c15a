"""Moves read a second time, from the words of interface.md §9 alone: on the `json` export, by walking through all
steps, without the lists of xccviz.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

FOLDED = ("deliver", "ready", "resume", "timeout", "refund")


class Transaction:
    """An export as the moves look at it."""

    def __init__(self, export: Mapping[str, Any]) -> None:
        self.nodes: dict[str, Mapping[str, Any]] = {node["id"]: node for node in export["nodes"]}
        self.steps: Sequence[Mapping[str, Any]] = export["timeline"]
        self.n = len(self.steps)
        self.run = {step["node"]: step["n"] for step in self.steps if step["kind"] in ("execute", "refund")}
        self.children: dict[str, list[str]] = {}
        for node in self.nodes.values():
            if node["parent"] is not None and "refund_gas" not in node["roles"]:
                self.children.setdefault(node["parent"], []).append(node["id"])
        self.told: dict[str, set[str]] = {}
        for node in self.nodes.values():
            for result in node["promise_results"]:
                for source in {result["awaited"], result["producer"], *result["chain"]} - {None}:
                    self.told.setdefault(source, set()).add(node["id"])

    def earliest(self, nodes: Iterable[str], at: int) -> int | None:
        """The smallest run after `at`."""
        return min((self.run[node] for node in nodes if self.run.get(node, 0) > at), default=None)

    def here(self, at: int, selected: str | None) -> str | None:
        """The node here."""
        return selected if selected is not None else self.steps[at - 1]["node"] if at else None

    def nearest(self, at: int, after: bool, wanted: Callable[[Mapping[str, Any]], bool]) -> int | None:
        """The nearest step that is wanted."""
        found = [
            step["n"] for step in self.steps if wanted(step) and (step["n"] > at) == after and step["n"] != at
        ]
        return (min(found) if after else max(found)) if found else None


def _into(tx: Transaction, at: int, node: str | None) -> int | None:
    return tx.earliest(tx.children.get(tx.here(at, node) or "", ()), at)


def _over(tx: Transaction, at: int, node: str | None) -> int | None:
    created = tx.children.get(tx.here(at, node) or "", ())
    found = tx.earliest([told for made in created for told in tx.told.get(made, ())], at)
    return _into(tx, at, node) if found is None else found


def _out(tx: Transaction, at: int, node: str | None) -> int | None:
    found = tx.earliest(tx.told.get(tx.here(at, node) or "", ()), at)
    return tx.n if found is None else found


def _block(tx: Transaction, at: int, after: bool) -> int | None:
    heights = sorted({step["height"] for step in tx.steps if step["height"] is not None})
    firsts = [min(step["n"] for step in tx.steps if step["height"] == height) for height in heights]
    found = [first for first in firsts if (first > at if after else first < at)]
    return (found[0] if after else found[-1]) if found else None


def _is_run(step: Mapping[str, Any]) -> bool:
    return step["kind"] in ("execute", "refund")


def _wanted(
    what: str, tx: Transaction, at: int, node: str | None, marked: Iterable[str]
) -> Callable[[Mapping[str, Any]], bool]:
    if what == "receipt":
        return lambda step: bool(step["kind"] == "execute")
    if what == "failure":
        return lambda step: _is_run(step) and tx.nodes[step["node"]]["status"]["kind"] == "failure"
    if what == "callback":
        return lambda step: bool(step["kind"] == "execute" and tx.nodes[step["node"]]["promise_results"])
    if what == "log":
        return lambda step: _is_run(step) and bool(tx.nodes[step["node"]]["logs"])
    if what == "mark":
        return lambda step: _is_run(step) and step["node"] in marked
    executor = tx.nodes.get(tx.here(at, node) or "", {}).get("executor_id")
    return lambda step: (
        executor is not None and _is_run(step) and tx.nodes[step["node"]]["executor_id"] == executor
    )


def move(
    tx: Transaction,
    name: str,
    at: int,
    node: str | None = None,
    marked: Iterable[str] = (),
    everything: bool = False,
) -> int | None:
    """Where the move leads; None: nowhere."""
    found = _move(tx, name, at, node, marked, everything)
    return None if found == at else found


def _move(
    tx: Transaction, name: str, at: int, node: str | None, marked: Iterable[str], everything: bool
) -> int | None:
    if name in ("step_first", "step_last"):
        return 0 if name == "step_first" else tx.n
    if name in ("step_back", "step_forward"):
        on = name == "step_forward"
        found = tx.nearest(at, on, lambda step: everything or step["kind"] not in FOLDED)
        return (tx.n if on else 0) if found is None else found
    if name in ("step_into", "step_over", "step_out"):
        return {"step_into": _into, "step_over": _over, "step_out": _out}[name](tx, at, node)
    if name == "step_to_here":
        return tx.run.get(node or "")
    if name == "step_play":
        halts = sorted({tx.run[mark] - 1 for mark in marked if mark in tx.run})
        return next((halt for halt in halts if halt > at), tx.n)
    way, _, what = name.partition("_")
    if what == "block":
        return _block(tx, at, way == "next")
    return tx.nearest(at, way == "next", _wanted(what, tx, at, node, marked))
