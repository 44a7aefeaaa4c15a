"""The drawing as one graphics item: what is exposed is found in a grid and painted in as much detail as can be seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence, Set

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QStyleOptionGraphicsItem, QWidget

from xccviz.display.detail import detail_at, in_a_line
from xccviz.display.dots import changed_dots, narrowed
from xccviz.display.parts import LEVEL, Key, Parts
from xccviz.display.qt import bounds_of, paint_primitive
from xccviz.display.qt_inks import painter_path, set_inks
from xccviz.display.types import NONE, DotField, Layer, Path, Primitive, Text, Theme
from xccviz.gui.canvas.far import FarAway
from xccviz.gui.canvas.kept import Kept, Touches
from xccviz.gui.canvas.shelf import cells
from xccviz.gui.canvas.strokes import Strokes
from xccviz.values import replace

_GRASP = 11.0
"""Px around a line within which the pointer is on it."""
_LIFT = 1.4
"""Px by which a line under the pointer is wider."""


class Drawn(QGraphicsItem):
    """All parts of one layout. They change their looks; where they stand never changes. `words`: how much larger than
    usual words are wanted; `flows`: from far away it is painted without its words, and nothing takes their place."""

    def __init__(self, parts: Parts, theme: Theme, words: float = 1.0, *, flows: bool = False) -> None:
        super().__init__()
        self._flows = flows
        self.theme = theme
        self.words = words
        self._parts = parts
        self.pieces: Sequence[QRectF] = ()
        """The pieces of the view that are being painted, in scene px."""
        self._strokes = Strokes()
        # by level, and within a level as they were given
        self._keys = sorted(parts.keys, key=lambda key: key[1])
        self._levels: dict[str | None, list[Key]] = defaultdict(list)
        self._bounds: dict[Key, QRectF] = {}
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._all = QRectF()
        self._shapes: dict[Key, QPainterPath] = {}
        self._lifted: Key | None = None
        self._kept = Kept()
        self._far = FarAway(parts, self._keys, self._bounds)
        self._lines: dict[Key, Sequence[Primitive]] = {}
        self._line_scale = 0.0
        self._painted: dict[Key, Sequence[Primitive]] = {}
        for number, key in enumerate(self._keys):
            self._levels[key[0]].append(key)
            self._place(number, key)
        self._all = _around_all(self._bounds.values())
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def _place(self, number: int, key: Key) -> None:
        given = self._parts.bounds(key)
        if given is not None:
            bounds = QRectF(given.x, given.y, given.width, given.height)
        else:
            bounds = _around_all(map(bounds_of, self._parts.whole(key))).adjusted(-3, -3, 3, 3)
        self._bounds[key] = bounds
        touched: Collection[tuple[int, int]] = cells(bounds)
        if len(touched) > _FEW_CELLS and key[1] == LEVEL["edge"] and not self._flows:
            # a long line that bends little touches few of the cells around it
            touched = {cell for piece in _pieces(self._parts.whole(key)) for cell in cells(piece)}
        for cell in touched:
            self._cells[cell].append(number)

    @property
    def places(self) -> dict[Key, tuple[float, float, float, float]]:
        """Where everything stands: x, y, width and height in scene px."""
        return {key: (b.x(), b.y(), b.width(), b.height()) for key, b in self._bounds.items()}

    def parts(self, owner: str | None, layer: Layer) -> Sequence[Primitive]:
        """The primitives of an owner on the level of a layer, with their tool tips."""
        key = (owner, LEVEL[layer])
        return self._parts.told(key) if key in self._bounds else ()

    def restyle(self, changed: Set[str] | None, theme: Theme, words: float) -> None:
        """Show what has `changed` (owners; None: everything may have) in other styles and words at the same places."""
        if theme is not self.theme or words != self.words or changed is None:
            self._far.forget()
            self._kept.forget()
            self._lines, self._painted = {}, {}
            self.update()
        else:
            self._far.change(changed)
            for owner in changed:
                for key in self._levels.get(owner, ()):
                    self._lines.pop(key, None)
                    self._update(key)
        self.theme, self.words = theme, words

    def _update(self, key: Key) -> None:
        """Have painted what of a key looks different from what was painted last."""
        before = self._painted.pop(key, None)
        if before is None:
            self._paint_again(self._bounds[key])
            return
        for old, new in zip(before, self._parts.whole(key), strict=True):
            if old == new:
                continue
            if isinstance(old, DotField) and isinstance(new, DotField):
                around = changed_dots(old, new)
                if around is not None:
                    left, top, right, bottom = around
                    self._paint_again(QRectF(left, top, right - left, bottom - top))
            elif isinstance(old, Path) and isinstance(new, Path) and old.segments is new.segments:
                self._paint_line_again(new if new.stroke_width > old.stroke_width else old)
            else:
                self._paint_again(bounds_of(new).united(bounds_of(old)))

    def _paint_again(self, *areas: QRectF) -> None:
        """Asked of the views themselves: of an item Qt paints the rectangle around all its pieces."""
        for area in areas:
            self._kept.stale(area)
        for view in self._views():
            for area in areas:
                view.viewport().update(view.mapFromScene(area).boundingRect().adjusted(-2, -2, 2, 2))

    def _paint_line_again(self, line: Path) -> None:
        """The rectangle around all of a line would be most of the view."""
        for view in self._views():
            seen, scale = view.mapToScene(view.viewport().rect()).boundingRect(), view.transform().m11()
            places = self._strokes.places(line, seen.united(self._kept.around), scale)
            for place in places if places is not None else (bounds_of(line),):
                self._kept.stale(place)
                if place.intersects(seen):
                    view.viewport().update(view.mapFromScene(place).boundingRect().adjusted(-2, -2, 2, 2))

    def _views(self) -> Iterable[QGraphicsView]:
        return self.scene().views() if self.scene() is not None else ()

    def boundingRect(self) -> QRectF:
        """The rectangle everything stays in, scene px."""
        return self._all

    # ------------------------------------------------------------------------------------------------------ painting

    def within(self, area: QRectF) -> list[Key]:
        """What touches a rectangle of the scene, in painting order."""
        return [self._keys[number] for number in sorted(self._numbers(area))]

    def _numbers(self, area: QRectF) -> Iterable[int]:
        found: set[int] = set()
        for cell in cells(area.intersected(self._all)):
            found.update(self._cells.get(cell, ()))
        keys, bounds = self._keys, self._bounds
        return (number for number in found if bounds[keys[number]].intersects(area))

    def _exposed(self, area: QRectF) -> list[Key]:
        """What touches an area that is to be painted. After a step that is a few pieces far apart of the view, and Qt
        gives the rectangle around them."""
        pieces = self.pieces
        if not 1 < len(pieces) <= MOST_PIECES:
            return self.within(area)
        numbers = {number for piece in pieces for number in self._numbers(piece)}
        return [self._keys[number] for number in sorted(numbers)]

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """What is exposed, in as much detail as its scale allows."""
        scale = option.levelOfDetailFromTransform(painter.worldTransform())
        detail = detail_at(scale / self.words)
        if detail != "whole":
            self._painted = {}
        if detail == "block" and not self._flows:
            self._far.paint(painter, option.exposedRect, self.theme, scale, self.words)
            return
        if not self._flows:
            self._paint(painter, option.exposedRect, scale, self._exposed(option.exposedRect))
            return

        def content(on: QPainter, area: QRectF, touches: Touches) -> None:
            bounds = self._bounds
            self._paint(on, area, scale, [key for key in self.within(area) if touches(bounds[key])])

        pieces = self.pieces if 0 < len(self.pieces) <= MOST_PIECES else (option.exposedRect,)
        if not self._kept.paint(painter, pieces, QColor(self.theme.roles["bg"]), content):
            painter.setClipRect(option.exposedRect, Qt.ClipOperation.IntersectClip)
            content(painter, option.exposedRect, lambda _: True)

    def _paint(self, painter: QPainter, exposed: QRectF, scale: float, keys: Iterable[Key]) -> None:
        detail = detail_at(scale / self.words)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for key in keys:
            plain = detail == "whole" or self._flows
            parts = self._parts.whole(key) if plain else self._in_a_line(key, scale)
            if detail == "whole":
                self._painted[key] = parts
            for primitive in parts:
                if isinstance(primitive, DotField) and 0 < len(self.pieces) <= MOST_PIECES:
                    primitive = self._narrowed(primitive)
                if detail != "whole" and self._flows and isinstance(primitive, Text):
                    continue
                if key == self._lifted and isinstance(primitive, Path):
                    primitive = replace(primitive, stroke_width=primitive.stroke_width + _LIFT)
                pieces = (
                    self._strokes.pieces(primitive, exposed, scale) if isinstance(primitive, Path) else None
                )
                if pieces is None:
                    paint_primitive(painter, primitive, self.theme, scale)
                elif isinstance(primitive, Path) and primitive.stroke != NONE:
                    set_inks(painter, NONE, primitive.stroke, primitive.stroke_width, (), self.theme)
                    for piece in pieces:
                        painter.drawPath(piece)

    def _narrowed(self, field: DotField) -> DotField:
        """As many dots as may be seen through what is to be painted."""
        area = bounds_of(field)
        seen = [piece.intersected(area) for piece in self.pieces if piece.intersects(area)]
        if sum(piece.width() * piece.height() for piece in seen) > area.width() * area.height() / 2:
            return field
        return narrowed(field, [(s.left(), s.top(), s.right(), s.bottom()) for s in seen])

    def _in_a_line(self, key: Key, scale: float) -> Sequence[Primitive]:
        """Kept while the scale stays: panning makes nothing anew."""
        if scale != self._line_scale:
            self._line_scale, self._lines = scale, {}
        made = self._lines.get(key)
        if made is None:
            made = self._lines[key] = in_a_line(self._parts.brief(key), scale, self.words)
        return made

    # ------------------------------------------------------------------------------------------------------- pointer

    def line_at(self, point: QPointF) -> Key | None:
        """The line under a point of the scene, if nothing stands over it."""
        for key in reversed(self.within(_spot(point))):
            if not self._is_line(key):
                if key[1] == LEVEL["box"] and self._parts.whole(key):
                    return None
            elif self._shape(key).contains(point):
                return key
        return None

    def crossed(self, area: QRectF) -> bool:
        """Whether a line runs through a rectangle of the scene, or what stands on one."""
        keys = [key for key in map(self._keys.__getitem__, self._numbers(area)) if key[1] != LEVEL["box"]]
        return any(not self._is_line(key) or self._shape(key).intersects(area) for key in keys)

    def tip_at(self, point: QPointF) -> str:
        """What the topmost primitive at a point of the scene has to say."""
        for key in reversed(self.within(_spot(point))):
            if self._is_line(key):
                told = self._parts.told(key)[0].tooltip if self._shape(key).contains(point) else ""
                if told:
                    return told
                continue
            for primitive in reversed(self._parts.told(key)):
                if primitive.tooltip and bounds_of(primitive).contains(point):
                    return primitive.tooltip
        return ""

    def lift(self, key: Key | None) -> None:
        """Draw a line wider, and the one before as it is."""
        if key == self._lifted:
            return
        for changed in (self._lifted, key):
            if changed in self._bounds:
                self._kept.stale(self._bounds[changed])
                self.update(self._bounds[changed])
        self._lifted = key

    def _is_line(self, key: Key) -> bool:
        parts = self._parts.whole(key)  # none of what a filter hides
        return bool(parts) and all(isinstance(primitive, Path) for primitive in parts)

    def _shape(self, key: Key) -> QPainterPath:
        """Where the pointer is on a line."""
        shape = self._shapes.get(key)
        if shape is None:
            stroker = QPainterPathStroker()
            stroker.setWidth(_GRASP)
            first = self._parts.whole(key)[0]
            line = painter_path(first.segments) if isinstance(first, Path) else QPainterPath()
            shape = self._shapes[key] = stroker.createStroke(line)
        return shape


_FEW_CELLS = 6
MOST_PIECES = 24
"""Of more pieces of a view the rectangle around them is painted."""


def _around_all(areas: Iterable[QRectF]) -> QRectF:
    around = QRectF()
    for area in areas:
        around |= area
    return around


def _pieces(parts: Iterable[Primitive]) -> Iterable[QRectF]:
    """Rectangles around the pieces of lines. A curve stays in the one around all its points."""
    for path in parts:
        if not isinstance(path, Path):
            continue
        before: tuple[float, ...] = ()
        for segment in path.segments:
            points = (*before, *segment.points)
            xs, ys = points[::2], points[1::2]
            if xs:
                yield QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys))).adjusted(-8, -8, 8, 8)
            before = segment.points[-2:] or before


def _spot(point: QPointF) -> QRectF:
    return QRectF(point.x() - 0.01, point.y() - 0.01, 0.02, 0.02)
