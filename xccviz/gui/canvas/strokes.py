"""The curved lines of a drawing as Qt paints them quickly: in straight pieces, made where they come in sight and kept
(`display/chords.py`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from math import log2

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath

from xccviz.display.chords import Area, Stretch, stretches
from xccviz.display.types import NONE, Path
from xccviz.layout.types import Segment

OFF_PX = 0.1
"""Px on screen that a straight piece may be off its curve."""


class Strokes:
    """The pieces of lines, by the keys of the lines."""

    def __init__(self) -> None:
        self._zoom: int | None = None
        self._known: dict[str, _Line] = {}

    def pieces(self, line: Path, area: QRectF, scale: float) -> Iterator[QPainterPath] | None:
        """The pieces of a line that may touch an area of the scene, with its dashes; None for what is painted as it
        is. `scale`: px on screen of a px of the scene."""
        known = self._line(line, scale)
        if known is None:
            return None
        return known.pieces(_around(area, line.stroke_width), line.dash, OFF_PX / 2.0 ** (self._zoom or 0))

    def places(self, line: Path, area: QRectF, scale: float) -> list[QRectF] | None:
        """Where they are, in scene px."""
        known = self._line(line, scale)
        if known is None:
            return None
        edge = line.stroke_width
        found = known.within(_around(area, edge), bool(line.dash))
        return [QRectF(x, y, right - x, low - y).adjusted(-edge, -edge, edge, edge)
                for x, y, right, low in (stretch.around for stretch in found)]  # fmt: skip

    def _line(self, line: Path, scale: float) -> _Line | None:
        if line.fill != NONE or not any(segment.op == "C" for segment in line.segments):
            return None
        zoom = round(log2(scale))
        if zoom != self._zoom:
            self._zoom, self._known = zoom, {}
        known = self._known.get(line.key)
        if known is None or known.segments is not line.segments:
            known = self._known[line.key] = _Line(line.segments)
        return known


class _Line:
    """The pieces of one line, with each sort of dashes that it has had: it gets and loses them step by step."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = segments
        self._stretches: dict[bool, tuple[Stretch, ...]] = {}
        self._made: dict[tuple[float, ...], dict[Stretch, QPainterPath]] = defaultdict(dict)

    def within(self, area: Area, dashed: bool) -> Iterator[Stretch]:
        if dashed not in self._stretches:
            self._stretches[dashed] = stretches(self.segments, dashed)
        return chain.from_iterable(whole.within(area) for whole in self._stretches[dashed])

    def pieces(self, area: Area, dash: tuple[float, ...], tolerance: float) -> Iterator[QPainterPath]:
        known = self._made[dash]
        for stretch in self.within(area, bool(dash)):
            made = known.get(stretch)
            if made is None:
                made = known[stretch] = QPainterPath()
                for x, y, to_x, to_y in stretch.chords(dash, tolerance):
                    made.moveTo(x, y)
                    made.lineTo(to_x, to_y)
            yield made


def _around(area: QRectF, edge: float) -> Area:
    return area.left() - edge, area.top() - edge, area.right() + edge, area.bottom() + edge
