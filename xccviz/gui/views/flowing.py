"""A drawing that is as wide as its window and scrolls like a page: strips that stay in sight, spots to click, and a
card of what is under the pointer."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QGraphicsView

from xccviz.catalogue import tr
from xccviz.display.drawings import Drawing
from xccviz.display.hosting import Spot, Strip, Wish
from xccviz.display.look import Look, hovered
from xccviz.display.parts import ListParts, Parts
from xccviz.display.types import DisplayList, Theme
from xccviz.gui.canvas.camera import CLOSEST, ZOOM_RANGE
from xccviz.gui.canvas.hover_card import DELAY_MS, HoverCard
from xccviz.gui.canvas.overlay_bars import OverlayBar
from xccviz.gui.canvas.strips import Pinned
from xccviz.gui.look.bulletin import copy
from xccviz.gui.pointed import Pointed
from xccviz.gui.views.drawing import DrawingView
from xccviz.layout.types import Layout
from xccviz.values import replace

AROUND_PX = 24
"""Px around what is brought in sight."""
_ACTS = {
    Qt.Key.Key_Return: "Return",
    Qt.Key.Key_Enter: "Return",
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Home: "Home",
    Qt.Key.Key_End: "End",
    Qt.Key.Key_C: "C",
    Qt.Key.Key_1: "1",
    Qt.Key.Key_2: "2",
    Qt.Key.Key_3: "3",
}
"""Keys that a drawing may have a use for (`Drawing.act`); Space is told when it is let go."""


class FlowingView(DrawingView):
    """Emits `wished(Wish)` for what a click or a key asks of others, and `width_wanted(px)` when it has another width
    (in px of words of usual size)."""

    wished = Signal(object)
    width_wanted = Signal(float)

    def __init__(self, drawing: Drawing[Any]) -> None:
        super().__init__(drawing)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.bars = tuple(
            OverlayBar(self, way) for way in (Qt.Orientation.Vertical, Qt.Orientation.Horizontal)
        )
        self.pinned = Pinned()
        self.card = HoverCard(self.viewport())
        self._theme: Theme | None = None
        self._under: str | None = None
        self._asked_at = QPoint()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(DELAY_MS)
        self._wait.timeout.connect(self._show_card)
        self._space = self._panned = False
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self._leave)

    # ------------------------------------------------------------------------------------------------------- painting

    def show_parts(
        self, layout: Layout, parts: Parts, changed: Set[str] | None, theme: Theme, selected: str | None
    ) -> None:
        """Draw it; what is told around it follows."""
        self._leave()
        self._theme = theme
        super().show_parts(layout, parts, changed, theme, selected)
        self.scene().setSceneRect(self._content())
        self._furnish(parts.furniture)

    def _furnish(self, shown: DisplayList) -> None:
        """Show the strips."""
        self.pinned.show(shown.strips, shown.primitives, shown.width, shown.height)
        self.bars[0].top_px = round(shown.strips.top * self.words)
        self.viewport().update()

    def clear(self) -> None:
        """Show nothing."""
        if hasattr(self, "pinned"):
            self._leave()
            self.pinned = Pinned()
        super().clear()

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """The strips."""
        if self._theme is not None and self.layout_shown is not None:
            size = self.viewport().size()
            scale = self.transform().m11()
            seen = QRectF(self._seen_from(), QSize(size.width(), size.height()) / scale)
            self.pinned.paint(painter, seen, self._theme, scale)

    def _seen_from(self) -> QPointF:
        """The point of the scene at the upper left of the view."""
        inverted, _ = self.viewportTransform().inverted()
        return inverted.map(QPointF(0, 0))

    # -------------------------------------------------------------------------------------------- what is in sight

    def fit(self, smallest: float = ZOOM_RANGE[0]) -> None:
        """As large as life from its beginning, with the selection in sight; with `smallest` 0 the whole of it, as large
        as it may be."""
        self._fit, self._fitting, self._fitted = smallest, True, self._room()
        if self.layout_shown is None:
            return
        scale, content, view = self.words, self._content(), self.viewport().size()
        if smallest == 0:
            whole = min(view.width() / content.width(), view.height() / content.height())
            scale = max(min(whole, self.words), ZOOM_RANGE[0])
        self._scale_to(scale)
        self.horizontalScrollBar().setValue(0)
        self.verticalScrollBar().setValue(0)
        self.reveal(self._selected)

    def zoom_to(self, key: str | None) -> None:
        """Show a place closely."""
        if self._box(key) is not None:
            self.hold()
            self._scale_to(CLOSEST * self.words)
            self.reveal(key)

    def reveal(self, key: str | None) -> None:
        """Scroll just enough that a place is in sight, beside and below the strips."""
        box = self._box(key)
        if box is None:
            return
        scale, strips, view = self.transform().m11(), self.pinned.strips, self.viewport().size()
        b = box.bounds
        for bar, start, end, strip, length in (
            (self.horizontalScrollBar(), b.x, b.right, strips.left, view.width()),
            (self.verticalScrollBar(), b.y, b.bottom, strips.top, view.height()),
        ):
            first, last = (start - strip) * scale - AROUND_PX, end * scale + AROUND_PX - length
            if bar.value() > first:
                bar.setValue(int(first))
            elif bar.value() < last:
                bar.setValue(int(min(last, first)))

    def put(self, key: str | None, place: QPoint) -> None:
        """Scroll so that a place stands where it did."""
        box = self._box(key)
        if box is not None:
            off = self.mapFromScene(box.bounds.x, box.bounds.y) - place
            for bar, moved in ((self.horizontalScrollBar(), off.x()), (self.verticalScrollBar(), off.y())):
                bar.setValue(bar.value() + moved)

    def size_words(self, words: float) -> None:
        """Show all `words` times as large as usual."""
        before, self.words = self.words, words
        if words == before or self.layout_shown is None:
            return
        if self._fitting:
            self.fit(self._fit)
        else:
            self._scale_to(self.transform().m11() * words / before)
        self._tell_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say how wide the drawing may be."""
        super().resizeEvent(event)
        self._tell_width()

    def _tell_width(self) -> None:
        if self.viewport().width() > 1:
            self.width_wanted.emit(float(int(self.viewport().width() / self.words)))

    def _scale_to(self, scale: float) -> None:
        self.resetTransform()
        self.scene().setSceneRect(self._content())
        self.scale(scale, scale)

    def _content(self) -> QRectF:
        layout = self.layout_shown
        return QRectF(0, 0, layout.width, layout.height) if layout is not None else QRectF()

    def _tell_beyond(self) -> None:
        """Its scroll bars tell."""

    # -------------------------------------------------------------------------------------------------------- pointer

    def strip_at(self, position: QPoint) -> tuple[Strip, QPointF]:
        """Which strip is at a point of the viewport, and the point of the drawing that is seen there."""
        inverted, _ = self.viewportTransform().inverted()
        return self.pinned.strip_at(inverted.map(QPointF(position)), self._seen_from())

    def spot_at(self, position: QPoint) -> Spot | None:
        """What is clicked for itself at a point of the viewport."""
        strip, point = self.strip_at(position)
        for spot in reversed(self._list.spots if self._list is not None else ()):
            b = spot.bounds
            if spot.strip == strip and b.x <= point.x() <= b.right and b.y <= point.y() <= b.bottom:
                return spot
        return None

    def pointed_at(self, at: QPoint | None) -> tuple[Pointed, QPoint] | None:
        """Of a spot, what a click on it would select; else as in any drawing."""
        self._leave()
        found = super().pointed_at(at)
        spot = self.spot_at(self.viewport().mapFromGlobal(at)) if at is not None else None
        if found is None or spot is None:
            return found
        node = spot.click.value if spot.click is not None and spot.click.kind == "select" else found[0].node
        return Pointed(node, key=found[0].key), found[1]

    def box_at(self, position: QPoint) -> str | None:
        """Key of the place at a point of the viewport; none under a strip."""
        return super().box_at(position) if self.strip_at(position)[0] == "body" else None

    def tip_at(self, position: QPoint) -> str:
        """Words of what has no card."""
        return "" if self.drawing.card is not None else super().tip_at(position)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A spot first; then as any drawing. With Space held, it pans."""
        self._leave()
        position = event.position().toPoint()
        spot = (
            self.spot_at(position)
            if event.button() == Qt.MouseButton.LeftButton and not self._space
            else None
        )
        if spot is not None:
            shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._grant(spot.shift if shifted and spot.shift is not None else spot.click)
            return
        if self._space or (
            self.strip_at(position)[0] != "body" and event.button() == Qt.MouseButton.LeftButton
        ):
            self._panned = self._space
            self._pan_from = position if self._space else None
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """What is under the pointer stands out at once, and tells of itself when the pointer rests."""
        super().mouseMoveEvent(event)
        if self._pan_from is not None:
            self._leave()
            return
        position = event.position().toPoint()
        spot = self.spot_at(position)
        key = spot.key if spot is not None else self.box_at(position)
        if key != self._under:
            self._leave()
            self._under = key
            self._stand_out(key)
        if key is not None and not self.card.isVisible():
            self._asked_at = position
            self._wait.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End panning."""
        if self._pan_from is not None:
            self._pan_from = None
            self.viewport().unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """What the drawing does with it; else what unfolds is unfolded, and all others are looked at closely."""
        key = self.box_at(event.position().toPoint())
        if key is None or self.act("DoubleClick"):
            return
        place = self._box(key)
        if place is not None and place.unfolds:
            self.opened.emit(key)
        else:
            self.zoom_to(key)

    def leaveEvent(self, event: Any) -> None:
        """Nothing is under the pointer."""
        self._leave()
        super().leaveEvent(event)

    def _stand_out(self, key: str | None) -> None:
        """The lines of a place stay, the others step back."""
        tab, layout = self._tab, self.layout_shown
        if self._list is None or self._drawn is None or self._theme is None or tab is None or layout is None:
            return
        known = key if key in layout.by_key and self.drawing.lines is not None else None
        if self._parts is not None and not isinstance(self._parts, ListParts):
            look = Look(tab.moment, tab.selection, tab.filtering.emphasis, hovered=known)
            self._drawn.restyle(self._parts.take(look), self._theme, self.words)
            return
        shown = self._list.primitives
        if known is not None and self.drawing.lines is not None:
            shown = tuple(hovered(shown, known, self.drawing.lines(layout, known)))
        self.show_styles(replace(self._list, primitives=shown), self._theme)

    def _leave(self) -> None:
        """The pointer is on nothing: no card, and all as it was."""
        self._wait.stop()
        self.card.hide()
        if self._under is not None:
            self._under = None
            self._stand_out(None)

    def _show_card(self) -> None:
        key, tab, layout = self._under, self._tab, self.layout_shown
        if key is None or tab is None or layout is None or self._theme is None or self.drawing.card is None:
            return
        card = self.drawing.card(
            tab.document, layout, Look(tab.moment, tab.selection, tab.filtering.emphasis), key
        )
        if card is not None:
            chosen = self._chosen()
            spare = self._port_of(chosen) if chosen is not None and chosen != key else QRect()
            self.card.tell(card, self._theme, self._port_of(key), spare)

    def _port_of(self, key: str) -> QRect:
        """Where a spot or a place stands in the viewport, as far as that is in sight."""
        spots = self._list.spots if self._list is not None else ()
        spot = next((s for s in reversed(spots) if s.key == key), None)
        bounds, strip = (spot.bounds, spot.strip) if spot is not None else (None, "body")
        place = self._box(key)
        if bounds is None and place is not None:
            bounds = place.bounds
        if bounds is None:
            return QRect(self._asked_at, QSize(1, 1))
        seen = self._seen_from()
        x = bounds.x + (max(seen.x(), 0.0) if strip in ("left", "corner") else 0.0)
        y = bounds.y + (max(seen.y(), 0.0) if strip in ("top", "corner") else 0.0)
        port = self.mapFromScene(QRectF(x, y, bounds.width, bounds.height)).boundingRect()
        return port.intersected(self.viewport().rect())

    # ------------------------------------------------------------------------------------------------------- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the drawing has a use for; Escape hides the card."""
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if key == Qt.Key.Key_Escape and self.card.isVisible():
            self._leave()
            return
        self.card.hide()
        if key == Qt.Key.Key_Space and plain:
            self._space = True
            return
        if plain and key in _ACTS and self.act(_ACTS[key]):
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space that did not pan."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space, panned, self._panned = False, self._panned, False
            if not panned:
                self.act("Space")
            return
        super().keyReleaseEvent(event)

    def act(self, name: str) -> bool:
        """Do what the drawing makes of a key; whether it makes anything of it."""
        tab, layout = self._tab, self.layout_shown
        if tab is None or layout is None or self.drawing.act is None:
            return False
        wish = self.drawing.act(
            tab.document, layout, Look(tab.moment, tab.selection, tab.filtering.emphasis), name
        )
        self._grant(wish)
        return wish is not None

    def _grant(self, wish: Wish | None) -> None:
        """What concerns this view alone is done here, all else is asked for."""
        if wish is None:
            return
        if wish.kind == "zoom":
            self.zoom_to(wish.value)
        elif wish.kind == "copy":
            copy(wish.value, tr("Copied"))
        else:
            self.wished.emit(wish)
