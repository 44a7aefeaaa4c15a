"""Where moves lead: everything they look up, each list made when a move first asks for it.

A *run* of a node is the step where it executes (`execute` or `refund`; interface.md §9), so the transaction has none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from xccviz.analysis.types import Analysis
from xccviz.replay.types import StepKind, Timeline

STOPS: frozenset[StepKind] = frozenset(("convert", "execute", "yield"))
"""Kinds of steps that stand on their own; deliveries and refunds belong to the step they follow."""


class Ways:
    """The ways through one timeline. Step numbers in its lists ascend."""

    def __init__(self, analysis: Analysis, timeline: Timeline) -> None:
        self.analysis, self.timeline = analysis, timeline
        self.last = len(timeline)
        self._ran_at = dict(timeline.history.ran_at)
        self._ran_at.pop(analysis.graph.root.id, None)
        self._inside: dict[str, tuple[int, ...]] = {}
        self._over: dict[str, tuple[int, ...]] = {}
        self._outside: dict[str, tuple[int, ...]] = {}

    def run(self, node: str | None) -> int | None:
        """The step in which a node executes; None where no document says that it did."""
        return self._ran_at.get(node) if node is not None else None

    def runs(self, nodes: Iterable[str]) -> tuple[int, ...]:
        """The runs of several nodes."""
        return tuple(sorted(filter(None, map(self._ran_at.get, nodes))))

    def created(self, node: str) -> tuple[str, ...]:
        """What a node made, but for gas refunds: they follow by themselves."""
        graph = self.analysis.graph
        return tuple(child for child in graph.children.get(node, ()) if not graph.by_id[child].is_gas_refund)

    def inside(self, node: str) -> tuple[int, ...]:
        """The runs of what a node made."""
        return self._kept(self._inside, node, lambda: self.created(node))

    def over(self, node: str) -> tuple[int, ...]:
        """The runs of the callbacks that receive a result of what a node made."""
        told = self.receivers
        return self._kept(
            self._over, node, lambda: [to for made in self.created(node) for to in told.get(made, ())]
        )

    def outside(self, node: str) -> tuple[int, ...]:
        """The runs of the callbacks that receive the result of a node."""
        return self._kept(self._outside, node, lambda: self.receivers.get(node, ()))

    def _kept(
        self, known: dict[str, tuple[int, ...]], node: str, nodes: Callable[[], Sequence[str]]
    ) -> tuple[int, ...]:
        """Whoever stands somewhere is asked at every step: of thousands of receipts it is looked for once."""
        if node not in known:
            known[node] = tuple(sorted(set(self.runs(nodes()))))
        return known[node]

    @cached_property
    def receivers(self) -> Mapping[str, tuple[str, ...]]:
        """By id: the callbacks that receive its result, where it is the awaited, a link of the chain or the producer of
        one of their slots; through whatever it forwarded to."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for callback in self.timeline.history.callback_nodes:
            for result in self.analysis.facts[callback].promise_results:
                for node in (result.awaited, *result.chain, result.producer):
                    if node is not None:
                        found[node][callback] = None
        return {node: tuple(callbacks) for node, callbacks in found.items()}

    @cached_property
    def stops(self) -> tuple[int, ...]:
        """Steps of `STOPS`."""
        return tuple(step.n for step in self.timeline.steps if step.kind in STOPS)

    @cached_property
    def receipts(self) -> tuple[int, ...]:
        """Steps in which a receipt executes, refunds left out."""
        return tuple(step.n for step in self.timeline.steps if step.kind == "execute")

    @cached_property
    def telling(self) -> tuple[int, ...]:
        """Runs of nodes with logs."""
        facts = self.analysis.facts
        return self.runs([node.id for node in self.analysis.graph.nodes if facts[node.id].logs])

    @cached_property
    def blocks(self) -> tuple[int, ...]:
        """First steps of blocks, each higher than those before: an effect whose height is below that of its cause
        begins none."""
        found, highest = [], -1
        for n, height in self.timeline.history.heights:
            if height > highest:
                found.append(n)
                highest = height
        return tuple(found)

    @cached_property
    def on_account(self) -> Mapping[str, tuple[int, ...]]:
        """By executor: the runs of its nodes."""
        found: dict[str, list[str]] = defaultdict(list)
        for node in self.analysis.graph.nodes:
            if node.outcome is not None and node.outcome.executor_id is not None:
                found[node.outcome.executor_id].append(node.id)
        return {account: self.runs(nodes) for account, nodes in found.items()}

    def executor(self, node: str | None) -> str | None:
        """Who executed a node; None where no document says."""
        found = self.analysis.graph.by_id.get(node or "")
        return found.outcome.executor_id if found is not None and found.outcome is not None else None


def following(numbers: Sequence[int], step: int) -> int | None:
    """The first of ascending step numbers above `step`."""
    at = bisect_right(numbers, step)
    return numbers[at] if at < len(numbers) else None


def preceding(numbers: Sequence[int], step: int) -> int | None:
    """The last of ascending step numbers below `step`."""
    at = bisect_left(numbers, step)
    return numbers[at - 1] if at else None
