"""The view: draws a display list, pans, zooms, selects, explains what is pointed at, and walks along edges."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QGraphicsScene, QGraphicsView, QPinchGesture, QToolTip, QWidget

from xccviz.display.types import DisplayList, Path, Primitive, Theme
from xccviz.gui.canvas.items import OwnerItem
from xccviz.gui.canvas.walk_caption import Told
from xccviz.gui.look.widgets import plain_tooltip
from xccviz.layout.layered.types import Box, LayeredLayout
from xccviz.layout.layered.walk import neighbours, walk
from xccviz.layout.types import Way

Anchor = QGraphicsView.ViewportAnchor

_LEVEL = {"edge": 0, "badge": 1, "box": 2, "text": 2}
MARGIN = 14
"""Px of the scene around the drawing."""
SLACK = 160
"""Px of the scene one may pan beyond it."""
ZOOM_STEP = 1.2
SMALLEST_FIT = 0.7
"""Below this scale words can't be read with ease: a document then opens on a part of the drawing."""
READABLE = 0.85
"""The scale of that part."""
CLOSEST = 1.25
"""The scale of a box that is zoomed to."""
ZOOM_RANGE = (0.05, 4.0)
_WAYS: dict[Qt.Key, Way] = {
    Qt.Key.Key_Down: "effect",
    Qt.Key.Key_Up: "cause",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
}


