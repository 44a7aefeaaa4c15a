# covers: xccviz/layout/sequence/crossing.py, xccviz/layout/sequence/lanes.py
"""What goes through a row is what one finds by looking at everything; and it costs no more for rows without end."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.layout.trees import analyses, with_heights
from tests.reference.examples import some
from xccviz.analysis.types import Analysis
from xccviz.layout.sequence.columns import columns_of
from xccviz.layout.sequence.crossing import Crossing
from xccviz.layout.sequence.lanes import lanes_of
from xccviz.layout.sequence.links import links_of
from xccviz.layout.sequence.units import part_of, parts_of
from xccviz.layout.sequence.when import rows_of
from xccviz.layout.types import LayoutOptions

BESIDE = 10.0
SPANS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 8), st.integers(0, 40)), max_size=30)


def apart(spans: list[tuple[int, int, int]]) -> list[tuple[int, int, float]]:
    """Those that meet none before them in their lane."""
    kept: list[tuple[int, int, float]] = []
    for first, rows, lane in spans:
        last, x = first + rows, lane * 14.0
        if all(x != other or last < begin or first > end for begin, end, other in kept):
            kept.append((first, last, x))
    return kept


@given(SPANS, st.floats(16, 200), st.floats(50, 600))
@settings(max_examples=some(100))
def test_lanes_and_the_place_beside_them_are_found(
    spans: list[tuple[int, int, int]], wide: float, right: float
) -> None:
    kept = apart(spans)
    crossing = Crossing(kept)
    for row in range(22):
        xs = sorted(x for first, last, x in kept if first <= row <= last)
        assert crossing.at(row) == xs
        end = right
        for x in reversed(xs):
            if end - wide >= x + BESIDE:
                break
            end = min(end, x - BESIDE)
        assert crossing.free(row, wide, right, BESIDE) == end


@given(analyses(max_size=40), st.lists(st.integers(0, 4), min_size=1, max_size=5))
@settings(max_examples=some(40))
def test_what_is_taken_in_a_row_is_what_stands_there(analysis: Analysis, delays: list[int]) -> None:
    dated = with_heights(analysis, delays)
    options, shown = LayoutOptions(), frozenset(dated.graph.by_id)
    when = rows_of(dated.graph, shown)
    parts = parts_of(dated, when, columns_of(dated, when, shown, options).groups, options)
    lanes = lanes_of(parts, links_of(dated, part_of(parts)))
    for part in parts:
        here = [p for p in parts if lanes.since[p.key] <= part.runs <= p.runs]
        assert lanes.busy[part.column, part.runs] == max(
            lanes.lane[p.key] for p in here if p.column == part.column
        )
        further = sorted((p.column, lanes.lane[p.key]) for p in here if p.column > part.column)
        assert lanes.beside.get((part.column, part.runs)) == (further[0] if further else None)
    for column in lanes.most:
        own = sorted((p for p in parts if p.column == column), key=lambda p: (lanes.lane[p.key], p.runs))
        for one, other in pairwise(own):
            same = lanes.lane[one.key] == lanes.lane[other.key]
            assert not same or one.runs < lanes.since[other.key]
