"""Which entries a legend needs, and how much room they take: only for the sorts of edges that a drawing has."""

from __future__ import annotations

from collections.abc import Iterable

from xccviz.layout.layered.types import LegendEntry, LegendKind
from xccviz.layout.measure import measure
from xccviz.layout.types import Bounds
from xccviz.model.edge_kinds import EdgeRow

LEGEND_SIZE = 11.5
SAMPLE_WIDTH = 26.0
_TEXT_GAP = 8.0
_ENTRY_GAP = 26.0
LABELS: dict[LegendKind, str] = {
    "calls": "calls",
    "delivers": "delivers a result",
    "delivers_failed": "delivers a failure",
    "returns": "returns its promise",
    "refunds": "gives back",
    "detached": "detached: not part of the result",
    "inferred": "inferred",
    "in_flight": "in flight",
    "awaited": "awaited",
}


def line_of(row: EdgeRow) -> LegendKind:
    """The entry that explains a kind of edge which feeds no slot (a line to a slot tells the slot's state)."""
    if row.sort == "result":
        return "returns"
    return "refunds" if row.kind == "refunds" else "calls"


def legend_entries(kinds: Iterable[LegendKind], x: float, y: float, height: float) -> tuple[LegendEntry, ...]:
    """Entries of the given kinds in a row from (x, y), in a fixed order; `bounds` in scene px."""
    wanted = set(kinds)
    entries: list[LegendEntry] = []
    for kind, label in LABELS.items():
        if kind in wanted:
            width = SAMPLE_WIDTH + _TEXT_GAP + measure(label, "regular", LEGEND_SIZE)
            entries.append(LegendEntry(kind, label, Bounds(round(x, 2), y, width, height)))
            x += width + _ENTRY_GAP
    return tuple(entries)


def text_x(entry: LegendEntry) -> float:
    """Where the words of an entry begin."""
    return entry.bounds.x + SAMPLE_WIDTH + _TEXT_GAP
