"""Whether anything is under way at a step, or has come by then: looked up, as a legend asks for it at every step."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Collection, Iterable
from itertools import pairwise

from xccviz.analysis.types import Analysis, result_in
from xccviz.replay.changes import seen
from xccviz.replay.history import WAITS
from xccviz.replay.types import Moment, Place, Timeline

_NEVER = sys.maxsize


class Passing:
    """When results are on their way to callbacks, and when callbacks wait for some; `among`: to and for these places
    only."""

    def __init__(
        self, analysis: Analysis, timeline: Timeline, among: Collection[Place] | None = None
    ) -> None:
        history, facts = timeline.history, analysis.facts
        ran_at = history.ran_at
        arrived_at = history.arrived_at
        if among is not None:
            arrived_at = {place: step for place, step in arrived_at.items() if place in among}
        self._in_flight = _Spans(
            (start, min(arrived_at.get(place, _NEVER), ran_at.get(place[0], _NEVER)))
            for place, start in history.produced_at.items()
            if among is None or place in among
        )
        waits: list[tuple[int, int]] = []
        self._pending = False
        for callback in history.callback_nodes:
            results = [
                result
                for result in facts[callback].promise_results
                if among is None or (callback, result.slot) in among
            ]
            if not results:
                continue
            last = max(arrived_at.get((callback, result.slot), _NEVER) for result in results)
            stages = [*dict(seen(history.stages[callback])).items(), (_NEVER, "done")]
            waits += (
                (start, min(end, last))
                for (start, progress), (end, _) in pairwise(stages)
                if progress in WAITS
            )
            self._pending = self._pending or any(result.result == "pending" for result in results)
        self._awaited = _Spans(waits)
        self._first: dict[bool, int] = {}
        for (callback, slot), step in arrived_at.items():
            result = result_in(facts[callback].promise_results, slot)
            if result is not None and result.result in ("success", "failed"):
                failed = result.result == "failed"
                self._first[failed] = min(step, self._first.get(failed, _NEVER))

    def delivered(self, moment: Moment | None, *, failed: bool) -> bool:
        """Whether a result has come by then, or a failure."""
        first = self._first.get(failed)
        return first is not None and (moment is None or moment.at_end or moment.index >= first)

    def in_flight(self, moment: Moment | None) -> bool:
        """Whether a result is on its way; at the end, whether any is still to come."""
        return self._pending if moment is None or moment.at_end else self._in_flight.at(moment.index)

    def awaited(self, moment: Moment | None) -> bool:
        """Whether somebody waits for a result; at the end, whether any is still to come."""
        return self._pending if moment is None or moment.at_end else self._awaited.at(moment.index)


class _Spans:
    """Pairs (from this step on, to before this one)."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        kept = [(start, end) for start, end in spans if start < end]
        self._starts, self._ends = sorted(start for start, _ in kept), sorted(end for _, end in kept)

    def at(self, index: int) -> bool:
        """Whether a step is in any of them."""
        return bisect_right(self._starts, index) > bisect_right(self._ends, index)
