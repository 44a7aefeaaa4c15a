"""Documents inside of others: members at any depth, texts that are JSON once more, texts that a tool printed."""

from __future__ import annotations

from binascii import a2b_base64
from collections.abc import Callable, Iterator

from xccviz.model.raw import Json, JsonObject
from xccviz.sources.files import tells
from xccviz.sources.files.naming import in_snake_case
from xccviz.sources.files.place import Place
from xccviz.sources.files.strict_json import read_json

_IN_BASE64 = "eyJ"
"""How base64 of an object of JSON begins."""
SHORTEST_DOCUMENT = 100
"""Characters of a text that may hold a document."""
MOST_QUOTES = 4
"""How often a document may have been written as text."""
DEEPEST_WRAPPING = 8
MOST_WRAPPED = 2_000
"""How far a document is looked for inside others: members down, and objects in all."""


def documents_within(
    value: Json, place: Place, is_document: Callable[[JsonObject], bool]
) -> list[tuple[Json, Place]]:
    """The documents within, level by level: of the first level that has some, all."""
    level: list[tuple[Json, Place]] = [(value, place)]
    seen = 0
    for _ in range(DEEPEST_WRAPPING):
        members = ((inner, place) for outer, place in level for inner, place in _members(outer, place))
        read = ((inner if (text := unquoted(inner)) is None else text, inside) for inner, inside in members)
        level = [(inner, inside) for inner, inside in read if isinstance(inner, dict | list)]
        seen += len(level)
        known: list[tuple[Json, Place]] = [
            (inner, inside) for inner, inside in level if isinstance(inner, dict) and is_document(inner)
        ]
        if known or seen > MOST_WRAPPED:
            return known
    return []


def texts_within(value: Json, place: Place) -> list[tuple[str, Place]]:
    """The texts within that hold a document: lines of logs, messages of assistants."""
    found: list[tuple[str, Place]] = []
    level: list[tuple[Json, Place]] = [(value, place)]
    seen = 0
    while level and seen <= MOST_WRAPPED:
        members = [member for outer, inside in level for member in _members(outer, inside)]
        seen += len(members)
        found += [(text, inside) for text, inside in members if isinstance(text, str) and _holds(text)]
        level = [(inner, inside) for inner, inside in members if isinstance(inner, dict | list)]
    return found


def _members(value: Json, place: Place) -> Iterator[tuple[Json, Place]]:
    if isinstance(value, dict):
        yield from ((inner, place.inside(f".{key}")) for key, inner in value.items())
    elif isinstance(value, list):
        yield from ((inner, place.inside(f"[{n}]")) for n, inner in enumerate(value))


def _holds(text: str) -> bool:
    return len(text) >= SHORTEST_DOCUMENT and tells.holds_a_document(text)


def unquoted(value: Json) -> Json:
    """The document that a text holds, as a message or a log keeps it; None for any other text."""
    if isinstance(value, str) and value[:3] == _IN_BASE64:
        value = _out_of_base64(value)
    for _ in range(MOST_QUOTES):
        if not isinstance(value, str) or value[:1] not in ("{", "[", '"') or tells.JSON.search(value) is None:
            break
        try:
            inner = read_json(value)
        except (ValueError, RecursionError):
            return None
        if not isinstance(inner, str):
            return in_snake_case(inner)
        value = inner
    return None


def _out_of_base64(value: str) -> Json:
    """What an archive of a browser or a function's answer keeps so of a body."""
    try:
        return a2b_base64(value, strict_mode=True).decode()
    except ValueError:
        return None
