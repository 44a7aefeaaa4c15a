"""The stepper without a screen: timeline of steps, cursor, moves, and the moment at a step."""

from xccviz.replay.cursor import Cursor, at
from xccviz.replay.moment import moment_at
from xccviz.replay.moves import moved
from xccviz.replay.timeline import build_timeline
from xccviz.replay.ways import Ways

__all__ = ["Cursor", "Ways", "at", "build_timeline", "moment_at", "moved"]
