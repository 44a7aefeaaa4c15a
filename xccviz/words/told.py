"""A text from elsewhere, explained: which error it tells of, and what to do."""

from __future__ import annotations

import re

from xccviz.analysis.told.find import LONGEST
from xccviz.analysis.types import ErrorFacts
from xccviz.catalogue import tr
from xccviz.patterns import later
from xccviz.words.errors import QUOTED, ErrorText, error_text, one_line

_RUST = later(
    r"^(?:thread '[^'\n]*'(?: \(\d+\))? )?panicked at (?:"
    r"'(?P<old>[\s\S]{1,4000}?)', (?P<where>[^'\n]{1,300}:\d+:\d+)"
    r"|(?P<place>[^'\n]{1,300}?:\d+:\d+):\s(?P<new>[\s\S]{1,4000}?))"
    r"\s*(?=\n(?:note: |stack backtrace:)|\Z)",
    re.MULTILINE,
)
"""What Rust prints of any program that panics, before and since 1.73."""


def told_text(said: str, error: ErrorFacts | None) -> ErrorText:
    """The words for what `said` tells of; of a text that is not known nothing is claimed."""
    if error is not None:
        return error_text(error)
    rust = _RUST.search(said[:LONGEST])
    if rust is not None:
        return _rust_panic(one_line(rust["old"] or rust["new"], QUOTED), rust["where"] or rust["place"])
    title = tr("not a text this version knows")
    explanation = tr(
        "“{text}” is none of the errors of the network, its nodes and their clients that are known here.",
        text=one_line(said, QUOTED),
    )
    hint = tr(
        "If a contract said it, its source says why. The JSON of a failed outcome tells more than its text."
    )
    return ErrorText(title, title, explanation, hint, explanation)


def _rust_panic(message: str, place: str) -> ErrorText:
    """A panic of a program: which one, its text does not say."""
    title = tr("panicked: {message}", message=message)
    explanation = tr(
        "A Rust program stopped itself at {place}: a test of a contract, a tool, or a contract.", place=place
    )
    hint = tr(
        "Look at that place in the source. On chain a contract's panic begins with “Smart contract panicked:”."
    )
    return ErrorText(title, title, explanation, hint, explanation)
