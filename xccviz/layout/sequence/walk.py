"""Walking a sequence by keyboard: down and up the receipts of a lifeline, left and right to the next one, and along a
message."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.layout.sequence.types import Bar, SequenceLayout
from xccviz.layout.types import REFUNDS_KEY, Bounds, Walk, Way

LINE_END = 8.0
"""Px that signs of the folded refunds stand left of the end of their line."""


def walk(layout: SequenceLayout, key: str | None, way: Way) -> Walk | None:
    """The next bar from bar `key`, None where there is none that way. From nowhere one comes to the first. Below the
    last of a lifeline stand the folded refunds."""
    here = layout.by_key.get(key or "")
    if here is None:
        return Walk(layout.bars[0].key) if layout.bars else None
    refunds = layout.by_key.get(REFUNDS_KEY)
    if here.kind == "refunds":
        above = [bar for bar in layout.bars if bar.kind != "refunds"]
        return Walk(max(above, key=_when).key) if way in ("cause", "left") and above else None
    if way in ("left", "right"):
        found = _beside(layout, here, 1 if way == "right" else -1)
        return Walk(found.key) if found is not None else None
    column = _column(layout, here.column)
    at = column.index(here) + (1 if way == "effect" else -1)
    if 0 <= at < len(column):
        return Walk(column[at].key)
    return Walk(refunds.key) if way == "effect" and refunds is not None else None


def follow(layout: SequenceLayout, key: str) -> Walk | None:
    """Where the message leads that goes out from a bar: its result, else the first it called."""
    out = [message for message in layout.messages if message.source == key]
    out.sort(key=lambda m: (m.kind in ("converts", "spawns", "refunds"), m.row))
    return Walk(out[0].target, out[0].key) if out else None


def neighbours(layout: SequenceLayout, key: str) -> tuple[Bar, ...]:
    """The bar `key` and all that a message joins to it."""
    keys = {key}
    for message in layout.messages:
        if key in (message.source, message.target):
            keys.update((message.source, message.target))
    return tuple(bar for bar in layout.bars if bar.key in keys)


def lines_of(layout: SequenceLayout, key: str) -> frozenset[str]:
    """Keys of the messages of a bar."""
    return frozenset(m.key for m in layout.messages if key in (m.source, m.target))


def stand_of(layout: SequenceLayout, key: str) -> Bounds | None:
    """Where a bar's receipt runs, of the folded refunds the end of their line; None where there is no such bar."""
    bar = layout.by_key.get(key)
    if bar is None or bar.kind != "refunds":
        return bar.stand if bar is not None else None
    return Bounds(bar.bounds.right - LINE_END, bar.bounds.y, 0.0, bar.bounds.height)


def _when(bar: Bar) -> tuple[float, float]:
    return bar.bounds.y, bar.bounds.x


def _column(layout: SequenceLayout, column: int) -> list[Bar]:
    bars = [bar for bar in layout.bars if bar.column == column and bar.kind != "refunds"]
    return sorted(bars, key=_when)


def _beside(layout: SequenceLayout, here: Bar, way: int) -> Bar | None:
    """The bar nearest in time on the next lifeline that has any."""
    column = here.column + way
    while 0 <= column < len(layout.lifelines):
        bars: Sequence[Bar] = _column(layout, column)
        if bars:
            return min(bars, key=lambda bar: (abs(bar.bounds.y - here.bounds.y), bar.bounds.y))
        column += way
    return None
