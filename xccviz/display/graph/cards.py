"""Cards of what is under the pointer in the graph: a receipt, a slot or an action of it, a block and a dot of one, what
is folded, a line."""

from __future__ import annotations

from collections.abc import Sequence

from xccviz.catalogue import numeral, tr
from xccviz.display.graph.blocks import nodes_of_dot
from xccviz.display.graph.sentences import path_sentence
from xccviz.display.hosting import Card, CardRow
from xccviz.display.look import Look
from xccviz.display.receipt_cards import receipt_card, with_resumer
from xccviz.document import Document
from xccviz.layout.layered.types import Box, LayeredLayout
from xccviz.layout.layered.walk import dot_of, split_key
from xccviz.layout.sequence.bars import ended, ended_words
from xccviz.model.amounts import format_gas
from xccviz.model.literals import happened
from xccviz.replay.standing import action_result, created_by, progress_counts, progress_of, slot_states
from xccviz.replay.types import Moment
from xccviz.values import replace
from xccviz.words.actions import action_words
from xccviz.words.lines import edge_sentence, outside_then
from xccviz.words.names import spoken_name
from xccviz.words.progress import refunds_then
from xccviz.words.signs import ACTIONS, PROGRESS, SLOTS
from xccviz.words.slots import slot_words
from xccviz.words.titles import block_title, dot_words, group_methods, group_title, name_of

FOOT = tr("Click selects · double click zooms to it")
BLOCK_FOOT = tr("Arrows walk its dots · Return unfolds it")
FOLDED_FOOT = tr("Return or double click unfolds it")
DOT_FOOT = tr("Click selects · arrows walk the dots")


def card_of(document: Document, layout: LayeredLayout, look: Look, key: str) -> Card | None:
    """What is told of a box, a part of one or a line, by its key; None for nothing, as of what a filter hides."""
    owner, part = split_key(key)
    box = layout.by_key.get(owner)
    if box is not None:
        if look.emphasis.gone and look.emphasis.gone.issuperset(box.nodes):
            return None
        return _part(document, box, part, look) if part else _box(document, box, look)
    dot = dot_of(layout, key)
    if dot is not None:
        return _dot(document, dot[0], dot[1], key, look)
    path = next((path for path in layout.edges if path.key == key), None)
    if path is None:
        return None
    title, *others = path_sentence(document.analysis, layout, path, look.moment).split("\n")
    return Card(title, rows=tuple(map(CardRow, others)))


def _box(document: Document, box: Box, look: Look) -> Card:
    analysis, moment = document.analysis, look.moment
    if box.node is not None:
        card = receipt_card(document, document.graph.by_id[box.node], moment, FOOT)
        return with_resumer(_hit(card, document, box.node, look), document, box.node, moment)
    if box.kind == "refunds":
        return Card(refunds_then(analysis, document.timeline.history, box.members, moment), foot=FOLDED_FOOT)
    if box.kind == "outside":
        title, *whose = outside_then(analysis, box.parent or "", moment)
        return with_resumer(Card(title, rows=tuple(map(CardRow, whose))), document, box.parent or "", moment)
    counts = progress_counts(analysis, box.members[: box.dotted], moment)
    title = block_title(analysis, box.siblings) if box.heads else group_title(box.members)
    rows = [CardRow(ended_words(counts), tr("ended"))]
    if not box.heads:
        rows.append(CardRow(group_methods(analysis, box.members), tr("holds")))
    elif box.dotted > len(box.heads):
        rows.append(CardRow(group_title(box.members[: box.dotted]), tr("with all below")))
    rows += _around(document, box)
    rows += _burnt(document, box.siblings or box.members, moment)
    if box.dots is not None and box.dots.each > 1:
        rows.append(CardRow(dot_words(box.dots.each), tr("dots")))
    found = sum(node in look.emphasis.hits for node in box.members) if look.emphasis.hits else 0
    aside = (
        tr("{count} of {all} hits", count=numeral(found), all=numeral(len(look.emphasis.hits)))
        if found
        else ""
    )
    sign = PROGRESS[ended(counts)]
    foot = BLOCK_FOOT if box.heads else FOLDED_FOOT
    return Card(title, sign.shape, sign.tone, tuple(rows), foot, aside=aside)


