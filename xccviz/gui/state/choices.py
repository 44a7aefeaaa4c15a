"""Choices of a list that is filtered while one types: actions, receipts, what was opened before. Words only."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from xccviz.values import frozen
from xccviz.words.signs import Sign

SHOWN = 200


@frozen
class Choice:
    """One row: `text` in front, what choosing it does, `right` at its end, `below` a second line, `sign`
    before it, `search` more words it is found by."""

    text: str
    run: Callable[[], None]
    right: str = ""
    below: str = ""
    sign: Sign | None = None
    search: str = ""


def matching(choices: Iterable[Choice], typed: str, limit: int = SHOWN) -> tuple[Choice, ...]:
    """The choices that hold every word of `typed`, those with a word of their text that begins so first."""
    words = typed.casefold().split()
    whole = " ".join(words)
    first, then, rest = [], [], []
    for choice in choices:
        text = choice.text.casefold()
        found = f"{text}\n{choice.below}\n{choice.right}\n{choice.search}".casefold()
        if not all(word in found for word in words):
            continue
        if f" {whole}" in f" {text}":
            first.append(choice)
        elif all(word in text for word in words):
            then.append(choice)
        else:
            rest.append(choice)
        if len(first) >= limit:
            break
    return tuple((first + then + rest)[:limit])
