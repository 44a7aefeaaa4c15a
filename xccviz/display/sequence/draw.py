"""Layout + look → display list. The keys and the geometry depend on the layout alone; see display/types.py."""

from __future__ import annotations

from xccviz.catalogue import tr
from xccviz.display.hosting import Spot, Strips, Switch, Tag, Wish
from xccviz.display.look import Look, stress_of, stressed
from xccviz.display.sequence.bars import bar_spots, bar_tag, paint_bar
from xccviz.display.sequence.frame import ground, gutter, header, now, now_row, refunds
from xccviz.display.sequence.messages import message_spots, message_tag, paint_legend, paint_messages
from xccviz.display.types import DisplayList, Primitive
from xccviz.document import Document
from xccviz.layout.sequence.columns import APART
from xccviz.layout.sequence.types import GUTTER, HEADER, SequenceLayout
from xccviz.layout.types import REFUNDS_KEY
from xccviz.words.blocks import FOLD_ALIKE, NO_HEIGHTS, ONE_BLOCK, refunds_switch


def draw(document: Document, layout: SequenceLayout, look: Look) -> DisplayList:
    """What to paint for one layout, in scene px. For one layout and one `look.legend`, all looks give the same keys and
    the same places."""
    analysis, moment = document.analysis, look.moment
    lines, badges, seen = paint_messages(analysis, layout, moment)
    chosen = layout.box_of.get(look.selection or "", look.selection)
    painted: list[Primitive] = [*lines, *badges]
    spots: list[Spot] = []
    for bar in layout.bars:
        selected = bar.key == chosen
        if bar.kind == "refunds":
            painted += refunds(document, layout, bar, selected)
            continue
        painted += paint_bar(document, layout, bar, moment, selected=selected)
        spots += bar_spots(analysis, layout, bar)
    if look.emphasis:
        ends = ((m.key, m.source, m.target) for m in layout.messages)
        painted = stressed(painted, stress_of(layout, look.emphasis, ends))
    top, accounts = header(document, layout, moment)
    left, blocks = gutter(document, layout, moment)
    step = moment.index if moment is not None else 0
    legend = paint_legend(layout, seen) if look.legend else []
    return DisplayList(
        (
            *ground(layout),
            *left,
            *painted,
            *now(layout, now_row(document, layout, moment), step),
            *top,
            *legend,
        ),
        layout.width,
        layout.height,
        title=document.verdict.title,
        description=f"{_described(document, layout)} {document.verdict.explanation}".strip(),
        strips=Strips(HEADER, GUTTER),
        spots=(*spots, *message_spots(layout), *blocks, *accounts),
        switches=_switches(layout),
        note="" if layout.by_block else _note(document),
        tags=_tags(document, layout, look),
    )


def _described(document: Document, layout: SequenceLayout) -> str:
    return tr(
        "{name}: {accounts} accounts, {receipts} nodes.",
        name=document.graph.root.label,
        accounts=sum(len(lifeline.accounts) for lifeline in layout.lifelines),
        receipts=len(document.graph.nodes),
    )


def _note(document: Document) -> str:
    known = any(node.height is not None for node in document.graph.nodes if node.has_run)
    heights = {node.height for node in document.graph.nodes if node.has_run}
    return ONE_BLOCK if known and len(heights) == 1 else NO_HEIGHTS


def _switches(layout: SequenceLayout) -> tuple[Switch, ...]:
    made: list[Switch] = []
    if layout.alike:
        made.append(Switch("alike", FOLD_ALIKE, not layout.apart, Wish("option", APART)))
    if layout.refunds:
        words = refunds_switch(layout.refunds)
        made.append(Switch("refunds", words, layout.refunds_shown, Wish("toggle", REFUNDS_KEY)))
    return tuple(made)


def _tags(document: Document, layout: SequenceLayout, look: Look) -> dict[str, Tag]:
    found = {message.key: message_tag(document.analysis, message) for message in layout.messages}
    for bar in layout.bars:
        tag = bar_tag(document, bar, look.moment)
        if tag is not None:
            found[bar.key] = tag
    return found
