# covers: xccviz/display/qt_dots.py, xccviz/display/qt_inks.py
"""The Qt painter draws the same list: same widths, nothing outside what is exposed, nothing illegible."""

from __future__ import annotations

import pytest

pytest.importorskip("PySide6.QtGui")

import numpy as np
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tests.display.pictures import picture
from tests.layout.trees import Spec, analysis_of, document_of
from xccviz.display import qt_dots
from xccviz.display.graph.draw import draw
from xccviz.display.look import Look
from xccviz.display.qt import bounds_of, font_of, load_fonts, paint
from xccviz.display.themes import load_theme
from xccviz.display.types import DisplayList, DotField, Rect, Text, Verticals
from xccviz.layout.layered.build import build_layout
from xccviz.layout.measure import measure
from xccviz.settings.themes import theme_names


def drawing():
    specs = [Spec(-1), Spec(0), Spec(0, failed=True, actions=3), Spec(0, awaits=(1, 2), returns=True)]
    analysis = analysis_of(specs)
    layout = build_layout(analysis)
    return layout, draw(document_of(analysis), layout, Look(selection="r1"))


def test_it_paints_the_colours_of_the_theme(qapp):
    layout, shown = drawing()
    for theme in theme_names():
        image = picture(shown, theme)
        box = layout.by_key["r0"].bounds
        card = image.pixelColor(int(box.right - 6), int(box.y + 8)).name()
        assert card == load_theme(theme).roles["card"].lower()
        assert image.pixelColor(2, 2).name() == load_theme(theme).roles["bg"].lower()


@pytest.mark.parametrize("face", ["regular", "medium", "semibold", "mono"])
def test_qt_draws_text_as_wide_as_layout_measured(qapp, face):
    load_fonts()
    text = "app.near.multiple_contracts · 1.9 of 10 T → AVATo"
    font = font_of(face, 13.5)
    width = QFontMetricsF(font).horizontalAdvance(text) * 13.5 / font.pixelSize()
    assert width == pytest.approx(measure(text, face, 13.5), rel=0.01)


def test_what_is_not_exposed_is_not_painted(qapp):
    _, shown = drawing()
    image = picture(shown, exposed=QRectF(-100, -100, 10, 10))
    assert {image.pixelColor(x, y).name() for x in range(0, 300, 7) for y in range(0, 300, 7)} == {"#123456"}


def test_text_below_a_legible_size_is_skipped(qapp):
    _, shown = drawing()
    assert picture(shown, lod=0.3) != picture(shown, lod=1.0)


def test_bounds_hold_what_is_painted(qapp):
    _, shown = drawing()
    for primitive in shown.primitives:
        bounds = bounds_of(primitive)
        if isinstance(primitive, Rect):
            assert bounds.contains(QRectF(primitive.x, primitive.y, primitive.width, primitive.height))
        elif isinstance(primitive, Text) and primitive.text:
            assert bounds.width() >= measure(primitive.text, primitive.font, primitive.size)


class Painted(QWidget):
    """A field of dots on white, at an odd place."""

    def __init__(self, field: DotField, scale: float) -> None:
        super().__init__()
        self.field, self.scale = field, scale
        self.resize(240, 200)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor("white"))
        painter.translate(3.3, 5.2)
        painter.scale(self.scale, self.scale)
        qt_dots.paint_dots(painter, self.field, load_theme("light"), self.scale)


def pixels(field: DotField, scale: float, ratio: int) -> np.ndarray:
    """The same on a picture with so many pixels for one of the widget's."""
    image = QImage(240 * ratio, 200 * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    Painted(field, scale).render(painter, QPoint())
    painter.end()
    return np.array(image.constBits()).reshape(200 * ratio, 240 * ratio, 4)[..., :3].astype(int)


@pytest.mark.parametrize(("scale", "ratio"), [(0.5, 1), (1.0, 1), (1.7, 1), (0.85, 2)])
def test_dots_are_copied_and_look_as_if_each_was_painted(
    qapp: object, monkeypatch: pytest.MonkeyPatch, scale: float, ratio: int
) -> None:
    """Next to each other discs overlap: every ring is seen whole, as in a file."""
    field = DotField("dots", None, "box", 14.0, 14.0, 12, "F" * 30 + "R" * 60 + "wnoufdp" * 4)
    copied = pixels(field, scale, ratio)
    monkeypatch.setattr(qt_dots, "_copies", lambda painter: False)
    painted = pixels(field, scale, ratio)
    assert (painted != 255).any()
    assert abs(copied - painted).mean() < 3
    assert (abs(copied - painted).max(axis=2) > 110).mean() < 0.001


def test_of_upright_lines_what_is_clipped_looks_as_if_all_was_painted(qapp: object) -> None:
    """The dots stand where they stand, wherever painting begins."""
    lines = Verticals("lines", None, "edge", (20.5, 60.0, 140.25), 7.0, 190.0, "bad", 1.0, (1.0, 4.0))
    shown = DisplayList((lines,), 160, 200)
    whole = picture(shown)
    pieces = picture(DisplayList((), 160, 200))
    for across in range(0, 160, 40):
        for down in range(0, 200, 23):
            painter = QPainter(pieces)
            painter.setClipRect(across, down, 40, 23)
            paint(painter, shown, load_theme("light"))
            painter.end()
    assert pieces == whole
    assert {whole.pixelColor(20, y).name() for y in range(7, 190)} > {"#123456"}
    assert {whole.pixelColor(20, y).name() for y in (*range(7), *range(190, 200))} == {"#123456"}
