"""Which entries a legend needs, and how much room they take: only for the sorts of edges that a drawing has."""

from __future__ import annotations

from collections.abc import Iterable

from xccviz.layout.layered.types import LegendEntry
from xccviz.layout.measure import measure
from xccviz.layout.types import Bounds
from xccviz.model.literals import LineKind
from xccviz.words.legend import LEGEND

LEGEND_SIZE = 11.5
SAMPLE_WIDTH = 26.0
_TEXT_GAP = 8.0
_ENTRY_GAP = 26.0


def legend_entries(kinds: Iterable[LineKind], x: float, y: float, height: float) -> tuple[LegendEntry, ...]:
    """Entries of the given kinds in a row from (x, y), in a fixed order; `bounds` in scene px."""
    wanted = set(kinds)
    entries: list[LegendEntry] = []
    for kind in LEGEND:
        if kind in wanted:
            label = LEGEND[kind]
            width = SAMPLE_WIDTH + _TEXT_GAP + measure(label, "regular", LEGEND_SIZE)
            entries.append(LegendEntry(kind, label, Bounds(round(x, 2), y, width, height)))
            x += width + _ENTRY_GAP
    return tuple(entries)


def text_x(entry: LegendEntry) -> float:
    """Where the words of an entry begin."""
    return entry.bounds.x + SAMPLE_WIDTH + _TEXT_GAP
