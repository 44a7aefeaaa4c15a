"""Marks of an open transaction are set, changed and removed: all pure functions, for `Store.update`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from xccviz.annotations.marks import LONGEST, MOST, Mark
from xccviz.gui.state.annotating import marked_tab, remembered
from xccviz.gui.state.marking import marking_of
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.gui.state.tabs import with_tab
from xccviz.values import replace
from xccviz.words.marks import filter_too_long, marks_full

if TYPE_CHECKING:
    from xccviz.query import Columns
    from xccviz.query.marking import Marked


def looked_up(tab: OpenTab, found: Iterable[Marked], columns: Columns) -> OpenTab:
    """`tab` with what its pending marks hit; of marks that are gone meanwhile nothing is kept."""
    before = tab.marking
    return replace(tab, marking=marking_of(before.marks, tab.document, tab.ways, before, columns, found))


def refusal(marks: tuple[Mark, ...], mark: Mark) -> str:
    """Why a mark can't be set beside others; "" where it can."""
    if len(mark.filter) > LONGEST:
        return filter_too_long(LONGEST)
    full = len(marks) >= MOST and all(other.place != mark.place for other in marks)
    return marks_full(MOST) if full else ""


def remarked(state: AppState, marks: tuple[Mark, ...]) -> AppState:
    """`state` with other marks in the tab in front, which are remembered."""
    tab = state.tab
    if tab is None or marks == tab.marking.marks:
        return state
    now = marked_tab(tab, marks)
    return remembered(with_tab(state, lambda _: now), now)
