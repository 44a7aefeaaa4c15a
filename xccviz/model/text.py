"""Chain text made safe to look at: what can't be seen, or would reorder what is seen, is spelled out."""

from __future__ import annotations

import unicodedata

from xccviz.catalogue import numeral, tr

_SPELLED = frozenset(("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
_JOINERS = frozenset("\u200c\u200d")  # needed inside emoji and several scripts; they move nothing
_MAX_MARKS = 4


def visible_text(text: str, limit: int | None = None, *, keep: str = "") -> str:
    """`text` with control, bidi and other invisible characters as `⟨U+202E⟩`, on one line.

    Characters in `keep` (say "\\n\\t") stay. Of the combining marks on one letter the first four stay. Longer than
    `limit` characters (of the source) is cut and says so: `abc… (1,048,576 characters)`.
    """
    if limit is not None and len(text) > limit:
        return tr(
            "{text}… ({count} characters)",
            text=visible_text(text[:limit], keep=keep),
            count=numeral(len(text)),
        )
    if text.isascii() and text.isprintable():
        return text
    shown: list[str] = []
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        if category in ("Mn", "Me"):
            marks += 1
            if marks > _MAX_MARKS:
                continue
        else:
            marks = 0
        spelled = category in _SPELLED and char not in _JOINERS and char not in keep
        if spelled or (category == "Cn" and _is_noncharacter(ord(char))):
            shown.append(f"⟨U+{ord(char):04X}⟩")
        else:
            shown.append(char)
    return "".join(shown)


def visible_words(text: str, limit: int) -> str:
    """The same of words of ours, which may quote the chain, and may be cut already: how long they are tells nothing of
    what they quote, so what is cut ends in an ellipsis alone."""
    return visible_text(text) if len(text) <= limit else f"{visible_text(text[:limit].rstrip('… '))}…"


def display_width(text: str) -> int:
    """The number of cells a text takes where all characters are as wide, as in a terminal."""
    if text.isascii():
        return len(text)
    return sum(cells_of(char) for char in text)


def cells_of(char: str) -> int:
    """The same of one character: 0, 1 or 2."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _is_noncharacter(code: int) -> bool:
    """Whether a code point is never to be a character (XML and Graphviz refuse them)."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
