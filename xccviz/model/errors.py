"""Errors by audience: shown to the user, silent, or a bug (everything else)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from xccviz.model.raw import Json
from xccviz.values import frozen

ErrorKind = Literal["usage", "not_found", "network", "malformed", "incomplete", "output", "bug"]
"""What went wrong, whoever is told: what was given can't be meant (`usage`), nobody asked has it (`not_found`), nobody
asked could answer (`network`), data is not what it should be (`malformed`), data is wanted and missing (`incomplete`),
a result can't be written or shown (`output`), or it is a mistake of ours (`bug`)."""
EXIT_STATUS: Mapping[ErrorKind, int] = MappingProxyType(
    {
        "usage": 2,
        "not_found": 3,
        "network": 4,
        "malformed": 5,
        "incomplete": 6,
        "output": 7,
        "bug": 70,
    }
)
"""interface.md §2: the one place where a kind of error becomes a number; scripts and programs go by it."""


class Hint(str):
    """What to do in the words of the command line, with `in_window` what a window says instead: it has no options, and
    who uses it may never have seen one. Everybody else takes it for the text it is."""

    in_window: str

    def __new__(cls, text: str, in_window: str) -> Hint:
        """`text` with what the window says."""
        hint = super().__new__(cls, text)
        hint.in_window = in_window
        return hint


def in_window(hint: str) -> str:
    """The hint as the window says it; most have one wording for all."""
    return hint.in_window if isinstance(hint, Hint) else hint


@frozen
class Offer:
    """A transaction to choose: its hash, and who calls whom in words; `fetch`: it is not in what was given, a network
    may have it, which a `signer` helps to find."""

    hash: str
    words: str
    fetch: bool = False
    signer: str | None = None

    @property
    def open(self) -> str:
        """What opens it, where it is to be fetched."""
        return f"{self.hash}:{self.signer}" if self.signer else self.hash


class UserError(Exception):
    """Something a person can act on: what happened, what to do, and its kind.

    `details` holds further lines (one per endpoint asked, say) that a window may unfold; with `listed` they are
    what the hint tells to choose from and are always shown. `offers` are the same to click on. `about` is the error of
    a node or a wallet that it tells of, their text or JSON: who has the words explains it. `kept`: what could not be
    had is in the cache, which opens it offline.
    """

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        kind: ErrorKind = "usage",
        details: tuple[str, ...] = (),
        listed: bool = False,
        offers: tuple[Offer, ...] = (),
        about: Json = None,
        kept: bool = False,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.kind: ErrorKind = kind
        self.details = details
        self.listed = listed
        self.offers = offers
        self.about = about
        self.kept = kept


class Cancelled(Exception):  # noqa: N818 - a word of the user, not an error
    """The user stopped the work; nothing is said about it."""


@frozen
class Problem:
    """Something odd in one place of a document that did not stop the rest from being read.

    `where` is a JSON path or a receipt id; `code` is a stable short name.
    """

    code: str
    message: str
    where: str = ""
