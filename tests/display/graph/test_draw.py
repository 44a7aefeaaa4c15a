"""Display lists: stepping changes words and roles, never places; every state differs in shape or words."""

# covers: xccviz/display/graph/boxes.py, xccviz/display/graph/edges.py, xccviz/display/markers.py
# covers: xccviz/display/types.py, xccviz/replay/standing.py
# covers: xccviz/display/graph/tags.py, xccviz/display/graph/blocks.py
# covers: xccviz/display/graph/pieces.py, xccviz/display/dots.py

from __future__ import annotations

from itertools import pairwise
from typing import get_args

from hypothesis import given, settings

from tests.layout.trees import Spec, analyses, analysis_of, document_of
from tests.reference.examples import some
from tests.reference.extremes import fan_out
from tests.reference.recorded import raw_of
from xccviz.display.dots import by_mark, changed_dots, narrowed
from xccviz.display.graph.draw import draw
from xccviz.display.look import RING, Look
from xccviz.display.markers import marker_parts
from xccviz.display.svg import to_svg
from xccviz.display.themes import load_theme
from xccviz.display.types import NONE, DotField, Marker, Path, Rect, Text
from xccviz.document import build_document
from xccviz.layout.layered.build import build_layout
from xccviz.layout.measure import measure
from xccviz.replay import moment_at
from xccviz.settings.themes import theme_names
from xccviz.values import replace
from xccviz.words.signs import Shape


def geometry(primitive):
    if isinstance(primitive, Rect):
        return primitive.key, primitive.x, primitive.y, primitive.width, primitive.height
    if isinstance(primitive, Path):
        return primitive.key, primitive.segments
    return primitive.key, primitive.x, primitive.y


