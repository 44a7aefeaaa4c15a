"""What the bars of a timeline mean: always all of it, in rows at its lower end."""

from __future__ import annotations

from xccviz.layout.measure import measure
from xccviz.layout.timeline.types import LegendEntry, LegendKind
from xccviz.layout.types import Bounds
from xccviz.words.timeline import CAUSES, FAILED, PATH, RUNS, WAITS_FOR

SIZE, SAMPLE, GAP, BETWEEN, ROW, LEFT = 11.5, 26.0, 7.0, 18.0, 22.0, 16.0
"""Px: words, a sample, from it to its words, between entries, a row of them, and free at the left."""
_ENTRIES: tuple[tuple[LegendKind, str], ...] = (
    ("runs", RUNS),
    ("failed", FAILED),
    ("waits", WAITS_FOR),
    ("data", CAUSES["data"]),
    ("yield", CAUSES["yield"]),
    ("delayed", CAUSES["delayed"]),
    ("congestion", CAUSES["congestion"]),
    ("queue", CAUSES["queue"]),
    ("path", PATH),
)


_SHORT = 1060.0
"""Px below which the causes come first: a bar with less room leaves the last ones out."""


def legend_of(y: float, width: float) -> tuple[LegendEntry, ...]:
    """The entries, from the upper left."""
    made: list[LegendEntry] = []
    x = LEFT
    entries = _ENTRIES if width >= _SHORT else (*_ENTRIES[2:], *_ENTRIES[:2])
    for kind, words in entries:
        sample = SAMPLE + GAP if kind != "waits" else 0.0
        wide = sample + measure(words, "regular", SIZE)
        if made and x + wide > width - LEFT:
            x, y = LEFT, y + ROW
        made.append(LegendEntry(kind, words, Bounds(round(x, 2), y, wide, ROW)))
        x += wide + BETWEEN
    return tuple(made)
