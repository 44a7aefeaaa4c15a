"""The error dictionary as far as recognising goes: enums, variants, texts (its words: `words/errors`).

It is data (`resources/errors/dictionary.json`) and comes in as an argument, so that this room does no I/O. It has
*groups* (one per enum of the node; a variant may say which enum is `inside` it or which list of `text` patterns its
string is matched with) and *texts* (ordered patterns with named groups). Two groups are where matching begins:
`Failure`, what an outcome reports, and `Answer`, what a node or a client says instead of an outcome.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from xccviz.patterns import later
from xccviz.values import field, frozen

_PLAIN = later(r"\^((?:[\w ,:;#!`'\"/=-]|\\[.()!`#-])+)(?![?*{+])")
_ESCAPED = later(r"\\(.)")
_SIGN = later(r"\\.|[()|]")


@frozen
class ErrorEntry:
    """How one error is recognised. `key` is `group.variant` or `list.name`, unique in a dictionary, and the key of its
    words; `inside` names the group of a nested enum, `text` the list of patterns for a string; `slot` and `account`
    the field that holds a promise-result slot or the account concerned; `example` a text that matches; `inside_only`:
    its pattern tells something only where the text is known to come from a contract."""

    key: str
    inside: str | None = None
    text: str | None = None
    pattern: str | None = None
    slot: str | None = None
    account: str | None = None
    example: str | None = None
    inside_only: bool = False

    @property
    def begins(self) -> str:
        """What every text begins with that the pattern matches; "" where that is not plain."""
        return _beginning(self.pattern or "")

    def match(self, text: str) -> re.Match[str] | None:
        """Where the pattern is found in `text`. It is compiled when a text first begins as it does: most never do."""
        if self.pattern is None or not text.startswith(self.begins):
            return None
        return _compiled(self.pattern).search(text)


@frozen
class ErrorDictionary:
    """The parsed dictionary: entries per enum and variant, and ordered pattern entries per list."""

    groups: Mapping[str, Mapping[str, ErrorEntry]]
    texts: Mapping[str, tuple[ErrorEntry, ...]]
    _beginnings: dict[str, tuple[tuple[str, ErrorEntry], ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def beginning(self, listing: str, text: str) -> Iterator[ErrorEntry]:
        """The entries of a pattern list, in order, that may match a text: it begins as they do."""
        if listing not in self._beginnings:
            self._beginnings[listing] = tuple((entry.begins, entry) for entry in self.texts.get(listing, ()))
        for begins, entry in self._beginnings[listing]:
            if text.startswith(begins):
                yield entry

    def named_text(self, listing: str, name: str) -> ErrorEntry | None:
        """The entry of a pattern list by its name; old outcomes have the names instead of the texts."""
        key = f"{listing}.{name}"
        return next((entry for entry in self.texts.get(listing, ()) if entry.key == key), None)

    def case_of(self, entry: ErrorEntry, case: str) -> ErrorEntry | None:
        """The entry for one case of an error: its name with that of the case behind a dot."""
        listing, _, name = entry.key.partition(".")
        found = self.groups.get(listing, {}).get(f"{name}.{case}")
        return found or self.named_text(listing, f"{name}.{case}")


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
        pattern=pattern,
        slot=row.get("slot"),
        account=row.get("account"),
        example=row.get("example"),
        inside_only=row.get("inside_only", False),
    )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _beginning(pattern: str) -> str:
    depth = 0
    for sign in _SIGN.findall(pattern):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "|" and not depth:
            return ""
    plain = _PLAIN.match(pattern)
    return _ESCAPED.sub(r"\1", plain[1]) if plain else ""
