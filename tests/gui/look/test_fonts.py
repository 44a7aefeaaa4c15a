"""Bytes are shown as they are: no face of the window or of a picture makes one sign of two characters."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel

from tests.gui.looks import settle
from xccviz.display.qt import font_of
from xccviz.gui.look.theme import choose_theme

JOINED = ("0x3", "5x32", ">=", "==", "->", "</b>", "!=")


def inked(font: QFont, text: str) -> QImage:
    image = QImage(400, 100, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.setFont(font)
    painter.drawText(QPoint(10, 70), text)
    painter.end()
    return image


def apart(font: QFont, text: str) -> str:
    """The text with its characters kept from joining."""
    return "\u200c".join(text)


@pytest.mark.parametrize("text", JOINED)
@pytest.mark.parametrize("face", ["regular", "medium", "semibold", "mono"])
def test_a_picture_draws_each_character(qapp: QApplication, face: str, text: str) -> None:
    font = font_of(face, 13)
    assert inked(font, text) == inked(font, apart(font, text))


@pytest.mark.parametrize("text", JOINED)
@pytest.mark.parametrize("family", ["Inter", "JetBrains Mono"])
def test_a_widget_draws_each_character(qapp: QApplication, family: str, text: str) -> None:
    choose_theme(qapp, "light")
    label = QLabel(text)
    label.setStyleSheet(f'QLabel {{ font-family: "{family}"; font-size: 40px; }}')
    label.show()
    settle()
    assert label.fontInfo().family() == family
    assert inked(label.font(), text) == inked(label.font(), apart(label.font(), text))
    label.close()
