"""The legend of a sequence: a sample and words for each sort of line and bar that occurs in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xccviz.display.lines import COLOURS, LINES, LineStyle, sample_of
from xccviz.display.look import Standing, Stress, paler, standing_of
from xccviz.display.types import NONE, Primitive, Rect, Text
from xccviz.document import Document
from xccviz.layout.sequence.legend import BAR_SAMPLE, GAP, SAMPLE, SIZE
from xccviz.layout.sequence.types import LegendEntry, Message, SequenceLayout
from xccviz.model.literals import LineKind
from xccviz.replay.passing import Passing
from xccviz.replay.types import Moment, Place
from xccviz.values import frozen

_STYLES = {row.kind: row for row in LINES.values()}


@frozen
class Remaining:
    """While something else stands out: when lines that have not stepped back tell something, and lines that are to be
    seen at all."""

    staying: Passing
    there: Passing


def drawn_passing(document: Document, layout: SequenceLayout) -> Passing:
    """When lines that are drawn tell of something: a slot between receipts of one bar has none."""
    places = {place for message in layout.messages for place in _fed(message)}
    return Passing(document.analysis, document.timeline, places)


def _fed(message: Message) -> Iterator[Place]:
    """The slots that a line feeds."""
    for edge in message.edges if message.slots else ():
        if edge.slot is not None:
            yield edge.target, edge.slot


def remaining(document: Document, layout: SequenceLayout, stress: Stress | None) -> Remaining | None:
    """What is left of the lines; None where none has stepped back."""
    if stress is None:
        return None
    places: dict[Standing, set[Place]] = {"stays": set(), "back": set(), "gone": set()}
    for message in layout.messages:
        if message.slots:
            places[standing_of(message.key, stress)].update(_fed(message))
    analysis, timeline = document.analysis, document.timeline
    staying = Passing(analysis, timeline, places["stays"])
    return Remaining(staying, Passing(analysis, timeline, places["stays"] | places["back"]))


def paint_legend(
    layout: SequenceLayout, passing: Passing, moment: Moment | None, left: Remaining | None
) -> list[Primitive]:
    """The entries; what is seen at some moments only stays blank while there is none of it, coloured lines that have
    all stepped back are pale."""
    seen = _seen(passing, moment)
    staying = _seen(left.staying, moment) if left is not None else seen
    there = _seen(left.there, moment) if left is not None else seen
    made: list[Primitive] = []
    for entry in layout.legend:
        style = next((row for kind, row in _STYLES.items() if kind == entry.kind), None)
        if style is None:
            made += _bar_entry(entry)
            continue
        coloured = style.role in COLOURS
        parts = _line_entry(entry, style, not style.passing or (there if coloured else seen)[style.kind])
        made += map(paler, parts) if coloured and not staying[style.kind] and seen[style.kind] else parts
    return made


def _seen(passing: Passing, moment: Moment | None) -> Mapping[LineKind, bool]:
    return {
        "in_flight": passing.in_flight(moment),
        "awaited": passing.awaited(moment),
        "delivers": passing.delivered(moment, failed=False),
        "delivers_failed": passing.delivered(moment, failed=True),
    }


def _line_entry(entry: LegendEntry, style: LineStyle, shown: bool) -> list[Primitive]:
    b = entry.bounds
    sample = sample_of(f"legend:{entry.kind}", style, b.x, b.x + SAMPLE, b.center_y, shown)
    return [*sample, _words(entry, entry.label if shown else "", SAMPLE)]


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
