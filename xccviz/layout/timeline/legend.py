"""What the bars of a timeline mean: always all of it, in rows at its lower end."""

from __future__ import annotations

from collections.abc import Collection

from xccviz.analysis.time.stretches import Cause
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
"""Px below which those come first that nothing else tells: a bar with less room leaves the last ones out."""


def legend_of(y: float, width: float, causes: Collection[Cause] = ()) -> tuple[LegendEntry, ...]:
    """The entries, from the upper left. `causes`: those that are there."""
    made: list[LegendEntry] = []
    x = LEFT
    entries = _ENTRIES if width >= _SHORT else sorted(_ENTRIES, key=lambda entry: _rank(entry[0], causes))
    for kind, words in entries:
        sample = SAMPLE + GAP if kind != "waits" else 0.0
        wide = sample + measure(words, "regular", SIZE)
        if made and x + wide > width - LEFT:
            x, y = LEFT, y + ROW
        made.append(LegendEntry(kind, words, Bounds(round(x, 2), y, wide, ROW)))
        x += wide + BETWEEN
    return tuple(made)


def _rank(kind: LegendKind, causes: Collection[Cause]) -> int:
    """The critical path, then what was waited for here, then what could be; runs and failures have a sign each."""
    order: tuple[Collection[str], ...] = (("path",), ("waits",), causes, CAUSES)
    return next((rank for rank, kinds in enumerate(order) if kind in kinds), len(order))
