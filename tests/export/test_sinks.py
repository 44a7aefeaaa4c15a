"""Hostile content passes through every sink inert. One row of `EXPORTERS`, one proof: a format without one fails here.

A proof is a function of the file's bytes, with the real reader of the format where that is at hand; it says what of the
file could run, load, or be taken for something else, and that nothing of it came from the chain.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.export.hostile import DOCUMENTS, LONG, MARKUP
from tests.export.html.pages import Page
from tests.readers import Browser, program
from xccviz.document import Document
from xccviz.export import EXPORTERS, Exporter, ExportOptions

UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""What can't be seen, or reorders what is seen; nothing but spaces and line ends may stand for itself in a text."""
MOST = 3_000_000
"""Bytes of a file that shows what it is about, whatever the chain says: a megabyte in a line is not shown whole."""
EXACT = ("json", "capture")
"""Formats that hold everything exactly: they are data, and as long as what they are of."""


def svg(data: bytes) -> None:
    """XML of shapes and words, without links, scripts and handlers; what is fetched lies within."""
    root = ET.fromstring(data)
    tags = {each.tag.removeprefix("{http://www.w3.org/2000/svg}") for each in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "g", "rect", "path", "text", "defs", "pattern"}
    for each in root.iter():
        assert not [name for name in each.attrib if name.startswith("on") or "href" in name]
    assert set(re.findall(rb"url\((data:|#|.)", data)) <= {b"data:", b"#"}
    assert not UNSEEN.search("".join(root.itertext()))


def html(data: bytes) -> None:
    """Only the elements and attributes that pages are made of, under a policy that lets nothing else run."""
    assert not UNSEEN.search(Page(data).text())


def png(data: bytes) -> None:
    """A picture, with nothing but words beside it."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        image.load()
        assert image.format == "PNG"
        assert not any(UNSEEN.search(str(words)) for words in image.info.values() if isinstance(words, str))


def pdf(data: bytes) -> None:
    """A page without actions, scripts, links and attachments."""
    assert data.startswith(b"%PDF-")
    for name in (b"/JavaScript", b"/JS", b"/OpenAction", b"/Launch", b"/URI", b"/EmbeddedFile", b"/AA"):
        assert name not in data


def plain_json(data: bytes) -> None:
    """Strict JSON in UTF-8: whatever a text holds, it ends where it should."""
    json.loads(data.decode("utf-8"), parse_constant=lambda name: pytest.fail(name))


def exact_json(data: bytes) -> None:
    """The same, and every text is one that can be written anywhere."""
    plain_json(data)
    assert not any("\ud800" <= char <= "\udfff" for text in _texts(json.loads(data)) for char in text)


def shown_json(data: bytes) -> None:
    """The same of a file whose texts a viewer shows: they are spelled out, on one line, and short."""
    texts = list(_texts(json.loads(data)))
    assert not any(UNSEEN.search(text) for text in texts)
    assert max(map(len, texts)) < 10_000


def dot(data: bytes) -> None:
    """Graphviz finds no attribute that links, and draws words."""
    source = data.decode("utf-8")
    assert not UNSEEN.search(source)
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', '""', re.sub(r"<<TABLE.*?</TABLE>>", "<>", source, flags=re.S))
    assert not re.search(r"\b(URL|href|image|shapefile|target)\s*=", outside, re.IGNORECASE)
    assert not re.search(
        r"<(?!/?(TABLE|TR|TD|B|I|S)\b)", "".join(re.findall(r"<<TABLE.*?</TABLE>>", source, re.S))[2:]
    )
    if shutil.which("dot") is not None:
        done = subprocess.run(["dot", "-Tsvg"], input=data, capture_output=True, check=True)
        drawn = ET.fromstring(done.stdout)
        tags = {each.tag.rpartition("}")[2] for each in drawn.iter()}
        assert not tags & {"script", "image", "foreignObject"}
        assert not [name for each in drawn.iter() for name in each.attrib if name.endswith("href")]


def mermaid(data: bytes) -> None:
    """A line a statement: nothing that clicks, links, configures or is markup, as names are spelled in entities."""
    lines = data.decode("utf-8").splitlines()
    body = lines[lines.index("---", 1) + 1 :] if lines[0] == "---" else lines
    for line in body:
        assert not UNSEEN.search(line)
        statement = line.strip()
        if statement.startswith("%% "):  # a comment, to its line's end
            continue
        assert not re.match(r"(click|call|href|links?)\b|%%\{|style\b.*url", statement), line
        assert not re.search(r"<(?!br/>|-)|javascript:", statement.replace("<--", "")), line


def graphml(data: bytes) -> None:
    """XML that networkx and editors of diagrams read; texts are texts."""
    root = ET.fromstring(data)
    assert not UNSEEN.search("".join(root.itertext()))
    names = {each.tag.rpartition("}")[2] for each in root.iter()}
    assert not {name for name in names if name.lower() in ("script", "a", "img", "image", "svg")}


def table(data: bytes) -> None:
    """Rows as long as their header; what a spreadsheet would run is a text."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    for cell in (cell for row in rows[1:] for cell in row):
        assert not UNSEEN.search(cell)
        assert not re.match(r"[=+\-@\t\r]", cell) or re.fullmatch(r"[+-]?\d+(\.\d+)?", cell), cell[:80]


