"""A display list as the window paints it."""

from __future__ import annotations

from PySide6.QtGui import QColor, QImage, QPainter

from xccviz.display.qt import paint
from xccviz.display.themes import load_theme
from xccviz.display.types import DisplayList


def picture(display_list: DisplayList, theme: str = "light", **options: object) -> QImage:
    """The list painted by Qt, upon a colour that no theme has."""
    image = QImage(int(display_list.width), int(display_list.height), QImage.Format.Format_RGB32)
    image.fill(QColor("#123456"))
    painter = QPainter(image)
    paint(painter, display_list, load_theme(theme), **options)  # type: ignore[arg-type]  # passed on
    painter.end()
    return image
