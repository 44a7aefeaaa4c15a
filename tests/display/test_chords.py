"""A line in straight pieces looks like the line: near the curve everywhere, dashed as it would be, whole where it is
looked at, and the same whoever looks."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xccviz.display.chords import LONG, OVERLAP, Stretch, stretches
from xccviz.layout.types import Segment

EVERYWHERE = (-1e9, -1e9, 1e9, 1e9)
coordinates = st.integers(-3_000, 3_000).map(float)


def line(*points: float) -> tuple[Segment, ...]:
    """Down, over a bend, and on."""
    return (
        Segment("M", points[:2]),
        Segment("L", points[2:4]),
        Segment("C", points[4:10]),
        Segment("L", points[10:12]),
    )


LINES = st.lists(coordinates, min_size=12, max_size=12).map(lambda points: line(*points))
LEVEL = line(0.0, 0.0, 0.0, 40.0, 0.0, 110.0, 4_000.0, 80.0, 4_000.0, 150.0, 4_000.0, 300.0)
"""As from a call to the last of many siblings."""


def at(curve: tuple[tuple[float, float], ...], t: float) -> tuple[float, float]:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = curve
    u = 1 - t
    a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
    return a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy


def distance(point: tuple[float, float], chord: tuple[float, float, float, float]) -> float:
    (x, y), (ax, ay, bx, by) = point, chord
    across, down = bx - ax, by - ay
    length = across * across + down * down
    share = min(1.0, max(0.0, ((x - ax) * across + (y - ay) * down) / length)) if length else 0.0
    return hypot(x - ax - share * across, y - ay - share * down)


@given(LINES)
def test_a_curve_is_nowhere_further_from_its_chords_than_allowed(segments: tuple[Segment, ...]) -> None:
    leaves = [leaf for whole in stretches(segments, False) for leaf in whole.within(EVERYWHERE)]
    found = [chord for leaf in leaves for chord in leaf.chords((), 0.5)]
    flat = segments[2].points
    curve = (segments[1].points[:2], flat[:2], flat[2:4], flat[4:])
    for n in range(21):
        assert min(distance(at(curve, n / 20), chord) for chord in found) <= 0.51  # type: ignore[arg-type]


@given(LINES)
def test_pieces_follow_each_other_and_cover_the_end_of_the_one_before(segments: tuple[Segment, ...]) -> None:
    leaves = [leaf for whole in stretches(segments, False) for leaf in whole.within(EVERYWHERE)]
    assert [leaf.first for leaf in leaves] == [True] + [False] * (len(leaves) - 1)
    chords = [chord for leaf in leaves for chord in leaf.chords((), 0.5)]
    assert chords[0][:2] == segments[0].points
    assert chords[-1][2:] == pytest.approx(segments[-1].points)
    for before, after in pairwise(chords):
        gap = hypot(after[0] - before[2], after[1] - before[3])
        assert gap == pytest.approx(OVERLAP, abs=1e-6) or after[:2] == after[2:]


def dashes(leaves: list[Stretch]) -> list[tuple[float, float, float, float]]:
    return [chord for leaf in leaves for chord in leaf.chords((5.0, 4.0), 0.05)]


def test_dashes_are_as_long_as_wanted_and_go_on_over_bends_and_halves() -> None:
    leaves = [leaf for whole in stretches(LEVEL, True) for leaf in whole.within(EVERYWHERE)]
    assert len(leaves) > 4_000 / LONG
    on, gaps = [0.0], []
    for before, after in pairwise(dashes(leaves)):
        on[-1] += hypot(before[2] - before[0], before[3] - before[1])
        gap = hypot(after[0] - before[2], after[1] - before[3])
        if gap > 0.1:
            gaps.append(gap)
            on.append(0.0)
    assert all(length == pytest.approx(5.0, abs=0.5) for length in on[:-1])
    assert all(gap == pytest.approx(4.0, abs=0.5) for gap in gaps)


def test_only_what_is_looked_at_is_made_and_it_is_the_same_whoever_looks() -> None:
    here = (1_900.0, 0.0, 2_100.0, 200.0)
    seen = [leaf for whole in stretches(LEVEL, True) for leaf in whole.within(here)]
    every = {chord for whole in stretches(LEVEL, True) for chord in dashes(list(whole.within(EVERYWHERE)))}
    assert 0 < len(seen) <= 3
    assert set(dashes(seen)) < every
    inside = {c for c in every if here[0] <= c[0] and c[2] <= here[2] and here[1] <= c[1] and c[3] <= here[3]}
    assert inside
    assert inside <= set(dashes(seen))
