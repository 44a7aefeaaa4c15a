"""Where *now* is in a timeline."""

from __future__ import annotations

from xccviz.document import Document
from xccviz.layout.timeline.types import TimelineLayout
from xccviz.replay.types import Moment


def now_column(document: Document, layout: TimelineLayout, moment: Moment | None) -> int | None:
    """The column of what ran last by a moment; -1 before anything ran, None at the end."""
    if moment is None or moment.at_end:
        return None
    ran_at = document.timeline.history.ran_at
    tick = None
    for node, own in layout.ticks.items():
        if 0 < ran_at.get(node, 0) <= moment.index and (tick is None or own > tick):
            tick = own
    if tick is None:
        return -1
    return max((n for n, column in enumerate(layout.columns) if column.first <= tick), default=-1)


def now_x(layout: TimelineLayout, column: int | None) -> float | None:
    """Where the line of *now* stands: at the right of its column; None at the end."""
    if column is None:
        return None
    return layout.columns[column].right if column >= 0 else layout.columns[0].x


def last_steps(document: Document, layout: TimelineLayout) -> list[int]:
    """The number of the last step in each column, 0 where there is none."""
    ran_at = document.timeline.history.ran_at
    starts = {column.first: n for n, column in enumerate(layout.columns)}
    steps = [0] * len(layout.columns)
    at_height: dict[int, int] = {}
    if layout.by_block:
        for step in document.timeline.steps:
            if step.height is not None and step.kind not in ("deliver", "ready"):
                at_height[step.height] = max(at_height.get(step.height, 0), step.n)
    for node, tick in layout.ticks.items():
        column = starts.get(tick)
        if column is not None:
            steps[column] = max(steps[column], ran_at.get(node, 0), at_height.get(tick, 0))
    return steps
