# covers: xccviz/layout/timeline/build.py, xccviz/layout/timeline/bars.py, xccviz/layout/timeline/columns.py
# covers: xccviz/layout/timeline/elbows.py, xccviz/layout/timeline/lanes.py, xccviz/layout/timeline/legend.py
# covers: xccviz/layout/timeline/overview.py, xccviz/layout/timeline/types.py, xccviz/layout/timeline/units.py
# covers: xccviz/layout/timeline/when.py, xccviz/layout/timeline/walk.py
"""The laws of a timeline on random trees and on everything recorded; its extremes; what is squeezed, merged or
stacked."""

from __future__ import annotations

import pytest

from tests.layout.timeline.laws import broken
from tests.layout.trees import Spec, analysis_of, with_heights
from tests.reference.extremes import EXTREMES, join
from tests.reference.recorded import (
    HERE,
    document_of,
    raw_of,
    tutorial,
)
from xccviz.analysis.types import Analysis
from xccviz.document import build_document
from xccviz.layout.timeline.build import PATH, SORT, TABLE, lay_out, option
from xccviz.layout.timeline.columns import range_key
from xccviz.layout.timeline.walk import lines_of, neighbours, walk
from xccviz.layout.types import PAGE, LayoutOptions
from xccviz.sources.files.sample import read_sample
from xccviz.values import replace

CONGESTED = HERE / "node" / "congested-callback"


# ------------------------------------------------------------------------------------------------------------- columns


def chain(delays: list[int], count: int = 3) -> Analysis:
    return with_heights(analysis_of([Spec(-1), *(Spec(i) for i in range(count - 1))]), delays)


def test_an_idle_gap_is_squeezed_and_shown_at_scale_on_demand() -> None:
    analysis = chain([0, 0, 40, 0])
    layout = lay_out(analysis, LayoutOptions())
    gap = next(column for column in layout.columns if column.kind == "idle")
    assert (gap.blocks, gap.width) == (40, 150.0)
    assert gap.lasts_ns == 41 * 10**9  # from the block before to the one after
    wide = lay_out(analysis, LayoutOptions(frozenset({gap.key})))
    assert [c.kind for c in wide.columns if c.key] == ["block"] * 40
    assert wide.width > layout.width
    assert broken(analysis, wide) == []


def test_a_gap_of_very_many_blocks_is_shown_at_scale_in_one_piece() -> None:
    analysis = chain([0, 0, 5000, 0])
    gap = next(c for c in lay_out(analysis, LayoutOptions()).columns if c.kind == "idle")
    wide = lay_out(analysis, LayoutOptions(frozenset({gap.key})))
    found = [c for c in wide.columns if c.key]
    assert [(c.kind, c.blocks) for c in found] == [("wide", 5000)]
    assert broken(analysis, wide) == []


def test_one_block_is_one_cell_without_an_overview() -> None:
    analysis = chain([0])
    nodes = tuple(replace(node, height=100) for node in analysis.graph.nodes)
    graph = replace(analysis.graph, nodes=nodes, by_id={node.id: node for node in nodes})
    layout = lay_out(replace(analysis, graph=graph), LayoutOptions())
    assert [(c.kind, c.width) for c in layout.columns] == [("block", 140.0)]
    assert layout.overview is None


def test_five_hundred_busy_blocks_have_cells_of_24_and_quiet_ones_merge() -> None:
    analysis = chain([0, 2, 0, 2, 1], 300)
    layout = lay_out(analysis, LayoutOptions())
    assert layout.cell == 24.0
    assert layout.columns[-1].last > 500
    assert all(bar.title is None and bar.sign is None for bar in layout.bars if bar.kind == "node")
    assert broken(analysis, layout) == []


def test_a_range_makes_cells_wider_and_is_where_one_looks() -> None:
    analysis = chain([0], 40)
    whole, part = (lay_out(analysis, LayoutOptions(frozenset(key))) for key in ((), (range_key(110, 114),)))
    assert part.cell > whole.cell
    assert part.overview is not None
    first = next(c for c in part.columns if c.first == 110)
    last = next(c for c in part.columns if c.first == 114)
    assert part.overview.view == (first.x, last.right)


