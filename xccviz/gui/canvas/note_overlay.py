"""Notes upon a drawing: a small sheet at the upper right corner of each place that shows a node with a note, or of the
part of it that signs stand upon, left of that where it is narrow; the drawing itself knows nothing of notes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from xccviz.annotations import Note
from xccviz.display.hosting import Card, CardRow
from xccviz.display.types import Theme
from xccviz.gui.canvas.mark_overlay import Spot
from xccviz.gui.look.note_signs import HEIGHT, WIDTH, paint_note
from xccviz.layout.types import Bounds, Layout
from xccviz.values import replace
from xccviz.words.notes import NOTE, note_line

INSIDE_PX, ABOVE_PX = 9.0, 8.0
"""Px that the sheet stands left of the right edge, and above the upper edge."""
SMALL, NARROW_PX = 0.75, 30.0
"""How large the sheet is upon a part of a place, and px of a part from which on it has room at its right end."""
SHOWN, ROWS = 220, 4
"""Characters of a note in a card, and notes of one place."""


class NoteOverlay:
    """Paints over one layout: at its places, or `upon` a part of each."""

    def __init__(self, upon: Spot | None = None) -> None:
        self._upon = upon
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
            if self._upon is not None:
                part = self._upon(layout, key)
                if part is not None:
                    paint_note(painter, _beside(part), SMALL, theme)
            elif place is not None:
                b = place.bounds
                right = max(b.x, b.right - INSIDE_PX - WIDTH)
                paint_note(painter, QPointF(right, b.y - min(ABOVE_PX, HEIGHT)), 1.0, theme)
        painter.restore()

    def told_in(self, card: Card, key: str) -> Card:
        """The card of a place with the notes about what it shows; of what stands within a place, that one's."""
        notes: Sequence[Note] = self._of_key.get(key) or [note for note in self.notes if note.node == key]
        rows = tuple(CardRow(note_line(note.text, SHOWN), NOTE) for note in notes[:ROWS])
        return replace(card, rows=(*card.rows, *rows)) if rows else card


def _beside(part: Bounds) -> QPointF:
    """The corner of the sheet at a part of a place."""
    width, height = WIDTH * SMALL, HEIGHT * SMALL
    if part.width < NARROW_PX:
        return QPointF(part.x - width - 1, part.y)
    return QPointF(part.right - width - INSIDE_PX / 2, part.y - height / 2)
