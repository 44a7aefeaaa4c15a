"""What stands under a drawing: a sheet that scrolls for itself, and all of the drawing at true scale, where a part of
it can be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QRegion, QWheelEvent
from PySide6.QtWidgets import QWidget

from xccviz.catalogue import tr
from xccviz.display.hosting import Ruler, Spot, Strip
from xccviz.display.qt import paint_primitive
from xccviz.display.qt_inks import device_ratio
from xccviz.display.types import DisplayList, Primitive, Rows, Theme
from xccviz.gui.canvas.shelf import Shelf
from xccviz.gui.pointed import Pointed, of_wish

GRIP_PX = 5
"""Px at the upper edge by which a sheet is made higher or lower."""
HANDLE = (10.0, 20.0)
"""Px of a handle of the frame."""
_REACH = 9.0
"""Px from a side of the frame within which that is grasped."""
_NOTCH = 120
"""Of a wheel's step."""
Grasp = Literal["left", "right", "middle", "new"]


class Sheet(QWidget):
    """The primitives of one layer, at the upper edge of `layer`'s part of the drawing. Emits `wished(Wish)` for spots
    that are clicked, and `pulled(px)` when its upper edge is dragged up by so much."""

    wished = Signal(object)
    pulled = Signal(int)

    def __init__(self, layer: Strip, parent: QWidget) -> None:
        super().__init__(parent)
        self._layer: Strip = layer
        self._shelf = Shelf()
        self._rows: Rows | None = None
        self._painted: dict[int, Sequence[Primitive]] = {}
        self._all_spots: Sequence[Spot] = ()
        self._spots: tuple[Spot, ...] = ()
        self._theme: Theme | None = None
        self._scale = 1.0
        self._top = self._high = 0.0
        self._scrolled = 0.0
        self._pull: int | None = None
        self._shut = False
        self.setMouseTracking(True)

    def show_list(self, shown: DisplayList, theme: Theme, scale: float, top: float, high: float) -> None:
        """Show its part of a drawing: `high` px from `top` on."""
        if shown.spots is not self._all_spots:
            self._all_spots = shown.spots
            self._spots = tuple(spot for spot in shown.spots if spot.strip == self._layer)
        rows = shown.rows if shown.rows is not None and shown.rows.layer == self._layer else None
        before = (self._theme, self._scale, self._top, self._high, self._rows)
        self._theme, self._scale, self._top, self._high, self._rows = theme, scale, top, high, rows
        same = before == (theme, scale, top, high, rows)
        changed = self._shelf.put([p for p in shown.primitives if p.layer == self._layer])
        if changed is None or not same:
            self.repaint_all()
        else:
            self.repaint_some([*changed, *self._changed_rows()])
        self._scroll_to(self._scrolled)

    def _changed_rows(self) -> list[QRectF]:
        """Where rows in sight look different from what was painted last."""
        rows, found = self._rows, list[QRectF]()
        for number, before in list(self._painted.items()) if rows is not None else ():
            if rows is not None and rows.primitives(number) != before:
                del self._painted[number]
                found.append(self._row_area(rows, number))
        return found

    def _row_area(self, rows: Rows, number: int) -> QRectF:
        return QRectF(0.0, rows.y + number * rows.height, self.width() / self._scale, rows.height)

    def repaint_all(self) -> None:
        """All of it looks different."""
        self._painted = {}
        self.update()

    def repaint_some(self, areas: Iterable[QRectF]) -> None:
        """What stands there (in px of the drawing) does."""
        for area in areas:
            self.update(self.port_area(area))

    def show_shut(self, shut: bool) -> None:
        """Whether only the heading of its rows has room: then its sign is that of what is folded."""
        if shut != self._shut:
            self._shut = shut
            self.repaint_all()

    def _scroll_to(self, y: float) -> None:
        scrolled = min(max(y, 0.0), max(self._high - self.height() / self._scale, 0.0))
        if scrolled != self._scrolled:
            self._scrolled = scrolled
            self.repaint_all()

    def scene_at(self, position: QPointF) -> QPointF:
        """The point of the drawing at a point of the sheet."""
        return QPointF(position.x() / self._scale, position.y() / self._scale + self._top + self._scrolled)

    def port_of(self, x: float, y: float) -> QPoint:
        """The point of the sheet at a point of the drawing."""
        return QPoint(round(x * self._scale), round((y - self._top - self._scrolled) * self._scale))

    def port_area(self, area: QRectF) -> QRect:
        """What of the sheet shows an area of the drawing."""
        port = QRect(self.port_of(area.left(), area.top()), self.port_of(area.right(), area.bottom()))
        return port.adjusted(-2, -2, 2, 2)

    def spot_at(self, position: QPointF) -> Spot | None:
        """What is clicked at a point of the sheet."""
        point = self.scene_at(position)
        found = (
            s
            for s in reversed(self._spots)
            if s.bounds.x <= point.x() <= s.bounds.right and s.bounds.y <= point.y() <= s.bounds.bottom
        )
        return next(found, None)

    def pointed_at(self, at: QPoint | None) -> tuple[Pointed, QPoint] | None:
        """Of a spot, what a click on it asks for; beside spots, the transaction alone."""
        here = QPointF(self.mapFromGlobal(at) if at is not None else self.rect().center())
        spot = self.spot_at(here)
        pointed = of_wish(spot.click if spot is not None else None, Pointed())
        return pointed, at or self.mapToGlobal(self.rect().center())

    def paintEvent(self, event: QPaintEvent) -> None:
        """What is exposed."""
        if self._theme is None:
            return
        self.paint_parts(QPainter(self), event.rect(), self._theme)

    def paint_parts(self, painter: QPainter, area: QRect, theme: Theme) -> None:
        """Paint what stands in a part of the sheet; from then on the painter counts in px of the drawing."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, QColor(theme.roles["panel"]))
        painter.scale(self._scale, self._scale)
        painter.translate(0, -self._top - self._scrolled)
        seen = QRectF(self.scene_at(QPointF(area.topLeft())), QSizeF(area.size()) / self._scale)
        shut = self._rows.shut if self._rows is not None and self._shut else None
        for primitive in self._shelf.within(seen):
            stands = shut if shut is not None and shut.key == primitive.key else primitive
            paint_primitive(painter, stands, theme, self._scale)
        for number in self._rows_in(seen):
            for primitive in self._painted[number]:
                paint_primitive(painter, primitive, theme, self._scale)

    def _rows_in(self, seen: QRectF) -> Iterable[int]:
        rows = self._rows
        if rows is None:
            return ()
        first = max(int((seen.top() - rows.y) // rows.height), 0)
        last = min(int((seen.bottom() - rows.y) // rows.height) + 1, rows.count)
        self._painted |= {number: rows.primitives(number) for number in range(first, last)}
        return range(first, last)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll it."""
        self._scroll_to(self._scrolled - event.angleDelta().y() / 2 / self._scale)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take its upper edge, or grant what is clicked."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if event.position().y() < GRIP_PX:
            self._pull = round(event.globalPosition().y())
            return
        spot = self.spot_at(event.position())
        if spot is not None and spot.click is not None:
            self.wished.emit(spot.click)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull the edge; show what can be done."""
        if self._pull is not None:
            now = round(event.globalPosition().y())
            moved, self._pull = self._pull - now, now
            self.pulled.emit(moved)
            return
        spot = self.spot_at(event.position())
        edge = event.position().y() < GRIP_PX
        clicks = spot is not None and spot.click is not None
        self.setCursor(
            Qt.CursorShape.SplitVCursor
            if edge
            else Qt.CursorShape.PointingHandCursor
            if clicks
            else Qt.CursorShape.ArrowCursor
        )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the edge go."""
        self._pull = None


