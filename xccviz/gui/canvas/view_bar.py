"""The bar above the drawing: what its lines mean, and fit and zoom."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from xccviz.display.types import DisplayList, Primitive, Text, Theme
from xccviz.export.qpaint import bounds_of, paint_primitive
from xccviz.gui.widgets import row

_BUTTONS = (("zoomFit", "view.fit"), ("zoomOut", "view.zoomOut"), ("zoomIn", "view.zoomIn"))


class Legend(QWidget):
    """The legend of the drawing in one row, always at a legible size."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(20)
        self._primitives: tuple[Primitive, ...] = ()
        self._theme: Theme | None = None

    def show_list(self, shown: DisplayList, theme: Theme) -> None:
        """Show the legend of a display list."""
        self._primitives = tuple(p for p in shown.primitives if p.layer == "legend")
        self._theme = theme
        self.setAccessibleName(
            "Legend: " + ", ".join(p.text for p in self._primitives if isinstance(p, Text) and p.text)
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The entries, from the left; what has no room is left out whole."""
        if self._theme is None or not self._primitives:
            return
        boxes = [bounds_of(primitive) for primitive in self._primitives]
        left = min(box.left() for box in boxes)
        middle = sum(box.center().y() for box in boxes) / len(boxes)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-left, self.height() / 2 - middle)
        full = {
            p.key.rsplit("/", 1)[0]
            for p, box in zip(self._primitives, boxes, strict=True)
            if box.right() - left > self.width()
        }
        for primitive in self._primitives:
            if primitive.key.rsplit("/", 1)[0] not in full:
                paint_primitive(painter, primitive, self._theme)


class ViewBar(QWidget):
    """Legend at the left, the buttons of the table's zoom actions at the right."""

    def __init__(self, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.setObjectName("viewBar")
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.legend = Legend()
        buttons: list[QWidget] = []
        for name, action_id in _BUTTONS:
            widget = QToolButton()
            widget.setDefaultAction(actions[action_id])
            widget.setObjectName(name)
            widget.setAccessibleName(actions[action_id].text().replace("&", ""))
            widget.setProperty("look", "flat")
            widget.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            widget.setIconSize(QSize(16, 16))
            buttons.append(widget)
        layout = row(self.legend, *buttons, spacing=2)
        layout.setStretch(0, 1)
        layout.setContentsMargins(16, 3, 10, 3)
        self.setLayout(layout)
