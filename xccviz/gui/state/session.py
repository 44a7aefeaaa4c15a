"""What was open when the window was left, and how one stood before it: opened again with the next window."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping, Sequence

from xccviz.annotations import Standing
from xccviz.annotations.standing import standing_json, standing_of
from xccviz.model.raw import Json, count_of, object_of, objects_of, text_or_none
from xccviz.values import frozen, replace

MOST, MOST_WAITS, LONGEST_ID = 50, 20, 100
"""Tabs that are opened again; windows that may pass over one before it is forgotten; characters of a node's id."""
MOST_APART, LONGEST_NAME, LONGEST_PLACE = 10, 40, 50_000
"""Windows that are opened again beside the first one; characters of their names and of where they stood."""


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
class Beside:
    """Two tabs as they were left side by side, each by what opens it again: after `step` steps of both (None: at the
    end), with a call selected (the id of its node in one of them), whether only what differs was shown, whether that of
    gas and fees too, and whether they stood in front of the tabs."""

    a: str
    b: str
    step: int | None = None
    selection: str = ""
    only: bool = False
    costs: bool = True
    front: bool = False


@frozen
class Session:
    """All tabs of a window in their order, which one stood in front (-1: none), the view, and which two stood side by
    side; of the first window also those that stood `apart`."""

    tabs: tuple[Left, ...] = ()
    active: int = -1
    view: str = ""
    beside: Beside | None = None
    apart: tuple[Apart, ...] = ()


@frozen
class Apart:
    """A window beside the first one as it was left: its name among all, what was open in it, and Qt's own bytes for its
    place (b"": the usual one)."""

    name: str
    session: Session
    place: bytes = b""


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
    told: dict[str, Json] = {"tabs": tabs, "active": session.active, "view": session.view}
    two = session.beside
    if two is not None:
        how: dict[str, Json] = {"only": two.only, "costs": two.costs, "front": two.front}
        told["beside"] = {"a": two.a, "b": two.b, "step": two.step, "selection": two.selection, **how}
    apart: list[Json] = [
        {"name": each.name, "place": base64.b64encode(each.place).decode(), **session_json(each.session)}
        for each in session.apart
    ]
    return {**told, "apart": apart} if apart else told


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
    view = (text_or_none(members.get("view")) or "")[:40]
    beside = among(tabs, _beside_from(object_of(members.get("beside"))))
    found = (_apart_from(item, may_be_kept) for item in objects_of(members.get("apart"))[:MOST_APART])
    apart = {each.name: each for each in found if each is not None}
    return Session(tuple(tabs), front, view, beside, tuple(apart.values()))


def _apart_from(members: Mapping[str, Json], may_be_kept: Callable[[str], str | None]) -> Apart | None:
    name, place = text_or_none(members.get("name")) or "", text_or_none(members.get("place")) or ""
    session = session_from_json({**members, "apart": []}, may_be_kept)
    if not session.tabs or not 0 < len(name) <= LONGEST_NAME or len(place) > LONGEST_PLACE:
        return None
    try:
        return Apart(name, session, base64.b64decode(place, validate=True))
    except ValueError:  # where it stood is all that is lost
        return Apart(name, session)


def _beside_from(members: Mapping[str, Json]) -> Beside | None:
    a, b = text_or_none(members.get("a")), text_or_none(members.get("b"))
    if not a or not b:
        return None
    step, selection = count_of(members.get("step")), text_or_none(members.get("selection")) or ""
    only, costs, front = (members.get(name) is True for name in ("only", "costs", "front"))
    return Beside(a, b, step, selection if len(selection) <= LONGEST_ID else "", only, costs, front)


def among(tabs: Iterable[Left], beside: Beside | None) -> Beside | None:
    """Two that stood side by side, where both are among tabs that were left open."""
    given = {left.given for left in tabs}
    return beside if beside is not None and {beside.a, beside.b} <= given else None


def apart_with(apart: Iterable[Apart], now: Apart) -> tuple[Apart, ...]:
    """The same with what is left open in one of these windows by now; without it, where that is nothing."""
    known = tuple(apart)
    before = next((each for each in known if each.name == now.name), now)
    now = replace(now, place=now.place or before.place)
    others = tuple(each for each in known if each.name != now.name)
    return (*others, now) if now.session.tabs else others


def led(session: Session) -> tuple[Session, bytes]:
    """A session as it opens, and where its first window stood where that is not the usual place: where nothing was left
    open in that one, another takes its place."""
    if session.tabs or not session.apart:
        return session, b""
    first, *rest = session.apart
    return replace(first.session, apart=tuple(rest)), first.place


def in_one(session: Session) -> Session:
    """All of it as tabs of one window."""
    tabs = (*session.tabs, *(left for each in session.apart for left in each.session.tabs))
    return replace(session, tabs=tabs[:MOST], apart=())


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
