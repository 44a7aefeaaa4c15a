"""A drawn line in words: one edge, or the many that a folded group stands for."""

from __future__ import annotations

from xccviz.analysis.types import Analysis
from xccviz.graph.types import Edge
from xccviz.layout.layered.types import EdgePath, LayeredLayout
from xccviz.replay.types import Moment
from xccviz.words.lines import INFERRED, edge_sentence, edges_sentence, node_title
from xccviz.words.titles import group_title

_LINES = 4


def path_sentence(analysis: Analysis, layout: LayeredLayout, path: EdgePath, moment: Moment | None) -> str:
    """One drawn line in words, a line of text per edge it stands for; many are counted."""
    edges = [analysis.graph.edges[i] for i in path.edges]
    inferred = any(edge.origin == "inferred" for edge in edges)
    if len(edges) <= _LINES and layout.by_key[path.source].kind != "group" != layout.by_key[path.target].kind:
        told = [edge_sentence(analysis, edge, moment) for edge in edges]
    else:
        told = [_many(analysis, layout, path, edges, moment)]
    return "\n".join([*told, INFERRED] if inferred else told)


def _many(
    analysis: Analysis, layout: LayeredLayout, path: EdgePath, edges: list[Edge], moment: Moment | None
) -> str:
    source, target = (_box_title(analysis, layout, key) for key in (path.source, path.target))
    return edges_sentence(analysis, edges, moment, source, target)


def _box_title(analysis: Analysis, layout: LayeredLayout, key: str) -> str:
    box = layout.by_key[key]
    if box.node is not None or box.kind == "outside":
        return node_title(analysis, box.node)
    return group_title(box.members)
