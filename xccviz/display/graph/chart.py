"""What a map of the graph shows at a moment: its boxes, the blocks among them, and where failures or hits are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import islice

from xccviz.catalogue import trn
from xccviz.display.hosting import Chart
from xccviz.display.look import Look
from xccviz.document import Document
from xccviz.layout.layered.types import LayeredLayout
from xccviz.layout.layered.walk import dot_at
from xccviz.layout.types import Bounds
from xccviz.replay.standing import progress_of

MOST_SIGNS = 300
"""Of more failures none could be told from the others on a map."""


def chart(document: Document, layout: LayeredLayout, look: Look) -> Chart:
    """The map of a layout."""
    blocks, others = list[Bounds](), list[Bounds]()
    for box in layout.boxes:
        if box.kind != "refunds":
            (blocks if box.members else others).append(box.bounds)
    found = look.emphasis.hits or None
    nodes = found if found is not None else _failed(document, look)
    signs = _places(layout, [*islice(nodes, MOST_SIGNS)])
    words = [
        trn("{count} block", "{count} blocks", len(blocks))
        if blocks
        else trn("{count} box", "{count} boxes", len(others))
    ]
    if found is not None:
        words.append(trn("{count} hit", "{count} hits", len(found)))
    elif nodes:
        words.append(trn("{count} failed", "{count} failed", len(nodes)))
    return Chart(
        layout.width,
        layout.height,
        tuple(others),
        tuple(blocks),
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


def _places(layout: LayeredLayout, nodes: Sequence[str]) -> list[tuple[float, float]]:
    """Where nodes stand: at their dots, else in the middle of their boxes."""
    members: dict[str, dict[str, int]] = {}
    found = []
    for node in nodes:
        box = layout.by_key[layout.box_of[node]]
        dot = None
        if box.dots is not None and box.heads:
            if box.key not in members:
                members[box.key] = {member: place for place, member in enumerate(box.members)}
            dot = dot_at(box, members[box.key][node])
        if dot is not None and box.dots is not None:
            found.append(box.dots.place(dot))
        else:
            found.append((box.bounds.center_x, box.bounds.center_y))
    return found
