"""Layout + look → display list. The keys and the geometry depend on the layout alone; see display/types.py."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.catalogue import tr
from xccviz.display.hosting import Spot, Strips, Switch, Tag, Wish
from xccviz.display.look import Look, Stress, hovered, stress_of, stressed
from xccviz.display.sequence.bars import BarPainter, bar_spots, bar_tag
from xccviz.display.sequence.frame import Frame
from xccviz.display.sequence.legend import Remaining, paint_legend, remaining
from xccviz.display.sequence.messages import (
    draw_badge,
    draw_line,
    message_spots,
    message_tag,
    sentence,
    style_of,
)
from xccviz.display.sequence.sides import Sides
from xccviz.display.types import DisplayList, Primitive, Rect
from xccviz.document import Document
from xccviz.layout.sequence.columns import APART
from xccviz.layout.sequence.types import GUTTER, HEADER, SequenceLayout
from xccviz.layout.sequence.walk import lines_of
from xccviz.layout.types import REFUNDS_KEY
from xccviz.words.blocks import FOLD_ALIKE, NO_HEIGHTS, ONE_BLOCK, refunds_switch
from xccviz.words.timeline import without_blocks


def draw(document: Document, layout: SequenceLayout, look: Look) -> DisplayList:
    """What to paint for one layout, in scene px. For one layout and one `look.legend`, all looks give the same keys and
    the same places."""
    analysis, moment = document.analysis, look.moment
    frame, sides = Frame(document, layout), Sides(document, layout)
    chosen = layout.box_of.get(look.selection or "", look.selection)
    painter = BarPainter(document)
    painted: list[Primitive] = []
    badges: list[Primitive] = []
    for message in layout.messages:
        style, tooltip = style_of(analysis, message, moment), sentence(analysis, layout, message, moment)
        painted += draw_line(message, style, tooltip)
        badges += draw_badge(message, style, tooltip)
    painted += badges
    for bar in layout.bars:
        selected = bar.key == chosen
        if bar.kind == "refunds":
            painted += sides.refunds(bar, selected)
        else:
            painted += painter.paint(bar, moment, selected=selected)
    stress = look_stress(layout, look)
    if stress is not None:
        painted = stressed(painted, stress)
    if look.hovered in layout.by_key:
        painted = hovered(painted, (look.hovered or "",), lines_of(layout, look.hovered or ""))
    bands = range(len(layout.bands))
    rows = [p for number in bands for p in frame.band(number)]
    words = [p for number in bands for p in frame.idle_words(number)]
    ground = (*rows, *frame.lifelines(), *words)
    shown = frame.now_row(moment)
    now = [p for row in range(-1, len(layout.rows)) for p in frame.now_line(row, shown)]
    spots, left = all_spots(document, layout, sides), remaining(document, layout, stress)
    return furnished(document, layout, look, sides, frame, (*ground, *painted, *now), spots, left=left)


def look_stress(layout: SequenceLayout, look: Look) -> Stress | None:
    """What stands out of it."""
    ends = ((m.key, m.source, m.target) for m in layout.messages)
    return stress_of(layout, look.emphasis, ends) if look.emphasis else None


def all_spots(document: Document, layout: SequenceLayout, sides: Sides) -> tuple[Spot, ...]:
    """What is clicked for itself."""
    bars = [spot for bar in layout.bars for spot in bar_spots(document.analysis, layout, bar)]
    return (*bars, *message_spots(layout), *sides.spots())


def furnished(
    document: Document,
    layout: SequenceLayout,
    look: Look,
    sides: Sides,
    frame: Frame,
    painted: Sequence[Primitive],
    spots: tuple[Spot, ...],
    *,
    left: Remaining | None,
    tagged: bool = True,
) -> DisplayList:
    """`painted` with what stands around it: header, gutter, legend, and what the host is told; `left`: what has not
    stepped back of the lines."""
    moment = look.moment
    shown, step = frame.now_row(moment), moment.index if moment is not None else 0
    rows = range(-1, len(layout.rows)) if tagged else () if shown is None else (shown,)
    tags = [p for row in rows for p in frame.now_tag(row, shown, step)]
    legend = paint_legend(layout, sides.passing, moment, left) if look.legend else []
    ground = Rect("background", None, "background", 0, 0, layout.width, layout.height, fill="bg")
    return DisplayList(
        (ground, *sides.left, *painted, *sides.header(moment, shown), *tags, *legend),
        layout.width,
        layout.height,
        title=document.verdict.title,
        description=f"{_described(document, layout)} {document.verdict.explanation}".strip(),
        strips=Strips(HEADER, GUTTER),
        spots=spots,
        switches=_switches(layout),
        note="" if layout.by_block else _note(document),
        tags=_tags(document, layout, look) if tagged else {},
    )


def _described(document: Document, layout: SequenceLayout) -> str:
    return tr(
        "{name}: {accounts} accounts, {receipts} nodes.",
        name=document.graph.root.label,
        accounts=sum(len(lifeline.accounts) for lifeline in layout.lifelines),
        receipts=len(document.graph.nodes),
    )


def _note(document: Document) -> str:
    heights = {node.height for node in document.graph.nodes if node.has_run}
    if len(heights) == 1 and None not in heights:
        return ONE_BLOCK
    return without_blocks(NO_HEIGHTS, document.graph)


def _switches(layout: SequenceLayout) -> tuple[Switch, ...]:
    made: list[Switch] = []
    if layout.alike:
        made.append(Switch("alike", FOLD_ALIKE, not layout.apart, Wish("option", APART)))
    if layout.refunds:
        words = refunds_switch(layout.refunds)
        made.append(Switch("refunds", words, layout.refunds_shown, Wish("toggle", REFUNDS_KEY)))
    return tuple(made)


def _tags(document: Document, layout: SequenceLayout, look: Look) -> dict[str, Tag]:
    found = {message.key: message_tag(document.analysis, message, look.moment) for message in layout.messages}
    for bar in layout.bars:
        tag = bar_tag(document, bar, look.moment)
        if tag is not None:
            found[bar.key] = tag
    return found
