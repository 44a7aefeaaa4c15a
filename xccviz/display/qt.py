"""A display list through QPainter: the only such code, for the canvas, PNG and PDF. Import lazily (needs PySide6).

Painting looks things up and computes no layout. Colours, pens and fonts are cached per theme; `exposed` lets a canvas
paint only what is in sight.
"""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from math import floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QFont,
    QFontDatabase,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QTransform,
)

from xccviz.display.markers import marker_parts
from xccviz.display.patterns import TILES, Pattern
from xccviz.display.qt_dots import paint_dots
from xccviz.display.qt_inks import brush_of, colour_of, painter_path, set_inks
from xccviz.display.qt_threads import kept, kept_of
from xccviz.display.types import (
    NONE,
    DisplayList,
    DotField,
    Marker,
    Path,
    Primitive,
    Rect,
    Text,
    Theme,
    Verticals,
)
from xccviz.layout.dots import PITCH_X, PITCH_Y
from xccviz.layout.measure import font_face
from xccviz.layout.types import Segment
from xccviz.resources import resource_path
from xccviz.words.signs import Shape

LEGIBLE_PX = 5.0
"""Text smaller than this on screen is not painted; markers smaller than half of it become dots."""

_loaded: dict[str, str] = {}
_loading = threading.Lock()


def load_fonts() -> None:
    """Make the bundled fonts known to Qt, once; needs a QGuiApplication. A font Qt can't read is left to a fallback."""
    with _loading:
        if not _loaded:
            _loaded.update({key: _load(key) for key in ("regular", "medium", "semibold", "mono")})


def _load(key: str) -> str:
    """The family under which Qt knows a face."""
    face = font_face(key)
    number = QFontDatabase.addApplicationFont(str(resource_path("fonts", face.file)))
    families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    # Qt may list "Inter Medium" for a static weight; the first family plus the weight finds it again
    return face.family if face.family in families or not families else families[0]


@kept(64)
def font_of(face: str, size: float) -> QFont:
    """The QFont of a face at a size in scene px: no kerning and no hinting, as layout measured it."""
    load_fonts()
    row = font_face(face)
    font = QFont(_loaded.get(face, row.family))
    font.setWeight(QFont.Weight(row.weight))
    # a pixel size is an int in Qt; a point size at 72 dpi would depend on the device, so scale the painter instead
    font.setPixelSize(_FONT_UNIT)
    font.setKerning(False)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    if face == "mono":
        font.setStyleHint(QFont.StyleHint.Monospace)
    return as_written(font)


def as_written(font: QFont) -> QFont:
    """`font`, changed so that no two characters become one sign: else `0x3` reads `0×3` and `>=` reads `⩾`."""
    for tag in ("calt", "liga", "clig"):
        font.setFeature(QFont.Tag(tag), 0)
    return font


_FONT_UNIT = 64
"""Fonts are made at this pixel size and scaled, so that 13.5 px text has exactly the measured width."""


def paint(
    painter: QPainter,
    display_list: DisplayList,
    theme: Theme,
    *,
    exposed: QRectF | None = None,
    lod: float = 1.0,
    background: bool = True,
    go_on: Callable[[], None] | None = None,
) -> None:
    """Paint a list in scene px with the painter's own transform.
    `exposed`: only primitives that touch this rectangle (scene px); None: all. `lod`: device px per scene px; text
    below a legible size is skipped. `background=False`: leave the canvas colour to the caller. `go_on` is
    called before each primitive, and may raise: the painter is done with then.
    """
    painter.save()
    painter.translate(-display_list.left, -display_list.top)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    try:
        for primitive in display_list.primitives:
            if go_on is not None:
                go_on()
            if primitive.layer == "background" and not background:
                continue
            if exposed is not None and not exposed.intersects(bounds_of(primitive)):
                continue
            paint_primitive(painter, primitive, theme, lod)
    finally:
        painter.restore()


