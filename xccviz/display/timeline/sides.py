"""What stands around the bars of a timeline: its ground, header and labels, the strip, and what can be clicked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from xccviz.display.hosting import Ruler, Spot, Tag
from xccviz.display.timeline.bars import bar_spots
from xccviz.display.timeline.frame import ground, header, labels, refunds_spot
from xccviz.display.timeline.legend import paint_legend
from xccviz.display.timeline.lines import slot_spots
from xccviz.display.timeline.strip import StripPainter, ruler_of
from xccviz.display.timeline.table import PathTable
from xccviz.display.types import Primitive
from xccviz.document import Document
from xccviz.layout.timeline.types import TimelineLayout
from xccviz.replay.types import Moment


class Sides:
    """What of one layout no look changes, made once, and where *now* is in it."""

    def __init__(self, document: Document, layout: TimelineLayout) -> None:
        self.document, self.layout = document, layout
        self.ground = ground(layout)
        self.top, columns = header(document, layout)
        self.left, rows = labels(document, layout)
        overview = layout.overview
        self._strip = StripPainter(document, layout, overview) if overview is not None else None
        self.ruler: Ruler | None = ruler_of(layout, overview) if overview is not None else None
        self.legend = paint_legend(layout)
        self.table = PathTable(document, layout, layout.table) if layout.table is not None else None
        self.tags: dict[str, Tag] = {}
        bars = [spot for bar in layout.bars for spot in bar_spots(layout, bar)]
        # What lies behind all else comes first: of several at a point the last one is meant.
        behind = [spot for spot in columns if spot.strip == "body"]
        above = [spot for spot in columns if spot.strip != "body"]
        spots = (*behind, *bars, *refunds_spot(layout), *above, *rows)
        self._spots, self._table_spots = spots, self.table.spots if self.table is not None else ()
        self._all_spots = (*spots, *self._table_spots)
        ran_at = document.timeline.history.ran_at
        ran = sorted((ran_at[node], tick) for node, tick in layout.ticks.items() if ran_at.get(node, 0) > 0)
        self._steps = [step for step, _ in ran]
        self._latest: list[int] = []
        for _, tick in ran:
            self._latest.append(max(tick, self._latest[-1]) if self._latest else tick)
        self._starts = [column.first for column in layout.columns]

    def foot(self, moment: Moment | None) -> Sequence[Primitive]:
        """What stands below all of it."""
        return self._strip.paint(moment, self.now_column(moment)) if self._strip is not None else ()

    def spots(self, selected: str | None) -> tuple[Spot, ...]:
        """What is clicked for itself while a node is selected."""
        badges = slot_spots(self.layout, selected)
        return (*self._spots, *badges, *self._table_spots) if badges else self._all_spots

    def now_column(self, moment: Moment | None) -> int | None:
        """The column of what ran last by a moment; -1 before anything ran, None at the end."""
        if moment is None or moment.at_end:
            return None
        done = bisect_right(self._steps, moment.index)
        return bisect_right(self._starts, self._latest[done - 1]) - 1 if done else -1
