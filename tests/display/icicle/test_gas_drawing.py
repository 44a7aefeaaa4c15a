# covers: xccviz/display/icicle/apart.py
# covers: xccviz/display/icicle/draw.py, xccviz/display/icicle/cells.py, xccviz/display/icicle/frame.py
# covers: xccviz/display/icicle/bars.py, xccviz/display/icicle/cards.py, xccviz/display/icicle/keys.py
# covers: xccviz/display/icicle/ran.py, xccviz/display/icicle/parts.py, xccviz/words/gas_view.py
"""What the gas view says: figures, cards, what is ahead, what keys ask for, filters of bars."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from tests.layout.trees import HOSTILE, Spec, analysis_of, document_of
from tests.reference.extremes import fan_out, giant, long_names
from tests.reference.recorded import raw_of
from xccviz import query
from xccviz.display.drawings import find_drawing
from xccviz.display.icicle.bars import filter_of, quoted
from xccviz.display.icicle.cards import card_of
from xccviz.display.icicle.cells import Drawn, paint_cell
from xccviz.display.icicle.draw import draw
from xccviz.display.icicle.keys import act
from xccviz.display.icicle.parts import GasParts
from xccviz.display.icicle.ran import Ran
from xccviz.display.look import Emphasis, Look
from xccviz.display.parts import by_owner
from xccviz.display.svg import to_svg
from xccviz.display.themes import load_theme
from xccviz.display.types import DisplayList, Marker, Path, Rect, Text
from xccviz.document import Document, build_document
from xccviz.layout.icicle.build import lay_out
from xccviz.layout.icicle.totals import GAP
from xccviz.layout.icicle.types import DRAWING, Cell, IcicleLayout
from xccviz.layout.measure import measure
from xccviz.layout.types import REFUNDS_KEY, Bounds, LayoutOptions, option_key
from xccviz.replay import moment_at
from xccviz.replay.standing import progress_counts
from xccviz.sources.files.sample import read_sample
from xccviz.words.gas_view import cell_gas, figures, tenths

HIDDEN = "mainnet-hidden-failure"


def opened(name: str, *keys: str) -> tuple[Document, IcicleLayout]:
    document = build_document(read_sample(name))
    return document, lay_out(document.analysis, LayoutOptions(frozenset(keys)))


def words(drawn: DisplayList) -> list[str]:
    return [p.text for p in drawn.primitives if isinstance(p, Text) and p.text and p.role != "none"]


def test_it_says_what_the_ledger_says() -> None:
    document, layout = opened(HIDDEN)
    said = words(draw(document, layout, Look()))
    for line in (
        "Whole transaction",
        "901.3 Tgas: 900.0 attached, 1.3 prepaid to run it; 64.2 burnt, 837.1 got back",
        "351 T · 3.7 burnt · 134 back",
        "191 T · 3.1 burnt",
        "sequential-intents.mike.near.on_asserted_evaluate_postcheck failed",
        "2.4 of 10 T burnt, 8.4 got back",
        "40.5 T",
        "63 %",
        "6 more, 11.3 T",
        "35 more, 7.3 T",
        "function call base",
        "sending",
    ):
        assert line in said, line


def test_who_starved_has_its_sign_and_says_beside_whom() -> None:
    document, layout = opened("callback-out-of-gas")
    drawn = draw(document, layout, Look())
    assert "callback starved: 5 T was too little" in words(drawn)
    assert "its sibling gave 292 T back" in words(drawn)
    sign = next(p for p in drawn.primitives if isinstance(p, Marker) and p.key.endswith("leader/sign"))
    assert (sign.shape, sign.role) == ("caution", "wait")


def test_a_sign_gives_way_to_a_name_that_fits_without_it() -> None:
    """`× 7…` beside its sign would tell of another number; the sign then stands a row lower."""
    document = build_document(raw_of(fan_out().answer))
    drawn = draw(document, lay_out(document.analysis, LayoutOptions(width=915.0)), Look())
    titles = {p.owner: p for p in drawn.primitives if isinstance(p, Text) and p.key.endswith("/title")}
    named = [p.text for p in titles.values()]
    assert named.count("× 72 run") == 3 and named.count("× 71 run") == 4
    signs = {p.owner: p for p in drawn.primitives if isinstance(p, Marker) and p.shape == "failed"}
    lower = [sign for owner, sign in signs.items() if owner in titles and sign.y > titles[owner].y + 10]
    assert len(lower) == 5
    assert all(titles[sign.owner].x + 30 < sign.x for sign in lower)


def test_what_has_not_run_is_hollow_at_the_same_place() -> None:
    document, layout = opened(HIDDEN)
    end = draw(document, layout, Look())
    begin = draw(document, layout, Look(moment_at(document.analysis, document.timeline, 0)))
    faces = [p for p in begin.primitives if isinstance(p, Rect) and p.key.endswith("/face")]
    assert faces and all(face.dash and face.fill == "bg" for face in faces)
    strips = [
        p
        for p in begin.primitives
        if p.key.endswith(("/burnt", "/passed", "/back")) and p.owner in layout.by_key
    ]
    assert all(isinstance(p, Rect) and p.fill == "none" and p.ink == "none" for p in strips)
    assert [p.key for p in begin.primitives] == [p.key for p in end.primitives]
    assert not any(text.endswith(" failed") for text in words(begin))
    assert "901.3 Tgas: 900.0 attached, 1.3 prepaid to run it; 0.0 burnt so far" in words(begin)
    assert "burnt so far" in words(begin)


def test_the_legend_tells_of_signs_once_there_are_some() -> None:
    for name, last in (("callback-out-of-gas", ["starved"]), ("tutorial-parallel-3-ok", [])):
        document, layout = opened(name)

        def told(step: int, document: Document = document, layout: IcicleLayout = layout) -> list[str]:
            look = Look(moment_at(document.analysis, document.timeline, step))
            drawn = draw(document, layout, look).primitives
            legend = (p.text for p in drawn if isinstance(p, Text) and p.key.startswith("legend:") and p.text)
            return [
                words
                for words in legend
                if words.partition(":")[0] in ("failed", "starved", "does not add up")
            ]

        assert told(0) == []
        assert [
            words.partition(":")[0] for words in told(len(document.timeline)) if words != "failed"
        ] == last
        assert ("failed" in told(len(document.timeline))) is bool(last)


def test_a_card_has_whole_numbers_and_both_shares() -> None:
    document, layout = opened(HIDDEN)
    cell = next(
        c for c in layout.cells if document.graph.by_id[c.nodes[0]].label == "intents.near.ft_on_transfer"
    )
    card = card_of(document, layout, Look(), cell.key)
    assert card is not None
    assert card.title == "intents.near.ft_on_transfer"
    assert card.aside == "made by wrap.near.ft_transfer_call"
    assert card.heads == ("gas", "of this call", "of all burnt")
    assert [(row.label, *row.numbers) for row in card.rows] == [
        ("attached", "120,000,000,000,000", "", ""),
        ("prepaid to run it", "888,412,777,572", "", ""),
        ("burnt here", "3,693,741,216,923", "3.1 %", "5.8 %"),
        ("passed on", "0", "0.0 %", ""),
        ("got back", "117,194,671,560,649", "96.9 %", ""),
    ]
    bar = layout.sections[0].bars[0]
    told = card_of(document, layout, Look(), bar.key)
    assert told is not None and f"{bar.burnt:,}" in told.rows[0].text
    assert card_of(document, layout, Look(), "step:0") is None


@pytest.mark.parametrize("name", [HIDDEN, "callback-out-of-gas", "mainnet-intents"])
@pytest.mark.parametrize("width", [640.0, 916.0, 1400.0])
def test_the_figure_of_a_bar_stands_apart_from_its_track_and_its_share(name: str, width: float) -> None:
    figures_stand_apart(build_document(read_sample(name)), width)


def test_a_share_of_everything_has_its_room() -> None:
    figures_stand_apart(build_document(raw_of(giant(2, 1_000).answer)), 916.0)


def figures_stand_apart(document: Document, width: float) -> None:
    layout = lay_out(document.analysis, LayoutOptions(width=width))
    drawn = {p.key: p for p in draw(document, layout, Look()).primitives}
    bars = [bar for section in layout.sections for bar in section.bars]
    assert bars
    for bar in bars:
        track, value, percent = (drawn[f"{bar.key}/{part}"] for part in ("track", "value", "share"))
        assert isinstance(track, Rect) and isinstance(value, Text) and isinstance(percent, Text)
        assert track.x + track.width + GAP <= value.x - measure(value.text, "mono", value.size) + 0.01
        assert value.x + GAP / 2 <= percent.x - measure(percent.text, "mono", percent.size)


def test_contracts_alike_at_both_ends_are_told_apart() -> None:
    document = build_document(raw_of(long_names().answer))
    layout = lay_out(document.analysis, LayoutOptions(width=916.0))
    for section in layout.sections[:2]:
        assert len({(bar.name, bar.aside) for bar in section.bars}) == len(section.bars)


def test_a_click_on_a_bar_filters_by_who_burnt_it() -> None:
    document, layout = opened(HIDDEN)
    drawn = draw(document, layout, Look())
    for bar in (bar for section in layout.sections for bar in section.bars):
        spot = next(spot for spot in drawn.spots if spot.key == bar.key)
        wanted = filter_of(bar, document.graph.root.id)
        assert spot.click is not None and (spot.click.kind, spot.click.value) == ("filter", wanted)
        found = query.parse(wanted).matches(document)
        assert set(bar.nodes) <= set(found), bar.names
        if bar.sort != "cost":
            assert set(bar.nodes) == set(found)


@pytest.mark.parametrize("name", HOSTILE + ("*", "a?b", "or", "", " ", "(x)", "it's"))
def test_a_name_means_just_itself_in_a_filter(name: str) -> None:
    made = query.parse(f"method:{quoted(name)}") if name else None
    assert made is not None or quoted(name) == '""'


def test_keys_zoom_measure_and_copy() -> None:
    document, layout = opened(HIDDEN)
    step = next(cell for cell in layout.cells if cell.row == 2)
    at = Look(selection=step.key)
    into = act(document, layout, at, "Return")
    assert into is not None and into.value == option_key(DRAWING, "zoom", step.key)
    assert act(document, layout, at, "DoubleClick") == into
    assert act(document, layout, at, "Backspace") is None
    assert act(document, layout, at, "1") is None
    burnt = act(document, layout, at, "2")
    assert burnt is not None and burnt.value == option_key(DRAWING, "measure", "burnt")
    copied = act(document, layout, at, "Copy")
    assert copied is not None and copied.kind == "copy"
    assert re.search(r"\.on_step_resumed\t.*burnt here: 3,\d{3},\d{3},\d{3},\d{3} gas", copied.value)
    _, zoomed = opened(HIDDEN, into.value)
    out = act(document, zoomed, at, "Backspace")
    assert out == into, "an option that is taken again is given up"
    assert act(document, zoomed, at, "Return") is None
    assert act(document, layout, Look(selection=document.graph.root.id), "Return") is None


def test_a_file_names_its_nodes_and_groups() -> None:
    document, layout = opened(HIDDEN)
    svg = ET.fromstring(to_svg(draw(document, layout, Look()), load_theme("light")))
    groups = [g for g in svg.iter("{http://www.w3.org/2000/svg}g") if g.get("class")]
    nodes = [g.get("data-node") for g in groups if g.get("class") == "node"]
    assert nodes == [cell.key for cell in layout.cells if cell.kind == "node"]
    failed = [g for g in groups if g.get("data-progress") == "failed"]
    assert len(failed) == 1


def test_gas_is_said_with_as_many_digits_as_tell() -> None:
    assert [cell_gas(gas) for gas in (901 * 10**12, 3_740_000_000_000, 5 * 10**12, 0, 10**9, 99_960_000_000_000)] == [
        "901", "3.7", "5", "0", "<0.1", "100.0",
    ]  # fmt: skip
    assert tenths(1_234_000_000_000, 5 * 10**12) == "1.23"
    assert tenths(123_400_000_000, 5 * 10**11) == "0.12"
    assert tenths(1_234_400_000_000_000, 5 * 10**15) == "1,234"
    assert tenths(64_160_880_602_903) == "64.2"


def test_what_is_not_known_makes_room_for_what_is() -> None:
    told = [figures(0, 37 * 10**11, 10**12, exact=False, room=room, measure="attached") for room in (1, 2, 3)]
    assert told == ["3.7 burnt", "3.7 burnt · 1 back", "? T · 3.7 burnt · 1 back"]
    assert figures(10**13, 37 * 10**11, 0, exact=True, room=1, measure="attached") == "10 T"
    assert figures(0, 0, 0, exact=False, room=1, measure="attached") == "? T"


def test_it_is_a_row_of_the_drawings() -> None:
    row = find_drawing("gas")
    assert row is not None and row.flows and row.parts is not None


def test_owner_by_owner_it_is_the_same_drawing() -> None:
    document, layout = opened(HIDDEN, REFUNDS_KEY)
    parts = GasParts(document, layout)
    nodes = [node.id for node in document.graph.nodes]
    lit = Emphasis(frozenset(nodes[::2]), frozenset(nodes[1:2]))
    moments = [moment_at(document.analysis, document.timeline, step) for step in (0, 20, 41)]
    bar = layout.sections[0].bars[1].key
    looks = (
        Look(),
        *(Look(m, nodes[9]) for m in moments),
        Look(emphasis=lit),
        Look(hovered=bar),
        Look(hovered=nodes[3]),
    )
    for look in looks:
        parts.take(look)
        whole = draw(document, layout, look)
        made = [p for key in parts.keys for p in parts.whole(key)]
        levels = by_owner(whole.primitives).values()
        assert {p.key: p for p in made} == {p.key: p for each in levels for p in each}
        around = {p.key: p for p in parts.furniture.primitives}
        assert {p.key: p for p in (*made, *around.values())} == {p.key: p for p in whole.primitives}
        for key in parts.keys:
            b = parts.bounds(key)
            assert b is not None
            for p in parts.whole(key):
                if not isinstance(p, Path):
                    assert b.x - 1 <= p.x and p.y <= b.bottom + 1


def test_many_are_counted_as_one_by_one() -> None:
    document = document_of(
        analysis_of([Spec(-1), *(Spec(0, failed=n % 7 == 0, ran=n % 5 > 0) for n in range(60))])
    )
    nodes = [node.id for node in document.graph.nodes[2:]]
    ran = Ran(document, nodes)
    for step in range(0, len(document.timeline) + 1, 3):
        moment = moment_at(document.analysis, document.timeline, step)
        counts, each = ran.counts("all", nodes, moment), progress_counts(document.analysis, nodes, moment)
        assert (counts.ran, counts.failed, counts.unknown) == (
            each["done"] + each["failed"],
            each["failed"],
            each["unknown"],
        )
        burnt = sum(
            document.analysis.facts[n].gas.burnt or 0
            for n in nodes
            if moment.progress[n] in ("done", "failed")
        )
        assert ran.burnt(moment) == burnt


def test_host_costs_say_what_they_leave_out() -> None:
    """As their shares don't add up to all that was burnt."""
    document, layout = opened(HIDDEN)
    texts = [p for p in draw(document, layout, Look()).primitives if isinstance(p, Text)]
    asides = {p.key: p.text for p in texts if p.key.startswith("totals/") and p.key.endswith("/aside")}
    assert asides == {"totals/cost/aside": "execution left out"}


