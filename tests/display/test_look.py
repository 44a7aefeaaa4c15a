"""What stands out of a drawing: at the same places, in other roles, told in grey as well, and by both painters."""

# covers: xccviz/display/themes.py, xccviz/settings/themes.py

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.layout.trees import Spec, analyses, analysis_of, document_of
from tests.reference.examples import some
from xccviz.display.detail import block_of, in_a_line
from xccviz.display.graph.draw import draw
from xccviz.display.look import Emphasis, Look, hidden, lit, stress_of
from xccviz.display.svg import to_svg
from xccviz.display.themes import load_theme
from xccviz.display.types import NONE, DisplayList, Marker, Path, Primitive, Rect, Text
from xccviz.layout.layered.build import build_layout
from xccviz.settings.themes import theme_names

ANALYSIS = analysis_of(
    [Spec(-1), Spec(0, value="42"), Spec(0, failed=True), Spec(0, awaits=(1, 2)), Spec(0, refund=True)]
)
DOCUMENT = document_of(ANALYSIS)
LAYOUT = build_layout(ANALYSIS)
CALM = {"faint", "cardline", "bg", "ref", NONE}


def shown(emphasis: Emphasis = Emphasis(), selection: str | None = None) -> DisplayList:
    return draw(DOCUMENT, LAYOUT, Look(selection=selection, emphasis=emphasis))


def owned(drawn: DisplayList, owner: str) -> list[Primitive]:
    return [p for p in drawn.primitives if p.owner == owner]


def roles(primitive: Primitive) -> set[str]:
    if isinstance(primitive, Rect | Path):
        return {primitive.fill, primitive.stroke}
    return {primitive.role, primitive.on} if isinstance(primitive, Marker) else {primitive.role}


def places(drawn: DisplayList) -> list[tuple[object, ...]]:
    made: list[tuple[object, ...]] = []
    for p in drawn.primitives:
        where = p.segments if isinstance(p, Path) else (p.x, p.y)
        size = (p.width, p.height) if isinstance(p, Rect) else ()
        words = p.text if isinstance(p, Text) else ""
        made.append((p.key, where, size, words))
    return made


def outline(drawn: DisplayList, owner: str) -> tuple[str, float]:
    (card,) = [p for p in drawn.primitives if p.key == f"{owner}/card"]
    assert isinstance(card, Rect)
    return card.stroke, card.stroke_width


@given(analyses(hostile=True, max_size=20))
@settings(max_examples=some(20), deadline=None)
def test_emphasis_moves_nothing_and_keeps_every_word(analysis) -> None:
    document, layout = document_of(analysis), build_layout(analysis, budget=8)
    ids = [node.id for node in analysis.graph.nodes]
    emphasis = Emphasis(frozenset(ids[::2]), frozenset(ids[1::4]), frozenset(ids[3::4]))
    plain = draw(document, layout, Look())
    assert places(draw(document, layout, Look(emphasis=emphasis))) == places(plain)


def test_what_is_dimmed_has_no_colour_of_its_own_and_keeps_its_dashes() -> None:
    dimmed = shown(Emphasis(dim=frozenset({"r2"})))
    for primitive in owned(dimmed, "r2"):
        assert roles(primitive) <= CALM, primitive.key
    (card,) = [p for p in owned(dimmed, "r2") if p.key == "r2/card"]
    assert isinstance(card, Rect)
    assert card.fill == "bg"
    dashes = [{p.key: getattr(p, "dash", ()) for p in d.primitives} for d in (dimmed, shown())]
    assert dashes[0] == dashes[1]  # they say what a line means, and what has not come
    for other in ("r1", "r3"):
        assert owned(dimmed, other) == owned(shown(), other)


