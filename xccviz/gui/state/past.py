"""What can be undone in a tab: folding, options of drawings, the filter, marks and notes, each change for itself.
Stepping and selecting are no changes. All pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from xccviz.values import frozen, replace

Kind = Literal["fold", "filter", "rest", "mark", "note"]
"""Of what a change is; `rest`: whether what a filter does not find is hidden."""
Held = Mapping[Kind, Any]
"""What a tab holds of each kind: what stands open, the filter as it was typed, whether it hides, marks, notes."""
MOST = 200
"""Changes that can be undone."""


@frozen
class Change:
    """What a tab held before and after it."""

    kind: Kind
    before: Any
    after: Any


@frozen
class Past:
    """Changes that can be undone, and those that were undone and can be made again, the latest last. `awaited`: what an
    undoing brings back, which is no change of its own, as soon as it is there: a large drawing is laid out first."""

    done: tuple[Change, ...] = ()
    undone: tuple[Change, ...] = ()
    awaited: tuple[tuple[Kind, Any], ...] = ()


def recorded(past: Past, before: Held, after: Held) -> Past:
    """`past` with what differs between two states of its tab."""
    for kind, now in after.items():
        if now is before[kind] or now == before[kind]:
            continue
        brought = (kind, now) in past.awaited
        past = replace(past, awaited=tuple(each for each in past.awaited if each[0] != kind))
        if not brought:
            done = _with(past.done, Change(kind, before[kind], now))
            past = replace(past, done=done[-MOST:], undone=())
    return past


def stepped_back(past: Past, held: Held) -> Past:
    """`past` when its latest change is undone in a tab that holds that."""
    change = past.done[-1]
    awaited = _awaiting(past, change.kind, change.before, held)
    return Past(past.done[:-1], (*past.undone, change), awaited)


def stepped_on(past: Past, held: Held) -> Past:
    """`past` when what was undone last is made again."""
    change = past.undone[-1]
    awaited = _awaiting(past, change.kind, change.after, held)
    return Past((*past.done, change), past.undone[:-1], awaited)


def _awaiting(past: Past, kind: Kind, value: Any, held: Held) -> tuple[tuple[Kind, Any], ...]:
    others = tuple(each for each in past.awaited if each[0] != kind)
    return others if held[kind] == value else (*others, (kind, value))


def _with(done: tuple[Change, ...], change: Change) -> tuple[Change, ...]:
    """A filter that is typed, or deleted, letter by letter is one change."""
    last = done[-1] if done else None
    if last is None or last.kind != "filter" or change.kind != "filter" or last.after != change.before:
        return (*done, change)
    typed = last.after and last.after.startswith(last.before) and change.after.startswith(change.before)
    deleted = last.before.startswith(last.after) and change.before.startswith(change.after)
    return (*done[:-1], Change("filter", last.before, change.after)) if typed or deleted else (*done, change)
