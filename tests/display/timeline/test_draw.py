# covers: xccviz/display/timeline/draw.py, xccviz/display/timeline/frame.py, xccviz/display/timeline/bars.py
# covers: xccviz/display/timeline/lines.py, xccviz/display/timeline/table.py, xccviz/display/timeline/strip.py
# covers: xccviz/display/timeline/cards.py, xccviz/display/timeline/keys.py, xccviz/display/timeline/legend.py
# covers: xccviz/display/timeline/causes.py, xccviz/display/timeline/moments.py, xccviz/words/timeline.py
# covers: xccviz/display/timeline/parts.py, xccviz/display/timeline/sides.py, xccviz/display/timeline/uprights.py
"""The timeline at moments: what is patterned and what hollow, where now is, spots and cards, names in an SVG."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from tests.reference.extremes import EXTREMES
from tests.reference.recorded import HERE, document_of, raw_of, recording, timed_document_of, tutorial
from xccviz.analysis.time.critical_path import critical_path
from xccviz.cli.main import main
from xccviz.display.hosting import Wish
from xccviz.display.look import Emphasis, Look
from xccviz.display.parts import LEVEL, by_owner
from xccviz.display.qt import bounds_of
from xccviz.display.svg import to_svg
from xccviz.display.themes import load_theme
from xccviz.display.timeline.cards import card_of
from xccviz.display.timeline.draw import draw
from xccviz.display.timeline.keys import act
from xccviz.display.timeline.moments import last_steps
from xccviz.display.timeline.parts import TimelineParts
from xccviz.display.timeline.sides import Sides
from xccviz.display.types import LAYERS, NONE, DisplayList, Marker, Primitive, Rect, Text
from xccviz.display.types import Path as Line
from xccviz.document import Document, build_document
from xccviz.layout.measure import measure
from xccviz.layout.timeline.build import BY, PATH, TABLE, lay_out, option
from xccviz.layout.timeline.types import Bar, TimelineLayout
from xccviz.layout.types import REFUNDS_KEY, LayoutOptions
from xccviz.replay import moment_at
from xccviz.sources.files.sample import read_sample
from xccviz.words.timeline import (
    clock_words,
    height_sign,
    mark_words,
    shared_digits,
    squeezed_words,
    stack_words,
)

SVG = "{http://www.w3.org/2000/svg}"
CONGESTED = HERE / "node" / "congested-callback"


def opened(options: LayoutOptions | None = None) -> tuple[Document, TimelineLayout]:
    document = timed_document_of(CONGESTED)
    return document, lay_out(document.analysis, options or LayoutOptions())


def at(document: Document, layout: TimelineLayout, step: int, select: str | None = None) -> DisplayList:
    return draw(document, layout, Look(moment_at(document.analysis, document.timeline, step), select))


def part(drawn: DisplayList, key: str) -> Primitive:
    return next(p for p in drawn.primitives if p.key == key)


def rect(drawn: DisplayList, key: str) -> Rect:
    found = part(drawn, key)
    assert isinstance(found, Rect)
    return found


def words(drawn: DisplayList, begin: str) -> list[str]:
    return [p.text for p in drawn.primitives if isinstance(p, Text) and p.key.startswith(begin) and p.text]


def bar(document: Document, layout: TimelineLayout, label: str) -> Bar:
    return layout.by_key[layout.box_of[next(n.id for n in document.graph.nodes if n.label == label)]]


def test_the_header_says_block_and_clock_and_what_is_idle() -> None:
    drawn = draw(*opened(), Look())
    assert words(drawn, "corner/") == ["Account", "2026-11-22 UTC", "Block", "clock"]
    assert words(drawn, "block:")[:4] == ["#4,350", "14:03:58.27", "#4,351", "14:03:59.08"]
    assert {"338 blocks idle", "188.6 s, squeezed"} <= set(words(drawn, "block:"))


def test_rows_say_whose_they_are_and_how_much_ran() -> None:
    drawn = draw(*opened(), Look())
    assert words(drawn, "label:") == [
        "trent.near", "signer", "ft.near", "2 receipts", "nft.near", "1 receipt", "amm.near", "1 receipt",
    ]  # fmt: skip


def test_waits_say_why_and_how_long_in_their_pattern() -> None:
    document, layout = opened()
    drawn = draw(document, layout, Look())
    amm, callback = (bar(document, layout, label) for label in ("amm.near.run", "ft.near.callback"))
    assert words(drawn, f"{amm.key}/wait0/words") == ["queued 340 blocks, 189.3 s"]
    assert words(drawn, f"{callback.key}/wait0/words") == ["waits for data 341 blocks, 189.4 s"]
    patterns = [rect(drawn, f"{each.key}/wait0/gone").pattern for each in (amm, callback)]
    assert patterns == ["cross", "dots"]
    assert rect(drawn, f"{amm.key}/wait0/path").stroke == "text"
    assert rect(drawn, f"{amm.key}/path").stroke == "text"
    hidden = lay_out(document.analysis, LayoutOptions(frozenset({option(PATH, "off")})))
    assert rect(draw(document, hidden, Look()), f"{amm.key}/path").stroke == "none"


def test_what_is_to_come_is_hollow_and_a_wait_is_patterned_until_now() -> None:
    document, layout = opened()
    amm, callback = (bar(document, layout, label) for label in ("amm.near.run", "ft.near.callback"))
    ran_at = document.timeline.history.ran_at
    step = ran_at[bar(document, layout, "nft.near.run").nodes[0]]
    drawn = at(document, layout, step)
    gone, ground = (rect(drawn, f"{amm.key}/wait0/{part}") for part in ("gone", "ground"))
    assert 0 < gone.width < ground.width and ground.dash and gone.ink == "wait"
    card = rect(drawn, f"{callback.key}/card")
    assert card.dash and card.stroke == "ref"
    now = Sides(document, layout).now_column(moment_at(document.analysis, document.timeline, step))
    assert now is not None and layout.columns[now].first == 4352
    assert words(drawn, "now:") == [f"now · step {step}"]
    assert gone.x + gone.width == layout.columns[now].right
    assert words(draw(document, layout, Look()), "now:") == []
    assert words(at(document, layout, 0), "now:-1") == ["now · step 0"]


def test_slots_of_the_selected_have_badges_where_they_arrived() -> None:
    document, layout = opened()
    callback = bar(document, layout, "ft.near.callback").nodes[0]
    drawn = draw(document, layout, Look(selection=callback))
    assert sorted(words(drawn, f"slot:{callback}")) == ["0", "1"]
    assert words(draw(document, layout, Look()), "slot:") == []
    x = {slot: p.x for slot in (0, 1) if isinstance(p := part(drawn, f"slot:{callback}:{slot}/slot"), Text)}
    stand = layout.by_key[layout.box_of[callback]].stand
    assert x[0] == stand.x - 17
    column = next(c for c in layout.columns if c.first == 4353)
    assert column.x < x[1] < column.right
    spot = next(s for s in drawn.spots if s.key == f"slot:{callback}:1")
    assert spot.click == Wish("select", bar(document, layout, "nft.near.run").nodes[0])
    card = card_of(document, layout, Look(selection=callback), spot.key)
    assert card is not None and "nft.near.run" in card.title


def test_slots_that_arrive_together_share_a_badge_where_one_each_has_no_room() -> None:
    document = tutorial("tutorial-parallel-10-ok")
    layout = lay_out(document.analysis, LayoutOptions(width=916.0))
    callback = next(id for id, slots in document.graph.slots.items() if len(slots) == 10)
    look = Look(selection=callback)
    drawn = draw(document, layout, look)
    assert words(drawn, f"slot:{callback}") == ["0–9"]
    lines = [p for p in drawn.primitives if p.key.startswith(f"slot:{callback}") and p.key.endswith("/line")]
    assert len(lines) == 10, "each has its line"
    stand = layout.by_key[layout.box_of[callback]].stand
    badge = part(drawn, f"slot:{callback}:0/badge")
    assert isinstance(badge, Rect) and badge.x + badge.width < stand.x
    spot = next(s for s in drawn.spots if s.key == f"slot:{callback}:0")
    assert (spot.bounds.x, spot.bounds.width) == (badge.x, badge.width)
    card = card_of(document, layout, look, spot.key)
    assert card is not None and (card.title, len(card.rows)) == ("slots 0–9", 10)


def test_words_above_a_bar_stand_clear_of_its_ring() -> None:
    document, layout = opened(LayoutOptions(width=916.0))
    callback = bar(document, layout, "ft.near.callback")
    drawn = draw(document, layout, Look(selection=callback.nodes[0]))
    ring, title = part(drawn, f"{callback.key}/selection"), part(drawn, f"{callback.key}/title")
    assert isinstance(ring, Rect) and isinstance(title, Text)
    assert title.y + 2.5 <= ring.y - 1


def named(name: str, width: float = 915.0) -> tuple[Document, TimelineLayout]:
    document = build_document(read_sample(name))
    return document, lay_out(document.analysis, LayoutOptions(width=width))


@pytest.mark.parametrize("width", [560.0, 915.0, 1400.0])
def test_words_of_the_table_do_not_run_into_each_other(width: float) -> None:
    """Nine digits of a block, and a name that is as long as its column: what is called stands first."""
    drawn = draw(*named("mainnet-yield-then-call", width), Look())
    rows: dict[str, list[tuple[float, float]]] = {}
    for text in drawn.primitives:
        if isinstance(text, Text) and text.key.startswith("hop:") and text.text:
            wide = measure(text.text, text.font, text.size)
            left = text.x - wide if text.anchor == "end" else text.x
            rows.setdefault(text.key.partition("/")[0], []).append((left, left + wide))
    assert len(rows) == 5
    assert all(after[0] - before[1] >= 5 for row in rows.values() for before, after in pairwise(sorted(row)))
    assert words(drawn, "hop:1/receipt")[0].startswith("recipe_")


@pytest.mark.parametrize("name", ["yield-resumed-by-other-tx", "mainnet-yield-then-call"])
def test_no_end_of_an_idle_gap_goes_through_words(name: str) -> None:
    """Where it would, a patch is painted over it; at the moment in which no words stand there yet, none is."""
    document, layout = named(name)
    ends = {x for column in layout.columns if column.kind == "idle" for x in (column.x, column.right)}
    crossed = 0
    for look in (Look(), Look(moment_at(document.analysis, document.timeline, 0))):
        drawn = draw(document, layout, look)
        patches = [
            p for p in drawn.primitives if isinstance(p, Rect) and "/clear" in p.key and p.fill != NONE
        ]
        for text in drawn.primitives:
            if (
                not isinstance(text, Text)
                or text.layer != "text"
                or text.anchor != "start"
                or text.role == NONE
            ):
                continue
            for x in ends:
                if text.x < x < text.x + measure(text.text, text.font, text.size):
                    crossed += 1
                    over = [
                        p
                        for p in patches
                        if p.x < x < p.x + p.width and p.y < text.y - 8 < text.y < p.y + p.height
                    ]
                    assert any(drawn.primitives.index(p) < drawn.primitives.index(text) for p in over)
    assert crossed or name != "yield-resumed-by-other-tx"
    assert not [
        p for p in at(document, layout, 0).primitives if "/words/clear" in p.key and rect_fill(p) != NONE
    ]


def rect_fill(part: Primitive) -> str:
    assert isinstance(part, Rect)
    return part.fill


def test_the_line_of_folded_refunds_ends_before_the_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """In another language its words are longer than its room."""
    monkeypatch.setattr("xccviz.display.timeline.frame.refunds_folded", lambda count: 9 * "refunds ")
    label = part(draw(*named("tutorial-batch-ok"), Look()), f"{REFUNDS_KEY}/label")
    assert isinstance(label, Text) and label.text.endswith("…") and label.tooltip
    assert measure(label.text, label.font, label.size) <= label.width


def test_the_arrow_to_the_selected_is_seen_beside_its_ring() -> None:
    document, layout = named("tutorial-batch-fail-step-two")
    failed = next(layout.by_key[layout.box_of[node]] for node in document.analysis.verdict.root_causes)
    drawn = draw(document, layout, Look(selection=failed.nodes[0]))
    ring = rect(drawn, f"{failed.key}/selection")
    elbow = next(e for e in layout.elbows if e.target == failed.key and e.hop is not None)
    head = part(drawn, f"{elbow.key}/head")
    assert ring.x < elbow.tip[0] < ring.x + ring.width
    assert LAYERS.index(head.layer) > LAYERS.index(ring.layer)


def test_lines_into_slots_do_not_hide_the_critical_path_where_they_join_it() -> None:
    document = tutorial("tutorial-parallel-10-ok")
    layout = lay_out(document.analysis, LayoutOptions())
    callback = bar(document, layout, "caller.near.on_multi_done")
    drawn = draw(document, layout, Look(selection=callback.nodes[0]))
    lines = [
        p.key
        for p in drawn.primitives
        if isinstance(p, Line) and p.key.endswith("/line") and p.stroke != NONE
    ]
    into = [number for number, key in enumerate(lines) if key.startswith("slot:")]
    (path,) = (e for e in layout.elbows if e.hop is not None and e.target == callback.key)
    assert len(into) == 9 and max(into) < lines.index(f"{path.key}/line")


@pytest.mark.parametrize("selected", [True, False])
def test_a_wait_ends_at_the_ring_of_what_waited(selected: bool) -> None:
    document, layout = named("tutorial-batch-ok")
    callback = bar(document, layout, "caller.near.on_batch_done")
    drawn = draw(document, layout, Look(selection=callback.nodes[0] if selected else None))
    ring = rect(drawn, f"{callback.key}/{'selection' if selected else 'path'}")
    wait = rect(drawn, f"{callback.key}/wait0/gone")
    assert wait.x < ring.x < wait.x + wait.width
    assert ring.fill == "panel" and drawn.primitives.index(ring) > drawn.primitives.index(wait)


def test_a_deposit_that_comes_back_is_as_quiet_as_in_the_other_views() -> None:
    document, layout = named("delegate-inner-fails")
    back = next(
        layout.by_key[layout.box_of[n.id]] for n in document.graph.nodes if "refund_deposit" in n.roles
    )
    drawn = draw(document, layout, Look())
    sign = part(drawn, f"{back.key}/marker")
    assert isinstance(sign, Marker)
    assert (rect(drawn, f"{back.key}/card").stroke, sign.role) == ("ref", "ref")


def test_where_no_block_is_known_the_table_has_no_columns_that_would_be_empty() -> None:
    document = build_document(read_sample("mainnet-hidden-failure"))
    opened = frozenset({option(TABLE, "open")})
    drawn = draw(document, lay_out(document.analysis, LayoutOptions(opened, width=915.0)), Look())
    assert words(drawn, "table/head/") == ["Receipt"] and words(drawn, "hop:0/receipt")


def test_the_table_lists_each_hop_with_what_it_took_and_why() -> None:
    drawn = draw(*opened(), Look())
    rows = [words(drawn, f"hop:{n}/") for n in range(4)]
    assert rows == [
        ["trent.near → ft.near", "#4,350", "0", "0.00 s", "transaction"],
        ["ft.near.run", "#4,351", "1", "0.81 s", "created by the transaction"],
        ["amm.near.run", "#4,692", "341", "189.95 s", "created by ft.near.run; queued 340 blocks"],
        [
            "ft.near.callback",
            "#4,693",
            "1",
            "0.19 s",
            "slot 0 arrived last; slot 1 was there 340 blocks earlier",
        ],
    ]
    assert words(drawn, "table/sum")[0].startswith("what the result waited for: 343 blocks, 19")
    assert rect(drawn, "hop:2/share").pattern == "cross"
    assert words(drawn, "strip/length") == ["345 blocks, 191.2 s"]
    assert words(drawn, "strip/mark") == ["0 s", "50 s", "100 s", "150 s"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tutorial-parallel-3-one-panics", "slots 0, 1 and 2 arrived last, in one block"),
        ("tutorial-parallel-3-ok", "slots 0, 1 and 2 arrived last, in one block"),
        ("join-of-joins", "4 slots arrived last, in one block"),
        ("callback-panics", "slot 0 arrived last"),
    ],
)
def test_of_slots_that_were_filled_in_one_block_none_is_called_the_last(name: str, expected: str) -> None:
    document = build_document(read_sample(name))
    told = words(draw(document, lay_out(document.analysis, LayoutOptions(width=1400.0)), Look()), "hop:")
    assert [each for each in told if "arrived last" in each] == [expected]


def test_shares_of_the_table_are_as_wide_as_the_time_they_took() -> None:
    """With and without a wait: they fill the column together, each as its hop's part of all blocks."""
    document = build_document(read_sample("tutorial-parallel-3-one-panics"))
    layout = lay_out(document.analysis, LayoutOptions(width=1400.0))
    assert layout.table is not None
    drawn = draw(document, layout, Look())
    widths = [rect(drawn, f"hop:{n}/share").width for n in range(1, len(layout.table.hops))]
    times = [layout.times[layout.ticks[hop.node]] for hop in layout.table.hops]
    took = [after - before for before, after in pairwise(times)]
    assert [width / sum(widths) for width in widths] == pytest.approx([each / sum(took) for each in took])
    assert min(widths) > 20