def _around(document: Document, box: Box) -> list[CardRow]:
    """Who made what is folded, and who receives what it returns, where that is folded with it."""
    first = document.graph.by_id[(box.siblings or box.members)[0]]
    caller = first.parent if box.heads else box.parent
    callbacks = (node for node in box.members[box.dotted :] if node != caller)
    return [
        CardRow(name_of(document.graph, caller), tr("made by")),
        *(CardRow(name_of(document.graph, node), tr("received by")) for node in callbacks),
    ]


def _burnt(document: Document, nodes: Sequence[str], moment: Moment | None) -> list[CardRow]:
    """The least and the most that one of many burnt, of those of which it is known."""
    facts = document.analysis.facts
    ran = (node for node in nodes if happened(progress_of(document.analysis, node, moment)))
    known = [gas for gas in (facts[node].gas.burnt for node in ran) if gas is not None]
    if not known:
        return []
    least, most = format_gas(min(known)), format_gas(max(known))
    words = least if least == most else tr("{least} to {most}", least=least, most=most)
    return [CardRow(words, tr("each burnt"))]


def _dot(document: Document, box: Box, dot: int, node: str, look: Look) -> Card:
    """One of siblings alike, or the few that share a dot."""
    card = receipt_card(document, document.graph.by_id[node], look.moment, DOT_FOOT)
    siblings, mine = box.siblings, nodes_of_dot(box, dot)
    place = siblings.index(node) if node in siblings else siblings.index(mine[0])
    words = tr("{number} of {count}", number=numeral(place + 1), count=numeral(len(siblings)))
    others = [other for other in mine if other != node]
    rows = [*card.rows, CardRow(words, tr("member"))]
    if others:
        told = ended_words(progress_counts(document.analysis, others, look.moment))
        rows.append(
            CardRow(tr("{count} more: {ended}", count=numeral(len(others)), ended=told), tr("this dot"))
        )
    return _hit(replace(card, rows=tuple(rows)), document, node, look)


def _part(document: Document, box: Box, part: str, look: Look) -> Card:
    """A slot of a callback, or an action of a batch, before what is told of the whole receipt."""
    node = document.graph.by_id[box.node or ""]
    facts, moment = document.analysis.facts[node.id], look.moment
    card = receipt_card(document, node, moment, FOOT)
    if part.startswith("slot"):
        number = int(part.removeprefix("slot"))
        states = slot_states(document.analysis, node.id, moment)
        found = zip(facts.promise_results, states, strict=True)
        result, state = next((r, s) for r, s in found if r.slot == number)
        sign = SLOTS[state]
        title = tr("slot {slot} of {name}", slot=number, name=spoken_name(node, ended=False))
        feeding = [edge for edge in document.graph.edges if edge.target == node.id and edge.slot == number]
        feeding.sort(key=lambda edge: not edge.row.delivers)
        told = [CardRow(edge_sentence(document.analysis, edge, moment)) for edge in feeding[:1]]
        held = CardRow(slot_words(result, state, "whole"), tr("holds"))
        return Card(title, sign.shape, sign.tone, (held, *told), FOOT)
    index = int(part.removeprefix("action"))
    result_of = action_result(facts, index, progress_of(document.analysis, node.id, moment))
    created = created_by(document.analysis, node.id, moment)
    words = action_words(node.actions[index], result_of, numbered=True, created=created)
    row = CardRow(words, shape=ACTIONS[result_of].shape, role=ACTIONS[result_of].tone)
    return replace(card, rows=(row, *card.rows))


def _hit(card: Card, document: Document, node: str, look: Look) -> Card:
    """Which of the hits it is, as F3 walks them."""
    hits = look.emphasis.hits
    if node not in hits:
        return card
    by_id = document.graph.by_id
    before = sum(by_id[hit].index < by_id[node].index for hit in hits)
    return replace(
        card, aside=tr("hit {number} of {count}", number=numeral(before + 1), count=numeral(len(hits)))
    )
