"""The stepper without a screen: timeline of steps, cursor, and the moment at a step. What only steppers need (`moves`,
and the `ways` that they lead) is loaded by who steps."""

from xccviz.replay.cursor import Cursor, at
from xccviz.replay.moment import moment_at
from xccviz.replay.timeline import build_timeline

__all__ = ["Cursor", "at", "build_timeline", "moment_at"]
