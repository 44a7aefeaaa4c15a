"""What can't be opened, as the error that a person reads; an error that it tells of is explained with it."""

from __future__ import annotations

from xccviz.catalogue import tr
from xccviz.document import explain
from xccviz.model.errors import UserError
from xccviz.sources.recognise.references import NotOpenable


def not_openable(given: NotOpenable) -> UserError:
    """The error (usage) for what is nothing of interface.md §1."""
    return explained(UserError(given.message, given.hint, kind="usage", told=given.error))


def explained(error: UserError) -> UserError:
    """The same error; where it tells of another one that is known, its hint says what that means and what to do."""
    if error.told:
        words, known = explain(error.told)
        if known is not None:
            title = tr("The error: {title}.", title=words.title.rstrip("."))
            error.hint = " ".join(part for part in (error.hint, title, words.explanation, words.hint) if part)
        error.told = ""
    return error
