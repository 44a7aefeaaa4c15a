"""SVG files: their words are where and as wide as they were measured, and scripts find the parts of every view."""

# covers: xccviz/display/fonts.py, xccviz/export/about.py, xccviz/export/pictures.py, xccviz/words/standing.py

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.readers import Browser
from tests.reference.extremes import EXTREMES, envelope
from tests.reference.later import TEN, other_later, recorded_ten
from xccviz.display.drawings import DRAWINGS
from xccviz.document import Document, build_document
from xccviz.export.about import said_first
from xccviz.export.pictures import moment_of
from xccviz.export.svg import run
from xccviz.export.types import ExportOptions
from xccviz.sources.files.read import open_text
from xccviz.sources.files.sample import read_sample

SVG = "{http://www.w3.org/2000/svg}"
VIEWS = tuple(drawing.id for drawing in DRAWINGS)
PROGRESS = {"done", "failed", "waiting", "ready", "not_yet", "unknown"}
SMALL = 150_000
WIDTHS = """
[...document.querySelectorAll("text")].map(text => {
  const wanted = text.getAttribute("textLength");
  text.removeAttribute("textLength");
  return [text.textContent, wanted === null ? null : +wanted, text.getComputedTextLength()];
})
"""
"""How wide each text is meant to be, and how wide the browser draws it if it is not held to that."""


@pytest.mark.parametrize("view", VIEWS)
def test_a_browser_draws_words_as_wide_as_they_were_measured(
    browser: Browser, tmp_path: Path, view: str
) -> None:
    file = tmp_path / "drawing.svg"
    for name in ("tutorial-parallel-3-one-panics", "mainnet-hidden-failure"):
        data = run(build_document(read_sample(name)), ExportOptions(view=view))
        assert len(data) < SMALL
        file.write_bytes(data)
        browser.open(file)
        widths = browser.run(WIDTHS)
        assert len(widths) > 20
        for words, wanted, drawn in widths:
            assert wanted is None or drawn == pytest.approx(wanted, rel=0.005, abs=0.2), words
        assert browser.complaints == []


def test_without_its_fonts_the_browser_would_draw_other_widths(browser: Browser, tmp_path: Path) -> None:
    """The test above sees it: the fonts come from the file."""
    file = tmp_path / "drawing.svg"
    data = run(build_document(read_sample("tutorial-parallel-3-one-panics")), ExportOptions())
    file.write_bytes(
        re.sub(rb"@font-face\{.*?\)\}", b"", data).replace(b"'Inter',", b"").replace(b"Helvetica", b"")
    )
    browser.open(file)
    assert any(abs(drawn - wanted) > 2 for _, wanted, drawn in browser.run(WIDTHS) if wanted is not None)


def ten_and_hostile() -> dict[str, Document]:
    """Ten recorded transactions and an invented hostile one."""
    hostile = {"hostile": build_document(open_text(json.dumps(envelope(EXTREMES["hostile"]))))}
    return dict(recorded_ten()) | hostile


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", [*TEN, "hostile"])
def test_scripts_find_nodes_edges_and_groups(name: str, view: str) -> None:
    document = ten_and_hostile()[name]
    ids = set(document.graph.by_id)
    for options in (
        ExportOptions(view=view),
        ExportOptions(view=view, expand_all=True, collapse_refunds=False),
        ExportOptions(view=view, step=len(document.timeline) // 2),
    ):
        data = run(document, options)
        root = ET.fromstring(data)
        assert set(re.findall(rb"url\((data:|#|.)", data)) <= {b"data:", b"#"}
        tagged = [each for each in root.iter() if each.get("class") in ("node", "edge", "group")]
        assert {each.tag for each in tagged} == {f"{SVG}g"}
        nodes = [each for each in tagged if each.get("class") == "node"]
        drawn = [each.attrib["data-node"] for each in nodes]
        assert drawn and len(drawn) == len(set(drawn)) and set(drawn) <= ids
        assert {each.attrib["data-progress"] for each in nodes} <= PROGRESS
        if options.step is not None:
            moment = moment_of(document, options.step)
            assert moment is not None
            for each in nodes:
                assert each.attrib["data-progress"] == moment.progress[each.attrib["data-node"]]
        for edge in (each for each in tagged if each.get("class") == "edge"):
            assert edge.attrib["data-kind"]
            assert {"data-from", "data-to", "data-slot"} <= set(edge.attrib)
        for group in (each for each in tagged if each.get("class") == "group"):
            assert 0 <= int(group.attrib["data-failed"]) <= int(group.attrib["data-count"])


@pytest.mark.parametrize("name", TEN)
def test_the_heading_of_the_past_knows_nothing_of_what_comes(name: str) -> None:
    document = dict(recorded_ten())[name]
    for step in range(len(document.timeline)):
        other = other_later(document, step)
        assert said_first(document, moment_of(document, step)) == said_first(other, moment_of(other, step))
        assert (
            f"fter step {step} of {len(document.timeline)}: "
            in said_first(document, moment_of(document, step))[0]
        )
