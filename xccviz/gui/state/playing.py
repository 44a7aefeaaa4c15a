"""Playing: the window steps by itself, at a pace, until a mark or the end; two transactions side by side until a mark
of either or the end of both. All pure functions, for `Store.update`."""

from __future__ import annotations

from xccviz.gui.state.comparing import goal_of, halted_at, next_halt, stood, with_pair
from xccviz.gui.state.moving import here_of
from xccviz.gui.state.pair import Pair
from xccviz.gui.state.stopping import stopping_at
from xccviz.gui.state.store import AppState, OpenTab, PaceId
from xccviz.gui.state.tabs import stepped, with_tab
from xccviz.replay.cursor import at
from xccviz.replay.moves import BY_ID, Here
from xccviz.replay.ways import following
from xccviz.values import frozen, replace


@frozen
class Pace:
    """So many steps a second, or blocks."""

    id: PaceId
    per_second: float
    blocks: bool = False


PACES: tuple[Pace, ...] = (
    Pace("0.5", 0.5),
    Pace("1", 1.0),
    Pace("2", 2.0),
    Pace("5", 5.0),
    Pace("10", 10.0),
    Pace("20", 20.0),
    Pace("block", 1.0, blocks=True),
)
PACE_BY_ID = {pace.id: pace for pace in PACES}
FAST = 10.0
"""Steps a second from which on nobody reads what stands beside the drawing."""
HURRIED_MS = 200
"""Milliseconds after which that follows then: most frames have the time for themselves, and the steps come evenly."""
PAIR = 0
"""The key of what plays while that is two transactions side by side; keys of tabs begin with 1."""


def hurries(state: AppState) -> bool:
    """Whether it plays that fast."""
    return state.playing is not None and PACE_BY_ID[state.pace].per_second >= FAST


def begun(state: AppState) -> AppState:
    """Playing from where what is in front stands; from the beginning where that is the end."""
    if state.pair is not None:
        return _both_begun(state, state.pair)
    tab = state.tab
    if tab is None or not len(tab.document.timeline):
        return state
    if tab.cursor.index >= len(tab.document.timeline):
        state = with_tab(state, lambda tab: _stand(tab, 0))
    return replace(with_tab(state, _going), playing=tab.key)


def paused(state: AppState) -> AppState:
    """Playing no more, because somebody says so."""
    if state.playing is None:
        return state
    told = with_pair(state, lambda pair: replace(pair, halted="asked"))
    return replace(with_tab(told, lambda tab: replace(tab, halted="asked")), playing=None)


def ticked(state: AppState) -> AppState:
    """One step further, as far as a mark or the end, where it stops; it stops too where something else is in front."""
    if state.pair is not None:
        return _both_ticked(state, state.pair)
    here = here_of(state)
    if here is None or state.tab is None or state.tab.key != state.playing:
        return replace(state, playing=None)
    goal, halt = _goal(here, _move(state)), following(here.halts, here.step)
    if halt is not None and halt <= goal:
        return replace(with_tab(state, lambda tab: _halted_by_mark(tab, halt)), playing=None)
    ends = goal >= here.ways.last
    state = with_tab(state, lambda tab: replace(_stand(tab, goal), halted="end" if ends else None))
    return replace(state, playing=None) if ends else state


def _both_begun(state: AppState, pair: Pair) -> AppState:
    if not len(pair.found.line):
        return state
    begins = with_pair(state, lambda pair: stood(pair, 0) if pair.at_end else replace(pair, halted=None))
    return replace(begins, playing=PAIR)


def _both_ticked(state: AppState, pair: Pair) -> AppState:
    if state.playing != PAIR:
        return replace(state, playing=None)
    goal = goal_of(pair, BY_ID[_move(state)], state.grain)
    last = len(pair.found.line)
    index = last if goal is None else goal
    halt = next_halt(state, pair)
    if halt is not None and halt[0] <= index:
        return replace(with_pair(state, lambda pair: halted_at(pair, *halt)), playing=None)
    ends = index >= last
    state = with_pair(state, lambda pair: replace(stood(pair, index), halted="end" if ends else None))
    return replace(state, playing=None) if ends else state


def _move(state: AppState) -> str:
    return "next_block" if PACE_BY_ID[state.pace].blocks else "step_forward"


def _goal(here: Here, move: str) -> int:
    found = BY_ID[move].to(here)
    return here.ways.last if found is None else found


def _going(tab: OpenTab) -> OpenTab:
    return tab if tab.halted is None else replace(tab, halted=None)


def _stand(tab: OpenTab, step: int) -> OpenTab:
    return stepped(tab, at(tab.document.timeline, step))


def _halted_by_mark(tab: OpenTab, step: int) -> OpenTab:
    """What is marked is selected, also where it runs only next."""
    there, found = _stand(tab, step), stopping_at(tab, step)
    if found is None:
        return replace(there, halted="mark", halting=None)
    return replace(there, halted="mark", halting=(found.node, found.when), selection=found.node)
