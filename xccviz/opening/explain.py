"""A text or JSON from anywhere → the error that it tells of, in words."""

from __future__ import annotations

import json
from functools import cache

from xccviz.analysis.failures.match import match_error
from xccviz.analysis.told.find import find_told
from xccviz.analysis.told.templates import Template, parse_templates
from xccviz.analysis.types import ErrorFacts
from xccviz.document import error_dictionary
from xccviz.resources import read_text
from xccviz.words.errors import ErrorText
from xccviz.words.told import told_text


def explain(said: str) -> tuple[ErrorText, ErrorFacts | None]:
    """What `said` tells of in words, and the facts of that error; None where it is none that is known."""
    told = find_told(said, error_dictionary(), error_templates())
    error = match_error(told.value, error_dictionary(), root=told.root) if told is not None else None
    return told_text(said, error), error


@cache
def error_templates() -> tuple[Template, ...]:
    """The messages that tools print of errors, read once."""
    return parse_templates(json.loads(read_text("errors", "texts.json")))
