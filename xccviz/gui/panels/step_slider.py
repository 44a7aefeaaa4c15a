"""The slider of the step strip, with what happened in each step marked on it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QSizePolicy,
    QSlider,
    QStyle,
    QStyleOptionSlider,
)

from xccviz.catalogue import tr
from xccviz.display.types import Theme
from xccviz.replay.types import History

HIT_PX = (2.0, 5.0)
"""Px across and down of the mark of a hit, which hangs above its step."""
TICK_PX = 4
"""Of ticks within so many px one is painted."""
WITHIN_HANDLE = 0.7
DOT_PX = 8
"""Px a plain step must have to itself to get a dot."""


class StepSlider(QSlider):
    """A slider with a tick a step: diamonds for failures, squares for callbacks, dots for the rest; above those that
    run a hit of the filter, in `hits`, hangs a mark. Of thousands of steps the dots are left out, and of ticks on the
    same spot the most telling one stands."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("stepSlider")
        self.setAccessibleName(tr("Step"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(24)
        self.history: History | None = None
        self.hits: tuple[int, ...] = ()
        self.theme: Theme | None = None

    def x_of(self, index: int) -> float:
        """Where `index` stands, in px of the slider."""
        return self.places((index,))[0]

    def places(self, indices: Iterable[int]) -> list[float]:
        """The same of many."""
        (left, span), count = self._span(), max(1, self.maximum())
        return [left + span * index / count for index in indices]

    def step_at(self, x: int) -> int:
        """The step nearest to `x` px."""
        left, span = self._span()
        return max(0, min(self.maximum(), round((x - left) * self.maximum() / max(1.0, span))))

    def _span(self) -> tuple[float, float]:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
        )
        return handle.width() / 2, self.width() - handle.width()

    def ticks(self) -> tuple[tuple[float, str], ...]:
        """What to paint: (x in px, kind), left to right; failures over callbacks over plain steps."""
        if self.history is None:
            return ()
        left, span = self._span()
        count = max(1, self.maximum())
        found: dict[int, tuple[float, str]] = {}
        history = self.history
        plain = range(1, self.maximum() + 1) if count <= span / DOT_PX else ()
        for kind, numbers in (
            ("step", plain),
            ("callback", history.callbacks),
            ("failure", history.failures),
        ):
            for n in numbers:
                if n != self.value():
                    x = left + span * n / count
                    found[int(x / TICK_PX)] = (x, kind)
        return tuple(found[key] for key in sorted(found))

    def hit_marks(self) -> tuple[float, ...]:
        """Where steps stand that run a hit of the filter, in px; of those on the same spot one."""
        left, span = self._span()
        spots = {int((left + span * n / max(1, self.maximum())) / TICK_PX) for n in self.hits}
        return tuple((spot + 0.5) * TICK_PX for spot in sorted(spots))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The slider, and its ticks above."""
        super().paintEvent(event)
        if self.theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        y = self.height() / 2
        ring = QPen(QColor(self.theme.roles["panel"]), 1.5)
        here_x = self.x_of(self.value())
        for x, kind in self.ticks():
            passed = kind == "step" and x < here_x
            painter.setBrush(QColor(self.theme.roles["panel" if passed else _TICK_ROLES[kind]]))
            painter.setPen(Qt.PenStyle.NoPen if kind == "step" else ring)
            painter.drawPath(_tick_path(x, y, kind))
        painter.setPen(QPen(QColor(self.theme.roles["ind"]), HIT_PX[0]))
        for x in self.hit_marks():
            painter.drawLine(QPointF(x, 1), QPointF(x, HIT_PX[1]))
        here = self._kind_here()
        if here is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.roles[_TICK_ROLES[here]]))
            painter.translate(here_x, y)
            painter.scale(WITHIN_HANDLE, WITHIN_HANDLE)
            painter.drawPath(_tick_path(0, 0, here))

    def _kind_here(self) -> str | None:
        """What the handle stands on, which it would cover."""
        if self.history is None:
            return None
        kinds = (("failure", self.history.failures), ("callback", self.history.callbacks))
        return next((kind for kind, numbers in kinds if self.value() in numbers), None)


_TICK_ROLES = {"failure": "bad", "callback": "ind", "step": "faint"}


def _tick_path(x: float, y: float, kind: str) -> QPainterPath:
    shape = QPainterPath()
    if kind == "failure":
        shape.addPolygon(
            QPolygonF([QPointF(x, y - 6), QPointF(x + 6, y), QPointF(x, y + 6), QPointF(x - 6, y)])
        )
        shape.closeSubpath()
    elif kind == "callback":
        shape.addRect(QRectF(x - 4, y - 4, 8, 8))
    else:
        shape.addEllipse(QRectF(x - 2, y - 2, 4, 4))
    return shape
