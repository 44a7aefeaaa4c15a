"""When everything happened: what lets a moment be looked up instead of folded anew at every step.

Built once with the timeline. A *place* is a pair (callback, slot).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from xccviz.analysis.gas import is_refund
from xccviz.analysis.types import Analysis
from xccviz.replay.types import History, Place, Step

RUNS = ("execute", "refund", "convert")


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
            if not is_refund(node) and node.outcome is not None:
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
        ran_at=ran_at,
        ready_at=ready_at,
        arrived_at=arrived_at,
        produced_at=produced_at,
        callback_nodes=tuple(node.id for node in graph.nodes if facts[node.id].promise_results),
        gas=tuple(accumulate(gas)),
        logs=tuple(accumulate(logs)),
        failures=tuple(failures),
        callbacks=tuple(callbacks),
        heights=_heights(steps),
        pending=frozenset(item.id for item in graph.missing if item.reason == "pending"),
    )


def following(numbers: Sequence[int], index: int) -> int | None:
    """The first of ascending step numbers above `index`."""
    at = bisect_right(numbers, index)
    return numbers[at] if at < len(numbers) else None


def preceding(numbers: Sequence[int], index: int) -> int | None:
    """The last of ascending step numbers below `index`."""
    at = bisect_left(numbers, index)
    return numbers[at - 1] if at else None


def _heights(steps: Sequence[Step]) -> tuple[tuple[int, int], ...]:
    firsts: dict[int, int] = {}
    for step in steps:
        if step.height is not None:
            firsts.setdefault(step.height, step.n)
    return tuple(sorted((n, height) for height, n in firsts.items()))
