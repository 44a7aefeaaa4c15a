"""What keys do in the graph: arrows go from dot to dot within a block, C shows or hides the critical path."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.display.graph.blocks import nodes_of_dot
from xccviz.display.hosting import Wish
from xccviz.display.look import Look
from xccviz.document import Document
from xccviz.layout.layered.options import PATH
from xccviz.layout.layered.types import LayeredLayout
from xccviz.layout.layered.walk import DotWay, dot_of, next_dot

_WAYS: Mapping[str, DotWay] = {"Left": "left", "Right": "right", "Up": "up", "Down": "down"}


def act(document: Document, layout: LayeredLayout, look: Look, name: str) -> Wish | None:
    """What a key asks for while something is selected; None for nothing: at the edge of a block arrows lead out."""
    if name == "C":
        return Wish("option", PATH)
    here = dot_of(layout, look.selection) if name in _WAYS else None
    if here is None:
        return None
    box, dot = here
    there = next_dot(box, dot, _WAYS[name])
    if there is None:
        return None
    nodes = nodes_of_dot(box, there)
    facts = document.analysis.facts
    return Wish("select", next((node for node in nodes if facts[node].failed), nodes[0]))
