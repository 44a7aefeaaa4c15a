"""The error dictionary as far as recognising goes: enums, variants, texts (its words: `words/errors`).

It is data (`resources/errors/dictionary.json`) and comes in as an argument, so that this room does no I/O. It has
*groups* (one per enum of the node; a variant may say which enum is `inside` it or which list of `text` patterns its
string is matched with) and *texts* (ordered patterns with named groups).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from xccviz.values import frozen


@frozen
class ErrorEntry:
    """How one error is recognised. `key` is `group.variant` or `list.name`, unique in a dictionary, and the key of its
    words; `inside` names the group of a nested enum, `text` the list of patterns for a string; `slot` and `account`
    the field that holds a promise-result slot or the account concerned; `example` a text that matches."""

    key: str
    inside: str | None = None
    text: str | None = None
    pattern: re.Pattern[str] | None = None
    slot: str | None = None
    account: str | None = None
    example: str | None = None


@frozen
class ErrorDictionary:
    """The parsed dictionary: entries per enum and variant, and ordered pattern entries per list."""

    groups: Mapping[str, Mapping[str, ErrorEntry]]
    texts: Mapping[str, tuple[ErrorEntry, ...]]

    def named_text(self, listing: str, name: str) -> ErrorEntry | None:
        """The entry of a pattern list by its name; old outcomes have the names instead of the texts."""
        key = f"{listing}.{name}"
        return next((entry for entry in self.texts.get(listing, ()) if entry.key == key), None)


def parse_dictionary(value: Any) -> ErrorDictionary:
    """The dictionary from the JSON of `resources/errors/dictionary.json`; ValueError for another document."""
    if not isinstance(value, dict) or value.get("format") != "xccviz-errors" or value.get("version") != 1:
        raise ValueError("not an xccviz-errors dictionary of version 1")
    groups = {
        group: {variant: _entry(f"{group}.{variant}", row) for variant, row in rows.items()}
        for group, rows in value["groups"].items()
    }
    texts = {
        listing: tuple(_entry(f"{listing}.{row['name']}", row) for row in rows)
        for listing, rows in value["texts"].items()
    }
    return ErrorDictionary(groups, texts)


def _entry(key: str, row: Mapping[str, Any]) -> ErrorEntry:
    pattern = row.get("pattern")
    return ErrorEntry(
        key=key,
        inside=row.get("inside"),
        text=row.get("text"),
        pattern=re.compile(pattern) if pattern else None,
        slot=row.get("slot"),
        account=row.get("account"),
        example=row.get("example"),
    )
