"""A line of a contract's log that was copied alone: it is called what it is, and where its transaction is asked for."""

from __future__ import annotations

import json

from xccviz.catalogue import tr
from xccviz.model.errors import Hint
from xccviz.sources.foreign_text import one_line
from xccviz.sources.recognise.references import NotOpenable

_EVENT = "EVENT_JSON:"
"""How NEP-297 marks an event in a log; a tool may have put the contract's name before it."""
_BEFORE = 200
"""Characters of a line within which the mark stands."""


def event_line(given: str) -> NotOpenable | None:
    """What to say of a line that is an event; None for any other text. Its data may hold hashes, which are none of its
    transaction."""
    at = given.find(_EVENT, 0, _BEFORE)
    if at < 0 or "\n" in given:
        return None
    try:
        value, _ = json.JSONDecoder().raw_decode(given[at + len(_EVENT) :].lstrip())
    except (ValueError, RecursionError):
        value = None
    members = value if isinstance(value, dict) else {}
    name = " ".join(
        one_line(said, 60) for key in ("standard", "event") if isinstance(said := members.get(key), str)
    )
    seen = (
        tr("an event of a contract's log ({name})", name=name) if name else tr("an event of a contract's log")
    )
    return NotOpenable(
        tr("this is {what}, no transaction and no error", what=seen),
        Hint(
            tr("Give the hash of the transaction that logged it: `xccviz show HASH` tells which call did."),
            tr("Open the transaction that logged it: its logs tell which call did."),
        ),
        seen,
    )