def test_the_strip_tells_what_has_come_by_now_and_only_that_something_else_comes() -> None:
    document = build_document(read_sample("tutorial-parallel-3-one-panics"))
    layout = lay_out(document.analysis, LayoutOptions(width=1400.0))

    def told(step: int) -> Counter[str]:
        drawn = draw(document, layout, Look(moment_at(document.analysis, document.timeline, step)))
        lines = [p for p in drawn.primitives if p.key.startswith("strip/") and isinstance(p, Line)]
        return Counter(p.key.split("/")[1] for p in lines for _ in p.segments[::2])

    # alice, caller, and of three calls in one block the first; the failed one comes at step 4
    assert told(3) == {"data": 1, "runs": 3, "later": 3}
    assert told(4) == {"data": 1, "runs": 3, "failed": 1, "later": 2}
    assert told(0)["later"] == 5 and set(told(0)) == {"later"}
    assert told(len(document.timeline)) == {"data": 1, "runs": 5, "failed": 1}


def test_shares_of_the_whole_are_told_once_it_is_known() -> None:
    document = build_document(read_sample("tutorial-parallel-3-one-panics"))
    layout = lay_out(document.analysis, LayoutOptions(width=1400.0))
    ran = document.timeline.history.ran_at[critical_path(document.graph)[-1].node]
    for step in range(len(document.timeline)):
        drawn = draw(document, layout, Look(moment_at(document.analysis, document.timeline, step)))
        assert (rect(drawn, "hop:1/share").fill != NONE) == (step >= ran)