def test_what_is_hidden_keeps_its_place_and_nothing_of_it_is_seen() -> None:
    ids = [node.id for node in ANALYSIS.graph.nodes]
    failed = next(node.id for node in ANALYSIS.graph.nodes if node.failed)
    emphasis = hidden(lit((failed,), ids), ANALYSIS.graph)
    kept = set(ids) - emphasis.gone
    assert failed in kept
    assert ANALYSIS.graph.root.id in kept
    assert 1 < len(kept) < len(ids)
    plain, drawn = shown(), shown(emphasis)
    assert [p.key for p in drawn.primitives] == [p.key for p in plain.primitives]
    for node in emphasis.gone:
        for primitive in owned(drawn, node):
            if isinstance(primitive, Text):
                assert primitive.text == ""
            elif isinstance(primitive, Marker):
                assert primitive.shape == "none"
            else:
                assert roles(primitive) == {NONE}
        assert block_of(owned(drawn, node)) is None
        assert all(isinstance(p, Rect | Path | Text | Marker) for p in in_a_line(owned(drawn, node), 0.4))
    gone_lines = [path for path in LAYOUT.edges if {path.source, path.target} & emphasis.gone]
    assert gone_lines
    for path in gone_lines:
        assert all(roles(p) <= {NONE} for p in owned(drawn, path.key) if isinstance(p, Path))
    assert outline(drawn, failed) == ("ind", 2.0)


def test_without_a_hit_nothing_is_hidden() -> None:
    assert not hidden(lit((), [node.id for node in ANALYSIS.graph.nodes]), ANALYSIS.graph)


def test_a_line_steps_back_with_either_end_and_no_other_does() -> None:
    dimmed = shown(Emphasis(dim=frozenset({"r2"})))
    for path in LAYOUT.edges:
        same = owned(dimmed, path.key) == owned(shown(), path.key)
        assert same == ("r2" not in (path.source, path.target)), path.key


def test_what_is_selected_keeps_its_ring_when_it_steps_back() -> None:
    dimmed = shown(Emphasis(dim=frozenset({"r2"})), selection="r2")
    (ring,) = [p for p in owned(dimmed, "r2") if p.key == "r2/selection"]
    assert isinstance(ring, Rect)
    assert (ring.stroke, ring.dash) == ("sel", ())


def test_hits_and_the_path_have_outlines_of_their_own_and_are_never_dimmed() -> None:
    everything = frozenset(ANALYSIS.graph.by_id)
    lit = shown(Emphasis(dim=everything, hits=frozenset({"r2"}), path=frozenset({"r1", "r3"})))
    assert outline(lit, "r2") == ("ind", 2.0)
    assert outline(lit, "r1") == outline(lit, "r3") == ("text", 2.0)
    for owner in ("r1", "r2", "r3"):
        words = [p for p in owned(lit, owner) if isinstance(p, Text)]
        assert words == [p for p in owned(shown(), owner) if isinstance(p, Text)]
    assert outline(lit, "r0")[0] == "cardline"
    (line,) = [p for p in owned(lit, "delivers:r1:r3") if p.key == "edge:delivers:r1:r3"]
    (plain,) = [p for p in owned(shown(), "delivers:r1:r3") if p.key == "edge:delivers:r1:r3"]
    assert isinstance(line, Path)
    assert isinstance(plain, Path)
    assert (line.stroke, line.stroke_width) == (plain.stroke, plain.stroke_width + 1)


def test_what_is_folded_stands_out_for_one_of_its_receipts_and_steps_back_for_all() -> None:
    wide = analysis_of([Spec(-1), *(Spec(0) for _ in range(300))])
    layout = build_layout(wide)
    group = next(box for box in layout.boxes if box.kind == "group")
    one = frozenset(group.members[:1])
    assert group.key in stress_of(layout, Emphasis(hits=one)).hits
    assert group.key in stress_of(layout, Emphasis(path=one)).path
    assert group.key not in stress_of(layout, Emphasis(dim=one)).dim
    assert group.key in stress_of(layout, Emphasis(dim=frozenset(group.members))).dim


@pytest.mark.parametrize(
    "emphasis",
    [
        Emphasis(dim=frozenset({"r2"})),
        Emphasis(hits=frozenset({"r2"})),
        Emphasis(path=frozenset({"r1", "r3"})),
    ],
    ids=["dim", "hits", "path"],
)
@pytest.mark.parametrize("theme", theme_names())
def test_both_painters_show_it(qapp: object, emphasis: Emphasis, theme: str) -> None:
    from tests.display.pictures import picture

    colours = load_theme(theme)
    assert to_svg(shown(emphasis), colours) != to_svg(shown(), colours)
    assert picture(shown(emphasis), theme) != picture(shown(), theme)
