"""Cards can be marked by account, gas or waiting, by pattern or length and never by a colour alone; the critical path
stands out."""

# covers: xccviz/display/graph/shades.py, xccviz/display/graph/draw.py

from __future__ import annotations

import pytest

from tests.layout.trees import Spec, analysis_of, document_of
from xccviz.display.graph.draw import draw, with_path
from xccviz.display.graph.parts import GraphParts
from xccviz.display.look import Emphasis, Look
from xccviz.display.parts import by_owner
from xccviz.display.types import Rect
from xccviz.document import build_document
from xccviz.layout.layered.build import lay_out
from xccviz.layout.layered.options import APART, PATH, SHADES, shade_key
from xccviz.layout.types import LayoutOptions
from xccviz.replay import moment_at
from xccviz.sources.files.sample import read_sample
from xccviz.values import replace

DOCUMENT = document_of(
    analysis_of(
        [Spec(-1), *(Spec(0, account=f"a{n}.near") for n in range(5)), Spec(0, awaits=(1, 2), returns=True)]
    )
)


def strips(*taken: str) -> dict[str, Rect]:
    layout = lay_out(DOCUMENT.analysis, LayoutOptions(frozenset(taken)))
    shown = draw(DOCUMENT, layout, Look()).primitives
    return {p.owner: p for p in shown if isinstance(p, Rect) and p.key.endswith("/strip")}


def test_without_the_option_nothing_is_marked() -> None:
    assert strips() == {}


def test_accounts_differ_by_pattern_or_colour_and_gas_by_length() -> None:
    marked = strips(shade_key("contract"))
    assert len({(p.fill, p.ink, p.pattern) for p in marked.values()}) >= 6
    assert marked["r1"].tooltip == "a0.near"
    gas = strips(shade_key("gas"))
    assert max(p.width for p in gas.values()) > 100
    assert all(p.width >= 0 for p in strips(shade_key("waiting")).values())


@pytest.mark.parametrize("taken", [*map(shade_key, SHADES), PATH])
def test_a_window_paints_the_same_as_a_file(taken: str) -> None:
    layout = lay_out(DOCUMENT.analysis, LayoutOptions(frozenset({taken})))
    parts = GraphParts(DOCUMENT, layout)
    look = Look(moment_at(DOCUMENT.analysis, DOCUMENT.timeline, 3))
    parts.take(look)
    shown = draw(DOCUMENT, layout, look)
    for key, whole in by_owner(shown.primitives).items():
        assert list(parts.told(key)) == list(whole)
    assert parts.furniture.note == shown.note


def test_the_critical_path_has_outlines_and_wider_lines() -> None:
    plain, path = (
        draw(DOCUMENT, lay_out(DOCUMENT.analysis, LayoutOptions(taken)), Look()).primitives
        for taken in (frozenset(), frozenset({PATH}))
    )
    changed = {b.owner for a, b in zip(plain, path, strict=True) if a != b}
    assert "tx" in changed
    assert not any(name in changed for name in ("r3", "r4", "r5"))


def test_the_bar_offers_to_fold_alike_siblings_where_there_are_many() -> None:
    many = document_of(analysis_of([Spec(-1), *(Spec(0) for _ in range(30))]))
    for taken, on in ((frozenset(), True), (frozenset({APART}), False)):
        parts = GraphParts(many, lay_out(many.analysis, LayoutOptions(taken)))
        (switch,) = parts.furniture.switches
        assert (switch.words, switch.on) == ("fold alike siblings over 20", on)
    assert GraphParts(DOCUMENT, lay_out(DOCUMENT.analysis, LayoutOptions())).furniture.switches == ()


def test_who_led_to_a_hit_does_not_step_back() -> None:
    layout = lay_out(DOCUMENT.analysis, LayoutOptions())
    nodes = frozenset(node.id for node in DOCUMENT.graph.nodes)
    emphasis = Emphasis(dim=nodes - {"r3"}, hits=frozenset({"r3"}))
    assert with_path(DOCUMENT.analysis, layout, emphasis).dim == nodes - {"r3", "r0", "tx"}
    assert with_path(DOCUMENT.analysis, layout, Emphasis()) == Emphasis()


def test_a_path_that_is_not_known_is_said() -> None:
    known = build_document(read_sample("tutorial-parallel-3-ok"))
    nodes = tuple(replace(node, height=None) for node in known.graph.nodes)
    graph = replace(known.graph, nodes=nodes, by_id={node.id: node for node in nodes})
    without = document_of(replace(known.analysis, graph=graph))
    for document, note in ((known, ""), (without, "Critical path: not known")):
        layout = lay_out(document.analysis, LayoutOptions(expanded=frozenset((PATH,))))
        assert draw(document, layout, Look()).note == note
        assert GraphParts(document, layout).furniture.note == note