def markdown(data: bytes) -> None:
    """Text, tables and code: no markup, no link, no picture."""
    from tests.export.test_markdown import INERT, Read

    read = Read(data.decode("utf-8"))
    assert not read.kinds & INERT and not read.links
    assert not UNSEEN.search(data.decode("utf-8"))


PROOFS: Mapping[str, Callable[[bytes], None]] = {
    "svg": svg,
    "png": png,
    "pdf": pdf,
    "html": html,
    "json": exact_json,
    "capture": plain_json,
    "dot": dot,
    "speedscope": shown_json,
    "chrome-trace": shown_json,
    "otlp-json": shown_json,
    "mermaid": mermaid,
    "mermaid-sequence": mermaid,
    "graphml": graphml,
    "csv": table,
    "markdown": markdown,
}
"""By the name of the exporter."""


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda row: row.name)
def test_hostile_content_passes_inert(exporter: Exporter, name: str, request: pytest.FixtureRequest) -> None:
    if exporter.name in ("png", "pdf"):
        pytest.importorskip("PySide6.QtGui")
        request.getfixturevalue("qapp")
    document, prove = DOCUMENTS[name](), PROOFS[exporter.name]
    for options in _asked(document, exporter):
        data = exporter.run(document, options)
        prove(data)
        assert len(data) < MOST or exporter.name in EXACT


def _asked(document: Document, exporter: Exporter) -> Iterator[ExportOptions]:
    """The end, a moment, and all that else is drawn or listed."""
    yield ExportOptions()
    if "step" in exporter.heeds:
        yield ExportOptions(step=len(document.timeline) // 2)
    if "view" in exporter.heeds:
        yield from (ExportOptions(view=view) for view in ("sequence", "timeline", "gas"))
    if "table" in exporter.heeds:
        yield from (ExportOptions(table=sort) for sort in ("events", "transfers"))


def test_each_format_has_its_proof() -> None:
    assert {exporter.name for exporter in EXPORTERS} <= set(PROOFS)


def test_hostile_documents_are_hostile() -> None:
    """What is proven above is about something: the texts are in the exact formats."""
    exact = next(exporter for exporter in EXPORTERS if exporter.name == "json").run
    assert json.dumps(MARKUP)[1:-1].encode() in exact(DOCUMENTS["markup"](), ExportOptions())
    assert len(exact(DOCUMENTS["a megabyte"](), ExportOptions())) > LONG
    assert b'"=1+1' in exact(DOCUMENTS["formulas"](), ExportOptions()) or b"=1+1" in exact(
        DOCUMENTS["formulas"](), ExportOptions()
    )


@pytest.mark.parametrize("format", ["svg", "html"])
def test_a_browser_runs_and_fetches_nothing(format: str, browser: Browser, tmp_path: Path) -> None:
    program("chromium")
    exporter = next(row for row in EXPORTERS if row.name == format)
    for number, made in enumerate(DOCUMENTS.values()):
        file = tmp_path / f"{number}.{format}"
        file.write_bytes(exporter.run(made(), ExportOptions()))
        browser.open(file, width=900)
        assert browser.complaints == []
        if format == "html":
            assert browser.run("document.scrollingElement.scrollWidth") == 900, (
                "nothing pushes the page aside"
            )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, held in value.items():
            yield key
            yield from _texts(held)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
