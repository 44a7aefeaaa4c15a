"""What can't be opened, as the error that a person reads; an error that it tells of is explained with it."""

from __future__ import annotations

from xccviz.model.errors import UserError
from xccviz.sources.recognise.references import NotOpenable


def not_openable(given: NotOpenable) -> UserError:
    """The error (usage) for what is nothing of interface.md §1."""
    return UserError(given.message, given.hint, kind="usage")
