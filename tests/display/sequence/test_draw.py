# covers: xccviz/display/sequence/draw.py, xccviz/display/sequence/frame.py, xccviz/display/sequence/bars.py
# covers: xccviz/display/sequence/messages.py, xccviz/display/sequence/cards.py, xccviz/display/sequence/keys.py
# covers: xccviz/display/sequence/legend.py, xccviz/display/sequence/parts.py, xccviz/display/receipt_cards.py
# covers: xccviz/display/sequence/sides.py, xccviz/words/blocks.py, xccviz/analysis/results/unresumed.py
"""The sequence at moments: what is solid and what hollow, where now is, what spots and cards say, the SVG's names."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from tests.layout.trees import Spec, analysis_of, document_of, with_heights
from tests.reference.extremes import EXTREMES, fan_out
from tests.reference.recorded import raw_of, tutorial
from xccviz.cli.main import main
from xccviz.display.drawings import find_drawing
from xccviz.display.hosting import Card, Spot, Wish
from xccviz.display.look import Emphasis, Look
from xccviz.display.parts import by_owner
from xccviz.display.qt import bounds_of
from xccviz.display.sequence.cards import card_of
from xccviz.display.sequence.draw import draw
from xccviz.display.sequence.keys import act
from xccviz.display.sequence.parts import SequenceParts
from xccviz.display.svg import to_svg
from xccviz.display.themes import load_theme
from xccviz.display.types import NONE, DisplayList, Marker, Path, Primitive, Rect, Text
from xccviz.document import Document, build_document
from xccviz.layout.sequence.build import lay_out
from xccviz.layout.sequence.types import SequenceLayout
from xccviz.layout.types import REFUNDS_KEY, LayoutOptions
from xccviz.replay import moment_at
from xccviz.sources.files.sample import read_sample
from xccviz.values import replace
from xccviz.words.blocks import blocks_signs, idle_words, seconds, since_words, steps_sign

SVG = "{http://www.w3.org/2000/svg}"
JOIN = "tutorial-parallel-3-one-panics"


def opened(name: str = JOIN, options: LayoutOptions | None = None) -> tuple[Document, SequenceLayout]:
    document = build_document(read_sample(name))
    return document, lay_out(document.analysis, options or LayoutOptions())


def at(document: Document, layout: SequenceLayout, step: int, select: str | None = None) -> DisplayList:
    return draw(document, layout, Look(moment_at(document.analysis, document.timeline, step), select))


def part(drawn: DisplayList, key: str) -> Primitive:
    return next(p for p in drawn.primitives if p.key == key)


def words(drawn: DisplayList, begin: str) -> list[str]:
    return [p.text for p in drawn.primitives if isinstance(p, Text) and p.key.startswith(begin) and p.text]


def node(document: Document, label: str) -> str:
    return next(n.id for n in document.graph.nodes if n.label == label)


def test_the_gutter_says_block_and_time_and_the_header_receipts_so_far() -> None:
    document, layout = opened()
    drawn = draw(document, layout, Look())
    assert words(drawn, "gutter:")[:4] == ["#521", "0 s", "#522", "+0.31 s"]
    assert words(drawn, "account:")[:4] == ["alice.near", "signer", "caller.near", "2 receipts"]
    assert " · 1 failed" in words(drawn, "account:")
    early = at(document, layout, 2)
    assert words(early, "account:1")[:2] == ["caller.near", "1 receipt"]
    assert " · 1 failed" not in words(early, "account:")


def test_a_narrow_header_leaves_out_how_many_there_are_and_not_that_one_failed() -> None:
    document = build_document(raw_of(fan_out().answer))
    layout = lay_out(document.analysis, LayoutOptions(width=916.0))
    assert layout.width == 916.0, "nine accounts have room side by side"
    assert words(draw(document, layout, Look()), "account:2") == ["w…-0.near", "1 of 72 failed"]
    assert words(draw(document, layout, Look()), "account:7") == ["wo…-5.near", "71 receipts"]
    before = at(document, layout, 2)
    assert words(before, "account:2") == ["w…-0.near", "0 receipts"]


def test_of_alike_receipts_failures_are_told_first() -> None:
    document = build_document(raw_of(fan_out().answer))
    layout = lay_out(document.analysis, LayoutOptions(width=1600.0))
    told = [
        p.text
        for p in draw(document, layout, Look()).primitives
        if isinstance(p, Text) and "succeeded" in p.text
    ]
    assert told[0] == "1 failed, 71 succeeded"


def test_no_number_of_alike_receipts_is_cut() -> None:
    """`1 failed, 7…` would tell of seven that ended well."""
    document = build_document(raw_of(fan_out().answer))
    drawn = draw(document, lay_out(document.analysis, LayoutOptions(width=916.0)), Look())
    told = [p.text for p in drawn.primitives if isinstance(p, Text) and p.key.endswith("/sub")]
    assert told.count("1 failed") == 5
    assert not [each for each in told if re.search(r"\d…$", each)]


def test_the_legend_tells_of_a_failure_once_one_was_delivered() -> None:
    document, layout = opened()
    arrived = document.timeline.history.arrived_at
    (failed,) = (step for (_, slot), step in arrived.items() if slot == 1)
    for step, told in ((0, False), (failed - 1, False), (failed, True), (len(document.timeline), True)):
        assert ("failure" in words(at(document, layout, step), "legend:")) is told
    fine, other = opened("tutorial-parallel-3-ok")
    assert "failure" not in words(draw(fine, other, Look()), "legend:")
    assert "result" in words(draw(fine, other, Look()), "legend:")


LATE = "yield-timeouts-and-pending--then"


def test_a_yield_that_nobody_resumed_in_time_shows_its_failed_slot_once_that_is_known() -> None:
    document = tutorial(LATE)
    layout = lay_out(document.analysis, LayoutOptions())
    late = node(document, "app.near.on_done")
    (message,) = (m for m in layout.messages if m.target == late and m.slots)
    box = layout.by_key[message.source]
    assert (box.kind, message.slots) == ("outside", (0,))
    over = next(step.n for step in document.timeline.steps if step.kind == "timeout")
    for step in range(len(document.timeline) + 1):
        drawn = at(document, layout, step)
        red = any(
            isinstance(p, Path) and p.stroke == "bad" and p.key.startswith("edge:") for p in drawn.primitives
        )
        assert red is (step >= over) is ("failure" in words(drawn, "legend:"))
        told = "nobody resumed it in time" if red else "nobody has resumed it yet"
        assert words(drawn, box.key) == [told]
        look = Look(moment_at(document.analysis, document.timeline, step))
        card = card_of(document, layout, look, message.key)
        assert card is not None
        failed = "Nobody resumed app.near.on_done in time: its slot 0 received Failed"
        assert any(row.text.startswith(failed) for row in card.rows) is red
        tag = dict(drawn.tags[message.key].data)
        kind = "timeout" if red else "resumes"
        assert (tag["kind"], tag["from"], tag["to"], tag["slot"]) == (kind, "", late, "0")


def test_what_nobody_sent_leads_to_who_received_it() -> None:
    document = tutorial(LATE)
    layout = lay_out(document.analysis, LayoutOptions())
    late = node(document, "app.near.on_done")
    (message,) = (m for m in layout.messages if m.target == late and m.slots)
    (spot,) = (s for s in draw(document, layout, Look()).spots if s.key == message.key)
    assert spot.click == spot.shift == Wish("select", late)
    card = card_of(document, layout, Look(), message.key)
    assert card is not None and card.foot == "Click: who receives it"
    card = card_of(document, layout, Look(), message.source)
    assert card is not None and card.title == "nobody resumed it in time"
    card = card_of(document, layout, Look(), late)
    assert card is not None
    (slots,) = (row for row in card.rows if row.label == "slots")
    assert (slots.text, slots.aside) == ("1 failed (0)", "nobody resumed it in time")


def test_now_stands_below_what_ran_last_and_the_rest_is_hollow() -> None:
    document, layout = opened()
    for step in range(len(document.timeline)):
        drawn = at(document, layout, step)
        lines = [
            p
            for p in drawn.primitives
            if isinstance(p, Path) and p.key.startswith("now:") and p.stroke != "none"
        ]
        assert len(lines) == 1
        y = lines[0].segments[0].points[1]
        ran_at = document.timeline.history.ran_at
        for bar in layout.bars:
            if bar.kind != "node":
                continue
            card = part(drawn, f"{bar.key}/card")
            assert isinstance(card, Rect)
            ran = ran_at.get(bar.key, 10**9) <= step
            assert (card.dash == ()) == ran
            assert not ran or bar.stand.y < y
        assert words(drawn, "now:") == [f"now · step {step}"]
    end = draw(document, layout, Look())
    assert words(end, "now:") == []


def test_what_is_sent_and_not_delivered_is_amber_and_dotted() -> None:
    document, layout = opened()
    alpha = node(document, "alpha.near.get_value")
    ran = document.timeline.history.ran_at[alpha]
    callback = node(document, "caller.near.on_multi_done")
    key = next(m.key for m in layout.messages if (m.source, m.target) == (alpha, callback))
    before, sent, after = (
        part(at(document, layout, s), f"edge:{key}") for s in (ran - 1, ran, len(document.timeline))
    )
    assert isinstance(before, Path) and isinstance(sent, Path) and isinstance(after, Path)
    assert (before.stroke, sent.stroke, after.stroke) == ("ref", "wait", "data")
    assert sent.dash and not after.dash


def test_a_badge_selects_its_sender_with_shift_its_receiver() -> None:
    document, layout = opened()
    drawn = draw(document, layout, Look())
    callback = node(document, "caller.near.on_multi_done")
    badges = [spot for spot in drawn.spots if spot.shift == Wish("select", callback)]
    senders = [node(document, f"{name}.near.get_value") for name in ("alpha", "bravo", "delta")]
    assert [spot.click for spot in badges] == [Wish("select", sender) for sender in senders]


def test_a_block_in_the_gutter_leads_to_its_last_step() -> None:
    document, layout = opened()
    spots = [spot for spot in draw(document, layout, Look()).spots if spot.strip == "left"]
    steps = [int(spot.click.value) for spot in spots if spot.click is not None]
    timeline = document.timeline
    assert steps == sorted(steps)
    for step, band in zip(steps, (b for b in layout.bands if b.kind == "row"), strict=True):
        assert timeline.steps[step - 1].height == band.first
        rest = timeline.steps[step:]
        assert all(s.height != band.first or s.kind in ("deliver", "ready") for s in rest)


def test_switches_say_what_they_would_show() -> None:
    document, layout = opened()
    drawn = draw(document, layout, Look())
    assert [(s.id, s.words, s.on) for s in drawn.switches] == [("refunds", "5 gas refunds", False)]
    ten = tutorial("tutorial-parallel-10-ok")
    drawn = draw(ten, lay_out(ten.analysis, LayoutOptions()), Look())
    assert [(s.words, s.on) for s in drawn.switches] == [
        ("fold alike accounts", True),
        ("12 gas refunds", False),
    ]
    shown = lay_out(ten.analysis, LayoutOptions(frozenset({REFUNDS_KEY})))
    assert [s.on for s in draw(ten, shown, Look()).switches] == [True, True]


def test_where_heights_are_not_known_rows_are_steps_and_it_says_so() -> None:
    document, layout = opened("mainnet-hidden-failure")
    drawn = draw(document, layout, Look())
    assert drawn.note == "Blocks are not known: a row is a step"
    assert words(drawn, "corner") == ["Step"]
    assert words(drawn, "gutter:")[:2] == ["step 1", "step 2"]
    assert not any(band.kind == "idle" for band in layout.bands)


def cards(document: Document, layout: SequenceLayout, drawn: DisplayList) -> dict[str, Card]:
    keys = [*layout.by_key, *(m.key for m in layout.messages), *(spot.key for spot in drawn.spots)]
    made = {key: card_of(document, layout, Look(), key) for key in keys}
    return {key: card for key, card in made.items() if card is not None}


def test_everything_that_can_be_pointed_at_has_a_card() -> None:
    document, layout = opened()
    drawn = draw(document, layout, Look())
    made = cards(document, layout, drawn)
    assert set(layout.by_key) <= set(made)
    assert {spot.key for spot in drawn.spots} <= set(made)
    bravo = made[node(document, "bravo.near.get_value")]
    assert (bravo.title, bravo.shape) == ("bravo.near.get_value", "failed")
    told = [(row.label, row.text) for row in bravo.rows]
    assert told[0] == ("failed", "panicked: no value today")
    assert ("block", "#523") in told
    assert card_of(document, layout, Look(), "nothing") is None


def test_a_folded_header_lists_its_accounts_with_their_slots() -> None:
    document = tutorial("tutorial-parallel-10-ok")
    layout = lay_out(document.analysis, LayoutOptions())
    card = card_of(document, layout, Look(), "account:2")
    assert card is not None
    assert (card.columns, len(card.rows)) == (2, 10)
    assert card.title == "10 accounts, folded: alike in caller, method and block"
    assert [(row.text, row.aside) for row in card.rows[:2]] == [
        ("alpha.near", "slot 0"),
        ("bravo.near", "slot 1"),
    ]
    drawn = draw(document, layout, Look())
    members = [spot for spot in drawn.spots if spot.key.startswith("member:")]
    assert len(members) == 10
    assert members[1].shift == Wish("toggle", "account:bravo.near")


def test_before_something_ran_its_card_tells_nothing_of_its_end() -> None:
    document, layout = opened()
    bravo = node(document, "bravo.near.get_value")
    early = Look(moment_at(document.analysis, document.timeline, 1))
    card = card_of(document, layout, early, bravo)
    assert card is not None and card.shape == "not_yet"
    assert "panicked" not in str(card)


def test_return_follows_a_message_and_space_folds() -> None:
    document, layout = opened()
    alpha, callback = node(document, "alpha.near.get_value"), node(document, "caller.near.on_multi_done")
    assert act(document, layout, Look(selection=alpha), "Return") == Wish("select", callback)
    assert act(document, layout, Look(selection=callback), "Return") is None
    assert act(document, layout, Look(selection=alpha), "Space") is None
    refund = layout.by_key[REFUNDS_KEY].nodes[0]
    assert act(document, layout, Look(selection=refund), "Space") == Wish("toggle", REFUNDS_KEY)
    ten = tutorial("tutorial-parallel-10-ok")
    folded = lay_out(ten.analysis, LayoutOptions())
    member = next(bar for bar in folded.bars if bar.kind == "run").nodes[4]
    assert act(ten, folded, Look(selection=member), "Space") == Wish("toggle", folded.lifelines[2].key)
    assert act(ten, folded, Look(), "Space") is None


def test_an_svg_names_nodes_edges_and_groups(
    tmp_path: object, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["export", f"sample:{JOIN}", "--to", "svg", "--view", "sequence", "--step", "5"]) == 0
    root = ET.fromstring(capsysbinary.readouterr().out)
    groups = [dict(each.attrib) for each in root.iter(f"{SVG}g") if each.get("class")]
    document, layout = opened()
    nodes = {g["data-node"]: g["data-progress"] for g in groups if g["class"] == "node"}
    moment = moment_at(document.analysis, document.timeline, 5)
    drawn = {bar.key for bar in layout.bars if bar.kind == "node"}
    assert nodes == {key: moment.progress[key] for key in drawn}
    assert sum(g["class"] == "node" for g in groups) == len(drawn)
    edges = [
        (g["data-kind"], g["data-from"], g["data-to"], g["data-slot"]) for g in groups if g["class"] == "edge"
    ]
    bravo, callback = node(document, "bravo.near.get_value"), node(document, "caller.near.on_multi_done")
    assert ("delivers", bravo, callback, "1") in edges
    assert len(edges) == len(layout.messages)
    assert [(g["data-count"], g["data-failed"]) for g in groups if g["class"] == "group"] == [("5", "0")]


def test_selected_is_ringed_and_nothing_else() -> None:
    document, layout = opened()
    bravo = node(document, "bravo.near.get_value")
    drawn = draw(document, layout, Look(selection=bravo))
    rings = [
        p
        for p in drawn.primitives
        if p.key.endswith("/selection") and isinstance(p, Rect) and p.stroke == "sel"
    ]
    assert [ring.owner for ring in rings] == [bravo]
    assert rings[0].fill == NONE, "arrows come down within it, to the selected and to others beside it"
    ground = part(drawn, f"{bravo}/ground")
    assert isinstance(ground, Rect) and ground.fill == "indbg"


def test_it_is_a_drawing_that_flows() -> None:
    drawing = find_drawing("sequence")
    assert drawing is not None and drawing.flows
    build: Callable[..., object] = drawing.lay_out
    document, _ = opened()
    assert build(document.analysis, LayoutOptions(width=800.0)).room == 800.0  # type: ignore[attr-defined] - of a layout that flows


@pytest.mark.parametrize("name", [JOIN, "mainnet-hidden-failure", "yield-resumed-by-other-tx"])
def test_parts_paint_what_the_list_has(name: str) -> None:
    document, layout = opened(name)
    parts = SequenceParts(document, layout)
    nodes = [n.id for n in document.graph.nodes]
    emphasis = Emphasis(frozenset(nodes[::3]), frozenset(nodes[1:2]))
    last = len(document.timeline)
    moments = [
        moment_at(document.analysis, document.timeline, step) for step in (0, last // 2, last - 1, last)
    ]
    looks = [Look(moment, nodes[3]) for moment in moments]
    looks += [Look(), Look(hovered=layout.bars[2].key), Look(emphasis=emphasis)]
    for look in looks:
        parts.take(look)
        drawn = draw(document, layout, look)
        whole = by_owner(replace(p, tooltip="") for p in drawn.primitives)
        assert set(parts.keys) == {key for key in whole if key[0] is not None} | {
            (f"now:{row}", 1) for row in range(-1, len(layout.rows))
        }
        for key in parts.keys:
            made = parts.whole(key)
            if key[0] is not None and not key[0].startswith("now:"):
                assert tuple(replace(p, tooltip="") for p in made) == whole[key], key
            area = parts.bounds(key)
            for p in made if area is not None else ():
                touched = bounds_of(p)
                assert area.x <= touched.left() + 4 and touched.right() - 4 <= area.right
                assert area.y <= touched.top() + 4 and touched.bottom() - 4 <= area.bottom
        furniture = parts.furniture
        shown = {p.key: p for p in drawn.primitives}
        assert all(shown[p.key] == p for p in furniture.primitives)
        assert (furniture.spots, furniture.switches, furniture.note) == (
            drawn.spots,
            drawn.switches,
            drawn.note,
        )


def test_words_of_time() -> None:
    assert [since_words(n) for n in (0, 290_000_000, 340 * 10**9)] == ["0 s", "+0.29 s", "+340 s"]
    assert (seconds(4_000_000_000, 1), idle_words(1, 1, None)) == ("4.0 s", "1 block idle")
    assert (steps_sign(7, 7), steps_sign(3, 4002)) == (("step 7", ""), ("3–4,002", "steps"))


def test_spots_lie_where_things_are() -> None:
    document, layout = opened()
    drawn = draw(document, layout, Look())
    for spot in drawn.spots:
        assert isinstance(spot, Spot)
        b = spot.bounds
        assert 0 <= b.x <= b.right <= layout.width + 0.01
        assert 0 <= b.y <= b.bottom <= layout.height + 0.01


def test_long_heights_are_shortened_to_what_differs() -> None:
    assert blocks_signs(3191, 3202)[0] == "3,191–3,202"
    wordings = blocks_signs(194_707_624, 194_707_626)
    assert wordings[:3] == ("194,707,624–194,707,626", "194,707,624–626", "…707,624–626")
    assert blocks_signs(194_707_998, 194_708_002)[-1] == "…998–…002"
    assert blocks_signs(9_999, 10_001)[-1] == "…999–…001"


def test_a_drawing_of_many_accounts_is_as_long_as_accounts_and_rows_are_many() -> None:
    """One path for the dotted lines of all accounts, not one for each account in each row."""

    def measured(count: int) -> tuple[int, int]:
        specs = [Spec(i, account=f"a{i:03}.near", method="go") for i in range(count)]
        document = document_of(with_heights(analysis_of([Spec(-1), *specs]), [1]))
        layout = lay_out(document.analysis, LayoutOptions(whole=True))
        assert len(layout.lifelines) > count <= len(layout.rows)
        drawn = at(document, layout, len(document.timeline))
        return len(drawn.primitives), len(to_svg(drawn, load_theme("light")))

    few, many = measured(30), measured(120)
    assert many[0] < 4.2 * few[0]
    assert many[1] < 4.2 * few[1]


def test_a_failure_among_many_results_of_one_line_is_a_sign_on_its_badge() -> None:
    run = EXTREMES["join-12"]
    document = build_document(raw_of(run.answer, run.heights))
    layout = lay_out(document.analysis, LayoutOptions())
    [message] = [each for each in layout.messages if each.slots]
    assert message.slots == tuple(range(12))
    shapes = []
    for step in range(len(document.timeline) + 1):
        sign = part(at(document, layout, step), f"edge:{message.key}/failed")
        assert isinstance(sign, Marker)
        shapes.append(sign.shape)
    assert (shapes[0], shapes[-1]) == ("none", "failed")
    assert shapes == sorted(shapes, key=["none", "failed"].index), "once it is known it stays"
