"""What a map of the graph shows at a moment: its boxes, the blocks among them, and where failures or hits are."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

from xccviz.catalogue import trn
from xccviz.display.hosting import Chart
from xccviz.display.look import Look
from xccviz.document import Document
from xccviz.layout.layered.types import Box, LayeredLayout
from xccviz.layout.layered.walk import dot_in
from xccviz.replay.standing import progress_of

MOST_SIGNS = 300
"""Of more failures none could be told from the others on a map."""


def chart(document: Document, layout: LayeredLayout, look: Look) -> Chart:
    """The map of a layout."""
    boxes = [box for box in layout.boxes if box.kind != "refunds"]
    blocks = [box for box in boxes if box.members]
    found = look.emphasis.hits or None
    nodes = found if found is not None else _failed(document, look)
    signs = [_place(layout.by_key[layout.box_of[node]], node) for node in islice(nodes, MOST_SIGNS)]
    words = [
        trn("{count} block", "{count} blocks", len(blocks))
        if blocks
        else trn("{count} box", "{count} boxes", len(boxes))
    ]
    if found is not None:
        words.append(trn("{count} hit", "{count} hits", len(found)))
    elif nodes:
        words.append(trn("{count} failed", "{count} failed", len(nodes)))
    return Chart(
        layout.width,
        layout.height,
        tuple(box.bounds for box in boxes if not box.members),
        tuple(box.bounds for box in blocks),
        tuple(dict.fromkeys(signs)),
        ", ".join(words),
    )


def _failed(document: Document, look: Look) -> Collection[str]:
    analysis = document.analysis
    return [
        node
        for node, facts in analysis.facts.items()
        if facts.failed and progress_of(analysis, node, look.moment) == "failed"
    ]


def _place(box: Box, node: str) -> tuple[float, float]:
    """Where a node stands: at its dot, else in the middle of its box."""
    dot = dot_in(box, node)
    if dot is not None and box.dots is not None:
        return box.dots.place(dot)
    return box.bounds.center_x, box.bounds.center_y
