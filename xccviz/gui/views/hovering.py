"""A drawing that tells of what is under the pointer, and asks it what keys do."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent

from xccviz.catalogue import tr
from xccviz.display.drawings import Drawing
from xccviz.display.hosting import Spot, Strip, Wish
from xccviz.display.look import Look, hovered
from xccviz.display.parts import ListParts, Parts
from xccviz.display.types import Theme
from xccviz.gui.canvas.hover_card import DELAY_MS, HoverCard
from xccviz.gui.canvas.overlay_bars import OverlayBar
from xccviz.gui.look.bulletin import copy
from xccviz.gui.look.widgets import keeps_escape
from xccviz.gui.pointed import Pointed
from xccviz.gui.state.asking import emphasis_of
from xccviz.gui.views.expecting import ExpectingView
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
_ARROWS = {
    Qt.Key.Key_Left: "Left",
    Qt.Key.Key_Right: "Right",
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
}
"""The same, only without Shift."""


class HoveringView(ExpectingView):
    """Emits `wished(Wish)` for what a click or a key asks of others."""

    wished = Signal(object)

    def __init__(self, drawing: Drawing[Any]) -> None:
        super().__init__(drawing)
        self.card = HoverCard(self.viewport())
        self.card.wished.connect(self._grant)
        upright, across = Qt.Orientation.Vertical, Qt.Orientation.Horizontal
        self.bars = OverlayBar(self, upright), OverlayBar(self, across)
        self._theme: Theme | None = None
        self._under: str | None = None
        self._asked_at = QPoint()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(DELAY_MS)
        self._wait.timeout.connect(self._show_card)
        self._space = self._panned = False
        self._pressed: str | None = None
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self._leave)

    def show_parts(
        self, layout: Layout, parts: Parts, changed: Set[str] | None, theme: Theme, selected: str | None
    ) -> None:
        """Draw it; the pointer is on nothing of it yet."""
        self._leave()
        self._theme = theme
        super().show_parts(layout, parts, changed, theme, selected)

    def clear(self) -> None:
        """Show nothing."""
        if hasattr(self, "card"):
            self._leave()
        super().clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The scroll bars stay at its edges."""
        super().resizeEvent(event)
        for bar in getattr(self, "bars", ()):
            bar.follow_soon()

    def _tell_sight(self) -> None:
        """There are scroll bars while something of the drawing lies beyond: one may scroll further than that."""
        super()._tell_sight()
        seen, whole = self.mapToScene(self.viewport().rect()).boundingRect(), self.scene().itemsBoundingRect()
        beyond = (
            seen.top() > whole.top() + 1 or seen.bottom() < whole.bottom() - 1,
            seen.left() > whole.left() + 1 or seen.right() < whole.right() - 1,
        )
        for bar, needed in zip(getattr(self, "bars", ()), beyond, strict=False):
            if bar.needed != needed:
                bar.needed = needed
                bar.follow_soon()

    # -------------------------------------------------------------------------------------------------------- pointer

    def strip_at(self, position: QPoint) -> tuple[Strip, QPointF]:
        """Which strip is at a point of the viewport, and the point of the drawing that is seen there."""
        return "body", self.mapToScene(position)

    def spot_at(self, position: QPoint) -> Spot | None:
        """What is clicked for itself at a point of the viewport."""
        return None

    def key_at(self, position: QPoint) -> str | None:
        """What there may be a card of at a point of the viewport: a spot, what stands within a place, a place, a
        line."""
        spot, box = self.spot_at(position), self._box(self.box_at(position))
        if spot is not None:
            return spot.key
        if box is None:
            return self._line_at(position)
        point = self.mapToScene(position)
        inner = self.drawing.within(box, point.x(), point.y()) if self.drawing.within is not None else None
        return inner or box.key

    def _line_at(self, position: QPoint) -> str | None:
        if self._drawn is None or self.drawing.within is None:
            return None
        found = self._drawn.line_at(self.mapToScene(position))
        return found[0] if found is not None else None

    def pointed_at(self, at: QPoint | None) -> tuple[Pointed, QPoint] | None:
        """As in any drawing; its card goes."""
        self._leave()
        return super().pointed_at(at)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """As any drawing. With Space held, it pans."""
        self._leave()
        self._pressed = self.box_at(event.position().toPoint())
        if self._space:
            self._panned = True
            self._pan_from = event.position().toPoint()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """What is under the pointer stands out at once, and tells of itself when the pointer rests."""
        super().mouseMoveEvent(event)
        if self._pan_from is not None:
            self._leave()
            return
        position = event.position().toPoint()
        key = self.key_at(position)
        if key != self._under:
            self._leave(lingers=True)
            self._under = key
            self._stand_out(key)
        if key is not None and not self.card.isVisible():
            self._asked_at = position
            self._wait.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End panning. Nothing of the scene hears the mouse."""
        if self._pan_from is not None:
            self._pan_from = None
            self.viewport().unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """What the drawing does with it; else what unfolds is unfolded, and all others are looked at closely. It is
        about what the first click was on: that may have unfolded or scrolled, and another thing stand there by now."""
        pressed, self._pressed = self._pressed, None
        key = pressed or self.box_at(event.position().toPoint())
        if key is None or self._unfolding or self.act("DoubleClick"):
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
            look = Look(tab.moment, tab.selection, emphasis_of(tab), hovered=key)
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
        card = self.drawing.card(tab.document, layout, Look(tab.moment, tab.selection, emphasis_of(tab)), key)
        if card is not None:
            chosen = self._chosen_within() or self._chosen()
            spare = self._port_of(chosen) if chosen is not None and chosen != key else QRect()
            self.card.tell(
                self.notes.told_in(card, key), self._theme, self._port_of(key), spare, self._asked_at.x()
            )

    def _chosen_within(self) -> str | None:
        """The selection, where it is something that stands within a place."""
        tab, layout = self._tab, self.layout_shown
        if tab is None or layout is None or tab.selection is None or self.drawing.stands is None:
            return None
        return tab.selection if self.drawing.stands(layout, tab.selection) is not None else None

    def _port_of(self, key: str) -> QRect:
        """Where a spot, a place or what stands within one is in the viewport, as far as that is in sight."""
        spots, layout = self._list.spots if self._list is not None else (), self.layout_shown
        spot = next((s for s in reversed(spots) if s.key == key), None)
        bounds: Bounds | None = spot.bounds if spot is not None else None
        strip: Strip = spot.strip if spot is not None else "body"
        place = self._box(key)
        if bounds is None and place is not None:
            bounds = place.bounds
        if bounds is None and layout is not None and self.drawing.stands is not None:
            bounds = self.drawing.stands(layout, key)
        if bounds is None:
            return QRect(self._asked_at, QSize(1, 1))
        across, down = self._shift(strip)
        moved = QRectF(bounds.x + across, bounds.y + down, bounds.width, bounds.height)
        port = self.mapFromScene(moved).boundingRect()
        return port.intersected(self.viewport().rect())

    def _shift(self, strip: Strip) -> tuple[float, float]:
        """How far what stands in a strip is from its place in the drawing."""
        return 0.0, 0.0

    # ------------------------------------------------------------------------------------------------------- keyboard

    def event(self, event: QEvent) -> bool:
        """Esc hides the card first, whatever else the window would stop."""
        card = getattr(self, "card", None)  # none yet, while the view is being made
        return (card is not None and card.isVisible() and keeps_escape(event)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the drawing has a use for; Escape hides the card."""
        key = Qt.Key(event.key())
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
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
        if plain and not shift and key in _ARROWS and self.act(_ARROWS[key]):
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
        wish = self.drawing.act(tab.document, layout, Look(tab.moment, tab.selection, emphasis_of(tab)), name)
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
