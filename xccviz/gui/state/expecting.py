"""Where whoever moves is likely to go next: what is shown there may be made while nothing else is to do."""

from __future__ import annotations

from xccviz.gui.state.moving import here_of
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.gui.state.tabs import stepped
from xccviz.gui.state.telling import LARGE
from xccviz.replay.cursor import at
from xccviz.replay.moves import BY_ID

_LIKELY = ("step_forward", "step_back", "next_failure", "previous_failure", "next_block", "previous_block")
"""Moves that are made many times in a row."""


def expected(old: AppState | None, new: AppState) -> OpenTab | None:
    """The tab in front as it will be if the move that led from `old` to `new` is made again; after what was no such
    move, one step further in that direction. None where nothing is worth being made before it is wanted."""
    tab, here = new.tab, here_of(new)
    if tab is None or here is None or new.pair is not None or len(tab.document.graph.nodes) <= LARGE:
        return None
    same = old is not None and old.tab is not None and old.tab.document is tab.document
    before = here_of(old) if old is not None and same else None
    back = before.step > here.step if before is not None else tab.moment.at_end
    moves = [BY_ID[name] for name in _LIKELY]
    found = next((move for move in moves if before is not None and move.to(before) == here.step), None)
    step = (found or BY_ID["step_back" if back else "step_forward"]).to(here)
    if step is None and tab.moment.at_end:
        step = BY_ID["step_back"].to(here)
    return stepped(tab, at(tab.document.timeline, step)) if step is not None else None
