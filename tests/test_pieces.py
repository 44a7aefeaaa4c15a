# covers: xccviz/pieces.py, xccviz/export/json_node.py, xccviz/export/json_graph.py
"""Large texts are written in pieces: a window beside waits for none of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference.extremes import envelope, pages
from xccviz.analysis.types import TokenEvent
from xccviz.display import svg
from xccviz.document import Document, build_document
from xccviz.export import EXPORTERS, ExportOptions, chrome_trace, graphml, json_graph, otlp
from xccviz.export.json_node import Texts, node_text
from xccviz.graph.types import Node
from xccviz.pieces import between, gathered, let_go, utf8
from xccviz.sources.files import capture
from xccviz.sources.files.read import open_text
from xccviz.values import replace

IN_PIECES: dict[str, ModuleType] = {
    "json": json_graph, "graphml": graphml, "otlp-json": otlp, "chrome-trace": chrome_trace, "svg": svg,
    "capture": capture,
}  # fmt: skip
FONTS = "@font-face"


def test_what_is_let_go_is_freed_some_at_a_time() -> None:
    held: list[object] = []
    found: list[int] = []

    class Watched:
        def __del__(self) -> None:
            found.append(len(held))

    held += [Watched() for _ in range(1_200)]
    let_go(held)
    assert len(found) == 1_200
    assert len(set(found)) == 3, "between two pieces others have their turn"
    assert not held


@given(st.lists(st.text(max_size=3)), st.sampled_from(["", ",\n", "é"]))
def test_pieces_are_the_text(pieces: list[str], separator: str) -> None:
    whole = separator.join(pieces)
    assert utf8(between(separator, pieces)) == whole.encode()
    assert "".join(gathered(pieces * 500)) == "".join(pieces) * 500


@cache
def document() -> Document:
    return build_document(open_text(json.dumps(envelope(pages(2, 30)))))


@pytest.mark.parametrize("name", IN_PIECES)
def test_no_piece_of_a_format_is_much_of_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    largest: list[int] = []

    def counted(pieces: Iterable[str]) -> bytes:
        kept = [*pieces]
        largest.append(max(len(piece) for piece in kept if FONTS not in piece))
        return utf8(kept)

    monkeypatch.setattr(IN_PIECES[name], "utf8", counted)
    (exporter,) = (each for each in EXPORTERS if each.name == name)
    data = exporter.run(document(), ExportOptions(expand_all=True))
    assert len(largest) == 1, "all of it goes through `utf8`"
    assert largest[0] < len(data) / 10


def test_rows_of_json_are_made_as_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a large document there are never all rows at once."""
    made, made_before = list[str](), list[int]()

    def counted(document: Document, node: Node, texts: Texts) -> str:
        made.append(node.id)
        return node_text(document, node, texts)

    def watched(pieces: Iterable[str]) -> bytes:
        def seen() -> Iterator[str]:
            for piece in pieces:
                made_before.append(len(made))
                yield piece

        return utf8(seen())

    monkeypatch.setattr(json_graph, "node_text", counted)
    monkeypatch.setattr(json_graph, "utf8", watched)
    json_graph.run(document())
    assert made == list(document().graph.by_id)
    rows = [after - before for before, after in pairwise(made_before)]
    assert max(rows) < len(made) / 5


@pytest.mark.parametrize("text", ['},{"contract":', '"},\n{"contract":"', "},{", "\\"])
def test_each_row_of_json_has_its_line_whatever_contracts_write(text: str) -> None:
    event = TokenEvent(text, "nep171", text, None, text, None, text, text, False)
    analysis = replace(document().analysis, tokens=(event,) * 250)
    made = replace(document(), analysis=analysis)
    data = json_graph.run(made).decode()
    assert json.loads(data) == json_graph.to_json(made)
    rows = data.partition('"tokens":[\n')[2].partition("\n]")[0].split(",\n")
    assert [json.loads(row) for row in rows] == json_graph.to_json(made)["tokens"]
