"""What of a drawing stays in sight while it scrolls: its strips, and rows as lines, painted over the scene where the
view begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from xccviz.display.hosting import Strip, Strips
from xccviz.display.qt import paint_primitive
from xccviz.display.types import PINNED, Band, DisplayList, Layer, Primitive, Text, Theme
from xccviz.gui.canvas.kept import Kept, Touches
from xccviz.gui.canvas.shelf import Shelf

MOST_LINES = 8
"""Rows that are seen as lines at a time; of more the last."""
SHEETS: Mapping[Layer, tuple[int, int]] = {
    "left": (256, 1024), "top": (1024, 64), "corner": (256, 64), "right": (512, 1024),
}  # fmt: skip
"""Px across and down of what is kept in a piece of each strip."""


class Pinned:
    """The strips of a drawing and what stands in them. All in scene px; `seen` is what a view shows of the scene."""

    def __init__(self) -> None:
        self.strips = Strips()
        self._bands: tuple[Band, ...] = ()
        self._shelves: dict[Layer, Shelf] = {layer: Shelf() for layer in PINNED}
        self._kept = {layer: Kept(SHEETS[layer]) for layer in PINNED}
        self._lines: dict[int, Shelf] = {}
        self._painted: tuple[Theme, bool] | None = None
        self._size = (0.0, 0.0)

    def copy(self) -> Pinned:
        """The same, that shows something else by itself."""
        other = Pinned()
        other.strips, other._bands, other._size = self.strips, self._bands, self._size
        other._shelves = {layer: shelf.copy() for layer, shelf in self._shelves.items()}
        other._kept = {layer: kept.copy() for layer, kept in self._kept.items()}
        other._lines, other._painted = dict(self._lines), self._painted
        return other

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
            self._forget()
            return None
        for layer, areas in changed.items():
            for area in areas or ():
                self._kept[layer].stale(area)
        return [(layer, area) for layer, areas in changed.items() for area in areas or ()]  # type: ignore[misc]  # those layers are strips

    def _forget(self) -> None:
        self._lines = {}
        for kept in self._kept.values():
            kept.forget()

    def shift(self, strip: Strip | Layer, seen: QRectF) -> tuple[float, float]:
        """How far what stands in a strip is from its place in the drawing."""
        x, y = max(seen.x(), 0.0), max(seen.y(), 0.0)
        if strip == "right":
            return 0.0, max(0.0, y - max(0.0, self.strips.reach - seen.height()))
        return (x if strip in ("left", "corner") else 0.0), (y if strip in ("top", "corner") else 0.0)

    def lines(self, seen: QRectF) -> Sequence[Band]:
        """The rows that are scrolled out of sight and stay as lines, from above."""
        last = self._last_line(seen)
        return self._bands[max(last - MOST_LINES, 0) : last]

    def _last_line(self, seen: QRectF) -> int:
        """How many rows are scrolled out of sight."""
        y, taken, number = max(seen.y(), 0.0), 0.0, 0
        for number, band in enumerate(self._bands):
            if band.y >= y + self.strips.top + taken or y == 0:
                return number
            taken += band.line - (self._bands[number - MOST_LINES].line if number >= MOST_LINES else 0.0)
        return len(self._bands)

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
        if self._painted != (theme, worded):
            self._painted = (theme, worded)
            self._forget()
        top, left, until = self.strips.top, self.strips.left, min(self.strips.until, self._size[0])
        here = seen if area is None else seen.intersected(area)
        place = max(seen.y(), 0.0) + top
        last = self._last_line(seen)
        for number in range(max(last - MOST_LINES, 0), last):
            line = QRectF(left, 0, until - left, self._bands[number].line)
            if here.intersects(line.translated(0.0, place)):
                self._paint_line(painter, number, line, place, theme, scale, worded)
            place += line.height()
        for layer, exposed in self._exposed(seen, here):
            content = partial(_paint, self._shelves[layer], theme, scale, worded)
            painter.save()
            painter.translate(*self.shift(layer, seen))
            painter.setClipRect(exposed)
            if not self._kept[layer].paint(painter, (exposed,), QColor(theme.roles["bg"]), content):
                content(painter, exposed)
            painter.restore()

    def prepare(self, seen: QRectF, scale: float) -> Iterator[None]:
        """Paint in pieces what a view that shows the rectangle `seen` of the scene is going to show of them, as they
        were painted last."""
        if self._painted is None:
            return
        theme, worded = self._painted
        for layer, exposed in self._exposed(seen, seen):
            content = partial(_paint, self._shelves[layer], theme, scale, worded)
            yield from self._kept[layer].prepare(exposed, QColor(theme.roles["bg"]), content)

    def _exposed(self, seen: QRectF, here: QRectF) -> Iterator[tuple[Layer, QRectF]]:
        """What of each strip is seen through a part of what a view shows, in px of the drawing."""
        width, height = self._size
        x, y = max(seen.x(), 0.0), max(seen.y(), 0.0)
        top, left, until = self.strips.top, self.strips.left, min(self.strips.until, width)
        reach = seen.height() + max(self.strips.reach, height)
        areas: dict[Layer, QRectF] = {
            "left": QRectF(0, top, left, height - top),
            "top": QRectF(left, 0, until - left, top),
            "corner": QRectF(0, 0, left, top),
            "right": QRectF(until, 0, width - until, reach),
        }
        for layer in PINNED:
            across, down = self.shift(layer, seen)
            exposed = areas[layer].intersected(here.translated(-across, -down))
            if layer == "left":  # it ends where the upper strip begins
                exposed.setTop(max(exposed.top(), y + top))
            elif layer == "top":
                exposed.setLeft(max(exposed.left(), x + left))
            if not exposed.isEmpty():
                yield layer, exposed

    def _paint_line(
        self,
        painter: QPainter,
        number: int,
        area: QRectF,
        y: float,
        theme: Theme,
        scale: float,
        worded: bool,
    ) -> None:
        """Paint a row as a line at `y`."""
        shelf = self._lines.get(number)
        if shelf is None:
            shelf = self._lines[number] = Shelf()
            shelf.put(self._bands[number].primitives())
        painter.save()
        painter.translate(0.0, y)
        painter.setClipRect(area)
        _paint(shelf, theme, scale, worded, painter, area)
        painter.restore()


def _paint(
    shelf: Shelf,
    theme: Theme,
    scale: float,
    worded: bool,
    painter: QPainter,
    area: QRectF,
    touches: Touches | None = None,
) -> None:
    """Paint what touches an area."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for primitive in shelf.within(area):
        if worded or not isinstance(primitive, Text):
            paint_primitive(painter, primitive, theme, scale)
