"""The bar above the drawing: what its lines mean, and fit and zoom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from xccviz.display.types import DisplayList, Primitive, Text, Theme
from xccviz.export.qpaint import bounds_of, paint_primitive
from xccviz.gui.widgets import plain_tooltip, row

GAP_PX = 14.0
MORE_PX = 44.0
"""Px at the right end for the number of entries that have no room."""
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
        self.setAccessibleName("Legend: " + ", ".join(self._entries().values()))
        self._tell_rest()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What has no room is told in the tool tip."""
        super().resizeEvent(event)
        self._tell_rest()

    def left_out(self) -> tuple[str, ...]:
        """The keys of the entries that have no room, in order; where there are any, the last places are kept for their
        number."""
        ends = self._ends()
        room = self.width() if all(end <= self.width() for end in ends.values()) else self.width() - MORE_PX
        return tuple(key for key in self._entries() if ends[key] > room)

    def _entries(self) -> dict[str, str]:
        """The words of each entry that is shown at the moment."""
        return {_entry(p): p.text for p in self._primitives if isinstance(p, Text) and p.text}

    def _ends(self) -> dict[str, float]:
        """Where each entry ends, in px from the left."""
        ends: dict[str, float] = {}
        for primitive in self._primitives:
            key = _entry(primitive)
            ends[key] = max(ends.get(key, 0.0), bounds_of(primitive).right() - self._left())
        return ends

    def _left(self) -> float:
        return min((bounds_of(primitive).left() for primitive in self._primitives), default=0.0)

    def _tell_rest(self) -> None:
        words = self._entries()
        self.setToolTip(plain_tooltip("Also: " + ", ".join(words[key] for key in self.left_out())) if self.left_out()
                        else "")  # fmt: skip

    def paintEvent(self, event: QPaintEvent) -> None:
        """The entries, from the left; of those that have no room, how many."""
        if self._theme is None or not self._primitives:
            return
        left_out, ends = self.left_out(), self._ends()
        words = next(p for p in self._primitives if isinstance(p, Text))
        middle = sum(bounds_of(p).center().y() for p in self._primitives) / len(self._primitives)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self._left(), self.height() / 2 - middle)
        for primitive in self._primitives:
            if _entry(primitive) not in left_out:
                paint_primitive(painter, primitive, self._theme)
        if left_out:
            last = max((ends[key] for key in self._entries() if key not in left_out), default=0.0)
            more = f"+{len(left_out)}"
            paint_primitive(painter, replace(words, x=self._left() + last + GAP_PX, text=more), self._theme)


def _entry(primitive: Primitive) -> str:
    return primitive.key.rsplit("/", 1)[0]


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
