"""The call that is run again in the window: which one is wanted, and which was run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xccviz.model.literals import happened

if TYPE_CHECKING:
    from xccviz.graph.types import Node
    from xccviz.gui.state.rerun import Rerun
    from xccviz.gui.state.store import AppState, OpenTab

REPLAY = "replay"
"""The id of the view."""


def called(tab: OpenTab | None) -> Node | None:
    """The selected receipt where it called a function and has run by the moment."""
    node = tab.document.graph.by_id.get(tab.selection or "") if tab is not None else None
    if tab is None or node is None or not node.ran_a_call:
        return None
    return node if happened(tab.moment.progress.get(node.id)) else None


def offers(state: AppState) -> bool:
    """Whether the view stands among the others: a call is selected, or it is in front."""
    return state.tab is not None and (called(state.tab) is not None or state.view == REPLAY)


def rerun_of(state: AppState) -> Rerun | None:
    """What came of the call that is selected; None where it was not run yet, or something else is selected."""
    tab = state.tab
    if tab is None:
        return None
    of = (tab.key, tab.selection)
    found = next((run for run in state.reruns if (run.key, run.node) == of), None)
    return found if found is not None and found.document is tab.document else None
