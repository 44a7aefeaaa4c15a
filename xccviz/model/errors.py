"""Errors by audience: shown to the user, silent, or a bug (everything else)."""

from __future__ import annotations

from dataclasses import dataclass

EXIT_OK = 0
EXIT_CHECK_FAILED = 1
EXIT_USAGE = 2
EXIT_NOT_FOUND = 3
EXIT_NETWORK = 4
EXIT_MALFORMED = 5
EXIT_INCOMPLETE = 6
EXIT_OUTPUT = 7
EXIT_BUG = 70
EXIT_INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Offer:
    """A transaction to choose: its hash, and who calls whom in words; `fetch`: it is not in what was given, a network
    may have it."""

    hash: str
    words: str
    fetch: bool = False


class UserError(Exception):
    """Something a person can act on: what happened, what to do, and the exit status of interface.md §2.

    `details` holds further lines (one per endpoint asked, say) that a window may unfold; with `listed` they are
    what the hint tells to choose from and are always shown. `offers` are the same to click on.
    """

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        exit_code: int = EXIT_USAGE,
        details: tuple[str, ...] = (),
        listed: bool = False,
        offers: tuple[Offer, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.exit_code = exit_code
        self.details = details
        self.listed = listed
        self.offers = offers


class Cancelled(Exception):  # noqa: N818 - a word of the user, not an error
    """The user stopped the work; nothing is said about it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something odd in one place of a document that did not stop the rest from being read.

    `where` is a JSON path or a receipt id; `code` is a stable short name.
    """

    code: str
    message: str
    where: str = ""
