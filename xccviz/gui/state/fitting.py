"""The window's memory is never written larger than what is read again.

Each part has a share of the file, measured as it is written: an accent takes six bytes there, a rare sign twelve. Of a
part that is full, what comes first (which is the latest) stays. How one stood before the tabs takes what the rest
leaves, and gives way first.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from xccviz.gui.state.session import MOST
from xccviz.model.raw import Json, JsonObject, object_of, objects_of, texts_of

log = logging.getLogger(__name__)
_T = TypeVar("_T", bound=Json)

LARGEST = 1_000_000
"""Bytes of the file; a larger one is not ours."""
LONGEST_LINE = 4_096
"""Characters of a line of text that is read."""
ROOM_KEPT, ROOM_OF_ONE = 500_000, 250_000
"""Bytes that marks and notes may take in all, and those of one transaction."""
ROOM_RECENT, ROOM_TABS, ROOM_FILTERS, ROOM_COLUMNS, ROOM_PLACE = 100_000, 100_000, 100_000, 10_000, 50_000
"""Bytes of what was opened, of what is open, of filters, of columns, and of the window's place or its docks."""
ROOM_APART = 80_000
"""Bytes of all windows beside the first one, with how one stood before their tabs where that has room."""
SHORT = 200
"""Characters of the name of a theme, of a view or of a pace."""


def fitting(content: Mapping[str, Json]) -> JsonObject:
    """What of the window's memory has room in the file; what would not be read again is left out."""
    filters, session = object_of(content["filters"]), object_of(content["session"])
    saved, room = _within(texts_of(filters["saved"]), ROOM_FILTERS)
    used, _ = _within(texts_of(filters["used"]), room)
    columns, _ = _within(([*each] for each in object_of(content["columns"]).items()), ROOM_COLUMNS)
    recent = (
        each
        for each in objects_of(content["recent"])
        if all(_is_line(said) for name, said in each.items() if name != "pinned")
    )
    tabs = objects_of(session["tabs"])[:MOST]
    plain: Iterable[JsonObject] = ({**each, "view": _only(each["view"], "step")} for each in tabs)
    bare, _ = _within(plain, ROOM_TABS)
    found: JsonObject = {
        **content,
        **{name: _up_to(SHORT, content[name]) for name in ("theme", "instead_of", "pace")},
        **{name: _up_to(ROOM_PLACE, content[name]) for name in ("geometry", "docks")},
        "filters": {"used": [*used], "saved": [*saved]},
        "columns": {str(name): shown for name, shown in columns if _is_line(name)},
        "kept": _kept(object_of(content["kept"])),
        "recent": [*_within(map(dict, recent), ROOM_RECENT)[0]],
    }
    session = {**session, "view": _up_to(SHORT, session["view"])}
    if "apart" in session:
        session = {**session, "apart": [*_apart(objects_of(session["apart"]))]}
    room = LARGEST - _size({**found, "session": {**session, "tabs": [*bare]}})
    return {**found, "session": {**session, "tabs": [*_standing(tabs, bare, room)]}}


def as_written(content: JsonObject) -> bytes:
    """The file."""
    return json.dumps(content).encode()


def _size(entry: Json) -> int:
    """Bytes that an entry takes in the file, with what parts it from the next."""
    return len(json.dumps(entry)) + 2


def _within(entries: Iterable[_T], room: int) -> tuple[list[_T], int]:
    """Those that have room, the first before the others, and the room that is left."""
    found = []
    for entry in entries:
        size = _size(entry)
        if size <= room:
            found.append(entry)
            room -= size
    return found, room


def _is_line(text: Json) -> bool:
    return isinstance(text, str) and len(text) <= LONGEST_LINE


def _up_to(most: int, text: Json) -> Json:
    return text if isinstance(text, str) and len(text) <= most else ""


def _apart(windows: Iterable[JsonObject]) -> Iterator[JsonObject]:
    """Windows that have room, with plain tabs where they have none otherwise."""
    room = ROOM_APART
    for window in windows:
        bare: list[Json] = [{**tab, "view": _only(tab["view"], "step")} for tab in objects_of(window["tabs"])]
        plain: JsonObject = {**window, "tabs": bare}
        for entry in (window, plain):
            if _size(entry) <= room:
                room -= _size(entry)
                yield entry
                break


def _kept(kept: Mapping[str, Json]) -> JsonObject:
    """Marks and notes by hash, the latest first; one transaction doesn't take the room of all others."""
    entries = ({hash: entry} for hash, entry in kept.items() if _is_line(hash))
    found, _ = _within((entry for entry in entries if _size(entry) <= ROOM_OF_ONE), ROOM_KEPT)
    if len(found) < len(kept):
        log.warning("notes of %d transactions have no room in the window's memory", len(kept) - len(found))
    return {hash: each for entry in found for hash, each in entry.items()}


def _standing(tabs: Iterable[JsonObject], bare: list[JsonObject], room: int) -> Iterator[JsonObject]:
    """The `bare` ones of these tabs, as one stood before them: without what is unfolded, or at their step alone, where
    that has no room."""
    rest = iter(bare)
    plain = next(rest, None)
    for tab in tabs:
        if plain is None or plain["given"] != tab["given"]:
            continue
        view = object_of(tab["view"])
        for more in (view, _only(view, "step", "selection", "filter", "hides")):
            if _size(more) <= room:
                plain = {**plain, "view": more}
                room -= _size(more)
                break
        yield plain
        plain = next(rest, None)


def _only(view: Json, *members: str) -> JsonObject:
    return {name: value for name, value in object_of(view).items() if name in members}
