"""The legend of a timeline as primitives: always all of it."""

from __future__ import annotations

from xccviz.analysis.time.stretches import Cause
from xccviz.display.timeline.causes import CAUSE_LOOKS
from xccviz.display.types import NONE, Primitive, Rect, Text
from xccviz.layout.timeline.legend import GAP, SAMPLE, SIZE
from xccviz.layout.timeline.types import LegendEntry, TimelineLayout

_HIGH = 12.0


def paint_legend(layout: TimelineLayout) -> list[Primitive]:
    """A sample and words per entry."""
    made: list[Primitive] = []
    for entry in layout.legend:
        made += _entry(entry)
    return made


def _entry(entry: LegendEntry) -> list[Primitive]:
    b, key = entry.bounds, f"legend:{entry.kind}"
    x, y = b.x + 0.75, b.center_y - _HIGH / 2
    sample: list[Primitive] = []
    if entry.kind == "runs":
        sample = [Rect(f"{key}/bar", None, "legend", x, y, SAMPLE - 1.5, _HIGH, 3.0, "okbg", "ok", 1.25)]
    elif entry.kind == "failed":
        sample = [Rect(f"{key}/bar", None, "legend", x, y, SAMPLE - 1.5, _HIGH, 3.0, "bad", "bad", 1.25)]
    elif entry.kind == "path":
        sample = [Rect(f"{key}/bar", None, "legend", x, y, SAMPLE - 1.5, _HIGH, 4.0, NONE, "text", 2.0)]
    elif entry.kind != "waits":
        cause: Cause = entry.kind
        look = CAUSE_LOOKS[cause]
        sample = [Rect(f"{key}/bar", None, "legend", x, y, SAMPLE - 1.5, _HIGH, 2.0, "panel", look.ink, 1.0, (), "",
                       look.pattern, look.ink)]  # fmt: skip
    at = b.x + (SAMPLE + GAP if sample else 0.0)
    words = Text(f"{key}/text", None, "legend", at, b.center_y + 4, entry.label, "regular", SIZE, "mute",
                 width=b.right - at)  # fmt: skip
    return [*sample, words]
