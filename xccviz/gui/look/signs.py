"""Signs that tell by shape: the markers of the drawing as widgets and as icons."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from xccviz.display.qt import paint_primitive
from xccviz.display.themes import load_theme
from xccviz.display.types import Marker, Theme
from xccviz.gui.look.theme import current_theme
from xccviz.words.signs import Shape

ICON_PX, LARGE_ICON_PX = 16, 24


class Sign(QWidget):
    """One status sign. `shape` is a marker of the drawing, or "caution": a triangle with an exclamation mark."""

    def __init__(self, size: int = 18) -> None:
        super().__init__()
        self._shape: Shape = "none"
        self._role = "text"
        self.setFixedSize(size, size)

    def show_sign(self, shape: Shape, role: str, words: str = "") -> None:
        """Show `shape` in the colour of `role`; `words` say the same to assistive tools."""
        self._shape, self._role = shape, role
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sign, as the drawing paints it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_sign(painter, QRectF(self.rect()), self._shape, self._role, current_theme())


def paint_sign(painter: QPainter, place: QRectF, shape: Shape, role: str, theme: Theme) -> None:
    """Paint a sign into the middle of `place`."""
    middle, size = place.center(), min(place.width(), place.height())
    if shape == "caution":
        _paint_caution(painter, middle, size / 2, QColor(theme.roles[role]), QColor(theme.roles["panel"]))
    elif shape != "none":
        marker = Marker("sign", None, "box", middle.x(), middle.y(), size * 0.42, shape, role, "panel")
        paint_primitive(painter, marker, theme)


@lru_cache(maxsize=64)
def sign_icon(shape: Shape, role: str, theme: str) -> QIcon:
    """A sign as an icon for items of tables, sharp up to three device pixels per pixel; `theme` by name."""
    place, colours = QRectF(0, 0, ICON_PX, ICON_PX), load_theme(theme)
    return painted_icon(lambda painter: paint_sign(painter, place, shape, role, colours))


def painted_icon(paint: Callable[[QPainter], None]) -> QIcon:
    """An icon of what `paint` paints on a square of ICON_PX, sharp at every size of words and of device pixels."""
    made = QIcon()
    add_pixmaps(made, QIcon.Mode.Normal, paint)
    return made


def add_pixmaps(made: QIcon, mode: QIcon.Mode, paint: Callable[[QPainter], None]) -> None:
    """What `paint` paints on a square of ICON_PX, for one, two and three device pixels per pixel, and as large as the
    largest words want it."""
    for size, ratio in ((size, ratio) for size in (ICON_PX, LARGE_ICON_PX) for ratio in (1, 2, 3)):
        pixmap = QPixmap(QSize(size, size) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(size / ICON_PX, size / ICON_PX)
        paint(painter)
        painter.end()
        made.addPixmap(pixmap, mode)


def _paint_caution(painter: QPainter, middle: QPointF, r: float, colour: QColor, on: QColor) -> None:
    x, y = middle.x(), middle.y()
    path = QPainterPath(QPointF(x, y - r * 0.86))
    path.lineTo(x + r * 0.98, y + r * 0.84)
    path.lineTo(x - r * 0.98, y + r * 0.84)
    path.closeSubpath()
    painter.setBrush(colour)
    painter.setPen(_pen(colour, r * 0.14))
    painter.drawPath(path)
    painter.setPen(_pen(on, r * 0.2))
    painter.drawLine(QPointF(x, y - r * 0.28), QPointF(x, y + r * 0.26))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(on)
    painter.drawEllipse(QPointF(x, y + r * 0.58), r * 0.12, r * 0.12)


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
