"""What can't be opened, as the error that a person reads; an error that it tells of is explained with it."""

from __future__ import annotations

import json

from xccviz.catalogue import tr
from xccviz.model.errors import Hint, UserError, in_window
from xccviz.model.raw import Json
from xccviz.sources.files.place import malformed
from xccviz.sources.recognise.references import NotOpenable
from xccviz.words.errors import ErrorText
from xccviz.words.sentences import joined


def not_openable(given: NotOpenable) -> UserError:
    """The error (usage) for what is nothing of interface.md §1."""
    return explained(UserError(given.message, given.hint, kind="usage", about=given.error or None))


def explained(error: UserError) -> UserError:
    """The same error; what it is about, if that is known, in words and with what to do."""
    if error.kind == "malformed" and isinstance(error.about, str):
        told, error.about = error.about, None
        return with_what_was_told(error, told)
    if error.about is not None:
        # Late: few documents tell of an error instead of a transaction.
        from xccviz.opening.explain import explain

        words, known = explain(_text(error.about))
        if known is not None:
            error.message = tr("{what}: {title}", what=error.message, title=words.title)
            _add(error, words)
        error.about = None
    return error


def holds_none(name: str) -> UserError:
    """The error about a file that holds no transaction, for those who must not learn what it does hold."""
    return malformed(tr("{name} holds no transaction", name=name))


def with_what_was_told(error: UserError, told: str) -> UserError:
    """The same error about a transaction that could not be had; the error that the text tells of which names it stands
    with it."""
    if told:
        from xccviz.opening.explain import explain

        words, known = explain(told)
        if known is not None:
            error.message = tr(
                "{what}. What was given tells of this: {title}",
                what=error.message.rstrip("."),
                title=words.title,
            )
            _add(error, words)
    return error


def _add(error: UserError, words: ErrorText) -> None:
    """Its explanation and what to do, after what to do about the other one."""
    rest = (words.explanation, words.hint)
    error.hint = Hint(joined(error.hint, *rest), joined(in_window(error.hint), *rest))


def _text(about: Json) -> str:
    return about if isinstance(about, str) else json.dumps(about)
