"""What can go wrong, as exceptions: one kind an exit status of interface.md §2."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import ClassVar

from xccviz.catalogue import tr
from xccviz.model.errors import EXIT_STATUS, Cancelled, ErrorKind, UserError
from xccviz.model.text import visible_text
from xccviz.patterns import later
from xccviz.sources.redact import without_secrets


class Error(Exception):
    """Something that a person can act on: `message` says what happened, `hint` what to do ("" where nothing is to be
    said), `details` holds further lines, one per endpoint that was asked, say. `exit_code` is the exit status of the
    command line for it (interface.md §2); an `Error` that is none of the kinds below is output that can't be written.
    """

    __module__ = "xccviz"
    exit_code: ClassVar[int] = EXIT_STATUS["output"]

    def __init__(self, message: str, hint: str = "", details: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint, details)
        self.message = message
        self.hint = hint
        self.details = details

    def __str__(self) -> str:
        """What happened, and on the lines below it what to do."""
        return "\n".join(part for part in (self.message, self.hint, *self.details) if part)


class UsageError(Error, ValueError, TypeError):
    """What was given can't be meant: no hash, no such format, an ambiguous label, a filter that can't be read, a number
    where a text is wanted."""

    __module__ = "xccviz"
    exit_code = EXIT_STATUS["usage"]


class NotFound(Error, LookupError):  # noqa: N818 - a word of interface.md
    """Nobody who was asked knows it: a transaction on any endpoint, a receipt in its transaction."""

    __module__ = "xccviz"
    exit_code = EXIT_STATUS["not_found"]


class NetworkTrouble(Error):  # noqa: N818 - a word of interface.md
    """No endpoint gave a usable answer: refused, timed out, rate-limited, or the network may not be asked."""

    __module__ = "xccviz"
    exit_code = EXIT_STATUS["network"]


class MalformedData(Error):  # noqa: N818 - a word of interface.md
    """Well-formed or not, it is no transaction; the message has the place and what was expected."""

    __module__ = "xccviz"
    exit_code = EXIT_STATUS["malformed"]


class Incomplete(Error):  # noqa: N818 - a word of interface.md
    """Data that is wanted is missing."""

    __module__ = "xccviz"
    exit_code = EXIT_STATUS["incomplete"]


_KINDS: dict[ErrorKind, type[Error]] = {
    "usage": UsageError,
    "not_found": NotFound,
    "network": NetworkTrouble,
    "malformed": MalformedData,
    "incomplete": Incomplete,
}


def error_of(error: UserError) -> Error:
    """The exception for an error of the rooms below; without keys, whatever was quoted."""
    details = error.details if error.listed or error.kind in ("network", "not_found") else ()
    told = [_said(without_secrets(text, os.environ)) for text in (error.message, error.hint, *details)]
    return _KINDS.get(error.kind, Error)(told[0], told[1], tuple(told[2:]))


_LONGEST = 4_000
"""Characters of a message: who gives a megabyte by mistake need not get it back."""
_OPTION = later(r"--(network|rpc|signer|offline|timeout|view|theme|step|filter|expand|scale|table)\b")


def _said(text: str) -> str:
    """Options by the names that they have here, and what was quoted as somebody can read it."""
    return visible_text(_OPTION.sub(r"\1=", text), _LONGEST, keep="\n\t")


@contextmanager
def told() -> Iterator[None]:
    """Errors of the rooms below leave as those of this one; an interrupt of the keyboard is one again."""
    try:
        yield
    except UserError as error:
        raise error_of(error) from error.__cause__
    except Cancelled:
        raise KeyboardInterrupt from None


def wrong_value(name: str, value: object, expected: str) -> UsageError:
    """The error for an argument that is none of what it takes."""
    try:
        shown = repr(value)
    except Exception:  # one with a repr of its own, or a number with too many digits to be told
        shown = f"<{type(value).__name__}>"
    shown = visible_text(shown if len(shown) <= 80 else f"{shown[:80]}…")
    return UsageError(
        tr("{name} can't be {value}", name=name, value=shown), tr("Expected {expected}.", expected=expected)
    )


def a_text(name: str, value: object) -> str:
    """An argument that is a text. Raises UsageError for anything else."""
    if not isinstance(value, str):
        raise wrong_value(name, value, tr("a text"))
    return value


def texts(name: str, value: object) -> tuple[str, ...]:
    """An argument that is a text, or several of them. Raises UsageError for anything else."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Iterable) and not isinstance(value, bytes | bytearray | memoryview | Mapping):
        found = tuple(value)
        if all(isinstance(one, str) for one in found):
            return found
    raise wrong_value(name, value, tr("a text, or several"))
