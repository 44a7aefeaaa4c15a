"""A drawing seen from far away: all lines and all blocks of a colour in one call each, put together once a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from xccviz.display.detail import block_of, sign_of
from xccviz.display.qt import paint_primitive, painter_path
from xccviz.display.types import NONE, Marker, Path, Primitive, Rect, Role, Theme

FEW = 400
"""Up to so many boxes and lines are painted with smooth curves."""
MOST_SIGNS = 300
"""Of so many failed blocks each has its sign; of more their colour tells."""


class FarAway:
    """The lines and blocks of a display list, by colour."""

    def __init__(self, owners: Sequence[Sequence[Primitive]]) -> None:
        self._smooth = len(owners) <= FEW
        self._curves: dict[Role, QPainterPath] = {}
        self._lines: dict[Role, list[QLineF]] = defaultdict(list)
        self._blocks: dict[tuple[Role, Role], list[QRectF]] = defaultdict(list)
        self._rings: list[Rect] = []
        self._signs: list[tuple[Rect, Marker]] = []
        for parts in owners:
            self._add(parts)

    def _add(self, parts: Sequence[Primitive]) -> None:
        block = block_of(parts)
        if block is None:
            for primitive in parts[:1]:
                if isinstance(primitive, Path) and primitive.stroke != NONE:
                    self._add_line(primitive)
            return
        self._blocks[block.fill, block.stroke].append(QRectF(block.x, block.y, block.width, block.height))
        self._rings += block.rings
        if block.sign is not None:
            self._signs.append((block.card, block.sign))

    def _add_line(self, path: Path) -> None:
        if self._smooth:
            self._curves.setdefault(path.stroke, QPainterPath()).addPath(painter_path(path.segments))
        else:
            points = [QPointF(*segment.points[-2:]) for segment in path.segments if segment.points]
            self._lines[path.stroke] += [QLineF(a, b) for a, b in pairwise(points)]

    def paint(self, painter: QPainter, theme: Theme, scale: float, words: float) -> None:
        """All of it; `scale` in px on screen of a px of the scene, `words`: how much larger than usual words are."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self._smooth)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for role, curve in self._curves.items():
            painter.setPen(_hairline(theme, role))
            painter.drawPath(curve)
        for role, lines in self._lines.items():
            painter.setPen(_hairline(theme, role))
            painter.drawLines(lines)
        for (fill, stroke), boxes in self._blocks.items():
            painter.setPen(_hairline(theme, stroke))
            painter.setBrush(QColor(theme.roles[fill]) if fill != NONE else Qt.BrushStyle.NoBrush)
            painter.drawRects(boxes)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for primitive in self._above(scale, words):
            paint_primitive(painter, primitive, theme, scale)

    def _above(self, scale: float, words: float) -> Iterable[Primitive]:
        yield from (sign_of(card, sign, scale, words) for card, sign in self._signs[:MOST_SIGNS])
        for ring in self._rings:
            yield Rect(ring.key, ring.owner, ring.layer, ring.x, ring.y, ring.width, ring.height, ring.radius,
                       stroke=ring.stroke, stroke_width=2.25 / scale)  # fmt: skip


def _hairline(theme: Theme, role: Role) -> QPen:
    return QPen(QColor(theme.roles[role]), 0)
