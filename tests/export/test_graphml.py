"""GraphML as networkx reads it: every receipt, every edge, types and values, at moments and with hostile content."""

# covers: xccviz/export/graphml.py

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from collections import Counter
from typing import Any

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.export.worse import NAMES, opened
from tests.layout.trees import analyses, document_of
from xccviz.document import Document
from xccviz.export import ExportOptions, find_exporter
from xccviz.export.json_graph import to_json
from xccviz.model.text import visible_text
from xccviz.query import parse
from xccviz.tables.nodes import NODES

Y = "{http://www.yworks.com/xml/graphml}"


def written(document: Document, **options: object) -> bytes:
    exporter = find_exporter("graphml")
    assert exporter is not None
    return exporter.run(document, ExportOptions(**options))


def read(document: Document, **options: object) -> Any:
    graph = networkx.read_graphml(io.BytesIO(written(document, **options)), force_multigraph=True)
    networkx.write_graphml(graph, io.BytesIO())  # takes neither None nor anything but plain values
    return graph


@pytest.mark.parametrize("name", NAMES)
def test_every_receipt_and_every_edge_with_what_the_graph_says(name: str) -> None:
    document = opened(name)
    expected, graph = to_json(document), read(document)
    inside = {id: data for id, data in graph.nodes(data=True) if data["kind"] != "outside"}
    assert list(inside) == [node["id"] for node in expected["nodes"]]
    for node in expected["nodes"]:
        data = inside[node["id"]]
        assert data["label"] == visible_text(node["label"])
        assert data.get("gas_burnt") == node["gas"]["burnt"]
        assert data.get("deposit") == node["tokens"]["deposits"]
        assert data.get("parent") == node["parent"]
        assert all(value is not None for value in data.values())
    edges = Counter(
        (None if source.startswith("outside:") else source, target, data["kind"], data.get("slot"))
        for source, target, data in graph.edges(data=True)
    )
    assert edges == Counter((e["from"], e["to"], e["kind"], e["slot"]) for e in expected["edges"])
    assert graph.graph["title"] == visible_text(document.verdict.title)
    assert graph.graph["transaction"] == document.trace.transaction.hash


def test_amounts_are_strings_and_gas_is_a_number() -> None:
    document = opened("parallel-one-panics")
    record = NODES.record(next(iter(NODES.rows(document, None))))
    data = read(document).nodes[document.graph.root.id]
    assert data["gas_burnt"] == record["gas_burnt"] and isinstance(data["gas_burnt"], int)
    assert data["tokens_burnt"] == str(record["tokens_burnt"])


def test_an_editor_of_diagrams_finds_names_signs_and_places() -> None:
    root = ET.fromstring(written(opened("parallel-one-panics")))
    labels = [label.text or "" for label in root.iter(f"{Y}NodeLabel")]
    assert "✗ bravo.near.get_value" in labels and "✓ alpha.near.get_value" in labels
    places = [(each.get("x"), each.get("y")) for each in root.iter(f"{Y}Geometry")]
    assert len(set(places)) == len(labels)
    assert sorted(label.text for label in root.iter(f"{Y}EdgeLabel"))[:3] == ["0", "0", "1"]


@given(analyses(hostile=True, max_size=12), st.integers(0, 20) | st.none())
@settings(max_examples=15, deadline=None)
def test_any_document_is_read_back(analysis: Any, step: int | None) -> None:
    document = document_of(analysis)
    assert list(read(document, step=step)) == [node.id for node in document.graph.nodes]


def test_a_filter_marks_its_hits_or_leaves_only_them_and_the_way_to_them() -> None:
    document = opened("parallel-one-panics")
    (hit,) = parse("fail").matches(document)
    graph = read(document, filter=parse("fail"))
    assert [id for id, found in graph.nodes(data="matches") if found] == [hit]
    left = read(document, filter=parse("fail"), hides=True)
    assert [label for _, label in left.nodes(data="label")][-1] == "bravo.near.get_value" and len(left) == 3
    assert left.number_of_edges() == 2


def test_before_it_happened_nothing_is_known_of_the_end() -> None:
    graph = read(opened("parallel-one-panics"), step=3)
    assert graph.graph["title"].startswith("After step 3 of 15: ")
    assert [progress for _, progress in graph.nodes(data="progress")].count("done") == 3
    assert all("error" not in data for _, data in graph.nodes(data=True))
