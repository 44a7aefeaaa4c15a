"""Layout + look → display list. The keys and the places depend on the layout alone; see display/types.py."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.catalogue import tr
from xccviz.display.hosting import Spot, Strips, Switch, Tag, Wish
from xccviz.display.look import Look, stress_of, stressed
from xccviz.display.timeline.bars import bar_spots, bar_tag, paint_bar
from xccviz.display.timeline.frame import ground, header, labels, now_line, refunds
from xccviz.display.timeline.legend import paint_legend
from xccviz.display.timeline.lines import elbow_tag, paint_path, paint_slots, slot_spots, uprights_of
from xccviz.display.timeline.moments import now_column, now_x
from xccviz.display.timeline.strip import paint_strip, ruler_of
from xccviz.display.timeline.table import paint_table
from xccviz.display.types import DisplayList, Primitive
from xccviz.document import Document
from xccviz.layout.timeline.build import BY, SORT, option
from xccviz.layout.timeline.types import FIRST, HEADER, TimelineLayout
from xccviz.layout.types import REFUNDS_KEY
from xccviz.words.blocks import refunds_switch
from xccviz.words.timeline import BY_ACCOUNT, BY_FIRST_RUN, BY_SHARD, NO_HEIGHTS, NO_SHARDS


def draw(document: Document, layout: TimelineLayout, look: Look) -> DisplayList:
    """What to paint for one layout, in scene px. For one layout and one `look.legend`, all looks give the same keys and
    the same places."""
    analysis, moment = document.analysis, look.moment
    chosen = layout.box_of.get(look.selection or "", look.selection)
    column = now_column(document, layout, moment)
    now = now_x(layout, column)
    uprights = uprights_of(layout, look.selection)
    painted: list[Primitive] = paint_path(analysis, layout, moment)
    spots: list[Spot] = []
    for bar in layout.bars:
        selected = bar.key == chosen
        if bar.kind == "refunds":
            made, found = refunds(layout, bar, now, selected=selected)
            painted += made
        else:
            painted += paint_bar(document, layout, bar, moment, now, uprights, selected=selected)
            found = bar_spots(layout, bar)
        spots += found
    painted += paint_slots(analysis, layout, moment, look.selection)
    if look.emphasis:
        ends = [(e.key, e.source, e.target) for e in layout.elbows if e.hop is not None]
        painted = stressed(painted, stress_of(layout, look.emphasis, ends))
    top, columns = header(document, layout)
    left, rows = labels(document, layout)
    table, hops = (
        paint_table(document, layout, layout.table, moment, look.selection) if layout.table else ([], [])
    )
    foot = paint_strip(layout, layout.overview) if layout.overview is not None else []
    return DisplayList(
        (
            *ground(layout),
            *left,
            *painted,
            *now_line(layout, column, moment.index if moment is not None else 0),
            *top,
            *table,
            *foot,
            *(paint_legend(layout) if look.legend else ()),
        ),
        layout.width,
        layout.height,
        title=document.verdict.title,
        description=f"{_described(document, layout)} {document.verdict.explanation}".strip(),
        strips=Strips(
            HEADER,
            FIRST,
            body=layout.body,
            below=layout.table.height if layout.table is not None else 0.0,
            foot=layout.overview.height if layout.overview is not None else 0.0,
        ),
        spots=(*_gaps_first(columns), *spots, *slot_spots(layout, look.selection), *rows, *hops),
        ruler=ruler_of(layout, layout.overview) if layout.overview is not None else None,
        switches=_switches(layout),
        note="" if layout.by_block else NO_HEIGHTS,
        tags=_tags(document, layout, look),
    )


def _gaps_first(spots: Sequence[Spot]) -> list[Spot]:
    """What lies behind all else comes first: of several at a point the last one is meant."""
    return sorted(spots, key=lambda spot: spot.strip != "body")


def _described(document: Document, layout: TimelineLayout) -> str:
    return tr(
        "{name}: {rows} rows, {receipts} nodes.",
        name=document.graph.root.label,
        rows=len(layout.rows),
        receipts=len(document.graph.nodes),
    )


def _switches(layout: TimelineLayout) -> tuple[Switch, ...]:
    shard = Wish("option", option(BY, "shard"))
    known = bool(layout.shards)
    made = [
        Switch("byAccount", BY_ACCOUNT, not layout.by_shard, shard, "by"),
        Switch("byShard", BY_SHARD, layout.by_shard, shard, "by", "" if known else NO_SHARDS, known),
    ]
    if layout.many:
        made.append(
            Switch("firstRun", BY_FIRST_RUN, layout.by_first_run, Wish("option", option(SORT, "first")))
        )
    if layout.refunds_shown:  # folded, their line unfolds them
        words = refunds_switch(layout.refunds)
        made.append(Switch("refunds", words, layout.refunds_shown, Wish("toggle", REFUNDS_KEY)))
    return tuple(made)


def _tags(document: Document, layout: TimelineLayout, look: Look) -> dict[str, Tag]:
    found: dict[str, Tag] = {}
    for elbow in layout.elbows:
        if (elbow.hop is not None and layout.path_on) or elbow.callback == look.selection is not None:
            found[elbow.key] = elbow_tag(document.analysis, layout, elbow)
    for bar in layout.bars:
        found[bar.key] = bar_tag(document, bar, look.moment)
    return found
