"""Hashes and ids as people read them, and names that only their ids tell apart. Loads nothing of a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from xccviz.catalogue import tr
from xccviz.model.text import visible_text
from xccviz.words.values import TEXT_LIMIT


def short_id(text: str) -> str:
    """A hash or id shortened in the middle: `8puB6r…JYpr5`."""
    shown = visible_text(text, TEXT_LIMIT)
    return shown if len(shown) <= 14 else f"{shown[:6]}…{shown[-5:]}"


def distinct(titles: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Names of (name, id), those that are alike with their ids: `app.near.run · 3L4wDY…1mtT`; with all of these where
    shortened ones are alike too."""
    alike = Counter(name for name, _ in titles)
    short = Counter((name, short_id(id)) for name, id in titles)

    def told(name: str, id: str) -> str:
        if not id or alike[name] == 1:
            return name
        shown = short_id(id)
        return f"{name} · {shown if short[name, shown] == 1 else visible_text(id, TEXT_LIMIT)}"

    return tuple(told(name, id) for name, id in titles)


def pair_title(a: str, b: str) -> str:
    """What two transactions side by side are called: `app.near.run ⇄ app.near.go`, `app.near.run: A ⇄ B`."""
    return tr("{a}: A ⇄ B", a=a) if a == b else f"{a} ⇄ {b}"
