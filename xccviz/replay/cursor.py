"""The cursor: a position in a timeline; `moves` says where it can go."""

from __future__ import annotations

from xccviz.replay.types import Timeline
from xccviz.values import frozen


@frozen
class Cursor:
    """`index` steps have happened (0 … n)."""

    index: int


def at(timeline: Timeline, index: int) -> Cursor:
    """The cursor at `index`, clamped."""
    return Cursor(max(0, min(index, len(timeline))))
