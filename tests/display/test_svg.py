"""SVG as XML: parsed by a real parser, whatever the chain says."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.layout.trees import HOSTILE, Spec, analyses, analysis_of, document_of
from tests.reference.examples import some
from xccviz.display.graph.draw import draw
from xccviz.display.hosting import Tag
from xccviz.display.look import Look
from xccviz.display.svg import number, to_svg
from xccviz.display.themes import load_theme
from xccviz.display.types import DisplayList, Rect, Text
from xccviz.layout.layered.build import build_layout
from xccviz.layout.measure import measure

SVG = "{http://www.w3.org/2000/svg}"


def svg_of(analysis, theme="light"):
    return to_svg(draw(document_of(analysis), build_layout(analysis), Look()), load_theme(theme))


@given(analyses(hostile=True, max_size=20), st.sampled_from(["light", "dark"]))
@settings(max_examples=some(40), deadline=None)
def test_it_is_well_formed_inert_and_the_same_every_time(analysis, theme):
    data = svg_of(analysis, theme)
    assert data == svg_of(analysis, theme)
    root = ET.fromstring(data)
    assert root.tag == f"{SVG}svg"
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "g", "rect", "path", "text"}
    for element in root.iter():
        assert not any(name.startswith("on") or "href" in name for name in element.attrib)


@given(st.text())
@settings(max_examples=some(200), deadline=None)
def test_any_text_survives_or_is_left_out(text):
    shown = DisplayList((Text("k", None, "text", 0, 0, text, tooltip=text),), 10, 10, title=text)
    root = ET.fromstring(to_svg(shown, load_theme("light")))
    assert root.find(f"{SVG}title") is not None


def test_markup_of_the_chain_is_text():
    analysis = analysis_of([Spec(-1, value='<b>&amp;"42"</b>')])
    texts = ["".join(e.itertext()) for e in ET.fromstring(svg_of(analysis)).iter(f"{SVG}text")]
    assert any('<b>&amp;"42"</b>' in text for text in texts)


def test_bidi_and_control_characters_are_spelled_out():
    analysis = analysis_of([Spec(-1, method="\u202egnp.exe", value="a\x1bb")])
    data = svg_of(analysis).decode()
    assert "\u202e" not in data
    assert "⟨U+202E⟩gnp.exe" in data
    assert "a⟨U+001B⟩b" in data
    assert len(HOSTILE) > 5


def test_it_has_a_title_a_description_and_a_background():
    analysis = analysis_of([Spec(-1)])
    root = ET.fromstring(svg_of(analysis))
    said = document_of(analysis).verdict
    assert root.findtext(f"{SVG}title") == said.title == "Succeeded."
    assert said.explanation and said.explanation in root.findtext(f"{SVG}desc")
    first = root.find(f"{SVG}rect")
    assert first.attrib["fill"] == load_theme("light").roles["bg"]
    assert first.attrib["width"] == root.attrib["width"]


def test_coordinates_are_short():
    assert [number(v) for v in (1.0, 0.126, -0.001, 100.0, -2.5)] == ["1", "0.13", "0", "100", "-2.5"]


def test_each_text_is_as_wide_as_it_was_measured_whatever_font_there_is():
    analysis = analysis_of([Spec(-1), Spec(0, value="42"), Spec(0, awaits=(1,))])
    texts = list(ET.fromstring(svg_of(analysis)).iter(f"{SVG}text"))
    drawn = draw(document_of(analysis), build_layout(analysis), Look()).primitives
    seen = [p for p in drawn if isinstance(p, Text) and p.role != "none"]
    wide = {(p.text, p.font): measure(p.text, p.font, p.size) for p in seen}
    assert texts
    for text in texts:
        words = text.text or ""
        if len(words) > 1:
            assert float(text.attrib["textLength"]) == pytest.approx(
                wide[words, text.attrib["class"]], abs=0.01
            )
            assert text.attrib["lengthAdjust"] == "spacingAndGlyphs"


@given(st.floats(-1e5, 1e5) | st.integers(-9999, 9999))
def test_numbers_are_the_shortest_of_two_decimals(value):
    text = number(value)
    assert float(text) == pytest.approx(value, abs=0.006)
    assert text != "-0" and not (("." in text) and text.endswith(("0", ".")))


def test_what_an_owner_is_stands_where_it_begins_once():
    parts = tuple(
        Rect(f"{owner}/{i}", owner, "box", 0, 0, 9, 9, fill="card")
        for i, owner in enumerate(["a", "b", "a", None])
    )
    tags = {"a": Tag("node", (("node", '"<&'), ("progress", "done"))), "b": Tag("group", (("count", "3"),))}
    root = ET.fromstring(to_svg(DisplayList(parts, 9, 9, tags=tags), load_theme("light")))
    groups = [dict(each.attrib) for each in root.iter(f"{SVG}g")]
    assert groups == [
        {"class": "node", "data-node": '"<&', "data-progress": "done"},
        {"class": "group", "data-count": "3"},
        {},
    ]
