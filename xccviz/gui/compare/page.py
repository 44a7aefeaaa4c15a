"""Two transactions side by side: how each ended, both drawings, what differs, one line of steps, and
the selected call in both.

(open bar: A ⇄ B)
verdict A        │ verdict B
views            │
bar              │
drawing A │ B    │ inspector
differences      │
steps            │

In a narrow window the selected call stands in the place of the differences, where one of both is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from xccviz.analysis.compare.values import Missing
from xccviz.catalogue import tr
from xccviz.gui.canvas.view_bar import ViewTools
from xccviz.gui.compare.bar import CompareBar, PairTabs
from xccviz.gui.compare.canvas import Locked, RunCanvas
from xccviz.gui.compare.differences import DifferencePanel
from xccviz.gui.compare.filter import PairFilterBar, PairFilterRow
from xccviz.gui.compare.half import Half, ScrolledTogether
from xccviz.gui.compare.halves import Halves, Names
from xccviz.gui.compare.inspector import LEAST_PX, WIDTH_PX, PairInspector
from xccviz.gui.compare.strip import PairStrip
from xccviz.gui.intents import Intents
from xccviz.gui.look.theme import worded
from xccviz.gui.look.widgets import row, rule
from xccviz.gui.state.pair import SIDES, Pair
from xccviz.gui.state.playing import plays
from xccviz.gui.state.store import AppState
from xccviz.gui.state.telling import same_look
from xccviz.gui.tasks.jobs import Jobs
from xccviz.gui.views import PAIRED
from xccviz.gui.views.drawing import DrawingView
from xccviz.gui.views.tree import TreeView
from xccviz.layout.layered.options import GRAPH
from xccviz.values import replace

NARROW_PX = 940
"""Px of a page below which the selected call has no column of its own."""
LOW_PX = 530
"""Px of a page below which the drawings need the room of what explains and of the blocks."""
SPARE_PX = 34
"""Px that these take at least."""
LEAST_DRAWN = 120
"""Px that the drawings have before the list has more than it needs."""
READABLE, LEAST_LIST = 0.92, 0.3
"""The scale at which the drawings are wanted at first, and the part of the height that the list has in any case."""
EDGE_PX = 16
"""Px free at the right of the filter where no zoom stands there."""


class CompareView(QWidget):
    """The page; it is the `Sight` of the window while it stands in front."""

    def __init__(self, intents: Intents, actions: Mapping[str, QAction], jobs: Jobs) -> None:
        super().__init__()
        self.setObjectName("comparePage")
        self.setAccessibleName(tr("Two transactions side by side"))
        self.names, self.halves, self.bar = Names(), Halves(), CompareBar()
        self.filter_bar, self.filter_row = PairFilterBar(), PairFilterRow()
        self.a, self.b = RunCanvas("a"), RunCanvas("b")
        self.lock = Locked(self.a, self.b)
        self.list = DifferencePanel()
        self.strip = PairStrip(actions)
        self.inspector = PairInspector()
        self.drawings = QSplitter(Qt.Orientation.Horizontal)
        self.drawings.setObjectName("compareDrawings")
        self.others = QSplitter(Qt.Orientation.Horizontal)
        self.halves_of: dict[Missing, Half] = {side: Half(side, jobs) for side in SIDES}
        self.kinds = QStackedWidget()
        self.tabs = PairTabs()
        self.tools = ViewTools(actions, {spec.id for spec in PAIRED if spec.id != "tree"})
        self.tools.setObjectName("compareTools")
        self._together: dict[str, ScrolledTogether] = {}
        self.below = QSplitter(Qt.Orientation.Vertical)
        self.below.setObjectName("compareBelow")
        self.beside = QSplitter(Qt.Orientation.Horizontal)
        self._place()
        self._connect(intents)
        self._pair: Pair | None = None
        self._sized = self._narrow = self._low = False
        self._graph = True

    def _place(self) -> None:
        for canvas in (self.a, self.b):
            self.drawings.addWidget(canvas)
            canvas.setMinimumWidth(160)
        self.others.addWidget(self.halves_of["a"])
        self.others.addWidget(self.halves_of["b"])
        self.kinds.addWidget(self.drawings)
        self.kinds.addWidget(self.others)
        self.below.addWidget(self.kinds)
        self.below.addWidget(self.list)
        self.below.setStretchFactor(0, 1)
        self.below.setStretchFactor(1, 0)
        self.left = left = QWidget()
        lines = _column(left)
        head = QWidget()
        head.setProperty("look", "panel")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._head = row(self.tabs, None, self.filter_bar, self.tools, spacing=0)
        head.setLayout(self._head)
        for part in (head, rule(), self.bar, self.filter_row, self.below, rule(), self.strip):
            lines.addWidget(part)
        lines.setStretch(4, 1)
        self.beside.addWidget(left)
        self.beside.addWidget(self.inspector)
        self.beside.setStretchFactor(0, 1)
        self.beside.setStretchFactor(1, 0)
        for splitter in (self.drawings, self.others, self.below, self.beside):
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
        bar, hits = self.filter_bar, self.filter_row.hits
        bar.typed.connect(do.set_filter)
        bar.save_wanted.connect(do.save_filter)
        bar.forget_wanted.connect(do.forget_filter)
        bar.left.connect(self._leave_filter)
        for walked in (bar.walk_wanted, hits.walk_wanted):
            walked.connect(do.walk_hits)
        hits.text_wanted.connect(bar.write)
        self.filter_row.rest.hide_wanted.connect(do.hide_rest)
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
        self.strip.pace_wanted.connect(do.play_at)
        self.tabs.view_wanted.connect(do.show_view)
        for side, half in self.halves_of.items():
            half.node_wanted.connect(do.select_node)
            half.number_wanted.connect(do.choose_difference)
            half.step_wanted.connect(partial(self._stand, do, side))
            half.column_chosen.connect(do.choose_column)
            half.columns_left.connect(do.forget_columns)
            half.failed.connect(do.opener.tell)

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Show the two that stand in front."""
        pair = new.pair
        if pair is None:
            return
        self.strip.show_playing(plays(new), new.pace)
        if (
            old is not None
            and (old.pair, old.view, old.columns, old.filters) == (pair, new.view, new.columns, new.filters)
            and same_look(old, new)
        ):
            return
        first = self._pair is None or self._pair.found is not pair.found
        self._pair = pair
        if first or not same_look(old, new):
            self.names.show_pair(pair)
            self.halves.show_pair(pair)
            self.inspector.setMinimumWidth(worded(LEAST_PX))
            self._fit()
        self.bar.show_pair(pair)
        self.filter_bar.show_pair(pair, old, new)
        self.filter_row.show_pair(pair, old, new)
        self.list.show_pair(pair)
        if first:
            self._size()
        self._show_view(old, new, pair)
        self.strip.show_pair(pair)
        self.inspector.show_pair(pair)

    def _show_view(self, old: AppState | None, new: AppState, pair: Pair) -> None:
        """Both in the view that is chosen: the graph is one drawing for both."""
        if new.view not in {spec.id for spec in PAIRED}:
            new = replace(new, view=GRAPH)  # it is about one call, and comes back with its transaction
        self.tabs.show_view(new.view)
        self.tools.show_state(old, new)
        self.tools.setVisible(self.tools.wanted)
        self._head.setContentsMargins(0, 0, 0 if self.tools.wanted else EDGE_PX, 0)
        self._graph = new.view == GRAPH
        self.bar.show_view(self._graph)
        self.kinds.setCurrentWidget(self.drawings if self._graph else self.others)
        if self._graph:
            for canvas in (self.a, self.b):
                canvas.show_pair(pair, new.text_percent)
            return
        for half in self.halves_of.values():
            half.show_pair(pair, new)
        a, b = (_scrolled(half.view) for half in self.halves_of.values())
        if a is not None and b is not None and new.view not in self._together:
            self._together[new.view] = ScrolledTogether(a, b)

    def _stand(self, do: Intents, side: Missing, step: int) -> None:
        if self._pair is not None:
            do.stand_both(self._pair.found.line.index(side, step))

    def _leave_filter(self) -> None:
        self.front.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def front(self) -> QWidget:
        """What has the keyboard when nothing else wants it."""
        view = self.halves_of["a"].view
        return self.a if self._graph or view is None else view

    def _drawn(self) -> list[DrawingView]:
        """The drawings in front, where these are one for each run."""
        views = (half.view for half in self.halves_of.values())
        return [view for view in views if isinstance(view, DrawingView)] if not self._graph else []

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
        if not self._narrow:
            wide = worded(WIDTH_PX)
            self.beside.setSizes([max(1, self.width() - wide), wide])

    def minimumSizeHint(self) -> QSize:
        """As narrow as without a column for the selected call, and as low as without what is left out then."""
        parts = self.halves, self.left
        sizes = [part.minimumSizeHint() for part in parts]
        spare = 0 if self._low else worded(SPARE_PX)
        return QSize(max(s.width() for s in sizes), sum(s.height() for s in sizes) + 1 - spare)

    def _fit(self) -> None:
        """The selected call beside the drawings, or where their differences are; less in words where it is low."""
        low = self.height() < worded(LOW_PX)
        if low != self._low:
            self._low = low
            self.halves.show_low(low)
            self.strip.show_low(low)
        narrow = self.width() < worded(NARROW_PX)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        if narrow:
            self.list.take_in(self.inspector)
            return
        self.list.take_in(None)
        self.beside.addWidget(self.inspector)
        self.inspector.show()
        wide = worded(WIDTH_PX)
        self.beside.setSizes([max(1, self.width() - wide), wide])

    def event(self, event: QEvent) -> bool:
        """Its parts share the room once it has some."""
        done = super().event(event)
        if event.type() == QEvent.Type.Resize:
            self._fit()
            QTimer.singleShot(0, self, self._give_way)
        if event.type() == QEvent.Type.Resize and not self._sized and self.height() > 300:
            self._sized = True
            self._layout_now()
            self._size()
        return done

    def _give_way(self) -> None:
        """The list gives the drawings what they lack, as far as it is higher than it has to be."""
        drawn, listed = self.below.sizes()
        lacking = min(LEAST_DRAWN - drawn, listed - self.list.minimumSizeHint().height())
        if lacking > 0:
            self.below.setSizes([drawn + lacking, listed - lacking])

    def _layout_now(self) -> None:
        place = self.layout()
        if place is not None:
            place.activate()

    # ---------------------------------------------------------------------------------------------------------- sight

    def reveal_selection(self) -> None:
        """Scroll just enough that the selected call is in sight."""
        for view in self._drawn():
            view.reveal_selection()
        if self._pair is not None and self._graph:
            self.a.reveal(self._pair.layout.layout.box_of.get(self._pair.selection))

    def reveal_step(self) -> None:
        """The same: nothing stands below it that comes and goes."""
        self.reveal_selection()

    def zoom_to_selection(self) -> None:
        """Show the selected call and its neighbours closely."""
        for view in self._drawn():
            view.zoom_to_selection()
        if self._pair is not None and self._graph:
            self.a.zoom_to(self._pair.layout.layout.box_of.get(self._pair.selection))

    def fit_whole(self) -> None:
        """Show everything."""
        for view in self._drawn() or (self.a,):
            view.fit_whole()

    def zoom_in(self) -> None:
        """One step closer."""
        for view in self._drawn() or (self.a,):
            view.zoom_in()

    def zoom_out(self) -> None:
        """One step back."""
        for view in self._drawn() or (self.a,):
            view.zoom_out()

    def fold_map(self) -> None:
        """It has none."""


def _scrolled(view: QWidget | None) -> QAbstractScrollArea | None:
    """What of a view scrolls."""
    inner = view.table if isinstance(view, TreeView) else view
    return inner if isinstance(inner, QAbstractScrollArea) else None


def _column(widget: QWidget) -> QVBoxLayout:
    lines = QVBoxLayout(widget)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(0)
    return lines