def paint_primitive(painter: QPainter, primitive: Primitive, theme: Theme, lod: float = 1.0) -> None:
    """Paint one primitive; leaves the painter's pen and brush as it happens."""
    if isinstance(primitive, Text):
        if primitive.text and primitive.size * lod >= LEGIBLE_PX:
            _text(painter, primitive, theme)
    elif isinstance(primitive, Rect):
        _rect(painter, primitive, theme)
    elif isinstance(primitive, Path):
        if primitive.fill != NONE or primitive.stroke != NONE:
            set_inks(painter, primitive.fill, primitive.stroke, primitive.stroke_width, primitive.dash, theme)
            painter.drawPath(painter_path(primitive.segments))
    elif isinstance(primitive, DotField):
        paint_dots(painter, primitive, theme, lod)
    elif isinstance(primitive, Verticals):
        _verticals(painter, primitive, theme)
    else:
        _marker(painter, primitive, theme, lod)


def _rect(painter: QPainter, rect: Rect, theme: Theme) -> None:
    area, r = QRectF(rect.x, rect.y, rect.width, rect.height), rect.radius
    if rect.fill != NONE or rect.stroke != NONE:
        set_inks(painter, rect.fill, rect.stroke, rect.stroke_width, rect.dash, theme)
        painter.drawRoundedRect(area, r, r)
    ink = theme.colour(rect.ink)
    if rect.pattern and ink is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tile_brush(rect.pattern, ink, device_scale(painter)))
        painter.drawRoundedRect(area, r, r)


def device_scale(painter: QPainter) -> float:
    """Device px of a px of the scene, in steps of an eighth: so few tiles are made while zooming."""
    return max(1, round(8 * painter.deviceTransform().m11())) / 8


@kept(128)
def tile_brush(pattern: Pattern, colour: str, scale: float) -> QBrush:
    """A pattern as a brush for painters in scene px, made at `scale` device px of a px of the scene. Qt's own patterns
    don't heed the scale."""
    tile = TILES[pattern]
    across, down = max(1, round(tile.width * scale)), max(1, round(tile.height * scale))
    pixmap = QPixmap(across, down)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.scale(across / tile.width, down / tile.height)
    if tile.stroke:
        pen = QPen(colour_of(colour), tile.stroke)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.strokePath(painter_path(tile.segments), pen)
    else:
        painter.fillPath(painter_path(tile.segments), brush_of(colour))
    painter.end()
    brush = QBrush(pixmap)
    brush.setTransform(QTransform.fromScale(tile.width / across, tile.height / down))
    return brush


