"""How many boxes of a drawing lie out of sight on each side; a click goes there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from itertools import chain, islice, pairwise

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Signal
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
STEP_PX, AIR_PX = 24, 4
"""From one place at a side that is tried to the next, and how near to a box a place may be."""
IN_PX = 60
"""How far into the view a place may be at most."""
MANY = 400
"""Boxes from which on places aren't looked for: they are small, or there are none."""
LOOKED, ASKED = 40, 8
"""Places nearest to the middle that are looked at for one without a line, and of how many free ones at most is asked
whether one runs there: a view that is panned has little time."""
Crossed = Callable[[QRectF], bool]


class Beyond(QWidget):
    """Small buttons at the sides of `view`, one where something lies beyond. Emits `wanted(side)`. It has no area of
    its own: the buttons are the view's. Each stands in the middle of its side, or as near to that as it covers no box,
    and stays there as long as it covers none. None lies upon another: where there is room only for some, the others are
    hidden, and the scroll bars alone tell."""

    wanted = Signal(str)

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.hide()
        self._view = view
        self._boxes: tuple[Bounds, ...] = ()
        self._told: tuple[QRectF, QRect | None, QSize] | None = None
        self._known: dict[str, list[float]] | None = None
        self._order = SIDES
        self.buttons: dict[str, QPushButton] = {}
        for side in SIDES:
            made = button("", "beyond", partial(self.wanted.emit, side))
            made.setParent(view)
            made.setObjectName(f"beyond{side.capitalize()}")
            made.hide()
            self.buttons[side] = made

    def show_boxes(self, boxes: Iterable[Bounds]) -> None:
        """Count among these from now on."""
        self._boxes = tuple(boxes)
        self._told = self._known = None

    def _ends(self) -> dict[str, list[float]]:
        """Where each box ends on either side, ascending; a page never asks."""
        if self._known is None:
            boxes = self._boxes
            self._known = {
                "left": sorted(b.x + b.width * CUT for b in boxes),
                "right": sorted(b.right - b.width * CUT for b in boxes),
                "up": sorted(b.y + b.height * CUT for b in boxes),
                "down": sorted(b.bottom - b.height * CUT for b in boxes),
            }
        return self._known

    def counts(self, seen: QRectF) -> dict[str, int]:
        """How many boxes lie beyond each side of a rectangle of the scene, wholly or for more than `CUT`."""
        ends = self._ends()
        return {
            "left": bisect_left(ends["left"], seen.left()),
            "right": len(ends["right"]) - bisect_right(ends["right"], seen.right()),
            "up": bisect_left(ends["up"], seen.top()),
            "down": len(ends["down"]) - bisect_right(ends["down"], seen.bottom()),
        }

    def show_sight(self, seen: QRectF, covered: QRect | None = None, crossed: Crossed | None = None) -> None:
        """Say what lies beyond `seen`, in scene px. Nothing is put upon what is `covered` of the view, nor, where there
        is another place, upon a line: `crossed` says of a rectangle of the view whether one runs there."""
        told = seen, covered, self._view.size()
        if told == self._told:  # two bars that move tell of it twice
            return
        self._told = told
        taken = [QRectF(covered)] if covered is not None and not covered.isEmpty() else []
        taken += self.in_sight(seen)
        counts = self.counts(seen)
        for side, count in counts.items():
            if count and self.buttons[side].text() != beyond_sign(side, count):
                self.buttons[side].setText(beyond_sign(side, count))
                self.buttons[side].setAccessibleName(beyond_words(side, count))
        sizes = {side: self.buttons[side].sizeHint() for side, count in counts.items() if count}
        if crossed is None or len(self._boxes) > MANY:
            crossed = _never
        roomy = with_room(sizes, self._view.height())
        others: list[QRectF] = []
        for side, made in self.buttons.items():
            place = None
            if side in roomy:
                place = self._free_place(side, sizes[side], made.pos(), taken, others, crossed)
            if place is not None:
                made.setGeometry(QRect(place, sizes[side]))
                others.append(QRectF(made.geometry()))
            made.setVisible(place is not None)
        self._put_in_order()

    def _put_in_order(self) -> None:
        """Tab goes on as one reads, also where the button at the right stands higher than the one at the left."""
        higher = self.buttons["right"].geometry().bottom() <= self.buttons["left"].geometry().top()
        order = ("up", "right", "left", "down") if higher else SIDES
        if order != self._order:
            self._order = order
            for before, after in pairwise(order):
                QWidget.setTabOrder(self.buttons[before], self.buttons[after])

    def in_sight(self, seen: QRectF) -> list[QRectF]:
        """Where boxes stand in the view, in its px; of many it isn't asked."""
        if len(self._boxes) > MANY or seen.isEmpty():
            return []
        scale = self._view.width() / seen.width()
        boxes = (QRectF(b.x, b.y, b.width, b.height) for b in self._boxes)
        return [
            QRectF(
                (b.x() - seen.x()) * scale, (b.y() - seen.y()) * scale, b.width() * scale, b.height() * scale
            )
            for b in boxes
            if b.intersects(seen)
        ]

    def _free_place(
        self,
        side: str,
        size: QSize,
        now: QPoint,
        taken: list[QRectF],
        others: list[QRectF],
        crossed: Crossed,
    ) -> QPoint | None:
        """Where it stands now if that is free, else the free place nearest to the middle; where lines run through all
        that were looked at one of those, else the one nearest to it that covers none of the `others`; None if there is
        none."""
        places = _places(side, size.toTuple(), self._view.size().toTuple())
        all_taken = (*others, *taken)
        stays = now in places and _clear(now, size, all_taken)
        free = (place for place in islice(places, LOOKED) if _clear(place, size, all_taken))
        tried = chain((now,) if stays else (), islice(free, ASKED))
        found = next((place for place in tried if not crossed(QRectF(place, size))), None)
        if found is not None or stays:
            return found if found is not None else now
        apart = (place for place in places if _clear(place, size, others))
        nearest = next(apart, None)
        after = chain((nearest,) if nearest is not None else (), apart)
        return next((place for place in after if _clear(place, size, taken)), nearest)


