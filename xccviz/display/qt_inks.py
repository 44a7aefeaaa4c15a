"""What Qt's painter paints with, made of colours and segments and kept: brushes, pens and paths. Import lazily (needs
PySide6)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from xccviz.display.qt_threads import kept, kept_of
from xccviz.display.types import Theme
from xccviz.layout.types import Segment


def set_inks(
    painter: QPainter,
    fill: str,
    stroke: str,
    width: float,
    dash: tuple[float, ...],
    theme: Theme,
    *,
    round_: bool = False,
) -> None:
    """Have a painter fill and stroke in these roles of a theme; `width` and `dash` in scene px."""
    fill_colour, stroke_colour = theme.colour(fill), theme.colour(stroke)
    painter.setBrush(brush_of(fill_colour))
    painter.setPen(pen_of(stroke_colour, width, dash, round_))


@kept(128)
def colour_of(text: str) -> QColor:
    """A colour written as "#RRGGBB"."""
    return QColor(text)


@kept(128)
def brush_of(colour: str | None) -> QBrush:
    """What fills in a colour; None: nothing."""
    return QBrush(Qt.BrushStyle.NoBrush) if colour is None else QBrush(colour_of(colour))


@kept(512)
def pen_of(colour: str | None, width: float, dash: tuple[float, ...], round_: bool) -> QPen:
    """What strokes in a colour (None: nothing), with round or flat ends."""
    if colour is None:
        return QPen(Qt.PenStyle.NoPen)
    pen = QPen(colour_of(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if round_ else Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin if round_ else Qt.PenJoinStyle.MiterJoin)
    if dash:
        pen.setDashPattern([length / width for length in dash])  # Qt counts dashes in pen widths
    return pen


@kept_of(4096)
def painter_path(segments: tuple[Segment, ...]) -> QPainterPath:
    """Segments as a QPainterPath; kept, so not to be changed."""
    path = QPainterPath()
    for segment in segments:
        p = segment.points
        if segment.op == "M":
            path.moveTo(p[0], p[1])
        elif segment.op == "L":
            path.lineTo(p[0], p[1])
        elif segment.op == "C":
            path.cubicTo(p[0], p[1], p[2], p[3], p[4], p[5])
        else:
            path.closeSubpath()
    return path


def device_ratio(painter: QPainter) -> float:
    """Device px of a px of what is painted on. A widget that is rendered into a picture says what its screen has; this
    is what the picture has."""
    world, device = painter.worldTransform().m11(), painter.deviceTransform().m11()
    return round(8 * device / world) / 8 if world > 0 < device else painter.device().devicePixelRatioF()
