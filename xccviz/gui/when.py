"""When commands can be taken, and why they can't: questions to the state of the window that rows of `commands` ask."""

from __future__ import annotations

from xccviz.catalogue import tr
from xccviz.display.drawings import find_drawing
from xccviz.gui.panels.notice_words import notice_of
from xccviz.gui.state.link import link_of
from xccviz.gui.state.pair_filter import shown_filter
from xccviz.gui.state.store import AppState
from xccviz.gui.state.tabs import places
from xccviz.settings.rows import TEXT_PERCENT
from xccviz.settings.themes import SYSTEM
from xccviz.words.pairs import ALIKE


def always(state: AppState) -> bool:
    """In every state."""
    return True


def has_document(state: AppState) -> bool:
    """While a transaction is open."""
    return state.tab is not None


def compares(state: AppState) -> bool:
    """While two transactions stand side by side in front."""
    return state.pair is not None


def no_reason(state: AppState) -> str:
    """Why a command can't be taken is plain to see."""
    return ""


def busy(state: AppState) -> bool:
    """While something goes on, or shows, that Esc ends."""
    running = (
        state.job is not None
        or state.writing is not None
        or (state.follow is not None and state.follow.ended is None)
    )
    told = state.tab is not None and state.tab.answer is not None
    said = state.problem is not None or notice_of(state) is not None
    return running or said or told or is_filtered(state)


def is_filtered(state: AppState) -> bool:
    """While something stands in the filter bar."""
    filtering = shown_filter(state)
    return filtering is not None and bool(filtering.text)


def has_hits(state: AppState) -> bool:
    """While the filter finds something."""
    if state.pair is not None:
        return any(filtering.hits for filtering in state.pair.filters)
    return state.tab is not None and bool(state.tab.filtering.hits)


def no_hits(state: AppState) -> str:
    """Why there is no hit to go to."""
    if not has_front(state) or has_hits(state):
        return ""
    return tr("The filter finds nothing.") if in_force(state) else tr("Nothing is filtered.")


def in_force(state: AppState) -> bool:
    """While a filter is in force."""
    filtering = shown_filter(state)
    return filtering is not None and filtering.filter is not None


def has_tabs(state: AppState) -> bool:
    """While there is another tab to go to."""
    return places(state) > 1


def has_other_tab(state: AppState) -> bool:
    """While a transaction is in front and something else is open too."""
    return state.tab is not None and places(state) > 1


def has_front(state: AppState) -> bool:
    """While something is in front: a transaction, or two side by side."""
    return state.tab is not None or compares(state)


def has_link(state: AppState) -> bool:
    """While what stands in front can be opened again by a link."""
    return has_front(state) and bool(link_of(state).line)


def no_link(state: AppState) -> str:
    """Why no link opens it."""
    return link_of(state).why_not if has_front(state) else ""


def differs(state: AppState) -> bool:
    """While two that stand side by side differ."""
    return state.pair is not None and bool(state.pair.entries)


def differs_not(state: AppState) -> str:
    """Why there is no difference to go to."""
    return ALIKE if compares(state) and not differs(state) else ""


def has_failure(state: AppState) -> bool:
    """While a transaction is open in which something failed."""
    return state.tab is not None and bool(state.tab.document.timeline.history.failures)


def draws(state: AppState) -> bool:
    """While a drawing is in front."""
    return compares(state) or (state.tab is not None and find_drawing(state.view) is not None)


def draws_nothing(state: AppState) -> str:
    """Why nothing can be fitted or zoomed."""
    if state.tab is None or draws(state):
        return ""
    return tr("This view has one size: only a drawing can be fitted and zoomed.")


def has_recent(state: AppState) -> bool:
    """While something was opened before that is not pinned."""
    return not all(entry.pinned for entry in state.recent)


def was_cleared(state: AppState) -> bool:
    """While a list was cleared that can be brought back."""
    return bool(state.cleared)


def has_left(state: AppState) -> bool:
    """While something that was left open is not open."""
    return bool(state.left)


def was_closed(state: AppState) -> bool:
    """While a tab was closed that can be opened again."""
    return bool(state.closed)


def can_grow(state: AppState) -> bool:
    """While there is a larger size of words."""
    return state.text_percent < TEXT_PERCENT[-1]


def can_shrink(state: AppState) -> bool:
    """While there is a smaller size of words."""
    return state.text_percent > TEXT_PERCENT[0]


def unfolded(state: AppState) -> bool:
    """While something is unfolded."""
    return state.tab is not None and bool(state.tab.expanded)


def may_fetch(state: AppState) -> bool:
    """While a transaction is open and the network may be asked."""
    return state.tab is not None and not state.offline


def own_theme(state: AppState) -> bool:
    """While the theme is not that of the desktop."""
    return state.theme != SYSTEM


def was_hinted(state: AppState) -> bool:
    """While a hint was told."""
    return bool(state.hints)
