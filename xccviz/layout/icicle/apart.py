"""Refunds that bring back no gas, as of a deposit or of a price that fell: they have no width, so they stand in rows of
their own below the icicle, said in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xccviz.analysis.types import Analysis
from xccviz.graph.types import Node
from xccviz.layout.icicle.signs import signed
from xccviz.layout.icicle.types import Apart, Cell
from xccviz.layout.measure import measure
from xccviz.layout.types import Bounds
from xccviz.words import gas_view as say
from xccviz.words.money import refund_words

ABOVE, TITLE_BASE, TITLE_SIZE = 14.0, 12.0, 11.0
"""Px above the heading, from its upper edge to its base line, and how large it is."""
UNDER, HIGH, BETWEEN, PAD, SIGN, WIDEST = 20.0, 26.0, 8.0, 8.0, 18.0, 420.0
"""Px from the heading's upper edge to the first row, of a place down, between two, beside its words, for its sign, and
of the widest."""
SIZE = 11.5
FEW = 12
"""So many have a place each where what is alike is folded."""


def apart_of(
    analysis: Analysis, box_of: Mapping[str, str], cells: Sequence[Cell], room: Bounds, *, fold: bool
) -> Apart | None:
    """The refunds of what is shown (`box_of`: the cell of each node, or of its nearest caller) that are in none of
    `cells`, below `room.y`; None without any."""
    graph = analysis.graph
    there = {node for cell in cells for node in cell.nodes}
    refunds = [
        node.id for node in graph.nodes if node.is_refund and node.id in box_of and node.id not in there
    ]
    if not refunds:
        return None
    groups = [tuple(refunds)] if fold and len(refunds) > FEW else [(node,) for node in refunds]
    top, most = room.y + ABOVE, min(WIDEST, room.width)
    made: list[Cell] = []
    x, y = room.x, top + UNDER
    for nodes in groups:
        node = graph.by_id[nodes[0]]
        stages = _wordings(node) if len(nodes) == 1 else (say.refunds_without_gas(len(nodes)),)
        widest = max(measure(words, "regular", SIZE) for words in stages)
        wide = min(widest + 2 * PAD + SIGN, most)
        if x > room.x and x + wide > room.right:
            x, y = room.x, y + HIGH + BETWEEN
        key = nodes[0] if len(nodes) == 1 else f"apart:{nodes[0]}:{nodes[-1]}"
        bounds = Bounds(x, y, wide, HIGH)
        made.append(Cell(key, "apart", nodes, box_of[node.id], -1, 0, 0, 0, 0, 0, 0, bounds, name=stages[0]))
        x += wide + BETWEEN
    return Apart(room.x, top + TITLE_BASE, tuple(signed(analysis, made)))


def _wordings(node: Node) -> tuple[str, ...]:
    """All that may come to stand in its place: the room is the same at every moment."""
    stages = ((True, True, False), (True, True, True), (True, False, False), (False, False, False))
    return tuple(refund_words(node, made=made, ran=ran, failed=failed) for made, ran, failed in stages)
