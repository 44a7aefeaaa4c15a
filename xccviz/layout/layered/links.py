"""Which edges of the graph are drawn between the boxes, and which say nothing new.

A callback that receives data from boxes in sight needs no line from its creator as well; an await is drawn only while
no delivery is known for its slot; edges of one kind between the same two boxes become one line (with all their slots).
"""

from __future__ import annotations

from xccviz.graph.types import Edge, ReceiptGraph
from xccviz.layout.layered.fold import Fold, outside_key
from xccviz.model.edge_kinds import EDGE_KINDS, EdgeKind
from xccviz.values import field, mutable


@mutable
class Link:
    """One line to draw from box `source` to box `target` (unit keys), for graph edges with indices `edges`."""

    key: str
    kind: EdgeKind
    source: str
    target: str
    edges: list[int] = field(default_factory=list)
    slots: list[int] = field(default_factory=list)


def choose_links(graph: ReceiptGraph, fold: Fold) -> tuple[Link, ...]:
    """The lines to draw: calls and data in the order of their targets, then returned promises."""
    kinds = {unit.key: unit.kind for unit in fold.units}
    delivered = {(e.target, e.data_id, e.slot) for e in graph.edges if e.row.delivers}
    fed = _fed_callbacks(graph, fold)
    links: dict[str, Link] = {}
    for number, edge in enumerate(graph.edges):
        origin = outside_key(edge.target) if edge.source is None else edge.source
        source, target = fold.unit_of.get(origin, origin), fold.unit_of.get(edge.target, edge.target)
        if source not in kinds or target not in kinds:
            continue
        folded = "group" in (kinds[source], kinds[target])
        if source == target or "refunds" in (kinds[source], kinds[target]) or _is_aside(edge, fold):
            continue
        if edge.row.sort == "creation" and edge.target in fed and not folded:
            continue
        if (
            edge.row.sort == "data"
            and not edge.row.delivers
            and (edge.target, edge.data_id, edge.slot) in delivered
        ):
            continue
        if edge.row.sort == "result" and folded:
            continue
        key = f"{edge.kind}:{source}:{target}"
        link = links.setdefault(key, Link(key, edge.kind, source, target))
        link.edges.append(number)
        if edge.slot is not None:
            link.slots.append(edge.slot)
    ordered = sorted(links.values(), key=lambda link: EDGE_KINDS[link.kind].sort == "result")
    for link in ordered:
        link.slots.sort()
    return tuple(ordered)


def _fed_callbacks(graph: ReceiptGraph, fold: Fold) -> set[str]:
    """Nodes with a data edge from another box, so that it is plain where they come from."""
    return {
        edge.target
        for edge in graph.edges
        if edge.row.sort == "data"
        and edge.source is not None
        and fold.unit_of.get(edge.source) not in (None, fold.unit_of.get(edge.target))
    }


def _is_aside(edge: Edge, fold: Fold) -> bool:
    """Whether one end is a data receipt that has no box (the data edge stands for it)."""
    return any(end is not None and end not in fold.boxed for end in (edge.source, edge.target))
