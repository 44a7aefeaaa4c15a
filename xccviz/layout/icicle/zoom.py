"""What is zoomed to: a call, or calls that stand together; and the path that leads there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xccviz.analysis.gas.flow import Flow, whole_of
from xccviz.graph.types import ReceiptGraph
from xccviz.layout.icicle.pieces import Piece, members_of
from xccviz.values import frozen

_SAME = 0.99
"""A call that is about so much of its caller's gas shows the same as its caller: it is no step of a path."""


@frozen
class Zoom:
    """What stands in the first row: its `nodes`, the `piece` they are where they stand together, and the keys of the
    path from the whole ("") to it."""

    key: str
    nodes: tuple[str, ...]
    piece: Piece | None
    path: tuple[str, ...]


def zoom_to(graph: ReceiptGraph, flows: Mapping[str, Flow], key: str) -> Zoom:
    """The zoom to a cell's key; the whole transaction where there is no such cell."""
    root = whole_of(flows).node
    parents = {call: flow.node for flow in flows.values() for call in flow.calls}
    if key in flows and key != root:
        return Zoom(key, (key,), None, (*_path(flows, parents, key, flows[key].gas), key))
    for first in _named(key, parents):
        caller = parents[first]
        nodes = members_of(graph, flows[caller].calls, key)
        if len(nodes) > 1:
            kind, _, _ = key.partition(":")
            piece = Piece("alike" if kind == "alike" else "more", nodes)
            gas = sum(flows[node].gas for node in nodes)
            return Zoom(key, nodes, piece, (*_path(flows, parents, first, gas), key))
    return Zoom("", (root,), None, ("",))


def _named(key: str, parents: Mapping[str, str]) -> Iterator[str]:
    """The first call that a piece's key names."""
    _, _, rest = key.partition(":")
    first, _, _ = rest.partition(":")
    if first in parents:
        yield first


def _path(flows: Mapping[str, Flow], parents: Mapping[str, str], node: str, gas: int) -> tuple[str, ...]:
    """From the whole to the caller of a node, without callers that show the same as what is above or below them."""
    found: list[str] = []
    wide = gas
    at = parents.get(node)
    root = whole_of(flows)
    while at is not None and at != root.node:
        if wide < flows[at].gas * _SAME and flows[at].gas < root.gas * _SAME:
            found.append(at)
            wide = flows[at].gas
        at = parents.get(at)
    return ("", *reversed(found))
