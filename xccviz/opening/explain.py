"""A text or JSON from anywhere → the error that it tells of, in words."""

from __future__ import annotations

import json
from functools import cache

from xccviz.analysis.failures.cases import receipt_case
from xccviz.analysis.failures.match import match_error
from xccviz.analysis.told.find import find_told
from xccviz.analysis.told.placing import Told
from xccviz.analysis.told.templates import Template, parse_templates
from xccviz.analysis.types import ErrorFacts
from xccviz.document import Document, build_document, error_dictionary
from xccviz.model.errors import UserError
from xccviz.model.raw import RawTransaction
from xccviz.resources import read_text
from xccviz.sources.files.tells import holds_a_document
from xccviz.words.errors import ErrorText
from xccviz.words.told import told_text


def explain(said: str) -> tuple[ErrorText, ErrorFacts | None]:
    """What `said` tells of in words, and the facts of that error; None where it is none that is known."""
    told = find_told(said, error_dictionary(), error_templates())
    error = _matched(told) if told is not None else None
    return told_text(said, error), error


def _matched(told: Told) -> ErrorFacts:
    dictionary = error_dictionary()
    error = match_error(told.value, dictionary, root=told.root)
    shown = receipt_case(error)
    return error if shown is None else match_error(told.value, dictionary, shown.case, shown.known, told.root)


def told_document(said: str) -> Document | None:
    """The transaction that `said` holds the whole of; None for any other text."""
    if not holds_a_document(said):
        return None
    # Late: an error's text alone needs none of it.
    from xccviz.sources.files.read import open_text

    try:
        found = open_text(said)
        return build_document(found) if isinstance(found, RawTransaction) else None
    except UserError:
        return None


@cache
def error_templates() -> tuple[Template, ...]:
    """The messages that tools print of errors, read once."""
    return parse_templates(json.loads(read_text("errors", "texts.json")))
