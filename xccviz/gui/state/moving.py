"""Where a move of the window begins."""

from __future__ import annotations

from xccviz.gui.state.store import AppState
from xccviz.replay.moves import Here


def here_of(state: AppState) -> Here | None:
    """The moment and the selection of the tab in front; None without one."""
    tab = state.tab
    if tab is None:
        return None
    own = tab.marking
    return Here(tab.ways, tab.cursor.index, tab.selection, state.grain, own.runs, own.halts, own.heeded)
