"""Marks and notes of the latest transactions, as the window's memory keeps them, and what of those in a capture is new.
All pure functions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache

from xccviz.annotations import Annotations, Mark, Note
from xccviz.annotations import marks as marking
from xccviz.annotations import notes as noting
from xccviz.annotations.standing import standing_of
from xccviz.model.raw import Json, JsonObject, texts_of
from xccviz.values import frozen

KEPT = 100
"""Transactions whose marks and notes are remembered."""
MOST_HAD = 1_000
"""Marks and notes of a transaction of which it is remembered that they were there."""


@frozen
class Remembered:
    """Marks and notes of a transaction, and what it `had` of them at any time, by `digest`, the latest first: what
    somebody changed or removed is nothing new where a capture says it again. `folding`: what stands open in it, None
    where nobody has folded or unfolded anything."""

    marks: tuple[Mark, ...] = ()
    notes: tuple[Note, ...] = ()
    had: tuple[str, ...] = ()
    folding: frozenset[str] | None = None


Kept = tuple[tuple[str, Remembered], ...]
"""Marks and notes by the hash of their transaction, the latest first."""


def with_kept(
    kept: Kept,
    hash: str,
    marks: tuple[Mark, ...],
    notes: tuple[Note, ...],
    saved: Annotations = Annotations(),
    expanded: frozenset[str] = frozenset(),
) -> Kept:
    """What is remembered, with the marks and notes of a transaction and what stands open in it; none of these forgets
    it, unless its capture has some `saved`, which would come back."""
    others = tuple(each for each in kept if each[0] != hash)
    had = dict.fromkeys(map(digest, (*marks, *notes, *saved.marks, *saved.notes)))
    before = kept_for(kept, hash)
    folding = expanded if expanded != saved.standing.folding or before.folding is not None else None
    if not had and not folding and not saved.standing.folding:
        return others
    had |= dict.fromkeys(before.had)
    return ((hash, Remembered(marks, notes, tuple(had)[:MOST_HAD], folding)), *others)[:KEPT]


def kept_for(kept: Kept, hash: str) -> Remembered:
    """What is remembered of a transaction."""
    return next((remembered for of, remembered in kept if of == hash), Remembered())


def taken_in(remembered: Remembered, own: Annotations) -> Remembered:
    """`remembered` with what a capture says beside it. Of a node about which both say something else, both stay."""
    had = {*remembered.had}
    marks = [mark for mark in own.marks if digest(mark) not in had]
    notes = {note.node: note for note in own.notes if digest(note) not in had}
    both = tuple(_both(notes.get(note.node, note), note) for note in remembered.notes)
    return Remembered(
        marking.added(remembered.marks, marks),
        noting.added(both, notes.values()),
        remembered.had,
        remembered.folding,
    )


@lru_cache(maxsize=MOST_HAD)
def digest(entry: Mark | Note) -> str:
    """A few signs that stand for a mark or a note and tell nothing of it."""
    from hashlib import blake2s  # late: a window opens without marks and notes

    members = marking.marks_json([entry]) if isinstance(entry, Mark) else noting.notes_json([entry])
    return blake2s(json.dumps(members).encode(), digest_size=6).hexdigest()


def remembered_json(remembered: Remembered) -> JsonObject:
    """The same as `remembered_of` reads it."""
    lists: tuple[tuple[str, Iterable[Json]], ...] = (
        ("marks", marking.marks_json(remembered.marks)),
        ("notes", noting.notes_json(remembered.notes)),
        ("had", remembered.had),
    )
    written: JsonObject = {name: [*entries] for name, entries in lists if entries}
    if remembered.folding is not None:
        written["folding"] = [*sorted(remembered.folding)]
    return written


def remembered_of(content: Mapping[str, Json]) -> Remembered:
    """What of it can be read."""
    had = tuple(text for text in texts_of(content.get("had"))[:MOST_HAD] if len(text) <= 40)
    folding = standing_of(dict(content)).folding if "folding" in content else None
    return Remembered(marking.marks_of(dict(content)), noting.notes_of(dict(content)), had, folding)


def _both(theirs: Note, ours: Note) -> Note:
    """Two notes about one node as one; where they would be too long together, the one of the window."""
    texts = (theirs.text, ours.text)
    together = next((text for text in texts if all(other in text for other in texts)), "\n\n".join(texts))
    return Note(ours.node, together) if len(together) <= noting.LONGEST else ours
