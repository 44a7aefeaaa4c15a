"""Open transactions that belong together: which they are, and that they stand at the same time. All pure functions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import partial
from itertools import pairwise

from xccviz.case import Case, cases_of, hash_of
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.gui.state.tabs import stepped, with_tab_of
from xccviz.replay.cursor import at
from xccviz.values import replace


def found_cases(state: AppState) -> AppState:
    """`state` with the cases among its tabs."""
    found = (
        cases_of([tab.document for tab in state.tabs], state.given_together) if len(state.tabs) > 1 else ()
    )
    return replace(state, cases=found) if found or state.cases else state


def case_in_front(state: AppState) -> tuple[Case, int] | None:
    """The case of the tab in front, and which transaction of it that is; None where it is of none."""
    tab = state.tab
    return _case_of(state, tab) if tab is not None else None


def tab_of(state: AppState, case: Case, of: int) -> OpenTab | None:
    """The tab of a transaction of a case."""
    return next((tab for tab in state.tabs if hash_of(tab.document) == case.hashes[of]), None)


def case_step(state: AppState) -> int | None:
    """After how many steps of its case the tab in front stands; None where it is of none."""
    tab, found = state.tab, case_in_front(state)
    return found[0].reached(found[1], tab.cursor.index) if tab is not None and found is not None else None


def told_until(state: AppState, case: Case, n: int) -> int:
    """Up to which step of a case in front its steps are told: `n`, after which the tab stands; all of them at the end
    of all, and to whoever looks ahead."""
    return len(case.steps) if state.ahead or all_at_end(state, case) else n


def told_beside(state: AppState, case: Case, of: int, n: int) -> int:
    """Of how many places between two steps of a transaction of the case (`beside_own`) it is told what stands there."""
    until = told_until(state, case, n)
    own = case.places[of]
    done = bisect_right(own, until)
    return done + (until > (own[done - 1] if done else 0))


def beside_own(case: Case, of: int) -> Mapping[int, int]:
    """How many steps of the others stand between two of a transaction of the case, by how many of its own have happened
    before them."""
    own = (0, *case.places[of], len(case.steps) + 1)
    found = ((done, right - left - 1) for done, (left, right) in enumerate(pairwise(own)))
    return {done: count for done, count in found if count}


def all_at_end(state: AppState, case: Case) -> bool:
    """Whether every transaction of a case stands at its end, as documents open."""
    tabs = (tab_of(state, case, of) for of in range(len(case.documents)))
    return all(tab is None or tab.moment.at_end for tab in tabs)


def stood_together(state: AppState) -> AppState:
    """`state` with the other transactions of the case in front at the time at which that one stands."""
    found, n = case_in_front(state), case_step(state)
    if found is None or n is None:
        return state
    case, front = found
    for of, index in enumerate(case.standing(n)):
        tab = tab_of(state, case, of) if of != front else None
        if tab is not None and tab.document is case.documents[of]:
            now = stepped(tab, at(tab.document.timeline, index))
            state = with_tab_of(state, tab.key, partial(_instead, now))
    return state


def in_front(state: AppState, case: Case, of: int) -> AppState:
    """`state` with a transaction of a case in front."""
    hash = case.hashes[of]
    place = next((n for n, tab in enumerate(state.tabs) if hash_of(tab.document) == hash), None)
    return replace(state, active=place, comparing=False) if place is not None else state


def _instead(now: OpenTab, before: OpenTab) -> OpenTab:
    return now


def _case_of(state: AppState, tab: OpenTab) -> tuple[Case, int] | None:
    for case in state.cases:
        for of, document in enumerate(case.documents):
            if document is tab.document:
                return case, of
    return None
