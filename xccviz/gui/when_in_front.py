"""When commands of the transaction in front can be taken, and why they can't: questions that rows of `commands` ask
and that need more of a document than those of `when`."""

from __future__ import annotations

from xccviz.case import lead_of
from xccviz.catalogue import tr
from xccviz.display.drawings import find_drawing
from xccviz.gui.state.casing import case_in_front
from xccviz.gui.state.rerunning import called
from xccviz.gui.state.store import AppState
from xccviz.gui.when import has_front, in_force
from xccviz.words.case import NO_RESUMER
from xccviz.words.moves import BECOMES


def may_mark(state: AppState) -> bool:
    """While something is selected that can be marked."""
    tab = state.tab
    return tab is not None and tab.selection not in (None, tab.document.graph.root.id)


def unmarkable(state: AppState) -> str:
    """Why the selection can't be marked."""
    if state.tab is None or may_mark(state):
        return ""
    return BECOMES


def is_selected(state: AppState) -> bool:
    """While something is selected."""
    return state.tab is not None and state.tab.selection is not None


def has_picture(state: AppState) -> bool:
    """While a drawing is in front."""
    return state.tab is not None and find_drawing(state.view) is not None


def no_picture(state: AppState) -> str:
    """Why there is no picture."""
    return (
        ""
        if state.tab is None or has_picture(state)
        else tr("This view is a list: only a drawing is a picture.")
    )


def no_filter(state: AppState) -> str:
    """Why there are no hits to mark."""
    return "" if not has_front(state) or in_force(state) else tr("Nothing is filtered.")


def may_mark_hits(state: AppState) -> bool:
    """While the filter of one transaction in front is in force."""
    return state.tab is not None and in_force(state)


def may_replay(state: AppState) -> bool:
    """While a call is selected that has run."""
    return called(state.tab) is not None


def no_call(state: AppState) -> str:
    """Why nothing can be run again."""
    return "" if state.tab is None or may_replay(state) else tr("No function call that has run is selected.")


def has_marks(state: AppState) -> bool:
    """While something is marked."""
    return state.tab is not None and bool(state.tab.marking.marked)


def no_marks(state: AppState) -> str:
    """Why no mark can be removed."""
    return "" if state.tab is None or has_marks(state) else tr("Nothing is marked.")


def follows(state: AppState) -> bool:
    """While a transaction is followed."""
    return state.follow is not None and state.follow.ended is None


def does_not_follow(state: AppState) -> str:
    """Why nothing grows."""
    return "" if state.tab is None or follows(state) else tr("Nothing of it is on its way.")


def has_lead(state: AppState) -> bool:
    """While another transaction is known that the selection leads to."""
    tab = state.tab
    return tab is not None and lead_of(tab.document, tab.selection or "", tab.cursor.index) is not None


def no_lead(state: AppState) -> str:
    """Why none is known."""
    tab = state.tab
    if tab is None or has_lead(state):
        return ""
    node = tab.document.graph.by_id.get(tab.selection or "")
    return NO_RESUMER if node is not None and "yield" in node.roles else tr("Nobody has to resume this.")


def is_case(state: AppState) -> bool:
    """While the transaction in front belongs to a case."""
    return case_in_front(state) is not None


def no_case(state: AppState) -> str:
    """Why there is no case to save."""
    return "" if state.tab is None or is_case(state) else tr("Nothing that is open belongs to it.")
