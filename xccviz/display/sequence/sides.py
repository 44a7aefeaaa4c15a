"""What stays in sight of a sequence: the header with the accounts, the gutter with the blocks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from xccviz.catalogue import numeral, tr, trn
from xccviz.display.hosting import Spot, Wish
from xccviz.display.sequence.frame import BLOCK, SMALL
from xccviz.display.sequence.legend import drawn_passing
from xccviz.display.types import NONE, FontFace, Layer, Path, Primitive, Rect, Role, Text
from xccviz.document import Document
from xccviz.layout.measure import elide, measure
from xccviz.layout.sequence.bars import run_title
from xccviz.layout.sequence.names import NAME_SIZE
from xccviz.layout.sequence.types import GUTTER, HEADER, Band, Bar, Lifeline, SequenceLayout
from xccviz.layout.types import REFUNDS_KEY, Bounds, Segment
from xccviz.replay.types import Moment
from xccviz.words.blocks import (
    block_sign,
    blocks_signs,
    only_refunds,
    refunds_folded,
    since_words,
    steps_sign,
)
from xccviz.words.extent import failed_of
from xccviz.words.signs import NOT_KNOWN, PROGRESS
from xccviz.words.timeline import not_run_words

RIGHT_AT = 86.0
"""Where words in the gutter end."""


class Sides:
    """Header and gutter of one layout."""

    def __init__(self, document: Document, layout: SequenceLayout) -> None:
        self.document, self.layout = document, layout
        self._ran_at = document.timeline.history.ran_at
        self._steps = _row_steps(document, layout)
        self.passing = drawn_passing(document, layout)
        self._counts = [_Counts(document, lifeline) for lifeline in layout.lifelines]
        self.left: tuple[Primitive, ...] = tuple(self._gutter())
        """The gutter: blocks and their times."""

    # --------------------------------------------------------------------------------------------------------- header

    def header(self, moment: Moment | None, now: int | None) -> list[Primitive]:
        """The accounts with what is known of their receipts by a moment; `now`: the row of what ran last."""
        layout = self.layout
        made: list[Primitive] = [
            Rect("header", None, "top", GUTTER, 0, layout.width - GUTTER, HEADER, fill="panel"),
            _hairline("header/line", "top", GUTTER, layout.width),
        ]
        for number, lifeline in enumerate(layout.lifelines):
            made += self._account(number, lifeline, moment)
        timed = layout.by_block and any(band.since_ns is not None for band in layout.bands)
        return [
            *made,
            Rect("corner", None, "corner", 0, 0, GUTTER, HEADER, fill="panel"),
            _hairline("corner/line", "corner", 0, GUTTER),
            Text("corner/block", None, "corner", RIGHT_AT, 19, tr("Block") if layout.by_block else tr("Step"),
                 "semibold", BLOCK, "mute", "end", 70.0),
            Text("corner/time", None, "corner", RIGHT_AT, 34, tr("time") if timed and now != -1 else "", "regular",
                 SMALL, "mute", "end", 70.0),
        ]  # fmt: skip

    def _account(self, number: int, lifeline: Lifeline, moment: Moment | None) -> list[Primitive]:
        key, x = f"account:{number}", lifeline.x + 10.0
        room = lifeline.width - 14.0
        counts = self._counts[number]
        first, failed = counts.at(moment)
        whole = ", ".join(lifeline.accounts) if len(lifeline.accounts) < 20 else ""
        after = x + measure(counts.at(None)[0], "regular", SMALL)
        if failed and after + measure(failed, "regular", SMALL) > lifeline.x + lifeline.width - 4:
            # What went wrong is not what there is no room for.
            first, failed, after = "", counts.failed_alone(moment), x
        first = elide(first, "regular", SMALL, room)  # before anything ran it may be longer than at the end
        tick = (Segment("M", (lifeline.line, HEADER - 6)), Segment("L", (lifeline.line, HEADER - 1)))
        made: list[Primitive] = [
            Text(f"{key}/name", None, "top", x + 12 if lifeline.key else x, 19, lifeline.name, "semibold", NAME_SIZE,
                 "text", width=room, tooltip=whole),
            Text(f"{key}/receipts", None, "top", x, 34, first, "regular", SMALL, "mute", width=room),
            Text(f"{key}/failed", None, "top", after, 34, failed, "regular", SMALL, "bad", width=room),
            Path(f"{key}/tick", None, "top", tick, stroke="ref", stroke_width=1.25),
        ]  # fmt: skip
        if lifeline.key:
            made.append(
                Path(f"{key}/fold", None, "top", _triangle(x + 2.0, 14.5, lifeline.folded), fill="mute")
            )
        return made

    # --------------------------------------------------------------------------------------------------------- gutter

    def _gutter(self) -> list[Primitive]:
        made: list[Primitive] = [
            Rect("gutter", None, "left", 0, HEADER, GUTTER, self.layout.height - HEADER, fill="bg")
        ]
        for number, band in enumerate(self.layout.bands):
            key = f"gutter:{number}"
            if band.kind == "idle":
                words = _fitting(blocks_signs(band.first or 0, band.last or 0))
                made.append(gutter_text(f"{key}/blocks", band.y + 14, words, "regular", SMALL, "mute"))
                continue
            begins, below = self._row_words(number, band)
            made.append(gutter_text(f"{key}/block", band.y + 15, begins, "semibold", BLOCK, "text"))
            made.append(gutter_text(f"{key}/time", band.y + 31, below, "regular", SMALL, "mute"))
        refunds = self.layout.by_key.get(REFUNDS_KEY)
        if refunds is not None:  # which blocks had nothing else
            blocks, _ = self._refunds_words(refunds)
            made.append(
                gutter_text("gutter:refunds", refunds.bounds.y + 16, blocks, "semibold", BLOCK, "text")
            )
        return made

    def _row_words(self, number: int, band: Band) -> tuple[str, str]:
        unknown = NOT_KNOWN if band.ran else not_run_words(self.document.graph, band.nodes)
        if not self.layout.by_block:
            steps = [self._ran_at[node] for node in band.nodes if node in self._ran_at]
            first, below = steps_sign(min(steps), self._steps[number]) if steps else (unknown, "")
            return first, below or (block_sign(band.first) if band.first is not None else "")
        if band.first is None or not band.ran:
            return unknown, ""
        if band.again:
            return "", ""
        return block_sign(band.first), since_words(band.since_ns) if band.since_ns is not None else ""

    def spots(self) -> list[Spot]:
        """A block is made now; a header folds and unfolds."""
        made = [
            Spot(
                f"gutter:{number}",
                Bounds(0, band.y, GUTTER, band.height),
                Wish("step", str(step)),
                strip="left",
            )
            for number, band in enumerate(self.layout.bands)
            if (step := self._steps.get(number, 0))
        ]
        for number, lifeline in enumerate(self.layout.lifelines):
            wish = Wish("toggle", lifeline.key) if lifeline.key else None
            area = Bounds(lifeline.x, 0, lifeline.width, HEADER)
            made.append(Spot(f"account:{number}", area, wish, strip="top"))
        return made

    def refunds(self, bar: Bar, selected: bool) -> list[Primitive]:
        """The line at the end that tells of folded gas refunds."""
        b = bar.bounds
        _, words = self._refunds_words(bar)
        return [
            Rect(f"{bar.key}/card", bar.key, "box", b.x, b.y, b.width, b.height, 4.0, NONE),
            Rect(f"{bar.key}/selection", bar.key, "box", b.x + 2, b.y + 1, b.width - 4, b.height - 2, 5.0,
                 "indbg" if selected else NONE, "sel" if selected else NONE, 2.0),
            Text(f"{bar.key}/title", bar.key, "text", b.x + 10, b.y + 16, words, "regular", SMALL, "mute",
                 width=b.width - 20),
        ]  # fmt: skip

    def _refunds_words(self, bar: Bar) -> tuple[str, str]:
        by_id = self.document.graph.by_id
        known = {band.first for band in self.layout.bands if band.kind == "row"}
        highest = max((height for height in known if height is not None), default=None)
        heights = [by_id[node].height for node in bar.nodes] if self.layout.by_block else []
        after = [h for h in heights if h is not None and highest is not None and h > highest]
        if not after:
            return "", refunds_folded(len(bar.nodes))
        one = min(after) == max(after)
        blocks = block_sign(min(after)) if one else _fitting(blocks_signs(min(after), max(after)))
        return blocks, only_refunds(len(after))


class _Counts:
    """How many receipts of a lifeline have run and failed by a moment, in words."""

    def __init__(self, document: Document, lifeline: Lifeline) -> None:
        history, facts = document.timeline.history, document.analysis.facts
        by_id, root = document.graph.by_id, document.graph.root.id
        receipts = [node for node in lifeline.nodes if node != root and not by_id[node].is_refund]
        self._signs = root in lifeline.nodes
        self._all = len(receipts)
        self._ran = sorted(history.ran_at[node] for node in receipts if node in history.ran_at)
        self._failed = sorted(history.ran_at.get(node, 0) for node in receipts if facts[node].failed)
        self._alike = run_title(document.analysis, receipts) if lifeline.folded else ""
        self._room = lifeline.width - 14.0

    def at(self, moment: Moment | None) -> tuple[str, str]:
        """What stands below the name of an account."""
        ran, failed = self._numbers(moment)
        return self._words(ran), _failed(failed)

    def failed_alone(self, moment: Moment | None) -> str:
        """What tells of failures where there is no room for both."""
        ran, failed = self._numbers(moment)
        words = failed_of(failed, ran)
        return next((w for w in words if measure(w, "regular", SMALL) <= self._room), words[-1])

    def _numbers(self, moment: Moment | None) -> tuple[int, int]:
        if moment is None or moment.at_end:
            return self._all, len(self._failed)
        return bisect_right(self._ran, moment.index), bisect_right(self._failed, moment.index)

    def _words(self, count: int) -> str:
        told = trn("{count} receipt", "{count} receipts", count)
        if self._alike and self._alike != told:
            both = f"{told} · {self._alike}"
            return both if measure(both, "regular", SMALL) <= self._room else told
        if self._signs:
            return f"{tr('signer')} · {told}" if self._all else tr("signer")
        return told if self._all else ""


def _failed(count: int) -> str:
    return f" · {numeral(count)} {PROGRESS['failed'].word}" if count else ""


def _row_steps(document: Document, layout: SequenceLayout) -> dict[int, int]:
    """The number of the last step in each row: of its block where rows are blocks. 0 where nothing has run."""
    ran_at = document.timeline.history.ran_at
    heights: dict[int, int] = {}
    for step in document.timeline.steps if layout.by_block else ():
        if step.height is not None and step.kind not in ("deliver", "ready"):
            heights[step.height] = max(heights.get(step.height, 0), step.n)
    steps: dict[int, int] = {}
    for number, band in enumerate(layout.bands):
        if band.kind == "row":
            own = max((ran_at.get(node, 0) for node in band.nodes), default=0)
            last = own == 0 or not layout.by_block or _goes_on(layout.bands, number)
            steps[number] = own if last else max(own, heights.get(band.first or -1, 0))
    return steps


def _goes_on(bands: Sequence[Band], number: int) -> bool:
    """Whether the next row is in the same block."""
    return number + 1 < len(bands) and bands[number + 1].again


def _fitting(wordings: Sequence[str]) -> str:
    """The first that fits into the gutter, else the last."""
    return next((w for w in wordings if measure(w, "regular", SMALL) <= RIGHT_AT - 4), wordings[-1])


def gutter_text(key: str, y: float, words: str, font: FontFace, size: float, role: Role) -> Text:
    """Words in the gutter."""
    return Text(key, None, "left", RIGHT_AT, y, words, font, size, role, "end", RIGHT_AT - 4)


def _hairline(key: str, layer: Layer, left: float, right: float) -> Rect:
    return Rect(key, None, layer, left, HEADER - 1, right - left, 1.0, fill="cardline")


@lru_cache(maxsize=64)
def _triangle(x: float, y: float, folded: bool) -> tuple[Segment, ...]:
    """A sign that something folds: it points to the right while it is folded."""
    if folded:
        points = ((x, y - 4), (x + 5, y), (x, y + 4))
    else:
        points = ((x - 1, y - 2.5), (x + 7, y - 2.5), (x + 3, y + 2.5))
    return (*(Segment("L" if i else "M", point) for i, point in enumerate(points)), Segment("Z"))
