"""What the bars stand on: rows and idle stretches with the lines of the accounts, and where *now* is."""

from __future__ import annotations

from bisect import bisect_right

from xccviz.catalogue import numeral, tr
from xccviz.display.types import NONE, Layer, Path, Primitive, Rect, Text, Verticals
from xccviz.document import Document
from xccviz.layout.measure import measure
from xccviz.layout.sequence.types import GUTTER, HEADER, SequenceLayout
from xccviz.layout.types import Bounds, Segment
from xccviz.replay.types import Moment

SMALL, BLOCK = 11.5, 12.0
NOW_BELOW, NOW_WIDE, TAG = 4.0, 2.0, 18.0
"""Px below a row of the line of *now*, its width, and the height of its tag."""
LIFELINES = "lifelines"
"""The owner of the dotted lines."""
_DOTS = (1.0, 4.0)
_DASHES = (6.0, 4.0)


class Frame:
    """The frame of one layout, owner by owner: bands (`band:<number>`), the lines of the accounts and the places
    of now (`now:<row>`)."""

    def __init__(self, document: Document, layout: SequenceLayout) -> None:
        self.layout = layout
        ran_at = document.timeline.history.ran_at
        ran = sorted(
            (ran_at[n], i) for i, b in enumerate(layout.rows) for n in layout.bands[b].nodes if n in ran_at
        )
        self._ran = [step for step, _ in ran]
        self._rows = [row for _, row in ran]
        self._last = max((layout.bands[i].bottom for i in layout.rows), default=HEADER)

    # ---------------------------------------------------------------------------------------------------------- bands

    def band_area(self, number: int) -> Bounds:
        """What a band and its transit cover."""
        band = self.layout.bands[number]
        top = HEADER if number == 0 else band.y
        return Bounds(GUTTER, top, self.layout.width - GUTTER, band.end - top)

    def band(self, number: int) -> list[Primitive]:
        """A row or idle blocks."""
        band, key, width = self.layout.bands[number], f"band:{number}", self.layout.width
        wide = width - GUTTER
        row = band.kind == "row"
        made: list[Primitive] = [
            Rect(key, key, "edge", GUTTER, band.y, wide, band.height, fill="panel" if row else NONE)
        ]
        for side, y in () if row else (("top", band.y), ("bottom", band.bottom)):
            line = (Segment("M", (GUTTER, y)), Segment("L", (width, y)))
            made.append(
                Path(f"{key}/{side}", key, "edge", line, stroke="ref", stroke_width=1.0, dash=_DASHES)
            )
        return made

    def lifelines(self) -> list[Primitive]:
        """The dotted lines of the accounts, through all rows and what is between them."""
        xs = tuple(sorted(lifeline.line for lifeline in self.layout.lifelines))
        key = LIFELINES
        return (
            [Verticals(key, key, "edge", xs, HEADER, self._last, "ref", 1.0, _DOTS)]
            if self.layout.bands
            else []
        )

    def lifelines_area(self) -> Bounds:
        """What they cover."""
        return Bounds(GUTTER, HEADER, self.layout.width - GUTTER, self._last - HEADER)

    def idle_words(self, number: int) -> list[Primitive]:
        """How long nothing ran, where that has room."""
        band, key = self.layout.bands[number], f"band:{number}"
        if band.words_x is None:
            return []
        wide = measure(band.words, "medium", SMALL)
        return [
            Text(
                f"{key}/words",
                key,
                "text",
                band.words_x,
                band.y + 14,
                band.words,
                "medium",
                SMALL,
                "mute",
                "end",
                wide,
            )
        ]

    # ------------------------------------------------------------------------------------------------------------ now

    def now_row(self, moment: Moment | None) -> int | None:
        """The row of what ran last by a moment; -1 before anything ran, None at the end."""
        if moment is None or moment.at_end:
            return None
        at = bisect_right(self._ran, moment.index)
        return self._rows[at - 1] if at else -1

    def now_y(self, row: int) -> float:
        """Where the line of now stands when that row ran last."""
        return HEADER + 2.0 if row < 0 else self.layout.bands[self.layout.rows[row]].bottom + NOW_BELOW

    def now_line(self, row: int, shown: int | None) -> list[Primitive]:
        """The line below a row, seen where `shown` is that row."""
        y = self.now_y(row)
        line = (Segment("M", (GUTTER, y)), Segment("L", (self.layout.width, y)))
        stroke = "ind" if row == shown else NONE
        return [Path(f"now:{row}/line", None, "badge", line, stroke=stroke, stroke_width=NOW_WIDE)]

    def now_tag(self, row: int, shown: int | None, step: int) -> list[Primitive]:
        """The tag of the line, in the gutter below the words of its row; above all rows it takes the corner."""
        here, key = row == shown, f"now:{row}"
        layer: Layer = "left" if row >= 0 else "corner"
        top = self.now_y(row) - NOW_WIDE if row >= 0 else HEADER - TAG - 2.0
        words = tr("now · step {number}", number=numeral(step)) if here else ""
        return [
            Rect(f"{key}/tag", None, layer, 4, top, GUTTER - 4, TAG, 4.0, "ind" if here else NONE),
            Text(f"{key}/words", None, layer, (GUTTER + 4) / 2, top + 13, words, "semibold", SMALL, "onsel", "middle",
                 GUTTER - 10),
        ]  # fmt: skip
