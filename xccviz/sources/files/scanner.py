"""A text that is read once from left to right: what readers of literals and of Rust's debug text share."""

from __future__ import annotations

from abc import ABC, abstractmethod

from xccviz.catalogue import tr
from xccviz.patterns import later

_SPACE = later(r"\s*")


class Scanner(ABC):
    """Stands `at` a character of `text`. Every reader raises `wrong` where something else stands there."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.at = start

    @abstractmethod
    def wrong(self, expected: str) -> Exception:
        """The error for something else than `expected` here."""

    @property
    def sign(self) -> str:
        """The character here, "" at the end."""
        return self.text[self.at : self.at + 1]

    def space(self) -> None:
        """Go on to what is no white space."""
        found = _SPACE.match(self.text, self.at)
        assert found is not None  # it matches nothing too
        self.at = found.end()

    def ends(self, end: str) -> bool:
        """Whether a list or an object ends here; then go behind it."""
        self.space()
        if self.sign != end:
            return False
        self.at += 1
        return True

    def comma(self, end: str) -> None:
        """Go behind the comma between two entries; after the last one there may be none."""
        self.space()
        if self.sign == ",":
            self.at += 1
        elif self.sign != end:
            raise self.wrong(tr("a comma or {sign}", sign=end))

    def take(self, sign: str) -> None:
        """Go behind a character that must stand here."""
        self.space()
        if self.sign != sign:
            raise self.wrong(sign)
        self.at += 1
