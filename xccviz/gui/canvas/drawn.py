"""The drawing as one graphics item: what is exposed is found in a grid and painted in as much detail as can be seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from xccviz.display.detail import detail_at, in_a_line, outline_of
from xccviz.display.qt import bounds_of, paint_primitive, painter_path
from xccviz.display.types import Layer, Path, Primitive, Text, Theme
from xccviz.gui.canvas.far import FarAway
from xccviz.values import replace

Key = tuple[str | None, int]
"""An owner (key of a place or a line), and a level of it."""
LEVEL: dict[Layer, int] = {"edge": 0, "badge": 1, "box": 2, "text": 2}
"""What is painted over what."""
CELL = 512.0
"""Px of the scene of a cell of the grid."""
_LARGE = 64
"""What touches more cells is looked at always."""
_GRASP = 11.0
"""Px around a line within which the pointer is on it."""
_LIFT = 1.4
"""Px by which a line under the pointer is wider."""


class Drawn(QGraphicsItem):
    """All owners of a display list. Restyling replaces their primitives; since keys and geometry of a layout never
    change, neither does where they are. `words`: how much larger than usual words are wanted; `flows`: from far away
    it is painted without its words, and nothing takes their place."""

    def __init__(
        self, primitives: Iterable[Primitive], theme: Theme, words: float = 1.0, *, flows: bool = False
    ) -> None:
        super().__init__()
        self._flows = flows
        self.theme = theme
        self.words = words
        self._parts = _by_owner(primitives)
        self._order = {key: n for n, key in enumerate(self._parts)}
        self._bounds: dict[Key, QRectF] = {}
        self._cells: dict[tuple[int, int], list[Key]] = defaultdict(list)
        self._large: dict[Key, list[QRectF]] = {}
        self._all = QRectF()
        self._shapes: dict[Key, QPainterPath] = {}
        self._lifted: Key | None = None
        self._far: FarAway | None = None
        self._lines: dict[Key, Sequence[Primitive]] = {}
        self._line_scale = 0.0
        for key, parts in self._parts.items():
            self._place(key, parts)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def _place(self, key: Key, parts: Sequence[Primitive]) -> None:
        card = outline_of(parts)
        bounds = QRectF()
        for primitive in parts if card is None else ():
            bounds = bounds.united(bounds_of(primitive))
        if card is not None:  # all else stands in it, but for a ring and the edge of a card behind
            bounds = QRectF(card.x - 3, card.y - 3, card.width + 6, card.height + 10)
        bounds = self._bounds[key] = bounds.adjusted(-3, -3, 3, 3)
        self._all = self._all.united(bounds)
        cells = list(_cells(bounds))
        if len(cells) > _LARGE:
            self._large[key] = list(_pieces(parts)) or [bounds]
        for cell in cells if len(cells) <= _LARGE else ():
            self._cells[cell].append(key)

    @property
    def places(self) -> dict[Key, tuple[float, float, float, float]]:
        """Where everything stands: x, y, width and height in scene px."""
        return {key: (b.x(), b.y(), b.width(), b.height()) for key, b in self._bounds.items()}

    def parts(self, owner: str | None, layer: Layer) -> tuple[Primitive, ...]:
        """The primitives of an owner on the level of a layer."""
        return self._parts.get((owner, LEVEL[layer]), ())

    def restyle(self, primitives: Iterable[Primitive], theme: Theme, words: float) -> None:
        """Show other styles and words at the same places; repaints what differs."""
        parts = _by_owner(primitives)
        if theme is not self.theme or words != self.words:
            self.update()
        else:
            for key, made in parts.items():
                if made != self._parts[key]:
                    self.update(self._bounds[key])
        self._parts, self.theme, self.words = parts, theme, words
        self._far, self._lines = None, {}

    def boundingRect(self) -> QRectF:
        """The rectangle everything stays in, scene px."""
        return self._all

    # ------------------------------------------------------------------------------------------------------ painting

    def within(self, area: QRectF) -> list[Key]:
        """What touches a rectangle of the scene, in painting order."""
        found = {key for key, pieces in self._large.items() if any(map(area.intersects, pieces))}
        for cell in _cells(area):
            found.update(self._cells.get(cell, ()))
        touching = [key for key in found if self._bounds[key].intersects(area)]
        return sorted(touching, key=lambda key: (key[1], self._order[key]))

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """What is exposed, in as much detail as its scale allows."""
        scale = option.levelOfDetailFromTransform(painter.worldTransform())
        detail = detail_at(scale / self.words)
        if detail == "block" and not self._flows:
            if self._far is None:
                self._far = FarAway(tuple(self._parts.values()))
            self._far.paint(painter, self.theme, scale, self.words)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for key in self.within(option.exposedRect):
            plain = detail == "whole" or self._flows
            parts = self._parts[key] if plain else self._in_a_line(key, scale)
            for primitive in parts:
                if detail != "whole" and self._flows and isinstance(primitive, Text):
                    continue
                if key == self._lifted and isinstance(primitive, Path):
                    primitive = replace(primitive, stroke_width=primitive.stroke_width + _LIFT)
                paint_primitive(painter, primitive, self.theme, scale)

    def _in_a_line(self, key: Key, scale: float) -> Sequence[Primitive]:
        """Kept while the scale stays: panning makes nothing anew."""
        if scale != self._line_scale:
            self._line_scale, self._lines = scale, {}
        made = self._lines.get(key)
        if made is None:
            made = self._lines[key] = in_a_line(self._parts[key], scale, self.words)
        return made

    # ------------------------------------------------------------------------------------------------------- pointer

    def line_at(self, point: QPointF) -> Key | None:
        """The line under a point of the scene, if nothing stands over it."""
        for key in reversed(self.within(_spot(point))):
            if not self._is_line(key):
                if key[1] == LEVEL["box"]:
                    return None
            elif self._shape(key).contains(point):
                return key
        return None

    def tip_at(self, point: QPointF) -> str:
        """What the topmost primitive at a point of the scene has to say."""
        for key in reversed(self.within(_spot(point))):
            if self._is_line(key):
                if self._shape(key).contains(point) and self._parts[key][0].tooltip:
                    return self._parts[key][0].tooltip
                continue
            for primitive in reversed(self._parts[key]):
                if primitive.tooltip and bounds_of(primitive).contains(point):
                    return primitive.tooltip
        return ""

    def lift(self, key: Key | None) -> None:
        """Draw a line wider, and the one before as it is."""
        if key == self._lifted:
            return
        for changed in (self._lifted, key):
            if changed in self._bounds:
                self.update(self._bounds[changed])
        self._lifted = key

    def _is_line(self, key: Key) -> bool:
        return all(isinstance(primitive, Path) for primitive in self._parts[key])

    def _shape(self, key: Key) -> QPainterPath:
        """Where the pointer is on a line."""
        shape = self._shapes.get(key)
        if shape is None:
            stroker = QPainterPathStroker()
            stroker.setWidth(_GRASP)
            first = self._parts[key][0]
            line = painter_path(first.segments) if isinstance(first, Path) else QPainterPath()
            shape = self._shapes[key] = stroker.createStroke(line)
        return shape


def _by_owner(primitives: Iterable[Primitive]) -> dict[Key, tuple[Primitive, ...]]:
    """What stands in the scene, by owner and level; ground and legend are painted elsewhere."""
    found: dict[Key, list[Primitive]] = {}
    for primitive in primitives:
        level = LEVEL.get(primitive.layer)
        if level is not None:
            found.setdefault((primitive.owner, level), []).append(primitive)
    return {key: tuple(parts) for key, parts in found.items()}


def _cells(area: QRectF) -> Iterable[tuple[int, int]]:
    """The cells of the grid that a rectangle touches."""
    rows = range(int(area.top() // CELL), int(area.bottom() // CELL) + 1)
    return ((i, j) for i in range(int(area.left() // CELL), int(area.right() // CELL) + 1) for j in rows)


def _pieces(parts: Iterable[Primitive]) -> Iterable[QRectF]:
    """Rectangles around the pieces of lines: of a long one that bends little of its whole rectangle is its own."""
    for path in parts:
        if isinstance(path, Path):
            ends = [
                segment.points[i : i + 2]
                for segment in path.segments
                for i in range(0, len(segment.points), 2)
            ]
            for (x, y), (u, v) in pairwise(ends):
                yield QRectF(QPointF(min(x, u), min(y, v)), QPointF(max(x, u), max(y, v))).adjusted(
                    -6, -6, 6, 6
                )


def _spot(point: QPointF) -> QRectF:
    return QRectF(point.x() - 0.01, point.y() - 0.01, 0.02, 0.02)
