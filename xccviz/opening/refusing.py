"""What can't be opened, as the error that a person reads; an error that it tells of is explained with it."""

from __future__ import annotations

import json

from xccviz.catalogue import tr
from xccviz.model.errors import UserError
from xccviz.model.raw import Json
from xccviz.sources.recognise.references import NotOpenable


def not_openable(given: NotOpenable) -> UserError:
    """The error (usage) for what is nothing of interface.md §1."""
    return explained(UserError(given.message, given.hint, kind="usage", about=given.error or None))


def explained(error: UserError) -> UserError:
    """The same error; what it is about, if that is known, in words and with what to do."""
    if error.about is not None:
        # Late: few documents tell of an error instead of a transaction.
        from xccviz.opening.explain import explain

        words, known = explain(_text(error.about))
        if known is not None:
            error.message = tr("{what}: {title}", what=error.message, title=words.title)
            error.hint = " ".join(part for part in (error.hint, words.explanation, words.hint) if part)
        error.about = None
    return error


def _text(about: Json) -> str:
    return about if isinstance(about, str) else json.dumps(about)
