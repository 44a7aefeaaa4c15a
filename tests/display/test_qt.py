"""The Qt painter draws the same list: same widths, nothing outside what is exposed, nothing illegible."""

from __future__ import annotations

import pytest

pytest.importorskip("PySide6.QtGui")

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from tests.display.pictures import picture
from tests.layout.trees import Spec, analysis_of, document_of
from xccviz.display import qt
from xccviz.display.dots import DOTS, by_mark
from xccviz.display.graph.draw import draw
from xccviz.display.look import Look
from xccviz.display.qt import bounds_of, font_of, load_fonts
from xccviz.display.themes import load_theme
from xccviz.display.types import NONE, DotField, Rect, Text
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


@pytest.mark.parametrize("scale", [0.5, 1.0, 1.7])
def test_many_discs_are_copied_and_look_as_if_they_were_painted(
    qapp: object, monkeypatch: pytest.MonkeyPatch, scale: float
) -> None:
    """Next to each other they overlap: every ring is seen whole, as in a file."""
    field = DotField("dots", None, "box", 14.0, 14.0, 12, "F" * 30 + "R" * 90)
    lit = [mark for mark, _ in by_mark(field) if DOTS[mark].disc != NONE]
    assert lit
    painted = []
    for stamped in (1, 10_000):
        monkeypatch.setattr(qt, "_STAMPED", stamped)
        image = QImage(240, 200, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(3.0, 5.0)
        painter.scale(scale, scale)
        qt.paint_dots(painter, field, load_theme("light"), scale)
        painter.end()
        painted.append(np.array(image.constBits()).reshape(200, 240, 4)[..., :3].astype(int))
    one, other = painted
    assert (other != 255).any()
    assert abs(one - other).mean() < 6
    assert (abs(one - other).max(axis=2) > 150).mean() < 0.002
