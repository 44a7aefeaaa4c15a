"""What the bars stand on: rows and idle stretches, lifelines, the header with the accounts, the gutter with the blocks,
and where *now* is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from xccviz.catalogue import tr, trn
from xccviz.display.hosting import Spot, Wish
from xccviz.display.types import NONE, FontFace, Layer, Path, Primitive, Rect, Role, Text
from xccviz.document import Document
from xccviz.layout.measure import measure
from xccviz.layout.sequence.bars import run_title
from xccviz.layout.sequence.names import NAME_SIZE
from xccviz.layout.sequence.types import GUTTER, HEADER, Band, Bar, Lifeline, SequenceLayout
from xccviz.layout.types import Bounds, Segment
from xccviz.model.literals import happened
from xccviz.replay.standing import progress_of
from xccviz.replay.types import Moment
from xccviz.words.blocks import (
    block_sign,
    blocks_sign,
    only_refunds,
    refunds_folded,
    since_words,
    steps_sign,
)
from xccviz.words.signs import NOT_KNOWN, PROGRESS

SMALL, BLOCK = 11.5, 12.0
RIGHT_AT = 86.0
"""Where words in the gutter end."""
NOW_BELOW, NOW_WIDE, TAG = 4.0, 2.0, 18.0
"""Px below a row of the line of *now*, its width, and the height of its tag."""
_DOTS = (1.0, 4.0)
_DASHES = (6.0, 4.0)


def ground(layout: SequenceLayout) -> list[Primitive]:
    """Rows and idle stretches, and the dotted lines of the accounts."""
    made: list[Primitive] = [
        Rect("background", None, "background", 0, 0, layout.width, layout.height, fill="bg")
    ]
    for number, band in enumerate(layout.bands):
        key, wide = f"band:{number}", layout.width - GUTTER
        if band.kind == "row":
            made.append(Rect(key, None, "edge", GUTTER, band.y, wide, band.height, fill="panel"))
            continue
        for side, y in (("top", band.y), ("bottom", band.bottom)):
            line = (Segment("M", (GUTTER, y)), Segment("L", (layout.width, y)))
            made.append(
                Path(f"{key}/{side}", None, "edge", line, stroke="ref", stroke_width=1.0, dash=_DASHES)
            )
        if band.words_x is not None:
            made.append(
                Text(f"{key}/words", None, "text", band.words_x, band.y + 14, band.words, "medium", SMALL, "mute",
                     "end", measure(band.words, "medium", SMALL))
            )  # fmt: skip
    last = max((layout.bands[i].bottom for i in layout.rows), default=HEADER)
    for number, lifeline in enumerate(layout.lifelines):
        line = (Segment("M", (lifeline.line, HEADER)), Segment("L", (lifeline.line, last)))
        made.append(Path(f"lifeline:{number}", None, "edge", line, stroke="ref", stroke_width=1.0,
                         dash=_DOTS))  # fmt: skip
    return made


def header(
    document: Document, layout: SequenceLayout, moment: Moment | None
) -> tuple[list[Primitive], list[Spot]]:
    """The accounts with what is known of their receipts by a moment."""
    made: list[Primitive] = [
        Rect("header", None, "top", GUTTER, 0, layout.width - GUTTER, HEADER, fill="panel"),
        _hairline("header/line", "top", GUTTER, layout.width),
    ]
    spots: list[Spot] = []
    for number, lifeline in enumerate(layout.lifelines):
        made += _account(document, number, lifeline, moment)
        wish = Wish("toggle", lifeline.key) if lifeline.key else None
        area = Bounds(lifeline.x, 0, lifeline.width, HEADER)
        spots.append(Spot(f"account:{number}", area, wish, strip="top"))
    made += [
        Rect("corner", None, "corner", 0, 0, GUTTER, HEADER, fill="panel"),
        _hairline("corner/line", "corner", 0, GUTTER),
        Text("corner/block", None, "corner", RIGHT_AT, 19, tr("Block") if layout.by_block else tr("Step"),
             "semibold", BLOCK, "mute", "end", 70.0),
        Text("corner/time", None, "corner", RIGHT_AT, 34, tr("time") if _timed(layout) else "", "regular", SMALL,
             "mute", "end", 70.0),
    ]  # fmt: skip
    return made, spots


def _account(document: Document, number: int, lifeline: Lifeline, moment: Moment | None) -> list[Primitive]:
    key, x = f"account:{number}", lifeline.x + 10.0
    room = lifeline.width - 14.0
    first, end, failed = _counts(document, lifeline, moment)
    whole = ", ".join(lifeline.accounts) if len(lifeline.accounts) < 20 else ""
    name_x = x + 12 if lifeline.key else x
    made: list[Primitive] = [
        Text(f"{key}/name", None, "top", name_x, 19, lifeline.name, "semibold", NAME_SIZE, "text",
             width=room, tooltip=whole),
        Text(f"{key}/receipts", None, "top", x, 34, first, "regular", SMALL, "mute", width=room),
    ]  # fmt: skip
    after = x + measure(end, "regular", SMALL)
    sign = failed if after + measure(failed, "regular", SMALL) <= lifeline.x + lifeline.width - 4 else ""
    made.append(Text(f"{key}/failed", None, "top", after, 34, sign, "regular", SMALL, "bad", width=room))
    tick = (Segment("M", (lifeline.line, HEADER - 6)), Segment("L", (lifeline.line, HEADER - 1)))
    made.append(Path(f"{key}/tick", None, "top", tick, stroke="ref", stroke_width=1.25))
    if lifeline.key:
        made.append(Path(f"{key}/fold", None, "top", _triangle(x + 2.0, 14.5, lifeline.folded), fill="mute"))
    return made


def _counts(document: Document, lifeline: Lifeline, moment: Moment | None) -> tuple[str, str, str]:
    """What stands below a name: receipts by a moment, the same at the end (as wide as it gets), and failures."""
    analysis = document.analysis
    signer = document.graph.root.id in lifeline.nodes
    receipts = [node for node in lifeline.nodes if node != document.graph.root.id]
    states = [progress_of(analysis, node, moment) for node in receipts]
    ran = sum(map(happened, states)) if moment is not None and not moment.at_end else len(states)
    bad = states.count("failed")

    alike = run_title(analysis, receipts) if lifeline.folded else ""
    room = lifeline.width - 14.0

    def words(count: int) -> str:
        told = trn("{count} receipt", "{count} receipts", count)
        if alike and alike != told and measure(f"{told} · {alike}", "regular", SMALL) <= room:
            return f"{told} · {alike}"
        if signer:
            return tr("signer") if not receipts else f"{tr('signer')} · {told}"
        return told

    return words(ran), words(len(receipts)), f" · {bad:,} {PROGRESS['failed'].word}" if bad else ""


def gutter(
    document: Document, layout: SequenceLayout, moment: Moment | None
) -> tuple[list[Primitive], list[Spot]]:
    """The blocks and their times; a click makes one *now*."""
    made: list[Primitive] = [
        Rect("gutter", None, "left", 0, HEADER, GUTTER, layout.height - HEADER, fill="bg")
    ]
    spots: list[Spot] = []
    steps = _row_steps(document, layout)
    for number, band in enumerate(layout.bands):
        key = f"gutter:{number}"
        if band.kind == "idle":
            words = blocks_sign(band.first or 0, band.last or 0)
            made.append(_gutter_text(f"{key}/blocks", band.y + 14, words, "regular", SMALL, "mute"))
            continue
        step = steps[number]
        begins, below = _row_words(document, layout, band, step)
        made.append(_gutter_text(f"{key}/block", band.y + 15, begins, "semibold", BLOCK, "text"))
        made.append(_gutter_text(f"{key}/time", band.y + 31, below, "regular", SMALL, "mute"))
        if step:
            spots.append(
                Spot(key, Bounds(0, band.y, GUTTER, band.height), Wish("step", str(step)), strip="left")
            )
    return made, spots


def _row_words(document: Document, layout: SequenceLayout, band: Band, step: int) -> tuple[str, str]:
    if not layout.by_block:
        ran_at = document.timeline.history.ran_at
        steps = [ran_at[node] for node in band.nodes if node in ran_at]
        first, below = steps_sign(min(steps), step) if steps else (_unknown(band), "")
        return first, below or (block_sign(band.first) if band.first is not None else "")
    if band.first is None or not band.ran:
        return _unknown(band), ""
    if band.again:
        return "", ""
    return block_sign(band.first), since_words(band.since_ns) if band.since_ns is not None else ""


def _unknown(band: Band) -> str:
    """Instead of a block or a step."""
    return NOT_KNOWN if band.ran else PROGRESS["not_yet"].word


def refunds(document: Document, layout: SequenceLayout, bar: Bar, selected: bool) -> list[Primitive]:
    """The line at the end that tells of folded gas refunds; which blocks had nothing else stands in the gutter."""
    by_id = document.graph.by_id
    known = {band.first for band in layout.bands if band.kind == "row"}
    highest = max((height for height in known if height is not None), default=None)
    alone = [h for h in (by_id[node].height for node in bar.nodes) if h is not None and h not in known]
    after = [height for height in alone if highest is not None and height > highest]
    b = bar.bounds
    if layout.by_block and after:
        blocks = block_sign(min(after)) if min(after) == max(after) else blocks_sign(min(after), max(after))
        words = only_refunds(len(after))
    else:
        blocks, words = "", refunds_folded(len(bar.nodes))
    return [
        Rect(f"{bar.key}/card", bar.key, "box", b.x, b.y, b.width, b.height, 4.0, NONE),
        Rect(f"{bar.key}/selection", bar.key, "box", b.x + 2, b.y + 1, b.width - 4, b.height - 2, 5.0,
             "indbg" if selected else NONE, "sel" if selected else NONE, 2.0),
        Text(f"{bar.key}/title", bar.key, "text", b.x + 10, b.y + 16, words, "regular", SMALL, "mute",
             width=b.width - 20),
        _gutter_text(f"{bar.key}/blocks", b.y + 16, blocks, "semibold", BLOCK, "text"),
    ]  # fmt: skip


def now(layout: SequenceLayout, row: int | None, step: int) -> list[Primitive]:
    """The line below the last row in which something has run, with a tag in the gutter; seen in one row at most. -1:
    above all."""
    made: list[Primitive] = []
    places = [
        (-1, HEADER + 2.0),
        *((i, layout.bands[band].bottom + NOW_BELOW) for i, band in enumerate(layout.rows)),
    ]
    words = tr("now · step {number}", number=f"{step:,}")
    for number, y in places:
        here = number == row
        key = f"now:{number}"
        line = (Segment("M", (GUTTER, y)), Segment("L", (layout.width, y)))
        made.append(
            Path(f"{key}/line", None, "badge", line, stroke="ind" if here else NONE, stroke_width=NOW_WIDE)
        )
        top = max(y - TAG / 2, HEADER + 1.0)
        made.append(Rect(f"{key}/tag", None, "left", 4, top, GUTTER - 4, TAG, 4.0, "ind" if here else NONE))
        made.append(Text(f"{key}/words", None, "left", (GUTTER + 4) / 2, top + 13, words if here else "", "semibold",
                         SMALL, "onsel", "middle", GUTTER - 10))  # fmt: skip
    return made


def now_row(document: Document, layout: SequenceLayout, moment: Moment | None) -> int | None:
    """The row of what ran last by a moment; -1 before anything ran, None at the end."""
    if moment is None or moment.at_end:
        return None
    ran_at = document.timeline.history.ran_at
    best, found = 0, -1
    for number, band in enumerate(layout.rows):
        for node in layout.bands[band].nodes:
            at = ran_at.get(node, 0)
            if best < at <= moment.index:
                best, found = at, number
    return found


def _row_steps(document: Document, layout: SequenceLayout) -> dict[int, int]:
    """The number of the last step in each row: of its block where rows are blocks. 0 where nothing has run."""
    ran_at = document.timeline.history.ran_at
    heights = dict.fromkeys((h for _, h in document.timeline.history.heights), 0)
    if layout.by_block:
        for step in document.timeline.steps:
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


def _timed(layout: SequenceLayout) -> bool:
    return layout.by_block and any(band.since_ns is not None for band in layout.bands)


def _gutter_text(key: str, y: float, words: str, font: FontFace, size: float, role: Role) -> Text:
    return Text(key, None, "left", RIGHT_AT, y, words, font, size, role, "end", RIGHT_AT - 4)


def _hairline(key: str, layer: Layer, left: float, right: float) -> Rect:
    return Rect(key, None, layer, left, HEADER - 1, right - left, 1.0, fill="cardline")


@lru_cache(maxsize=64)
def _triangle(x: float, y: float, folded: bool) -> tuple[Segment, ...]:
    """A sign that something folds: it points to the right while it is folded."""
    if folded:
        return (
            Segment("M", (x, y - 4)),
            Segment("L", (x + 5, y)),
            Segment("L", (x, y + 4)),
            Segment("Z"),
        )
    return (
        Segment("M", (x - 1, y - 2.5)),
        Segment("L", (x + 7, y - 2.5)),
        Segment("L", (x + 3, y + 2.5)),
        Segment("Z"),
    )
