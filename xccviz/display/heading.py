"""A heading above a drawing, so that a picture that is passed on says of itself what it is about."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.display.types import DisplayList, FontFace, Rect, Text
from xccviz.layout.measure import elide, measure
from xccviz.model.text import visible_text
from xccviz.values import replace

TITLE_SIZE, LINE_SIZE = 15.0, 12.0
MARGIN = 24.0
_TITLE_LINE, _LINE, _BELOW = 21.0, 18.0, 10.0
WIDEST = 900.0
"""Px up to which a narrow drawing is widened for its title; a longer one takes two lines."""
_TITLE_LINES = 2


def headed(shown: DisplayList, lines: Sequence[str]) -> DisplayList:
    """`shown` below its own title, its description and `lines` of facts, as wide as they need; words of the chain are
    visible."""
    title, lines = visible_text(shown.title), [visible_text(line) for line in lines]
    more = visible_text(shown.description)
    wanted = [
        measure(title, "semibold", TITLE_SIZE),
        measure(more, "regular", LINE_SIZE),
        *(measure(line, "regular", LINE_SIZE) for line in lines),
    ]
    width = max(shown.width, min(max(wanted) + 2 * MARGIN, WIDEST))
    room = width - 2 * MARGIN
    made: list[Text] = []
    y = MARGIN - 6
    for number, text in enumerate(_broken(title, "semibold", TITLE_SIZE, room)):
        y += _TITLE_LINE
        made.append(
            Text(
                f"heading/title{number}",
                None,
                "text",
                MARGIN,
                y - 5,
                text,
                "semibold",
                TITLE_SIZE,
                width=room,
            )
        )
    for number, text in enumerate(_broken(more, "regular", LINE_SIZE, room)):
        y += _LINE
        made.append(Text(f"heading/more{number}", None, "text", MARGIN, y - 4, text, "regular", LINE_SIZE, "text",
                         width=room))  # fmt: skip
    for number, line in enumerate(lines):
        y += _LINE
        text = elide(line, "regular", LINE_SIZE, room, "middle")
        made.append(Text(f"heading/line{number}", None, "text", MARGIN, y - 4, text, "regular", LINE_SIZE, "mute",
                         width=room))  # fmt: skip
    # A drawing with strips has no margin of its own above.
    down, right = y + _BELOW - (0.0 if shown.strips else MARGIN / 2), (width - shown.width) / 2
    height = shown.height + down
    # The drawing stays where it is, and what is new stands above it: to move thousands of primitives takes long.
    left, top = shown.left - right, shown.top - down
    heading = [replace(text, x=text.x + left, y=text.y + top) for text in made]
    grounds = [p for p in shown.primitives if isinstance(p, Rect) and p.layer == "background"]
    below = [p for p in shown.primitives if p.layer != "background"]
    grounds = [replace(ground, x=left, y=top, width=width, height=height) for ground in grounds]
    return replace(
        shown,
        primitives=(*grounds, *heading, *below),
        width=width,
        height=height,
        left=left,
        top=top,
    )


def _broken(title: str, font: FontFace, size: float, room: float) -> list[str]:
    """Words in lines that fit; what has no room in the last ends in an ellipsis."""
    lines = [""]
    for word in title.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and len(lines) < _TITLE_LINES and measure(longer, font, size) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return [elide(line, font, size, room) for line in lines if line]
