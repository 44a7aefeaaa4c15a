"""Tabs that were closed can be opened again as they were left. All pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xccviz.document import Document
from xccviz.gui.state.asking import asked_again
from xccviz.gui.state.rerun import KEPT
from xccviz.gui.state.store import AppState, Closed, OpenTab
from xccviz.gui.state.tabs import places
from xccviz.values import replace

MOST, MOST_NODES = 10, 10_000
"""Closed tabs that can be opened again, and nodes of their documents together: of the latest any number."""


def without_tab(state: AppState, place: int) -> AppState:
    """`state` without one of its tabs, if there is one; behind the last stand the two that are compared."""
    if not 0 <= place < places(state):
        return state
    if place == len(state.tabs):
        closed = Closed(place, state.view, pair=state.compared)
        return replace(state, compared=None, comparing=False, closed=_with(state.closed, closed))
    gone = state.tabs[place]
    tabs = tuple(tab for i, tab in enumerate(state.tabs) if i != place)
    active = state.active - (1 if place < state.active else 0)
    comparing = state.comparing or (not tabs and state.compared is not None)
    closed = replace(left_as(state, place), tab=replace(gone, layouts={}))
    playing = state.playing if state.playing != gone.key else None
    left = replace(state, tabs=tabs, active=min(active, len(tabs) - 1), comparing=comparing, playing=playing)
    return replace(left, closed=_with(state.closed, closed))


def left_as(state: AppState, place: int) -> Closed:
    """The tab in a place with all that goes on when it is opened again, here or in another window."""
    tab = state.tabs[place]
    forms = tuple(run.put_aside for run in state.reruns if run.key == tab.key and run.asked is not None)
    return Closed(place, state.view, tab, followed=followed(state, tab), reruns=forms)


def gone_on(state: AppState, left: Closed) -> AppState:
    """`state`, in which the tab that was left so is open, with what was to be run of it."""
    return replace(state, reruns=(*left.reruns, *state.reruns)[:KEPT]) if left.reruns else state


def moved_away(state: AppState, place: int) -> AppState:
    """The same where the tab stays open elsewhere: it can't be opened again here."""
    return replace(without_tab(state, place), closed=state.closed)


def followed(state: AppState, tab: OpenTab) -> bool:
    """Whether a tab is followed as its transaction runs."""
    return any(each.key == tab.key and each.ended is None for each in state.following)


def reopened(state: AppState) -> AppState:
    """`state` with the tab that was closed last as it was left, at its place and in front; what was asked in it is
    answered as one looks ahead by now, or not."""
    if not state.closed:
        return state
    (last, *rest) = state.closed
    state = replace(state, closed=tuple(rest), view=last.view)
    if last.tab is None:
        # Only two at a time stand side by side: those that stand there now stay.
        pair = state.compared if state.compared is not None else last.pair
        return replace(state, compared=pair, comparing=pair is not None)
    place = min(last.place, len(state.tabs))
    tabs = (*state.tabs[:place], asked_again(last.tab, ahead=state.ahead), *state.tabs[place:])
    return gone_on(replace(state, tabs=tabs, active=place, comparing=False), last)


def without_hash(closed: Iterable[Closed], hash: str) -> tuple[Closed, ...]:
    """The same when that transaction is open again."""
    return tuple(each for each in closed if _hash(each) != hash)


def _with(closed: Iterable[Closed], last: Closed) -> tuple[Closed, ...]:
    return tuple(_bounded((last, *closed)))


def _bounded(closed: Iterable[Closed]) -> Iterator[Closed]:
    held: dict[int, Document] = {}
    for n, each in enumerate(closed):
        held.update((id(document), document) for document in _documents(each))
        if n == MOST or (n and sum(len(document.graph.nodes) for document in held.values()) > MOST_NODES):
            return
        yield each


def _documents(closed: Closed) -> Iterator[Document]:
    """What it holds: a transaction may be held by its tab and by a pair."""
    if closed.tab is not None:
        yield closed.tab.document
    if closed.pair is not None:
        yield from (closed.pair.a.document, closed.pair.b.document)


def _hash(closed: Closed) -> str:
    return closed.tab.document.trace.transaction.hash if closed.tab is not None else ""
