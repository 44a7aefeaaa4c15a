# covers: xccviz/layout/icicle/apart.py
# covers: xccviz/layout/icicle/build.py, xccviz/layout/icicle/cells.py, xccviz/layout/icicle/pieces.py
# covers: xccviz/layout/icicle/leaders.py, xccviz/layout/icicle/legend.py, xccviz/layout/icicle/signs.py
# covers: xccviz/layout/icicle/totals.py, xccviz/layout/icicle/types.py, xccviz/layout/icicle/walk.py
# covers: xccviz/layout/icicle/zoom.py
"""Cells stand exactly below what their caller passed on, whatever is zoomed to; signs and words touch nothing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.gas.test_flow import with_ledgers
from tests.layout.trees import Spec, analyses, analysis_of
from tests.reference.examples import some
from tests.reference.extremes import EXTREMES
from tests.reference.recorded import raw_of
from xccviz.analysis.gas.flow import MEASURES
from xccviz.analysis.types import Analysis
from xccviz.document import build_document
from xccviz.layout.icicle.apart import FEW, apart_of
from xccviz.layout.icicle.build import LEAST, lay_out, split_at
from xccviz.layout.icicle.leaders import Wanted, leaders
from xccviz.layout.icicle.pieces import ALIKE, WORDS
from xccviz.layout.icicle.totals import NARROWEST, SHOWN
from xccviz.layout.icicle.types import DRAWING, PATH_KEY, IcicleLayout
from xccviz.layout.icicle.walk import outlined, siblings, walk
from xccviz.layout.types import REFUNDS_KEY, Bounds, LayoutOptions, Walk, option_key
from xccviz.sources.files.sample import list_samples, read_sample

NAMES = [sample.name for sample in list_samples()]
NEAR = 0.01


def options(width: float = 1076.0, whole: bool = False, **chosen: str) -> LayoutOptions:
    keys = {option_key(DRAWING, name, value) for name, value in chosen.items() if name != "refunds"}
    keys |= {REFUNDS_KEY} if "refunds" in chosen else set()
    return LayoutOptions(frozenset(keys), width=width, whole=whole)


def fits(layout: IcicleLayout) -> None:
    """The laws of an icicle, in gas and in px."""
    for cell in layout.cells:
        assert cell.burnt + cell.passed + cell.back + cell.unknown == cell.gas
        below = [layout.by_key[key] for key in cell.calls]
        calls = [each for each in below if each.kind != "refund"]
        refunds = [each for each in below if each.kind == "refund"]
        if calls:
            assert calls[0].start == cell.start + cell.burnt
            assert sum(each.gas for each in calls) == cell.passed
        for before, after in pairwise(calls):
            assert before.start + before.gas == after.start
        for each in refunds:
            assert (each.start, each.gas) == (cell.start + cell.burnt + cell.passed, cell.back)
        for each in below:
            assert each.parent == cell.key and each.row == cell.row + 1
            assert each.bounds.y == cell.bounds.y + 62
            assert (
                each.bounds.x >= cell.bounds.x - NEAR and each.bounds.right <= max(cell.bounds.right, 0.0) + 1
            )
            assert abs(each.bounds.x - layout.x(each.start)) < 1
    top = [cell for cell in layout.cells if cell.parent is None]
    assert sum(cell.gas for cell in top) == layout.total or layout.total == 1
    for row in range(max(cell.row for cell in layout.cells) + 1):
        cells = sorted((c for c in layout.cells if c.row == row), key=lambda c: c.start)
        for before, after in pairwise(cells):
            assert before.start + before.gas <= after.start
    words_touch_nothing(layout)


def words_touch_nothing(layout: IcicleLayout) -> None:
    for one in layout.leaders:
        assert layout.left - NEAR <= one.words.x and one.words.right <= layout.right + NEAR
        assert all(not one.words.overlaps(cell.bounds) for cell in layout.cells)
        for cell in layout.cells:  # its line comes from below all that stands under its cell
            within = cell.bounds.x < one.x < cell.bounds.right
            assert not (within and cell.bounds.bottom > one.top + NEAR)
        for other in layout.leaders:
            if other is one:
                continue
            assert not one.words.overlaps(other.words)
            crosses = one.words.x < other.x < one.words.right and other.y > one.words.y
            assert not crosses, (one.title, other.title)


@pytest.mark.parametrize("name", NAMES)
def test_samples_fit_however_they_are_looked_at(name: str) -> None:
    analysis = build_document(read_sample(name)).analysis
    for measure in MEASURES:
        for width in (1076.0, 640.0):
            whole = lay_out(analysis, options(width, measure=measure))
            fits(whole)
            fits(lay_out(analysis, options(width, measure=measure, refunds="")))
            fits(lay_out(analysis, options(width, True, measure=measure)))
            for cell in whole.cells[1:]:
                zoomed = lay_out(analysis, options(width, measure=measure, zoom=cell.key))
                fits(zoomed)
                assert zoomed.path[-1].key == cell.key and zoomed.path[0].key == ""
                assert set(zoomed.box_of) == set(analysis.graph.by_id)
                assert zoomed.cells[0].gas == zoomed.total == cell.gas


@pytest.mark.parametrize("name", EXTREMES)
def test_extremes_fit(name: str) -> None:
    run = EXTREMES[name]
    analysis = build_document(raw_of(run.answer, run.heights)).analysis
    for measure in MEASURES:
        fits(lay_out(analysis, options(measure=measure)))
        fits(lay_out(analysis, options(measure=measure, whole=True)))


@settings(max_examples=some(25))
@given(
    analyses(),
    st.integers(0, 2**32),
    st.sampled_from((0.0, 0.3, 1.0)),
    st.sampled_from(MEASURES),
    st.booleans(),
)
def test_random_ledgers_fit(analysis: Analysis, seed: int, unknown: float, measure: str, whole: bool) -> None:
    made = with_ledgers(analysis, seed, unknown)
    layout = lay_out(made, options(measure=measure, whole=whole))
    fits(layout)
    assert layout == lay_out(made, options(measure=measure, whole=whole))
    assert set(layout.box_of) == set(made.graph.by_id)
    for cell in layout.cells[1:3]:
        fits(lay_out(made, options(measure=measure, zoom=cell.key)))


@given(st.lists(st.tuples(st.floats(16, 640), st.integers(1, 60)), max_size=8))
def test_signs_never_touch(places: list[tuple[float, int]]) -> None:
    wanted = [Wanted(str(n), "failed", x, 100.0, "m" * size, "words") for n, (x, size) in enumerate(places)]
    made = leaders(wanted, 100.0, 16.0, 640.0)
    assert len(made) == len(wanted)
    for one in made:
        assert one.words.x >= 16 - NEAR and one.words.right <= 640 + NEAR
        for other in made:
            if one is not other:
                assert not one.words.overlaps(other.words)
                assert not (one.words.x < other.x < one.words.right and other.y > one.words.y)


def fan(count: int, other: int = 0) -> Analysis:
    calls = [Spec(0, method="ft_transfer", failed=n in (3, 7)) for n in range(count)]
    return with_ledgers(
        analysis_of([Spec(-1), *calls, *(Spec(0, method=f"m{n}") for n in range(other))]), 5, 0.0
    )


def test_siblings_alike_stand_together_where_they_are_many() -> None:
    layout = lay_out(fan(498, 3), options())
    alike = next(cell for cell in layout.cells if cell.kind == "alike")
    assert len(alike.nodes) == 498
    assert [cell.kind for cell in layout.cells if cell.row == 2].count("alike") == 1
    few = lay_out(fan(ALIKE, 3), options())
    assert all(cell.kind != "alike" for cell in few.cells)


def test_what_stands_together_comes_apart_by_zooming() -> None:
    analysis = fan(498, 3)
    layout = lay_out(analysis, options())
    key, left = next(cell.key for cell in layout.cells if cell.kind == "alike"), 498
    for _ in range(5):
        layout = lay_out(analysis, options(zoom=key))
        fits(layout)
        top = [cell for cell in layout.cells if cell.parent is None]
        assert sum(len(cell.nodes) for cell in top) == left
        more = next((cell for cell in top if cell.kind == "more"), None)
        if more is None:
            return
        assert len(more.nodes) < left
        key, left = more.key, len(more.nodes)
    pytest.fail("zooming does not end")


def test_signs_are_at_most_eight_and_the_rest_is_counted() -> None:
    specs = [Spec(-1), *(Spec(0, method=f"m{n}", failed=True) for n in range(18))]
    layout = lay_out(with_ledgers(analysis_of(specs), 3, 0.0), options())
    narrow = [cell for cell in layout.cells if cell.row == 2 and cell.bounds.width < WORDS]
    assert len(layout.leaders) == 8 and layout.beyond == len(narrow) - 8 and layout.beyond_at is not None
    fits(layout)


def test_totals_are_eight_of_a_sort_until_all_are_asked_for() -> None:
    analysis = build_document(read_sample("mainnet-hidden-failure")).analysis
    layout = lay_out(analysis, options())
    sums = {section.sort: section for section in layout.sections}
    assert [len(section.bars) for section in layout.sections] == [4, SHOWN, SHOWN]
    cost = sums["cost"]
    assert cost.left == len(analysis.gas.by_cost) - SHOWN
    assert cost.left_gas + sum(bar.burnt for bar in cost.bars) == sum(gas for *_, gas in analysis.gas.by_cost)
    whole = lay_out(analysis, options(all="cost"))
    assert len(whole.sections[2].bars) == len(analysis.gas.by_cost) and whole.sections[2].more is not None
    assert whole.height > layout.height


def test_bars_know_who_burnt_it() -> None:
    analysis = build_document(read_sample("mainnet-hidden-failure")).analysis
    layout = lay_out(analysis, options())
    for section in layout.sections:
        for bar in section.bars:
            facts = [analysis.facts[node].gas for node in bar.nodes]
            if section.sort == "cost":
                costs = [e for gas in facts for e in gas.profile if (e.cost, e.category) == bar.names]
                assert sum(entry.gas for entry in costs) == bar.burnt
            else:
                assert sum(gas.burnt or 0 for gas in facts) == bar.burnt
            assert outlined(layout, bar.key) <= set(layout.by_key)


def test_the_line_before_the_bars_keeps_room_on_both_sides() -> None:
    assert split_at(1076.0, None) == 664.0
    assert split_at(916.0, None) == 504.0
    assert split_at(1076.0, "100") == LEAST
    assert split_at(1076.0, "9" * 50) == 1076.0 - NARROWEST
    assert split_at(1076.0, "off") is None
    assert split_at(400.0, None) is None
    assert split_at(1076.0, "nonsense") == 664.0


def test_unknown_zooms_and_measures_show_the_whole() -> None:
    analysis = build_document(read_sample("callback-out-of-gas")).analysis
    plain = lay_out(analysis, options())
    for odd in ("nobody", "more:a:b", "alike::", "more:", analysis.graph.root.id):
        assert lay_out(analysis, options(zoom=odd)).cells == plain.cells
    assert lay_out(analysis, options(measure="weight")).measure == "attached"


def test_outside_of_what_is_zoomed_to_stands_the_path() -> None:
    analysis = build_document(read_sample("mainnet-hidden-failure")).analysis
    layout = lay_out(analysis, options())
    step = next(cell for cell in layout.cells if cell.row == 2)
    zoomed = lay_out(analysis, options(zoom=step.key))
    assert zoomed.box_of[analysis.graph.root.id] == PATH_KEY
    assert [each.words for each in zoomed.path] == ["Whole transaction", "on_step_resumed"]
    assert siblings(zoomed, zoomed.cells[0]) == (step.key,)


@pytest.mark.parametrize("name", ["delegate-inner-fails", "detached-fails", "callback-out-of-gas"])
@pytest.mark.parametrize("width", [420.0, 1076.0])
def test_refunds_that_bring_back_no_gas_stand_below_in_words(name: str, width: float) -> None:
    analysis = build_document(read_sample(name)).analysis
    layout = lay_out(analysis, options(width, refunds="", whole=True))
    shown = {node for cell in layout.cells for node in cell.nodes}
    refunds = [node for node in analysis.graph.nodes if node.is_refund]
    apart = layout.apart
    assert apart is not None
    assert {cell.key for cell in apart.cells} == {node.id for node in refunds} - shown
    lowest = max(cell.bounds.bottom for cell in layout.cells)
    assert all(cell.bounds.y > lowest and cell.bounds.right <= layout.right + NEAR for cell in apart.cells)
    for before, after in pairwise(apart.cells):
        assert not before.bounds.overlaps(after.bounds)
    assert all(layout.box_of[cell.key] == cell.key and " · " in cell.name for cell in apart.cells)
    first = walk(layout, layout.cells[-1].key, "effect")
    assert first is not None and layout.by_key[first.key].kind == "apart"
    assert walk(layout, apart.cells[0].key, "cause") == Walk(apart.cells[0].parent or "")
    assert lay_out(analysis, options(width)).apart is None


def test_many_refunds_without_gas_stand_together_unless_all_is_unfolded() -> None:
    analysis = build_document(read_sample("mainnet-hidden-failure")).analysis
    root = analysis.graph.root.id
    box_of, room = {node.id: root for node in analysis.graph.nodes}, Bounds(16, 400, 600, 0)
    together = apart_of(analysis, box_of, (), room, fold=True)
    each = apart_of(analysis, box_of, (), room, fold=False)
    assert together is not None and each is not None
    assert len(each.cells) == len(together.cells[0].nodes) > FEW
    assert together.cells[0].name == f"{len(each.cells)} refunds"
    assert apart_of(analysis, {}, (), room, fold=True) is None