class GraphView(QGraphicsView):
    """`show_list` draws; a list of the same layout only restyles what is there. Emits `selected(box key)` (mouse),
    `walked(box key)` (arrow keys), `opened(box key)` (double click or Return on a folded group) and `fit_wanted()` (the
    key 0). The legend of the list is left to the bar above."""

    selected = Signal(str)
    walked = Signal(str)
    opened = Signal(str)
    fit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("graphView")
        self.setAccessibleName("Receipt graph")
        self.setScene(QGraphicsScene(self))
        self.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragMode(QGraphicsView.DragMode.NoDrag)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        self.told = Told(self)
        self._layout: LayeredLayout | None = None
        self._items: dict[tuple[str | None, int], OwnerItem] = {}
        self._selected: str | None = None
        self._pan_from: QPoint | None = None
        self._lifted: OwnerItem | None = None
        self._fitting = False
        self._fit = (0, SMALLEST_FIT)

    @property
    def layout_shown(self) -> LayeredLayout | None:
        """The layout that is drawn."""
        return self._layout

    def show_list(
        self, layout: LayeredLayout, display_list: DisplayList, theme: Theme, selected: str | None
    ) -> None:
        """Draw `display_list` of `layout`. With the layout already shown, items stay and only restyle: zoom and
        position never change. `selected` is a box key."""
        groups: dict[tuple[str | None, int], list[Primitive]] = {}
        for primitive in display_list.primitives:
            if primitive.layer not in ("background", "legend"):
                groups.setdefault((primitive.owner, _LEVEL[primitive.layer]), []).append(primitive)
        scene = self.scene()
        scene.setBackgroundBrush(QColor(theme.roles["bg"]))
        if selected != self._selected:
            self._unlift()
        self._selected = selected
        if layout is self._layout:
            for key, primitives in groups.items():
                self._items[key].restyle(tuple(primitives), theme)
            return
        self.clear()
        for key, primitives in groups.items():
            item = OwnerItem(key[0], tuple(primitives), theme)
            item.setZValue(key[1])
            scene.addItem(item)
            self._items[key] = item
        self._layout = layout

    def clear(self) -> None:
        """Show nothing."""
        self._unlift()
        self.scene().clear()
        self._items = {}
        self._layout = None

    # --------------------------------------------------------------------------------------------- what is in sight

    def fit(self, reserve: int = 0, smallest: float = ZOOM_RANGE[0]) -> None:
        """Show the whole drawing, never larger than life, but not smaller than `smallest`: then a part of it, around
        the selection.

        `reserve` px at the lower edge stay free for what may take them later, so that nothing has to move then; unless
        the drawing has better use for them.
        """
        self._fit = (reserve, smallest)
        self._fitting = True
        if self._layout is None:
            return
        content, view = self._content(), self.viewport().rect()
        whole = min(view.width() / content.width(), view.height() / content.height(), 1.0)
        spared = min(whole, (view.height() - reserve) / content.height())
        scale = spared
        if scale < smallest:
            scale = whole if whole >= smallest else READABLE
        width, height = view.width() / scale, view.height() / scale
        spare = min(reserve / scale, max(0.0, height - content.height()))
        around = self._around(self._selected, width, height)
        left = _within(around.center().x(), width, content.left(), content.right())
        top = _within(around.center().y(), height - spare, content.top(), content.bottom())
        self._look_at(QRectF(left, top, width, height), scale)

    def _around(self, key: str | None, width: float, height: float) -> QRectF:
        """A box with what edges join to it, as far as that goes into so many px of the scene; the top without one."""
        box = self._box(key)
        if box is None or self._layout is None:
            return QRectF(self._content().center().x(), self._content().top(), 0, 0)
        b = box.bounds
        around = QRectF(b.x, b.y, b.width, b.height)
        for near in neighbours(self._layout, box.key):
            b = near.bounds
            wider = around.united(QRectF(b.x, b.y, b.width, b.height))
            if wider.width() + 2 * MARGIN <= width and wider.height() + 2 * MARGIN <= height:
                around = wider
        return around

    def zoom_to(self, key: str | None) -> None:
        """Show the box `key` and all that an edge joins to it, as large as they fit; the box itself at least."""
        box = self._box(key)
        if box is None or self._layout is None:
            return
        self.hold()
        around = QRectF()
        for near in neighbours(self._layout, box.key):
            b = near.bounds
            around = around.united(QRectF(b.x, b.y, b.width, b.height))
        around.adjust(-MARGIN, -MARGIN, MARGIN, MARGIN)
        view = self.viewport().rect()
        scale = min(view.width() / around.width(), view.height() / around.height(), CLOSEST)
        b = box.bounds
        centre = around.center() if scale >= SMALLEST_FIT else QPointF(b.center_x, b.center_y)
        scale = max(scale, SMALLEST_FIT)
        width, height = view.width() / scale, view.height() / scale
        self._look_at(QRectF(centre.x() - width / 2, centre.y() - height / 2, width, height), scale)

    def reveal(self, key: str | None) -> None:
        """Scroll just enough that the box `key` is in sight."""
        box = self._box(key)
        if box is not None:
            b = box.bounds
            self.ensureVisible(QRectF(b.x, b.y, b.width, b.height), 24, 24)

    @property
    def fitting(self) -> bool:
        """Whether the view still follows the size of the drawing: nobody has chosen what to look at."""
        return self._fitting

    def place_of(self, key: str | None) -> QPoint | None:
        """Where the box `key` stands in the viewport, None if it is not drawn."""
        box = self._box(key)
        return self.mapFromScene(box.bounds.x, box.bounds.y) if box is not None else None

    def put(self, key: str | None, place: QPoint) -> None:
        """Scroll so that the box `key` stands at `place` of the viewport, as it did in an earlier layout."""
        box = self._box(key)
        if box is None:
            return
        middle = self.viewport().rect().center()
        scale = self.transform().m11()
        b = box.bounds
        centre = QPointF(b.x + (middle.x() - place.x()) / scale, b.y + (middle.y() - place.y()) / scale)
        view = self.viewport().rect()
        width, height = view.width() / scale, view.height() / scale
        self._look_at(QRectF(centre.x() - width / 2, centre.y() - height / 2, width, height), scale)
        # Whole pixels are lost on the way; over many layouts the box would wander.
        off = self.mapFromScene(b.x, b.y) - place
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + off.x())
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + off.y())

    def follow(self, key: str | None) -> None:
        """As `reveal`, but only if the box `key` is not wholly in sight: a step moves nothing that can be seen."""
        if not self._sees(key, self.viewport().rect()):
            self.reveal(key)

    def _sees(self, key: str | None, port: QRect) -> bool:
        box = self._box(key)
        if box is None:
            return False
        b = box.bounds
        return port.contains(self.mapFromScene(QRectF(b.x, b.y, b.width, b.height)).boundingRect())

    def zoom(self, factor: float, anchor: Anchor = Anchor.AnchorViewCenter) -> None:
        """Zoom by `factor` around the middle of the view (or the pointer), within 5 % and 400 %."""
        self.hold()
        now = self.transform().m11()
        target = max(ZOOM_RANGE[0], min(ZOOM_RANGE[1], now * factor))
        self.setTransformationAnchor(anchor)
        self.scale(target / now, target / now)

    def zoom_in(self) -> None:
        """One step closer."""
        self.zoom(ZOOM_STEP)

    def zoom_out(self) -> None:
        """One step back."""
        self.zoom(1 / ZOOM_STEP)

    def hold(self) -> None:
        """From now on the view stays where it is whatever happens around it."""
        self._fitting = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole drawing in sight until the user or a step has chosen what to look at (`hold`)."""
        super().resizeEvent(event)
        self.told.place()
        if self._fitting:
            self.fit(*self._fit)
        elif self._sees(self._selected, QRect(QPoint(), event.oldSize())):
            self.follow(self._selected)

    def _look_at(self, seen: QRectF, scale: float) -> None:
        self.resetTransform()
        self.scene().setSceneRect(seen.united(self._content()).adjusted(-SLACK, -SLACK, SLACK, SLACK))
        self.setTransformationAnchor(Anchor.AnchorViewCenter)
        self.scale(scale, scale)
        self.centerOn(seen.center())

    def _content(self) -> QRectF:
        return self.scene().itemsBoundingRect().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)

    def _box(self, key: str | None) -> Box | None:
        return self._layout.by_key.get(key) if self._layout is not None and key is not None else None

    # ------------------------------------------------------------------------------------------------------- pointer

    def box_at(self, position: QPoint) -> str | None:
        """Key of the box at a point of the viewport, None beside boxes."""
        if self._layout is None:
            return None
        point = self.mapToScene(position)
        for box in self._layout.boxes:
            b = box.bounds
            if b.x <= point.x() <= b.right and b.y <= point.y() <= b.bottom:
                return box.key
        return None

    def tip_at(self, position: QPoint) -> str:
        """What the thing at a point of the viewport is, in words; "" for nothing."""
        point = self.mapToScene(position)
        for item in self.scene().items(point):
            if isinstance(item, OwnerItem):
                tip = item.tip_at(point)
                if tip:
                    return tip
        return ""

    def viewportEvent(self, event: QEvent) -> bool:
        """Tool tips of what is under the pointer; pinches."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            tip = self.tip_at(event.pos())
            if tip:
                QToolTip.showText(event.globalPos(), plain_tooltip(tip), self.viewport())
            else:
                QToolTip.hideText()
            return True
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.zoom(1 + event.value(), Anchor.AnchorUnderMouse)
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self.zoom(pinch.scaleFactor(), Anchor.AnchorUnderMouse)
                return True
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl + wheel zooms under the pointer; the wheel scrolls, with Shift sideways."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(ZOOM_STEP ** (event.angleDelta().y() / 120), Anchor.AnchorUnderMouse)
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
        """Select the box under the pointer, else begin to pan."""
        self._unlift()
        if event.button() == Qt.MouseButton.LeftButton:
            key = self.box_at(event.position().toPoint())
            if key is not None:
                self.selected.emit(key)
                return
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pan_from = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan while dragging."""
        if self._pan_from is None:
            super().mouseMoveEvent(event)
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
        """Open a folded group."""
        key = self.box_at(event.position().toPoint())
        if key is not None:
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

    def _walk(self, layout: LayeredLayout, way: Way) -> None:
        found = walk(layout, self._selected, way)
        if found is None:
            return
        self.walked.emit(found.key)
        self.hold()
        self.reveal(found.key)
        item = self._items.get((found.along, _LEVEL["edge"])) if found.along is not None else None
        if item is not None:
            item.lift(True)
            self._lifted = item
            self.told.tell(next((p.tooltip for p in item.primitives if isinstance(p, Path)), ""))

    def _unlift(self) -> None:
        """Forget the edge that was walked along."""
        if self._lifted is not None:
            self._lifted.lift(False)
            self._lifted = None
        self.told.tell("")


def _within(middle: float, length: float, low: float, high: float) -> float:
    """Where a stretch of `length` begins that has `middle` in its middle and no void at one end while the other cuts
    something off; what is shorter than it stands in its middle."""
    if length >= high - low:
        return (low + high - length) / 2
    return min(max(middle - length / 2, low), high - length)