class RulerStrip(Sheet):
    """All of a drawing at true scale with a frame around the part that is in sight. Emits `looked(x)`: the drawing is
    to be seen from there on."""

    looked = Signal(float)

    def __init__(self, layer: Strip, parent: QWidget) -> None:
        super().__init__(layer, parent)
        self.ruler: Ruler | None = None
        self._picture: QPixmap | None = None
        self._stale = QRegion()
        self._sight = (0.0, 0.0)
        self._grasp: Grasp | None = None
        self._from = 0.0
        self._frame: tuple[float, float] | None = None
        self.setAccessibleName(tr("Zoom: all of it at true scale"))

    def show_sight(self, start: float, end: float) -> None:
        """x of the drawing from and to which it is in sight."""
        if (start, end) != self._sight:
            self._sight = (start, end)
            self.update()

    def repaint_all(self) -> None:
        """All of it looks different."""
        self._picture, self._stale = None, QRegion()
        super().repaint_all()

    def repaint_some(self, areas: Iterable[QRectF]) -> None:
        """What stands there does, but for the frame."""
        for area in areas:
            self._stale |= self.port_area(area)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame over all the rest, which is painted once: the frame moves while one scrolls."""
        if self._theme is None:
            return
        painter = QPainter(self)
        ratio = device_ratio(painter)
        size = self.size() * ratio
        if self._picture is None or self._picture.size() != size:
            self._picture = QPixmap(size)
            self._picture.setDevicePixelRatio(ratio)
            self._stale = QRegion(self.rect())
        if not self._stale.isEmpty():
            upon, around = QPainter(self._picture), self._stale.boundingRect()
            upon.setClipRegion(self._stale)
            self.paint_parts(upon, around, self._theme)
            upon.end()
            self._stale = QRegion()
        painter.drawPixmap(0, 0, self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._scale, self._scale)
        painter.translate(0, -self._top - self._scrolled)
        self.paint_over(painter)

    def frame(self) -> tuple[float, float]:
        """x of both sides of the frame, in px of the drawing."""
        if self._frame is not None:
            return min(self._frame), max(self._frame)
        if self.ruler is None:
            return 0.0, 0.0
        return self.ruler.in_frame(self._sight[0]), self.ruler.in_frame(self._sight[1])

    def paint_over(self, painter: QPainter) -> None:
        """The frame with its handles."""
        if self.ruler is None or self._theme is None:
            return
        left, right = self.frame()
        b, colour = self.ruler.bounds, QColor(self._theme.roles["sel"])
        soft = QColor(self._theme.roles["ind"])
        soft.setAlpha(22)
        painter.setPen(QPen(colour, 2.0))
        painter.setBrush(soft)
        painter.drawRoundedRect(QRectF(left, b.y, max(right - left, 2.0), b.height), 3, 3)
        width, height = HANDLE
        for x in (left, right):
            painter.setPen(QPen(colour, 1.25))
            painter.setBrush(QColor(self._theme.roles["panel"]))
            painter.drawRoundedRect(QRectF(x - width / 2, b.center_y - height / 2, width, height), 3, 3)
            for aside in (-1.5, 1.5):
                painter.drawLine(QPointF(x + aside, b.center_y - 4), QPointF(x + aside, b.center_y + 4))

    def _grasped(self, x: float) -> Grasp:
        """What of the frame is at x."""
        left, right = self.frame()
        if min(abs(x - left), abs(x - right)) <= _REACH:
            return "left" if abs(x - left) <= abs(x - right) else "right"
        return "middle" if left < x < right and not self._whole() else "new"

    def _whole(self) -> bool:
        left, right = self.frame()
        b = self.ruler.bounds if self.ruler is not None else None
        return b is not None and left <= b.x + 1 and right >= b.right - 1

    def _inside(self, x: float) -> float:
        assert self.ruler is not None
        return min(max(x, self.ruler.bounds.x), self.ruler.bounds.right)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a side of the frame, its middle, or begin a new one."""
        if self.ruler is None or event.button() != Qt.MouseButton.LeftButton:
            return
        x = self.scene_at(event.position()).x()
        self._grasp, self._from = self._grasped(x), x
        left, right = self.frame()
        if self._grasp == "new":
            self._frame = (self._inside(x), self._inside(x))
        elif self._grasp in ("left", "right"):
            self._frame = (left, right)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The frame goes with the pointer; what is in sight goes with its middle."""
        x = self.scene_at(event.position()).x()
        if self.ruler is None:
            return
        if self._grasp is None:
            side = self._grasped(x) in ("left", "right")
            self.setCursor(Qt.CursorShape.SizeHorCursor if side else Qt.CursorShape.ArrowCursor)
            return
        if self._grasp == "middle":
            left, _ = self.frame()
            self.looked.emit(self.ruler.in_drawing(left + x - self._from))
            self._from = x
            return
        left, right = self._frame or (x, x)
        if self._grasp == "left":
            self._frame = (min(self._inside(x), right), right)
        else:
            self._frame = (left, self._inside(x) if self._grasp == "new" else max(self._inside(x), left))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """What is framed is wanted."""
        frame, self._frame, grasp = self.frame(), None, self._grasp
        self._grasp = None
        if self.ruler is None or grasp in (None, "middle"):
            return
        self.update()
        if frame[1] - frame[0] >= 2.0:
            wish = self.ruler.wish(*self.ruler.columns(*frame, 0))
            if wish is not None:
                self.wished.emit(wish)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """All of it."""
        wish = self.ruler.wish(0, len(self.ruler.stops) - 2) if self.ruler is not None else None
        if wish is not None:
            self.wished.emit(wish)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Closer to where the pointer is, or back."""
        if self.ruler is not None:
            around = self.ruler.in_drawing(self._inside(self.scene_at(event.position()).x()))
            wish = self.ruler.zoomed(*self._sight, 1.25 ** (event.angleDelta().y() / _NOTCH), around)
            if wish is not None:
                self.wished.emit(wish)
        event.accept()
