"""The legend of a sequence: a sample and words for each sort of line and bar that occurs in it."""

from __future__ import annotations

from xccviz.display.lines import LINES, LineStyle
from xccviz.display.markers import arrow_head
from xccviz.display.types import NONE, Path, Primitive, Rect, Text
from xccviz.layout.sequence.legend import BAR_SAMPLE, GAP, SAMPLE, SIZE
from xccviz.layout.sequence.types import LegendEntry, SequenceLayout
from xccviz.layout.types import Segment
from xccviz.replay.passing import Passing
from xccviz.replay.types import Moment

_STYLES = {row.kind: row for row in LINES.values()}


def paint_legend(layout: SequenceLayout, passing: Passing, moment: Moment | None) -> list[Primitive]:
    """The entries; what is seen at some moments only stays blank while there is none of it."""
    seen = {
        "in_flight": passing.in_flight(moment),
        "awaited": passing.awaited(moment),
        "delivers": passing.delivered(moment, failed=False),
        "delivers_failed": passing.delivered(moment, failed=True),
    }
    made: list[Primitive] = []
    for entry in layout.legend:
        style = next((row for kind, row in _STYLES.items() if kind == entry.kind), None)
        if style is None:
            made += _bar_entry(entry)
        else:
            made += _line_entry(entry, style, not style.passing or seen[style.kind])
    return made


def _line_entry(entry: LegendEntry, style: LineStyle, shown: bool) -> list[Primitive]:
    y, left = entry.bounds.center_y, entry.bounds.x
    key, right = f"legend:{entry.kind}", left + SAMPLE
    line = (Segment("M", (left, y)), Segment("L", (right, y)))
    head = arrow_head((right, y), 0.0, 7.0, 3.5, closed=not style.open_head)
    solid = shown and not style.open_head
    return [
        Path(f"{key}/line", None, "legend", line, stroke=style.role if shown else NONE, stroke_width=style.width,
             dash=style.dash),
        Path(f"{key}/head", None, "legend", head, fill=style.role if solid else NONE,
             stroke=style.role if shown and style.open_head else NONE, stroke_width=1.6),
        _words(entry, entry.label if shown else "", SAMPLE),
    ]  # fmt: skip


def _bar_entry(entry: LegendEntry) -> list[Primitive]:
    """A short bar as it stands where a receipt waits."""
    b, key = entry.bounds, f"legend:{entry.kind}"
    ink = "ref" if entry.kind == "yields" else "wait"
    fill = {"waits": "wait", "queued": "waitbg"}.get(entry.kind, NONE)
    dash = (2.5, 2.0) if entry.kind == "yields" else ()
    return [
        Rect(f"{key}/bar", None, "legend", b.x + 1, b.center_y - 7.5, 5.0, 15.0, 0.0, fill, ink, 1.0, dash),
        _words(entry, entry.label, BAR_SAMPLE),
    ]


def _words(entry: LegendEntry, words: str, sample: float) -> Text:
    b = entry.bounds
    x = b.x + sample + GAP
    return Text(f"legend:{entry.kind}/text", None, "legend", x, b.center_y + 4, words, "regular", SIZE, "mute",
                width=b.right - x)  # fmt: skip
