"""A text from elsewhere, explained: which error it tells of, and what to do."""

from __future__ import annotations

from xccviz.analysis.types import ErrorFacts
from xccviz.catalogue import tr
from xccviz.words.errors import QUOTED, ErrorText, error_text, one_line


def told_text(said: str, error: ErrorFacts | None) -> ErrorText:
    """The words for what `said` tells of; of a text that is not known nothing is claimed."""
    if error is not None:
        return error_text(error)
    title = tr("not a text this version knows")
    explanation = tr(
        "“{text}” is none of the errors of the network, its nodes and their clients that are known here.",
        text=one_line(said, QUOTED),
    )
    hint = tr(
        "If a contract said it, its source says why. The JSON of a failed outcome tells more than its text."
    )
    return ErrorText(title, title, explanation, hint, explanation)
