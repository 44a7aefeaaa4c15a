"""What is wrong with a filter: what, where, and the nearest right word."""

from __future__ import annotations

from collections.abc import Iterable

from xccviz.catalogue import tr
from xccviz.model.errors import UserError
from xccviz.model.text import display_width, visible_text

_SHOWN = 70
"""So many characters of a long filter are shown around the place."""
_CLOSE = 0.6


class FilterError(UserError):
    """A filter that can't be read. `text[start:end]` is what is wrong (empty at the end of the text), `expected` what
    could stand there, `nearest` the right word that can take its place (None: none is near)."""

    def __init__(
        self, message: str, text: str, start: int, end: int, *, expected: str = "", nearest: str | None = None
    ) -> None:
        self.what = message
        self.text, self.start, self.end = text, start, end
        self.expected, self.nearest = expected, nearest
        if nearest is not None:
            message = tr("{message}; did you mean {word}?", message=message, word=nearest)
        super().__init__(message, expected, kind="usage", details=self.drawn(), listed=True)

    def given_as(self, option: str) -> FilterError:
        """The same mistake in the value of an option, which is named."""
        told = FilterError(
            self.what, self.text, self.start, self.end, expected=self.expected, nearest=self.nearest
        )
        told.message = f"{option}: {self.message}"
        return told

    def drawn(self) -> tuple[str, str]:
        """The filter, and below it a caret under each character that is wrong; both for a terminal."""
        first = max(0, self.start - _SHOWN // 2)
        last = min(len(self.text), max(self.end, self.start + 1) + _SHOWN)
        lead, tail = "…" if first else "", "…" if last < len(self.text) else ""
        before = lead + visible_text(self.text[first : self.start])
        wrong = visible_text(self.text[self.start : min(self.end, last)])
        line = before + wrong + visible_text(self.text[max(self.end, self.start) : last]) + tail
        return line, " " * display_width(before) + "^" * max(1, display_width(wrong))


def quoted(word: str) -> str:
    """A word of a filter inside a sentence, visible and not too long."""
    return f"“{visible_text(word, 60)}”"


def nearest(word: str, known: Iterable[str], close: float = _CLOSE) -> str | None:
    """The known word that is most like another: the same letters, else the one it begins, else what looks alike, from
    how alike on (`close`, of 1)."""
    import difflib

    folded = {name.casefold(): name for name in known}
    meant = word.casefold()
    plain = {_plain(name): name for name in folded.values()}
    if _plain(meant) in plain:
        return plain[_plain(meant)]
    begun = [name for fold, name in folded.items() if len(meant) > 1 and fold.startswith(meant)]
    if begun:
        return min(begun, key=len)
    near = difflib.get_close_matches(meant, list(folded), n=1, cutoff=close)
    return folded[near[0]] if near else None


def _plain(word: str) -> str:
    return "".join(char for char in word.casefold() if char.isalnum())
