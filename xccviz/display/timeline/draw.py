"""Layout + look → display list. The keys and the places depend on the layout alone; see display/types.py."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.catalogue import tr
from xccviz.display.hosting import Strips, Switch, Tag, Wish
from xccviz.display.look import Look, stress_of, stressed
from xccviz.display.timeline.bars import BarPainter, bar_tag
from xccviz.display.timeline.frame import now_line, refunds
from xccviz.display.timeline.lines import elbow_tag, paint_elbow
from xccviz.display.timeline.moments import now_x
from xccviz.display.timeline.sides import Sides
from xccviz.display.timeline.uprights import Crossings, Uprights
from xccviz.display.types import DisplayList, Primitive, Rows
from xccviz.document import Document
from xccviz.layout.timeline.build import BY, SORT, option
from xccviz.layout.timeline.types import FIRST, HEADER, Bar, TimelineLayout
from xccviz.layout.types import REFUNDS_KEY
from xccviz.words.blocks import refunds_switch
from xccviz.words.timeline import BY_ACCOUNT, BY_FIRST_RUN, BY_SHARD, NO_HEIGHTS, NO_SHARDS, without_blocks


def draw(document: Document, layout: TimelineLayout, look: Look) -> DisplayList:
    """What to paint for one layout, in scene px. For one layout and one `look.legend`, all looks give the same keys and
    the same places."""
    sides = Sides(document, layout)
    column = sides.now_column(look.moment)
    painter, uprights = BarPainter(document, layout), Crossings(layout).seen(look.selection)
    painted: list[Primitive] = []
    for bar in layout.bars:
        painted += paint_one(painter, layout, bar, look, now_x(layout, column), uprights)
    for elbow in layout.elbows:
        painted += paint_elbow(document.analysis, layout, elbow, look.moment, look.selection)
    if look.emphasis:
        painted = stressed(painted, stress_of(layout, look.emphasis, ends_of(layout)))
    for number in now_columns(layout):
        painted += now_line(layout, number, step_at(look, number, column))
    table = sides.table
    told = (
        [table.row(n, look.moment, look.selection) for n in range(table.count)] if table is not None else []
    )
    rows = tuple(primitive for row in told for primitive in row)
    return furnished(document, layout, look, sides, (*sides.ground, *sides.left, *painted), rows, tagged=True)


def paint_one(
    painter: BarPainter, layout: TimelineLayout, bar: Bar, look: Look, now: float | None, uprights: Uprights
) -> list[Primitive]:
    """One bar, or the line of folded refunds."""
    selection = look.selection or ""
    selected = bar.key == layout.box_of.get(selection, selection)
    if bar.kind == "refunds":
        return refunds(bar, now, selected=selected)
    return painter.paint(bar, look.moment, now, uprights, selected=selected)


def now_columns(layout: TimelineLayout) -> list[int]:
    """Columns at whose right *now* may be; -1 is left of all."""
    return [n for n in range(-1, len(layout.columns)) if n < 0 or layout.columns[n].kind != "idle"]


def step_at(look: Look, number: int, now: int | None) -> int | None:
    """The step to tell at a column: that of the look where *now* is, None elsewhere."""
    if number != now:
        return None
    return look.moment.index if look.moment is not None else 0


def ends_of(layout: TimelineLayout) -> list[tuple[str, str, str]]:
    """The lines of the critical path with their ends."""
    return [(elbow.key, elbow.source, elbow.target) for elbow in layout.elbows if elbow.hop is not None]


def furnished(
    document: Document,
    layout: TimelineLayout,
    look: Look,
    sides: Sides,
    painted: Sequence[Primitive],
    rows: Rows | tuple[Primitive, ...] | None,
    *,
    tagged: bool,
) -> DisplayList:
    """What was painted, with all that stands around it and what the host is told. `rows`: those of the table, painted
    or to be."""
    heading = sides.table.heading(look.moment) if sides.table is not None else ()
    later = rows if isinstance(rows, Rows) else None
    table = heading if rows is None or isinstance(rows, Rows) else (*heading, *rows)
    return DisplayList(
        (*painted, *sides.top, *table, *sides.foot(look.moment), *(sides.legend if look.legend else ())),
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
        spots=sides.spots(look.selection),
        ruler=sides.ruler,
        rows=later,
        switches=_switches(layout),
        note="" if layout.by_block else without_blocks(NO_HEIGHTS, document.graph),
        tags=_tags(document, layout, look) if tagged else {},
    )


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
        Switch("byAccount", BY_ACCOUNT, not layout.by_shard, shard, "by", first=True),
        Switch(
            "byShard", BY_SHARD, layout.by_shard, shard, "by", "" if known else NO_SHARDS, known, first=True
        ),
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
            found[elbow.key] = elbow_tag(document.analysis, layout, elbow, look.moment)
    for bar in layout.bars:
        found[bar.key] = bar_tag(document, bar, look.moment)
    return found
