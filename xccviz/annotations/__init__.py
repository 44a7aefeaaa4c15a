"""What a person adds to a transaction (marks, notes) and how they stood before it (moment, selection, folding, filter).

Kept in the member `view` of a capture, which older readers ignore, and with the window's memory (interface.md §9):

    "view": {"marks": […], "notes": [{"node", "text"}], "step", "selection", "folding": […], "filter", "hides"}

Nothing of it changes what the transaction is. It may come from anywhere, so it is read leniently and within bounds:
what is none is left out, never an error. Members that are not known are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xccviz.annotations.marks import Mark, When, added, marks_json, marks_of
from xccviz.annotations.notes import Note, note_on, noted, notes_json, notes_of
from xccviz.annotations.standing import Standing, standing_json, standing_of
from xccviz.model.raw import Json, object_of
from xccviz.values import frozen, replace

__all__ = [
    "Annotations", "Mark", "Note", "Standing", "When", "annotations_of", "marked_too", "note_on", "noted",
    "with_annotations", "with_view",
]  # fmt: skip
MEMBERS = ("marks", "notes", "step", "selection", "folding", "filter", "hides")
"""What this version knows of a member `view`."""


@frozen
class Annotations:
    """All that a capture keeps under `view` of one transaction."""

    marks: tuple[Mark, ...] = ()
    notes: tuple[Note, ...] = ()
    standing: Standing = Standing()


def annotations_of(view: Json) -> Annotations:
    """What a member `view` holds; nothing where it holds nothing."""
    return Annotations(marks_of(view), notes_of(view), standing_of(view))


def marked_too(extra: Mapping[str, Json], marks: Iterable[Mark]) -> Annotations:
    """What a capture keeps (`RawTransaction.extra`), with marks beside its own."""
    kept = annotations_of(extra.get("view"))
    return replace(kept, marks=added(kept.marks, marks))


def with_annotations(view: Json, kept: Annotations) -> dict[str, Json]:
    """A member `view` with these, and whatever else it holds; what is as usual is left out."""
    written: dict[str, Json] = {name: value for name, value in object_of(view).items() if name not in MEMBERS}
    for name, entries in (("marks", marks_json(kept.marks)), ("notes", notes_json(kept.notes))):
        if entries:
            written[name] = entries
    return {**written, **standing_json(kept.standing)}


def with_view(extra: Mapping[str, Json], kept: Annotations) -> dict[str, Json]:
    """Unknown members of a capture (`RawTransaction.extra`) with these under `view`; no empty one is written."""
    view = with_annotations(extra.get("view"), kept)
    others = {name: value for name, value in extra.items() if name != "view"}
    return {**others, "view": view} if view else others
