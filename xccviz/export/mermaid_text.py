"""Chain text in Mermaid's diagrams, inert: nothing in it is markup, Markdown, an entity, a directive or an icon."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator

from xccviz.document import Document
from xccviz.export.about import about, said_first
from xccviz.model.text import visible_text
from xccviz.replay.types import Moment

LONGEST = 90
"""Characters of a line of a box."""
MOST_CHARACTERS, MOST_EDGES = 50_000, 500
"""What Mermaid draws unless it is told otherwise (`maxTextSize`, in UTF-16 units, and `maxEdges`)."""
BESIDE = "\N{NO-BREAK SPACE}"
"""Between a sign and what it is of: they stay on one line."""
_TITLE = 110
"""Characters of the title above a diagram, which widens it."""
_COMMENT = 400
"""Characters of a comment; each counts as one of the diagram."""
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


def wrapped(text: str, width: int, limit: int) -> list[str]:
    """At most `limit` characters of a text in lines of `width`. Mermaid's own way to break lines breaks entities."""
    return textwrap.wrap(shortened(visible_text(text), limit), width) or [""]


def size_of(text: str) -> int:
    """The length of a diagram as Mermaid counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def label(lines: Iterable[str]) -> str:
    """Lines of a box or of an arrow, in the quotes that Mermaid wants."""
    return f'"{broken(lines)}"'


def broken(lines: Iterable[str]) -> str:
    """Lines one below the other; empty ones are none."""
    return "<br/>".join(mermaid_text(line) for line in lines if line)


def head(
    document: Document,
    moment: Moment | None,
    step: int | None,
    config: Iterable[str],
    kind: str,
    titled: bool,
) -> Iterator[str]:
    """Front matter with the title and `config`, the `kind` of diagram, and as comments what it is of."""
    title, _ = said_first(document, moment)
    front = [f"title: {_yaml(shortened(visible_text(title), _TITLE))}"] if titled else []
    front += ["config:", *config] if config else []
    yield from ("---", *front, "---", kind) if front else (kind,)
    for line in (title, *about(document, step)):
        yield f"  {comment(line)}"


def comment(text: str) -> str:
    """A line that is not drawn; nothing in it is a directive."""
    return "%% " + visible_text(shortened(text, _COMMENT)).replace("%{", "% {")


def _yaml(text: str) -> str:
    """A string of the front matter, as JSON: YAML reads it so. What Mermaid would read as markup is spelled out, and no
    directive is in it."""
    plain = "".join(f"⟨U+{ord(char):04X}⟩" if char in "<>&" else char for char in text)
    return json.dumps(plain).replace("%", "\\u0025")
