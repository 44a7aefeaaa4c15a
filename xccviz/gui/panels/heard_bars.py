"""The bars of a histogram as those hear them who don't see it."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtWidgets import QGraphicsView

from xccviz.gui.look.heard import Heard


class Plot(Protocol):
    """A histogram: its `bars`, the `ground` they stand on, its signal `wanted(first edge, last edge)`, and what the
    bars between two edges stand for."""

    bars: Any
    ground: Any
    wanted: Any

    @property
    def words_of(self) -> Any:
        """(first edge, last edge) → words."""


class HeardBars:
    """The parts of a histogram: its bars from the left, by their numbers."""

    def __init__(self, view: QGraphicsView, plot: Plot) -> None:
        self._view, self._plot = view, plot

    def part_keys(self) -> tuple[str, ...]:
        """From the left."""
        return tuple(map(str, range(len(self._plot.bars.counts))))

    def has_part(self, key: str) -> bool:
        """Whether there are so many bars."""
        return int(key) < len(self._plot.bars.counts)

    def heard_part(self, key: str) -> Heard:
        """What it stands for."""
        return Heard(self._plot.words_of(int(key), int(key) + 1))

    def part_place(self, key: str) -> QRect:
        """Where it is on the screen, from the axis to the top."""
        bars, ground = self._plot.bars, self._plot.ground
        if bars.places is None:
            return QRect()
        start, end = bars.places.bar(int(key))
        scene = ground.mapViewToScene(QPointF(start, bars.top)), ground.mapViewToScene(QPointF(end, 0))
        port = self._view.mapFromScene(QRectF(*scene)).boundingRect()
        return QRect(self._view.viewport().mapToGlobal(port.topLeft()), port.size())

    def part_at(self, at: QPoint) -> str | None:
        """The bar above which a point of the screen is."""
        return next((key for key in self.part_keys() if self.part_place(key).contains(at)), None)

    def chosen_part(self) -> str | None:
        """The bar that has the keyboard, where it is one alone."""
        cursor = self._plot.bars.cursor
        return str(cursor[0]) if cursor is not None and cursor[1] == cursor[0] + 1 else None

    def press_part(self, key: str) -> None:
        """Filter by it."""
        self._plot.wanted.emit(int(key), int(key) + 1)

    def toggle_part(self, key: str) -> None:
        """It has nothing to unfold."""
