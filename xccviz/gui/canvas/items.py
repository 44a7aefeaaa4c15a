"""One graphics item a box or edge: it paints its primitives of the display list and knows nothing else."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker
from PySide6.QtWidgets import QGraphicsItem, QGraphicsSceneHoverEvent, QStyleOptionGraphicsItem, QWidget

from xccviz.display.qt import bounds_of, paint_primitive, painter_path
from xccviz.display.types import Path, Primitive, Theme
from xccviz.values import replace

_GRASP = 11.0
"""Px around a line within which the pointer is on it."""
_LIFT = 1.4
"""Px by which a line under the pointer is wider."""


class OwnerItem(QGraphicsItem):
    """The primitives of one owner (box key or edge key) on one level. Restyling replaces them; since keys and geometry
    of a layout never change, neither do the bounding rectangle and the shape."""

    def __init__(self, owner: str | None, primitives: tuple[Primitive, ...], theme: Theme) -> None:
        super().__init__()
        self.owner = owner
        self.primitives = primitives
        self.theme = theme
        bounds = QRectF()
        for primitive in primitives:
            bounds = bounds.united(bounds_of(primitive))
        self._bounds = bounds.adjusted(-3, -3, 3, 3)
        self._shape: QPainterPath | None = None
        self._is_line = bool(primitives) and all(isinstance(primitive, Path) for primitive in primitives)
        self._lifted = False
        self.setAcceptHoverEvents(self._is_line)

    def restyle(self, primitives: tuple[Primitive, ...], theme: Theme) -> None:
        """Show other styles and words at the same places; repaints only if something differs."""
        if primitives == self.primitives and theme is self.theme:
            return
        self.primitives = primitives
        self.theme = theme
        self.update()

    def tip_at(self, point: QPointF) -> str:
        """What the topmost primitive at a point of the scene has to say."""
        if self._is_line:
            return self.primitives[0].tooltip
        for primitive in reversed(self.primitives):
            if primitive.tooltip and bounds_of(primitive).contains(point):
                return primitive.tooltip
        return ""

    def lift(self, lifted: bool) -> None:
        """Draw lines wider, or as they are."""
        if lifted != self._lifted:
            self._lifted = lifted
            self.update()

    def boundingRect(self) -> QRectF:
        """The rectangle all primitives of this item stay in, scene px."""
        return self._bounds

    def shape(self) -> QPainterPath:
        """Where the pointer is on the item: along a line, all over a box."""
        if self._shape is None:
            self._shape = QPainterPath()
            if self._is_line:
                stroker = QPainterPathStroker()
                stroker.setWidth(_GRASP)
                for primitive in self.primitives[:1]:
                    if isinstance(primitive, Path):
                        self._shape.addPath(stroker.createStroke(painter_path(primitive.segments)))
            else:
                self._shape.addRect(self._bounds)
        return self._shape

    def hoverEnterEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        """Lift the line under the pointer."""
        self.lift(True)

    def hoverLeaveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        """Let it down again."""
        self.lift(False)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the primitives; text below a legible size is left out."""
        lod = option.levelOfDetailFromTransform(painter.worldTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for primitive in self.primitives:
            if self._lifted and isinstance(primitive, Path):
                primitive = replace(primitive, stroke_width=primitive.stroke_width + _LIFT)
            paint_primitive(painter, primitive, self.theme, lod)
