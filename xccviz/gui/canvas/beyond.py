"""How many boxes of a drawing lie out of sight on each side; a click goes there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QRectF, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from xccviz.gui.look.widgets import button
from xccviz.layout.types import Bounds
from xccviz.words.places import beyond_sign, beyond_words

SIDES = ("up", "left", "right", "down")
"""In reading order: so the Tab key goes, and who has the window read to them."""
MARGIN_PX = 14
"""Px from the edges of a view: more than its scroll bars take."""
CUT = 0.25
"""Share of a box that may be cut off while what it says can be read: cut further, it counts as out of sight."""


class Beyond(QWidget):
    """Small buttons at the sides of `view`, one where something lies beyond. Emits `wanted(side)`. It has no area of
    its own: the buttons are the view's."""

    wanted = Signal(str)

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.hide()
        self._view = view
        self._ends: dict[str, list[float]] = {side: [] for side in SIDES}
        self.buttons: dict[str, QPushButton] = {}
        for side in SIDES:
            made = button("", "beyond", partial(self.wanted.emit, side))
            made.setParent(view)
            made.setObjectName(f"beyond{side.capitalize()}")
            made.hide()
            self.buttons[side] = made

    def show_boxes(self, boxes: Iterable[Bounds]) -> None:
        """Count among these from now on."""
        boxes = tuple(boxes)
        self._ends = {
            "left": sorted(b.x + b.width * CUT for b in boxes),
            "right": sorted(b.right - b.width * CUT for b in boxes),
            "up": sorted(b.y + b.height * CUT for b in boxes),
            "down": sorted(b.bottom - b.height * CUT for b in boxes),
        }

    def counts(self, seen: QRectF) -> dict[str, int]:
        """How many boxes lie beyond each side of a rectangle of the scene, wholly or for more than `CUT`."""
        ends = self._ends
        return {
            "left": bisect_left(ends["left"], seen.left()),
            "right": len(ends["right"]) - bisect_right(ends["right"], seen.right()),
            "up": bisect_left(ends["up"], seen.top()),
            "down": len(ends["down"]) - bisect_right(ends["down"], seen.bottom()),
        }

    def show_sight(self, seen: QRectF) -> None:
        """Say what lies beyond `seen`, in scene px."""
        width, height = self._view.width(), self._view.height()
        for side, count in self.counts(seen).items():
            made = self.buttons[side]
            made.setVisible(bool(count))
            if not count:
                continue
            made.setText(beyond_sign(side, count))
            made.setAccessibleName(beyond_words(side, count))
            size = made.sizeHint()
            made.resize(size)
            middle = (width - size.width()) // 2, (height - size.height()) // 2
            far = width - size.width() - MARGIN_PX, height - size.height() - MARGIN_PX
            place = {"left": (MARGIN_PX, middle[1]), "right": (far[0], middle[1]),
                     "up": (middle[0], MARGIN_PX), "down": (middle[0], far[1])}  # fmt: skip
            made.move(*place[side])
