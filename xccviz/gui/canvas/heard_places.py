"""The places of a drawing as those hear them who don't see it: in reading order, selected by a press."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import QPoint, QRect, QRectF

from xccviz.gui.canvas.camera import Camera
from xccviz.gui.look.heard import Heard, ear_of
from xccviz.layout.types import Layout, Place


class Acts(Protocol):
    """What a canvas can do with a place: its signals `selected(key)` and `opened(key)`, and what it knows of it."""

    selected: Any
    opened: Any

    @property
    def chosen(self) -> str | None:
        """Key of the place that is selected."""

    def heard_place(self, key: str) -> Heard:
        """What is heard of a place."""

    def box_at(self, position: QPoint) -> str | None:
        """Key of the place at a point of the viewport."""


class HeardPlaces:
    """The parts of a canvas: its places that belong to nodes, of one layout at a time."""

    def __init__(self, canvas: Camera, acts: Acts) -> None:
        self._canvas, self._acts = canvas, acts
        self._of: Layout | None = None
        self._keys: tuple[str, ...] = ()

    def part_keys(self) -> tuple[str, ...]:
        """Rows from above, each from the left."""
        layout = self._canvas.layout_shown
        if layout is not self._of:
            self._of, self._keys = layout, ()
            ear = ear_of(self._canvas)
            if ear is not None:
                ear.forget()
        if layout is not None and not self._keys:
            places = [place for place in layout.by_key.values() if place.nodes]
            places.sort(key=lambda place: (place.bounds.y, place.bounds.x))
            self._keys = tuple(place.key for place in places)
        return self._keys

    def has_part(self, key: str) -> bool:
        """Whether such a place is drawn."""
        place = self._place(key)
        return place is not None and bool(place.nodes)

    def _place(self, key: str | None) -> Place | None:
        layout = self._canvas.layout_shown
        return layout.by_key.get(key) if layout is not None and key is not None else None

    def heard_part(self, key: str) -> Heard:
        """What the canvas says of it."""
        return self._acts.heard_place(key)

    def part_place(self, key: str) -> QRect:
        """Where it is on the screen."""
        place = self._place(key)
        if place is None:
            return QRect()
        b = place.bounds
        port = self._canvas.mapFromScene(QRectF(b.x, b.y, b.width, b.height)).boundingRect()
        return QRect(self._canvas.viewport().mapToGlobal(port.topLeft()), port.size())

    def part_at(self, at: QPoint) -> str | None:
        """The place at a point of the screen, where nothing lies upon it."""
        port = self._canvas.viewport()
        here = port.mapFromGlobal(at)
        if not port.rect().contains(here) or port.childAt(here) is not None:
            return None
        key = self._acts.box_at(here)
        return key if key is not None and self.has_part(key) else None

    def chosen_part(self) -> str | None:
        """The place that shows the selection."""
        key = self._acts.chosen
        return key if key is not None and self.has_part(key) else None

    def press_part(self, key: str) -> None:
        """Select it, and bring it in sight."""
        self._acts.selected.emit(key)
        self._canvas.reveal(key)

    def toggle_part(self, key: str) -> None:
        """Unfold it."""
        self._acts.opened.emit(key)
