"""How gas, fees, waiting or deposits are spread over the receipts that the filter lets through."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QWidget

from xccviz.catalogue import tr
from xccviz.display.qt import paint_primitive
from xccviz.document import Document
from xccviz.gui.look.theme import current_theme, word_scale, worded
from xccviz.gui.look.widgets import Chooser, boxed, label, link, row, toggle
from xccviz.gui.panels.histogram_places import Places, part_rect, places_of
from xccviz.gui.panels.side import SidePanel
from xccviz.gui.state.filtering import Filtering
from xccviz.gui.state.store import OpenTab
from xccviz.gui.tasks.slices import Slices
from xccviz.tables.bins import Scale
from xccviz.tables.spread import ENDS, QUANTITIES, End, Quantity, Spread, progress_at, spread_of
from xccviz.words import spread as say
from xccviz.words.signs import PROGRESS

if TYPE_CHECKING:
    from xccviz.gui.panels.histogram import Histogram
    from xccviz.query import Columns
    from xccviz.query.filter import Through
    from xccviz.query.ranges import Range

SCALES: dict[Scale, str] = {"linear": tr("linear"), "log": tr("log")}
HINT = tr("Drag over it or click a bar to filter by that; arrow keys and Return do the same.")
NOTHING = tr("Nothing that the filter lets through tells this.")
TOLD_PX = 58
"""Px of what is told below the plot, which does not move while it is: three lines."""
_LOADED = ("PySide6.QtSvg", "PySide6.QtTest", "numpy", "pyqtgraph", "xccviz.gui.panels.histogram")
"""What a plot needs, loaded one after the other when one is first wanted."""
_NAMES: dict[End, str] = {"done": tr("ran"), "failed": PROGRESS["failed"].word, "later": say.LATER}


class DistributionPanel(SidePanel):
    """A histogram of one quantity. Emits `filter_wanted(text)`: the filter in force with the range that was chosen, or
    without it."""

    filter_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("distributionPanel", tr("Distribution"))
        self.quantity = Chooser()
        self.quantity.setAccessibleName(tr("What is counted"))
        for each in QUANTITIES:
            self.quantity.addItem(each.name)
        self.scales = {scale: toggle(SCALES[scale], partial(self._choose_scale, scale)) for scale in SCALES}
        group = QButtonGroup(self)
        for button in self.scales.values():
            group.addButton(button)
        self.bar = boxed(row(self.quantity, None, *self.scales.values(), spacing=4), 6, 8, 6, 4)
        self.summary = label("", "mute", wrap=True)
        self.summary.setContentsMargins(6, 2, 6, 6)
        self.told = label(HINT, "mute", wrap=True)
        self.told.setContentsMargins(6, 6, 6, 2)
        self.told.setFixedHeight(worded(TOLD_PX))
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.all = link(tr("All values"), self._clear)
        self.all.hide()
        self.samples = Samples()
        self.plot: Histogram | None = None
        for widget in (self.bar, self.summary, self.nothing):
            self.column.addWidget(widget)
        self._place = self.column.count()
        for widget in (self.told, boxed(row(self.samples, self.all), 6, 2, 6, 8)):
            self.column.addWidget(widget)
        self.column.addStretch(0)
        self.quantity.currentIndexChanged.connect(self._choose_quantity)
        self.setFocusProxy(self.quantity)
        self.loading = Slices(self)
        self._scale: Scale = QUANTITIES[0].scale
        self.scales[self._scale].setChecked(True)
        self._spread: Spread | None = None
        self._places: Places | None = None
        self._counts: Sequence[dict[End, int]] = ()
        self._shown: tuple[object, ...] = ()
        self._base = ""
        self._range: Range | None = None
        self._through: tuple[str, Columns, Through] | None = None
        self._dressed: tuple[object, ...] = ()

    # ----------------------------------------------------------------------------------------------- what is shown

    def draw_document(self, document: Document | None) -> None:
        """Nothing of another document stays."""
        self._shown, self._spread, self._places, self._counts = (), None, None, ()
        self._through = None
        for widget in (self.bar, self.summary, self.told, self.samples):
            widget.setVisible(document is not None)
        if self.plot is not None:
            self.plot.show_bars(None, ())
            self.plot.setVisible(document is not None)
        if document is not None:
            self._load()

    def draw_moment(self, tab: OpenTab) -> None:
        """Count what the filter lets through anew where that is another, and mark the selected receipt."""
        self._dress()
        base, wanted = self._without_range(tab.filtering)
        shown = (
            tab.document,
            base,
            self._chosen,
            self._scale,
            tab.filtering.hits if wanted is None else tab.filtering.step,
        )
        fresh = shown != self._shown
        self._base, self._range = base, wanted
        if fresh:
            self._shown = shown
            nodes = self._nodes(tab, base, wanted)
            self._spread = spread_of(tab.document, nodes, self._chosen, self._scale)
            bins = self._spread.bins
            self._places = places_of(bins, self._chosen.sort) if bins is not None else None
        assert self._spread is not None
        self._counts = self._spread.counts(progress_at(tab.document, tab.moment))
        self.summary.setText(self._spread.summary(sum(bar["failed"] for bar in self._counts)))
        self.say_nothing(NOTHING if self._places is None else "")
        self.all.setVisible(wanted is not None)
        self.samples.show_parts([end for end in ENDS if any(bar[end] for bar in self._counts)])
        self._plot(tab, fresh)
        pointed = self.plot.bars.cursor if self.plot is not None else None
        self._tell(*(pointed or (-1, -1)))

    def _plot(self, tab: OpenTab, fresh: bool) -> None:
        plot, spread = self.plot, self._spread
        if plot is None or spread is None:
            return
        plot.setVisible(self._places is not None)
        if fresh:
            plot.show_bars(self._places, self._counts)
        else:
            plot.show_counts(self._counts)
        known = bool(spread.values)
        inside = spread.value_of.get(tab.selection or "")
        places, wanted = self._places, self._range
        plot.show_lines(spread.median if known else None, spread.nearly_all if known else None, inside)
        plot.show_range(
            places.ends(wanted.low, wanted.high) if wanted is not None and places is not None else None
        )
        plot.setAccessibleName(tr("Distribution: {name}", name=self._chosen.name))
        plot.setAccessibleDescription(self.summary.text())

    def _nodes(self, tab: OpenTab, base: str, wanted: Range | None) -> Sequence[str]:
        """What the filter lets through, without the range that was chosen here."""
        filtering = tab.filtering
        if wanted is None:
            return (
                filtering.hits if filtering.filter is not None else [n.id for n in tab.document.graph.nodes]
            )
        if not base:
            return [node.id for node in tab.document.graph.nodes]
        from xccviz.query import Columns, parse

        columns = filtering.columns or Columns(tab.document)
        if filtering.step is None:
            return parse(base).matches(columns)
        if self._through is None or self._through[:2] != (base, columns):
            self._through = base, columns, parse(base).through(columns)
        return self._through[2].at(filtering.step)

    def _without_range(self, filtering: Filtering) -> tuple[str, Range | None]:
        if filtering.filter is None or filtering.mistake is not None:
            return "", None  # what can't be read is given up with the next range
        from xccviz.query.ranges import without_range

        return without_range(filtering.text, self._chosen.id)

    def _dress(self) -> None:
        look = (current_theme().name, word_scale())
        if self.plot is not None and look != self._dressed:
            self._dressed = look
            self.told.setFixedHeight(worded(TOLD_PX))
            self.plot.dress(current_theme(), word_scale())

    # ---------------------------------------------------------------------------------------------------- choosing

    @property
    def _chosen(self) -> Quantity:
        return QUANTITIES[max(self.quantity.currentIndex(), 0)]

    def _choose_quantity(self) -> None:
        self._scale = self._chosen.scale
        self.scales[self._scale].setChecked(True)
        self._again()

    def _choose_scale(self, scale: Scale) -> None:
        self._scale = scale
        self._again()

    def _again(self) -> None:
        if self._state.tab is not None and self._drawn is not None:
            self.draw_moment(self._state.tab)

    def _filter(self, first: int, last: int) -> None:
        """Filter by the values between two edges. The lower end is left open where nothing is less."""
        from xccviz.query.ranges import Range, with_range

        if self._places is None:
            return
        edges = self._places.bins.edges
        wanted = Range(edges[first] or None, edges[last])
        self.filter_wanted.emit(with_range(self._base, self._chosen.id, wanted))

    def _clear(self) -> None:
        if self._range is not None:
            self.filter_wanted.emit(self._base)

    def _tell(self, first: int, last: int) -> None:
        """Say what the bars between two edges stand for; (-1, -1): what is filtered by, else what can be done."""
        tab, spread, places, wanted = self._state.tab, self._spread, self._places, self._range
        if tab is None or spread is None or places is None:
            return
        edges, sort = places.bins.edges, self._chosen.sort
        if first >= 0:
            self._say(self._bar_words(first, last))
            return
        if wanted is not None:
            low, high = wanted.low or 0, wanted.high if wanted.high is not None else edges[-1]
            counts = spread.between(wanted.low, wanted.high, progress_at(tab.document, tab.moment))
        else:
            mine = spread.value_of.get(tab.selection or "")
            mark = f"{say.selected_words(sort, mine)} " if mine is not None else ""
            self.told.setText(mark + HINT)
            return
        self._say(say.bar_words(sort, low, high, sum(counts.values()), counts["failed"], counts["later"]))

    def _bar_words(self, first: int, last: int) -> str:
        """What the bars between two edges stand for; "" where there are none."""
        if self._places is None:
            return ""
        edges = self._places.bins.edges
        counts = {end: sum(bar[end] for bar in self._counts[first:last]) for end in ENDS}
        total = sum(counts.values())
        return say.bar_words(
            self._chosen.sort, edges[first], edges[last], total, counts["failed"], counts["later"]
        )

    def _say(self, words: str) -> None:
        self.told.setText(words)
        if self.plot is not None:
            self.plot.setAccessibleDescription(f"{words}\n{self.summary.text()}")

    # ----------------------------------------------------------------------------------------------------- loading

    def _load(self) -> None:
        if self.plot is None and not self.loading.busy:
            self.loading.run(_loaded(), lambda found: self._furnish(), at_once=False)

    def _furnish(self) -> None:
        """The plot, once what it needs is there."""
        from xccviz.gui.panels.histogram import Histogram

        self.plot = plot = Histogram(self._bar_words)
        plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        plot.setMaximumHeight(worded(360))
        self.column.insertWidget(self._place, plot, 1)
        plot.wanted.connect(self._filter)
        plot.cleared.connect(self._clear)
        plot.told.connect(self._tell)
        self._shown = ()
        self._again()


class Samples(QWidget):
    """The parts of the bars that occur, a sample and a word each."""

    def __init__(self) -> None:
        super().__init__()
        self._ends: list[End] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(worded(18))

    def show_parts(self, ends: list[End]) -> None:
        """Show these."""
        self._ends = ends
        self.setFixedHeight(worded(18))
        self.setAccessibleName(", ".join(_NAMES[end] for end in ends))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """One after the other from the left."""
        if not self._ends:
            return
        theme, scale = current_theme(), word_scale()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPixelSize(worded(12))
        painter.setFont(font)
        x = 0.5
        for end in self._ends:
            paint_primitive(painter, part_rect(end, x, 3.5 * scale, 24 * scale, 11 * scale), theme)
            painter.setPen(theme.roles["mute"])
            x += 24 * scale + 6
            painter.drawText(round(x), round(13.5 * scale), _NAMES[end])
            x += painter.fontMetrics().horizontalAdvance(_NAMES[end]) + 16


def _loaded() -> Iterator[None]:
    """Load what a plot needs, piece by piece. pyqtgraph puts itself before who hears of errors; they hear directly."""
    hooks = sys.excepthook, threading.excepthook
    for name in _LOADED:
        import_module(name)
        sys.excepthook, threading.excepthook = hooks
        yield
