"""The filter of two side by side: the bar that it is typed in, and the row that walks through what it finds in both."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from xccviz.catalogue import numeral, tr
from xccviz.gui.look.widgets import restyle, row
from xccviz.gui.panels.filter_bar import FilterBar
from xccviz.gui.panels.hits_row import HitsRow, RestChoice
from xccviz.gui.state.comparing import run_as_tab
from xccviz.gui.state.pair import Pair
from xccviz.gui.state.pair_filter import hit_calls
from xccviz.gui.state.store import AppState
from xccviz.gui.state.telling import same_look
from xccviz.words.filters import known_words
from xccviz.words.pairs import both_hits, found_in_one


class PairFilterBar(FilterBar):
    """Counts what is found in each; what it offers to write is of the first."""

    def __init__(self) -> None:
        self._pair: Pair | None = None
        super().__init__()
        self.setObjectName("compareFilterBar")
        self.count.setObjectName("compareFilterCount")

    def show_pair(self, pair: Pair, old: AppState | None, new: AppState) -> None:
        """The filter of both; what is being typed is left alone."""
        before, self._pair = self._pair, pair
        self._tab, self._filters = run_as_tab(pair, "a", self._tab), new.filters
        self._step = None if pair.ahead or pair.moments[0].at_end else pair.moments[0].index
        if before is None or not same_look(old, new):
            self._dress()
        text = pair.filters[0].text
        changed = before is None or before.found is not pair.found or before.filters[0].text != text
        if changed:
            self._put(text)
        self._mark()

    def _mark(self) -> None:
        super()._mark()
        pair = self._pair
        if pair is None or not self.count.text():
            return
        a, b = (len(each.hits) for each in pair.filters)
        self.count.setText(both_hits(a, b))
        restyle(self.count, "look", "found" if a or b else "unfound")
        self._fit_count()


class PairHits(HitsRow):
    """Walks through the calls that are found in either of the two."""

    def show_pair(self, pair: Pair, old: AppState | None, new: AppState) -> None:
        """What the filter finds in both."""
        if self._filtering is None or not same_look(old, new):
            self.dress()
        self._filtering = filtering = pair.filters[0]
        if filtering.mistake is not None:
            self._show_mistake(filtering.mistake)
            return
        if filtering.filter is None:
            return
        hits = hit_calls(pair)
        number = numeral(hits.index(pair.selection) + 1) if pair.selection in hits else "–"
        count = numeral(len(hits))
        self.place.setText(tr("{number} of {count}", number=number, count=count) if hits else "0")
        ahead = pair.ahead and not pair.at_end
        step = pair.index if ahead else filtering.step
        said = known_words(filtering.filter.words(), step, ahead=ahead)
        one = found_in_one(*(len(each.hits) for each in pair.filters))
        self.words.show_text(" · ".join(filter(None, (one, said))))
        self._parts(self.caption, self.place, *((self.back, self.ahead) if hits else ()))


class PairFilterRow(QWidget):
    """What is found, and whether the rest is dimmed or hidden; there while something is filtered."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("compareFilterRow")
        self.setProperty("look", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.hits, self.rest = PairHits(), RestChoice()
        line = row(self.hits, self.rest, spacing=16)
        line.setStretch(0, 1)
        line.setContentsMargins(16, 2, 16, 2)
        self.setLayout(line)
        self.hide()

    def show_pair(self, pair: Pair, old: AppState | None, new: AppState) -> None:
        """What the filter finds in both."""
        self.hits.show_pair(pair, old, new)
        self.rest.show_filtering(pair.filters[0])
        self.setVisible(self.hits.wanted)
