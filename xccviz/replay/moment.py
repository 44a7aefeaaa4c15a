"""The moment at a step: what has run, who waits for which slot, what is in flight. A fold over the prefix."""

from __future__ import annotations

from xccviz.analysis.gas import is_refund
from xccviz.analysis.promise_results import has_run
from xccviz.analysis.types import Analysis
from xccviz.graph.types import Node
from xccviz.replay.types import Moment, Progress, Timeline, Waiter


def moment_at(analysis: Analysis, timeline: Timeline, index: int) -> Moment:
    """The state after the first `index` steps (clamped to 0 … len(timeline)); pure, and cheap in both directions.

    At the end every executed node is `done` or `failed`; what never ran is `waiting`, `not_yet` or `unknown`.
    """
    graph, facts = analysis.graph, analysis.facts
    index = max(0, min(index, len(timeline)))
    ran: set[str] = set()
    ready: set[str] = set()
    arrived: set[tuple[str, int]] = set()
    gas = logs = 0
    for step in timeline.steps[:index]:
        if step.kind in ("execute", "refund", "convert"):
            ran.add(step.node)
            node = graph.by_id[step.node]
            logs += len(facts[step.node].logs)
            if not is_refund(node) and node.outcome is not None:
                gas += node.outcome.gas_burnt or 0
        elif step.kind == "ready":
            ready.add(step.node)
        elif step.kind in ("deliver", "resume", "timeout") and step.slot is not None:
            arrived.add((step.node, step.slot))
    progress: dict[str, Progress] = {}
    waiting: list[Waiter] = []
    in_flight: set[tuple[str, int]] = set()
    for node in graph.nodes:
        progress[node.id] = _progress(analysis, node, ran, ready, arrived)
        if node.id in ran:
            continue
        outstanding: list[int] = []
        got: list[int] = []
        bad: list[int] = []
        for result in facts[node.id].promise_results:
            key = (node.id, result.slot)
            if key in arrived:
                (bad if result.result == "failed" else got).append(result.slot)
                continue
            outstanding.append(result.slot)
            if result.producer in ran:
                in_flight.add(key)
        if progress[node.id] in ("waiting", "ready"):
            waiting.append(Waiter(node.id, tuple(got), tuple(bad), tuple(outstanding)))
    return Moment(
        index=index,
        at_end=index == len(timeline),
        step=timeline.steps[index - 1] if index else None,
        progress=progress,
        arrived=frozenset(arrived),
        in_flight=frozenset(in_flight),
        waiting=tuple(waiting),
        gas_burnt=gas,
        logs=logs,
    )


def _progress(
    analysis: Analysis, node: Node, ran: set[str], ready: set[str], arrived: set[tuple[str, int]]
) -> Progress:
    if node.kind == "transaction" and analysis.facts[node.id].state == "invalid":
        return "failed"
    if node.id in ran:
        return "failed" if analysis.facts[node.id].failed else "done"
    if node.kind in ("data_receipt", "distribution"):
        return "done" if node.parent is None or node.parent in ran else "not_yet"
    exists = node.parent is None or node.parent in ran
    if not exists:
        return "not_yet"
    results = analysis.facts[node.id].promise_results
    if node.id in ready:
        return "ready"
    if results:
        all_there = all((node.id, result.slot) in arrived for result in results)
        return "ready" if all_there else "waiting"
    if has_run(node):
        return "not_yet"
    pending = any(item.id == node.id and item.reason == "pending" for item in analysis.graph.missing)
    return "not_yet" if pending else "unknown"