def test_the_card_of_a_wait_says_from_when_to_when_and_offers_the_chunks() -> None:
    document, layout = opened()
    amm = bar(document, layout, "amm.near.run")
    card = card_of(document, layout, Look(), f"{amm.key}/wait0")
    assert card is not None
    assert card.title == "amm.near.run waited 340 blocks, 189.26 s"
    assert [(row.label, row.text, row.aside) for row in card.rows[:3]] == [
        ("created", "#4,351  14:03:59.08", "by ft.near.run"),
        ("could run from", "#4,352  14:03:59.77", "on amm.near"),
        ("ran in", "#4,692  14:07:09.03", "99 % of all"),
    ]
    assert card.rows[3].pattern == "cross"
    assert card.offer == ("Fetch chunks", Wish("fetch", "chunks"))
    data = card_of(document, layout, Look(), f"{bar(document, layout, 'ft.near.callback').key}/wait0")
    assert data is not None and data.offer is None


def test_steps_that_hold_folded_refunds_alone_are_one_column_where_there_is_little_room() -> None:
    """So what ran has the room that there is; its number, its click and its card say which steps they are."""
    document = recording(CONGESTED / "tx_status.json")
    wide, layout = (lay_out(document.analysis, LayoutOptions(width=width)) for width in (1400.0, 500.0))
    assert {column.kind for column in wide.columns} == {"step"}
    drawn, number = draw(document, layout, Look()), len(layout.columns) - 1
    assert [column.kind for column in layout.columns] == ["step"] * number + ["merged"]
    assert words(drawn, f"block:{number}/height") == ["3 refunds"]
    card = card_of(document, layout, Look(), f"column:{number}")
    assert card is not None and card.title == "step 10 – step 12"
    assert last_steps(document, layout)[-2:] == [9, 12]
    callback = card_of(document, layout, Look(), f"column:{number - 1}")
    assert (
        callback is not None and callback.title == "step 9"
    )  # as the number above it, which counts deliveries


