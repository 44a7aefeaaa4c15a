"""Marks of an open transaction are set, changed and removed: all pure functions, for `Store.update`."""

from __future__ import annotations

from xccviz.annotations.marks import Mark
from xccviz.gui.state.annotating import remembered
from xccviz.gui.state.marking import marking_of
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.gui.state.tabs import with_tab
from xccviz.values import replace


def marked_tab(tab: OpenTab, marks: tuple[Mark, ...]) -> OpenTab:
    """`tab` with other marks."""
    if marks == tab.marking.marks:
        return tab
    before = tab.marking
    if before.columns is None:
        before = replace(before, columns=tab.filtering.columns)
    return replace(tab, marking=marking_of(marks, tab.document, tab.ways, before))


def remarked(state: AppState, marks: tuple[Mark, ...]) -> AppState:
    """`state` with other marks in the tab in front, which are remembered."""
    tab = state.tab
    if tab is None or marks == tab.marking.marks:
        return state
    now = marked_tab(tab, marks)
    return remembered(with_tab(state, lambda _: now), now)
