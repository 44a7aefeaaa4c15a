"""The curved lines of a drawing as Qt paints them quickly: in straight pieces, made where they come in sight and kept
(`display/chords.py`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log2

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath

from xccviz.display.chords import Stretch, stretches
from xccviz.display.types import NONE, Path
from xccviz.layout.types import Segment

OFF_PX = 0.05
"""Px on screen that a straight piece may be off its curve."""


class Strokes:
    """The pieces of lines, by the keys of the lines."""

    def __init__(self) -> None:
        self._zoom: int | None = None
        self._known: dict[str, _Line] = {}

    def pieces(self, line: Path, area: QRectF, scale: float) -> Iterator[QPainterPath] | None:
        """The pieces of a line that may touch an area of the scene, with its dashes; None for what is painted as it
        is. `scale`: px on screen of a px of the scene."""
        if line.fill != NONE or not any(segment.op == "C" for segment in line.segments):
            return None
        zoom = round(log2(scale))
        if zoom != self._zoom:
            self._zoom, self._known = zoom, {}
        known = self._known.get(line.key)
        if known is None or known.segments is not line.segments or known.dash != line.dash:
            known = self._known[line.key] = _Line(line.segments, line.dash, OFF_PX / 2.0**zoom)
        edge = line.stroke_width
        return known.within(area.adjusted(-edge, -edge, edge, edge))


class _Line:
    """The pieces of one line."""

    def __init__(self, segments: Sequence[Segment], dash: Sequence[float], tolerance: float) -> None:
        self.segments, self.dash, self._tolerance = segments, dash, tolerance
        self._stretches = stretches(segments)
        self._made: dict[Stretch, QPainterPath] = {}

    def within(self, area: QRectF) -> Iterator[QPainterPath]:
        seen = area.left(), area.top(), area.right(), area.bottom()
        for whole in self._stretches:
            for stretch in whole.within(seen):
                made = self._made.get(stretch)
                if made is None:
                    made = self._made[stretch] = QPainterPath()
                    for x, y, to_x, to_y in stretch.chords(self.dash, self._tolerance):
                        made.moveTo(x, y)
                        made.lineTo(to_x, to_y)
                yield made
