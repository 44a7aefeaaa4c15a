"""Notes in files: numbered where they belong and below, safe to look at, and nothing without them."""

# covers: xccviz/display/notes.py

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xccviz.annotations import Annotations, Note, with_view
from xccviz.display.drawings import DRAWINGS
from xccviz.display.notes import LINES, SIZE, _wrapped
from xccviz.display.types import Path, Text
from xccviz.document import build_document
from xccviz.export import ExportOptions, find_exporter
from xccviz.export.pictures import picture
from xccviz.layout.measure import measure
from xccviz.sources.files.sample import read_sample
from xccviz.values import replace

RAW = read_sample("tutorial-parallel-3-one-panics")
DOCUMENT = build_document(RAW)
FAILED = next(node.id for node in DOCUMENT.graph.nodes if node.label == "bravo.near.get_value")
CALLBACK = next(node.id for node in DOCUMENT.graph.nodes if node.label.endswith("on_multi_done"))
KEPT = Annotations(notes=(Note(FAILED, "on purpose\u202e <b>x</b>"), Note(CALLBACK, "first\nsecond")))
VIEWS = [drawing.id for drawing in DRAWINGS]


@pytest.mark.parametrize("view", VIEWS)
def test_each_note_stands_below_and_its_sheet_at_its_place(view: str) -> None:
    plain = picture(DOCUMENT, ExportOptions(view=view))
    noted = picture(DOCUMENT, ExportOptions(view=view, annotations=KEPT))
    texts = [p.text for p in noted.primitives if isinstance(p, Text)]
    for words in ("1  bravo.near.get_value", "2  caller.near.on_multi_done", "first", "second"):
        assert words in texts
    assert not any("\u202e" in text for text in texts)
    foot = plain.top + plain.height
    assert all(
        p.y > foot
        for p in noted.primitives
        if isinstance(p, Text) and p.key.startswith("notes/") and p.layer == "legend"
    )
    assert noted.height > plain.height
    if view != "gas":
        assert sum(isinstance(p, Path) and p.key.endswith("/sheet") for p in noted.primitives) == 2


def test_what_a_capture_says_is_drawn_and_nothing_without_notes() -> None:
    kept = build_document(replace(RAW, extra=with_view(RAW.extra, KEPT)))
    svg = find_exporter("svg")
    assert svg is not None
    assert "on purpose" in "".join(ET.fromstring(svg.run(kept, ExportOptions())).itertext())
    assert svg.run(DOCUMENT, ExportOptions(annotations=Annotations())) == svg.run(DOCUMENT, ExportOptions())


@given(st.text(max_size=2000), st.integers(min_value=60, max_value=900))
def test_lines_fit_and_are_few(text: str, room: int) -> None:
    lines = _wrapped(text, room)
    assert len(lines) <= LINES
    assert all(measure(line, "regular", SIZE) <= room for line in lines)
