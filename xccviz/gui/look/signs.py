"""Signs that tell by shape: the markers of the drawing as widgets, and the icons of actions."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache, partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QTabBar, QToolButton, QWidget

from xccviz.display.qt import paint_primitive
from xccviz.display.themes import load_theme
from xccviz.display.types import Marker, Theme
from xccviz.gui.look.theme import current_theme
from xccviz.words.signs import Shape

SCROLLER_PX = 11
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
    _add_pixmaps(made, QIcon.Mode.Normal, paint)
    return made


def _add_pixmaps(made: QIcon, mode: QIcon.Mode, paint: Callable[[QPainter], None]) -> None:
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


def icon(name: str, theme: Theme) -> QIcon:
    """The icon of that name in the theme's colours, sharp up to three device pixels per pixel; "" is no icon."""
    return _icon(name, theme.name) if name in _ICONS else QIcon()


@lru_cache(maxsize=64)
def _icon(name: str, theme_name: str) -> QIcon:
    made, theme = QIcon(), load_theme(theme_name)
    for mode, role in ((QIcon.Mode.Normal, "text"), (QIcon.Mode.Disabled, "faint")):
        colour = QColor(theme.roles[role])
        if mode == QIcon.Mode.Disabled:
            colour.setAlphaF(0.55)
        _add_pixmaps(made, mode, partial(_draw_icon, name=name, colour=colour))
    return made


def sign_scrollers(bar: QTabBar) -> None:
    """Put arrows upon the buttons that scroll the tabs of `bar`: a style sheet takes Qt's own away."""
    for name, sign in (("ScrollLeftButton", "back"), ("ScrollRightButton", "forward")):
        button = bar.findChild(QToolButton, name, Qt.FindChildOption.FindDirectChildrenOnly)
        if button is not None:
            button.setArrowType(Qt.ArrowType.NoArrow)
            button.setIcon(icon(sign, current_theme()))
            button.setIconSize(QSize(SCROLLER_PX, SCROLLER_PX))


_Line = tuple[tuple[float, float], ...]


def _ring(x: float, y: float, *radii: float, points: int = 24) -> _Line:
    """A closed line around a point, through the radii in turn, from the top."""
    turns = (2 * math.pi * n / points for n in range(points + 1))
    return tuple(
        (x + radii[n % len(radii)] * math.sin(turn), y - radii[n % len(radii)] * math.cos(turn))
        for n, turn in enumerate(turns)
    )


def _head(x: float, y: float, across: float, down: float, size: float = 4.6) -> tuple[_Line, ...]:
    """The head of an arrow that points at a place, in a direction."""
    back, side = (x - across * size, y - down * size), (down * size * 0.72, across * size * 0.72)
    return (((x, y), (back[0] - side[0], back[1] + side[1]), (back[0] + side[0], back[1] - side[1])),)


_STAR = _ring(8, 8.4, 6.2, 2.7, points=10)
# Filled shapes and strokes on a 16 × 16 grid.
_ICONS: dict[str, tuple[tuple[_Line, ...], tuple[_Line, ...]]] = {
    "first": ((((12.5, 3), (5.5, 8), (12.5, 13)),), (((3.8, 3.2), (3.8, 12.8)),)),
    "back": ((((11.5, 3), (4.5, 8), (11.5, 13)),), ()),
    "forward": ((((4.5, 3), (11.5, 8), (4.5, 13)),), ()),
    "last": ((((3.5, 3), (10.5, 8), (3.5, 13)),), (((12.2, 3.2), (12.2, 12.8)),)),
    "into": (_head(8, 13.6, 0, 1), (((8, 2.6), (8, 9)), ((3.4, 2.4), (12.6, 2.4)))),
    "over": (
        _head(14, 10.4, 0.42, 0.9),
        (
            tuple(
                (8 - 5.6 * math.cos(n * math.pi / 12), 9.4 - 5.6 * math.sin(n * math.pi / 12))
                for n in range(11)
            ),
        ),
    ),
    "out": (_head(8, 2.4, 0, -1), (((8, 7), (8, 13.4)), ((3.4, 13.6), (12.6, 13.6)))),
    "toHere": (_head(11.4, 8, 1, 0), (((2.4, 8), (7, 8)), ((13.4, 3.2), (13.4, 12.8)))),
    "play": ((((4.5, 2.5), (13, 8), (4.5, 13.5)),), ()),
    "pause": ((((4, 3), (6.6, 3), (6.6, 13), (4, 13)), ((9.4, 3), (12, 3), (12, 13), (9.4, 13))), ()),
    "onAccount": (
        (*_head(14.2, 8, 1, 0), ((3, 5.6), (6.4, 5.6), (6.4, 10.4), (3, 10.4))),
        (((4.7, 2.6), (4.7, 13.4)), ((6.4, 8), (10, 8))),
    ),
    "log": (_head(14, 10.6, 1, 0), (((2.6, 3.4), (12, 3.4)), ((2.6, 7), (8, 7)), ((2.6, 10.6), (9.6, 10.6)))),
    "swap": (
        (*_head(13.6, 5, 1, 0), *_head(2.4, 11, -1, 0)),
        (((2.6, 5), (10, 5)), ((13.4, 11), (6, 11))),
    ),
    "left": ((), (((10, 3.5), (5.5, 8), (10, 12.5)),)),
    "right": ((), (((6, 3.5), (10.5, 8), (6, 12.5)),)),
    "find": ((), (_ring(6.8, 6.8, 4.3), ((10, 10), (13.5, 13.5)))),
    "close": ((), (((4, 4), (12, 12)), ((12, 4), (4, 12)))),
    "star": ((), (_STAR,)),
    "starred": ((_STAR,), ()),
    "zoomIn": ((), (((8, 3.5), (8, 12.5)), ((3.5, 8), (12.5, 8)))),
    "zoomOut": ((), (((3.5, 8), (12.5, 8)),)),
    "fit": (
        (),
        (
            ((2.5, 6), (2.5, 2.5), (6, 2.5)),
            ((10, 2.5), (13.5, 2.5), (13.5, 6)),
            ((13.5, 10), (13.5, 13.5), (10, 13.5)),
            ((6, 13.5), (2.5, 13.5), (2.5, 10)),
        ),
    ),
}


def _draw_icon(painter: QPainter, name: str, colour: QColor) -> None:
    filled, strokes = _ICONS[name]
    painter.setPen(_pen(colour, 1.0))
    painter.setBrush(colour)
    for shape in filled:
        painter.drawPolygon([QPointF(x, y) for x, y in shape])
    painter.setPen(_pen(colour, 1.7))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in strokes:
        painter.drawPolyline([QPointF(x, y) for x, y in line])


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
