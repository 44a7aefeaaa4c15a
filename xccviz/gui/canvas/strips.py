"""What of a drawing stays in sight while it scrolls: its strips, painted over the scene where the view begins."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from xccviz.display.hosting import Strip, Strips
from xccviz.display.qt import bounds_of, paint_primitive
from xccviz.display.types import PINNED, Layer, Primitive, Text, Theme


class Pinned:
    """The strips of a drawing and what stands in them. All in scene px."""

    def __init__(self) -> None:
        self.strips = Strips()
        self._parts: dict[Layer, tuple[Primitive, ...]] = {}
        self._size = (0.0, 0.0)

    def show(self, strips: Strips, primitives: Iterable[Primitive], width: float, height: float) -> None:
        """Show these strips of a drawing of that size."""
        self.strips, self._size = strips, (width, height)
        found: dict[Layer, list[Primitive]] = {layer: [] for layer in PINNED}
        for primitive in primitives if strips else ():
            if primitive.layer in found:
                found[primitive.layer].append(primitive)
        self._parts = {layer: tuple(parts) for layer, parts in found.items()}

    def strip_at(self, point: QPointF, seen: QPointF) -> tuple[Strip, QPointF]:
        """Which strip covers a point of the scene while the view begins at `seen`, and the point of the drawing that is
        painted there."""
        x, y = max(seen.x(), 0.0), max(seen.y(), 0.0)
        left = point.x() - x < self.strips.left
        top = point.y() - y < self.strips.top and point.x() < self.strips.until
        at = QPointF(point.x() - x if left else point.x(), point.y() - y if top else point.y())
        return "corner" if left and top else "left" if left else "top" if top else "body", at

    def paint(
        self, painter: QPainter, seen: QRectF, theme: Theme, scale: float, *, worded: bool = True
    ) -> None:
        """Paint them for a view that shows the rectangle `seen` of the scene; not `worded`: without their words."""
        if not self.strips:
            return
        width, height = self._size
        x, y = max(seen.x(), 0.0), max(seen.y(), 0.0)
        top, left = self.strips.top, self.strips.left
        areas: dict[Layer, tuple[QRectF, float, float]] = {
            "left": (QRectF(0, top, left, height - top), x, 0.0),
            "top": (QRectF(left, 0, width - left, top), 0.0, y),
            "corner": (QRectF(0, 0, left, top), x, y),
        }
        for layer in PINNED:
            area, across, down = areas[layer]
            exposed = area.intersected(seen.translated(-across, -down))
            if layer == "left":  # it ends where the upper strip begins
                exposed.setTop(max(exposed.top(), y + top))
            elif layer == "top":
                exposed.setLeft(max(exposed.left(), x + left))
            if exposed.isEmpty():
                continue
            painter.save()
            painter.translate(across, down)
            painter.setClipRect(exposed)
            for primitive in self._parts[layer]:
                if isinstance(primitive, Text) and not worded:
                    continue
                if exposed.intersects(bounds_of(primitive)):
                    paint_primitive(painter, primitive, theme, scale)
            painter.restore()
