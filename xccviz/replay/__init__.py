"""The stepper without a screen: timeline of steps, cursor, and the moment at a step."""

from xccviz.replay.cursor import (
    Cursor,
    at,
    back,
    first,
    forward,
    last,
    next_block,
    next_callback,
    next_failure,
    previous_block,
    previous_callback,
    previous_failure,
)
from xccviz.replay.moment import moment_at
from xccviz.replay.timeline import build_timeline

__all__ = [
    "Cursor",
    "at",
    "back",
    "build_timeline",
    "first",
    "forward",
    "last",
    "moment_at",
    "next_block",
    "next_callback",
    "next_failure",
    "previous_block",
    "previous_callback",
    "previous_failure",
]
