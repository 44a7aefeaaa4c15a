"""A histogram with a value axis: bars in three parts, lines through them, and a range that is dragged.

This module loads pyqtgraph, and with it numpy: nothing imports it before the panel is first shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QPainter, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from xccviz.catalogue import numeral
from xccviz.display.qt import as_written, font_of, paint_primitive
from xccviz.display.types import NONE, Rect, Theme
from xccviz.gui.look.heard import hear, tell_chosen
from xccviz.gui.panels.heard_bars import HeardBars
from xccviz.gui.panels.histogram_places import TICK_SIZE, Places, part_rect
from xccviz.tables.spread import ENDS, End
from xccviz.words.spread import AXES, MEDIAN, MOST, RECEIPTS

LEAST_PX = 3.0
"""Px that a part of a bar is high however few it stands for: one failure of thousands is seen."""
_HEADROOM = 1.16
"""How much higher than the highest bar the plot is: words at the lines stand there."""
_GRID_ALPHA = 70
_SOFT_ALPHA = 60


class Bars(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """The bars. They are painted in px of the screen: lines stay thin and patterns keep their size at every scale."""

    def __init__(self) -> None:
        super().__init__()
        self.places: Places | None = None
        self.counts: Sequence[dict[End, int]] = ()
        self.theme: Theme | None = None
        self.cursor: tuple[int, int] | None = None
        self.top = 1.0

    def change(self) -> None:
        """Show what has been set."""
        self.prepareGeometryChange()
        self.update()

    def boundingRect(self) -> QRectF:
        """All of them in values of the axes."""
        if self.places is None:
            return QRectF()
        left, right = self.places.edges[0], self.places.edges[-1]
        return QRectF(left, 0.0, right - left, self.top)

    def paint(self, painter: QPainter, option: object, widget: QWidget | None = None) -> None:
        """Bar by bar from below."""
        if self.places is None or self.theme is None:
            return
        to_px = painter.transform()
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for rect in self._rects(lambda x, y: to_px.map(QPointF(x, y))):
            paint_primitive(painter, rect, self.theme)
        painter.restore()

    def _rects(self, px: Any) -> list[Rect]:
        assert self.places is not None
        made: list[Rect] = []
        for number, counts in enumerate(self.counts):
            start, end = self.places.bar(number)
            left, floor = round(px(start, 0).x()) + 0.5, round(px(start, 0).y()) + 0.5
            width = max(round(px(end, 0).x()) - round(px(start, 0).x()) - 1, 1)
            y, below = floor, 0
            for part in ENDS:
                if not counts[part]:
                    continue
                below += counts[part]
                upper = min(round(px(start, below).y()) + 0.5, y - LEAST_PX)
                made.append(part_rect(part, left, upper, width, y - upper))
                y = upper
        if self.cursor is not None:
            start, end = self.places.bar(self.cursor[0])[0], self.places.bar(self.cursor[1] - 1)[1]
            roof, floor = px(start, self.top).y(), px(start, 0).y()
            made.append(Rect("", None, "box", px(start, 0).x(), roof + 1, px(end, 0).x() - px(start, 0).x(),
                             floor - roof, 2.0, NONE, "text", 1.5))  # fmt: skip
        return made


class Ground(pg.ViewBox):  # type: ignore[misc]  # pyqtgraph has no types
    """What the bars stand on: it neither pans nor zooms and has no menu. Emits, in values of the axis below,
    `dragged(from, to, whether it was let go)`, `clicked(x)` and `pointed(x, None for nothing)`."""

    dragged = Signal(float, float, bool)
    clicked = Signal(float)
    pointed = Signal(object)

    def __init__(self) -> None:
        super().__init__(enableMouse=False, enableMenu=False, defaultPadding=0.0)

    def _x(self, scene: QPointF) -> float:
        return float(self.mapSceneToView(scene).x())

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:
        """A range, also along the axis."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        start, now = self._x(event.buttonDownScenePos()), self._x(event.scenePos())
        self.dragged.emit(start, now, event.isFinish())

    def mouseClickEvent(self, event: Any) -> None:
        """A bar."""
        if event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            self.clicked.emit(self._x(event.scenePos()))

    def hoverEvent(self, event: Any) -> None:
        """What is under the pointer."""
        self.pointed.emit(None if event.isExit() else self._x(event.scenePos()))

    def wheelEvent(self, event: Any, axis: int | None = None) -> None:
        """It scrolls what the panel stands in."""
        event.ignore()


