"""What was asked of a receipt (why it ran, where its result went), the way that the answer lights up in every view, and
the history of what was selected. All pure functions."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from xccviz.analysis.why.reasons import Question, Then, asks, why
from xccviz.display.look import Emphasis
from xccviz.replay.then import then_at
from xccviz.values import replace

if TYPE_CHECKING:
    from xccviz.gui.state.store import AppState, OpenTab

KEPT = 200
"""Selections that are kept to go back to."""


def then_of(tab: OpenTab, *, ahead: bool = False) -> Then:
    """What was known by the moment of a tab; with a look ahead, by the end."""
    return then_at(tab.document.timeline, None if ahead else tab.moment)


def can_ask(state: AppState, question: Question) -> bool:
    """Whether a question makes sense of what is selected."""
    tab = state.tab
    if tab is None or tab.selection is None:
        return False
    return asks(tab.document.analysis, question, tab.selection, then_of(tab, ahead=state.ahead))


def asked(tab: OpenTab, question: Question, node: str, slot: int | None, *, ahead: bool) -> OpenTab:
    """`tab` with an answer."""
    then = then_of(tab, ahead=ahead)
    if not asks(tab.document.analysis, question, node, then):
        return tab
    return replace(tab, answer=why(tab.document.analysis, question, node, then, slot))


def asked_again(tab: OpenTab, *, ahead: bool) -> OpenTab:
    """The same question at another moment; none where it makes no sense any more."""
    answer = tab.answer
    if answer is None or answer.node not in tab.document.graph.by_id:
        return tab if answer is None else replace(tab, answer=None)
    again = asked(replace(tab, answer=None), answer.question, answer.node, answer.slot, ahead=ahead)
    return tab if again.answer == answer else again


def emphasis_of(tab: OpenTab) -> Emphasis:
    """What stands out in every view: the hits of the filter, and the way of an answer. Always the same object for the
    same two, as views look whether it is another one."""
    return (
        _joined(tab.filtering.emphasis, tab.answer.path) if tab.answer is not None else tab.filtering.emphasis
    )


@lru_cache(maxsize=16)
def _joined(emphasis: Emphasis, path: frozenset[str]) -> Emphasis:
    return replace(emphasis, path=emphasis.path | path)


def noted(before: OpenTab, after: OpenTab) -> OpenTab:
    """`after` with its selection in the history, if it is another one than before; what was undone is forgotten."""
    if after.selection in (before.selection, None) or after.trail_at != before.trail_at:
        return after
    trail = before.trail or ((before.selection,) if before.selection is not None else ())
    chosen = after.selection or ""
    kept = (*trail[: before.trail_at + 1], chosen)[-KEPT:]
    return replace(after, trail=kept, trail_at=len(kept) - 1)


def gone(tab: OpenTab, by: int) -> OpenTab:
    """`tab` with what was selected before (`by` -1), or after that again (1)."""
    to = tab.trail_at + by
    if not 0 <= to < len(tab.trail) or tab.trail[to] not in tab.document.graph.by_id:
        return tab
    return replace(tab, selection=tab.trail[to], trail_at=to)


def can_go(tab: OpenTab | None, by: int) -> bool:
    """Whether there is something to go back or on to."""
    return tab is not None and 0 <= tab.trail_at + by < len(tab.trail)
