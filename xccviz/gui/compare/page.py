"""Two transactions side by side: how each ended, both drawings, what differs, one line of steps, and
the selected call in both.

(open bar: A ⇄ B)
verdict A        │ verdict B
bar              │
drawing A │ B    │ inspector
differences      │
steps            │
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from xccviz.catalogue import tr
from xccviz.gui.compare.bar import CompareBar
from xccviz.gui.compare.canvas import Locked, RunCanvas
from xccviz.gui.compare.differences import DifferencePanel
from xccviz.gui.compare.halves import Halves, Names
from xccviz.gui.compare.inspector import WIDTH_PX, PairInspector
from xccviz.gui.compare.strip import PairStrip
from xccviz.gui.intents import Intents
from xccviz.gui.look.widgets import rule
from xccviz.gui.state.pair import Pair
from xccviz.gui.state.store import AppState
from xccviz.gui.state.telling import same_look

READABLE, LEAST_LIST = 0.92, 0.3
"""The scale at which the drawings are wanted at first, and the part of the height that the list has in any case."""


class CompareView(QWidget):
    """The page; it is the `Sight` of the window while it stands in front."""

    def __init__(self, intents: Intents, actions: Mapping[str, QAction]) -> None:
        super().__init__()
        self.setObjectName("compareView")
        self.setAccessibleName(tr("Two transactions side by side"))
        self.names, self.halves, self.bar = Names(), Halves(), CompareBar()
        self.a, self.b = RunCanvas("a"), RunCanvas("b")
        self.lock = Locked(self.a, self.b)
        self.list = DifferencePanel()
        self.strip = PairStrip(actions)
        self.inspector = PairInspector()
        self.drawings = QSplitter(Qt.Orientation.Horizontal)
        self.drawings.setObjectName("compareDrawings")
        self.below = QSplitter(Qt.Orientation.Vertical)
        self.below.setObjectName("compareBelow")
        self.beside = QSplitter(Qt.Orientation.Horizontal)
        self._place()
        self._connect(intents)
        self._pair: Pair | None = None
        self._sized = False

    def _place(self) -> None:
        for canvas in (self.a, self.b):
            self.drawings.addWidget(canvas)
            canvas.setMinimumWidth(160)
        self.below.addWidget(self.drawings)
        self.below.addWidget(self.list)
        self.below.setStretchFactor(0, 1)
        self.below.setStretchFactor(1, 0)
        left = QWidget()
        lines = _column(left)
        for part in (self.bar, rule(), self.below, rule(), self.strip):
            lines.addWidget(part)
        lines.setStretch(2, 1)
        self.beside.addWidget(left)
        self.beside.addWidget(self.inspector)
        self.beside.setStretchFactor(0, 1)
        self.beside.setStretchFactor(1, 0)
        for splitter in (self.drawings, self.below, self.beside):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(1)
        whole = _column(self)
        for one in (self.halves, rule(), self.beside):
            whole.addWidget(one)
        whole.setStretch(2, 1)

    def _connect(self, do: Intents) -> None:
        self.names.instead_wanted.connect(do.compare_instead)
        self.names.swap_wanted.connect(do.swap_runs)
        self.bar.only_wanted.connect(do.switch_equal)
        self.bar.costs_wanted.connect(do.switch_costs)
        for canvas in (self.a, self.b):
            canvas.selected.connect(do.select_box)
            canvas.walked.connect(do.select_box)
            canvas.opened.connect(do.toggle_calls)
            canvas.number_wanted.connect(do.choose_difference)
        for part in (self.strip, self.inspector):
            part.number_wanted.connect(do.choose_difference)
        self.list.chosen.connect(do.choose_difference)
        self.list.copy_wanted.connect(do.copy_differences)
        self.list.copy_one_wanted.connect(do.copy_difference)
        self.strip.step_wanted.connect(do.stand_both)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Show the two that stand in front."""
        pair = new.pair
        if pair is None or (old is not None and old.pair is pair and same_look(old, new)):
            return
        first = self._pair is None or self._pair.found is not pair.found
        self._pair = pair
        if first or not same_look(old, new):
            self.names.show_pair(pair)
            self.halves.show_pair(pair)
        self.bar.show_pair(pair)
        self.list.show_pair(pair)
        if first:
            self._size()
        for canvas in (self.a, self.b):
            canvas.show_pair(pair, new.text_percent)
        self.strip.show_pair(pair)
        self.inspector.show_pair(pair)

    def _size(self) -> None:
        """The drawings as high as they can be read, the list the rest, as far as it needs that; both drawings as
        wide."""
        height = max(self.below.height(), 200)
        drawn = self._pair.layout.layout.height * READABLE if self._pair is not None else 0
        least = min(self.list.wanted_px(), round(height * LEAST_LIST))
        wanted = min(self.list.wanted_px(), max(round(height - drawn), least))
        self.below.setSizes([height - wanted, wanted])
        half = max(1, self.drawings.width() // 2)
        self.drawings.setSizes([half, half])
        self.beside.setSizes([max(1, self.width() - WIDTH_PX), WIDTH_PX])

    def event(self, event: QEvent) -> bool:
        """Its parts share the room once it has some."""
        done = super().event(event)
        if event.type() == QEvent.Type.Resize and not self._sized and self.height() > 300:
            self._sized = True
            self._layout_now()
            self._size()
        return done

    def _layout_now(self) -> None:
        place = self.layout()
        if place is not None:
            place.activate()

    # ---------------------------------------------------------------------------------------------------------- sight

    def reveal_selection(self) -> None:
        """Scroll just enough that the selected call is in sight."""
        if self._pair is not None:
            self.a.reveal(self._pair.layout.layout.box_of.get(self._pair.selection))

    def zoom_to_selection(self) -> None:
        """Show the selected call and its neighbours closely."""
        if self._pair is not None:
            self.a.zoom_to(self._pair.layout.layout.box_of.get(self._pair.selection))

    def fit_whole(self) -> None:
        """Show everything."""
        self.a.fit_whole()

    def zoom_in(self) -> None:
        """One step closer."""
        self.a.zoom_in()

    def zoom_out(self) -> None:
        """One step back."""
        self.a.zoom_out()

    def fold_map(self) -> None:
        """It has none."""


def _column(widget: QWidget) -> QVBoxLayout:
    lines = QVBoxLayout(widget)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(0)
    return lines
