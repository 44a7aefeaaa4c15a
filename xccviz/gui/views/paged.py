"""A drawing as a page: as wide as its window and as large as life, with strips that stay in sight while it scrolls."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGraphicsView, QScrollBar

from xccviz.display.detail import WHOLE
from xccviz.display.drawings import Drawing
from xccviz.display.hosting import Strip
from xccviz.display.look import Look
from xccviz.display.parts import Parts
from xccviz.display.types import DisplayList, Theme
from xccviz.gui.canvas.camera import CLOSEST, ZOOM_RANGE
from xccviz.gui.canvas.drawn import Drawn
from xccviz.gui.canvas.grips import Grips
from xccviz.gui.canvas.strips import Pinned
from xccviz.gui.views.hovering import HoveringView
from xccviz.layout.types import REFUNDS_KEY, Layout

AROUND_PX, RING_PX = 24, 6
"""Px around what is brought in sight, and of what is seen around it without scrolling: the ring of what is selected."""


class PagedView(HoveringView):
    """Emits `width_wanted(px)` when it has another width (in px of words of usual size)."""

    width_wanted = Signal(float)

    def __init__(self, drawing: Drawing[Any]) -> None:
        super().__init__(drawing)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.pinned = Pinned()
        self.grips = Grips()
        self._next_pinned: tuple[DisplayList, Pinned, list[tuple[Strip, QRectF]] | None] | None = None

    # ---------------------------------------------------------------------------------------------------- what is next

    def _made_ready(self, drawn: Drawn, look: Look, seen: QRectF) -> Iterator[None]:
        """With its strips."""
        yield from super()._made_ready(drawn, look, seen)
        parts = drawn.next_parts
        if parts is None:
            return
        pinned = self.pinned.copy()
        changed = pinned.show(parts.furniture)
        self._next_pinned = parts.furniture, pinned, changed
        yield
        yield from pinned.prepare(seen, self.transform().m11())

    def _pin(self, shown: DisplayList) -> list[tuple[Strip, QRectF]] | None:
        """Show what stays in sight; the rectangles that look different now, None for all."""
        ready, self._next_pinned = self._next_pinned, None
        if ready is None or ready[0] is not shown:
            return self.pinned.show(shown)
        _, self.pinned, changed = ready
        return changed

    # ------------------------------------------------------------------------------------------------------- painting

    def show_parts(
        self, layout: Layout, parts: Parts, changed: Set[str] | None, theme: Theme, selected: str | None
    ) -> None:
        """Draw it; what is told around it follows."""
        if theme is not self._theme:
            self.viewport().update()
        super().show_parts(layout, parts, changed, theme, selected)
        self.scene().setSceneRect(self._content())
        self._furnish(parts.furniture)

    def _furnish(self, shown: DisplayList) -> None:
        """Show the strips."""
        changed = self._pin(shown)
        self.grips.show(shown.grips)
        self.bars[0].top_px = round(shown.strips.top * self.words)
        if changed is None:
            self.viewport().update()
        seen = self.seen()
        for strip, area in changed or ():
            place = self.mapFromScene(area.translated(*self.pinned.shift(strip, seen))).boundingRect()
            self.viewport().update(place.adjusted(-2, -2, 2, 2))

    def clear(self) -> None:
        """Show nothing."""
        if hasattr(self, "pinned"):
            self.pinned, self._next_pinned = Pinned(), None
        super().clear()

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Notes and marks, and the strips upon all."""
        self.paint_signs(painter)
        if self._theme is not None and self.layout_shown is not None:
            seen, scale = self.seen(), self.transform().m11()
            worded = scale >= WHOLE * self.words
            self.pinned.paint(painter, seen, self._theme, scale, area=QRectF(rect), worded=worded)
            self.grips.paint(painter, seen, self._theme)

    def seen(self) -> QRectF:
        """What of the scene the view shows."""
        inverted, _ = self.viewportTransform().inverted()
        return inverted.mapRect(QRectF(self.viewport().rect()))

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
        """Scroll just enough that a place is in sight, beside and below the strips; what is seen from the beginning
        cuts nothing off there for more room around it."""
        for bar, value in self._revealed(key):
            bar.setValue(value)

    def _revealed(self, key: str | None) -> Iterator[tuple[QScrollBar, int]]:
        """Where the scroll bars stand when a place is in sight, each that has to move."""
        box = self._box(key)
        if box is None:
            return
        scale, strips, view = self.transform().m11(), self.pinned.strips, self.viewport().size()
        b = box.bounds
        for bar, start, end, strip, length in (
            (self.horizontalScrollBar(), b.x, b.right, strips.left, view.width()),
            (self.verticalScrollBar(), b.y, b.bottom, self.pinned.covered(b.y), view.height()),
        ):
            first, last = (start - strip) * scale - AROUND_PX, end * scale + AROUND_PX - length
            if bar.value() > first:
                yield bar, int(first)
            elif bar.value() < last and (bar.value() > 0 or end * scale + RING_PX > length):
                yield bar, int(min(last, first))

    def follow(self, chosen: str | None) -> None:
        """Where a step selects one of the refunds that are folded at the end, one reads on where one was."""
        if chosen != REFUNDS_KEY:
            self.reveal(chosen)

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

    def showEvent(self, event: QShowEvent) -> None:
        """It may have got another width while another view stood in front."""
        super().showEvent(event)
        self._tell_width()

    def _tell_width(self) -> None:
        # What is not in front has not been given its room yet.
        if self.isVisible() and self.viewport().width() > 1:
            self.width_wanted.emit(float(int(self.viewport().width() / self.words)))

    def _scale_to(self, scale: float) -> None:
        self.resetTransform()
        self.scene().setSceneRect(self._content())
        self.scale(scale, scale)

    def _content(self) -> QRectF:
        layout = self.layout_shown
        return QRectF(0, 0, layout.width, layout.height) if layout is not None else QRectF()

    def _tell_sight(self) -> None:
        """Its scroll bars tell."""

    def strip_at(self, position: QPoint) -> tuple[Strip, QPointF]:
        """Which strip is at a point of the viewport, and the point of the drawing that is seen there."""
        inverted, _ = self.viewportTransform().inverted()
        return self.pinned.strip_at(inverted.map(QPointF(position)), self.seen())

    def _shift(self, strip: Strip) -> tuple[float, float]:
        """How far what stands in a strip is from its place in the drawing."""
        return self.pinned.shift(strip, self.seen())
