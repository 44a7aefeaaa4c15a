# covers: xccviz/display/lines.py, xccviz/display/markers.py, xccviz/display/dots.py, xccviz/display/patterns.py
"""As people see it who see fewer colours: what differs in meaning differs in lightness, shape or stroke in every theme.

Each sample is painted as the window paints it, its colours are turned into those that somebody sees without one sort
of cones, and what is left is compared by lightness alone (L*, 0 to 100). The matrices are those of Machado, Oliveira
and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1, for linear
RGB.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import combinations

import pytest

pytest.importorskip("PySide6.QtGui")

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter

from xccviz.display.lines import LINES
from xccviz.display.markers import arrow_head
from xccviz.display.qt import paint_primitive
from xccviz.display.themes import load_theme
from xccviz.display.timeline.causes import CAUSE_LOOKS
from xccviz.display.types import NONE, DotField, Marker, Path, Primitive, Rect
from xccviz.layout.types import Segment
from xccviz.settings.themes import theme_names
from xccviz.words.signs import ACTIONS, DEPOSITS, NODE_ENDS, PROGRESS, SEVERITIES, SLOTS, VERDICTS, Sign

VISIONS: Mapping[str, tuple[tuple[float, float, float], ...]] = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}  # fmt: skip
SCALE, WIDE, HIGH = 2, 64, 20
APART, SHARE = 20.0, 0.05
"""How far two lightnesses are to be apart to be told from each other, and how much of what is inked has to be so."""


def line(kind: str) -> list[Primitive]:
    style = LINES[kind]  # type: ignore[index]  # a key of it
    head = arrow_head((60, 10), 0.0, 9.0, 4.4, closed=not style.open_head)
    solid = not style.open_head
    way = (Segment("M", (2, 10)), Segment("L", (60, 10)))
    return [
        Path("line", None, "edge", way, stroke=style.role, stroke_width=style.width, dash=style.dash),
        Path("head", None, "edge", head, fill=style.role if solid else NONE,
             stroke=NONE if solid else style.role, stroke_width=1.6),
    ]  # fmt: skip


def sign(row: Sign) -> list[Primitive]:
    return [Marker("sign", None, "text", 32, 10, 6.2, row.shape, row.tone, "card")]


def bar(fill: str, stroke: str, dash: tuple[float, ...] = ()) -> list[Primitive]:
    return [Rect("bar", None, "box", 4, 3, 56, 14, 2.0, fill, stroke, 1.25, dash)]


def strip(role: str, width: float) -> list[Primitive]:
    way = (Segment("M", (2, 10)), Segment("L", (60, 10)))
    return [Path("line", None, "foot", way, stroke=role, stroke_width=width)]


def dot(mark: str) -> list[Primitive]:
    return [DotField("dots", None, "box", 8, 10, 6, mark * 6)]


SIGNS: Mapping[str, Mapping[str, Sign]] = {
    "progress": PROGRESS, "ends": NODE_ENDS, "actions": ACTIONS, "slots": SLOTS, "deposits": DEPOSITS,
    "severities": SEVERITIES,
}  # type: ignore[dict-item]  # fmt: skip  # literals are texts
FAMILIES: Mapping[str, Mapping[str, list[Primitive]]] = {
    "lines": {kind: line(kind) for kind in LINES},
    **{name: {each: sign(row) for each, row in table.items()} for name, table in SIGNS.items()},
    "verdicts": {row.shape: sign(row) for row in VERDICTS.values()},
    "dots": {mark: dot(mark) for mark in "rfwou"},
    "dots beside hits": {mark: dot(mark) for mark in "qdpou"},
    "bars": {
        "ran": bar("okbg", "ok"),
        "failed": bar("bad", "bad"),
        "not yet": bar(NONE, "ref", (4.0, 3.0)),
        **{
            cause: [Rect("bar", None, "box", 4, 3, 56, 14, 2.0, "panel", look.ink, 1.0, (), "", look.pattern, look.ink)]
            for cause, look in CAUSE_LOOKS.items()
        },
    },
    "whole timeline": {"ran": strip("ok", 3.0), "failed": strip("bad", 6.0)},
}  # fmt: skip
"""What is told apart by looking: by family the samples, a name each. What is found has the dots
of "dots" with a ring around each. Of dots "w" (waits) and "n" (runs next), and of
the verdict's and deposits' signs those of one shape, are told apart by words beside them."""


def painted(sample: Sequence[Primitive], theme: str) -> np.ndarray:
    image = QImage(WIDE * SCALE, HIGH * SCALE, QImage.Format.Format_RGB32)
    image.fill(QColor(load_theme(theme).roles["card"]))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(SCALE, SCALE)
    for primitive in sample:
        paint_primitive(painter, primitive, load_theme(theme))
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return pixels[:, :, 2::-1].astype(float) / 255


def lightness(pixels: np.ndarray, vision: str) -> np.ndarray:
    """L* of what somebody sees."""
    linear = np.where(pixels <= 0.04045, pixels / 12.92, ((pixels + 0.055) / 1.055) ** 2.4)
    seen = np.clip(linear @ np.array(VISIONS[vision]).T, 0, 1)
    y = seen @ np.array((0.2126, 0.7152, 0.0722))
    return np.where(y > 0.008856, 116 * np.cbrt(y) - 16, 903.3 * y)


@cache
def looks(family: str, theme: str, vision: str) -> Mapping[str, np.ndarray]:
    return {name: lightness(painted(sample, theme), vision) for name, sample in FAMILIES[family].items()}


def alike(one: np.ndarray, other: np.ndarray, ground: float) -> bool:
    """Whether they look the same but for their colours."""
    inked = (abs(one - ground) > APART / 2) | (abs(other - ground) > APART / 2)
    return bool((abs(one - other) > APART).sum() < SHARE * max(inked.sum(), 1))


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("theme", theme_names())
@pytest.mark.parametrize("family", FAMILIES)
def test_what_differs_in_meaning_differs_without_its_hue(
    qapp: object, family: str, theme: str, vision: str
) -> None:
    shown = looks(family, theme, vision)
    ground = next(iter(shown.values()))[0, 0]
    same = [
        (a, b)
        for a, b in combinations(shown, 2)
        if _means(family, a) != _means(family, b) and alike(shown[a], shown[b], ground)
    ]
    assert same == []


def _means(family: str, name: str) -> object:
    """What has the same sign by intention, as its word tells the rest."""
    return SIGNS[family][name].shape if family == "deposits" else name


def test_a_failure_that_differed_in_hue_alone_would_be_noticed(qapp: object) -> None:
    result, failure = (lightness(painted(strip(role, 2.0), "light"), "deutan") for role in ("data", "bad"))
    assert alike(result, failure, float(result[0, 0]))


def test_a_failure_is_another_stroke_in_a_file_and_a_legend_too() -> None:
    from tests.layout.trees import Spec, analysis_of, document_of
    from xccviz.display.graph.draw import draw
    from xccviz.display.look import Look
    from xccviz.display.svg import to_svg
    from xccviz.layout.layered.build import build_layout

    specs = [Spec(-1), Spec(0), Spec(0, failed=True), Spec(0, awaits=(1, 2), returns=True)]
    analysis = analysis_of(specs)
    shown = draw(document_of(analysis), build_layout(analysis), Look(legend=True))
    broken = [p for p in shown.primitives if isinstance(p, Path) and p.dash == LINES["delivers_failed"].dash]
    assert {p.layer for p in broken} == {"edge", "legend"}
    written = to_svg(shown, load_theme("light")).decode()
    assert written.count('stroke-dasharray="12 2.5"') >= 2
