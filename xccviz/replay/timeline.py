"""The timeline: every step of a transaction in causal order (interface.md §4, STEP).

convert(tx) → execute(r0) → execute(a) → deliver(a → c, slot 0) ┐
                          → execute(b) → deliver(b → c, slot 1) ┴→ ready(c) → execute(c) → refund(…)
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from functools import cache

from xccviz.analysis.types import Analysis, PromiseResult
from xccviz.graph.types import Node
from xccviz.replay.history import build_history
from xccviz.replay.types import Step, StepKind, Timeline
from xccviz.values import field, maker, mutable

_new_step = maker(Step)

_PHASE: dict[StepKind, int] = {
    "convert": 0,
    "deliver": 1,
    "resume": 1,
    "timeout": 1,
    "ready": 2,
    "execute": 3,
    "yield": 3,
    "refund": 4,
}


@mutable
class _Draft:
    """A step before it has a number: `after` are the drafts it must follow, `hop` the least blocks behind them, `clock`
    the block it happens in where that of a node is known or counted (`graph.clock`)."""

    kind: StepKind
    node: Node
    source: str | None = None
    slot: int | None = None
    height: int | None = None
    clock: int | None = None
    hop: int = 0
    after: list[int] = field(default_factory=list)


_new_draft = maker(_Draft)


def build_timeline(analysis: Analysis) -> Timeline:
    """All steps of an analysed graph. Heights (blocks) order them where known, then data flow, then call order; an
    effect never stands before its cause whatever the heights say. Without heights, what ran in one block stands
    together. Each node executes at most once."""
    drafts = _drafts(analysis)
    order = _causal_order(drafts)
    steps: list[Step] = []
    groups: dict[int, int] = {}
    of_node: dict[str, list[int]] = {}
    heights = sorted({draft.height for draft in drafts if draft.height is not None})
    groups = {height: i + 1 for i, height in enumerate(heights)}
    for n, position in enumerate(order, start=1):
        draft = drafts[position]
        group = groups[draft.height] if draft.height is not None else None
        steps.append(_new_step(n, draft.kind, draft.node.id, draft.source, draft.slot, draft.height, group))
        of_node.setdefault(draft.node.id, []).append(n)
    return Timeline(
        tuple(steps),
        {node: tuple(numbers) for node, numbers in of_node.items()},
        cache(lambda: build_history(analysis, steps)),
    )


def height_at(timeline: Timeline, index: int) -> int | None:
    """The block of the moment after `index` steps: of the latest step with a height; None before any."""
    heights = timeline.history.heights
    at = bisect_right(heights, index, key=lambda each: each[0])
    return max((height for _, height in heights[:at]), default=None)


def _drafts(analysis: Analysis) -> list[_Draft]:
    graph = analysis.graph
    drafts: list[_Draft] = []
    ran: dict[str, int] = {}
    for node in graph.nodes:
        if not node.has_run or node.outcome is None:
            continue
        if node.kind == "transaction":
            if node.outcome.failed:
                continue
            kind: StepKind = "convert"
        else:
            kind = "refund" if node.from_system else "execute"
        ran[node.id] = len(drafts)
        drafts.append(_new_draft(kind, node, height=node.height, clock=graph.clock.of[node.id]))
    for node in graph.nodes:
        at = ran.get(node.id)
        parent = ran.get(node.parent or "")
        if at is not None and parent is not None:
            drafts[at].after.append(parent)
        if "yield" in node.roles and parent is not None:
            _add_yield(analysis, node, drafts, ran, parent)
        elif at is not None and graph.slots.get(node.id):
            _add_inputs(analysis, node, drafts, ran, at)
    return drafts


def _add_yield(
    analysis: Analysis, node: Node, drafts: list[_Draft], ran: dict[str, int], parent: int
) -> None:
    created = len(drafts)
    made_in = drafts[parent].clock
    drafts.append(_new_draft("yield", node, height=node.created_height, clock=made_in, after=[parent]))
    at = ran.get(node.id)
    if at is None:
        return
    drafts[at].after.append(created)
    for result in analysis.facts[node.id].promise_results:
        if result.result == "unknown":  # whether it was resumed or timed out is not in the document
            continue
        kind: StepKind = "timeout" if result.timed_out else "resume"
        drafts[at].after.append(len(drafts))
        draft = _new_draft(
            kind, node, slot=result.slot, height=_arrival(result, node), hop=1, after=[created]
        )
        for edge in analysis.graph.resumes.get(node.id, ()):
            if edge.source in ran:
                draft.source = edge.source
                draft.after.append(ran[edge.source])
        drafts.append(draft)


def _arrival(result: PromiseResult, node: Node) -> int | None:
    return result.delivered_at if result.delivered_at is not None else node.height


def _add_inputs(analysis: Analysis, node: Node, drafts: list[_Draft], ran: dict[str, int], at: int) -> None:
    delivered = []
    for result in analysis.facts[node.id].promise_results:
        producer = ran.get(result.producer or "")
        delivered.append(len(drafts))
        drafts.append(
            _new_draft(
                "deliver",
                node,
                source=result.producer,
                slot=result.slot,
                height=result.delivered_at,
                hop=1,
                after=[producer] if producer is not None else [],
            )
        )
    ready = len(drafts)
    parent = ran.get(node.parent or "")
    # A callback is ready when its data is there and it exists itself, so never before its creator ran.
    after = delivered + ([parent] if parent is not None else [])
    drafts.append(_new_draft("ready", node, height=node.height, clock=drafts[at].clock, after=after))
    drafts[at].after.append(ready)


def _causal_order(drafts: list[_Draft]) -> list[int]:
    """Kahn's algorithm with a heap: among steps whose causes are done, the earliest by height, phase, index, slot.

    A step whose block is neither known nor counted is `hop` blocks after its latest cause. Hostile documents could
    describe a circle; what is left in one comes last, in document order.
    """
    waiting = [len(set(draft.after)) for draft in drafts]
    followers: list[list[int]] = [[] for _ in drafts]
    for i, draft in enumerate(drafts):
        for cause in set(draft.after):
            followers[cause].append(i)
    clock = [0] * len(drafts)
    heap: list[tuple[int, int, int, int, int]] = []

    def push(i: int) -> None:
        draft = drafts[i]
        height = draft.height if draft.height is not None else draft.clock
        if height is None:
            height = max((clock[cause] + draft.hop for cause in draft.after), default=0)
        clock[i] = height
        slot = -1 if draft.slot is None else draft.slot
        heapq.heappush(heap, (clock[i], _PHASE[draft.kind], draft.node.index, slot, i))

    for i, count in enumerate(waiting):
        if count == 0:
            push(i)
    order: list[int] = []
    while heap:
        i = heapq.heappop(heap)[-1]
        order.append(i)
        for follower in followers[i]:
            waiting[follower] -= 1
            if waiting[follower] == 0:
                push(follower)
    if len(order) < len(drafts):
        done = set(order)
        order.extend(i for i in range(len(drafts)) if i not in done)
    return order
