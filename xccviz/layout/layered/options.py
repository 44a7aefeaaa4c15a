"""The options of the graph, which `LayoutOptions.expanded` holds while they are taken (`layout.types.option_key`)."""

from __future__ import annotations

from xccviz.layout.types import option_key, option_of

GRAPH = "graph"
APART = option_key(GRAPH, "apart")
"""Siblings alike stand each for itself."""
WHOLE = option_key(GRAPH, "whole")
"""Nothing is folded."""
RIGHT = option_key(GRAPH, "way", "right")
"""It leads from left to right."""
PATH = option_key(GRAPH, "path")
"""The critical path stands out."""
SHADES = ("contract", "gas", "waiting")
"""What cards can be marked by, beside how far they have come."""


def shade_key(shade: str) -> str:
    """The key of marking cards by one of `SHADES`."""
    return option_key(GRAPH, "shade", shade)


def shade_of(taken: frozenset[str]) -> str | None:
    """What cards are marked by."""
    shade = option_of(taken, GRAPH, "shade")
    return shade if shade in SHADES else None
