"""The cursor: a position in a timeline, moved by pure functions that return a new, clamped cursor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from xccviz.analysis.types import Analysis
from xccviz.replay.history import following, preceding
from xccviz.replay.types import Step, Timeline
from xccviz.values import frozen

Granularity = Literal["receipt", "step"]

_STOPS = ("convert", "execute", "yield", "timeout")


@frozen
class Cursor:
    """`index` steps have happened (0 … n). `granularity`: stop at receipts only, or at every step."""

    index: int
    granularity: Granularity = "receipt"


def at(timeline: Timeline, cursor: Cursor, index: int) -> Cursor:
    """`cursor` moved to `index`, clamped."""
    return Cursor(max(0, min(index, len(timeline))), cursor.granularity)


def first(timeline: Timeline, cursor: Cursor) -> Cursor:
    """Before everything: index 0."""
    return at(timeline, cursor, 0)


def last(timeline: Timeline, cursor: Cursor) -> Cursor:
    """The end, where a document opens."""
    return at(timeline, cursor, len(timeline))


def forward(timeline: Timeline, cursor: Cursor) -> Cursor:
    """The next stop: the next step, or with granularity `receipt` the next receipt that runs, else the end."""
    return _seek(timeline, cursor, 1, lambda step: cursor.granularity == "step" or step.kind in _STOPS)


def back(timeline: Timeline, cursor: Cursor) -> Cursor:
    """The stop before; index 0 when there is none."""
    return _seek(timeline, cursor, -1, lambda step: cursor.granularity == "step" or step.kind in _STOPS)


def next_callback(analysis: Analysis, timeline: Timeline, cursor: Cursor) -> Cursor:
    """The next execution of a callback or yield; unchanged when there is none."""
    return _jump(timeline, cursor, following(timeline.history.callbacks, cursor.index))


def previous_callback(analysis: Analysis, timeline: Timeline, cursor: Cursor) -> Cursor:
    """The execution of a callback or yield before this one; unchanged when there is none."""
    return _jump(timeline, cursor, preceding(timeline.history.callbacks, cursor.index))


def next_failure(analysis: Analysis, timeline: Timeline, cursor: Cursor) -> Cursor:
    """The next step at which a receipt fails; unchanged when there is none."""
    return _jump(timeline, cursor, following(timeline.history.failures, cursor.index))


def previous_failure(analysis: Analysis, timeline: Timeline, cursor: Cursor) -> Cursor:
    """The failure before this one; unchanged when there is none."""
    return _jump(timeline, cursor, preceding(timeline.history.failures, cursor.index))


def next_block(timeline: Timeline, cursor: Cursor) -> Cursor:
    """The first step of the next block; unchanged when there is none or no height is known."""
    return _jump(timeline, cursor, following([n for n, _ in timeline.history.heights], cursor.index))


def previous_block(timeline: Timeline, cursor: Cursor) -> Cursor:
    """The first step of this block, or of the one before when it stands there; unchanged when there is none."""
    return _jump(timeline, cursor, preceding([n for n, _ in timeline.history.heights], cursor.index))


def _seek(timeline: Timeline, cursor: Cursor, way: int, wanted: Callable[[Step], bool]) -> Cursor:
    index = cursor.index + way
    while 0 < index < len(timeline) and not wanted(timeline.steps[index - 1]):
        index += way
    return at(timeline, cursor, index)


def _jump(timeline: Timeline, cursor: Cursor, index: int | None) -> Cursor:
    return cursor if index is None else at(timeline, cursor, index)
