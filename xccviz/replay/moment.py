"""The moment at a step: what has run, who waits for which slot, what is in flight. Looked up in the history, so that
a step costs the same at both ends of a long transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from xccviz.analysis.promise_results import has_run
from xccviz.analysis.types import Analysis
from xccviz.graph.types import Node
from xccviz.replay.types import History, Moment, Place, Progress, Timeline, Waiter


def moment_at(analysis: Analysis, timeline: Timeline, index: int) -> Moment:
    """The state after the first `index` steps (clamped to 0 … len(timeline)); pure, and cheap in both directions.

    At the end every executed node is `done` or `failed`; what never ran is `waiting`, `not_yet` or `unknown`.
    """
    history = timeline.history
    index = max(0, min(index, len(timeline)))
    progress = _ProgressView(analysis, history, index)
    arrived_at, produced_at, ran_at = history.arrived_at, history.produced_at, history.ran_at

    def arrived(place: Place) -> bool:
        return arrived_at.get(place, index + 1) <= index

    def in_flight(place: Place) -> bool:
        if produced_at.get(place, index + 1) > index or arrived(place):
            return False
        return ran_at.get(place[0], index + 1) > index

    return Moment(
        index=index,
        at_end=index == len(timeline),
        step=timeline.steps[index - 1] if index else None,
        progress=progress,
        arrived=_Places(arrived_at, arrived),
        in_flight=_Places(produced_at, in_flight),
        waiting=tuple(_waiting(analysis, history, progress, arrived)),
        gas_burnt=history.gas[index],
        logs=history.logs[index],
    )


def _waiting(
    analysis: Analysis, history: History, progress: _ProgressView, arrived: Callable[[Place], bool]
) -> Iterator[Waiter]:
    for node in history.callback_nodes:
        if progress.ran(node) or progress[node] not in ("waiting", "ready"):
            continue
        outstanding: list[int] = []
        got: list[int] = []
        bad: list[int] = []
        for result in analysis.facts[node].promise_results:
            if not arrived((node, result.slot)):
                outstanding.append(result.slot)
            else:
                (bad if result.result == "failed" else got).append(result.slot)
        yield Waiter(node, tuple(got), tuple(bad), tuple(outstanding))


class _Places(AbstractSet[Place]):
    """The places among `candidates` that hold at a moment."""

    def __init__(self, candidates: Mapping[Place, int], holds: Callable[[Place], bool]) -> None:
        self._candidates = candidates
        self._holds = holds

    def __contains__(self, place: object) -> bool:
        return place in self._candidates and self._holds(place)  # type: ignore[arg-type]  # a key, so a Place

    def __iter__(self) -> Iterator[Place]:
        return (place for place in self._candidates if self._holds(place))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @classmethod
    def _from_iterable(cls, it: Any) -> Any:
        return frozenset(it)


class _ProgressView(Mapping[str, Progress]):
    """How far each node has come after `index` steps."""

    def __init__(self, analysis: Analysis, history: History, index: int) -> None:
        self._analysis = analysis
        self._history = history
        self._index = index

    def ran(self, node: str | None) -> bool:
        """Whether a node has run."""
        return node is not None and self._history.ran_at.get(node, self._index + 1) <= self._index

    def __getitem__(self, node_id: str) -> Progress:
        return self._progress(self._analysis.graph.by_id[node_id])

    def __iter__(self) -> Iterator[str]:
        return (node.id for node in self._analysis.graph.nodes)

    def __len__(self) -> int:
        return len(self._analysis.graph.nodes)

    def _progress(self, node: Node) -> Progress:
        facts = self._analysis.facts[node.id]
        if node.kind == "transaction" and facts.state == "invalid":
            return "failed"
        if self.ran(node.id):
            return "failed" if facts.failed else "done"
        exists = node.parent is None or self.ran(node.parent)
        if node.kind in ("data_receipt", "distribution"):
            return "done" if exists else "not_yet"
        if not exists:
            return "not_yet"
        if self._history.ready_at.get(node.id, self._index + 1) <= self._index:
            return "ready"
        if facts.promise_results:
            places = ((node.id, result.slot) for result in facts.promise_results)
            all_there = all(self._history.arrived_at.get(place, self._index + 1) <= self._index for place in places)
            return "ready" if all_there else "waiting"
        if has_run(node) or node.id in self._history.pending:
            return "not_yet"
        return "unknown"
