"""Notes in a drawing that leaves the window: a numbered sheet at each place that has some, and what they say below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from xccviz.annotations import Note
from xccviz.catalogue import tr
from xccviz.display.types import DisplayList, Path, Primitive, Rect, Text
from xccviz.layout.measure import elide, measure
from xccviz.layout.types import Bounds, Layout, Segment
from xccviz.model.text import visible_text
from xccviz.values import replace

WIDTH, HEIGHT, FOLD = 17.0, 15.0, 4.5
INSIDE, ABOVE = 9.0, 8.0
"""Px that a sheet stands left of the right edge of a place, and above its upper edge."""
MARGIN, LINE, SIZE, AROUND = 24.0, 17.0, 12.0, 14.0
LINES = 12
"""Of one note; what has no room in them ends in an ellipsis."""
Upon = Callable[[Layout, str], Bounds | None]


def with_notes(
    shown: DisplayList, layout: Layout, notes: Sequence[Note], labels: Mapping[str, str], upon: Upon | None
) -> DisplayList:
    """`shown` with `notes`, numbered in their order. `labels`: node id → its name; `upon`: the part of a place that
    signs stand upon, None for its corner. A note about what the drawing does not show stands below all the same."""
    if not notes:
        return shown
    signs = [sign for number, note in enumerate(notes, 1) for sign in _sign(number, note, layout, upon)]
    room, y = shown.width - 2 * MARGIN, shown.top + shown.height
    left = shown.left + MARGIN
    made: list[Primitive] = [
        Text("notes/title", None, "legend", left, y + SIZE, tr("NOTES"), "semibold", 11.0, "mute")
    ]
    y += LINE
    for number, note in enumerate(notes, 1):
        label = f"{number}  {visible_text(labels.get(note.node, note.node))}"
        y += LINE
        short = elide(label, "semibold", SIZE, room, "middle")
        made.append(
            Text(f"notes/{number}", note.node, "legend", left, y, short, "semibold", SIZE, width=room)
        )
        for at, line in enumerate(_wrapped(note.text, room - AROUND)):
            y += LINE
            key = f"notes/{number}/{at}"
            made.append(
                Text(key, note.node, "legend", left + AROUND, y, line, "regular", SIZE, width=room - AROUND)
            )
    height = y + MARGIN - shown.top
    grown = [
        replace(p, height=p.height + height - shown.height)
        if isinstance(p, Rect) and p.layer == "background"
        else p
        for p in shown.primitives
    ]
    return replace(shown, primitives=(*grown, *signs, *made), height=height)


def _sign(number: int, note: Note, layout: Layout, upon: Upon | None) -> Iterator[Primitive]:
    """The sheet at the place that shows the node."""
    key = layout.box_of.get(note.node)
    place = layout.by_key.get(key) if key is not None else None
    if key is None or place is None:
        return
    part = upon(layout, key) if upon is not None else place.bounds
    if part is None:
        return
    x, y = max(part.x, part.right - INSIDE - WIDTH), part.y - ABOVE
    if upon is not None and part.width < WIDTH + INSIDE:  # too narrow to stand upon: left of it
        x, y = part.x - WIDTH - 3, part.y
    sheet = (
        Segment("M", (x, y)), Segment("L", (x + WIDTH, y)), Segment("L", (x + WIDTH, y + HEIGHT - FOLD)),
        Segment("L", (x + WIDTH - FOLD, y + HEIGHT)), Segment("L", (x, y + HEIGHT)), Segment("Z"),
    )  # fmt: skip
    tip = visible_text(note.text, 220)
    yield Path(f"notes/{number}/sheet", key, "text", sheet, "waitbg", "wait", 1.2, tooltip=tip)
    middle, foot = x + WIDTH / 2 - 1, y + HEIGHT - 4
    yield Text(
        f"notes/{number}/number", key, "text", middle, foot, str(number), "semibold", 9.0, "wait", "middle"
    )


def _wrapped(text: str, room: float) -> list[str]:
    """The lines of a note, broken where they are too long."""
    lines: list[str] = []
    for line in visible_text(text, keep="\n").split("\n"):
        current = ""
        for word in line.split(" "):
            longer = f"{current} {word}" if current else word
            if current and measure(longer, "regular", SIZE) > room:
                lines.append(current)
                current = word
            else:
                current = longer
            if len(lines) > LINES:
                break
        lines.append(current)
        if len(lines) > LINES:
            lines = [*lines[: LINES - 1], lines[LINES - 1] + " …"]
            break
    return [elide(line, "regular", SIZE, room) for line in lines]
