"""What of a drawing stays in sight while it scrolls: its strips, and rows as lines, painted over the scene where the
view begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from xccviz.display.hosting import Strip, Strips
from xccviz.display.qt import bounds_of, paint_primitive
from xccviz.display.types import PINNED, Band, DisplayList, Layer, Primitive, Text, Theme
from xccviz.gui.canvas.shelf import Shelf

MOST_LINES = 8
"""Rows that are seen as lines at a time; of more the last."""


class Pinned:
    """The strips of a drawing and what stands in them. All in scene px; `seen` is what a view shows of the scene."""

    def __init__(self) -> None:
        self.strips = Strips()
        self._bands: tuple[Band, ...] = ()
        self._shelves: dict[Layer, Shelf] = {layer: Shelf() for layer in PINNED}
        self._size = (0.0, 0.0)

    def show(self, shown: DisplayList) -> list[tuple[Strip, QRectF]] | None:
        """Show what stays of a drawing. The rectangles that look different now, each with its strip; None for all."""
        whole = (shown.strips, (shown.width, shown.height), shown.bands)
        same = whole == (self.strips, self._size, self._bands)
        self.strips, self._size, self._bands = whole
        found: dict[Layer, list[Primitive]] = {layer: [] for layer in PINNED}
        for primitive in shown.primitives if shown.strips else ():
            if primitive.layer in found:
                found[primitive.layer].append(primitive)
        changed = {layer: shelf.put(found[layer]) for layer, shelf in self._shelves.items()}
        if not same or None in changed.values():
            return None
        return [(layer, area) for layer, areas in changed.items() for area in areas or ()]  # type: ignore[misc]  # those layers are strips

    def shift(self, strip: Strip, seen: QRectF) -> tuple[float, float]:
        """How far what stands in a strip is from its place in the drawing."""
        x, y = max(seen.x(), 0.0), max(seen.y(), 0.0)
        if strip == "right":
            return 0.0, max(0.0, y - max(0.0, self.strips.reach - seen.height()))
        return (x if strip in ("left", "corner") else 0.0), (y if strip in ("top", "corner") else 0.0)

    def lines(self, seen: QRectF) -> Sequence[Band]:
        """The rows that are scrolled out of sight and stay as lines, from above."""
        found: list[Band] = []
        y = max(seen.y(), 0.0)
        for band in self._bands:
            place = y + self.strips.top + sum(line.line for line in found[-MOST_LINES:])
            if band.y >= place or y == 0:
                break
            found.append(band)
        return found[-MOST_LINES:]

    def covered(self, y: float) -> float:
        """Px at the upper end that strips and lines may cover when what begins at `y` stands below them."""
        above = [band.line for band in self._bands if band.y < y]
        return self.strips.top + sum(above[-MOST_LINES:])

    def strip_at(self, point: QPointF, seen: QRectF) -> tuple[Strip, QPointF]:
        """Which strip covers a point of the scene, and the point of the drawing that is painted there; on a line, one
        in the row that it stands for."""
        x, y = max(seen.x(), 0.0), max(seen.y(), 0.0)
        if self.strips.reach and point.x() >= self.strips.until:
            return "right", QPointF(point.x(), point.y() - self.shift("right", seen)[1])
        left, top = point.x() - x < self.strips.left, point.y() - y < self.strips.top
        at = QPointF(point.x() - x if left else point.x(), point.y() - y if top else point.y())
        if left or top:
            return "corner" if left and top else "left" if left else "top", at
        place = y + self.strips.top
        for band in self.lines(seen):
            if point.y() < place + band.line:
                return "body", QPointF(point.x(), (band.y + band.bottom) / 2)
            place += band.line
        return "body", at

    def paint(
        self,
        painter: QPainter,
        seen: QRectF,
        theme: Theme,
        scale: float,
        *,
        area: QRectF | None = None,
        worded: bool = True,
    ) -> None:
        """Paint them for a view that shows the rectangle `seen` of the scene, as far as they stand in `area` (None:
        all of it); not `worded`: without their words."""
        if not self.strips:
            return
        width, height = self._size
        x, y = max(seen.x(), 0.0), max(seen.y(), 0.0)
        top, left, until = self.strips.top, self.strips.left, min(self.strips.until, width)
        here = seen if area is None else seen.intersected(area)
        place = y + top
        for band in self.lines(seen):
            line = QRectF(left, 0, until - left, band.line)
            if here.intersects(line.translated(0.0, place)):
                self._paint(painter, band.primitives(), line, (0.0, place), theme, scale, worded)
            place += band.line
        reach = seen.height() + max(self.strips.reach, height)
        areas: dict[Layer, QRectF] = {
            "left": QRectF(0, top, left, height - top),
            "top": QRectF(left, 0, until - left, top),
            "corner": QRectF(0, 0, left, top),
            "right": QRectF(until, 0, width - until, reach),
        }
        for layer in PINNED:
            across, down = self.shift(layer, seen)  # type: ignore[arg-type]  # those layers are strips
            exposed = areas[layer].intersected(here.translated(-across, -down))
            if layer == "left":  # it ends where the upper strip begins
                exposed.setTop(max(exposed.top(), y + top))
            elif layer == "top":
                exposed.setLeft(max(exposed.left(), x + left))
            parts = self._shelves[layer].within(exposed)
            self._paint(painter, parts, exposed, (across, down), theme, scale, worded)

    def _paint(
        self,
        painter: QPainter,
        primitives: Iterable[Primitive],
        exposed: QRectF,
        to: tuple[float, float],
        theme: Theme,
        scale: float,
        worded: bool,
    ) -> None:
        """Paint what of `primitives` is `exposed`, moved `to` another place."""
        if exposed.isEmpty():
            return
        painter.save()
        painter.translate(*to)
        painter.setClipRect(exposed)
        for primitive in primitives:
            if isinstance(primitive, Text) and not worded:
                continue
            if exposed.intersects(bounds_of(primitive)):
                paint_primitive(painter, primitive, theme, scale)
        painter.restore()
