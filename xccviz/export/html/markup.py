"""Markup as values: whatever is put into an element is escaped, unless it is markup already.

Texts of the chain are shown as `model.text.visible_text` has them: what cannot be seen, or would reorder what is seen,
is spelled out, in attributes too; only data for scripts are exact, but for characters that no document may hold.
"""

from __future__ import annotations

from collections.abc import Iterable

from xccviz.display.svg import escape
from xccviz.model.text import visible_text, visible_words

LONGEST = 1_000
"""Characters of a text of the chain that stands in a sentence or a cell."""
_VOID = frozenset(("meta", "input", "br"))
_EXACT = ("data_", "content")


class Html(str):
    """Markup that is whole and safe."""

    __slots__ = ()


Inside = str | Html | None


def text(words: str, limit: int | None = LONGEST, *, keep: str = "") -> Html:
    """Words as markup that shows them and nothing else."""
    return Html(escape(visible_text(words, limit, keep=keep)))


def words_within(words: str, limit: int) -> Html:
    """Words of ours, which may be cut already, as markup; cut at `limit` without a count."""
    return Html(escape(visible_words(words, limit)))


def joined(parts: Iterable[Inside]) -> Html:
    """One after the other; None is nothing."""
    return Html("".join([_piece(part) for part in parts if part is not None]))


def element(name: str, /, *inside: Inside, **attributes: str | bool | None) -> Html:
    """An element. Attributes are named as arguments can be: `class_`, `data_node`; True has no value, None and False
    are none."""
    said = "".join([_attribute(key, value) for key, value in attributes.items()])
    opening = f"<{name}{said}>"
    return Html(opening if name in _VOID else f"{opening}{joined(inside)}</{name}>")


def _piece(part: str) -> str:
    return part if isinstance(part, Html) else text(part)


def _attribute(key: str, value: str | bool | None) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name}"
    return f' {name}="{escape(value if key.startswith(_EXACT) else visible_text(value))}"'
