"""Cards of what is under the pointer: a receipt, many alike, a message, an account, a block."""

from __future__ import annotations

from xccviz.analysis.results.unresumed import from_outside
from xccviz.catalogue import numeral, tr
from xccviz.display.hosting import Card, CardRow
from xccviz.display.look import Look
from xccviz.display.receipt_cards import block_rows, receipt_card, square_of, with_resumer
from xccviz.display.sequence.messages import sentence
from xccviz.document import Document
from xccviz.graph.types import Edge
from xccviz.layout.sequence.bars import ended, ended_words, run_ends, run_title
from xccviz.layout.sequence.messages import resumed_node
from xccviz.layout.sequence.names import account_of, account_words
from xccviz.layout.sequence.types import Bar, Lifeline, SequenceLayout
from xccviz.model.literals import happened
from xccviz.replay.standing import progress_counts, progress_of, resumed_by
from xccviz.replay.types import Moment
from xccviz.words.blocks import accounts_words, block_sign, refunds_folded
from xccviz.words.lines import edge_sentence
from xccviz.words.names import spoken_name
from xccviz.words.progress import refunds_then
from xccviz.words.signs import PROGRESS
from xccviz.words.slots import slots_title
from xccviz.words.titles import outside_words

FOOT = tr("Click selects · Return follows its message")
RUN_FOOT = tr("Double click unfolds, Space too")
MEMBER_FOOT = tr("Click selects · Shift+click: unfold this account")
MESSAGE_FOOT = tr("Click: who sent it · Shift+click: who receives it")
RECEIVER_FOOT = tr("Click: who receives it")
UNFOLD_FOOT, FOLD_FOOT = tr("Click: unfold"), tr("Click: fold")
BLOCK_FOOT = tr("Click: go to this moment")
SHOWN = 24
"""Accounts of a header that are listed."""


def card_of(document: Document, layout: SequenceLayout, look: Look, key: str) -> Card | None:
    """What is told of a bar, a message or a spot, by its key; None for nothing."""
    bar = layout.by_key.get(key)
    if bar is not None:
        return _bar(document, layout, bar, look.moment)
    kind, _, rest = key.partition(":")
    if kind == "member":
        return receipt_card(document, document.graph.by_id[rest], look.moment, MEMBER_FOOT)
    if kind == "account":
        return _lifeline(document, layout.lifelines[int(rest)], look.moment)
    if kind == "gutter":
        return _block(document, layout, int(rest), look.moment)
    message = next((m for m in layout.messages if m.key == key), None)
    if message is None:
        return None
    told = sentence(document.analysis, layout, message, look.moment).split("\n")
    title = told[0] if len(told) == 1 else slots_title(message.slots)
    rows = tuple(CardRow(line) for line in told) if len(told) > 1 else ()
    from_nobody = not layout.by_key[message.source].nodes
    return Card(title, rows=rows, foot=RECEIVER_FOOT if from_nobody else MESSAGE_FOOT)


def _bar(document: Document, layout: SequenceLayout, bar: Bar, moment: Moment | None) -> Card | None:
    graph = document.graph
    if bar.kind == "refunds":
        words = refunds_then(document.analysis, document.timeline.history, bar.nodes, moment)
        return Card(refunds_folded(len(bar.nodes)), rows=(CardRow(words),), foot=UNFOLD_FOOT)
    if bar.kind == "outside":
        edge = from_outside(document.analysis, resumed_node(bar.key))
        return _outside(document, edge, moment) if edge is not None else None
    if bar.node is not None:
        return with_resumer(
            receipt_card(document, graph.by_id[bar.node], moment, FOOT), document, bar.node, moment
        )
    counts = progress_counts(document.analysis, bar.nodes, moment)
    sign = PROGRESS[ended(counts)]
    told_rows = (CardRow(ended_words(counts), tr("ended")), *block_rows(graph.by_id[bar.nodes[0]]))
    squares = tuple(square_of(document, node, moment) for node in bar.nodes[:400])
    foot = RUN_FOOT if bar.unfolds else ""
    title = run_title(document.analysis, bar.nodes)
    return Card(title, sign.shape, sign.tone, told_rows, foot, squares=squares)


def _outside(document: Document, edge: Edge, moment: Moment | None) -> Card:
    """Who resumed a yield from outside, or that nobody did, once it is known."""
    known = resumed_by(document.analysis, edge, moment)
    ids = zip((tr("transaction"), tr("receipt")), edge.external or () if known else (), strict=False)
    rows = tuple(CardRow(text, label) for label, text in ids if text)
    if not rows:
        rows = (CardRow(edge_sentence(document.analysis, edge, moment)),)
    return with_resumer(Card(outside_words(edge, known), rows=rows), document, edge.target, moment)


def _lifeline(document: Document, lifeline: Lifeline, moment: Moment | None) -> Card:
    """An account; of several that share a column each, with the slot that it feeds."""
    if not lifeline.folded:
        counts = progress_counts(document.analysis, lifeline.nodes, moment)
        told = run_ends(counts["done"], counts["failed"])
        ended = (CardRow(told, tr("ended")),) if told else ()
        return Card(account_words(lifeline.accounts[0]), rows=ended, foot=FOLD_FOOT if lifeline.key else "")
    slots = _slots(document)
    first: dict[str, str] = {}
    for node in lifeline.nodes:
        first.setdefault(account_of(document.graph, document.graph.by_id[node]), node)
    rows = tuple(
        _member(document, account, first.get(account, ""), slots, moment)
        for account in lifeline.accounts[:SHOWN]
    )
    left = len(lifeline.accounts) - len(rows)
    if left:
        rows = (*rows, CardRow(tr("… {count} more", count=numeral(left))))
    title = tr(
        "{accounts}, folded: alike in caller, method and block",
        accounts=accounts_words(len(lifeline.accounts)),
    )
    return Card(title, rows=rows, foot=UNFOLD_FOOT, columns=2)


def _member(
    document: Document, account: str, node: str, slots: dict[str, int], moment: Moment | None
) -> CardRow:
    sign = PROGRESS[progress_of(document.analysis, node, moment)]
    slot = tr("slot {slot}", slot=slots[node]) if node in slots else ""
    return CardRow(account_words(account), shape=sign.shape, role=sign.tone, aside=slot)


def _slots(document: Document) -> dict[str, int]:
    """The slot that a receipt feeds, where it is one."""
    found: dict[str, int] = {}
    for edge in document.graph.edges:
        if edge.row.sort == "data" and edge.source is not None and edge.slot is not None:
            found.setdefault(edge.source, edge.slot)
    return found


def _block(document: Document, layout: SequenceLayout, number: int, moment: Moment | None) -> Card:
    band = layout.bands[number]
    title = block_sign(band.first) if band.first is not None else tr("a step")
    shown = band.nodes[:8]
    rows = []
    for node in shown:
        progress = progress_of(document.analysis, node, moment)
        sign, name = PROGRESS[progress], spoken_name(document.graph.by_id[node], happened(progress))
        rows.append(CardRow(name, shape=sign.shape, role=sign.tone))
    if len(band.nodes) > len(shown):
        rows.append(CardRow(tr("… {count} more", count=numeral(len(band.nodes) - len(shown)))))
    return Card(title, rows=tuple(rows), foot=BLOCK_FOOT)
