"""The table of edge kinds: complete, and what graphs hold is what it says can be."""

# covers: xccviz/model/literals.py

from __future__ import annotations

from typing import get_args

from xccviz.document import build_document
from xccviz.graph.types import Edge
from xccviz.model.edge_kinds import EDGE_KINDS, EdgeKind
from xccviz.sources.files.sample import list_samples, read_sample
from xccviz.values import replace


def holds(edge: Edge) -> bool:
    """Whether an edge is as its row says."""
    row = edge.row
    return (
        edge.origin in row.origins
        and (edge.slot is not None) == (row.sort == "data")
        and (edge.source is not None or row.from_outside)
        and (edge.result is None or row.delivers)
    )


def test_every_kind_has_a_row() -> None:
    assert set(EDGE_KINDS) == set(get_args(EdgeKind))
    assert all(row.kind == kind for kind, row in EDGE_KINDS.items())


def test_the_edges_of_every_sample_are_as_their_rows_say() -> None:
    graphs = [build_document(read_sample(sample.name)).graph for sample in list_samples()]
    edges = [edge for graph in graphs for edge in graph.edges]
    assert [edge for edge in edges if not holds(edge)] == []
    assert {edge.kind for edge in edges} == set(EDGE_KINDS)


def test_what_is_only_drawn_is_no_edge_of_the_document() -> None:
    edge = Edge("spawns", "a", "b", "inferred")
    assert not edge.exported and replace(edge, origin="reported").exported
    assert replace(edge, kind="resumes").exported
    assert all(set(row.drawn_only) <= set(row.origins) for row in EDGE_KINDS.values())
