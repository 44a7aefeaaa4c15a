"""Marks upon a drawing: their signs left of the places that they stand at, and the arrow where play has stopped; where
there is no room beside places, their signs alone, smaller, upon a corner. What a click beside a place marks is told
here too; the drawing itself knows nothing of marks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from xccviz.annotations.marks import Mark
from xccviz.catalogue import numeral
from xccviz.display.marks import (
    ARROW_GAP,
    ARROW_PX,
    COUNT_PX,
    DOWN_PX,
    RADIUS,
    RIM,
    TIP_PX,
    UPON_R,
    beside,
    by_place,
    pill_at,
    shape_of,
)
from xccviz.display.qt import font_of
from xccviz.display.types import Theme
from xccviz.gui.look.mark_signs import paint_arrow, paint_mark
from xccviz.gui.state.marking import Marking
from xccviz.gui.state.stopping import Stop
from xccviz.layout.types import Bounds, Layout

GUTTER_PX = 24
"""Px left of a place where a click marks it."""
SIGN_PX = RADIUS + COUNT_PX + ARROW_PX + ARROW_GAP
"""Px from the middle of a sign to the left end of its number, with an arrow beside it."""
WORDS = ("regular", 12.0)
Spot = Callable[[Layout, str], Bounds | None]
"""The part of a place on which signs stand."""


class MarkOverlay:
    """Paints over one layout: beside its places, or `upon` a part of each."""

    def __init__(self, upon: Spot | None = None) -> None:
        self._upon = upon
        self._layout: Layout | None = None
        self._marks: dict[str, tuple[Mark, int]] = {}
        self._stop: Stop | None = None
        self.ghost: str | None = None

    def show(self, layout: Layout | None, marking: Marking, stop: Stop | None) -> list[QRectF] | None:
        """Other marks, another stop, or another layout. What of the scene looks different by that; None: all may."""
        same = layout is self._layout and stop == self._stop
        before, self._layout, self._stop = self._marks, layout, stop
        self._marks = by_place(layout, marking.of_node) if layout is not None else {}
        if layout is None or not same:
            return None
        keys = before.keys() | self._marks.keys()
        around = [self._around(layout, key) for key in keys if before.get(key) != self._marks.get(key)]
        return [area for area in around if area is not None]

    def _around(self, layout: Layout, key: str) -> QRectF | None:
        """Where the sign of a place is painted, with its number."""
        if self._upon is not None:
            spot = self._upon(layout, key)
            middle = _corner(spot) if spot is not None else None
        else:
            place = layout.by_key.get(key)
            middle = QPointF(*beside(place.bounds)) if place is not None else None
        if middle is None:
            return None
        return QRectF(middle, middle).adjusted(-SIGN_PX, -RADIUS - 4, RADIUS + 4, RADIUS + 4)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to paint."""
        return not self._marks and self._stop is None and self.ghost is None

    def place_beside(self, point: QPointF) -> str | None:
        """The key of the place that a click at a point of the scene marks: one of a single node, whose left edge is
        near."""
        for place in self._layout.by_key.values() if self._layout is not None else ():
            b = place.bounds
            if b.x - GUTTER_PX <= point.x() < b.x and b.y <= point.y() <= b.bottom and len(place.nodes) == 1:
                return place.key
        return None

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """All signs, the arrow and what it says, in scene px."""
        layout = self._layout
        if layout is None or self.empty:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._upon is not None:
            self._paint_upon(painter, layout, self._upon, theme)
            painter.restore()
            return
        stopped = layout.box_of.get(self._stop.node) if self._stop is not None else None
        for key, (mark, count) in self._marks.items():
            place = layout.by_key.get(key)
            if place is not None:
                aside = ARROW_PX + ARROW_GAP if key == stopped else 0.0
                self._sign(painter, place.bounds, mark, count, aside, theme)
        ghost = layout.by_key.get(self.ghost or "")
        if ghost is not None and self.ghost not in self._marks:
            paint_mark(painter, QPointF(*beside(ghost.bounds)), RADIUS, "ghost", theme)
        place = layout.by_key.get(stopped or "")
        if place is not None and self._stop is not None:
            self._arrow(painter, place.bounds, self._stop.words, theme)
        painter.restore()

    def _paint_upon(self, painter: QPainter, layout: Layout, upon: Spot, theme: Theme) -> None:
        for key, (mark, _) in self._marks.items():
            bounds = upon(layout, key)
            if bounds is None:
                continue
            middle = _corner(bounds)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.roles["panel"]))
            painter.drawEllipse(middle, UPON_R + RIM, UPON_R + RIM)
            paint_mark(painter, middle, UPON_R, shape_of(mark), theme)

    def _sign(
        self, painter: QPainter, bounds: Bounds, mark: Mark, count: int, aside: float, theme: Theme
    ) -> None:
        middle = QPointF(*beside(bounds)) - QPointF(aside, 0)
        paint_mark(painter, middle, RADIUS, shape_of(mark), theme)
        if count > 1:
            painter.setPen(QColor(theme.roles["ind"]))
            place = QRectF(middle.x() - RADIUS - COUNT_PX, middle.y() - 8, 40, 16)
            _words(painter, place, numeral(count), Qt.AlignmentFlag.AlignRight)

    def _arrow(self, painter: QPainter, bounds: Bounds, words: str, theme: Theme) -> None:
        tip = QPointF(bounds.x - TIP_PX, bounds.y + DOWN_PX)
        paint_arrow(painter, tip, theme)
        if not words:
            return
        layout = self._layout
        assert layout is not None  # nothing is painted else
        at = pill_at(layout, bounds, _width(words))
        pill = QRectF(at.x, at.y, at.width, at.height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.roles["waitbg"]))
        painter.drawRoundedRect(pill, 5, 5)
        painter.setPen(QColor(theme.roles["wait"]))
        _words(painter, pill, words, Qt.AlignmentFlag.AlignHCenter)


def _corner(bounds: Bounds) -> QPointF:
    return QPointF(bounds.x, bounds.bottom - UPON_R)


def _width(words: str) -> float:
    font = font_of(*WORDS)
    return QFontMetricsF(font).horizontalAdvance(words) * WORDS[1] / font.pixelSize()


def _words(painter: QPainter, place: QRectF, words: str, side: Qt.AlignmentFlag) -> None:
    """Words as the drawing measures them: fonts are made large and scaled."""
    font = font_of(*WORDS)
    scale = WORDS[1] / font.pixelSize()
    painter.save()
    painter.translate(place.topLeft())
    painter.scale(scale, scale)
    painter.setFont(font)
    painter.drawText(
        QRectF(0, 0, place.width() / scale, place.height() / scale),
        side | Qt.AlignmentFlag.AlignVCenter,
        words,
    )
    painter.restore()
