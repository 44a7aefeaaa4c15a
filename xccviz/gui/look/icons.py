"""The icons of commands and of what Qt would draw with pictures of its own: the SVGs of resources/icons.

Each is drawn on a square of 16 with `currentColor`, and names a grey of its own for that, which stands out from every
ground of every theme: a style sheet shows it so (`url_of`), an `icon` has the colours of the theme.
"""

from __future__ import annotations

from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter
from PySide6.QtWidgets import QTabBar, QToolButton

from xccviz.display.themes import load_theme
from xccviz.display.types import Theme
from xccviz.gui.look.signs import ICON_PX, add_pixmaps
from xccviz.gui.look.theme import current_theme
from xccviz.resources import read_text

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

NEUTRAL = "#7A8290"
SCROLLER_PX = 11
_DISABLED = 0.55


def icon(name: str, theme: Theme) -> QIcon:
    """The icon of that name in the colours of a theme, sharp up to three device pixels per pixel; "" is an empty
    one."""
    return _icon(name, theme.name) if name else QIcon()


@lru_cache(maxsize=128)
def _icon(name: str, theme_name: str) -> QIcon:
    made, theme = QIcon(), load_theme(theme_name)
    for mode, role, opacity in (
        (QIcon.Mode.Normal, "text", 1.0),
        (QIcon.Mode.Disabled, "faint", _DISABLED),
    ):
        add_pixmaps(made, mode, partial(_paint, _drawn(name, theme.roles[role]), opacity))
    return made


@cache
def _drawn(name: str, colour: str) -> QSvgRenderer:
    from PySide6.QtSvg import QSvgRenderer  # late: the first frame has no icons

    source = read_text("icons", f"{name}.svg").replace(NEUTRAL, QColor(colour).name())
    return QSvgRenderer(QByteArray(source.encode()))


def _paint(drawn: QSvgRenderer, opacity: float, painter: QPainter) -> None:
    painter.setOpacity(opacity)
    drawn.render(painter, QRectF(0, 0, ICON_PX, ICON_PX))


def sign_scrollers(bar: QTabBar) -> None:
    """Put arrows upon the buttons that scroll the tabs of `bar`: a style sheet takes Qt's own away."""
    for name, sign in (("ScrollLeftButton", "back"), ("ScrollRightButton", "forward")):
        button = bar.findChild(QToolButton, name, Qt.FindChildOption.FindDirectChildrenOnly)
        if button is not None:
            button.setArrowType(Qt.ArrowType.NoArrow)
            button.setIcon(icon(sign, current_theme()))
            button.setIconSize(QSize(SCROLLER_PX, SCROLLER_PX))
