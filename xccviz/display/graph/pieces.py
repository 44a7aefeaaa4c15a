"""What boxes of every sort are made of: a ring around what is selected, a bar, rows of words, what unfolds."""

from __future__ import annotations

from collections import Counter

from xccviz.display.look import HANDLE
from xccviz.display.types import NONE, FontFace, Primitive, Rect, Role, Text
from xccviz.layout.cards import CHIP_SIZE
from xccviz.layout.layered.types import Box
from xccviz.layout.types import PAGE, Row
from xccviz.model.literals import Progress
from xccviz.words.titles import unfold_words

RADIUS = 8.0
"""Px of the corners of a card."""
MARKER_X, MARKER = 20.0, 6.2
"""Px from the left of a card to the middle of its sign, and the radius of that."""


def ring(box: Box, selected: bool, radius: float, below: float = 0.0) -> Rect:
    """The ring around a box that is selected; `below`: px of what stands out below it."""
    b = box.bounds
    return Rect(f"{box.key}/selection", box.key, "box", b.x - 3.5, b.y - 3.5, b.width + 7, b.height + 7 + below, radius,
                NONE, "sel" if selected else NONE, 2.25)  # fmt: skip


def bar(box: Box, role: Role) -> Rect:
    """The bar at the left of a card."""
    b = box.bounds
    return Rect(f"{box.key}/bar", box.key, "box", b.x, b.y + 8, 3.5, b.height - 16, 1.75, role)


def handle(box: Box) -> list[Primitive]:
    """What is clicked to unfold a box, and how much that shows."""
    row = box.row("unfold")
    if row is None:
        return []
    b = row.bounds
    tooltip = unfold_words(min(PAGE, len(box.members)), len(box.members))
    return [
        Rect(f"{box.key}/{HANDLE}", box.key, "box", b.x, b.y, b.width, b.height, b.height / 2, "indbg",
             tooltip=tooltip),
        Text(f"{box.key}/{HANDLE}/text", box.key, "text", b.center_x, b.center_y + 4.1, row.text, "medium", CHIP_SIZE,
             "ind", "middle", b.width, tooltip=tooltip),
    ]  # fmt: skip


def row_text(
    box: Box, row: Row, part: str, text: str, font: FontFace, size: float, role: Role, *, tooltip: str = ""
) -> Text:
    """The words of a row."""
    baseline = row.bounds.center_y + size * 0.35
    return Text(f"{box.key}/{part}", box.key, "text", row.bounds.x, baseline, text, font, size, role,
                width=row.bounds.width, tooltip=tooltip)  # fmt: skip


def summed(counts: Counter[Progress]) -> Progress:
    """One progress for many: a failure shows before all else, then what is still to come; what has begun is no more
    `not_yet`."""
    if counts["not_yet"] and counts["done"] and not counts["failed"]:
        return "ready"
    order: tuple[Progress, ...] = ("failed", "waiting", "ready", "not_yet", "done")
    return next((progress for progress in order if counts[progress]), "unknown")
