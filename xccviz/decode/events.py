"""NEP-297 events in log lines (protocol.md §8.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xccviz.decode.values import parse_strict_json

PREFIX = "EVENT_JSON:"


def parse_event(line: str) -> Mapping[str, Any] | None:
    """`{standard, version, event, data}` of a log line that starts with `EVENT_JSON:`, else None.

    Lenient about types except that `standard` and `event` must be strings; `version` and `data` may be None.
    Never raises: a contract can print anything.
    """
    if not line.startswith(PREFIX):
        return None
    ok, value = parse_strict_json(line[len(PREFIX) :].strip())
    if not ok or not isinstance(value, dict):
        return None
    if not isinstance(value.get("standard"), str) or not isinstance(value.get("event"), str):
        return None
    version = value.get("version")
    return {
        "standard": value["standard"],
        "version": version if isinstance(version, str) else None,
        "event": value["event"],
        "data": value.get("data"),
    }