@given(analyses(hostile=True, max_size=25))
@settings(max_examples=some(40), deadline=None)
def test_all_moments_have_the_same_keys_and_places(analysis):
    layout = build_layout(analysis)
    end = [geometry(p) for p in draw(document_of(analysis), layout, Look()).primitives]
    assert len({key for key, *_ in end}) == len(end)
    document = document_of(analysis)
    timeline = document.timeline
    for index in range(0, len(timeline) + 1, max(1, len(timeline) // 6)):
        moment = moment_at(analysis, timeline, index)
        shown = draw(document, layout, Look(moment, "r0"))
        assert [geometry(p) for p in shown.primitives] == end


@given(analyses(hostile=True, max_size=25))
@settings(max_examples=some(40), deadline=None)
def test_every_text_fits_the_room_it_has(analysis):
    layout = build_layout(analysis)
    document = document_of(analysis)
    timeline = document.timeline
    for moment in (None, moment_at(analysis, timeline, 0), moment_at(analysis, timeline, len(timeline) // 2)):
        for p in draw(document, layout, Look(moment)).primitives:
            if isinstance(p, Text) and p.width:
                assert measure(p.text, p.font, p.size) <= p.width + 1.0, p.key


@given(analyses(max_size=15))
@settings(max_examples=some(30), deadline=None)
def test_heads_end_before_the_ring_around_what_is_selected(analysis):
    layout, document = build_layout(analysis), document_of(analysis)
    rings = {p.owner: p for p in draw(document, layout, Look()).primitives if p.key.endswith(f"/{RING}")}
    width = next(
        p for p in draw(document, layout, Look(selection="r0")).primitives if p.key == f"r0/{RING}"
    ).stroke_width
    for path in layout.edges:
        ring, (x, y) = rings[path.target], path.tip
        assert x <= ring.x - width / 2 or x >= ring.x + ring.width + width / 2 or y <= ring.y - width / 2


@given(analyses(hostile=True, max_size=15))
@settings(max_examples=some(20), deadline=None)
def test_every_role_is_a_colour_of_every_theme(analysis):
    layout = build_layout(analysis)
    for p in draw(document_of(analysis), layout, Look(selection="r0")).primitives:
        roles = [getattr(p, name, NONE) for name in ("fill", "stroke", "role", "on")]
        for theme in theme_names():
            for role in roles:
                load_theme(theme).colour(role)


def test_the_beginning_and_the_end_of_a_join_say_different_things():
    analysis = analysis_of(
        [Spec(-1), Spec(0, value="42"), Spec(0, failed=True, value="no"), Spec(0, awaits=(1, 2))]
    )
    layout = build_layout(analysis)
    document = document_of(analysis)
    timeline = document.timeline

    def words(moment):
        return {p.key: p.text for p in draw(document, layout, Look(moment)).primitives if isinstance(p, Text)}

    start, end = words(moment_at(analysis, timeline, 0)), words(None)
    assert start["r3/slot0/text"] == "0: awaited"
    assert end["r3/slot0/text"] == "0: “42”"
    assert end["r3/slot1/text"] == "1: Failed"
    assert start["r1/subtitle"] == "not yet"
    assert end["r1/subtitle"] == "“42”"
    assert end["r2/subtitle"] == "panicked: no"


def test_in_flight_data_is_dotted_and_a_failed_delivery_is_not_the_colour_of_data():
    analysis = analysis_of([Spec(-1), Spec(0), Spec(0, failed=True), Spec(0, awaits=(1, 2))])
    layout = build_layout(analysis)
    paths = {p.key: p for p in draw(document_of(analysis), layout, Look()).primitives if isinstance(p, Path)}
    assert paths["edge:delivers:r1:r3"].stroke == "data"
    assert paths["edge:delivers:r2:r3"].stroke == "bad"
    document = document_of(analysis)
    timeline = document.timeline
    moment = replace(moment_at(analysis, timeline, 0), in_flight=frozenset({("r3", 0)}))
    flying = {p.key: p for p in draw(document, layout, Look(moment)).primitives if isinstance(p, Path)}
    assert flying["edge:delivers:r1:r3"].stroke == "wait"
    assert flying["edge:delivers:r1:r3"].dash
    assert not paths["edge:delivers:r1:r3"].dash


def test_each_sign_has_an_outline_of_its_own():
    shapes = [shape for shape in get_args(Shape) if shape not in ("none", "caution")]
    outlines = [tuple(part.segments + part.dash for part in marker_parts(s, 0, 0, 6)) for s in shapes]
    assert len(set(outlines)) == len(outlines) and all(outlines)


def test_only_the_selected_box_has_a_ring_also_when_a_folded_node_is_selected():
    analysis = analysis_of([Spec(-1), Spec(0), Spec(1, refund=True)])
    layout = build_layout(analysis)
    for selection, owner in (("r1", "r1"), ("r2", "refunds")):
        rings = [p.owner for p in draw(document_of(analysis), layout, Look(selection=selection)).primitives
                 if p.key.endswith("/selection") and p.stroke != NONE]  # fmt: skip
        assert rings == [owner]


def test_a_group_counts_its_receipts_and_failures():
    specs = [Spec(-1), *(Spec(0, failed=i > 200) for i in range(300))]
    analysis = analysis_of(specs)
    texts = [
        p.text
        for p in draw(document_of(analysis), build_layout(analysis), Look()).primitives
        if isinstance(p, Text)
    ]
    at = texts.index("× 300 run")
    assert texts[at + 1] == ", 99 failed"


def test_a_group_of_what_is_not_alike_counts_too():
    specs = [Spec(-1), *(Spec(0, failed=i > 200, method=f"run_{i}") for i in range(300))]
    analysis = analysis_of(specs)
    painted = draw(document_of(analysis), build_layout(analysis), Look()).primitives
    texts = [p.text for p in painted if isinstance(p, Text)]
    assert any(text.endswith(" failed") and "receipts" in text for text in texts)


def test_the_legend_explains_only_what_is_there():
    plain = analysis_of([Spec(-1), Spec(0)])
    assert not [
        p for p in draw(document_of(plain), build_layout(plain), Look()).primitives if p.layer == "legend"
    ]
    joined = analysis_of([Spec(-1), Spec(0), Spec(0, awaits=(1,))])
    words = [
        p.text
        for p in draw(document_of(joined), build_layout(joined), Look()).primitives
        if p.layer == "legend" and isinstance(p, Text)
    ]
    assert [word for word in words if word] == ["calls", "delivers a result"]
    blocks = build_document(raw_of(fan_out().answer)).analysis
    assert [entry.kind for entry in build_layout(blocks).legend] == ["calls", "detached"], (
        "a block's edge is one too"
    )


def test_every_marker_paints_something():
    for shape in ("ok", "failed", "waiting", "ready", "not_yet", "unknown", "rolled_back", "not_run"):
        assert any(part.fill != NONE or part.stroke != NONE for part in marker_parts(shape, 0, 0, 6))
    assert marker_parts("none", 0, 0, 6) == ()
    assert Marker("k", None, "text", 0, 0, 6, "ok").on == "card"


def test_a_look_without_legend_leaves_it_out_and_nothing_else():
    joined = analysis_of([Spec(-1), Spec(0), Spec(0, awaits=(1,))])
    document, layout = document_of(joined), build_layout(joined)
    with_it = draw(document, layout, Look()).primitives
    without = draw(document, layout, Look(legend=False)).primitives
    assert without == tuple(p for p in with_it if p.layer != "legend")
    assert without != with_it


def test_a_file_says_of_every_part_what_it_is():
    specs = [Spec(-1), *(Spec(0, failed=n == 3) for n in range(30)), Spec(0, awaits=tuple(range(1, 31)))]
    analysis = analysis_of(specs)
    svg = to_svg(draw(document_of(analysis), build_layout(analysis), Look()), load_theme("light")).decode()
    assert svg.count('<g class="node" data-node="r0" data-progress="done">') == 1
    assert svg.count('<g class="group" data-count="30" data-failed="1">') == 1
    assert svg.count('class="group"') == 1
    slots = ",".join(map(str, range(30)))
    ends = f'data-from="{" ".join(f"r{n}" for n in range(1, 31))}" data-to="r31"'
    assert f'<g class="edge" data-kind="delivers" {ends} data-slot="{slots}">' in svg
    whole = build_layout(analysis, alike=False, budget=100)
    svg = to_svg(draw(document_of(analysis), whole, Look()), load_theme("light")).decode()
    assert svg.count('class="node"') == 33
    assert 'data-node="r4" data-progress="failed"' in svg


def test_dots_that_change_are_found_and_painted_alone():
    field = DotField("b/dots", "b", "text", 100.0, 50.0, 10, "r" * 45)
    other = replace(field, marks="r" * 23 + "f" + "r" * 21)
    assert changed_dots(field, field) is None
    around = changed_dots(field, other)
    assert around is not None
    few = narrowed(other, [around])
    assert few.marks[23] == "f"
    assert 1 <= len(few.marks.replace(" ", "")) <= 9
    assert len(few.marks) == 45
    assert [places for mark, places in by_mark(few) if mark == "f"] == [
        places for mark, places in by_mark(other) if mark == "f"
    ]
    ring = replace(field, chosen=0)
    left, top, right, bottom = changed_dots(field, ring)
    assert left < 90 and right > 110 and top < 42 and bottom > 58


def test_no_rail_between_rows_of_blocks_runs_through_the_edges_behind_them() -> None:
    """They say that there are many; a rail through them would look broken."""
    document = build_document(raw_of(fan_out().answer))
    drawn = draw(document, build_layout(document.analysis), Look())
    behind = [p for p in drawn.primitives if isinstance(p, Rect) and "/behind" in p.key]
    lines = [p for p in drawn.primitives if isinstance(p, Path) and p.key.startswith("edge:")]
    levels = {
        a.points[-1] for line in lines for a, b in pairwise(line.segments) if a.points[-1:] == b.points[-1:]
    }
    ends = {round(p.y + p.height, 1) for p in behind}
    assert len(ends) == 4 and levels
    assert all(not -1 < y - end < 3 for y in levels for end in ends)
