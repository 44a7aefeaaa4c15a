"""What was known by a moment, for whoever asks why."""

from __future__ import annotations

from xccviz.analysis.why.reasons import Then
from xccviz.model.literals import happened
from xccviz.replay.types import Moment, Timeline


def then_at(timeline: Timeline, moment: Moment | None) -> Then:
    """What was known by a moment; None: by the end."""
    history = timeline.history
    if moment is None or moment.at_end:
        return Then(
            lambda node: node in history.ran_at, lambda node, slot: history.arrived_at.get((node, slot))
        )

    def arrived(node: str, slot: int) -> int | None:
        step = history.arrived_at.get((node, slot))
        return step if step is not None and step <= moment.index else None

    return Then(lambda node: happened(moment.progress.get(node)), arrived)
