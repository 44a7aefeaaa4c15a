"""What several windows remember, put together: each writes what changed in it, and what changed elsewhere stays.

All are compared with what a window knew when it last wrote: what differs from that is what it has changed. Of one thing
that two windows changed (the same note, the size of text) the later write stays. All pure functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from xccviz.gui.state.filters import SAVED, USED, Filters
from xccviz.gui.state.keeping import KEPT, MOST_HAD, Remembered
from xccviz.gui.state.memory import Memory, listed
from xccviz.gui.state.session import Session, among
from xccviz.values import replace

_K = TypeVar("_K")
_V = TypeVar("_V")


def merged(known: Memory, ours: Memory, theirs: Memory) -> Memory:
    """`theirs`, which is what the file holds, with what of `ours` is other than what was `known`."""
    size, instead = _changed(*((each.text_percent, each.size_instead_of) for each in (known, ours, theirs)))
    theme = _changed(*((each.theme, each.instead_of) for each in (known, ours, theirs)))
    recent = together(*({entry.given: entry for entry in each.recent} for each in (known, ours, theirs)))
    columns = together(*(dict(each.columns) for each in (known, ours, theirs)))
    kept = together(*(dict(each.kept) for each in (known, ours, theirs)), settle=_remembered)
    return Memory(
        _changed(known.geometry, ours.geometry, theirs.geometry),
        _changed(known.docks, ours.docks, theirs.docks),
        size,
        listed(recent.values()),
        *theme,
        _filters(known.filters, ours.filters, theirs.filters),
        tuple(sorted(columns.items())),
        tuple(kept.items())[:KEPT],
        _session(known.session, ours.session, theirs.session),
        _changed(known.everything, ours.everything, theirs.everything),
        _changed(known.pace, ours.pace, theirs.pace),
        instead,
        tuple(
            together(*(dict.fromkeys(each.hints, True) for each in (known, ours, theirs)), latest_first=False)
        ),
    )


def together(
    known: Mapping[_K, _V],
    ours: Mapping[_K, _V],
    theirs: Mapping[_K, _V],
    *,
    latest_first: bool = True,
    settle: Callable[[_V, _V, _V], _V] = lambda known, ours, theirs: ours,
) -> dict[_K, _V]:
    """Entries by key, with what either side added, changed or removed. What one changed and the other removed stays;
    `settle` says what becomes of one that both changed. `latest_first`: what changed comes to the front, ours before
    theirs; else they stand in our order, and what is new on the other side behind."""

    def value(key: _K) -> _V | None:
        before, here, there = known.get(key), ours.get(key), theirs.get(key)
        if here == before:
            return there
        if there == before or there is None:
            return here
        return settle(before if before is not None else here, here, there) if here is not None else there

    changed = [key for side in (ours, theirs) for key in side if side[key] != known.get(key)]
    keys = dict.fromkeys((*(changed if latest_first else ()), *ours, *theirs))
    found = ((key, value(key)) for key in keys)
    return {key: entry for key, entry in found if entry is not None}


def _changed(known: _V, ours: _V, theirs: _V) -> _V:
    return ours if ours != known else theirs


def _remembered(known: Remembered, ours: Remembered, theirs: Remembered) -> Remembered:
    """Notes and marks of one transaction, each for itself, and how it is folded."""
    sides = (known, ours, theirs)
    notes = together(*({note.node: note for note in each.notes} for each in sides), latest_first=False)
    marks = together(*({mark.place: mark for mark in each.marks} for each in sides), latest_first=False)
    folding = _changed(*(each.folding for each in sides))
    had = tuple(dict.fromkeys((*ours.had, *theirs.had)))[:MOST_HAD]
    return Remembered(tuple(marks.values()), tuple(notes.values()), had, folding)


def _filters(known: Filters, ours: Filters, theirs: Filters) -> Filters:
    def of(lists: Iterable[tuple[str, ...]]) -> list[str]:
        return [*together(*(dict.fromkeys(each, True) for each in lists))]

    used, saved = (
        of(each.used for each in (known, ours, theirs)),
        of(each.saved for each in (known, ours, theirs)),
    )
    return Filters(tuple(used)[:USED], tuple(sorted(saved, key=str.casefold))[:SAVED])


def _session(known: Session, ours: Session, theirs: Session) -> Session:
    """All that is left open in either, window by window; in front stands what stood there last. What is open here was
    left open, also where another window has closed it."""
    sides = (known, ours, theirs)
    apart = together(*({a.name: a for a in each.apart} for each in sides), latest_first=False)
    known, ours, theirs = (replace(each, apart=()) for each in sides)
    if ours == known:
        return replace(theirs, apart=tuple(apart.values()))
    before, here, there = (
        {(left.given, left.network): left for left in each.tabs} for each in (known, ours, theirs)
    )
    open_here = {key: before[key] for key in here if key in before}
    tabs = together(before, here, {**open_here, **there}, latest_first=False)
    beside = among(tabs.values(), _changed(known.beside, ours.beside, theirs.beside))
    return Session(tuple(tabs.values()), ours.active, ours.view, beside, tuple(apart.values()))
