"""What differs between two moments: looked up by step, so that of a large transaction only that is painted anew."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from xccviz.analysis.types import Analysis
from xccviz.model.literals import Progress, happened
from xccviz.replay.standing import progress_counts
from xccviz.replay.types import History, Moment, Place, Timeline
from xccviz.values import frozen

MOST_STEPS = 64
"""Between moments that are further apart everything may differ."""
FEW = 16
"""So many nodes are rather looked up one by one than counted by step."""


@frozen
class Difference:
    """The ids of `nodes` that have come further or less far, and the `places` that hold something else."""

    nodes: frozenset[str]
    places: frozenset[Place]


NOTHING = Difference(frozenset(), frozenset())


class Changes:
    """What each step of a timeline changes."""

    def __init__(self, analysis: Analysis, timeline: Timeline) -> None:
        history = timeline.history
        self._last = len(timeline)
        self._nodes: dict[int, list[str]] = defaultdict(list)
        self._places: dict[int, list[Place]] = defaultdict(list)
        for node, stages in history.stages.items():
            latest = -1  # one that begins before an earlier one is seen with that
            for start, _ in stages:
                if start > latest:
                    latest = start
                    self._nodes[start].append(node)
        for known in (history.produced_at, history.arrived_at):
            for place, step in known.items():
                self._places[step].append(place)
        self._open_nodes = [node for node, stages in history.stages.items() if not happened(stages[-1][1])]
        self._first_nodes = [node.id for node in analysis.graph.nodes if node.parent is None]
        self._open_places: list[Place] = []
        for callback in history.callback_nodes:
            ran, unseen = history.ran_at.get(callback), unseen_from(history.stages[callback])
            for result in analysis.facts[callback].promise_results:
                place = (callback, result.slot)
                arrived = history.arrived_at.get(place)
                if arrived is None:
                    self._open_places.append(place)
                if ran is not None and (arrived is None or arrived > ran):
                    self._places[ran].append(place)  # what is still on its way then comes too late
                if unseen is not None and (arrived is None or arrived > unseen):
                    self._places[unseen].append(place)  # nobody knows any more what is still on its way

    def between(self, before: int, after: int) -> Difference | None:
        """What differs between the moments after `before` and after `after` steps; None for more than can be told.
        What never ends is told in other words at the end than before it."""
        low, high = sorted((before, after))
        if high - low > MOST_STEPS:
            return None
        nodes: set[str] = set()
        places: set[Place] = set()
        for step in range(low + 1, high + 1):
            nodes.update(self._nodes.get(step, ()))
            places.update(self._places.get(step, ()))
        if low < high == self._last:
            nodes.update(self._open_nodes)
            places.update(self._open_places)
        if low == 0 < high:
            nodes.update(self._first_nodes)
        return Difference(frozenset(nodes), frozenset(places))


def seen(stages: Iterable[tuple[int, Progress]]) -> Iterator[tuple[int, Progress]]:
    """The stages of a node with the steps from which they are seen: one that begins before an earlier one has to wait
    for that, and of those that begin at one step the last is seen."""
    latest = 0
    for start, progress in stages:
        latest = max(latest, start)
        yield latest, progress


def unseen_from(stages: Iterable[tuple[int, Progress]]) -> int | None:
    """The step from which nobody knows whether a node has run; None where that is known."""
    return next((start for start, progress in seen(stages) if progress == "unknown"), None)


class Tallies:
    """How far the nodes of places have come: few are looked up, many are counted by step."""

    def __init__(self, analysis: Analysis, history: History) -> None:
        self._analysis, self._history = analysis, history
        self._known: dict[str, Tally] = {}

    def counts(self, key: str, nodes: Sequence[str], moment: Moment | None) -> Counter[Progress]:
        """How many of the nodes of the place `key` have come how far at a moment."""
        if moment is None or len(nodes) <= FEW:
            return progress_counts(self._analysis, nodes, moment)
        tally = self._known.get(key)
        if tally is None:
            tally = self._known[key] = Tally(self._history, nodes)
        return tally.at(moment.index)


class Tally:
    """How many of many nodes have come how far and what they burnt, at any step: each is as quick as the others.
    `burnt`: the gas of each."""

    def __init__(self, history: History, members: Sequence[str], burnt: Sequence[int] = ()) -> None:
        ran = sorted(
            (history.ran_at[member], gas)
            for member, gas in zip(members, burnt, strict=False)
            if member in history.ran_at
        )
        self._ran = [step for step, _ in ran]
        self._burnt = list(accumulate((gas for _, gas in ran), initial=0))
        begins: Mapping[Progress, list[int]] = defaultdict(list)
        ends: Mapping[Progress, list[int]] = defaultdict(list)
        for member in members:
            before: Progress | None = None
            for start, progress in dict(seen(history.stages[member])).items():
                begins[progress].append(start)
                if before is not None:
                    ends[before].append(start)
                before = progress
        self._known = {
            progress: (sorted(starts), sorted(ends[progress])) for progress, starts in begins.items()
        }

    def at(self, index: int) -> Counter[Progress]:
        """After `index` steps."""
        counts = {
            progress: bisect_right(starts, index) - bisect_right(ends, index)
            for progress, (starts, ends) in self._known.items()
        }
        return Counter({progress: count for progress, count in counts.items() if count})

    def burnt_at(self, index: int) -> int:
        """Gas burnt by all of them after `index` steps."""
        return self._burnt[bisect_right(self._ran, index)]


class Refunds:
    """What many refunds have brought at any step: each is as quick as the others."""

    def __init__(self, analysis: Analysis, history: History, members: Sequence[str]) -> None:
        self._steps: list[int] = []
        self._known: list[tuple[int, int, str]] = [(0, 0, "")]
        accounts: dict[str, None] = {}
        total = 0
        came = sorted((history.ran_at[member], member) for member in members if member in history.ran_at)
        for step, member in came:
            receipt = analysis.graph.by_id[member].action_receipt
            if receipt is not None:
                accounts[receipt.receiver_id] = None
                total += receipt.deposit
            self._steps.append(step)
            self._known.append((total, len(accounts), next(iter(accounts), "")))

    def at(self, index: int) -> tuple[int, int, int, str]:
        """After `index` steps: how many have come, what they brought (yocto), to how many accounts, and to the first of
        them, "" where no document says."""
        count = bisect_right(self._steps, index)
        return (count, *self._known[count])
