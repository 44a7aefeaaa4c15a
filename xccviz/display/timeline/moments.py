"""Where *now* is in a timeline."""

from __future__ import annotations

from bisect import bisect_right

from xccviz.document import Document
from xccviz.layout.timeline.types import Column, TimelineLayout
from xccviz.words.timeline import step_sign


def now_x(layout: TimelineLayout, column: int | None) -> float | None:
    """Where the line of *now* stands: at the right of its column; None at the end."""
    if column is None:
        return None
    return layout.columns[column].right if column >= 0 else layout.columns[0].x


def last_steps(document: Document, layout: TimelineLayout) -> list[int]:
    """The number of the last step in each column, 0 where there is none."""
    ran_at = document.timeline.history.ran_at
    starts = [column.first for column in layout.columns]
    steps = [0] * len(layout.columns)
    at_height: dict[int, int] = {}
    if layout.by_block:
        for step in document.timeline.steps:
            if step.height is not None and step.kind not in ("deliver", "ready"):
                at_height[step.height] = max(at_height.get(step.height, 0), step.n)
    for node, tick in layout.ticks.items():
        column = bisect_right(starts, tick) - 1
        if column >= 0:
            steps[column] = max(steps[column], ran_at.get(node, 0), at_height.get(tick, 0))
    return steps


def steps_words(document: Document, layout: TimelineLayout, column: Column) -> str:
    """The steps at which what stands in a column ran: `step 7`, `step 7 – step 9`; "" for none."""
    ran_at = document.timeline.history.ran_at
    ran = [ran_at.get(node, 0) for node, tick in layout.ticks.items() if column.first <= tick <= column.last]
    known = sorted(filter(None, ran))
    return " – ".join(dict.fromkeys(step_sign(n) for n in (known[0], known[-1]))) if known else ""
