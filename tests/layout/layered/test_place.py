"""The placement alone: sizes and edges in, places out."""

# covers: xccviz/layout/layered/brandes_koepf.py, xccviz/layout/layered/routing.py

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.effort import growth
from xccviz.layout.layered.place import Placement, place, stack_ranks

GAP = 20.0


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[tuple[float, float]], list[tuple[int, int]]]:
    count = draw(st.integers(1, 30))
    sizes = [(float(draw(st.integers(10, 300))), 50.0) for _ in range(count)]
    ends = st.integers(0, count - 1)
    return sizes, draw(st.lists(st.tuples(ends, ends), max_size=60))


def rows_of(placement: Placement, sizes: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    rows: dict[int, list[tuple[float, float]]] = {}
    for x, rank, (width, _) in zip(placement.x, placement.ranks, sizes, strict=True):
        rows.setdefault(rank, []).append((x - width / 2, x + width / 2))
    return [sorted(row) for row in rows.values()]


@given(graphs())
def test_neighbours_of_a_rank_keep_their_distance(graph):
    sizes, edges = graph
    for row in rows_of(place(sizes, edges, gap=GAP), sizes):
        assert all(right + GAP <= left + 1e-6 for (_, right), (left, _) in pairwise(row))


@given(graphs())
def test_edges_of_a_graph_without_cycles_lead_downwards(graph):
    sizes, edges = graph
    forward = [(min(a, b), max(a, b)) for a, b in edges if a != b]
    placement = place(sizes, forward, gap=GAP)
    for (a, b), columns in zip(forward, placement.columns, strict=True):
        assert placement.ranks[a] < placement.ranks[b]
        assert len(columns) == placement.ranks[b] - placement.ranks[a] - 1


@given(graphs())
def test_no_column_of_a_long_edge_runs_through_a_box(graph):
    sizes, edges = graph
    placement = place(sizes, edges, gap=GAP)
    for (a, b), columns in zip(edges, placement.columns, strict=True):
        low, high = sorted((placement.ranks[a], placement.ranks[b]))
        between = range(low + 1, high)
        ranks = between if placement.ranks[a] < placement.ranks[b] else reversed(between)
        for rank, column in zip(ranks, columns, strict=True):
            for box, (width, _) in enumerate(sizes):
                if placement.ranks[box] == rank:
                    assert abs(placement.x[box] - column) >= width / 2 + GAP - 1e-6


@given(graphs())
def test_the_same_input_gives_the_same_places(graph):
    sizes, edges = graph
    assert place(sizes, edges) == place(list(sizes), list(edges))


@given(st.lists(st.integers(0, 100), min_size=1, max_size=40))
def test_siblings_of_a_tree_stand_in_the_order_of_their_edges(picks):
    edges = [(pick % (i + 1), i + 1) for i, pick in enumerate(picks)]
    placement = place([(80.0, 30.0)] * (len(edges) + 1), edges)
    for a in range(len(edges) + 1):
        xs = [placement.x[b] for parent, b in edges if parent == a]
        assert xs == sorted(xs)


def test_a_parent_stands_over_the_middle_of_its_children():
    placement = place([(100.0, 40.0)] * 5, [(0, 1), (0, 2), (0, 3), (0, 4)])
    assert abs(placement.x[0] - sum(placement.x[1:]) / 4) < 1e-6


def test_a_weak_edge_gets_a_column_and_moves_no_box():
    edges = [(0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (3, 4)]
    strong = place([(100.0, 40.0)] * 5, edges)
    both = place([(100.0, 40.0)] * 5, [*edges, (0, 4)], weak=frozenset({6}))
    assert both.x[0] == both.x[2] == both.x[4]
    assert strong.x == both.x
    assert len(both.columns[6]) == 1
    assert both.columns[6][0] > both.x[3] + 50


def test_ranks_are_stacked_by_their_tallest_box():
    assert stack_ranks([10, 30, 5], [0, 1, 1], [7, 7]) == ((0.0, 17.0), (10.0, 47.0))


def test_an_edge_that_closes_a_cycle_leads_up_and_the_rest_down():
    placement = place([(10.0, 10.0)] * 3, [(0, 1), (1, 2), (2, 0)])
    assert placement.ranks == (0, 1, 2)


def test_ten_thousand_boxes_take_little_more_each_than_a_thousand():
    def work(count: int) -> None:
        chance = random.Random(1)
        place([(240.0, 58.0)] * count, [(chance.randrange(max(0, i - 60), i), i) for i in range(1, count)])

    assert growth(work, 1_000, 10_000) < 3
