"""A drawing in a file: nothing to be clicked, a legend of what occurs, and the way of what a filter found."""

# covers: xccviz/export/stills.py, xccviz/export/pictures.py, xccviz/display/heading.py

from __future__ import annotations

import pytest

from xccviz.display.drawings import DRAWINGS, find_drawing
from xccviz.display.look import HANDLE, LINK, Emphasis, Look
from xccviz.display.types import DisplayList, Path, Rect, Text
from xccviz.document import build_document
from xccviz.export.pictures import drawing_of, picture
from xccviz.export.types import ExportOptions
from xccviz.layout.measure import measure
from xccviz.layout.types import LayoutOptions
from xccviz.query import parse
from xccviz.sources.files.sample import read_sample
from xccviz.words.gas_view import TOTALS_OF_ALL
from xccviz.words.legend import LEGEND, SHORT

DOCUMENT = build_document(read_sample("tutorial-parallel-3-one-panics"))
STEPS = (0, 4, 8, None)
FAIL = parse("fail")


def texts(drawn: DisplayList, begins: str = "") -> list[str]:
    return [p.text for p in drawn.primitives if isinstance(p, Text) and p.key.startswith(begins) and p.text]


def legend(drawn: DisplayList) -> dict[str, tuple[str, str]]:
    """Of each entry of a line that can be seen: the colours of its sample and of its words."""
    found = {p.key: p for p in drawn.primitives if p.layer == "legend"}
    return {
        key.removesuffix("/text"): (line.stroke, p.role)
        for key, p in found.items()
        if isinstance(p, Text) and isinstance(line := found.get(key.replace("/text", "/line")), Path)
    }


@pytest.mark.parametrize("view", [row.id for row in DRAWINGS])
@pytest.mark.parametrize("step", STEPS)
def test_a_legend_has_no_holes(view: str, step: int | None) -> None:
    drawn = drawing_of(DOCUMENT, ExportOptions(view=view, step=step))
    words = [p for p in drawn.primitives if isinstance(p, Text) and p.layer == "legend"]
    assert words and all(p.text for p in words)
    rows: dict[float, list[Text]] = {}
    for p in sorted(words, key=lambda p: p.x):
        rows.setdefault(p.y, []).append(p)
    for row in rows.values():
        ends = [p.x + measure(p.text, p.font, p.size) for p in row]
        assert all(15 < after.x - end < 70 for end, after in zip(ends, row[1:], strict=False))


def test_nothing_in_it_looks_as_if_it_could_be_clicked() -> None:
    for row in DRAWINGS:
        drawn = drawing_of(DOCUMENT, ExportOptions(view=row.id))
        assert not [p.key for p in drawn.primitives if f"/{HANDLE}" in p.key or p.layer == "foot"]
        assert all(p.role == "mute" for p in drawn.primitives if isinstance(p, Text) and p.key.endswith(LINK))
        assert "Zoom" not in texts(drawn)
        (ground,) = [p for p in drawn.primitives if isinstance(p, Rect) and p.key == "background"] or [None]
        assert ground is None or ground.height == drawn.height
        lowest = max(p.y for p in drawn.primitives if isinstance(p, Text))
        assert drawn.height - 40 < lowest < drawn.height
    gas = drawing_of(DOCUMENT, ExportOptions(view="gas"))
    assert [p.text for p in gas.primitives if isinstance(p, Text) and p.key.endswith(LINK)] == [
        "16 more, 0.10 T"
    ]