def test_cards_of_everything_that_can_be_pointed_at() -> None:
    document, layout = opened()
    drawn = draw(document, layout, Look())
    for key in (*layout.by_key, *(spot.key for spot in drawn.spots if spot.key != "table")):
        card = card_of(document, layout, Look(), key)
        assert card is not None and card.title, key
    assert card_of(document, layout, Look(), "nothing") is None


def test_spots_of_the_header_go_to_a_moment_or_show_a_gap_at_scale() -> None:
    document, layout = opened()
    spots = {spot.key: spot for spot in draw(document, layout, Look()).spots if spot.strip == "top"}
    gap = next(n for n, column in enumerate(layout.columns) if column.kind == "idle")
    assert spots[f"column:{gap}"].click == Wish("toggle", layout.columns[gap].key)
    steps = last_steps(document, layout)
    assert spots["column:0"].click == Wish("step", str(steps[0]))
    assert steps == sorted(steps, key=lambda n: (n == 0, n)) or 0 in steps


def test_a_column_of_unknown_blocks_has_the_number_of_the_step_that_its_click_goes_to() -> None:
    document, layout = named("mainnet-hidden-failure")
    drawn = draw(document, layout, Look())
    clicks = {spot.key: spot.click for spot in drawn.spots if spot.strip == "top"}
    told = {
        n: words(drawn, f"block:{n}/height")
        for n, column in enumerate(layout.columns)
        if column.kind == "step"
    }
    assert sum(map(len, told.values())) > 3
    for number, said in told.items():
        click = clicks[f"column:{number}"]
        assert not said or (click is not None and said[0].split()[-1] == click.value)


