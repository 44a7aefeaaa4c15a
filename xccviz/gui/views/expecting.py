"""A drawing that makes what is likely to be wanted next while nothing else is to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QPaintEvent, QTransform
from PySide6.QtWidgets import QScrollBar

from xccviz.display.drawings import Drawing
from xccviz.display.look import Look
from xccviz.gui.canvas.camera import REVEALED_PX
from xccviz.gui.canvas.drawn import Drawn
from xccviz.gui.state.asking import emphasis_of
from xccviz.gui.state.expecting import expected
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.gui.tasks.slices import Slices
from xccviz.gui.views.drawing import DrawingView
from xccviz.layout.types import REFUNDS_KEY

REST_MS = 2
"""Milliseconds after which nothing else is to do for a moment that was painted."""
STILL_MS = 150
"""Milliseconds after which somebody who scrolls or zooms looks at something."""


class ExpectingView(DrawingView):
    """Of a large transaction the next step only has to be copied to the screen."""

    def __init__(self, drawing: Drawing[Any]) -> None:
        super().__init__(drawing)
        self._between: tuple[AppState | None, AppState] | None = None
        self._expected: OpenTab | None = None
        self._prepared_at = QTransform()
        self._preparing, self._resting = Slices(self), QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.timeout.connect(self.prepare_next)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Draw the moment; what is likely to be wanted next follows."""
        self._preparing.stop()
        super().show_state(old, new)
        if self.layout_shown is not None:
            self._between = old, new
            self._resting.start(REST_MS)

    def paintEvent(self, event: QPaintEvent) -> None:
        """What is wanted comes before what may be."""
        super().paintEvent(event)
        if self._resting.isActive():
            self._resting.start()
        elif self._expected is not None and self.viewportTransform() != self._prepared_at:
            self._resting.start(STILL_MS)

    def clear(self) -> None:
        """Show nothing, and hold on to nothing."""
        if hasattr(self, "_resting"):
            self._resting.stop()
            self._preparing.stop()
            self._between = self._expected = None
        super().clear()

    def prepare_next(self) -> None:
        """Begin to make what is likely to be wanted next, and let go of what was shown before."""
        if self._drawn is not None:
            self._drawn.let_go()
        if self._between is not None:
            self._expected, self._between = expected(*self._between), None
        tab, layout, drawn = self._expected, self.layout_shown, self._drawn
        if tab is None or layout is None or drawn is None or not self.isVisible():
            return
        self._prepared_at = self.viewportTransform()
        look = Look(tab.moment, tab.selection, emphasis_of(tab))
        seen = self._seen_with(layout.box_of.get(tab.selection or ""))
        self._preparing.run(self._made_ready(drawn, look, seen), at_once=False)

    def _made_ready(self, drawn: Drawn, look: Look, seen: QRectF) -> Iterator[None]:
        """The drawing at a look that may come, where it will be seen."""
        yield from drawn.prepare(look, seen)

    def _seen_with(self, key: str | None) -> QRectF:
        """What of the scene is seen when a place has been brought in sight."""
        moved = dict.fromkeys((self.horizontalScrollBar(), self.verticalScrollBar()), 0)
        for bar, value in self._revealed(key) if key != REFUNDS_KEY else ():
            moved[bar] = max(bar.minimum(), min(value, bar.maximum())) - bar.value()
        across, down = moved.values()
        seen = self.mapToScene(self.viewport().rect()).boundingRect()
        scale = self.transform().m11()
        return seen.translated(across / scale, down / scale)

    def _revealed(self, key: str | None) -> Iterable[tuple[QScrollBar, int]]:
        """Where the scroll bars stand when a place is in sight, each that has to move; what comes last counts."""
        box = self._box(key)
        if box is None or self._sees(key, self.viewport().rect()):
            return
        b = box.bounds
        place, view = self.mapFromScene(QRectF(b.x, b.y, b.width, b.height)).boundingRect(), self.viewport()
        for bar, start, end, length in (
            (self.horizontalScrollBar(), place.left(), place.right(), view.width()),
            (self.verticalScrollBar(), place.top(), place.bottom(), view.height()),
        ):
            if start < REVEALED_PX:
                yield bar, bar.value() + start - REVEALED_PX
            if end > length - REVEALED_PX:
                yield bar, bar.value() + end - length + REVEALED_PX
