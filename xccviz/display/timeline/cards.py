"""Cards of what is under the pointer: a receipt, many alike, a wait, a block, an account, a hop, a slot."""

from __future__ import annotations

import math

from xccviz.catalogue import numeral, tr
from xccviz.display.hosting import Card, CardRow, Wish
from xccviz.display.look import Look
from xccviz.display.receipt_cards import block_rows, receipt_card, square_of
from xccviz.display.timeline.bars import how_long, not_resumed, title_of, together
from xccviz.display.timeline.causes import CAUSE_LOOKS
from xccviz.display.timeline.frame import nodes_of
from xccviz.display.timeline.lines import elbow_sentences
from xccviz.display.timeline.moments import steps_words
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.layout.sequence.bars import run_ends
from xccviz.layout.sequence.names import account_of, account_words
from xccviz.layout.timeline.types import Bar, Column, TimelineLayout, WaitBar
from xccviz.model.literals import happened
from xccviz.replay.standing import progress_counts
from xccviz.replay.types import Moment
from xccviz.words.blocks import block_sign, refunds_folded
from xccviz.words.missing import untold_outcomes
from xccviz.words.names import spoken_name
from xccviz.words.numbers import share
from xccviz.words.progress import refunds_then
from xccviz.words.signs import PROGRESS
from xccviz.words.slots import slots_title
from xccviz.words.timeline import (
    EXPLAINED,
    FETCH_CHUNKS,
    NOT_RESUMED,
    NOT_TOLD,
    clock_words,
    idle_title,
    not_run_words,
    shard_words,
)

FOOT = tr("Click selects · Return zooms to it")
STACK_FOOT = tr("Double click unfolds, Space too")
GAP_FOOT, WIDE_FOOT = tr("Click: show it at scale"), tr("Click: squeeze it")
BLOCK_FOOT = tr("Click: go to this moment")
SLOT_FOOT = tr("Click: who sent it")
_SQUARES = 400


def card_of(document: Document, layout: TimelineLayout, look: Look, key: str) -> Card | None:
    """What is told of a bar, a line or a spot, by its key; None for nothing."""
    bar = layout.by_key.get(key)
    if bar is not None:
        return _bar(document, layout, bar, look.moment)
    owner, _, part = key.rpartition("/wait")
    if owner in layout.by_key and part.isdigit():
        return _wait(document, layout, layout.by_key[owner], int(part), look.moment)
    kind, _, rest = key.partition(":")
    if kind == "column":
        return _column(document, layout, layout.columns[int(rest)], look.moment)
    if kind == "row":
        row = layout.rows[int(rest)]
        counts = progress_counts(document.analysis, row.nodes, look.moment)
        told = run_ends(counts["done"], counts["failed"])
        rows = [CardRow(told, tr("ended"))] if told else []
        if row.shard is not None and not layout.by_shard:
            rows.append(CardRow(shard_words(row.shard), tr("ran on")))
        return Card(row.name if layout.by_shard else account_words(row.account), rows=tuple(rows))
    if kind == "hop" and layout.table is not None:
        node = layout.table.hops[int(rest)].node
        return _receipt(document, layout, document.graph.by_id[node], look.moment)
    elbow = next((e for e in layout.elbows if e.key == key and e.callback is not None), None)
    lines = elbow_sentences(document.analysis, elbow, look.moment) if elbow is not None else ()
    if elbow is None or not lines:
        return None
    title = lines[0] if len(lines) == 1 else slots_title(elbow.told)
    others = tuple(CardRow(line) for line in lines if line != title)
    return Card(title, rows=others, foot=SLOT_FOOT if elbow.producer else "")


def _bar(document: Document, layout: TimelineLayout, bar: Bar, moment: Moment | None) -> Card:
    if bar.kind == "refunds":
        words = refunds_then(document.analysis, document.timeline.history, bar.nodes, moment)
        return Card(refunds_folded(len(bar.nodes)), rows=(CardRow(words),))
    if bar.node is not None:
        return _receipt(document, layout, document.graph.by_id[bar.node], moment)
    counts = progress_counts(document.analysis, bar.nodes, moment)
    sign = PROGRESS[together(document.analysis, bar, moment)]
    told = run_ends(counts["done"], counts["failed"])
    rows = [CardRow(told, tr("ended"))] if told else []
    first = document.graph.by_id[bar.nodes[0]]
    rows += block_rows(first, _clock(layout, first))
    squares = tuple(square_of(document, node, moment) for node in bar.nodes[:_SQUARES])
    title = title_of(document, layout, bar, moment)
    return Card(title, sign.shape, sign.tone, tuple(rows), STACK_FOOT, squares=squares)


def _receipt(document: Document, layout: TimelineLayout, node: Node, moment: Moment | None) -> Card:
    return receipt_card(document, node, moment, FOOT, _clock(layout, node))


def _clock(layout: TimelineLayout, node: Node) -> str:
    return clock_words(layout.times.get(node.height)) if node.height is not None else ""


