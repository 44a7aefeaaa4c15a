"""The line of steps: ascending, blocks alike wide, each step found where it stands."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference.executor import execute, random_program
from tests.reference.recorded import raw_of
from xccviz.document import build_document
from xccviz.replay.scale import SQUEEZED, Scale, scale_of
from xccviz.replay.types import Timeline


def timeline(seed: int, spread: int = 1, known: bool = True) -> Timeline:
    """Of a program at random; its blocks so many times as far apart, or without heights."""
    run = execute(random_program(random.Random(seed)))
    heights = {block: height * spread for block, height in run.heights.items()} if known else {}
    return build_document(raw_of(run.answer, heights)).timeline


@given(st.integers(0, 10**9), st.integers(1, 5), st.booleans())
def test_steps_ascend_and_are_found_again(seed: int, spread: int, known: bool) -> None:
    found = timeline(seed, spread, known)
    scale = scale_of(found)
    assert len(scale.at) == len(found) + 1
    assert scale.at[0] == 0.0 and scale.at[-1] == pytest.approx(1.0)
    assert all(before < after for before, after in pairwise(scale.at))
    for n, place in enumerate(scale.at):
        assert scale.nearest(place) == n
    assert [step for cell in scale.cells for step in range(cell.first, cell.last + 1)] == list(
        range(1, len(found) + 1)
    )


@given(st.integers(0, 10**9), st.integers(1, 5))
def test_blocks_are_alike_wide_and_idle_ones_are_counted(seed: int, spread: int) -> None:
    found = timeline(seed, spread)
    scale = scale_of(found)
    width = scale.cells[0].right - scale.cells[0].left
    assert all(cell.right - cell.left == pytest.approx(width) for cell in scale.cells)
    heights = [cell.height for cell in scale.cells if cell.height is not None]
    assert heights == sorted(set(heights))
    idle = [after - before - 1 for before, after in pairwise(heights)]
    assert [each.blocks for each in scale.idles] == [blocks for blocks in idle if blocks]
    for each in scale.idles:
        wide = 1.0 if each.blocks == 1 else SQUEEZED
        assert each.right - each.left == pytest.approx(wide * width)


def test_without_heights_steps_are_as_far_apart_as_each_other() -> None:
    found = timeline(7, known=False)
    scale = scale_of(found)
    if all(step.height is None for step in found.steps):
        assert scale.idles == () and len(scale.cells) == 1
        assert scale.at == pytest.approx(tuple(n / len(found) for n in range(len(found) + 1)))


def test_nothing_at_all() -> None:
    nothing = scale_of(Timeline((), {}, timeline(1).look_back))
    assert nothing == Scale((0.0,), (), ())
    assert nothing.nearest(0.5) == 0
