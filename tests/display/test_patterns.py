"""Patterns of surfaces: each tile goes on in its neighbours, and both painters lay the same."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from xccviz.display.patterns import TILES, Pattern
from xccviz.display.qt import paint, tile_brush
from xccviz.display.svg import to_svg
from xccviz.display.themes import load_theme
from xccviz.display.types import DisplayList, Rect

NAMES = tuple(TILES)
SIZE = 60


def area(pattern: Pattern, ink: str = "wait") -> DisplayList:
    ground = Rect("background", None, "background", 0, 0, SIZE, SIZE, fill="bg")
    return DisplayList(
        (ground, Rect("r", "r", "box", 0, 0, SIZE, SIZE, pattern=pattern, ink=ink)), SIZE, SIZE
    )


def painted(pattern: Pattern, scale: float) -> QImage:
    image = QImage(round(SIZE * scale), round(SIZE * scale), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(scale, scale)
    paint(painter, area(pattern), load_theme("light"), lod=scale)
    painter.end()
    return image


def inked(image: QImage) -> float:
    """The share of an image that is ink."""
    ground = QColor(load_theme("light").roles["bg"])
    ink = QColor(load_theme("light").roles["wait"])
    span = ground.red() - ink.red()
    width, height = image.width(), image.height()
    got = sum(ground.red() - image.pixelColor(x, y).red() for x in range(width) for y in range(height))
    return got / span / (width * height)


@pytest.mark.parametrize("pattern", NAMES)
def test_a_pattern_is_as_dense_at_every_scale(qapp: object, pattern: Pattern) -> None:
    usual = inked(painted(pattern, 1.0))
    assert 0.05 < usual < 0.6
    assert inked(painted(pattern, 2.0)) == pytest.approx(usual, abs=0.04)
    assert inked(painted(pattern, 1.5)) == pytest.approx(usual, abs=0.04)


def test_they_are_told_apart_in_grey(qapp: object) -> None:
    pictures = [painted(pattern, 2.0) for pattern in NAMES]
    assert len({bytes(image.constBits()) for image in pictures}) == len(NAMES)


@pytest.mark.parametrize("pattern", NAMES)
@pytest.mark.parametrize("scale", [1.0, 1.25, 2.0])
def test_a_tile_is_made_at_the_scale_of_the_device(qapp: object, pattern: Pattern, scale: float) -> None:
    tile, brush = TILES[pattern], tile_brush(pattern, "#000000", scale)
    assert brush.texture().width() == round(tile.width * scale)
    shown = brush.transform().mapRect(QRectF(brush.texture().rect()))
    assert (shown.width(), shown.height()) == (pytest.approx(tile.width), pytest.approx(tile.height))


@pytest.mark.parametrize("pattern", NAMES)
def test_svg_defines_what_it_uses_once(pattern: Pattern) -> None:
    one = area(pattern)
    twice = DisplayList((*one.primitives, *one.primitives[1:]), SIZE, SIZE)
    root = ET.fromstring(to_svg(twice, load_theme("light")))
    spaces = {"s": "http://www.w3.org/2000/svg"}
    defined = [each.get("id") for each in root.findall(".//s:pattern", spaces)]
    fills = {each.get("fill") for each in root.findall(".//s:rect", spaces)}
    assert defined == [f"{pattern}-wait"]
    assert f"url(#{pattern}-wait)" in fills


def test_without_ink_nothing_is_laid() -> None:
    assert b"pattern" not in to_svg(area("dots", "none"), load_theme("dark"))
