"""A refund that brings back no gas: a place of one line below the icicle."""

from __future__ import annotations

from xccviz.display.icicle.cells import Drawn
from xccviz.display.look import OUTLINE, RING
from xccviz.display.types import NONE, Marker, Primitive, Rect, Role, Text
from xccviz.document import Document
from xccviz.layout.icicle.apart import PAD, SIGN, SIZE, TITLE_SIZE
from xccviz.layout.icicle.types import Cell, IcicleLayout
from xccviz.layout.measure import elide
from xccviz.model.literals import happened
from xccviz.replay.standing import progress_of
from xccviz.replay.types import Moment
from xccviz.words import gas_view as say
from xccviz.words.money import refund_words
from xccviz.words.signs import PROGRESS, Sign
from xccviz.words.titles import so_far

_SIGN = 5.6
_DASH = (4.0, 3.0)


def paint_apart(
    document: Document, cell: Cell, drawn: Drawn, moment: Moment | None, *, selected: bool
) -> list[Primitive]:
    """All of one place, the same parts at every moment; how much it brings back is told once it was made."""
    b, key, hollow = cell.bounds, cell.key, not drawn.solid
    fill: Role = "badbg" if drawn.failed else "bg" if hollow else "card"
    edge: Role = "bad" if drawn.failed else "ref" if hollow else "edge"
    ink: Role = "bad" if drawn.failed else "faint" if hollow else "text"
    room = b.width - 2 * PAD - SIGN
    told, sign = _told(document, cell, drawn, moment)
    words = elide(told, "regular", SIZE, room, "middle")
    return [
        Rect(f"{key}/{RING}", key, "box", b.x - 4, b.y - 4, b.width + 8, b.height + 8, 8.0, NONE,
             "sel" if selected else NONE, 2.0),
        Rect(f"{key}/face", key, "box", b.x, b.y, b.width, b.height, 5.0, fill, edge, 1.0, _DASH if hollow else ()),
        Rect(f"{key}/{OUTLINE}", key, "box", b.x - 0.5, b.y - 0.5, b.width + 1, b.height + 1, 5.0),
        Marker(f"{key}/marker", key, "text", b.x + PAD + _SIGN, b.center_y, _SIGN, sign.shape, sign.tone,
               "badbg" if drawn.failed else "card"),
        Text(f"{key}/title", key, "text", b.x + PAD + SIGN, b.center_y + 4, words, "regular", SIZE, ink, width=room),
    ]  # fmt: skip


def _told(document: Document, cell: Cell, drawn: Drawn, moment: Moment | None) -> tuple[str, Sign]:
    """What is said of it, and its sign."""
    if len(cell.nodes) > 1:
        words = so_far(drawn.partly) if drawn.partly else cell.name
        return words, PROGRESS["failed" if drawn.failed else "done" if drawn.solid else "not_yet"]
    node = document.graph.by_id[cell.nodes[0]]
    progress = progress_of(document.analysis, node.id, moment)
    ran = happened(progress)
    words = refund_words(node, made=drawn.created, ran=ran, failed=progress == "failed")
    return words, PROGRESS[progress]


def paint_heading(layout: IcicleLayout) -> list[Primitive]:
    """What stands above all of them."""
    apart = layout.apart
    if apart is None:
        return []
    return [
        Text("apart/title", None, "text", apart.x, apart.y, say.OTHER_REFUNDS, "semibold", TITLE_SIZE, "mute")
    ]
