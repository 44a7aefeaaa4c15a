"""The view: draws a display list, pans, zooms, selects, and walks along edges by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QWidget

from xccviz.display.types import DisplayList, Primitive, Theme
from xccviz.gui.canvas.items import OwnerItem
from xccviz.layout.types import Layout

Anchor = QGraphicsView.ViewportAnchor

_LEVEL = {"edge": 0, "badge": 1, "box": 2, "text": 2}
MARGIN = 14
"""Px of the scene around the drawing."""
SLACK = 160
"""Px of the scene one may pan beyond it."""
ZOOM_STEP = 1.2
SMALLEST_FIT = 0.45
"""Below this scale text can't be read: fit then shows a part."""
ZOOM_RANGE = (0.05, 4.0)


class GraphView(QGraphicsView):
    """`show_list` draws; a list of the same layout only restyles what is there. Emits `selected(box key)`,
    `opened(box key)` (double click or Return on a folded group) and `fit_wanted()` (the key 0). The legend of the list
    is left to the bar above."""

    selected = Signal(str)
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
        self._layout: Layout | None = None
        self._items: dict[tuple[str | None, int], OwnerItem] = {}
        self._selected: str | None = None
        self._pan_from: QPoint | None = None
        self._fitting = False
        self._reserve = 0

    @property
    def layout_shown(self) -> Layout | None:
        """The layout that is drawn."""
        return self._layout

    def show_list(self, layout: Layout, display_list: DisplayList, theme: Theme, selected: str | None) -> None:
        """Draw `display_list` of `layout`. With the layout already shown, items stay and only restyle: zoom and
        position never change. `selected` is a box key."""
        groups: dict[tuple[str | None, int], list[Primitive]] = {}
        for primitive in display_list.primitives:
            if primitive.layer not in ("background", "legend"):
                groups.setdefault((primitive.owner, _LEVEL[primitive.layer]), []).append(primitive)
        scene = self.scene()
        scene.setBackgroundBrush(QColor(theme.roles["bg"]))
        self._selected = selected
        if layout is self._layout:
            for key, primitives in groups.items():
                self._items[key].restyle(tuple(primitives), theme)
            return
        scene.clear()
        self._items = {}
        for key, primitives in groups.items():
            item = OwnerItem(key[0], tuple(primitives), theme)
            item.setZValue(key[1])
            scene.addItem(item)
            self._items[key] = item
        self._layout = layout

    def clear(self) -> None:
        """Show nothing."""
        self.scene().clear()
        self._items = {}
        self._layout = None

    def fit(self, reserve: int = 0) -> None:
        """Show the whole drawing, never larger than life; a very large one stays legible around the selection.

        `reserve` px at the lower edge stay free for what may take them later, so that nothing has to move then.
        """
        self._reserve = reserve
        self._fitting = True
        if self._layout is None:
            return
        content = self.scene().itemsBoundingRect().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        view = self.viewport().rect()
        across, down = view.width() / content.width(), view.height() / content.height()
        with_reserve = min(across, (view.height() - reserve) / content.height(), 1.0)
        scale = max(with_reserve, SMALLEST_FIT)
        width, height = view.width() / scale, view.height() / scale
        free = height - content.height()
        # In the middle of what stays free; with too little room the spare goes below, with none the top is shown.
        top = content.top() - max(0.0, free - reserve / scale) / 2
        seen = QRectF(content.center().x() - width / 2, top, width, height)
        self.resetTransform()
        self.scene().setSceneRect(seen.united(content).adjusted(-SLACK, -SLACK, SLACK, SLACK))
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
        self.scale(scale, scale)
        self.centerOn(seen.center())
        if scale > min(across, down):
            self.reveal(self._selected)

    def reveal(self, key: str | None) -> None:
        """Scroll just enough that the box `key` is in sight."""
        box = self._layout.by_key.get(key) if self._layout is not None and key is not None else None
        if box is not None:
            b = box.bounds
            self.ensureVisible(QRectF(b.x, b.y, b.width, b.height), 24, 24)

    def follow(self, key: str | None) -> None:
        """As `reveal`, but only if the box `key` is not wholly in sight: a step moves nothing that can be seen."""
        box = self._layout.by_key.get(key) if self._layout is not None and key is not None else None
        if box is None:
            return
        b = box.bounds
        shown = self.mapFromScene(QRectF(b.x, b.y, b.width, b.height)).boundingRect()
        if not self.viewport().rect().contains(shown):
            self.reveal(key)

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole drawing in sight until the user or a step has chosen what to look at (`hold`)."""
        super().resizeEvent(event)
        if self._fitting:
            self.fit(self._reserve)
        else:
            self.follow(self._selected)

    def hold(self) -> None:
        """From now on the view stays where it is whatever happens around it."""
        self._fitting = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl + wheel zooms under the pointer; the wheel alone scrolls."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(ZOOM_STEP ** (event.angleDelta().y() / 120), Anchor.AnchorUnderMouse)
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the box under the pointer, else begin to pan."""
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk: down and up along edges, left and right within a rank. Return opens a folded group."""
        key = event.key()
        walks = {
            Qt.Key.Key_Down: self._below,
            Qt.Key.Key_Up: self._above,
            Qt.Key.Key_Left: lambda: self._beside(-1),
            Qt.Key.Key_Right: lambda: self._beside(1),
        }
        if key in walks and self._layout is not None and not event.modifiers():
            target = walks[Qt.Key(key)]()
            if target is not None:
                self.selected.emit(target)
                self.reveal(target)
            return
        plain = {
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.fit_wanted.emit,
        }
        if key in plain and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            plain[Qt.Key(key)]()
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._selected is not None:
            self.opened.emit(self._selected)
            return
        super().keyPressEvent(event)

    def _nearest(self, keys: list[str]) -> str | None:
        layout = self._layout
        if layout is None or not keys or self._selected is None or self._selected not in layout.by_key:
            return keys[0] if keys else None
        x = layout.by_key[self._selected].bounds.center_x
        return min(keys, key=lambda key: abs(layout.by_key[key].bounds.center_x - x))

    def _below(self) -> str | None:
        layout = self._layout
        if layout is None:
            return None
        if self._selected not in layout.by_key:
            return layout.boxes[0].key if layout.boxes else None
        return self._nearest([edge.target for edge in layout.edges if edge.source == self._selected])

    def _above(self) -> str | None:
        if self._layout is None:
            return None
        return self._nearest([edge.source for edge in self._layout.edges if edge.target == self._selected])

    def _beside(self, way: int) -> str | None:
        layout = self._layout
        box = layout.by_key.get(self._selected or "") if layout is not None else None
        if layout is None or box is None:
            return None
        same = sorted((b for b in layout.boxes if b.rank == box.rank), key=lambda b: b.bounds.x)
        index = same.index(box) + way
        return same[index].key if 0 <= index < len(same) else None