def test_without_heights_columns_are_steps_and_waits_have_no_length() -> None:
    document = tutorial("tutorial-parallel-3-ok")
    nodes = tuple(replace(node, height=None) for node in document.graph.nodes)
    graph = replace(document.graph, nodes=nodes, by_id={node.id: node for node in nodes})
    layout = lay_out(replace(document.analysis, graph=graph), LayoutOptions())
    assert {column.kind for column in layout.columns} == {"step"}
    assert {wait.cause for bar in layout.bars for wait in bar.waits} == {"data"}


# ---------------------------------------------------------------------------------------------------------------- rows


def test_alike_receipts_of_a_block_stack_and_unfold_by_the_page_the_failed_first() -> None:
    specs = [
        Spec(-1),
        *(Spec(0, account="bob.near", method="ft_transfer", failed=i in (70, 300)) for i in range(500)),
    ]
    analysis = with_heights(analysis_of(specs), [0])
    layout = lay_out(analysis, LayoutOptions())
    stack = next(bar for bar in layout.bars if bar.kind == "stack")
    assert (len(stack.nodes), stack.unfolds) == (500, True)
    opened = lay_out(analysis, LayoutOptions(frozenset({stack.key})))
    assert sum(len(bar.nodes) for bar in opened.bars if bar.kind == "stack") == 500 - PAGE
    assert {"r71", "r301"} <= set(opened.by_key)
    whole = lay_out(analysis, LayoutOptions(whole=True))
    assert all(bar.kind == "node" for bar in whole.bars)
    for each in (layout, opened, whole):
        assert broken(analysis, each) == []


def test_many_unlike_receipts_of_a_block_and_account_stack_too() -> None:
    specs = [Spec(-1), *(Spec(0, account="bob.near", method=f"m{i}") for i in range(40))]
    layout = lay_out(with_heights(analysis_of(specs), [0]), LayoutOptions())
    assert [len(bar.nodes) for bar in layout.bars if bar.kind == "stack"] == [40]


def test_sixty_accounts_have_low_rows_the_failed_first() -> None:
    specs = [Spec(-1), *(Spec(0, account=f"a{i:02}.near", method="m", failed=i == 50) for i in range(60))]
    analysis = with_heights(analysis_of(specs), [0, 1, 2])
    layout = lay_out(analysis, LayoutOptions())
    assert (layout.lane, layout.many, layout.by_first_run) == (30.0, True, False)
    assert layout.rows[0].account == "a50.near"
    assert all(wait.words is None for bar in layout.bars for wait in bar.waits)
    sorted_ = lay_out(analysis, LayoutOptions(frozenset({option(SORT, "first")})))
    assert sorted_.by_first_run and sorted_.rows[0].account != "a50.near"


def test_lanes_are_58_high_and_46_where_there_are_more_than_twelve() -> None:
    def lane(accounts: int) -> float:
        specs = [Spec(-1), *(Spec(0, account=f"a{i}.near") for i in range(accounts))]
        return lay_out(with_heights(analysis_of(specs), [0]), LayoutOptions()).lane

    assert (lane(3), lane(10), lane(13)) == (58.0, 58.0, 46.0)


def test_one_account_is_one_row() -> None:
    specs = [Spec(-1, account="alice.near"), Spec(0, account="alice.near"), Spec(1, account="alice.near")]
    layout = lay_out(with_heights(analysis_of(specs), [0]), LayoutOptions())
    assert [row.account for row in layout.rows] == ["alice.near"]


def test_of_many_slots_only_the_first_the_last_and_the_failed_have_badges() -> None:
    run = EXTREMES["join-128"]
    analysis = build_document(raw_of(run.answer, run.heights)).analysis
    layout = lay_out(analysis, LayoutOptions(whole=True))
    slots = sorted(elbow.slot for elbow in layout.elbows if elbow.slot is not None)
    callback = next(id for id, slots in analysis.graph.slots.items() if len(slots) > 12)
    results = analysis.facts[callback].promise_results
    failed = {r.slot for r in results if r.result == "failed"}
    assert slots == sorted({0, len(results) - 1, *failed})


