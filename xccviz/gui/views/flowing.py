"""A paged drawing with the pointer and the keys: spots to click, lines to drag, a card of what is under the pointer,
and what keys ask of the drawing."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent

from xccviz.catalogue import tr
from xccviz.display.drawings import Drawing
from xccviz.display.hosting import Spot, Strip, Wish
from xccviz.display.look import Look, hovered
from xccviz.display.parts import ListParts, Parts
from xccviz.display.types import Theme
from xccviz.gui.canvas.hover_card import DELAY_MS, HoverCard
from xccviz.gui.look.bulletin import copy
from xccviz.gui.look.widgets import keeps_escape
from xccviz.gui.pointed import Pointed, of_wish
from xccviz.gui.views.paged import PagedView
from xccviz.layout.types import Bounds, Layout
from xccviz.values import replace

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


class FlowingView(PagedView):
    """Emits `wished(Wish)` for what a click or a key asks of others."""

    wished = Signal(object)

    def __init__(self, drawing: Drawing[Any]) -> None:
        super().__init__(drawing)
        self.card = HoverCard(self.viewport())
        self.card.wished.connect(self._grant)
        self._under: str | None = None
        self._asked_at = QPoint()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(DELAY_MS)
        self._wait.timeout.connect(self._show_card)
        self._space = self._panned = False
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self._leave)

    def show_parts(
        self, layout: Layout, parts: Parts, changed: Set[str] | None, theme: Theme, selected: str | None
    ) -> None:
        """Draw it; the pointer is on nothing of it yet."""
        self._leave()
        super().show_parts(layout, parts, changed, theme, selected)

    def clear(self) -> None:
        """Show nothing."""
        if hasattr(self, "card"):
            self._leave()
        super().clear()

    # -------------------------------------------------------------------------------------------------------- pointer

    def spot_at(self, position: QPoint) -> Spot | None:
        """What is clicked for itself at a point of the viewport."""
        strip, point = self.strip_at(position)
        for spot in reversed(self._list.spots if self._list is not None else ()):
            b = spot.bounds
            if spot.strip == strip and b.x <= point.x() <= b.right and b.y <= point.y() <= b.bottom:
                return spot
        return None

    def pointed_at(self, at: QPoint | None) -> tuple[Pointed, QPoint] | None:
        """Of a spot, what a click on it asks for; else as in any drawing."""
        self._leave()
        found = super().pointed_at(at)
        spot = self.spot_at(self.viewport().mapFromGlobal(at)) if at is not None else None
        if found is None or spot is None:
            return found
        return of_wish(spot.click, found[0]), found[1]

    def box_at(self, position: QPoint) -> str | None:
        """Key of the place at a point of the viewport; none under a strip."""
        strip, point = self.strip_at(position)
        return self.place_at(point) if strip == "body" else None

    def tip_at(self, position: QPoint) -> str:
        """Words of what has no card."""
        return "" if self.drawing.card is not None else super().tip_at(position)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A spot first; then as any drawing. With Space held, it pans."""
        self._leave()
        position = event.position().toPoint()
        left = event.button() == Qt.MouseButton.LeftButton
        if left and not self._space and self.grips.take(self.mapToScene(position)):
            return
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
        point = self.mapToScene(position)
        if self.grips.held:
            self.grips.drag(point)
            self.viewport().update()
            return
        self.grips.point(self.viewport(), point)
        spot = self.spot_at(position)
        key = spot.key if spot is not None else self.box_at(position)
        if key != self._under:
            self._leave(lingers=True)
            self._under = key
            self._stand_out(key)
        if key is not None and not self.card.isVisible():
            self._asked_at = position
            self._wait.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End dragging or panning."""
        if self.grips.held:
            self._grant(self.grips.let_go())
            self.viewport().update()
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
        self._leave(lingers=True)
        super().leaveEvent(event)

    def _stand_out(self, key: str | None) -> None:
        """The lines of a place stay, the others step back."""
        tab, layout = self._tab, self.layout_shown
        if self._list is None or self._drawn is None or self._theme is None or tab is None or layout is None:
            return
        if self._parts is not None and not isinstance(self._parts, ListParts):
            look = Look(tab.moment, tab.selection, tab.filtering.emphasis, hovered=key)
            self._drawn.restyle(self._parts.take(look), self._theme, self.words)
            return
        shown = self._list.primitives
        if key is not None and key in layout.by_key and self.drawing.lines is not None:
            shown = tuple(hovered(shown, (key,), self.drawing.lines(layout, key)))
        self.show_styles(replace(self._list, primitives=shown), self._theme)

    def _leave(self, _value: int = 0, *, lingers: bool = False) -> None:
        """The pointer is on nothing: no card, unless that `lingers` for its offer, and all as it was."""
        self._wait.stop()
        if not lingers or not self.card.linger():
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
            self.card.tell(card, self._theme, self._port_of(key), spare, self._asked_at.x())

    def _port_of(self, key: str) -> QRect:
        """Where a spot or a place stands in the viewport, as far as that is in sight."""
        spots = self._list.spots if self._list is not None else ()
        spot = next((s for s in reversed(spots) if s.key == key), None)
        bounds: Bounds | None = spot.bounds if spot is not None else None
        strip: Strip = spot.strip if spot is not None else "body"
        place = self._box(key)
        if bounds is None and place is not None:
            bounds = place.bounds
        if bounds is None:
            return QRect(self._asked_at, QSize(1, 1))
        across, down = self.pinned.shift(strip, self.seen())
        moved = QRectF(bounds.x + across, bounds.y + down, bounds.width, bounds.height)
        port = self.mapFromScene(moved).boundingRect()
        return port.intersected(self.viewport().rect())

    # ------------------------------------------------------------------------------------------------------- keyboard

    def event(self, event: QEvent) -> bool:
        """Esc hides the card first, whatever else the window would stop."""
        card = getattr(self, "card", None)  # none yet, while the view is being made
        return (card is not None and card.isVisible() and keeps_escape(event)) or super().event(event)

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
        if event.matches(QKeySequence.StandardKey.Copy) and self.act("Copy"):
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
