"""What the lines and bars of a sequence mean: only the sorts that occur in it, in rows at its lower end."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.analysis.types import Analysis
from xccviz.layout.measure import measure
from xccviz.layout.sequence.types import Bar, LegendEntry, LegendKind, Message, WaitKind
from xccviz.layout.types import Bounds
from xccviz.words.legend import QUEUED, SHORT, WAITS, YIELDS

SIZE, SAMPLE, GAP, BETWEEN, ROW = 11.5, 26.0, 8.0, 22.0, 22.0
"""Px: words, a sample, from it to its words, between entries, and a row of them."""
LEFT = 16.0
BAR_SAMPLE = 8.0
_WAITS: dict[WaitKind, tuple[LegendKind, str]] = {
    "data": ("waits", WAITS),
    "yield": ("yields", YIELDS),
    "queue": ("queued", QUEUED),
}


def legend_of(
    analysis: Analysis, messages: Sequence[Message], bars: Sequence[Bar], y: float, width: float
) -> tuple[LegendEntry, ...]:
    """The entries, from the upper left."""
    occurs = _lines(analysis, messages)
    wanted: list[tuple[LegendKind, str, float]] = [
        (kind, words, SAMPLE) for kind, words in SHORT.items() if kind in occurs
    ]
    waits = {bar.wait_kind for bar in bars if bar.wait is not None}
    wanted += [(*entry, BAR_SAMPLE) for kind, entry in _WAITS.items() if kind in waits]
    made: list[LegendEntry] = []
    x = LEFT
    for kind, words, sample in wanted:
        wide = sample + GAP + measure(words, "regular", SIZE)
        if made and x + wide > width - LEFT:
            x, y = LEFT, y + ROW
        made.append(LegendEntry(kind, words, Bounds(round(x, 2), y, wide, ROW)))
        x += wide + BETWEEN
    return tuple(made)


def _lines(analysis: Analysis, messages: Sequence[Message]) -> set[LegendKind]:
    """The sorts of lines that occur at some moment."""
    graph = analysis.graph
    found: set[LegendKind] = set()
    for message in messages:
        edges = message.edges
        if any(edge.origin == "inferred" for edge in edges):
            found.add("inferred")
        if message.kind == "refunds":
            found.add("refunds")
        elif message.slots or message.kind in ("delivers", "awaits", "resumes"):
            # Which of the two it will be is not told before: the legend is the same at each moment.
            found |= {"in_flight", "awaited", "delivers", "delivers_failed"}
        else:
            detached = all("detached" in graph.by_id[edge.target].roles for edge in edges)
            found.add("detached" if detached else "calls")
    return found
