"""Marks of an open transaction are set, changed and removed: all pure functions, for `Store.update`."""

from __future__ import annotations

from xccviz.annotations import Mark
from xccviz.gui.state.marking import marking_of, with_kept
from xccviz.gui.state.store import AppState, OpenTab
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
    tabs = (*state.tabs[: state.active], marked_tab(tab, marks), *state.tabs[state.active + 1 :])
    return replace(state, tabs=tabs, marks=with_kept(state.marks, tab.document.trace.transaction.hash, marks))