def test_by_shard_is_offered_only_where_a_shard_is_known() -> None:
    document, layout = opened()
    switches = {switch.id: switch for switch in draw(document, layout, Look()).switches}
    assert not switches["byShard"].enabled and "File, Fetch chunks" in switches["byShard"].tooltip
    known = tutorial("tutorial-parallel-3-ok")
    made = lay_out(known.analysis, LayoutOptions(frozenset({option(BY, "shard")})))
    assert not made.by_shard


def test_keys() -> None:
    document, layout = opened()
    callback = bar(document, layout, "ft.near.callback")
    look = Look(selection=callback.nodes[0])
    assert act(document, layout, look, "C") == Wish("option", option(PATH, "off"))
    assert act(document, layout, look, "Return") == Wish("zoom", callback.key)
    assert act(document, layout, look, "Space") is None
    assert act(document, layout, Look(), "Return") is None


def test_hostile_words_are_visible_and_stacks_are_counted() -> None:
    run = EXTREMES["hostile"]
    document = build_document(raw_of(run.answer, run.heights))
    layout = lay_out(document.analysis, LayoutOptions())
    drawn = draw(document, layout, Look())
    assert all("\u202e" not in p.text for p in drawn.primitives if isinstance(p, Text))
    ET.fromstring(to_svg(drawn, load_theme("dark")))