def _wait(
    document: Document, layout: TimelineLayout, bar: Bar, number: int, moment: Moment | None
) -> Card | None:
    """How long something waited, from when, and why as far as that is known by then; None before it began to."""
    wait, graph = bar.waits[number], document.graph
    node = graph.by_id[bar.nodes[0]]
    now = _now(document, moment)
    if wait.since > now:
        return None
    over = wait.until is not None and wait.until <= now
    long = how_long(layout, bar, wait, digits=2) if over else ""
    ran = happened(together(document.analysis, bar, moment))
    name = title_of(document, layout, bar, moment) if bar.node is None else spoken_name(node, ran)
    part = _share(layout, wait) if moment is None or moment.at_end else ""
    title = (
        tr("{name} waited {how_long}", name=name, how_long=long) if long else tr("{name} waits", name=name)
    )
    rows: list[CardRow] = []
    if layout.by_block:
        parent = graph.by_id.get(node.parent or "")
        if node.created_height is not None and parent is not None:
            by = tr("by {name}", name=spoken_name(parent))
            rows.append(_at(layout, tr("created"), node.created_height, _on(document, layout, parent, by)))
        begins = tr("could run from") if number == 0 else tr("had all data from")
        rows.append(_at(layout, begins, wait.since, _on(document, layout, node, "")))
        if wait.until is not None and over:
            ends = tr("ran in") if wait.until == bar.tick else tr("had all data in")
            rows.append(_at(layout, ends, wait.until, part))
    fetched = bar.nodes[0] in graph.trace.carried
    why = NOT_TOLD if wait.cause == "queue" and fetched else EXPLAINED[wait.cause]
    if over and not_resumed(document.analysis, bar, wait, moment):
        why = NOT_RESUMED
    look = CAUSE_LOOKS[wait.cause]
    rows.append(CardRow(why, role=look.ink, pattern=look.pattern))
    offer = (FETCH_CHUNKS, Wish("fetch", "chunks")) if wait.cause == "queue" and not fetched else None
    return Card(title, rows=tuple(rows), offer=offer)


def _now(document: Document, moment: Moment | None) -> float:
    """The height of the block at a moment, infinite at the end."""
    if moment is None or moment.at_end:
        return math.inf
    heights = document.timeline.history.heights
    before = [height for n, height in heights if n <= moment.index]
    return max(before, default=-1)


def _share(layout: TimelineLayout, wait: WaitBar) -> str:
    """What part of the whole time it took."""
    times = layout.times
    first, last = layout.columns[0].first, max((tick for tick in times), default=0)
    if wait.until is None or not {wait.since, wait.until, first, last} <= set(times):
        return ""
    words = share(times[wait.until] - times[wait.since], times[last] - times[first], "card")
    return tr("{share} of all", share=words) if words else ""


def _on(document: Document, layout: TimelineLayout, node: Node, words: str) -> str:
    account = account_of(document.graph, node)
    shard = layout.shards.get(account)
    on = [words or tr("on {account}", account=account_words(account))]
    return ", ".join(on + ([shard_words(shard)] if shard is not None else []))


def _at(layout: TimelineLayout, label: str, height: int, aside: str) -> CardRow:
    clock = clock_words(layout.times.get(height))
    return CardRow(f"{block_sign(height)}  {clock}".rstrip(), label, aside=aside)


def _column(document: Document, layout: TimelineLayout, column: Column, moment: Moment | None) -> Card:
    if column.kind in ("idle", "wide", "merged"):
        span = _span(document, layout, column)
        foot = "" if column.kind == "merged" else GAP_FOOT if column.kind == "idle" else WIDE_FOOT
        title = idle_title(column.blocks) if column.kind != "merged" else span
        words = _nothing_ran(document, column)
        counted = tr("blocks") if layout.by_block else tr("steps")
        return Card(title, rows=(CardRow(span, counted), CardRow(words)), foot=foot)
    ran = [bar for bar in layout.bars if bar.tick == column.first and bar.kind != "refunds"]
    rows = []
    for bar in ran[:8]:
        progress, first = together(document.analysis, bar, moment), document.graph.by_id[bar.nodes[0]]
        sign, one = PROGRESS[progress], bar.node is not None
        words = spoken_name(first, happened(progress)) if one else title_of(document, layout, bar, moment)
        rows.append(CardRow(words, shape=sign.shape, role=sign.tone))
    if len(ran) > 8:
        rows.append(CardRow(tr("… {count} more", count=numeral(len(ran) - 8))))
    folded = next((bar.nodes for bar in layout.bars if bar.kind == "refunds"), ())
    count = sum(layout.ticks.get(node) == column.first for node in folded)
    if count:
        rows.append(CardRow(refunds_folded(count)))
    title = block_sign(column.first) if layout.by_block else _span(document, layout, column)
    if column.kind == "pending":
        title = not_run_words(document.graph, nodes_of(layout, column))
    clock = clock_words(column.time_ns)
    return Card(f"{title}  {clock}".rstrip(), rows=tuple(rows), foot=BLOCK_FOOT)


def _nothing_ran(document: Document, column: Column) -> str:
    """What did not run in blocks without a column of their own, as far as the document tells."""
    if untold_outcomes(document.graph):
        if column.kind == "merged":
            return tr("Nothing but folded gas refunds is known to have run in them")
        return tr("Nothing of this transaction is known to have run in them")
    if column.kind == "merged":
        return tr("Nothing but folded gas refunds ran in them")
    return tr("Nothing of this transaction ran in them")


def _span(document: Document, layout: TimelineLayout, column: Column) -> str:
    if not layout.by_block:
        return steps_words(document, layout, column)
    return f"{block_sign(column.first)} – {block_sign(column.last)}"
