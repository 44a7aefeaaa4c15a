"""What is left of a text without the documents that one reader found in it: another tool may have printed more."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

from xccviz.model.errors import UserError
from xccviz.model.raw import Json
from xccviz.sources.files.around import json_within
from xccviz.sources.files.naming import in_snake_case
from xccviz.sources.files.rust_debug import DebugTextError, read_debug


def without_json(text: str, is_document: Callable[[Json], bool]) -> str:
    """Without objects and arrays of JSON that are documents, in whatever spelling."""
    parts, at = [], 0
    with suppress(UserError):
        for value, start, end in json_within(text, ""):
            if is_document(in_snake_case(value)):
                parts.append(text[at:start])
                at = end
    return "\n".join((*parts, text[at:]))


def without_prints(text: str, begins: re.Pattern[str]) -> str:
    """Without prints of Rust that begin so."""
    parts, at = [], 0
    with suppress(DebugTextError):
        while (found := begins.search(text, at)) is not None:
            _, end = read_debug(text, found.start())
            parts.append(text[at : found.start()])
            at = end
    return "\n".join((*parts, text[at:]))
