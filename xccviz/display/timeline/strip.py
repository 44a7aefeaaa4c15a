"""The strip at the lower edge: all of the timeline at true scale, with the part that is looked at framed."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.catalogue import tr
from xccviz.display.hosting import Ruler
from xccviz.display.timeline.causes import CAUSE_LOOKS
from xccviz.display.types import Path, Primitive, Rect, Role, Text
from xccviz.layout.timeline.build import option
from xccviz.layout.timeline.columns import RANGE
from xccviz.layout.timeline.types import LineKind, Overview, TimelineLayout
from xccviz.layout.types import Segment
from xccviz.words.timeline import lasting, mark_words
from xccviz.words.waits import blocks

LEFT = 16.0
_RUN, _WAIT = 4.0, 2.0
"""Px of a line where something runs, and where it waits; less where rows stand close."""
_LOOKS: Mapping[LineKind, Role] = {
    "runs": "ok",
    "failed": "bad",
    **{cause: look.ink for cause, look in CAUSE_LOOKS.items()},
}


def paint_strip(layout: TimelineLayout, overview: Overview) -> list[Primitive]:
    """What stands in it but for the frame, which the window moves."""
    y, b = overview.y, overview.bounds
    made: list[Primitive] = [
        Rect("strip", None, "foot", 0, y, layout.room, overview.height, fill="panel"),
        Rect("strip/line", None, "foot", 0, y, layout.room, 1.0, fill="line"),
        Text("strip/title", None, "foot", LEFT, y + 21, tr("Zoom"), "medium", 12.0, "text", width=100),
        Text("strip/length", None, "foot", LEFT, y + 37, _length(layout), "regular", 11.5, "mute", width=166),
        Rect("strip/frame", None, "foot", b.x, b.y, b.width, b.height, 3.0, "panel", "line", 1.0),
    ]  # fmt: skip
    kinds = {line.kind for line in overview.lines}
    for kind in sorted(kinds, key=lambda kind: (kind == "failed", kind == "runs", kind)):
        run = kind in ("runs", "failed")
        role = _LOOKS[kind]
        segments: list[Segment] = []
        thick = min(_RUN if run else _WAIT, max(overview.pitch * (0.6 if run else 0.3), 0.8))
        for line in overview.lines:
            if line.kind == kind:
                right = max(line.right, line.x + 1.0)
                segments += [Segment("M", (line.x, line.y)), Segment("L", (right, line.y))]
        made.append(Path(f"strip/{kind}", None, "foot", tuple(segments), stroke=role,
                         stroke_width=thick))  # fmt: skip
    end = b.right + 10
    for number, (value, x) in enumerate(overview.marks):
        words = mark_words(value, overview.unit)
        made.append(Text(f"strip/mark{number}", None, "foot", x, y + 51, words if x < end - 30 else "", "regular", 11.0,
                         "mute", "start" if number == 0 else "middle", 60))  # fmt: skip
    return made


def ruler_of(layout: TimelineLayout, overview: Overview) -> Ruler:
    """What the window makes of the strip."""
    return Ruler(overview.bounds, overview.stops, overview.view, option(RANGE, ""),
                 option(RANGE, layout.range) if layout.range else "")  # fmt: skip


def _length(layout: TimelineLayout) -> str:
    first, last = layout.columns[0], layout.columns[-1]
    if not layout.by_block:
        return ""
    ran = [c for c in layout.columns if c.kind != "pending"] or [last]
    count = ran[-1].last - first.first + 1
    begin, end = first.time_ns, ran[-1].time_ns
    return (
        lasting(count, end - begin if begin is not None and end is not None else None)
        if count
        else blocks(count)
    )
