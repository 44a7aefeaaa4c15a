"""What was open when the window was left, and how one stood before it: opened again with the next window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xccviz.annotations import Standing
from xccviz.annotations.standing import standing_json, standing_of
from xccviz.model.raw import Json, count_of, object_of, objects_of, text_or_none
from xccviz.values import frozen, replace

MOST, MOST_WAITS = 50, 20
"""Tabs that are opened again; windows that may pass over one before it is forgotten."""


@frozen
class Left:
    """A tab as it was left: `given` opens it again on `network`, "" any. `waits`: so many windows in a row did not have
    it open, as it could not be opened, or they were started on something else."""

    given: str
    network: str
    standing: Standing
    waits: int = 0


Waiting = tuple[tuple[int, Left], ...]
"""What was left open and is not open in this window (yet): each with its place among the tabs, ascending."""


@frozen
class Session:
    """All tabs in their order, which one stood in front (-1: none), and the view."""

    tabs: tuple[Left, ...] = ()
    active: int = -1
    view: str = ""


def session_json(session: Session) -> dict[str, Json]:
    """A session as `session_from_json` reads it."""
    tabs: list[Json] = [
        {
            "given": left.given,
            "network": left.network,
            "view": standing_json(left.standing),
            **({"waits": left.waits} if left.waits else {}),
        }
        for left in session.tabs
    ]
    return {"tabs": tabs, "active": session.active, "view": session.view}


def session_from_json(content: object, may_be_kept: Callable[[str], str | None]) -> Session:
    """What of it can be read; an earlier version kept none. `may_be_kept`: what of something given opens it again."""
    members = object_of(content if isinstance(content, dict) else {})
    tabs: list[Left] = []
    for item in objects_of(members.get("tabs"))[:MOST]:
        given, network = text_or_none(item.get("given")) or "", text_or_none(item.get("network")) or ""
        if 0 < len(given) <= 4_096 and len(network) <= 4_096 and may_be_kept(given) == given:
            waits = count_of(item.get("waits")) or 0
            tabs.append(Left(given, network, standing_of(item.get("view")), min(waits, MOST_WAITS)))
    active = count_of(members.get("active"))
    front = min(active, len(tabs) - 1) if active is not None else len(tabs) - 1
    return Session(tuple(tabs), front, (text_or_none(members.get("view")) or "")[:40])


def waiting(session: Session) -> Waiting:
    """What a window that opens finds left open: each waits until it is opened, but not for ever."""
    found = (left for left in session.tabs if left.waits < MOST_WAITS)
    return tuple((n, replace(left, waits=left.waits + 1)) for n, left in enumerate(found))


def without(waiting: Waiting, given: str) -> Waiting:
    """The same when that is open."""
    return tuple(each for each in waiting if each[1].given != given)


def at_places(tabs: Sequence[Left], waiting: Waiting) -> tuple[Left, ...]:
    """Tabs that are open with those that wait at their places; where there are too many, these are fewer."""
    found = list(tabs)
    for place, left in waiting[: max(0, MOST - len(found))]:
        found.insert(place, left)
    return tuple(found)