def _never(_: QRectF) -> bool:
    return False


def _clear(place: QPoint, size: QSize, taken: Iterable[QRectF]) -> bool:
    """Whether what is so large covers nothing of what is taken there, nor comes near to it."""
    around = QRectF(place, size).adjusted(-AIR_PX, -AIR_PX, AIR_PX, AIR_PX)
    return not any(around.intersects(other) for other in taken)


def with_room(sizes: Mapping[str, QSize], height: int) -> frozenset[str]:
    """Of the sides with a button so large those whose buttons have room one below the other in a view so many px high:
    all, else those above and below, else none."""
    level, upright = sizes.keys() & {"left", "right"}, sizes.keys() & {"up", "down"}
    for kept in (level | upright, upright or level):
        # what stands in the middle of the height needs as much room above it as below
        rows = 3 if kept & level and kept & upright else len(kept & upright) or 1
        row = max((sizes[side].height() for side in kept), default=0)
        if 2 * MARGIN_PX + rows * row + (rows - 1) * AIR_PX <= height:
            return frozenset(kept)
    return frozenset()


@lru_cache(maxsize=32)
def _places(side: str, size: tuple[int, int], view: tuple[int, int]) -> tuple[QPoint, ...]:
    """Places at a side of a view, from the middle outwards; then, where a row of boxes stands along it, further in. The
    same as long as neither gets larger."""
    upright = side in ("left", "right")
    room, far = (view[upright] - size[upright]), (view[not upright] - size[not upright])
    deepest = min(IN_PX, max(far // 3 - MARGIN_PX, 0))
    found: list[QPoint] = []
    for inwards in range(0, deepest + 1, STEP_PX // 2):
        fixed = MARGIN_PX + inwards if side in ("up", "left") else far - MARGIN_PX - inwards
        for off in range(0, max(room // 2 - MARGIN_PX, 0) + 1, STEP_PX):
            for along in dict.fromkeys((room // 2 - off, room // 2 + off)):
                found.append(QPoint(fixed, along) if upright else QPoint(along, fixed))
    return tuple(found)
