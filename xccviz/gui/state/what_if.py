"""The form of a call that is run again: filled in, undone, run. All pure functions.

Loaded by what shows or runs a call again only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xccviz.gui.state.asked_again import Asked
from xccviz.gui.state.rerun import MOST_BACK, Rerun
from xccviz.gui.state.rerunning import rerun_of
from xccviz.gui.state.store import AppState
from xccviz.rerun.types import Changes
from xccviz.tables.host_calls import HostPlace, Tie
from xccviz.values import replace


def asked_of(run: Rerun) -> Asked:
    """What the form says."""
    return run.asked if run.asked is not None else Asked()


def count_of(changes: Changes) -> int:
    """How many things are different."""
    single = (changes.args, changes.deposit, changes.gas, changes.code)
    return len(changes.slots) + len(changes.values) + sum(value is not None for value in single)


def left_of(changes: Changes, unchanged: Changes) -> Changes:
    """What of it is a change, as far as it is known what was so already."""

    def single(name: str) -> Any:
        value = getattr(changes, name)
        return None if value == getattr(unchanged, name) else value

    slots, values = unchanged.slots, unchanged.values
    return Changes(
        {n: value for n, value in changes.slots.items() if n not in slots or slots[n] != value},
        single("args"),
        single("deposit"),
        single("gas"),
        single("code"),
        {key: value for key, value in changes.values.items() if key not in values or values[key] != value},
    )


def stale(run: Rerun) -> bool:
    """Whether the form says something else than what was run."""
    return asked_of(run) != (run.told if run.told is not None else Asked())


def with_slot(changes: Changes, slot: int, value: bytes | None) -> Changes:
    """With another result in a slot, None for a failed one."""
    return replace(changes, slots={**changes.slots, slot: value})


def without_slot(changes: Changes, slot: int) -> Changes:
    """With a slot as it was."""
    return replace(changes, slots={n: value for n, value in changes.slots.items() if n != slot})


def with_key(changes: Changes, key: bytes, value: bytes | None) -> Changes:
    """With another value below a key of the storage, None where it is absent."""
    return replace(changes, values={**changes.values, key: value})


def without_key(changes: Changes, key: bytes) -> Changes:
    """With a key of the storage as it was."""
    return replace(changes, values={k: value for k, value in changes.values.items() if k != key})


def filled_in(state: AppState, change: Callable[[Asked], Asked]) -> AppState:
    """With a form that says something else, to be run at once where every change is; what can be undone is kept."""
    run = rerun_of(state)
    if run is None:
        return state
    before = asked_of(run)
    after = change(before)
    if after == before:
        return state
    done = (*run.done, before)[-MOST_BACK:]
    run = replace(run, asked=after, done=done, undone=())
    return with_rerun(state, replace(run, wanted=after) if run.each else run)


def run_now(state: AppState) -> AppState:
    """With what the form says to be run."""
    run = rerun_of(state)
    return state if run is None else with_rerun(state, replace(run, wanted=asked_of(run)))


def on_every_change(state: AppState, each: bool) -> AppState:
    """With every change run at once, or not."""
    run = rerun_of(state)
    if run is None or run.each == each:
        return state
    run = replace(run, each=each)
    return with_rerun(state, replace(run, wanted=asked_of(run)) if each and stale(run) else run)


def stepped_back(state: AppState) -> AppState:
    """With the last change of the form undone."""
    run = rerun_of(state)
    if run is None or not run.done:
        return state
    before, now = run.done[-1], asked_of(run)
    run = replace(run, asked=before, done=run.done[:-1], undone=(*run.undone, now))
    return with_rerun(state, replace(run, wanted=before) if run.each else run)


def stepped_on(state: AppState) -> AppState:
    """With what was undone last made again."""
    run = rerun_of(state)
    if run is None or not run.undone:
        return state
    after, now = run.undone[-1], asked_of(run)
    run = replace(run, asked=after, done=(*run.done, now), undone=run.undone[:-1])
    return with_rerun(state, replace(run, wanted=after) if run.each else run)


def with_rerun(state: AppState, run: Rerun) -> AppState:
    """With a run in the place of the one of the same call."""
    return replace(state, reruns=tuple(run if one.same(run) else one for one in state.reruns))


def stood_at(state: AppState, row: HostPlace | None) -> AppState:
    """With a host call or a loop looked at; nothing is sought any more."""
    run = rerun_of(state)
    if run is None or (run.row == row and run.sought is None):
        return state
    return with_rerun(state, replace(run, row=row, sought=None))


def sought_in(state: AppState, kind: Tie, value: int | str) -> AppState:
    """With the host call of something to be looked at, among those of the call as it was."""
    run = rerun_of(state)
    return state if run is None else with_rerun(state, replace(run, sought=(kind, value), changed=False))
