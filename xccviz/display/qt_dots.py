"""Fields of dots through QPainter. Import lazily (needs PySide6).

On a picture each dot is copied from a small picture of one, kept for every quarter of a pixel it may begin at, as Qt
keeps letters: a path of many rings takes twenty times as long, and its time grows with their square.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPainterPath, QPixmap, QTransform

from xccviz.display.dots import (
    CHOSEN,
    CHOSEN_RING,
    DISC,
    DISC_RING,
    DOTS,
    DotStyle,
    by_mark,
    chosen_at,
    middles,
    outline,
)
from xccviz.display.markers import circle
from xccviz.display.qt_inks import brush_of, painter_path, pen_of, set_inks
from xccviz.display.qt_threads import kept
from xccviz.display.types import NONE, DotField, Theme
from xccviz.layout.types import Segment
from xccviz.values import frozen

_SMOOTH_DOTS, _LEAST_DIAMOND, _LEAST_RING = 0.6, 2.4, 5.5
"""The scale below which square dots, of which thousands are in sight, are not smoothed; px on screen from the middle of
a failed dot to its tip, at least, and to the ring around the dot that is selected."""
PHASES = 4
"""Of so many places between two pixels, across and down, a dot has the nearest."""
Places = Sequence[tuple[float, float]]


def paint_dots(painter: QPainter, field: DotField, theme: Theme, lod: float = 1.0) -> None:
    """All dots of a field, a sort after the other."""
    smooth = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
    for mark, places in by_mark(field):
        style = DOTS[mark]
        if style.disc != NONE:
            disc = circle(0.0, 0.0, DISC)
            # next to each other they overlap: every ring is seen whole
            _paint_all(painter, places, _Sign(disc, theme.colour(style.disc)))
            _paint_all(painter, places, _Sign(disc, None, theme.colour(style.disc_ring), DISC_RING))
        if style.shape == "square":
            set_inks(painter, style.fill, style.stroke, style.width, (), theme)
            smoothed = smooth and (lod >= _SMOOTH_DOTS or style.stroke != NONE)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, smoothed)
            painter.drawRects(_squares(field, mark, style.half))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
            continue
        half = max(style.half, _LEAST_DIAMOND / lod) if style.shape == "diamond" else style.half
        dot = outline(DotStyle(style.shape, half), 0.0, 0.0)
        fill, stroke = theme.colour(style.fill), theme.colour(style.stroke)
        _paint_all(painter, places, _Sign(dot, fill, stroke, style.width))
    chosen = chosen_at(field)
    if chosen is not None:
        radius = max(CHOSEN, _LEAST_RING / lod)
        set_inks(painter, NONE, "sel", max(CHOSEN_RING, CHOSEN_RING / lod), (), theme)
        painter.drawEllipse(QPointF(*chosen), radius, radius)


def _squares(field: DotField, mark: str, half: float) -> list[QRectF]:
    count = len(field.marks)
    return [
        *compress(_all_squares(field.x, field.y, field.columns, count, half), map(mark.__eq__, field.marks))
    ]


@kept(64)
def _all_squares(x: float, y: float, columns: int, count: int, half: float) -> list[QRectF]:
    """A square at the place of each dot: at every step the same ones, of which some are of one sort."""
    return [QRectF(a - half, b - half, 2 * half, 2 * half) for a, b in middles(x, y, columns, count)]


@frozen
class _Sign:
    """An outline around (0, 0), and its colours; `width` of the stroke in px."""

    segments: tuple[Segment, ...]
    fill: str | None = None
    stroke: str | None = None
    width: float = 1.0


def _paint_all(painter: QPainter, places: Places, sign: _Sign) -> None:
    """A sign at each place: copied where that can be done, else as one path."""
    if sign.fill is None and sign.stroke is None:
        return
    if not _copies(painter):
        painter.setBrush(brush_of(sign.fill))
        painter.setPen(pen_of(sign.stroke, sign.width, (), False))
        painter.drawPath(_together(sign.segments, tuple(places)))
        return
    # A widget that is drawn upon a picture does not know how large its pixels are: the painter does.
    world, device = QTransform(painter.worldTransform()), QTransform(painter.deviceTransform())
    stamps = _stamps(sign, device.m11(), painter.testRenderHint(QPainter.RenderHint.Antialiasing))
    scale, left, top = stamps.scale, device.dx(), device.dy()
    back, _ = device.inverted()
    painter.setWorldTransform(back * world)  # in pixels
    for x, y in places:
        across, down = round((x * scale + left) * PHASES), round((y * scale + top) * PHASES)
        stamp = stamps[across % PHASES, down % PHASES]
        painter.drawPixmap(across // PHASES - stamps.half, down // PHASES - stamps.half, stamp)
    painter.setWorldTransform(world)


def _copies(painter: QPainter) -> bool:
    """Whether small pictures can be copied: what is painted on has pixels, and they stand upright."""
    device = painter.deviceTransform()
    upright = device.isAffine() and not device.isRotating() and device.m11() == device.m22()
    return upright and painter.paintEngine().type() == QPaintEngine.Type.Raster


@kept(128)
def _together(segments: tuple[Segment, ...], places: tuple[tuple[float, float], ...]) -> QPainterPath:
    one, path = painter_path(segments), QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for x, y in places:
        path.addPath(one.translated(x, y))
    return path


class _Stamps(dict[tuple[int, int], QPixmap]):
    """The pictures of a sign at a scale in device pixels, by how many parts of a pixel it is moved; `half`: pixels from
    the one it stands in to a side."""

    def __init__(self, sign: _Sign, scale: float, smooth: bool) -> None:
        super().__init__()
        self._sign, self.scale, self._smooth = sign, scale, smooth
        reach = max(abs(value) for segment in sign.segments for value in segment.points)
        self.half = ceil((reach + sign.width) * scale) + 1

    def __missing__(self, moved: tuple[int, int]) -> QPixmap:
        sign, (across, down) = self._sign, moved
        pixmap = QPixmap(2 * self.half + 1, 2 * self.half + 1)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self._smooth)
        painter.translate(self.half + across / PHASES, self.half + down / PHASES)
        painter.scale(self.scale, self.scale)
        painter.setBrush(brush_of(sign.fill))
        painter.setPen(pen_of(sign.stroke, sign.width, (), False))
        painter.drawPath(painter_path(sign.segments))
        painter.end()
        self[moved] = pixmap
        return pixmap


@kept(64)
def _stamps(sign: _Sign, scale: float, smooth: bool) -> _Stamps:
    return _Stamps(sign, scale, smooth)
