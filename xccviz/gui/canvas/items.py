"""One graphics item a box or edge: it paints its primitives of the display list and knows nothing else."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from xccviz.display.types import Primitive, Theme
from xccviz.export.qpaint import bounds_of, paint_primitive
from xccviz.gui.widgets import plain_tooltip


class OwnerItem(QGraphicsItem):
    """The primitives of one owner (box key or edge key) on one level. Restyling replaces them; since keys and geometry
    of a layout never change, neither does the bounding rectangle."""

    def __init__(self, owner: str | None, primitives: tuple[Primitive, ...], theme: Theme) -> None:
        super().__init__()
        self.owner = owner
        self.primitives = primitives
        self.theme = theme
        bounds = QRectF()
        for primitive in primitives:
            bounds = bounds.united(bounds_of(primitive))
        self._bounds = bounds.adjusted(-2, -2, 2, 2)
        tips = [primitive.tooltip for primitive in primitives if primitive.tooltip]
        if tips:
            self.setToolTip(plain_tooltip(tips[0]))

    def restyle(self, primitives: tuple[Primitive, ...], theme: Theme) -> None:
        """Show other styles and words at the same places; repaints only if something differs."""
        if primitives == self.primitives and theme is self.theme:
            return
        self.primitives = primitives
        self.theme = theme
        tips = [primitive.tooltip for primitive in primitives if primitive.tooltip]
        self.setToolTip(plain_tooltip(tips[0]) if tips else "")
        self.update()

    def boundingRect(self) -> QRectF:
        """The rectangle all primitives of this item stay in, scene px."""
        return self._bounds

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the primitives; text below a legible size is left out."""
        lod = option.levelOfDetailFromTransform(painter.worldTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for primitive in self.primitives:
            paint_primitive(painter, primitive, self.theme, lod)
