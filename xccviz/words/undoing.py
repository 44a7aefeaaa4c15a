"""What is undone, in a few words."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.catalogue import tr

CHANGES: Mapping[str, str] = {
    "fold": tr("fold"),
    "option": tr("option of the drawing"),
    "filter": tr("filter"),
    "rest": tr("hiding of the rest"),
    "mark": tr("mark"),
    "note": tr("note"),
    "what_if": tr("what if"),
}
"""What each kind of change is called."""


def undone_words(kind: str, held: str) -> str:
    """What was undone, and what it is again: `Undone: filter, it is fail again`."""
    return _again(tr("Undone: {what}", what=CHANGES[kind]), held)


def redone_words(kind: str, held: str) -> str:
    """The same when it was made again."""
    return _again(tr("Made again: {what}", what=CHANGES[kind]), held)


def _again(words: str, held: str) -> str:
    return tr("{words} ({held})", words=words, held=held) if held else words
