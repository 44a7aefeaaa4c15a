"""What was open when the window was left, and how one stood before it: opened again with the next window."""

from __future__ import annotations

from collections.abc import Callable

from xccviz.annotations import Standing
from xccviz.annotations.standing import standing_json, standing_of
from xccviz.model.raw import Json, count_of, object_of, objects_of, text_or_none
from xccviz.values import frozen

MOST = 50
"""Tabs that are opened again."""


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