class Histogram(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """Emits `wanted(first edge, last edge)` for a range that is to be filtered by, `cleared()` where it is given up,
    and `told(first edge, last edge)` of the bars that are pointed at, by pointer or keys; (-1, -1) for none."""

    wanted = Signal(int, int)
    cleared = Signal()
    told = Signal(int, int)

    def __init__(self, words_of: Callable[[int, int], str]) -> None:
        """`words_of`: what the bars between two edges stand for."""
        self.ground = Ground()
        super().__init__(viewBox=self.ground, enableMenu=False, background=None, useOpenGL=False)
        self.setObjectName("histogram")
        for widget in (self, self.viewport()):
            widget.setAcceptDrops(False)
        self.hideButtons()
        self.setMinimumHeight(140)
        self.bars = Bars()
        self.region = pg.LinearRegionItem(values=(0, 1), swapMode="sort")
        self.region.hide()
        self.median, self.most, self.mark = (pg.InfiniteLine(angle=90) for _ in range(3))
        self._labels = [
            pg.InfLineLabel(line, text=text, position=height, anchors=[(0, 0.5), (1, 0.5)])
            for line, text, height in ((self.median, MEDIAN, 0.96), (self.most, MOST, 0.9))
        ]
        for item in (self.region, self.bars, self.median, self.most, self.mark):
            self.addItem(item, ignoreBounds=True)
        self.region.sigRegionChanged.connect(self._moved)
        self.region.sigRegionChangeFinished.connect(self._let_go)
        self.ground.dragged.connect(self._drag)
        self.ground.clicked.connect(self._click)
        self.ground.pointed.connect(self._point)
        self._places: Places | None = None
        self._scale = 1.0
        self._setting = False
        self._cursor: int | None = None
        self._anchor: int | None = None
        self.words_of = words_of
        hear(self, HeardBars(self, self))

    # ----------------------------------------------------------------------------------------------- what is shown

    def show_bars(self, places: Places | None, counts: Sequence[dict[End, int]]) -> None:
        """Show other bars, None for none; the bar that had the keyboard has it no more."""
        self._places, self._cursor, self._anchor = places, None, None
        self.bars.places, self.bars.counts, self.bars.cursor = places, counts, None
        highest = max((sum(bar.values()) for bar in counts), default=0)
        self.bars.top = max(highest, 1) * _HEADROOM
        self.bars.change()
        if places is not None:
            left, right = places.edges[0], places.edges[-1]
            room = (right - left) * 0.02 or 1.0
            self.setRange(xRange=(left - room, right + room), yRange=(0, self.bars.top), padding=0)
            self._say_ticks()
            self.setLabel("bottom", AXES[places.sort])
        self.setLabel("left", RECEIPTS)

    def show_counts(self, counts: Sequence[dict[End, int]]) -> None:
        """The same bars at another moment."""
        self.bars.counts = counts
        self.bars.update()

    def show_lines(self, median: int | None, most: int | None, selected: int | None) -> None:
        """Put the lines where these values are; None: no such line."""
        for line, value in ((self.median, median), (self.most, most), (self.mark, selected)):
            line.setVisible(value is not None and self._places is not None)
            if value is not None and self._places is not None:
                line.setValue(self._places.at(value))

    def show_range(self, ends: tuple[float, float] | None) -> None:
        """The range that is filtered by, as places on the axis; None for none."""
        self._setting = True
        self.region.setVisible(ends is not None and self._places is not None)
        if ends is not None and self._places is not None:
            self.region.setBounds((self._places.edges[0], self._places.edges[-1]))
            self.region.setRegion(ends)
        self._setting = False

    def dress(self, theme: Theme, scale: float) -> None:
        """Colours of a theme, and words so much larger than usual."""
        self._scale = scale
        colour = {role: QColor(value) for role, value in theme.roles.items()}
        self.setBackground(colour["panel"])
        font = as_written(QFont(font_of("regular", TICK_SIZE).family()))
        font.setPixelSize(round(TICK_SIZE * scale))
        for name in ("bottom", "left"):
            axis = self.getAxis(name)
            axis.setStyle(tickFont=font, tickLength=-4, hideOverlappingLabels=False)
            axis.enableAutoSIPrefix(False)
            axis.setPen(QPen(colour["cardline"], 1))
            axis.setTextPen(colour["mute"])
            axis.label.setFont(font)
            axis.label.setDefaultTextColor(colour["mute"])
        self.getAxis("left").setGrid(_GRID_ALPHA)
        soft = QColor(colour["ind"])
        soft.setAlpha(_SOFT_ALPHA)
        edge = QPen(colour["ind"], 2)
        edge.setCosmetic(True)
        self.region.setBrush(soft)
        self.region.setHoverBrush(soft)
        for line in self.region.lines:
            line.setPen(edge)
            line.setHoverPen(QPen(colour["text"], 3))
        self.median.setPen(_dashed(colour["text"]))
        self.most.setPen(_dashed(colour["mute"]))
        mark = QPen(colour["sel"], 2.5)
        mark.setCosmetic(True)
        self.mark.setPen(mark)
        for label in self._labels:
            label.setFont(font)
            label.setColor(colour["text"])
        self.bars.theme = theme
        self.bars.update()
        self._say_ticks()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More of the values may be said."""
        super().resizeEvent(event)
        if hasattr(self, "bars"):
            self._say_ticks()

    def _say_ticks(self) -> None:
        if self._places is None:
            return
        width = max(float(self.ground.width()), 60.0)
        self.getAxis("bottom").setTicks([self._places.ticks(width, self._scale)])
        self.getAxis("left").setTicks([_whole_ticks(self.bars.top, float(self.ground.height()), self._scale)])

    # --------------------------------------------------------------------------------------------------- the mouse

    def _drag(self, start: float, now: float, let_go: bool) -> None:
        if self._places is None:
            return
        edges = self._places.around(start, now)
        self.show_range((self._places.edges[edges[0]], self._places.edges[edges[1]]))
        self.told.emit(*edges)
        if let_go:
            self.wanted.emit(*edges)

    def _click(self, x: float) -> None:
        place = self._places.bin_at(x) if self._places is not None else None
        if place is not None:
            self.wanted.emit(place, place + 1)

    def _point(self, x: float | None) -> None:
        place = self._places.bin_at(x) if self._places is not None and x is not None else None
        self._tell((place, place + 1) if place is not None else None)

    def _moved(self) -> None:
        if not self._setting and self._places is not None:
            self.told.emit(*self._places.around(*self.region.getRegion()))

    def _let_go(self) -> None:
        if not self._setting and self._places is not None:
            self.wanted.emit(*self._places.around(*self.region.getRegion()))

    def _tell(self, edges: tuple[int, int] | None) -> None:
        if edges != self.bars.cursor:
            self.bars.cursor = edges
            self.bars.update()
            self.told.emit(*(edges or (-1, -1)))
            tell_chosen(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """It scrolls what the panel stands in."""
        event.ignore()

    # ---------------------------------------------------------------------------------------------------- the keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go from bar to bar, with Shift they take in several; Return filters by them, Delete by all."""
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if key in ways and self._places is not None and len(self.bars.counts):
            self._step(ways[key], bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.bars.cursor is not None:
            self.wanted.emit(*self.bars.cursor)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit()
        else:
            event.ignore()

    def _step(self, by: int, takes_in: bool) -> None:
        last = len(self.bars.counts) - 1
        if self._cursor is None:
            self._cursor = 0 if by > 0 else last
        else:
            self._cursor = min(max(self._cursor + by, 0), last)
        if not takes_in or self._anchor is None:
            self._anchor = self._cursor if not takes_in else min(max(self._cursor - by, 0), last)
        first, until = sorted((self._anchor, self._cursor))
        self._tell((first, until + 1))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No bar has the keyboard any more."""
        super().focusOutEvent(event)
        self._cursor = self._anchor = None
        self._tell(None)


def _dashed(colour: QColor) -> QPen:
    pen = QPen(colour, 1.25, Qt.PenStyle.DashLine)
    pen.setCosmetic(True)
    return pen


def _whole_ticks(top: float, height: float, scale: float) -> list[tuple[float, str]]:
    """Whole numbers on the axis that counts, as many as have room."""
    room = max(int(height / (TICK_SIZE * scale * 2.6)), 1)
    step = power = 1
    while top / step > room:
        nice = (2, 5, 10)
        step = next(power * factor for factor in nice if power * factor > step)
        power = step if str(step).strip("0") == "1" else power
    return [(float(count), numeral(count)) for count in range(0, int(top) + 1, step)]
