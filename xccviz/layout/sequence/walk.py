"""Walking a sequence by keyboard: down and up the receipts of a lifeline, left and right to the next one, and along a
message."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.layout.sequence.types import Bar, SequenceLayout
from xccviz.layout.types import REFUNDS_KEY, Bounds, Walk, Way

LINE_END = 8.0
"""Px that signs of the folded refunds stand left of the end of their line."""


def walk(layout: SequenceLayout, key: str | None, way: Way) -> Walk | None:
    """The next bar from bar `key`, None where there is none that way. From nowhere one comes to the first. Down and up
    stay on the lifeline; the folded refunds, which are of none, come right of the last."""
    here = layout.by_key.get(key or "")
    if here is None:
        return Walk(layout.bars[0].key) if layout.bars else None
    refunds = layout.by_key.get(REFUNDS_KEY)
    if here.kind == "refunds":
        found = _beside(layout, here, len(layout.lifelines), -1) if way in ("cause", "left") else None
        return Walk(found.key) if found is not None else None
    if way in ("left", "right"):
        found = _beside(layout, here, here.column, 1 if way == "right" else -1)
        beyond = refunds if way == "right" else None
        found = found if found is not None else beyond
        return Walk(found.key) if found is not None else None
    column = _column(layout, here.column)
    at = column.index(here) + (1 if way == "effect" else -1)
    return Walk(column[at].key) if 0 <= at < len(column) else None


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


def _beside(layout: SequenceLayout, here: Bar, column: int, way: int) -> Bar | None:
    """The bar nearest in time on the next lifeline from `column` that has any."""
    column += way
    while 0 <= column < len(layout.lifelines):
        bars: Sequence[Bar] = _column(layout, column)
        if bars:
            return min(bars, key=lambda bar: (abs(bar.bounds.y - here.bounds.y), bar.bounds.y))
        column += way
    return None
