"""What terminals, chats and commands leave around a document: escape codes, gutters, quote marks; and JSON within text.

Only what stands before lines is taken away, never anything of their content.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from xccviz.catalogue import tr
from xccviz.model.raw import Json
from xccviz.patterns import later
from xccviz.sources.files.place import malformed
from xccviz.sources.files.strict_json import complaint, read_json_at
from xccviz.sources.files.tells import JSON

_ESCAPE_CODES = later(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_GUTTER = later(r"^[ \t]*[|│┃┆>](?:[ \t]|$)", re.MULTILINE)
_STARTS = later(r"[{\[]")
MOST_TRIES = 2_000
"""Places that look like the beginning of JSON and are none; each costs what is read of it."""


def bare(text: str) -> str:
    """Without colours, and without the gutter or quote marks that near-cli-rs, mail and chats put before each line."""
    if "\x1b" in text:
        text = _ESCAPE_CODES.sub("", text)
    return _GUTTER.sub("", text) if len(_GUTTER.findall(text, 0, 200_000)) > 1 else text


def json_within(text: str, name: str) -> Iterator[tuple[int, Json]]:
    """Every object and array of strict JSON that stands in a text, with the number of its line; in order, not one
    within another. Raises UserError (malformed) for a document that is cut or broken: what stands in it or beside it
    would be told as the whole."""
    at, tries, read = 0, 0, 0
    line, counted = 1, 0
    while (found := _STARTS.search(text, at)) is not None and tries < MOST_TRIES and read <= 4 * len(text):
        start = found.start()
        try:
            value, end = read_json_at(text, start)
        except json.JSONDecodeError as error:
            stopped = len(text) if error.msg.startswith("Unterminated") else error.pos
            if _is_broken(text, start, stopped):
                raise complaint(error, name) from error
            tries, read, at = tries + 1, read + stopped - start, start + 1
        except (ValueError, RecursionError) as error:
            raise malformed(
                tr("{name} holds JSON that can't be read: {error}", name=name, error=str(error)[:200])
            ) from error
        else:
            line, counted = line + text.count("\n", counted, start), start
            yield line, value
            at = end


def _is_broken(text: str, start: int, stopped: int) -> bool:
    """Whether what began at `start` and could not be read on at `stopped` is a document, not a bracket of a text."""
    if JSON.search(text, start, stopped) is not None:
        return True
    at_its_end = not text[stopped:].strip()
    begins_a_line = not text[text.rfind("\n", 0, start) + 1 : start].strip()
    return at_its_end and begins_a_line and text[start] == "{"
