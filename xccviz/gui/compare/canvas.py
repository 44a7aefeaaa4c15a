"""The drawing of one of two runs, and what holds the two drawings together: they show the same part, as large."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent

from xccviz.analysis.compare.values import Missing
from xccviz.catalogue import tr, trn
from xccviz.display.compare.draw import draw_run
from xccviz.display.compare.kept import Kept
from xccviz.display.compare.tags import number_at
from xccviz.display.drawings import Drawing, late
from xccviz.display.parts import Key, ListParts
from xccviz.display.types import DisplayList
from xccviz.gui.canvas.camera import SMALLEST_FIT
from xccviz.gui.canvas.view import Canvas
from xccviz.gui.look.heard import Heard
from xccviz.gui.look.theme import current_theme
from xccviz.gui.look.widgets import label, row, set_text
from xccviz.gui.pointed import OwnEntry, Pointed
from xccviz.gui.state.comparing import call_of_box
from xccviz.gui.state.pair import SIDES, Pair
from xccviz.gui.state.pair_filter import emphasis_on
from xccviz.layout.types import Bounds
from xccviz.replay.standing import progress_of
from xccviz.values import replace
from xccviz.words.differences import only_in
from xccviz.words.names import spoken_name
from xccviz.words.pairs import span_words
from xccviz.words.signs import PROGRESS

BOTH: Drawing[Any] = Drawing(
    "compare",
    tr("Compare"),
    tr("Two runs side by side"),
    late("layout.compare.build", "lay_out_both"),
    late("display.compare.draw", "draw_run"),
    late("layout.layered.walk", "walk"),
    late("layout.layered.walk", "neighbours"),
)
"""What a canvas must know of the drawing; it is none of the registry, whose rows draw one document."""
CORNER_PX, EDGES_PX, CLEAR_PX = 38, 20, 6
"""Px that what stands in the corner of a drawing takes, and so many beside its words."""
_TAGS = 6.0
"""Px by which the numbers stand out above what is painted of a card otherwise."""


class RunParts(ListParts):
    """The parts of one drawing, with room for numbers above the cards."""

    def bounds(self, key: Key) -> Bounds | None:
        """What it may touch."""
        b = super().bounds(key)
        return None if b is None else Bounds(b.x, b.y - _TAGS, b.width, b.height + _TAGS)


class RunCanvas(Canvas):
    """One run. Emits `number_wanted(int)` for a click on the number of a difference, and `moved()` whenever it shows
    another part of the drawing. `peer` is the other one: what fits one must fit both."""

    number_wanted = Signal(int)
    moved = Signal()

    def __init__(self, side: Missing) -> None:
        super().__init__(BOTH)
        self.side: Missing = side
        self.peer: RunCanvas | None = None
        self.shown: DisplayList | None = None
        self._costs = True
        self._pair: Pair | None = None
        self._kept: Kept | None = None
        self._spans: tuple[str, ...] = ("",)
        self.setObjectName(f"compare{side.upper()}")
        self.setAccessibleName(tr("Run {side}", side=side.upper()))
        self.badge = label(side.upper(), "side")
        self.span = label("", "mute")
        corner = row(self.badge, self.span, spacing=8)
        corner.setContentsMargins(12, 10, 0, 0)
        corner.addStretch(1)
        self.viewport().setLayout(corner)
        corner.setAlignment(Qt.AlignmentFlag.AlignTop)
        for part in (self.badge, self.span):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self.moved)
        self.fit_wanted.connect(self.fit_whole)

    def show_pair(self, pair: Pair, percent: int) -> None:
        """Draw the moment."""
        self._pair = pair
        self.size_words(percent / 100)
        layout = pair.layout.layout
        new = self.layout_shown is not layout
        if self._kept is None or not self._kept.fits(pair.found, pair.layout):
            self._kept = Kept(pair.found, pair.layout, self.side)
        look = replace(pair.look, emphasis=(emphasis_on(pair, "a"), emphasis_on(pair, "b")))
        self.shown = draw_run(pair.found, pair.layout, self.side, look, self._kept)
        chosen = layout.box_of.get(pair.selection)
        if pair.costs != self._costs:
            self.clear()  # other numbers are other things to paint; where one looks stays
            self._costs = pair.costs
        changed: Set[str] | None = None
        parts = self._parts
        if isinstance(parts, RunParts) and self.layout_shown is layout:
            changed = parts.replaced(self.shown)
        else:
            parts = RunParts(self.shown)
        self.show_parts(layout, parts, changed, current_theme(), chosen)
        heights = [height for _, height in pair.found.document(self.side).timeline.history.heights]
        first, last = min(heights, default=None), max(heights, default=None)
        self._spans = span_words(first, last), span_words(first, last, brief=True), ""
        self.badge.setToolTip(self._spans[0])
        if new:
            self.fit_whole()
        self._tell_sight()

    def heard_place(self, key: str) -> Heard:
        """What a box shows, as far as this run has it, with the numbers of what differs; of several calls how many."""
        pair, layout = self._pair, self.layout_shown
        if pair is None or layout is None:
            return Heard(key)
        box, union = layout.by_key[key], pair.found.union
        call = union.by_key[call_of_box(pair, box.nodes)]
        node = call.node(self.side)
        numbers = [number for each in box.nodes for number in pair.found.numbers_at.get(each, ())]
        told = [tr("Difference {number}", number=number) for number in dict.fromkeys(numbers)]
        if len(box.nodes) > 1:
            told.insert(0, trn("{count} call", "{count} calls", len(box.nodes)))
        document = pair.found.document(self.side)
        if node is None:
            other: Missing = "b" if self.side == "a" else "a"
            there = pair.found.document(other).graph.by_id[call.node(other) or ""]
            return Heard(spoken_name(there), only_in(other.upper()), "\n".join(told), box.unfolds)
        progress = progress_of(document.analysis, node, pair.moments[SIDES.index(self.side)])
        name = spoken_name(document.graph.by_id[node])
        return Heard(name, PROGRESS[progress].word, "\n".join(told), box.unfolds)

    def fit_whole(self) -> None:
        """Show the whole drawing, or a part of it that can be read."""
        self.fit(SMALLEST_FIT)

    def mirror(self, other: RunCanvas) -> None:
        """Show the same part as the other, as large."""
        scale = other.transform().m11()
        self._fitting = other.fitting
        if self.transform().m11() != scale or self.scene().sceneRect() != other.scene().sceneRect():
            self.resetTransform()
            self.scene().setSceneRect(other.scene().sceneRect())
            self.scale(scale, scale)
        off = self.mapFromScene(other.mapToScene(QPoint(0, 0)))
        for bar, moved in ((self.horizontalScrollBar(), off.x()), (self.verticalScrollBar(), off.y())):
            bar.setValue(bar.value() + moved)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Qt moves along what stands in the corner: back with it."""
        super().scrollContentsBy(dx, dy)
        corner = self.viewport().layout()
        if corner is not None:
            corner.invalidate()
            corner.activate()

    def _tell_sight(self) -> None:
        """What lies beyond is told beside or below what stands in the corner."""
        super()._tell_sight()
        if not hasattr(self, "span"):
            return
        self._fit_span()
        words = self.span.sizeHint().width() if self.span.text() else 0
        corner = QRect(0, 0, CORNER_PX + self.badge.sizeHint().width() + words, CORNER_PX)
        for side, button in self.beyond.buttons.items():
            place = button.geometry()
            if not button.isHidden() and place.intersects(corner):
                button.move(
                    *((corner.right() + 8, place.y()) if side == "up" else (place.x(), corner.bottom() + 4))
                )

    def _fit_span(self) -> None:
        """Say which blocks it is as far as that covers nothing that is drawn."""
        left, measure = EDGES_PX + self.badge.sizeHint().width(), self.span.fontMetrics()
        top, bottom = CORNER_PX // 3, CORNER_PX // 3 + measure.height()
        for words in self._spans:
            right = left + measure.horizontalAdvance(words)
            xs = (left, (left + right) // 2, right + CLEAR_PX)
            if not words or not any(self.box_at(QPoint(x, y)) for x in xs for y in (top, bottom)):
                set_text(self.span, words)
                return

    def _room(self) -> QSize:
        room = super()._room()
        width = room.width() if self.peer is None else min(room.width(), self.peer.viewport().width())
        return QSize(width, room.height())

    def _look_at(self, seen: QRectF, scale: float) -> None:
        super()._look_at(seen, scale)
        self.moved.emit()

    def zoom(self, factor: float, at: QPoint | None = None) -> None:
        """Zoom around a point."""
        super().zoom(factor, at)
        self.moved.emit()

    def pointed_at(self, at: QPoint | None) -> tuple[Pointed, QPoint] | None:
        """The call that a box shows, as far as this run has it, of several the one that a click selects; beside boxes,
        the transaction alone."""
        pair, layout = self._pair, self.layout_shown
        if pair is None or layout is None:
            return None
        key = (
            self.box_at(self.viewport().mapFromGlobal(at))
            if at is not None
            else layout.box_of.get(pair.selection)
        )
        box = layout.by_key.get(key or "")
        if key is None or box is None:
            return Pointed(), at or self.viewport().mapToGlobal(self.viewport().rect().center())
        call = call_of_box(pair, box.nodes)
        own = (OwnEntry(tr("Fold") if key in pair.expanded else tr("Unfold"), lambda: self.opened.emit(key)),)
        folds = box.unfolds or key in pair.expanded
        where = at or self.viewport().mapToGlobal(self.mapFromScene(box.bounds.center_x, box.bounds.center_y))
        return Pointed(
            pair.found.union.by_key[call].node(self.side), key=key, own=own if folds else ()
        ), where

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a number chooses that difference."""
        point = self.mapToScene(event.position().toPoint())
        number = number_at(self.shown.primitives, point.x(), point.y()) if self.shown is not None else None
        if number is not None and event.button() == Qt.MouseButton.LeftButton:
            self.number_wanted.emit(number)
            return
        super().mousePressEvent(event)


class Locked(QObject):
    """Holds two drawings together. While Alt is held each goes where it is moved, and from then on the other follows
    from where it stands only with the next move."""

    def __init__(self, a: RunCanvas, b: RunCanvas) -> None:
        super().__init__(a)
        self._following = False
        a.peer, b.peer = b, a
        a.moved.connect(lambda: self._follow(a, b))
        b.moved.connect(lambda: self._follow(b, a))

    def _follow(self, moved: RunCanvas, other: RunCanvas) -> None:
        alone = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.AltModifier
        if self._following or alone or other.layout_shown is not moved.layout_shown:
            return
        self._following = True
        try:
            other.mirror(moved)
        finally:
            self._following = False
