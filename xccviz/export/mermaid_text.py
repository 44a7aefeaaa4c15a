"""Chain text in Mermaid's diagrams, inert: nothing in it is markup, Markdown, an entity, a directive or an icon."""

from __future__ import annotations

from xccviz.model.text import visible_text

LONGEST = 90
"""Characters of a line of a box."""
MOST_CHARACTERS, MOST_EDGES = 50_000, 500
"""What Mermaid draws unless it is told otherwise (`maxTextSize`, in UTF-16 units, and `maxEdges`)."""
_PLAIN = frozenset(" .,()'/-_?")
_BETWEEN_LETTERS = frozenset("_-.")
_ITS_OWN = frozenset("ﬂ°¶ß")
"""How Mermaid itself spells entities while it works."""


def mermaid_text(text: str, limit: int = LONGEST) -> str:
    """One line of a label: shortened, visible, and spelled so that a reader of Mermaid shows exactly that."""
    shown = shortened(visible_text(text), limit).strip()
    made: list[str] = []
    for place, char in enumerate(shown):
        made.append(char if _stays(shown, place, char) else f"#{ord(char)};")
    return "".join(made)


def _stays(text: str, place: int, char: str) -> bool:
    """Whether a character means nothing where it stands. A line that begins with a digit or a dash would be a list,
    `www.` a link, `_so_` slanted."""
    if not char.isascii():
        return char not in _ITS_OWN
    if place == 0 and not char.isalpha():
        return False
    if char in _BETWEEN_LETTERS:
        before, after = text[place - 1], text[place + 1 : place + 2]
        return before.isalnum() and after.isalnum() and text[max(0, place - 3) : place].lower() != "www"
    return char.isalnum() or char in _PLAIN


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def size_of(text: str) -> int:
    """The length of a diagram as Mermaid counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
