"""What of a drawing is in sight: fitting, zooming, and keeping things where they were."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QWidget

from xccviz.display.drawings import Drawing
from xccviz.layout.types import REFUNDS_KEY, Layout, Place

Anchor = QGraphicsView.ViewportAnchor

MARGIN = 14
"""Px of the scene around the drawing."""
SLACK = 160
"""Px of the scene one may pan beyond it."""
REVEALED_PX = 24
"""Px around a box that is brought in sight."""
ZOOM_STEP = 1.2
SMALLEST_FIT = 0.62
"""Below this scale words can't be read with ease: a document then opens on a part of the drawing."""
READABLE = 0.85
"""The scale of that part."""
SPARED_FIT = 0.4
"""A drawing that would be smaller than this spares no room for what may stand below it later."""
LARGEST_FIT = 1.2
"""A drawing of two boxes is not blown up to fill a window."""
CLOSEST = 1.25
"""The scale of a box that is zoomed to."""
ZOOM_RANGE = (0.05, 4.0)


class Camera(QGraphicsView):
    """A view that knows the layout of what it shows, and which box is selected."""

    def __init__(self, drawing: Drawing[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing = drawing
        self.setScene(QGraphicsScene(self))
        self.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragMode(QGraphicsView.DragMode.NoDrag)
        self._layout: Layout | None = None
        self._selected: str | None = None
        self._fitting = False
        self._fit = SMALLEST_FIT
        self._fitted = QSize()
        self._sizes: dict[float, tuple[float, QRectF, int, int]] = {}
        self._on_its_way = False
        self.words = 1.0
        """How much larger than usual words are wanted; the scale at which the drawing is as large as life."""
        self.taken = 0
        """Px of its room that something below the view has taken for now."""
        self.reserve = 0
        """Px that it may come to take: a drawing that fits leaves them free at its lower edge, so that nothing has to
        move then, unless it has better use for them."""

    @property
    def layout_shown(self) -> Layout | None:
        """The layout that is drawn."""
        return self._layout

    def fit(self, smallest: float = ZOOM_RANGE[0]) -> None:
        """Show the whole drawing, as large as it may be, but not smaller than `smallest`: then a part of it, around the
        selection. Scales are those of words of usual size."""
        self._fit = smallest
        self._fitting = True
        if self._layout is None:
            return
        content, room, reserve = self._content(), self._room(), self.reserve
        self._fitted = room
        smallest = max(smallest * self.words, ZOOM_RANGE[0])
        largest = LARGEST_FIT * self.words
        across, seen = room.width() / content.width(), self.viewport().height()
        whole = min(across, seen / content.height(), largest)
        spared = min(
            across, (room.height() - reserve) / self._needed(), room.height() / content.height(), largest
        )
        spares = spared >= max(SPARED_FIT * self.words, smallest)
        scale = spared if spares else whole if whole >= smallest else READABLE * self.words
        width, height = room.width() / scale, (room.height() if spares else seen) / scale
        spare = min(reserve / scale, max(0.0, height - content.height())) if spares else 0.0
        around = self._around(self._selected, width, height)
        left = _within(around.center().x(), width, content.left(), content.right())
        top = _within(around.center().y(), height - spare, content.top(), content.bottom())
        self._look_at(QRectF(left, top, width, seen / scale), scale)

    def _needed(self) -> float:
        """Px of the scene that have to be in sight while something stands below: the line of folded refunds may lie
        under it."""
        content, pill = self._content(), self._box(REFUNDS_KEY)
        if pill is None or pill.bounds.bottom < content.bottom() - 2 * MARGIN:
            return content.height()
        return pill.bounds.y - content.top()

    def _room(self) -> QSize:
        """The size of the view when nothing below it takes any."""
        view = self.viewport().size()
        return QSize(view.width(), view.height() + self.taken)

    def _around(self, key: str | None, width: float, height: float) -> QRectF:
        """A box with what edges join to it, as far as that goes into so many px of the scene; the top without one."""
        box = self._box(key)
        if box is None or self._layout is None:
            return QRectF(self._content().center().x(), self._content().top(), 0, 0)
        b = box.bounds
        around = QRectF(b.x, b.y, b.width, b.height)
        for near in self.drawing.near(self._layout, box.key):
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
        for near in self.drawing.near(self._layout, box.key):
            b = near.bounds
            around = around.united(QRectF(b.x, b.y, b.width, b.height))
        around.adjust(-MARGIN, -MARGIN, MARGIN, MARGIN)
        view = self.viewport().rect()
        closest, least = CLOSEST * self.words, SMALLEST_FIT * self.words
        scale = min(view.width() / around.width(), view.height() / around.height(), closest)
        b = box.bounds
        centre = around.center() if scale >= least else QPointF(b.center_x, b.center_y)
        scale = max(scale, least)
        width, height = view.width() / scale, view.height() / scale
        self._look_at(QRectF(centre.x() - width / 2, centre.y() - height / 2, width, height), scale)

    def reveal(self, key: str | None) -> None:
        """Scroll just enough that the box `key` is in sight; what is wholly in sight moves nothing."""
        box = self._box(key)
        if box is not None and not self._sees(key, self.viewport().rect()):
            b = box.bounds
            self.ensureVisible(QRectF(b.x, b.y, b.width, b.height), REVEALED_PX, REVEALED_PX)

    def _may_hide(self, key: str | None) -> bool:
        """Whether the box `key` is what a drawing that fits lets lie under what stands below: to show it then would
        move everything."""
        return self._fitting and key == REFUNDS_KEY and self._sees(key, QRect(QPoint(), self._fitted))

    def size_words(self, words: float) -> None:
        """Show all `words` times as large as usual. Back at an earlier size everything stands exactly as it did."""
        before, self.words = self.words, words
        if words == before or self._layout is None:
            return
        if self._fitting:
            self.fit(self._fit)
            # once what stands around it has its new size
            QTimer.singleShot(0, self, lambda: self.fit(self._fit) if self._fitting else None)
            return
        scale = self.transform().m11()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        self._sizes[before] = scale, self.sceneRect(), across.value(), down.value()
        if words in self._sizes:
            scale, rect, x, y = self._sizes[words]
            self.resetTransform()
            self.scene().setSceneRect(rect)
            self.scale(scale, scale)
            across.setValue(x)
            down.setValue(y)
            return
        middle = self.mapToScene(self.viewport().rect().center())
        scale *= words / before
        view = self.viewport().rect()
        width, height = view.width() / scale, view.height() / scale
        self._look_at(QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height), scale)

    @property
    def fitting(self) -> bool:
        """Whether the view still follows the size of the drawing: nobody has chosen what to look at."""
        return self._fitting

    @property
    def sees_all(self) -> bool:
        """Whether the whole drawing is in sight."""
        seen = self.mapToScene(self.viewport().rect()).boundingRect()
        return seen.contains(self.scene().itemsBoundingRect())

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

    def _sees(self, key: str | None, port: QRect) -> bool:
        box = self._box(key)
        if box is None:
            return False
        b = box.bounds
        return port.contains(self.mapFromScene(QRectF(b.x, b.y, b.width, b.height)).boundingRect())

    def zoom(self, factor: float, at: QPoint | None = None) -> None:
        """Zoom by `factor`, within 5 % and 400 %, around a point of the viewport; None: its middle."""
        self.hold()
        now = self.transform().m11()
        target = max(ZOOM_RANGE[0], min(ZOOM_RANGE[1], now * factor))
        if at is None:
            self.setTransformationAnchor(Anchor.AnchorViewCenter)
            self.scale(target / now, target / now)
            return
        # Qt's own anchor under the pointer is where the pointer moved last, whatever was scrolled or fitted since.
        point = self.mapToScene(at)
        self.setTransformationAnchor(Anchor.NoAnchor)
        self.scale(target / now, target / now)
        self.setTransformationAnchor(Anchor.AnchorViewCenter)
        off = self.mapFromScene(point) - at
        for bar, moved in ((self.horizontalScrollBar(), off.x()), (self.verticalScrollBar(), off.y())):
            bar.setValue(bar.value() + moved)

    def zoom_in(self) -> None:
        """One step closer."""
        self.zoom(ZOOM_STEP)

    def zoom_out(self) -> None:
        """One step back."""
        self.zoom(1 / ZOOM_STEP)

    def hold(self) -> None:
        """From now on the view stays where it is whatever happens around it."""
        self._fitting = False
        self._sizes = {}

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole drawing in sight until somebody has chosen what to look at (`hold`). What comes and goes below
        moves nothing."""
        super().resizeEvent(event)
        if self._fitting and self._room() != self._fitted:
            self.fit(self._fit)
        elif not self._may_hide(self._selected) and self._sees(
            self._selected, QRect(QPoint(), event.oldSize())
        ):
            self.reveal(self._selected)

    def _look_at(self, seen: QRectF, scale: float) -> None:
        # Qt goes there by half a dozen stops, each of which its bars tell of: nobody sees them.
        self._on_its_way = True
        try:
            self.resetTransform()
            room = seen.adjusted(0, 0, 0, self.taken / scale)
            self.scene().setSceneRect(room.united(self._content()).adjusted(-SLACK, -SLACK, SLACK, SLACK))
            self.setTransformationAnchor(Anchor.AnchorViewCenter)
            self.scale(scale, scale)
            self.centerOn(seen.center())
        finally:
            self._on_its_way = False
        self._tell_sight()

    def _tell_sight(self) -> None:
        """Called when something else has come in sight."""

    def _content(self) -> QRectF:
        return self.scene().itemsBoundingRect().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)

    def _box(self, key: str | None) -> Place | None:
        return self._layout.by_key.get(key) if self._layout is not None and key is not None else None


def _within(middle: float, length: float, low: float, high: float) -> float:
    """Where a stretch of `length` begins that has `middle` in its middle and no void at one end while the other cuts
    something off; what is shorter than it stands in its middle."""
    if length >= high - low:
        return (low + high - length) / 2
    return min(max(middle - length / 2, low), high - length)
