"""When everything happened: what lets a moment be looked up instead of folded anew at every step.

Built once with the timeline. A *place* is a pair (callback, slot).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from itertools import accumulate

from xccviz.analysis.types import Analysis
from xccviz.graph.types import Node
from xccviz.model.literals import Progress
from xccviz.replay.types import History, Place, Step

RUNS = ("execute", "refund", "convert")
WAITS: frozenset[Progress] = frozenset(("waiting", "ready"))
"""How far callbacks are that exist and have not run."""
_FAILED: Progress = "failed"
_NEVER = sys.maxsize


def build_history(analysis: Analysis, steps: Sequence[Step]) -> History:
    """The history of steps numbered 1, 2, …"""
    ran_at: dict[str, int] = {}
    ready_at: dict[str, int] = {}
    arrived_at: dict[Place, int] = {}
    gas, logs = [0], [0]
    failures: list[int] = []
    callbacks: list[int] = []
    facts, graph = analysis.facts, analysis.graph
    for step in steps:
        burnt = said = 0
        if step.kind in RUNS:
            ran_at.setdefault(step.node, step.n)
            node = graph.by_id[step.node]
            said = len(facts[step.node].logs)
            if not node.is_refund and node.outcome is not None:
                burnt = node.outcome.gas_burnt or 0
            if step.kind != "convert" and facts[step.node].failed:
                failures.append(step.n)
            if step.kind == "execute" and graph.slots.get(step.node):
                callbacks.append(step.n)
        elif step.kind == "ready":
            ready_at.setdefault(step.node, step.n)
        elif step.kind in ("deliver", "resume", "timeout") and step.slot is not None:
            arrived_at.setdefault((step.node, step.slot), step.n)
        gas.append(burnt)
        logs.append(said)
    produced_at = {
        (node.id, result.slot): ran_at[result.producer]
        for node in graph.nodes
        for result in facts[node.id].promise_results
        if result.producer in ran_at
    }
    return History(
        stages=_all_stages(
            analysis,
            ran_at,
            ready_at,
            arrived_at,
            produced_at,
            _resumed(analysis, ran_at, arrived_at, len(steps)),
        ),
        ran_at=ran_at,
        arrived_at=arrived_at,
        produced_at=produced_at,
        callback_nodes=tuple(node.id for node in graph.nodes if facts[node.id].promise_results),
        gas=tuple(accumulate(gas)),
        logs=tuple(accumulate(logs)),
        failures=tuple(failures),
        callbacks=tuple(callbacks),
        heights=_heights(steps),
    )


def _all_stages(
    analysis: Analysis,
    ran_at: Mapping[str, int],
    ready_at: Mapping[str, int],
    arrived_at: Mapping[Place, int],
    produced_at: Mapping[Place, int],
    resumed_at: Mapping[str, int],
) -> dict[str, tuple[tuple[int, Progress], ...]]:
    pending = analysis.graph.to_come
    found: dict[str, tuple[tuple[int, Progress], ...]] = {}
    for node in analysis.graph.nodes:
        facts = analysis.facts[node.id]
        if node.kind == "transaction" and facts.state == "invalid":
            found[node.id] = ((0, _FAILED),)
            continue
        born = resumed_at.get(node.id, 0) if node.parent is None else _born(analysis, node, ran_at)
        stages: list[tuple[int, Progress]] = [(0, "not_yet")]
        if born is not None:
            if node.never_runs:
                stages.append((born, "done"))
            elif facts.promise_results:
                places = [(node.id, result.slot) for result in facts.promise_results]
                ready = min(ready_at.get(node.id, _NEVER), max(arrived_at.get(p, _NEVER) for p in places))
                stages.append((born, "waiting"))
                if not node.has_run and node.id not in pending:
                    # What it is known to wait for is there: from here on it may have run unseen.
                    known = (each.get(p, born) for p in places for each in (produced_at, arrived_at))
                    stages.append((max(born, *known), "unknown"))
                elif ready < _NEVER:
                    stages.append((max(born, ready), "ready"))
            elif not node.has_run and node.id not in pending:
                stages.append((born, "unknown"))
        ran = ran_at.get(node.id)
        if ran is not None:
            stages.append((ran, "failed" if facts.failed else "done"))
        found[node.id] = tuple(stages)
    return found


def _resumed(
    analysis: Analysis, ran_at: Mapping[str, int], arrived_at: Mapping[Place, int], last: int
) -> dict[str, int]:
    """When what has no parent was there, of what only carries data: as its resumer ran where that is of this
    transaction, else as its data arrived; what never did is known by the end only."""
    graph = analysis.graph
    found = {node.id: last for node in graph.nodes if node.never_runs and node.parent is None}
    if not found:
        return found
    for callback, slots in graph.slots.items():
        for slot in slots:
            if slot.data in found:
                made = [
                    ran_at[edge.source or ""]
                    for edge in graph.resumes.get(callback, ())
                    if edge.slot == slot.slot and (edge.source or "") in ran_at
                ]
                came = arrived_at.get((callback, slot.slot), last)
                found[slot.data] = min(made, default=came)
    return found


def _born(analysis: Analysis, node: Node, ran_at: Mapping[str, int]) -> int | None:
    """When its creator ran; distributions have no outcomes of their own, so for them what began their chain."""
    parent = analysis.graph.by_id.get(node.parent or "")
    for _ in analysis.graph.nodes:
        if parent is None or parent.kind != "distribution":
            break
        parent = analysis.graph.by_id.get(parent.parent or "")
    return ran_at.get(parent.id) if parent is not None else None


def most_waiting(history: History) -> int:
    """How many callbacks wait at the same time, at the step where most do."""
    changes: dict[int, int] = {}
    for node in history.callback_nodes:
        waits = False
        for start, progress in history.stages[node]:
            if waits != (progress in WAITS):
                waits = not waits
                changes[start] = changes.get(start, 0) + (1 if waits else -1)
    return max(accumulate(changes[step] for step in sorted(changes)), default=0)


def _heights(steps: Sequence[Step]) -> tuple[tuple[int, int], ...]:
    firsts: dict[int, int] = {}
    for step in steps:
        if step.height is not None:
            firsts.setdefault(step.height, step.n)
    return tuple(sorted((n, height) for height, n in firsts.items()))
