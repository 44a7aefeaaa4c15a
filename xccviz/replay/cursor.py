"""The cursor: a position in a timeline, moved by pure functions that return a new, clamped cursor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from xccviz.analysis.types import Analysis
from xccviz.replay.types import Step, Timeline

Granularity = Literal["receipt", "step"]

_STOPS = ("convert", "execute", "yield", "timeout")


@dataclass(frozen=True, slots=True)
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
    return _jump(timeline, cursor, 1, lambda step: _is_callback(analysis, step))


def previous_callback(analysis: Analysis, timeline: Timeline, cursor: Cursor) -> Cursor:
    """The execution of a callback or yield before this one; unchanged when there is none."""
    return _jump(timeline, cursor, -1, lambda step: _is_callback(analysis, step))


def next_failure(analysis: Analysis, timeline: Timeline, cursor: Cursor) -> Cursor:
    """The next step at which a receipt fails; unchanged when there is none."""
    return _jump(timeline, cursor, 1, lambda step: _fails(analysis, step))


def previous_failure(analysis: Analysis, timeline: Timeline, cursor: Cursor) -> Cursor:
    """The failure before this one; unchanged when there is none."""
    return _jump(timeline, cursor, -1, lambda step: _fails(analysis, step))


def _is_callback(analysis: Analysis, step: Step) -> bool:
    return step.kind == "execute" and bool(analysis.graph.slots.get(step.node))


def _fails(analysis: Analysis, step: Step) -> bool:
    return step.kind in ("execute", "refund") and analysis.facts[step.node].failed


def _seek(timeline: Timeline, cursor: Cursor, way: int, wanted: Callable[[Step], bool]) -> Cursor:
    index = cursor.index + way
    while 0 < index < len(timeline) and not wanted(timeline.steps[index - 1]):
        index += way
    return at(timeline, cursor, index)


def _jump(timeline: Timeline, cursor: Cursor, way: int, wanted: Callable[[Step], bool]) -> Cursor:
    index = cursor.index + way
    while 0 < index <= len(timeline):
        if wanted(timeline.steps[index - 1]):
            return at(timeline, cursor, index)
        index += way
    return cursor
