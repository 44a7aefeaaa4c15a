"""Which hint is of use, and which were told already. All pure functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args

from xccviz.gui.state.store import AppState
from xccviz.values import frozen, replace
from xccviz.words.hints import HintId

MANY = 30
"""Receipts from which on a filter is of use."""


@frozen
class HintRow:
    """When a hint is of use, and the command that it is about."""

    command: str
    when: Callable[[AppState], bool]


def _at_end(state: AppState) -> bool:
    return state.tab is not None and state.tab.moment.at_end


def _has_failed(state: AppState) -> bool:
    tab = state.tab
    return tab is not None and any(facts.failed for facts in tab.document.analysis.facts.values())


def _in_the_past(state: AppState) -> bool:
    return state.tab is not None and not state.tab.moment.at_end and state.playing is None


def _is_large(state: AppState) -> bool:
    return state.tab is not None and len(state.tab.document.graph.nodes) >= MANY


def _has_two(state: AppState) -> bool:
    return state.tab is not None and len(state.tabs) > 1


HINTS: Mapping[HintId, HintRow] = {
    "parts": HintRow("help.view", _at_end),
    "steps": HintRow("nextFailure", lambda state: _at_end(state) and _has_failed(state)),
    "past": HintRow("stepLast", _in_the_past),
    "filter": HintRow("edit.filter", _is_large),
    "compare": HintRow("help.palette", _has_two),
}
"""In the order in which they are told where several are of use."""


def next_hint(state: AppState) -> HintId | None:
    """The first that is of use and was not told; one at a time: none while another is there."""
    if state.hint and holds(state):
        return None
    return next((id for id, row in HINTS.items() if id not in state.hints and row.when(state)), None)


def holds(state: AppState) -> bool:
    """Whether the hint that is told is still of use."""
    known = next((id for id in get_args(HintId) if id == state.hint), None)
    return known is not None and HINTS[known].when(state)


def told(state: AppState, hint: HintId) -> AppState:
    """Tell it, for the only time."""
    return replace(state, hint=hint, hints=(*state.hints, hint) if hint not in state.hints else state.hints)


def dismissed(state: AppState) -> AppState:
    """Take away the one that is told."""
    return replace(state, hint="")


def forgotten(state: AppState) -> AppState:
    """As if none had been told."""
    return replace(state, hint="", hints=())
