"""How many of some receipts had run by a moment, and what they had burnt: by bisection, as every step asks for it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from xccviz.document import Document
from xccviz.layout.icicle.types import Bar
from xccviz.replay.standing import created_by, progress_counts
from xccviz.replay.types import Moment
from xccviz.values import frozen

_FEW = 8
"""So many are looked up one by one."""


@frozen
class Counts:
    """Of some receipts at a moment: how many have `ran`, how many of these `failed`, of how many it is not known."""

    ran: int
    failed: int
    unknown: int


class Ran:
    """When the receipts of a document ran."""

    def __init__(self, document: Document, scope: Iterable[str]) -> None:
        self._document = document
        self._ran_at = document.timeline.history.ran_at
        self._kept: dict[str, tuple[Sequence[int], Sequence[int], Sequence[int]]] = {}
        facts = document.analysis.facts
        ran = sorted(
            (self._ran_at[node], facts[node].gas.burnt or 0) for node in scope if node in self._ran_at
        )
        self._steps = [step for step, _ in ran]
        self._burnt = [0, *accumulate(burnt for _, burnt in ran)]

    def burnt(self, moment: Moment) -> int:
        """What the receipts in scope had burnt by a moment, in gas."""
        return self._burnt[bisect_right(self._steps, moment.index)]

    def created(self, nodes: Sequence[str], moment: Moment | None) -> bool:
        """Whether some receipts, which one made, were there by a moment."""
        return created_by(self._document.analysis, nodes[0], moment)

    def counts(self, key: str, nodes: Sequence[str], moment: Moment | None) -> Counts:
        """How the receipts of the cell `key` stand."""
        if moment is None or len(nodes) <= _FEW:
            found = progress_counts(self._document.analysis, nodes, moment)
            return Counts(found["done"] + found["failed"], found["failed"], found["unknown"])
        ran, failed, unknown = self._of(key, nodes)
        return Counts(*(bisect_right(steps, moment.index) for steps in (ran, failed, unknown)))

    def _of(self, key: str, nodes: Sequence[str]) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
        """Steps at which each ran, failed, or came to be of unknown progress for good."""
        kept = self._kept.get(key)
        if kept is None:
            facts, stages = self._document.analysis.facts, self._document.timeline.history.stages
            ran = sorted(self._ran_at[node] for node in nodes if node in self._ran_at)
            failed = sorted(self._ran_at[n] for n in nodes if n in self._ran_at and facts[n].failed)
            never = (stages[node][-1] for node in nodes if node not in self._ran_at)
            unknown = sorted(step for step, progress in never if progress == "unknown")
            kept = self._kept[key] = ran, failed, unknown
        return kept


class Burnt:
    """What the receipts of each bar had burnt by a moment; added up when it is first asked for."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._kept: dict[str, tuple[list[int], list[int]]] = {}

    def of(self, bar: Bar, moment: Moment | None) -> int:
        """Gas of one bar."""
        if moment is None or moment.at_end:
            return bar.burnt
        kept = self._kept.get(bar.key)
        if kept is None:
            ran_at = self._document.timeline.history.ran_at
            ran = sorted((ran_at[node], self._gas(bar, node)) for node in bar.nodes if node in ran_at)
            steps = [step for step, _ in ran]
            kept = self._kept[bar.key] = steps, [0, *accumulate(gas for _, gas in ran)]
        steps, sums = kept
        return sums[bisect_right(steps, moment.index)]

    def whole(self, moment: Moment | None) -> int:
        """Gas of all receipts, refunds left out."""
        if moment is None or moment.at_end:
            return self._document.analysis.gas.total_burnt
        return moment.gas_burnt

    def _gas(self, bar: Bar, node: str) -> int:
        outcome = self._document.graph.by_id[node].outcome
        if outcome is None:
            return 0
        if bar.sort != "cost":
            return outcome.gas_burnt or 0
        entries = outcome.profile or ()
        return sum(entry.gas for entry in entries if (entry.cost, entry.category) == bar.names)
