"""Notes: what a person wrote about a node. One of each node; a longer thought is a longer note."""

from __future__ import annotations

from collections.abc import Iterable

from xccviz.model.raw import Json, object_of, objects_of
from xccviz.values import frozen

MOST, LONGEST, LONGEST_ID = 500, 10_000, 4_096
"""Notes of one transaction, characters of one, and of the id of its node."""


@frozen
class Note:
    """A text about a node (its id: of a receipt, or the transaction's hash); it may have several lines, and is never
    empty."""

    node: str
    text: str


def notes_of(view: Json) -> tuple[Note, ...]:
    """The notes in a member `view`, in their order; what is none, or too long, is left out."""
    found: dict[str, Note] = {}
    for item in objects_of(object_of(view).get("notes")):
        node, text = item.get("node"), item.get("text")
        if (
            isinstance(node, str)
            and isinstance(text, str)
            and 0 < len(node) <= LONGEST_ID
            and len(found) < MOST
        ):
            if text.strip() and len(text) <= LONGEST:
                found.setdefault(node, Note(node, text.strip()))
    return tuple(found.values())


def notes_json(notes: Iterable[Note]) -> list[Json]:
    """Notes as `notes_of` reads them."""
    return [{"node": note.node, "text": note.text} for note in notes]


def noted(notes: tuple[Note, ...], node: str, text: str) -> tuple[Note, ...]:
    """Notes with this text about a node, at the place of the one before, else at the end; without one for an empty
    text. What is longer than a note can be is cut."""
    note = Note(node, text.strip()[:LONGEST].rstrip())
    if not note.text:
        return tuple(other for other in notes if other.node != node)
    if any(other.node == node for other in notes):
        return tuple(note if other.node == node else other for other in notes)
    return (*notes, note) if len(notes) < MOST else notes


def note_on(notes: Iterable[Note], node: str | None) -> Note | None:
    """The note about a node; None where there is none."""
    return next((note for note in notes if note.node == node), None)


def added(notes: tuple[Note, ...], more: Iterable[Note]) -> tuple[Note, ...]:
    """Notes with more of them behind; about a node that has one no other is added."""
    found = {note.node: note for note in notes}
    for note in more:
        if len(found) < MOST:
            found.setdefault(note.node, note)
    return tuple(found.values())
