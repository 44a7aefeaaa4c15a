"""SVG, DOT, capture and the registry, on recorded and on random transactions."""

# covers: xccviz/export/dot.py, xccviz/export/pictures.py, xccviz/export/svg.py, xccviz/export/types.py

from __future__ import annotations

import json
import shutil
import subprocess
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.layout.trees import Spec, analyses, analysis_of, document_of
from tests.reference.examples import some
from tests.reference.extremes import envelope, pages
from xccviz.document import Document, build_document
from xccviz.export import EXPORTERS, Exporter, ExportOptions, find_exporter
from xccviz.export.dot import quote
from xccviz.export.pictures import drawing_of
from xccviz.query import parse
from xccviz.sources.files.read import open_text
from xccviz.sources.files.sample import read_sample

needs_dot = pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")


def run(name: str, document: Document, **options: object) -> bytes:
    exporter = find_exporter(name)
    assert exporter is not None
    return exporter.run(document, ExportOptions(**options))


def dot(source: bytes, *arguments: str) -> str:
    done = subprocess.run(["dot", *arguments], input=source, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


def test_names_are_unique_and_lowercase():
    names = [exporter.name for exporter in EXPORTERS]
    assert len(set(names)) == len(names)
    assert {"svg", "json", "capture", "dot"} <= set(names)
    assert all(
        isinstance(e, Exporter) and e.name == e.name.lower() and "." not in e.extension for e in EXPORTERS
    )
    assert all(e.short for e in EXPORTERS)
    assert find_exporter("nothing") is None


@given(analyses(hostile=True, max_size=15), st.integers(0, 30) | st.none(), st.booleans())
@settings(max_examples=some(25), deadline=None)
def test_svg_of_any_step_is_xml(analysis, step, collapse):
    document = document_of(analysis)
    data = run("svg", document, step=step, collapse_refunds=collapse)
    ET.fromstring(data)
    assert data == run("svg", document, step=step, collapse_refunds=collapse)


@needs_dot
@given(analyses(hostile=True, max_size=12), st.booleans())
@settings(max_examples=12, deadline=None)
def test_dot_reads_what_we_write_and_finds_every_receipt(analysis, collapse):
    plain = dot(run("dot", document_of(analysis), collapse_refunds=collapse), "-Tplain")
    found = [line.split()[1].strip('"') for line in plain.splitlines() if line.startswith("node ")]
    refunds = {
        n.id
        for n in analysis.graph.nodes
        if "refund_gas" in n.roles and not analysis.graph.children.get(n.id)
    }
    expected = {n.id for n in analysis.graph.nodes} - (refunds if collapse else set())
    assert set(found) == expected | ({"refunds"} if collapse and refunds else set())


@needs_dot
@given(st.text(max_size=40))
@settings(max_examples=some(25), deadline=None)
def test_dot_shows_exactly_the_quoted_text(text):
    clean = "".join(c for c in text if c.isprintable()).strip() or "x"
    svg = dot(f"digraph {{ a [label={quote(clean)}] }}".encode("utf-8", "replace"), "-Tsvg")
    shown = ET.fromstring(svg).findall(".//{http://www.w3.org/2000/svg}text")
    squeezed = "".join("".join(e.itertext()) for e in shown).replace("\xa0", " ")
    assert "".join(squeezed.split()) == "".join(clean.split())


def test_dot_folds_no_siblings_alike() -> None:
    document = build_document(open_text(json.dumps(envelope(pages(2, 30)))))
    written = run("dot", document).decode()
    assert all(f'  "{node.id}" [' in written for node in document.graph.nodes)


def test_dot_draws_a_batch_as_a_table_with_what_became_of_each_action():
    text = run("dot", document_of(analysis_of([Spec(-1, actions=3, failed=True, method="<a>&b")]))).decode()
    assert "<TABLE" in text
    assert text.count("&lt;a&gt;&amp;b") >= 3
    assert "<I>failed</I>" in text
    assert text.count("<S>") == 2


def test_dot_tells_edges_apart_by_style():
    analysis = analysis_of([Spec(-1), Spec(0), Spec(0, awaits=(1,), returns=True)])
    lines = run("dot", document_of(analysis)).decode().splitlines()
    returned = next(line for line in lines if '"r0" -> "r2"' in line)
    delivered = next(line for line in lines if '"r1" -> "r2"' in line)
    assert "style=dashed" in returned
    assert "style=solid" in delivered
    assert 'label="0"' in delivered


def test_a_capture_is_dated_by_its_last_answer_so_that_it_is_a_pure_function():
    document = document_of(analysis_of([Spec(-1)]))
    assert b"2026-01-02T03:04:05Z" in run("capture", document)
    assert run("capture", document) == run("capture", document)


def test_a_filter_dims_what_does_not_match_and_nothing_without_a_hit():
    document = build_document(read_sample("tutorial-parallel-3-one-panics"))
    plain = run("svg", document)
    found = run("svg", document, filter=parse("fail"))
    assert found != plain
    painted = [
        drawing_of(document, ExportOptions(filter=parse(text))).primitives
        for text in ("fail", "method:get_value fail", "fail gas>9000T")
    ]
    assert painted[0] == painted[1]
    assert painted[2] == drawing_of(document, ExportOptions()).primitives
    failed, dashed = b'fill="#b3261e"', b"stroke-dasharray"
    assert found.count(dashed) == plain.count(dashed), "dashes say what a line means"
    assert found.lower().count(failed) <= plain.lower().count(failed)
    assert set(texts_of(plain)) <= set(texts_of(found)), "words stay"


@needs_dot
def test_a_filter_takes_the_colours_of_what_does_not_match_in_dot_too():
    document = build_document(read_sample("tutorial-parallel-3-one-panics"))
    source = run("dot", document, filter=parse("fail"))
    assert dot(source, "-Tplain")
    nodes = {row.split()[0].strip('"'): row for row in source.decode().splitlines() if "tooltip=" in row}
    dimmed = {id for id, row in nodes.items() if "fontcolor=" in row}
    (hit,) = parse("fail").matches(document)
    assert dimmed == set(nodes) - {hit}
    assert run("dot", document, filter=parse("fail gas>9000T")) == run("dot", document)


def texts_of(svg: bytes) -> list[str]:
    """All words of a drawing, whatever they look like."""
    return [
        "".join(element.itertext()) for element in ET.fromstring(svg).iter() if element.tag.endswith("text")
    ]
