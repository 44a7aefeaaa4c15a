"""NEP-297 events in log lines (protocol.md §8.1)."""

from __future__ import annotations

from xccviz.decode.types import Event
from xccviz.decode.values import parse_strict_json

PREFIX = "EVENT_JSON:"


def parse_event(line: str) -> Event | None:
    """The event of a log line that starts with `EVENT_JSON:`, else None.

    Lenient about types except that `standard` and `event` must be strings; `version` and `data` may be None.
    Never raises: a contract can print anything.
    """
    if not line.startswith(PREFIX):
        return None
    ok, value = parse_strict_json(line[len(PREFIX) :].strip())
    if not ok or not isinstance(value, dict):
        return None
    standard, version, event = value.get("standard"), value.get("version"), value.get("event")
    if not isinstance(standard, str) or not isinstance(event, str):
        return None
    return Event(standard, version if isinstance(version, str) else None, event, value.get("data"))