def test_a_refund_without_gas_is_told_as_far_as_it_has_come() -> None:
    document, layout = opened("delegate-inner-fails", REFUNDS_KEY)
    assert layout.apart is not None
    key = next(c.key for c in layout.apart.cells if "refund_deposit" in document.graph.by_id[c.key].roles)
    ran, made = document.timeline.history.ran_at[key], document.graph.by_id[key].parent
    said = {}
    for step in (0, document.timeline.history.ran_at[made or ""], ran):
        look = Look(moment_at(document.analysis, document.timeline, step))
        shown = draw(document, layout, look)
        said[step] = next(p.text for p in shown.primitives if p.key == f"{key}/title")
        assert shown.tags[key].kind == "node"
        assert card_of(document, layout, look, key) is not None
    assert list(said.values()) == [
        "deposit back · bob.near", "deposit on its way back: 1 N · bob.near", "deposit back: 1 N · bob.near",
    ]  # fmt: skip
    assert act(document, layout, Look(selection=key), "Return") is None


@pytest.mark.parametrize("width", [12, 20, 30, 48, 55, 62, 90])
def test_the_pattern_of_what_is_not_known_is_not_cut_into_scraps(width: int) -> None:
    cell = Cell("k", "node", ("n",), None, 0, 0, width, 0, 0, 0, width, Bounds(0, 0, width, 58), exact=False)
    painted = paint_cell(cell, "attached", Drawn(True, True, False, "none", "none", 0), (), selected=False)
    parts = {part.key: part for part in painted}
    pattern, mark, plate = (parts.get(f"k/{each}") for each in ("unknown", "mark", "plate"))
    assert isinstance(pattern, Rect) and pattern.pattern == "cross"
    assert (mark is not None) is (width >= 16), "where it has room there is a question mark"
    if isinstance(plate, Rect):
        assert plate.x - pattern.x >= 20
    elif isinstance(mark, Text):
        assert mark.y < pattern.y
