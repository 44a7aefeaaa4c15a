"""Bins hold every value once, and their edges are numbers that people would have taken."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from xccviz.tables.bins import MOST_BINS, at_most, bins_for

VALUES = st.lists(st.one_of(st.integers(0, 40), st.integers(0, 10**15), st.integers(0, 10**27)), min_size=1)
SCALES = st.sampled_from(("linear", "log"))


@given(VALUES, SCALES)
def test_every_value_is_in_one_bin_between_nice_edges(values, scale) -> None:
    bins = bins_for(values, scale)
    edges = bins.edges
    assert list(edges) == sorted(set(edges))
    assert 1 <= len(bins) <= MOST_BINS + 2
    assert edges[0] <= min(values)
    assert edges[-1] > max(values)
    counts = bins.counts(values)
    assert sum(counts) == len(values)
    for value in values:
        bin_ = bins.bin_of(value)
        assert edges[bin_] <= value < edges[bin_ + 1]
    if bins.zero:
        assert counts[0] == values.count(0)
    assert scale == "linear" or all(edge > 0 for edge in edges[bins.zero :])
    # nothing is drawn that holds nothing, at either end
    assert counts[0] and counts[-1]


@given(VALUES)
def test_linear_bins_are_alike_in_width_by_one_two_or_five(values) -> None:
    edges = bins_for(values, "linear").edges
    steps = {after - before for before, after in pairwise(edges)}
    assert len(steps) == 1
    assert str(steps.pop()).rstrip("0") in ("1", "2", "5")


@given(VALUES)
def test_edges_of_a_logarithmic_scale_have_two_digits(values) -> None:
    bins = bins_for(values, "log")
    if any(str(edge).rstrip("0").strip() and len(str(edge).rstrip("0")) > 2 for edge in bins.edges):
        alike = {after - before for before, after in pairwise(bins.edges[bins.zero :])}
        assert len(alike) == 1  # values so near to each other that a linear scale tells more


def test_edges_as_people_would_take_them() -> None:
    assert bins_for([1, 5, 12], "linear").edges == tuple(range(1, 14))
    assert bins_for([3, 90, 9000], "log").edges == (3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700,
                                                     1000, 1500, 2000, 3000, 5000, 7000, 10000)  # fmt: skip
    zero = bins_for([0, 0, 1, 10**24], "log")
    assert zero.zero
    assert zero.edges[:3] == (0, 1, 100)
    assert bins_for([0, 0], "log").edges == (0, 1)
    assert bins_for([300], "linear").edges == (300, 320)


@given(VALUES, st.integers(1, 100))
def test_so_many_percent_are_at_most_that(values, percent) -> None:
    ordered = sorted(values)
    value = at_most(ordered, percent)
    assert value in values
    assert sum(v <= value for v in values) * 100 >= percent * len(values)
    assert sum(v < value for v in values) * 100 < percent * len(values)
