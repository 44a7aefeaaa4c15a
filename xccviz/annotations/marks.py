"""Marks: where whoever plays stops (interface.md §9)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal, cast, get_args

from xccviz.model.raw import Json, objects_of
from xccviz.values import frozen

When = Literal["before", "after", "note"]
"""Whether a mark stops before what it stands on runs, after it ran, or only notes that it was passed."""
MOST, LONGEST, MOST_EVERY = 200, 4_096, 1_000_000
"""Marks of one transaction, characters of one's node or filter, and hits from one stop to the next."""


@frozen
class Mark:
    """Where whoever plays stops: at a `node` (its id), or at each node for which a `filter` is true; one of both is
    "". `every`: of its hits each so many-th counts, in the order in which they run; `on`: it is heeded."""

    node: str = ""
    filter: str = ""
    when: When = "before"
    every: int = 1
    on: bool = True

    @property
    def place(self) -> tuple[str, str]:
        """Where it stands: no two marks of a transaction stand there."""
        return self.node, self.filter


def marks_of(view: Json) -> tuple[Mark, ...]:
    """The marks in a member `view`; what is none, or too long, is left out."""
    members = view if isinstance(view, dict) else {}
    found: dict[tuple[str, str], Mark] = {}
    for item in objects_of(members.get("marks")):
        mark = _mark_of(item)
        if mark is not None and len(found) < MOST:
            found.setdefault(mark.place, mark)
    return tuple(found.values())


def marks_json(marks: Iterable[Mark]) -> list[Json]:
    """Marks as `marks_of` reads them: what is as usual is left out."""
    written: list[Json] = []
    for mark in marks:
        entry: dict[str, Json] = {"node": mark.node} if mark.node else {"filter": mark.filter}
        entry["when"] = mark.when
        if mark.every != 1:
            entry["every"] = mark.every
        if not mark.on:
            entry["on"] = False
        written.append(entry)
    return written


def added(marks: tuple[Mark, ...], more: Iterable[Mark]) -> tuple[Mark, ...]:
    """Marks with more of them behind; where one stands there is no second."""
    found = {mark.place: mark for mark in marks}
    for mark in more:
        if len(found) < MOST:
            found.setdefault(mark.place, mark)
    return tuple(found.values())


def toggled(marks: tuple[Mark, ...], node: str) -> tuple[Mark, ...]:
    """Marks with one on a node, or without the one that stands there."""
    kept = tuple(mark for mark in marks if mark.node != node)
    return kept if len(kept) < len(marks) else added(marks, [Mark(node)])


def changed(
    marks: tuple[Mark, ...], place: tuple[str, str], change: Callable[[Mark], Mark]
) -> tuple[Mark, ...]:
    """Marks with the one at a place changed."""
    return tuple(change(mark) if mark.place == place else mark for mark in marks)


def removed(marks: tuple[Mark, ...], place: tuple[str, str]) -> tuple[Mark, ...]:
    """Marks without the one at a place."""
    return tuple(mark for mark in marks if mark.place != place)


def _mark_of(item: Mapping[str, Json]) -> Mark | None:
    node, filter = item.get("node", ""), item.get("filter", "")
    when, every, on = item.get("when", "before"), item.get("every", 1), item.get("on", True)
    if not isinstance(node, str) or not isinstance(filter, str) or bool(node) == bool(filter):
        return None
    if len(node) + len(filter) > LONGEST or when not in get_args(When) or not isinstance(on, bool):
        return None
    if not isinstance(every, int) or isinstance(every, bool) or not 1 <= every <= MOST_EVERY:
        return None
    return Mark(node, filter, cast(When, when), every, on)