# --------------------------------------------------------------------------------------------------- the critical path


@pytest.mark.parametrize("joined", [3, 11, 40])
def test_badges_that_arrive_together_stand_in_the_order_of_their_slots(joined: int) -> None:
    """And the line that failed lies on those that it shares its way with."""
    run = join(joined, frozenset({1}))
    layout = lay_out(build_document(raw_of(run.answer, run.heights)).analysis, LayoutOptions(width=900.0))
    into = [elbow for elbow in layout.elbows if elbow.callback is not None and elbow.producer is not None]
    told = sorted((elbow.badge[0], elbow.told) for elbow in into if elbow.badge is not None)
    ones = [slots[0] for _, slots in told if len(slots) == 1]
    assert 1 in ones and ones == sorted(ones)
    assert into[-1].slot == 1


def test_the_table_is_folded_where_there_is_one_hop_and_opens_on_demand() -> None:
    analysis = tutorial("delete-account-payout").analysis
    layout = lay_out(analysis, LayoutOptions())
    assert layout.table is not None and layout.table.folded and len(layout.table.hops) == 2
    opened = lay_out(analysis, LayoutOptions(frozenset({option(TABLE, "open")})))
    assert opened.table is not None and not opened.table.folded
    assert opened.height > layout.height


def test_what_counted_is_marked_and_can_be_left_out() -> None:
    analysis = document_of(CONGESTED).analysis
    layout = lay_out(analysis, LayoutOptions())
    waits = {
        (wait.cause, (wait.until or 0) - wait.since, wait.counted) for b in layout.bars for wait in b.waits
    }
    assert waits == {("data", 341, False), ("queue", 340, True)}
    assert [bar.path for bar in layout.bars] == [True, True, False, True, True, False]
    assert [elbow.hop for elbow in layout.elbows if elbow.hop is not None] == [1, 2, 3]
    assert not lay_out(analysis, LayoutOptions(frozenset({option(PATH, "off")}))).path_on


# -------------------------------------------------------------------------------------------------------------- walking


def test_arrows_walk_along_a_lane_and_from_lane_to_lane() -> None:
    layout = lay_out(tutorial("tutorial-parallel-3-ok").analysis, LayoutOptions())
    first = walk(layout, None, "effect")
    assert first is not None
    here = layout.by_key[first.key]
    below = walk(layout, here.key, "effect")
    assert below is not None
    other = layout.by_key[below.key]
    assert (other.row, other.lane) > (here.row, here.lane)
    back = walk(layout, other.key, "cause")
    assert back is not None and layout.by_key[back.key].row == here.row
    assert walk(layout, here.key, "cause") is None


def test_neighbours_are_what_elbows_join() -> None:
    layout = lay_out(tutorial("tutorial-parallel-3-ok").analysis, LayoutOptions())
    elbow = next(elbow for elbow in layout.elbows if elbow.hop is not None)
    keys = {bar.key for bar in neighbours(layout, elbow.source)}
    assert {elbow.source, elbow.target} <= keys
    assert elbow.key in lines_of(layout, elbow.target)


@pytest.mark.parametrize(
    ("name", "first"), [("yield-resumed-by-other-tx", "yield"), ("tutorial-parallel-3-one-panics", "data")]
)
def test_where_there_is_little_room_the_legend_begins_with_what_nothing_else_tells(
    name: str, first: str
) -> None:
    analysis = build_document(read_sample(name)).analysis
    kinds = [entry.kind for entry in lay_out(analysis, LayoutOptions(width=915.0)).legend]
    assert kinds[:3] == ["path", "waits", first]
    assert sorted(kinds) == sorted(e.kind for e in lay_out(analysis, LayoutOptions(width=1400.0)).legend)
    assert set(kinds[-2:]) == {"runs", "failed"}
