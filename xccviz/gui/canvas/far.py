"""A drawing seen from far away: the lines and blocks of a colour in few calls, put together a bunch at a time and kept
until something in the bunch changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from xccviz.display.detail import block_of, sign_of
from xccviz.display.parts import Key, Parts
from xccviz.display.qt import paint_primitive
from xccviz.display.qt_dots import paint_dots
from xccviz.display.qt_inks import painter_path
from xccviz.display.types import NONE, DotField, Marker, Path, Primitive, Rect, Role, Theme

FEW = 400
"""Up to so many boxes and lines are painted with smooth curves."""
BUNCH = 64
"""So many of what follows each other are put together."""
MOST_SIGNS = 150
"""Of so many failed blocks each has its sign; more are crossed out: never does a colour alone tell."""


class FarAway:
    """What of `parts` is seen from far away. `keys` in painting order, with their bounds in scene px."""

    def __init__(self, parts: Parts, keys: Sequence[Key], bounds: Mapping[Key, QRectF]) -> None:
        self._parts, self._keys, self._bounds = parts, keys, bounds
        self._smooth = len(keys) <= FEW
        self._bunches: list[_Bunch | None] = [None] * -(-len(keys) // BUNCH)
        self._areas: list[QRectF] | None = None
        self._numbers: dict[str | None, list[int]] = {}

    def forget(self) -> None:
        """Everything may look different."""
        self._bunches = [None] * len(self._bunches)

    def show(self, parts: Parts, owners: Set[str]) -> None:
        """Show these parts, of which those of some owners look different."""
        self._parts = parts
        if any(self._bunches):
            self.index()
            for owner in owners:
                for number in self._numbers.get(owner, ()):
                    self._bunches[number] = None

    def index(self) -> None:
        """Know the bunches of each owner."""
        if not self._numbers and any(self._bunches):
            found: dict[str | None, list[int]] = defaultdict(list)
            for number, (owner, _) in enumerate(self._keys):
                found[owner].append(number // BUNCH)
            self._numbers = found

    def paint(self, painter: QPainter, exposed: QRectF, theme: Theme, scale: float, words: float) -> None:
        """What is exposed; `scale` in px on screen of a px of the scene, `words`: how much larger than usual words
        are."""
        bunches = self._within(exposed)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self._smooth)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for bunch in bunches:
            for role, line in bunch.lines.items():
                painter.setPen(_hairline(theme, role))
                painter.drawPath(line)
        # insides without a pen, then outlines without a brush: a tenth of the time of both at once
        painter.setPen(Qt.PenStyle.NoPen)
        for bunch in bunches:
            for fill, blocks in bunch.fills.items():
                if fill != NONE:
                    painter.setBrush(QColor(theme.roles[fill]))
                    painter.drawRects(blocks)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for bunch in bunches:
            for role, outline in bunch.outlines.items():
                painter.setPen(_hairline(theme, role))
                painter.drawPath(outline)
        for bunch in bunches:
            for field in bunch.dots:
                paint_dots(painter, field, theme, scale)
        crossed = [card for bunch in bunches for card, _ in bunch.signs][MOST_SIGNS:]
        if crossed:
            painter.setPen(_hairline(theme, "card"))
            painter.drawPath(_crosses(crossed))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for primitive in _above(bunches, scale, words):
            paint_primitive(painter, primitive, theme, scale)

    def _within(self, exposed: QRectF) -> list[_Bunch]:
        if self._areas is None:
            self._areas = [self._area(number) for number in range(len(self._bunches))]
        found: list[_Bunch] = []
        for number, area in enumerate(self._areas):
            if area.intersects(exposed):
                bunch = self._bunches[number]
                if bunch is None:
                    bunch = self._bunches[number] = self._made(number)
                found.append(bunch)
        return found

    def _area(self, number: int) -> QRectF:
        area = QRectF()
        for key in self._keys[number * BUNCH : (number + 1) * BUNCH]:
            area = area.united(self._bounds[key])
        return area

    def _made(self, number: int) -> _Bunch:
        bunch = _Bunch()
        for key in self._keys[number * BUNCH : (number + 1) * BUNCH]:
            bunch.add(self._parts.brief(key), self._smooth)
        return bunch


class _Bunch:
    """The lines and blocks of some keys, by colour."""

    def __init__(self) -> None:
        self.lines: dict[Role, QPainterPath] = {}
        self.fills: dict[Role, list[QRectF]] = defaultdict(list)
        self.outlines: dict[Role, QPainterPath] = {}
        self.rings: list[Rect] = []
        self.signs: list[tuple[Rect, Marker]] = []
        self.dots: list[DotField] = []

    def add(self, parts: Sequence[Primitive], smooth: bool) -> None:
        """One more key."""
        block = block_of(parts)
        if block is None:
            for primitive in parts[:1]:
                if isinstance(primitive, Path) and primitive.stroke != NONE:
                    self._add_line(primitive, smooth)
            return
        rect = QRectF(block.x, block.y, block.width, block.height)
        self.fills[block.fill].append(rect)
        self.outlines.setdefault(block.stroke, QPainterPath()).addRect(rect)
        self.rings += block.rings
        if block.dots is not None:
            self.dots.append(block.dots)
        if block.sign is not None:
            self.signs.append((block.card, block.sign))

    def _add_line(self, path: Path, smooth: bool) -> None:
        line = self.lines.setdefault(path.stroke, QPainterPath())
        if smooth:
            line.addPath(painter_path(path.segments))
            return
        for segment in path.segments:
            if segment.points:
                (line.moveTo if segment.op == "M" else line.lineTo)(*segment.points[-2:])


def _above(bunches: Iterable[_Bunch], scale: float, words: float) -> Iterable[Primitive]:
    signs = [sign for bunch in bunches for sign in bunch.signs]
    yield from (sign_of(card, sign, scale, words) for card, sign in signs[:MOST_SIGNS])
    for bunch in bunches:
        for ring in bunch.rings:
            yield Rect(ring.key, ring.owner, ring.layer, ring.x, ring.y, ring.width, ring.height, ring.radius,
                       stroke=ring.stroke, stroke_width=2.25 / scale)  # fmt: skip


def _crosses(cards: Iterable[Rect]) -> QPainterPath:
    path = QPainterPath()
    for card in cards:
        path.moveTo(card.x, card.y)
        path.lineTo(card.x + card.width, card.y + card.height)
        path.moveTo(card.x, card.y + card.height)
        path.lineTo(card.x + card.width, card.y)
    return path


def _hairline(theme: Theme, role: Role) -> QPen:
    return QPen(QColor(theme.roles[role]), 0)
