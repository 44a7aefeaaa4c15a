"""A paged drawing with spots to click and lines to drag."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent

from xccviz.display.hosting import Spot
from xccviz.gui.pointed import Pointed, of_wish
from xccviz.gui.views.paged import PagedView


class FlowingView(PagedView):
    """What a click in it asks of others it emits as `wished(Wish)`."""

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
        found = super().pointed_at(at)
        spot = self.spot_at(self.viewport().mapFromGlobal(at)) if at is not None else None
        if found is None or spot is None:
            return found
        return of_wish(spot.click, found[0]), found[1]

    def box_at(self, position: QPoint) -> str | None:
        """Key of the place at a point of the viewport; none under a strip."""
        strip, point = self.strip_at(position)
        return self.place_at(point) if strip == "body" else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A line that is dragged, a spot; then as any drawing."""
        self._leave()
        self._pressed = None
        position = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and not self._space:
            if self.grips.take(self.mapToScene(position)):
                return
            spot = self.spot_at(position)
            if spot is not None:
                shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self._grant(spot.shift if shifted and spot.shift is not None else spot.click)
                return
            if self.strip_at(position)[0] != "body":
                return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A line is dragged, or it is shown which one could be."""
        point = self.mapToScene(event.position().toPoint())
        if self.grips.held:
            self.grips.drag(point)
            self.viewport().update()
            return
        super().mouseMoveEvent(event)
        if self._pan_from is None:
            self.grips.point(self.viewport(), point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End dragging."""
        if self.grips.held:
            self._grant(self.grips.let_go())
            self.viewport().update()
        super().mouseReleaseEvent(event)