@pytest.mark.parametrize(("view", "words"), [("graph", LEGEND), ("sequence", SHORT)])
def test_a_filtered_drawing_keeps_the_way_of_a_failure_and_its_legend_is_what_it_shows(
    view: str, words: dict[str, str]
) -> None:
    drawn = drawing_of(DOCUMENT, ExportOptions(view=view, filter=FAIL))
    (failing,) = DOCUMENT.analysis.verdict.root_causes
    ways = {
        p.key: p.stroke for p in drawn.primitives if isinstance(p, Path) and p.key.startswith("edge:delivers")
    }
    assert sorted(
        role for key, role in ways.items() if not key.endswith("/head")
    ) == ["bad", "ref", "ref"], ways  # fmt: skip
    assert all(failing in key for key, role in ways.items() if role == "bad")
    entries = legend(drawn)
    assert entries["legend:delivers_failed"] == ("bad", "mute")
    assert entries["legend:delivers"] == ("ref", "faint")
    assert words["delivers"] in texts(drawn, "legend:")
    hidden = drawing_of(DOCUMENT, ExportOptions(view=view, filter=FAIL, hides=True))
    assert words["delivers"] not in texts(hidden, "legend:")


@pytest.mark.parametrize("view", ["graph", "sequence"])
def test_a_filtered_window_has_the_legend_of_its_file(view: str) -> None:
    """Colours of lines that have all stepped back are pale, of lines that are hidden they are not there."""
    drawing = find_drawing(view)
    assert drawing is not None and drawing.parts is not None
    layout = drawing.lay_out(DOCUMENT.analysis, LayoutOptions())
    parts = drawing.parts(DOCUMENT, layout)
    nodes = frozenset(node.id for node in DOCUMENT.graph.nodes)
    failing = frozenset(DOCUMENT.analysis.verdict.root_causes)
    plain, others = Look(), nodes - failing
    back = Look(emphasis=Emphasis(dim=others, hits=failing))
    hidden = Look(emphasis=Emphasis(dim=others, hits=failing, gone=others))
    found = {}
    for name, look in {"plain": plain, "back": back, "hidden": hidden, "again": plain}.items():
        parts.take(look)
        made = [p for p in parts.furniture.primitives if p.layer == "legend"]
        assert made == [p for p in drawing.draw(DOCUMENT, layout, look).primitives if p.layer == "legend"]
        found[name] = legend(parts.furniture)["legend:delivers"]
        assert legend(parts.furniture)["legend:calls"][0] == "edge"
    assert found["plain"] == found["again"] == ("data", "mute")
    assert found["back"] == ("ref", "faint")
    assert found["hidden"][0] == "none"


def test_a_slot_that_a_hit_filled_keeps_its_colours_and_no_other_does() -> None:
    drawn = drawing_of(DOCUMENT, ExportOptions(filter=FAIL))
    slots = {
        p.text: p.role for p in drawn.primitives if isinstance(p, Text) and "/slot" in p.key and ":" in p.text
    }
    assert slots["1: Failed"] == "bad"
    assert {role for words, role in slots.items() if words != "1: Failed"} == {"faint"}


@pytest.mark.parametrize("view", [row.id for row in DRAWINGS])
def test_a_heading_names_the_callback_and_says_what_a_filter_finds(view: str) -> None:
    plain = texts(picture(DOCUMENT, ExportOptions(view=view)), "heading/")
    assert "caller.near.on_multi_done got Failed in slot 1." in plain
    found = texts(picture(DOCUMENT, ExportOptions(view=view, filter=FAIL)), "heading/")
    count = len(DOCUMENT.graph.nodes)
    assert [line for line in found if line not in plain] == [
        f"1 of {count} match: failed",
        *([TOTALS_OF_ALL] if view == "gas" else []),
    ]


def test_who_failed_is_told_with_its_contract_where_others_have_the_method_too() -> None:
    assert "bravo.near.get_value failed" in texts(drawing_of(DOCUMENT, ExportOptions(view="gas")))


def test_a_heading_stands_at_the_edge_where_nothing_unfolds_it() -> None:
    document = build_document(read_sample("tutorial-parallel-3-one-panics"))
    shown = {
        p.key: p for p in picture(document, ExportOptions(view="timeline")).primitives if isinstance(p, Text)
    }
    assert shown["table/title"].x == shown["table/head/receipt"].x
    assert shown["table/title"].x < shown["table/sum"].x
