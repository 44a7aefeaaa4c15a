"""Notes upon a drawing: a small sheet at the upper right corner of each place that shows a node with a note; the
drawing itself knows nothing of notes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from xccviz.annotations import Note
from xccviz.display.hosting import Card, CardRow
from xccviz.display.types import Theme
from xccviz.gui.look.note_signs import HEIGHT, WIDTH, paint_note
from xccviz.layout.types import Layout
from xccviz.values import replace
from xccviz.words.notes import NOTE, note_line

INSIDE_PX, ABOVE_PX = 9.0, 8.0
"""Px that the sheet stands left of the right edge, and above the upper edge."""
SHOWN, ROWS = 220, 4
"""Characters of a note in a card, and notes of one place."""


class NoteOverlay:
    """Paints over one layout."""

    def __init__(self) -> None:
        self._layout: Layout | None = None
        self.notes: tuple[Note, ...] = ()
        self._of_key: dict[str, list[Note]] = {}

    def show(self, layout: Layout | None, notes: tuple[Note, ...]) -> bool:
        """Other notes or another layout; whether anything has changed."""
        if layout is self._layout and notes == self.notes:
            return False
        self._layout, self.notes, self._of_key = layout, notes, {}
        for note in notes if layout is not None else ():
            key = layout.box_of.get(note.node) if layout is not None else None
            if key is not None:
                self._of_key.setdefault(key, []).append(note)
        return True

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """All sheets, in scene px."""
        layout = self._layout
        if layout is None or not self._of_key:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for key in self._of_key:
            place = layout.by_key.get(key)
            if place is not None:
                b = place.bounds
                right = max(b.x, b.right - INSIDE_PX - WIDTH)
                paint_note(painter, QPointF(right, b.y - min(ABOVE_PX, HEIGHT)), 1.0, theme)
        painter.restore()

    def told_in(self, card: Card, key: str) -> Card:
        """The card of a place with the notes about what it shows; of what stands within a place, that one's."""
        notes: Sequence[Note] = self._of_key.get(key) or [note for note in self.notes if note.node == key]
        rows = tuple(CardRow(note_line(note.text, SHOWN), NOTE) for note in notes[:ROWS])
        return replace(card, rows=(*card.rows, *rows)) if rows else card
