"""The canvas: draws a display list, pans, tells what is pointed at, and walks along edges."""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import islice
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QToolTip, QWidget

from xccviz.display.drawings import Drawing
from xccviz.display.look import HANDLE
from xccviz.display.parts import LEVEL, ListParts, Parts
from xccviz.display.qt import bounds_of
from xccviz.display.types import DisplayList, Path, Primitive, Theme
from xccviz.gui.canvas.beyond import Beyond
from xccviz.gui.canvas.camera import ZOOM_STEP, Camera
from xccviz.gui.canvas.drawn import MOST_PIECES, Drawn
from xccviz.gui.canvas.heard_places import HeardPlaces
from xccviz.gui.canvas.walk_caption import Told
from xccviz.gui.look.heard import Heard, hear, tell_chosen
from xccviz.gui.look.theme import current_theme
from xccviz.gui.look.widgets import plain_tooltip
from xccviz.layout.types import Layout, Way

PAGE_SHARE = 0.8
"""Part of what is in sight that one step to what lies beyond goes."""
_WAYS: dict[Qt.Key, Way] = {
    Qt.Key.Key_Down: "effect",
    Qt.Key.Key_Up: "cause",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
}


class Canvas(Camera):
    """One drawing. `show_list` draws; a list of the same layout only restyles what is there. The legend of the list is
    left to the bar above.

    Emits `node_wanted(node id)` (mouse, on what stands for one node within a place), `selected(key)` (mouse),
    `walked(key)` (arrow keys), `opened(key)` (double click or Return), each with the key
    of a place, and `fit_wanted()` (the key 0).
    """

    selected = Signal(str)
    node_wanted = Signal(str)
    walked = Signal(str)
    opened = Signal(str)
    fit_wanted = Signal()

    def __init__(self, drawing: Drawing[Any], parent: QWidget | None = None) -> None:
        super().__init__(drawing, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # What is dropped anywhere is opened; a scene would swallow it.
        for widget in (self, self.viewport()):
            widget.setAcceptDrops(False)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(
            Qt.WidgetAttribute.WA_OpaquePaintEvent
        )  # nothing shows through its ground
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        self.told = Told(self)
        self.beyond = Beyond(self.viewport())
        self.beyond.wanted.connect(self._go)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self._scrolled)
            bar.rangeChanged.connect(self._scrolled)
        self._drawn: Drawn | None = None
        self.show_ground(current_theme())
        self._parts: Parts | None = None
        self._pan_from: QPoint | None = None
        self._unfolding = False
        self._walked = False
        self.heard_places = HeardPlaces(self, self)
        hear(self, self.heard_places)

    def show_list(
        self, layout: Layout, display_list: DisplayList, theme: Theme, selected: str | None
    ) -> None:
        """Draw `display_list` of `layout`. With the layout already shown, it only restyles: zoom and position
        never change. `selected` is a box key."""
        if layout is self._layout and isinstance(self._parts, ListParts):
            changed = self._parts.replaced(display_list)
            self.show_parts(layout, self._parts, changed, theme, selected)
        else:
            self.show_parts(layout, ListParts(display_list), None, theme, selected)

    def show_ground(self, theme: Theme) -> None:
        """Have the ground of a theme, also while nothing is drawn yet."""
        ground = QBrush(QColor(theme.roles["bg"]))
        if self.scene().backgroundBrush() != ground:  # it would paint everything anew
            self.scene().setBackgroundBrush(ground)

    def show_styles(self, display_list: DisplayList, theme: Theme) -> None:
        """Draw the list that is drawn in other styles."""
        if isinstance(self._parts, ListParts) and self._drawn is not None:
            self._drawn.restyle(self._parts.replaced(display_list), theme, self.words)

    def show_parts(
        self, layout: Layout, parts: Parts, changed: Set[str] | None, theme: Theme, selected: str | None
    ) -> None:
        """The same, of parts of which these owners have `changed`; None: all may have."""
        scene = self.scene()
        self.show_ground(theme)
        other = selected != self._selected
        if other:
            self._unlift()
        self._selected = selected
        if layout is self._layout and self._drawn is not None:
            self._drawn.restyle(changed, theme, self.words)
            if other:
                tell_chosen(self)
            return
        self.clear()
        self._parts = parts
        self._drawn = Drawn(parts, theme, self.words, flows=self.drawing.flows)
        scene.addItem(self._drawn)
        self._layout = layout
        self.beyond.show_boxes(place.bounds for place in layout.by_key.values())
        if other:
            tell_chosen(self)

    @property
    def chosen(self) -> str | None:
        """Key of the place that stands out as selected."""
        return self._selected

    def heard_place(self, key: str) -> Heard:
        """What is heard of a place."""
        return Heard(key)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Only what is to be painted is looked at."""
        if self._drawn is not None:
            region = event.region()
            few = region if region.rectCount() <= MOST_PIECES else QRegion()
            around = (self.mapToScene(piece.adjusted(-1, -1, 1, 1)).boundingRect() for piece in _rects(few))
            self._drawn.pieces = tuple(around)
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is told stays at the lower edge."""
        super().resizeEvent(event)
        self.told.place()
        self._tell_sight()

    def _scrolled(self) -> None:
        if not self._on_its_way:
            self._tell_sight()

    def _tell_sight(self) -> None:
        """Say what lies out of sight."""
        seen = self.mapToScene(self.viewport().rect()).boundingRect()
        self.beyond.show_sight(seen, self._covered(), self._crossed)

    def _crossed(self, area: QRectF) -> bool:
        """Whether a line or its badge is drawn in a rectangle of the viewport."""
        on = self.mapToScene(area.toAlignedRect()).boundingRect()
        return self._drawn is not None and self._drawn.crossed(on)

    def _covered(self) -> QRect:
        """What of the viewport something else lies upon."""
        return QRect()

    def _go(self, side: str) -> None:
        """Scroll most of a view's length to a side."""
        self.hold()
        bar = self.horizontalScrollBar() if side in ("left", "right") else self.verticalScrollBar()
        length = self.viewport().width() if side in ("left", "right") else self.viewport().height()
        bar.setValue(bar.value() + round(length * PAGE_SHARE) * (-1 if side in ("left", "up") else 1))

    def clear(self) -> None:
        """Show nothing."""
        self._unlift()
        self.scene().clear()
        self._drawn = None
        self._layout = None
        self._parts = None
        self.beyond.show_boxes(())
        self._tell_sight()

    # ------------------------------------------------------------------------------------------------------- pointer

    def box_at(self, position: QPoint) -> str | None:
        """Key of the box at a point of the viewport, None beside boxes."""
        return self.place_at(self.mapToScene(position))

    def place_at(self, point: QPointF) -> str | None:
        """Key of the box at a point of the scene."""
        if self._layout is None:
            return None
        # The topmost of what covers the point: places stand from back to front.
        for box in reversed(tuple(self._layout.by_key.values())):
            b = box.bounds
            if b.x <= point.x() <= b.right and b.y <= point.y() <= b.bottom:
                return box.key
        return None

    def handle_at(self, position: QPoint) -> str | None:
        """Key of the box that a click at a point of the viewport unfolds."""
        point = self.mapToScene(position)
        parts = self._drawn.parts(self.box_at(position), "box") if self._drawn is not None else ()
        handles = (p for p in parts if p.key.endswith(f"/{HANDLE}"))
        return next((p.owner for p in handles if bounds_of(p).contains(point)), None)

    def node_at(self, position: QPoint) -> str | None:
        """The node of the dot at a point of the viewport."""
        box = self._layout.by_key.get(self.box_at(position) or "") if self._layout is not None else None
        if box is None or self.drawing.inside is None:
            return None
        point = self.mapToScene(position)
        return self.drawing.inside(box, point.x(), point.y())

    def in_sight(self, area: QRectF, most: int) -> Iterator[Primitive]:
        """What is painted in a rectangle of the scene, of so many owners at most."""
        drawn, parts = self._drawn, self._parts
        if drawn is not None and parts is not None:
            for key in islice(drawn.within(area), most):
                yield from parts.whole(key)

    def tip_at(self, position: QPoint) -> str:
        """What the thing at a point of the viewport is, in words; "" for nothing."""
        return self._drawn.tip_at(self.mapToScene(position)) if self._drawn is not None else ""

    def viewportEvent(self, event: QEvent) -> bool:
        """Tool tips of what is under the pointer, where no card tells of it; pinches."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            tip = self.tip_at(event.pos()) if self.drawing.card is None else ""
            if tip:
                QToolTip.showText(event.globalPos(), plain_tooltip(tip), self.viewport())
            else:
                QToolTip.hideText()
            return True
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.zoom(1 + event.value(), event.position().toPoint())
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self.zoom(pinch.scaleFactor(), self.viewport().mapFromGlobal(pinch.centerPoint()).toPoint())
                return True
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl + wheel zooms under the pointer; the wheel scrolls, with Shift sideways."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(ZOOM_STEP ** (event.angleDelta().y() / 120), event.position().toPoint())
            event.accept()
            return
        self.hold()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            bar = self.horizontalScrollBar()
            moved = event.angleDelta().y() or event.angleDelta().x()
            bar.setValue(bar.value() - moved)
            event.accept()
            return
        super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the box under the pointer or unfold it, else begin to pan."""
        self._unlift()
        if event.button() == Qt.MouseButton.LeftButton:
            key = self.handle_at(event.position().toPoint())
            self._unfolding = key is not None
            if key is not None:
                self.opened.emit(key)
                return
            key = self.box_at(event.position().toPoint())
            if key is not None:
                node = self.node_at(event.position().toPoint())
                if node is not None:
                    self.node_wanted.emit(node)
                else:
                    self.selected.emit(key)
                return
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pan_from = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan while dragging; else lift the line under the pointer."""
        if self._pan_from is None:
            super().mouseMoveEvent(event)
            if self._drawn is not None and not self._walked:
                self._drawn.lift(self._drawn.line_at(self.mapToScene(event.position().toPoint())))
            return
        self.hold()
        moved = event.position().toPoint() - self._pan_from
        self._pan_from = event.position().toPoint()
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - moved.x())
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() - moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End panning."""
        if self._pan_from is not None:
            self._pan_from = None
            self.viewport().unsetCursor()
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a folded group; where the first click has unfolded one, something else may stand by now."""
        key = self.box_at(event.position().toPoint())
        if key is not None and not self._unfolding:
            self.opened.emit(key)

    # ------------------------------------------------------------------------------------------------------ keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk: down and up along edges, which are told, left and right within a rank. Return opens a group."""
        key = Qt.Key(event.key())
        if (
            key in _WAYS
            and self._layout is not None
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self._walk(self._layout, _WAYS[key])
            return
        plain = {
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.fit_wanted.emit,
        }
        if key in plain and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            plain[key]()
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._selected is not None:
            self.opened.emit(self._selected)
            return
        super().keyPressEvent(event)

    def _walk(self, layout: Layout, way: Way) -> None:
        found = self.drawing.walk(layout, self._selected, way)
        if found is None:
            return
        self.walked.emit(found.key)
        self.reveal(found.key)
        if found.along is not None and self._drawn is not None:
            self._drawn.lift((found.along, LEVEL["edge"]))
            self._walked = True
            line = self._drawn.parts(found.along, "edge")
            self.told.tell(next((p.tooltip for p in line if isinstance(p, Path)), ""))

    def _unlift(self) -> None:
        """Forget the edge that was walked along."""
        if self._walked and self._drawn is not None:
            self._drawn.lift(None)
        self._walked = False
        self.told.tell("")


def _rects(region: QRegion) -> list[QRect]:
    """The rectangles of a region; Qt's stubs don't know that it can be walked through."""
    return [rect for rect in region]  # type: ignore[attr-defined]  # noqa: C416
