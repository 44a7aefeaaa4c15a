"""The legend of a drawing in one row, for the bar above it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xccviz.catalogue import tr
from xccviz.display.qt import bounds_of, paint_primitive
from xccviz.display.types import DisplayList, Primitive, Text, Theme
from xccviz.gui.look.theme import word_scale
from xccviz.gui.look.widgets import explain
from xccviz.values import replace

LEGEND_PX = 20
GAP_PX, LEAST_GAP_PX = 22.0, 12.0
"""Px between entries, and where else they have no room."""
MORE_PX = 40.0
"""Px at the right end for the number of entries that have no room."""


class Legend(QWidget):
    """The legend of the drawing in one row, always at a legible size."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(LEGEND_PX)
        self._primitives: tuple[Primitive, ...] = ()
        self._theme: Theme | None = None
        self._bounds: dict[str, QRectF] = {}

    def show_list(self, shown: DisplayList, theme: Theme) -> None:
        """Show the legend of a display list."""
        primitives = tuple(p for p in shown.primitives if p.layer == "legend")
        if primitives == self._primitives and theme is self._theme:
            return
        self._primitives = primitives
        self._theme = theme
        self._bounds = {}
        for primitive in primitives:
            key, bounds = _entry(primitive), bounds_of(primitive)
            self._bounds[key] = self._bounds[key].united(bounds) if key in self._bounds else bounds
        self.setAccessibleName(tr("Legend: {meanings}", meanings=", ".join(self._entries().values())))
        self._tell_rest()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What has no room is told in the tool tip."""
        super().resizeEvent(event)
        self._tell_rest()

    def left_out(self) -> tuple[str, ...]:
        """The keys of the entries that have no room, in order; where there are any, the last places are kept for their
        number."""
        places = self._places()
        ends = {key: place + self._bounds[key].width() for key, place in places.items()}
        width = self.width() / word_scale()
        whole = all(end <= width for end in ends.values())
        return tuple(key for key, end in ends.items() if end > width - (0 if whole else MORE_PX))

    def _entries(self) -> dict[str, str]:
        """The words of each entry that is shown at the moment."""
        return {_entry(p): p.text for p in self._primitives if isinstance(p, Text) and p.text}

    def _gap(self) -> float:
        """Px between entries: less than usual where all of them fit then."""
        entries = [self._bounds[key].width() for key in self._entries()]
        room = (self.width() / word_scale() - sum(entries)) / max(len(entries) - 1, 1)
        return min(room, GAP_PX) if room >= LEAST_GAP_PX else LEAST_GAP_PX

    def _places(self) -> dict[str, float]:
        """Where each entry that is shown begins, one behind the other, in px from the left of words of usual size."""
        places: dict[str, float] = {}
        x, gap = 0.0, self._gap()
        for key in self._entries():
            places[key] = x
            x += self._bounds[key].width() + gap
        return places

    def _tell_rest(self) -> None:
        words, left_out = self._entries(), self.left_out()
        rest = ", ".join(words[key] for key in left_out)
        explain(self, tr("Also: {rest}", rest=rest) if rest else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """The entries, from the left; of those that have no room, how many."""
        if self._theme is None or not self._primitives:
            return
        left_out, x, gap = self.left_out(), 0.0, self._gap()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(word_scale(), word_scale())
        height = self.height() / word_scale()
        middle = self._bounds[_entry(self._primitives[0])].center().y()
        for key, place in self._places().items():
            if key in left_out:
                continue
            bounds = self._bounds[key]
            painter.save()
            painter.translate(place - bounds.left(), height / 2 - middle)
            for primitive in self._primitives:
                if _entry(primitive) == key:
                    paint_primitive(painter, primitive, self._theme)
            painter.restore()
            x = place + bounds.width() + gap
        if left_out:
            words = next(p for p in self._primitives if isinstance(p, Text))
            painter.translate(0.0, height / 2 - middle)
            paint_primitive(painter, replace(words, x=x, text=f"+{len(left_out)}"), self._theme)


def _entry(primitive: Primitive) -> str:
    return primitive.key.rsplit("/", 1)[0]
