"""Where *now* is in a timeline."""

from __future__ import annotations

from xccviz.document import Document
from xccviz.layout.timeline.types import TimelineLayout


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