def test_the_svg_names_its_parts(tmp_path: Path) -> None:
    file = tmp_path / "t.svg"
    assert (
        main(
            ["export", "sample:tutorial-parallel-3-ok", "--to", "svg", "--view", "timeline", "-o", str(file)]
        )
        == 0
    )
    svg = ET.fromstring(file.read_bytes())
    nodes = [g for g in svg.iter(f"{SVG}g") if g.get("class") == "node"]
    ids = [g.get("data-node") for g in nodes]
    assert len(ids) == len(set(ids)) >= 5
    assert {g.get("data-progress") for g in nodes} == {"done"}
    edges = [g for g in svg.iter(f"{SVG}g") if g.get("class") == "edge"]
    assert edges and all(g.get("data-from") and g.get("data-to") and g.get("data-kind") for g in edges)
    assert {g.get("data-kind") for g in edges} == {"converts", "spawns", "delivers"}, "the path's too"
    groups = [g for g in svg.iter(f"{SVG}g") if g.get("class") == "group"]
    assert [g.get("data-failed") for g in groups] == ["0"]


@pytest.mark.parametrize("name", ["congested", "mainnet-hidden-failure", "tutorial-parallel-3-one-panics"])
def test_parts_paint_what_the_list_has(name: str) -> None:
    document = opened()[0] if name == "congested" else build_document(read_sample(name))
    layout = lay_out(document.analysis, LayoutOptions())
    parts = TimelineParts(document, layout)
    nodes = [n.id for n in document.graph.nodes]
    emphasis = Emphasis(frozenset(nodes[::3]), frozenset(nodes[1:2]))
    last = len(document.timeline)
    looks = [Look(moment_at(document.analysis, document.timeline, n), nodes[6]) for n in (0, last // 2, last)]
    looks += [Look(), Look(hovered=layout.bars[2].key), Look(emphasis=emphasis)]
    for look in looks:
        parts.take(look)
        drawn = draw(document, layout, look)
        whole = by_owner(drawn.primitives)
        ground = {(p.key, LEVEL["edge"]): (p,) for p in whole.pop((None, LEVEL["edge"]))}
        whole |= ground
        assert set(parts.keys) == set(whole)
        for key in parts.keys:
            made = parts.whole(key)
            if look.hovered is None and not (key[0] or "").startswith("now:"):
                assert tuple(made) == whole[key], key
            area = parts.bounds(key)
            for p in made if area is not None else ():
                touched = bounds_of(p)
                assert area.x <= touched.left() + 4 and touched.right() - 4 <= area.right, key
                assert area.y <= touched.top() + 4 and touched.bottom() - 4 <= area.bottom, key
        strips = [p for p in drawn.primitives if p.layer not in LEVEL and p.layer != "background"]
        rows = parts.furniture.rows
        made = [p for n in range(rows.count) for p in rows.primitives(n)] if rows is not None else []
        around = [p for p in parts.furniture.primitives if p.layer not in LEVEL and p.layer != "background"]
        around += made
        assert sorted(map(repr, around)) == sorted(map(repr, strips))
        assert parts.furniture.spots == drawn.spots


def test_words() -> None:
    assert clock_words(1_776_618_320_089_926_905) == "17:05:20.09"
    assert clock_words(None) == clock_words(10**30) == ""
    assert shared_digits([194_707_964, 194_707_974]) == 4
    assert height_sign(194_707_964, 4) == "…707,964"
    assert (shared_digits([4_350, 4_693]), shared_digits([])) == (0, 0)
    assert (height_sign(4_350, 0), squeezed_words(None)) == ("#4,350", "squeezed")
    assert stack_words(498, "ft_transfer", 2) == "× 498 ft_transfer, 2 failed"
    assert [mark_words(v, "s") for v in (0.0, 0.5, 1500.0)] == ["0 s", "0.5 s", "1,500 s"]


def test_the_card_of_a_block_counts_the_refunds_that_are_folded() -> None:
    document = build_document(read_sample("tutorial-parallel-3-one-panics"))
    layout = lay_out(document.analysis, LayoutOptions(width=1400.0))
    told = [card_of(document, layout, Look(), f"column:{number}") for number in range(len(layout.columns))]
    rows = [[row.text for row in card.rows] if card is not None else [] for card in told]
    assert rows[-1] == ["1 gas refund, folded"]
    assert [each[-1] for each in rows[2:4]] == ["1 gas refund, folded", "3 gas refunds, folded"]


def test_a_yield_that_nobody_resumed_in_time_says_so_above_its_wait_and_in_its_slot() -> None:
    document = tutorial("yield-timeouts-and-pending--then")
    layout = lay_out(document.analysis, LayoutOptions())
    late = bar(document, layout, "app.near.on_done")
    (elbow,) = (e for e in layout.elbows if e.callback == late.key)
    assert elbow.badge is not None and elbow.badge[0] < late.stand.x and elbow.segments == ()
    over = next(step.n for step in document.timeline.steps if step.kind == "timeout")
    for step in range(len(document.timeline) + 1):
        drawn, red = at(document, layout, step, late.key), step >= over
        look = Look(moment_at(document.analysis, document.timeline, step), late.key)
        assert (rect(drawn, f"{elbow.key}/badge").stroke == "bad") is red
        above = part(drawn, f"{late.key}/wait0/words")
        assert isinstance(above, Text)
        assert (above.role == "bad") is red and above.text.startswith(
            "timed out after 200 blocks" if red else "yields"
        )
        why = card_of(document, layout, look, f"{late.key}/wait0")
        assert any("Nobody resumed it in time" in row.text for row in (why.rows if why else ())) is red
        told = card_of(document, layout, look, elbow.key)
        failed = "Nobody resumed app.near.on_done in time"
        assert any(row.text.startswith(failed) for row in (told.rows if told else ())) is red
        tag = dict(drawn.tags[elbow.key].data)
        assert (tag["kind"], tag["from"], tag["to"]) == ("timeout" if red else "resumes", "", late.key)
        spots = [spot for spot in drawn.spots if spot.key == elbow.key]
        assert [spot.click for spot in spots] == [None]


@pytest.mark.parametrize("name", ["yield-resumed-by-other-tx", "yield-resumed-same-call"])
def test_a_yield_has_the_badge_of_its_slot_whoever_resumed_it(shared_data: Path, name: str) -> None:
    document = document_of(shared_data / "node" / "pv86" / name)
    layout = lay_out(document.analysis, LayoutOptions())
    (edge,) = (edge for edge in document.graph.edges if edge.kind == "resumes")
    (elbow,) = (e for e in layout.elbows if e.callback == edge.target)
    assert elbow.producer == edge.source and elbow.badge is not None
    assert bool(elbow.segments) is (edge.source is not None) is (name == "yield-resumed-same-call")
    card = card_of(document, layout, Look(None, edge.target), elbow.key)
    assert card is not None and "resumed" in f"{card.title} {card.rows}"


@pytest.mark.parametrize("width", [560.0, 915.0, 1400.0])
def test_badges_of_slots_stand_beside_the_ring_of_what_is_selected(width: float) -> None:
    seen = 0
    for document in (timed_document_of(CONGESTED), build_document(read_sample("join-of-joins"))):
        layout = lay_out(document.analysis, LayoutOptions(width=width))
        for callback in document.graph.slots:
            drawn = draw(document, layout, Look(None, callback))
            ring = rect(drawn, f"{layout.box_of[callback]}/selection")
            badges = [
                p
                for p in drawn.primitives
                if isinstance(p, Rect) and p.key.startswith(f"slot:{callback}:") and p.stroke != NONE
            ]
            assert all(badge.x + badge.width < ring.x for badge in badges)
            seen += len(badges)
    assert seen > 4


def test_no_dash_of_an_idle_gap_stands_at_the_end_of_words() -> None:
    document, near = timed_document_of(CONGESTED), 0
    for size in range(560, 1100, 5):
        layout = lay_out(document.analysis, LayoutOptions(width=float(size)))
        idle = {x for column in layout.columns if column.kind == "idle" for x in (column.x, column.right)}
        drawn = draw(document, layout, Look())
        for told in (p for p in drawn.primitives if isinstance(p, Text) and p.key.endswith("/words")):
            end = told.x + measure(told.text, told.font, told.size)
            for x in (x for x in idle if told.x < x < min(end + 4, told.x + (told.width or 0))):
                assert rect(drawn, f"{told.key}/clear{x:.0f}").fill != NONE
                near += x > end
    assert near
