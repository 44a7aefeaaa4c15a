"""What any drawing's card tells of one receipt: how it ended, its gas, where it ran, what it waited for."""

from __future__ import annotations

from xccviz.case import lead_of
from xccviz.catalogue import tr
from xccviz.display.hosting import Card, CardRow, Wish
from xccviz.display.types import Role
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.layout.sequence.bars import end_of
from xccviz.layout.sequence.names import bar_title
from xccviz.model.literals import happened
from xccviz.replay.standing import progress_of, slot_states
from xccviz.replay.types import Moment
from xccviz.values import replace
from xccviz.words.blocks import block_sign
from xccviz.words.case import OPEN_RESUMER
from xccviz.words.money import to_come_words
from xccviz.words.names import spoken_name
from xccviz.words.progress import gas_at, subtitle
from xccviz.words.signs import PROGRESS, SLOTS, Shape
from xccviz.words.slots import slots_summary
from xccviz.words.titles import UNRESUMED
from xccviz.words.waits import waited_words

_SLOTS_IN_WORDS = 3
"""Of more slots each is a square too."""


def receipt_card(document: Document, node: Node, moment: Moment | None, foot: str, clock: str = "") -> Card:
    """The card of a node at a moment (None: the end); `clock` is the time of its block, "" where it is not told."""
    analysis = document.analysis
    facts = analysis.facts[node.id]
    progress = progress_of(analysis, node.id, moment)
    sign = PROGRESS[progress]
    if happened(progress) or moment is None or moment.at_end:
        told = end_of(analysis, (node.id,))
    else:
        told = subtitle(analysis, node, moment, document.timeline)[0][0]
    rows = [CardRow(told, sign.word, role=sign.tone if progress == "failed" else "text")] if told else []
    gas = gas_at(analysis, node, moment)
    if gas:
        rows.append(CardRow(gas, tr("gas")))
    rows += block_rows(node, clock) if happened(progress) else []
    waited = waited_words(facts)
    if waited and happened(progress):
        rows.append(CardRow(waited, tr("before")))
    states = slot_states(analysis, node.id, moment)
    if states:
        results = zip(facts.promise_results, states, strict=False)
        late = any(one.timed_out and state == "failed" for one, state in results)
        told = slots_summary(states, named=True)
        rows.append(CardRow(told, tr("slots"), aside=UNRESUMED if late else ""))
    many = len(states) > _SLOTS_IN_WORDS
    squares = tuple((SLOTS[state].shape, SLOTS[state].tone) for state in states) if many else ()
    title = spoken_name(node, happened(progress))
    return Card(title, sign.shape, sign.tone, tuple(rows), foot, squares=squares)


def block_rows(node: Node, clock: str = "") -> list[CardRow]:
    """The row of the block in which a node ran; none where that is not known."""
    return [CardRow(block_sign(node.height), tr("block"), aside=clock)] if node.height is not None else []


def square_of(document: Document, node: str, moment: Moment | None) -> tuple[Shape, Role]:
    """The sign of one of many."""
    sign = PROGRESS[progress_of(document.analysis, node, moment)]
    return sign.shape, sign.tone


def bar_title_at(document: Document, node: Node, moment: Moment | None) -> str:
    """What a receipt does, on its account's line; what `system` sends tells its amount once it is there."""
    if node.is_refund and not happened(progress_of(document.analysis, node.id, moment)):
        parent = document.graph.by_id.get(node.parent or "")
        made = parent is None or happened(progress_of(document.analysis, parent.id, moment))
        return to_come_words(node, made) or bar_title(node)
    return bar_title(node)


def with_resumer(card: Card, document: Document, node: str, moment: Moment | None) -> Card:
    """The card of a yield, or of what resumed it from outside, which offers to open that once it has."""
    if (
        card.offer is not None
        or lead_of(document, node, moment.index if moment is not None else None) is None
    ):
        return card
    return replace(card, offer=(OPEN_RESUMER, Wish("resumer", node)))
