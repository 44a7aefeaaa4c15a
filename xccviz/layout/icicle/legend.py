"""What the parts of a cell and the signs mean, in a row at the lower end of the drawing."""

from __future__ import annotations

from collections.abc import Container

from xccviz.layout.icicle.types import LegendEntry
from xccviz.layout.measure import measure
from xccviz.layout.types import Bounds
from xccviz.words.gas_view import LEGEND

SIZE, SAMPLE, SIGN, GAP, BETWEEN, ROW = 11.5, 26.0, 14.0, 8.0, 22.0, 22.0
"""Px: words, a sample of a surface, of a sign, from it to its words, between entries, and a row of them."""
SIGNS = frozenset(("failed", "starved", "odd"))


def legend_of(kinds: Container[str], y: float, left: float, right: float) -> tuple[LegendEntry, ...]:
    """The entries of the given kinds, from the upper left."""
    made: list[LegendEntry] = []
    x = left
    for kind, words in LEGEND.items():
        if kind not in kinds:
            continue
        wide = (SIGN if kind in SIGNS else SAMPLE) + GAP + measure(words, "regular", SIZE)
        if made and x + wide > right:
            x, y = left, y + ROW
        made.append(LegendEntry(kind, words, Bounds(round(x, 2), y, wide, ROW)))
        x += wide + BETWEEN
    return tuple(made)
