"""What is said of notes; what stands in one is its writer's."""

from __future__ import annotations

from xccviz.catalogue import numeral, tr, trn
from xccviz.model.text import visible_text

NOTE = tr("note")


def notes_sum(count: int) -> str:
    """How many there are."""
    return trn("{count} note", "{count} notes", count)


def notes_full(most: int) -> str:
    """Why no more can be written."""
    return tr(
        "There are {count} notes, and no more are kept with a transaction: remove one first.",
        count=numeral(most),
    )


def note_full(most: int) -> str:
    """Why the field takes no more."""
    return tr("A note has at most {count} characters: what is more is not taken.", count=numeral(most))


def note_line(text: str, shown: int) -> str:
    """A note on one line of so many characters."""
    return visible_text(" · ".join(line.strip() for line in text.splitlines() if line.strip()), shown)
