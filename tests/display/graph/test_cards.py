"""What is told of a thing of the graph, and what keys do in it."""

# covers: xccviz/display/graph/cards.py, xccviz/display/graph/keys.py

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.layout.layered.test_build import pages_of
from tests.layout.trees import Spec, analyses, analysis_of, document_of
from xccviz.display.graph.cards import card_of
from xccviz.display.graph.draw import draw
from xccviz.display.graph.keys import act
from xccviz.display.graph.parts import GraphParts
from xccviz.display.hosting import Card, Wish
from xccviz.display.look import Look, hidden, lit
from xccviz.display.parts import LEVEL, by_owner
from xccviz.display.types import DotField
from xccviz.document import build_document
from xccviz.layout.layered.build import build_layout
from xccviz.layout.layered.walk import dot_of, stands, within
from xccviz.replay import moment_at
from xccviz.sources.files.sample import read_sample


def told(card: Card | None) -> dict[str, str]:
    assert card is not None
    return {row.label: row.text for row in card.rows}


@settings(max_examples=15, deadline=None)
@given(analyses(), st.integers(0, 30))
def test_everything_drawn_has_a_card_at_every_moment(analysis, step: int) -> None:
    document = document_of(analysis)
    layout = build_layout(analysis, budget=8)
    moment = moment_at(analysis, document.timeline, min(step, len(document.timeline.steps) - 1))
    for look in (Look(), Look(moment)):
        for key in (*layout.by_key, *(path.key for path in layout.edges)):
            card = card_of(document, layout, look, key)
            assert card is not None
            assert card.title
        assert card_of(document, layout, look, "nobody") is None


def test_a_slot_and_an_action_have_cards_of_their_own_where_they_stand() -> None:
    document = build_document(read_sample("tutorial-parallel-3-one-panics"))
    layout = build_layout(document.analysis)
    callback = next(box for box in layout.boxes if box.slots)
    failed = callback.slots[1]
    key = within(callback, failed.bounds.center_x, failed.bounds.center_y)
    assert key == f"{callback.key}/slot{failed.slot}"
    assert stands(layout, key) == failed.bounds
    card = card_of(document, layout, Look(), key)
    assert card is not None
    assert (card.title, card.shape) == ("slot 1 of caller.near.on_multi_done", "failed")
    assert card.rows[0].text == "Failed"
    assert within(callback, callback.bounds.x + 1, callback.bounds.y + 1) is None

    document = build_document(read_sample("tutorial-batch-fail-step-two"))
    layout = build_layout(document.analysis)
    batch = next(box for box in layout.boxes if box.row("action") is not None)
    row = batch.row("action")
    assert row is not None
    key = within(batch, row.bounds.center_x, row.bounds.center_y)
    card = card_of(document, layout, Look(), key or "")
    assert card is not None
    assert "rolled back" in card.rows[0].text or "succeeded" in card.rows[0].text


def test_a_dot_says_which_member_and_which_hit_it_is() -> None:
    specs = [Spec(-1), *(Spec(0, failed=n in (50, 90)) for n in range(100))]
    document = document_of(analysis_of(specs))
    layout = build_layout(document.analysis)
    block = next(box for box in layout.boxes if box.heads)
    nodes = document.graph.by_id
    look = Look(emphasis=lit(("r51", "r91"), nodes))
    card = card_of(document, layout, look, "r91")
    assert card is not None
    assert (card.aside, card.shape) == ("hit 2 of 2", "failed")
    assert told(card)["member"] == "91 of 100"
    whole = card_of(document, layout, look, block.key)
    assert whole is not None
    assert told(whole)["ended"] == "2 failed, 98 succeeded"
    assert whole.aside == "2 of 2 hits"
    rest = next(box.key for box in layout.boxes if box.node == "r0")
    gone = Look(emphasis=hidden(lit((document.graph.root.id,), nodes), document.graph))
    assert card_of(document, layout, gone, rest) is None


def test_arrows_walk_the_dots_of_a_block_and_lead_out_at_its_edges() -> None:
    document = document_of(analysis_of([Spec(-1), *(Spec(0) for n in range(100))]))
    layout = build_layout(document.analysis)

    def after(node: str, *keys: str) -> str | None:
        for key in keys:
            wish = act(document, layout, Look(selection=node), key)
            if wish is None:
                return None
            assert wish.kind == "select"
            node = wish.value
        return node

    assert after("r1", "Right") == "r2"
    assert after("r1", "Down") == "r46"
    assert after("r46", "Up", "Right", "Left") == "r1"
    assert after("r60", "Down") == "r100"  # the last row has ten
    assert [after("r1", key) for key in ("Left", "Up")] == [None, None]
    assert [after("r100", key) for key in ("Right", "Down")] == [None, None]
    assert after(document.graph.root.id, "Down") is None
    assert act(document, layout, Look(), "C") == Wish("option", "option:graph:path=")


def test_dots_stand_where_they_are_pointed_at() -> None:
    document = document_of(analysis_of([Spec(-1), *(Spec(0) for n in range(100))]))
    layout = build_layout(document.analysis)
    for node in ("r1", "r50", "r100"):
        place = stands(layout, node)
        found = dot_of(layout, node)
        assert place is not None and found is not None
        assert within(found[0], place.center_x, place.center_y) == node


def test_what_is_under_the_pointer_has_an_outline_and_nothing_else_changes() -> None:
    document = build_document(read_sample("tutorial-parallel-3-one-panics"))
    layout = build_layout(document.analysis)
    box = next(box for box in layout.boxes if box.slots)
    before = by_owner(draw(document, layout, Look()).primitives)
    after = by_owner(draw(document, layout, Look(hovered=box.key)).primitives)
    changed = [p.key for key in before for p, q in zip(before[key], after[key], strict=True) if p != q]
    assert changed == [f"{box.key}/card"]


def test_of_what_a_block_takes_in_its_card_tells_and_a_hit_outlines_it() -> None:
    document = document_of(analysis_of(pages_of(8, 25)))
    layout = build_layout(document.analysis)
    block = next(box for box in layout.boxes if box.heads)
    card = card_of(document, layout, Look(), block.key)
    assert told(card)["made by"] == "app.near.page"
    assert told(card)["received by"] == "app.near.on_page"
    assert told(card)["ended"] == "25 succeeded"
    caller = block.members[block.dotted]
    for node, outlined in ((caller, True), (block.members[0], False)):
        look = Look(emphasis=lit((node,), document.graph.by_id))
        shown = draw(document, layout, look).primitives
        card_rect = next(p for p in shown if p.key == f"{block.key}/card")
        assert (card_rect.stroke == "ind") is outlined  # type: ignore[union-attr]
        field = next(p for p in shown if isinstance(p, DotField) and p.owner == block.key)
        assert len(field.marks) == 25
        assert field.marks.count("R") == (0 if outlined else 1)
    parts = GraphParts(document, layout)
    last = len(document.timeline.steps) - 1
    for step in (0, last // 2, last, 0):
        parts.take(Look(moment_at(document.analysis, document.timeline, step)))
        made = parts.whole((block.key, LEVEL["box"]))
        assert len(next(p for p in made if isinstance(p, DotField)).marks) == 25
