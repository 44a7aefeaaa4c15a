"""The moment at a step: what has run, who waits for which slot, what is in flight. Looked up in the history, so that
a step costs the same at both ends of a long transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import Any

from xccviz.analysis.types import Analysis
from xccviz.model.literals import Progress
from xccviz.replay.history import WAITS
from xccviz.replay.types import History, Moment, Place, Timeline, Waiter


def moment_at(analysis: Analysis, timeline: Timeline, index: int) -> Moment:
    """The state after the first `index` steps (clamped to 0 … len(timeline)); pure, and cheap in both directions.

    At the end every executed node is `done` or `failed`; what never ran is `waiting`, `not_yet` or `unknown`.
    """
    history = timeline.history
    index = max(0, min(index, len(timeline)))
    progress = _ProgressView(history, index)
    arrived_at, produced_at, ran_at = history.arrived_at, history.produced_at, history.ran_at

    def arrived(place: Place) -> bool:
        return arrived_at.get(place, index + 1) <= index

    def in_flight(place: Place) -> bool:
        if produced_at.get(place, index + 1) > index or arrived(place):
            return False
        return ran_at.get(place[0], index + 1) > index

    at_end = index == len(timeline)

    def stands_there(place: Place) -> bool:
        # What was produced in the last block that is known is told as arrived: there is no later step to do it at.
        return arrived(place) or (at_end and in_flight(place))

    return Moment(
        index=index,
        at_end=at_end,
        step=timeline.steps[index - 1] if index else None,
        progress=progress,
        arrived=_Places(arrived_at, arrived),
        in_flight=_Places(produced_at, in_flight),
        waiters=_Waiters(analysis, history, progress, index, stands_there if at_end else None),
        gas_burnt=history.gas[index],
        logs=history.logs[index],
    )


class _Waiters(Mapping[str, Waiter]):
    """Who waits at a moment; what each waits for is looked up when it is asked for, as a join may have thousands."""

    def __init__(
        self,
        analysis: Analysis,
        history: History,
        progress: Mapping[str, Progress],
        index: int,
        stands_there: Callable[[Place], bool] | None,
    ) -> None:
        self._analysis = analysis
        self._stands_there = stands_there
        self._index, self._history, self._progress = index, history, progress

    @cached_property
    def _found(self) -> dict[str, Waiter | None]:
        progress = self._progress
        return {node: None for node in self._history.callback_nodes if progress[node] in WAITS}

    def __getitem__(self, node: str) -> Waiter:
        found = self._found[node]
        if found is None:
            results, index = self._analysis.facts[node].promise_results, self._index
            at = self._history.arrived_at
            late, holds = index + 1, self._stands_there
            here = (
                [result for result in results if at.get((node, result.slot), late) <= index]
                if holds is None
                else [result for result in results if holds((node, result.slot))]
            )
            slots = {result.slot for result in here}
            got = tuple(result.slot for result in here if result.result != "failed")
            bad = tuple(result.slot for result in here if result.result == "failed")
            out = tuple(result.slot for result in results if result.slot not in slots)
            found = self._found[node] = Waiter(node, got, bad, out)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


class _Places(AbstractSet[Place]):
    """The places among `candidates` that hold at a moment."""

    def __init__(self, candidates: Mapping[Place, int], holds: Callable[[Place], bool]) -> None:
        self._candidates = candidates
        self._holds = holds

    def __contains__(self, place: object) -> bool:
        return self._holds(place)  # type: ignore[arg-type]  # it looks any key up

    def __iter__(self) -> Iterator[Place]:
        return (place for place in self._candidates if self._holds(place))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @classmethod
    def _from_iterable(cls, it: Any) -> Any:
        return frozenset(it)


class _ProgressView(Mapping[str, Progress]):
    """How far each node has come after `index` steps."""

    def __init__(self, history: History, index: int) -> None:
        self._stages = history.stages
        self._index = index

    def __getitem__(self, node_id: str) -> Progress:
        index = self._index
        found: Progress = "not_yet"
        for start, progress in self._stages[node_id]:
            if start > index:
                break
            found = progress
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._stages)

    def __len__(self) -> int:
        return len(self._stages)