def bounds_of(primitive: Primitive) -> QRectF:
    """The rectangle a primitive may touch, in scene px."""
    if isinstance(primitive, Rect):
        edge = primitive.stroke_width
        box = QRectF(primitive.x, primitive.y, primitive.width, primitive.height)
        return box.adjusted(-edge, -edge, edge, edge)
    if isinstance(primitive, Path):
        return _hull(primitive.segments).adjusted(-2, -2, 2, 2)
    if isinstance(primitive, Text):
        width = max(primitive.width, 1.0)
        left = primitive.x - {"start": 0.0, "middle": width / 2, "end": width}[primitive.anchor]
        return QRectF(left - 2, primitive.y - primitive.size * 1.2, width + 4, primitive.size * 1.7)
    if isinstance(primitive, DotField):
        rows = -(-len(primitive.marks) // primitive.columns)
        across, down = primitive.columns * PITCH_X, rows * PITCH_Y
        return QRectF(primitive.x, primitive.y, across, down).adjusted(-11, -11, 11, 11)
    if isinstance(primitive, Verticals):
        left, right = (primitive.xs[0], primitive.xs[-1]) if primitive.xs else (0.0, 0.0)
        return QRectF(left, primitive.top, right - left, primitive.bottom - primitive.top).adjusted(
            -2, -2, 2, 2
        )
    size = primitive.size * 1.2
    return QRectF(primitive.x - size, primitive.y - size, 2 * size, 2 * size)


def _text(painter: QPainter, text: Text, theme: Theme) -> None:
    colour = theme.colour(text.role)
    if colour is None:
        return
    font = font_of(text.font, text.size)
    painter.save()
    painter.translate(text.x, text.y)
    scale = text.size / _FONT_UNIT
    painter.scale(scale, scale)
    painter.setFont(font)
    painter.setPen(colour_of(colour))
    # As its own words run: in a window from right to left `2.6 of 300 T` would else be turned around.
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    width = _advance(text.text, text.font) if text.anchor != "start" or text.strike else 0
    left = {"start": 0.0, "middle": -width / 2, "end": -float(width)}[text.anchor]
    painter.drawText(QPointF(left, 0.0), text.text)
    if text.strike:
        y = -0.3 * _FONT_UNIT
        painter.setPen(QPen(colour_of(colour), 0.07 * _FONT_UNIT))
        painter.drawLine(QPointF(left, y), QPointF(left + width, y))
    painter.restore()


def _verticals(painter: QPainter, lines: Verticals, theme: Theme) -> None:
    """What of them the painter's clip leaves: of a high page a small part."""
    if lines.stroke == NONE:
        return
    xs, top, bottom = lines.xs, lines.top, lines.bottom
    if painter.hasClipping():
        seen, edge, period = painter.clipBoundingRect(), lines.stroke_width, sum(lines.dash) or 1.0
        xs = xs[bisect_left(xs, seen.left() - edge) : bisect_right(xs, seen.right() + edge)]
        top += max(floor((seen.top() - top) / period), 0) * period
        bottom = min(bottom, seen.bottom())
    if top < bottom:
        dashes = _dashes(bottom - top, lines.dash)
        set_inks(painter, NONE, lines.stroke, lines.stroke_width, (), theme)
        for x in xs:
            painter.translate(x, top)
            painter.drawPath(dashes)
            painter.translate(-x, -top)


@kept(256)
def _dashes(length: float, dash: tuple[float, ...]) -> QPainterPath:
    """An upright line from 0 down. Qt's own dashes stand elsewhere where a line begins beyond what is painted on."""
    path, y = QPainterPath(), 0.0
    stroke, gap = dash or (length, 0.0)
    while y < length:
        path.moveTo(0.0, y)
        path.lineTo(0.0, min(y + stroke, length))
        y += stroke + gap
    return path


@kept(2048)
def _advance(text: str, face: str) -> int:
    """Px of a text at the size that fonts are made at."""
    return QFontMetrics(font_of(face, _FONT_UNIT)).horizontalAdvance(text)


def _marker(painter: QPainter, marker: Marker, theme: Theme, lod: float) -> None:
    if marker.shape == "none" or marker.role == NONE:
        return
    if marker.size * lod < LEGIBLE_PX / 2:
        set_inks(painter, marker.role, NONE, 1.0, (), theme)
        painter.drawEllipse(QPointF(marker.x, marker.y), marker.size, marker.size)
        return
    painter.save()
    painter.translate(marker.x, marker.y)
    for path, fill, stroke, stroke_width, dash in _marker_paths(marker.shape, marker.size):
        roles = {"role": marker.role, "on": marker.on, "none": NONE}
        set_inks(painter, roles[fill], roles[stroke], stroke_width, dash, theme, round_=not dash)
        painter.drawPath(path)
    painter.restore()


@kept(64)
def _marker_paths(
    shape: Shape, size: float
) -> tuple[tuple[QPainterPath, str, str, float, tuple[float, ...]], ...]:
    return tuple(
        (painter_path(part.segments), part.fill, part.stroke, part.stroke_width, part.dash)
        for part in marker_parts(shape, 0.0, 0.0, size)
    )


@kept_of(4096)
def _hull(segments: tuple[Segment, ...]) -> QRectF:
    xs = [x for segment in segments for x in segment.points[::2]]
    ys = [y for segment in segments for y in segment.points[1::2]]
    if not xs:
        return QRectF()
    return QRectF(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
