"""What was open when the window was left, and how one stood before it: opened again with the next window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from xccviz.annotations import Standing
from xccviz.annotations.standing import standing_json, standing_of
from xccviz.gui.state.keeping import standing_at
from xccviz.model.raw import Json, count_of, object_of, objects_of, text_or_none
from xccviz.values import frozen

if TYPE_CHECKING:
    from xccviz.gui.state.store import AppState

MOST = 50
"""Tabs that are opened again."""
ROOM = 200_000
"""Characters that what is unfolded may take in all: beyond that tabs open as at first."""


@frozen
class Left:
    """A tab as it was left: `given` opens it again on `network`, "" any."""

    given: str
    network: str
    standing: Standing


@frozen
class Session:
    """All tabs in their order, which one stood in front (-1: none), and the view."""

    tabs: tuple[Left, ...] = ()
    active: int = -1
    view: str = ""


def session_of(state: AppState) -> Session:
    """What is open that can be opened again: pasted text can't, and is not kept."""
    found = [(n, tab) for n, tab in enumerate(state.tabs) if tab.given][:MOST]
    tabs = tuple(Left(tab.given, tab.document.trace.network or "", standing_at(tab)) for _, tab in found)
    active = next((i for i, (n, _) in enumerate(found) if n == state.active), len(found) - 1)
    return Session(tuple(_within(tabs)), active, state.view)


def _within(tabs: tuple[Left, ...]) -> Iterator[Left]:
    room = ROOM
    for left in tabs:
        room -= sum(map(len, left.standing.folding))
        yield left if room >= 0 else Left(left.given, left.network, Standing())


def session_json(session: Session) -> dict[str, Json]:
    """A session as `session_from_json` reads it."""
    tabs: list[Json] = [
        {"given": left.given, "network": left.network, "view": standing_json(left.standing)}
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
            tabs.append(Left(given, network, standing_of(item.get("view"))))
    active = count_of(members.get("active"))
    front = min(active, len(tabs) - 1) if active is not None else len(tabs) - 1
    return Session(tuple(tabs), front, (text_or_none(members.get("view")) or "")[:40])
