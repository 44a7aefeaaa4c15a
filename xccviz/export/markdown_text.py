"""Chain text in Markdown, inert: what it would mean to a reader of CommonMark or to GitHub is escaped, or stands in a
span of code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from xccviz.model.text import visible_text, visible_words

LONGEST = 400
"""Characters of a text in a line."""
_MARKUP = re.compile(r"[\\`*\[\]<>|~&]")
_SLANTED = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_LIST = re.compile(r"(\d+)([.)])(?=\s|$)")
_MEANS_MORE = re.compile(r"[@#$]|://|www\.|:[a-z+-][\w+-]*:|\bGH-\d", re.IGNORECASE)
"""What GitHub makes more of than CommonMark does, even behind a backslash: people and issues (by whoever pastes it),
mathematics, addresses, pictures of faces."""


def inline(text: str, limit: int = LONGEST, *, cell: bool = False) -> str:
    """Words within a line, shown as they are; `cell`: of a table."""
    words = visible_words(text, limit).strip(" ").split(" ")
    told = " ".join(code(word, cell=cell) if _MEANS_MORE.search(word) else _escaped(word) for word in words)
    if told[:1] in ("-", "+", "="):
        return f"\\{told}"
    return _LIST.sub(r"\1\\\2", told, count=1) if _LIST.match(told) else told


def _escaped(word: str) -> str:
    return _SLANTED.sub(r"\\_", _MARKUP.sub(r"\\\g<0>", word))


def code(text: str, limit: int = LONGEST, *, cell: bool = False) -> str:
    """A span of code that holds exactly this text; "" for none."""
    shown = visible_text(text, limit)
    if not shown.strip():
        return ""
    ticks = "`" * (_longest_run(shown) + 1)
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    span = f"{ticks}{pad}{shown}{pad}{ticks}"
    return span.replace("|", "\\|") if cell else span


def fenced(text: str, language: str) -> list[str]:
    """A block of code with a fence that nothing in it closes."""
    shown = visible_text(text, keep="\n")
    fence = "`" * max(3, _longest_run(shown) + 1)
    return [f"{fence}{language}", *shown.split("\n"), fence]


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table of cells that are Markdown already."""
    lines = [_row(titles), _row(["---"] * len(titles))]
    return lines + [_row(row) for row in rows]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
