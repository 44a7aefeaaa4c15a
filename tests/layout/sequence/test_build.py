# covers: xccviz/layout/sequence/build.py, xccviz/layout/sequence/bands.py, xccviz/layout/sequence/bars.py
# covers: xccviz/layout/sequence/columns.py, xccviz/layout/sequence/lanes.py, xccviz/layout/sequence/legend.py
# covers: xccviz/layout/sequence/links.py, xccviz/layout/sequence/messages.py, xccviz/layout/sequence/names.py
# covers: xccviz/layout/sequence/paths.py, xccviz/layout/sequence/places.py, xccviz/layout/sequence/tracks.py
# covers: xccviz/layout/sequence/types.py, xccviz/layout/sequence/units.py, xccviz/layout/sequence/when.py
# covers: xccviz/layout/aside.py, xccviz/layout/causal.py
"""The laws of a sequence drawing on random trees and on everything recorded; its extremes; what folds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.layout.sequence.laws import broken
from tests.layout.trees import Spec, analysis_of, with_heights
from tests.reference.extremes import EXTREMES
from tests.reference.recorded import raw_of, tutorial
from xccviz.document import build_document
from xccviz.layout.sequence.build import lay_out
from xccviz.layout.sequence.columns import APART, one_key, widths_of
from xccviz.layout.sequence.messages import BADGE_R, badge_half
from xccviz.layout.sequence.tracks import Span, stack
from xccviz.layout.types import PAGE, REFUNDS_KEY, LayoutOptions
from xccviz.sources.files.sample import read_sample
from xccviz.values import replace
from xccviz.words.legend import LEGEND

# ---------------------------------------------------------------------------------------------------------- what folds


def test_ten_alike_accounts_share_a_column_with_a_square_each() -> None:
    analysis = tutorial("tutorial-parallel-10-ok").analysis
    layout = lay_out(analysis, LayoutOptions())
    folded = [lifeline for lifeline in layout.lifelines if lifeline.folded]
    assert [len(lifeline.accounts) for lifeline in layout.lifelines] == [1, 1, 10]
    assert folded[0].name == "10 accounts"
    run = next(bar for bar in layout.bars if bar.kind == "run")
    assert (len(run.nodes), len(run.cells)) == (10, 10)
    result = [m for m in layout.messages if m.slots]
    assert [m.slots for m in result] == [tuple(range(10))]
    assert (layout.alike, layout.apart) == (10, False)
    apart = lay_out(analysis, LayoutOptions(frozenset({APART})))
    assert (len(apart.lifelines), apart.alike, apart.apart) == (12, 10, True)
    assert apart.width > apart.room
    alone = lay_out(analysis, LayoutOptions(frozenset({one_key(folded[0].accounts[3])})))
    assert [len(lifeline.accounts) for lifeline in alone.lifelines] == [1, 1, 9, 1]
    opened = lay_out(analysis, LayoutOptions(frozenset({folded[0].key})))
    assert {lifeline.key for lifeline in opened.lifelines} == {"", folded[0].key}
    assert len(opened.lifelines) == 12
    wide = lay_out(analysis, LayoutOptions(width=1400.0))
    assert [len(lifeline.accounts) for lifeline in wide.lifelines] == [1] * 12


def test_what_is_selected_or_failed_stands_on_its_own() -> None:
    analysis = tutorial("tutorial-parallel-10-ok").analysis
    graph = analysis.graph
    chosen = next(node for node in graph.nodes if node.label == "echo.near.get_value")
    layout = lay_out(analysis, LayoutOptions(selected=chosen.id))
    assert ("echo.near",) in [lifeline.accounts for lifeline in layout.lifelines]
    facts = analysis.facts[chosen.id]
    assert facts.status is not None
    failed = replace(facts, status=replace(facts.status, kind="failure"))
    broke = replace(analysis, facts={**analysis.facts, chosen.id: failed})
    layout = lay_out(broke, LayoutOptions())
    assert ("echo.near",) in [lifeline.accounts for lifeline in layout.lifelines]


def test_five_hundred_alike_receipts_are_one_bar_that_unfolds_by_the_page_the_failed_first() -> None:
    specs = [
        Spec(-1),
        *(Spec(0, account="bob.near", method="ft_transfer", failed=i in (70, 300)) for i in range(500)),
    ]
    analysis = with_heights(analysis_of(specs), [0])
    layout = lay_out(analysis, LayoutOptions())
    run = next(bar for bar in layout.bars if bar.kind == "run")
    assert (len(run.nodes), run.unfolds) == (500, True)
    assert len(run.dots) * run.per_dot >= 500
    opened = lay_out(analysis, LayoutOptions(frozenset({run.key})))
    rest = next(bar for bar in opened.bars if bar.kind == "run")
    assert len(rest.nodes) == 500 - PAGE
    assert {f"r{71}", f"r{301}"} <= set(opened.by_key)
    assert broken(analysis, opened) == []


def test_sixty_accounts_take_at_most_twelve_columns_where_they_may_fold() -> None:
    specs = [Spec(-1), *(Spec(0, account=f"a{i}.near", method=f"m{i % 7}") for i in range(60))]
    analysis = with_heights(analysis_of(specs), [0, 1, 2])
    layout = lay_out(analysis, LayoutOptions())
    assert len(layout.lifelines) <= 12
    assert sum(len(lifeline.accounts) for lifeline in layout.lifelines) == 62
    assert broken(analysis, layout) == []


def test_one_account_is_one_lifeline_with_loops() -> None:
    specs = [Spec(-1, account="alice.near"), Spec(0, account="alice.near"), Spec(1, account="alice.near")]
    analysis = with_heights(analysis_of(specs), [0])
    layout = lay_out(analysis, LayoutOptions())
    assert len(layout.lifelines) == 1
    assert all(
        any(p < layout.lifelines[0].line - 6 for s in m.segments for p in s.points[::2])
        for m in layout.messages
    )


def test_all_in_one_block_is_a_row_a_step() -> None:
    specs = [Spec(-1), Spec(0), Spec(1)]
    analysis = with_heights(analysis_of(specs), [0])
    nodes = tuple(replace(node, height=100) for node in analysis.graph.nodes)
    graph = replace(analysis.graph, nodes=nodes, by_id={node.id: node for node in nodes})
    layout = lay_out(replace(analysis, graph=graph), LayoutOptions())
    assert (layout.by_block, len(layout.rows)) == (False, 4)


def test_five_hundred_blocks_of_which_few_do_anything_are_idle_bands() -> None:
    analysis = with_heights(analysis_of([Spec(-1), Spec(0), Spec(1)]), [0, 0, 248, 250])
    layout = lay_out(analysis, LayoutOptions())
    idle = [band for band in layout.bands if band.kind == "idle"]
    assert [(band.words, band.height) for band in idle] == [
        ("248 blocks idle · 249.0 s", 20.0), ("250 blocks idle · 251.0 s", 20.0),
    ]  # fmt: skip
    assert layout.height < 500
    assert all(bar.wait is not None for bar in layout.bars if bar.row >= 2)


def test_the_legend_calls_no_gas_a_deposit() -> None:
    analysis = build_document(read_sample("ft-transfer-call-ok")).analysis
    layout = lay_out(analysis, LayoutOptions(frozenset({REFUNDS_KEY})))
    told = {entry.kind: entry.label for entry in layout.legend}
    assert told["refunds"] == LEGEND["refunds"] == "gives back or pays out"


def test_folded_refunds_are_counted_at_the_end() -> None:
    analysis = build_document(read_sample("ft-transfer-call-ok")).analysis
    layout = lay_out(analysis, LayoutOptions())
    assert (layout.refunds, layout.refunds_shown) == (5, False)
    assert len(layout.by_key[REFUNDS_KEY].nodes) == 5
    opened = lay_out(analysis, LayoutOptions(frozenset({REFUNDS_KEY})))
    assert REFUNDS_KEY not in opened.by_key
    assert opened.refunds_shown


def test_contradicting_heights_never_put_an_effect_above_its_cause() -> None:
    analysis = with_heights(analysis_of([Spec(-1), Spec(0), Spec(1), Spec(2)]), [2])
    nodes = tuple(replace(n, height=50 if n.id == "r1" else n.height) for n in analysis.graph.nodes)
    graph = replace(analysis.graph, nodes=nodes, by_id={node.id: node for node in nodes})
    wrong = replace(analysis, graph=graph)
    layout = lay_out(wrong, LayoutOptions())
    ys = [layout.by_key[key].stand.y for key in ("tx", "r0", "r1", "r2", "r3")]
    assert ys == sorted(ys)


# --------------------------------------------------------------------------------------------------------- small parts


@given(st.lists(st.floats(88, 400), min_size=1, max_size=20), st.floats(300, 2000))
def test_columns_are_as_wide_as_they_need_and_fill_what_there_is(least: list[float], width: float) -> None:
    widths = widths_of(least, width)
    assert all(wide >= need - 0.01 for wide, need in zip(widths, least, strict=True))
    room = width - 116
    assert sum(widths) >= min(room, sum(least)) - 0.01
    if sum(least) <= room:
        assert sum(widths) == pytest.approx(room)


spans = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40), st.lists(st.integers(0, 40), max_size=3)), max_size=20
)


@given(spans)
def test_tracks_are_shared_only_by_what_stands_apart(drawn: list[tuple[int, int, list[int]]]) -> None:
    made = [
        Span(str(i), min(a, b) * 20.0, max(a, b) * 20.0, (a * 20.0,), tuple(x * 20.0 for x in drops))
        for i, (a, b, drops) in enumerate(drawn)
    ]
    tracks = stack(made)
    assert set(tracks) == {span.key for span in made}
    for one in made:
        for other in made:
            if one.key < other.key and tracks[one.key] == tracks[other.key]:
                assert one.right < other.left or other.right < one.left


@pytest.mark.parametrize("width", [916.0, 1076.0])
def test_no_badge_lies_under_a_bar_that_waits_beside_it(width: float) -> None:
    """However many slots it tells of."""
    run = EXTREMES["pages-8"]
    layout = lay_out(build_document(raw_of(run.answer, run.heights)).analysis, LayoutOptions(width=width))
    waits = [bar.wait for bar in layout.bars if bar.wait is not None]
    badges = [(m.badge, badge_half(m.slots)) for m in layout.messages if m.badge is not None]
    assert waits and max(half for _, half in badges) > BADGE_R
    for (x, y), half in badges:
        for wait in waits:
            beside = x + half <= wait.x or x - half >= wait.x + wait.width
            assert beside or not wait.y < y < wait.y + wait.height


def test_a_box_from_outside_takes_the_nearest_gap_and_where_none_is_wide_enough_the_widest() -> None:
    yielded = Spec(0, yields="timed_out", account="b.near")
    waiting = [Spec(0, awaits=(1,), account="c.near"), Spec(0, awaits=(1,), account="d.near")]
    dated = with_heights(analysis_of([Spec(-1), yielded, *waiting]), [0, 0, 8, 0, 0])
    widths = []
    for width in (1400.0, 700.0):
        layout = lay_out(dated, LayoutOptions(width=width))
        box = layout.by_key["outside:r1"]
        crossed = [bar.wait for bar in layout.bars if bar.wait is not None]
        assert not [wait for wait in crossed if wait.overlaps(box.bounds)]
        widths.append(box.bounds.width)
    assert widths[0] > widths[1] > 40.0


def test_what_reaches_a_yield_in_the_block_after_it_was_made_reaches_where_it_waits() -> None:
    for end in ("resumed", "timed_out"):
        dated = with_heights(analysis_of([Spec(-1), Spec(0, yields=end)]), [0])
        layout = lay_out(dated, LayoutOptions())
        (message,) = (each for each in layout.messages if each.slots)
        wait = layout.by_key["r1"].wait
        assert wait is not None and wait.y <= message.tip[1] <= wait.bottom
