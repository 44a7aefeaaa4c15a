"""The drawing as one graphics item: what is exposed is found in a grid and painted in as much detail as can be seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence, Set

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QStyleOptionGraphicsItem, QWidget

from xccviz.display.detail import detail_at, in_a_line
from xccviz.display.dots import narrowed
from xccviz.display.look import Look
from xccviz.display.parts import LEVEL, Key, Parts
from xccviz.display.qt import bounds_of, paint_primitive
from xccviz.display.qt_inks import painter_path, set_inks
from xccviz.display.types import NONE, DotField, Layer, Path, Primitive, Text, Theme
from xccviz.gui.canvas.appearance import Appearance, Next
from xccviz.gui.canvas.far import FarAway
from xccviz.gui.canvas.kept import Content, Kept, Touches
from xccviz.gui.canvas.shelf import cells
from xccviz.gui.canvas.strokes import Strokes
from xccviz.values import replace

_GRASP = 11.0
"""Px around a line within which the pointer is on it."""
SHEET, MOST_PX = (1024, 256), 1_500_000
"""Px of a sheet of what is kept of a drawing that is no page, and device px of all of them."""
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
        self._shown = Appearance(
            parts, Kept() if flows else Kept(SHEET, MOST_PX), self._bounds, self._strokes
        )
        self._next: Next | None = None
        self._left: Appearance | None = None
        self._far = FarAway(parts, self._keys, self._bounds)
        self._lines: dict[Key, Sequence[Primitive]] = {}
        self._line_scale = 0.0
        for number, key in enumerate(self._keys):
            self._levels[key[0]].append(key)
            self._place(number, key)
        self._all = _around_all(self._bounds.values())
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def _place(self, number: int, key: Key) -> None:
        given = self.shown_parts.bounds(key)
        if given is not None:
            bounds = QRectF(given.x, given.y, given.width, given.height)
        else:
            bounds = _around_all(map(bounds_of, self.shown_parts.whole(key))).adjusted(-3, -3, 3, 3)
        self._bounds[key] = bounds
        touched: Collection[tuple[int, int]] = cells(bounds)
        if len(touched) > _FEW_CELLS and key[1] == LEVEL["edge"] and not self._flows:
            # a long line that bends little touches few of the cells around it
            touched = {cell for piece in _pieces(self.shown_parts.whole(key)) for cell in cells(piece)}
        for cell in touched:
            self._cells[cell].append(number)

    @property
    def shown_parts(self) -> Parts:
        """What is painted, at the look that is shown."""
        return self._shown.parts

    @property
    def places(self) -> dict[Key, tuple[float, float, float, float]]:
        """Where everything stands: x, y, width and height in scene px."""
        return {key: (b.x(), b.y(), b.width(), b.height()) for key, b in self._bounds.items()}

    def parts(self, owner: str | None, layer: Layer) -> Sequence[Primitive]:
        """The primitives of an owner on the level of a layer, with their tool tips."""
        key = (owner, LEVEL[layer])
        return self.shown_parts.told(key) if key in self._bounds else ()

    def restyle(self, changed: Set[str] | None, theme: Theme, words: float) -> None:
        """Show what has `changed` (owners; None: everything may have) in other styles and words at the same places."""
        self._next = None
        if theme is not self.theme or words != self.words or changed is None:
            self._far.forget()
            self._shown.forget()
            self._lines = {}
            self.update()
        else:
            self._far.show(self.shown_parts, changed)
            for key in self._keys_of(changed):
                self._lines.pop(key, None)
            self._update(self._shown.change(self._keys_of(changed), *self._sight()))
        self.theme, self.words = theme, words

    def _keys_of(self, owners: Iterable[str]) -> Iterator[Key]:
        return (key for owner in owners for key in self._levels.get(owner, ()))

    def _update(self, areas: Iterable[QRectF]) -> None:
        """Asked of the view itself: of an item Qt paints the rectangle around all its pieces."""
        view = self._view
        if view is None:
            return
        for area in areas:
            view.viewport().update(view.mapFromScene(area).boundingRect().adjusted(-2, -2, 2, 2))

    @property
    def _view(self) -> QGraphicsView | None:
        return next(iter(self.scene().views()), None) if self.scene() is not None else None

    def _sight(self) -> tuple[QRectF, float]:
        """What of the scene the view shows, and its scale."""
        view = self._view
        if view is None:
            return QRectF(), 1.0
        return view.mapToScene(view.viewport().rect()).boundingRect(), view.transform().m11()

    # -------------------------------------------------------------------------------------------------- the next look

    def prepare(self, look: Look, seen: QRectF) -> Iterator[None]:
        """Make and paint in pieces what a view would show of a rectangle of the scene at another look, beside what it
        shows now: `turn_to` is quick then. Of what is kept as sheets."""
        self._next = None
        sight, scale = self._sight()
        if self._lifted is not None or not (self._flows or detail_at(scale / self.words) == "whole"):
            return
        self._far.index()
        other = self._shown.copy()
        changed = other.parts.take(look)
        if changed is None:
            return
        areas = other.change(self._keys_of(changed), sight, scale)
        known = self._next = Next(look, other, changed, areas, sight)
        yield
        content = self._content(other, scale, ())
        for _ in other.kept.prepare(seen, QColor(self.theme.roles["bg"]), content):
            yield
            if self._next is not known:
                return

    @property
    def next_parts(self) -> Parts | None:
        """What is prepared."""
        return self._next.appearance.parts if self._next is not None else None

    def turn_to(self, look: Look) -> bool:
        """Show what was prepared, if it is for that look; otherwise nothing changes."""
        found, self._next = self._next, None
        if found is None or not found.is_for(look):
            return False
        # let go of what was shown at rest: that takes as long as to paint
        self._left, self._shown = self._shown, found.appearance
        self._far.show(self.shown_parts, found.owners)
        for key in self._keys_of(found.owners):
            self._lines.pop(key, None)
        sight, _ = self._sight()
        self._update(found.areas if sight == found.sight else (sight,))
        return True

    def let_go(self) -> None:
        """Hold on to nothing of what was shown before."""
        self._left = None

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
            self._shown.painted = {}
        if detail == "block" and not self._flows:
            self._far.paint(painter, option.exposedRect, self.theme, scale, self.words)
            return
        shown = self._shown
        if detail != "whole" and not self._flows:
            keys = self._exposed(option.exposedRect)
            self._paint(shown, painter, option.exposedRect, scale, keys, self.pieces)
            return
        content = self._content(shown, scale, self.pieces)
        pieces = self.pieces if 0 < len(self.pieces) <= MOST_PIECES else (option.exposedRect,)
        if not shown.kept.paint(painter, pieces, QColor(self.theme.roles["bg"]), content):
            painter.setClipRect(option.exposedRect, Qt.ClipOperation.IntersectClip)
            content(painter, option.exposedRect, lambda _: True)

    def _content(self, shown: Appearance, scale: float, pieces: Sequence[QRectF]) -> Content:
        """Paints an appearance on its sheets."""

        def content(on: QPainter, area: QRectF, touches: Touches) -> None:
            bounds = self._bounds
            keys = [key for key in self.within(area) if touches(bounds[key])]
            self._paint(shown, on, area, scale, keys, pieces)

        return content

    def _paint(
        self,
        shown: Appearance,
        painter: QPainter,
        exposed: QRectF,
        scale: float,
        keys: Iterable[Key],
        pieces: Sequence[QRectF],
    ) -> None:
        detail = detail_at(scale / self.words)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for key in keys:
            plain = detail == "whole" or self._flows
            parts = shown.parts.whole(key) if plain else self._in_a_line(key, scale)
            if detail == "whole":
                shown.painted[key] = parts
            for primitive in parts:
                if isinstance(primitive, DotField) and 0 < len(pieces) <= MOST_PIECES:
                    primitive = _narrowed(primitive, pieces)
                if detail != "whole" and self._flows and isinstance(primitive, Text):
                    continue
                if key == self._lifted and isinstance(primitive, Path):
                    primitive = replace(primitive, stroke_width=primitive.stroke_width + _LIFT)
                strokes = (
                    self._strokes.pieces(primitive, exposed, scale) if isinstance(primitive, Path) else None
                )
                if strokes is None:
                    paint_primitive(painter, primitive, self.theme, scale)
                elif isinstance(primitive, Path) and primitive.stroke != NONE:
                    set_inks(painter, NONE, primitive.stroke, primitive.stroke_width, (), self.theme)
                    for stroke in strokes:
                        painter.drawPath(stroke)

    def _in_a_line(self, key: Key, scale: float) -> Sequence[Primitive]:
        """Kept while the scale stays: panning makes nothing anew."""
        if scale != self._line_scale:
            self._line_scale, self._lines = scale, {}
        made = self._lines.get(key)
        if made is None:
            made = self._lines[key] = in_a_line(self.shown_parts.brief(key), scale, self.words)
        return made

    # ------------------------------------------------------------------------------------------------------- pointer

    def line_at(self, point: QPointF) -> Key | None:
        """The line under a point of the scene, if nothing stands over it."""
        for key in reversed(self.within(_spot(point))):
            if not self._is_line(key):
                if key[1] == LEVEL["box"] and self.shown_parts.whole(key):
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
                told = self.shown_parts.told(key)[0].tooltip if self._shape(key).contains(point) else ""
                if told:
                    return told
                continue
            for primitive in reversed(self.shown_parts.told(key)):
                if primitive.tooltip and bounds_of(primitive).contains(point):
                    return primitive.tooltip
        return ""

    def lift(self, key: Key | None) -> None:
        """Draw a line wider, and the one before as it is."""
        if key == self._lifted:
            return
        self._next = None
        for changed in (self._lifted, key):
            if changed in self._bounds:
                self._shown.kept.stale(self._bounds[changed])
                self.update(self._bounds[changed])
        self._lifted = key

    def _is_line(self, key: Key) -> bool:
        parts = self.shown_parts.whole(key)  # none of what a filter hides
        return bool(parts) and all(isinstance(primitive, Path) for primitive in parts)

    def _shape(self, key: Key) -> QPainterPath:
        """Where the pointer is on a line."""
        shape = self._shapes.get(key)
        if shape is None:
            stroker = QPainterPathStroker()
            stroker.setWidth(_GRASP)
            first = self.shown_parts.whole(key)[0]
            line = painter_path(first.segments) if isinstance(first, Path) else QPainterPath()
            shape = self._shapes[key] = stroker.createStroke(line)
        return shape


_FEW_CELLS = 6
MOST_PIECES = 24
"""Of more pieces of a view the rectangle around them is painted."""


def _narrowed(field: DotField, pieces: Iterable[QRectF]) -> DotField:
    """As many dots as may be seen through what is to be painted."""
    area = bounds_of(field)
    seen = [piece.intersected(area) for piece in pieces if piece.intersects(area)]
    if sum(piece.width() * piece.height() for piece in seen) > area.width() * area.height() / 2:
        return field
    return narrowed(field, [(s.left(), s.top(), s.right(), s.bottom()) for s in seen])


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
