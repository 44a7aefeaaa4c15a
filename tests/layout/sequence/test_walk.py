"""Walking a sequence by keyboard: down and up a lifeline, to the next lifeline, along a message."""

from __future__ import annotations

import pytest

from tests.reference.extremes import EXTREMES
from tests.reference.recorded import raw_of
from xccviz.document import build_document
from xccviz.layout.sequence.build import lay_out
from xccviz.layout.sequence.types import SequenceLayout
from xccviz.layout.sequence.walk import follow, lines_of, neighbours, walk
from xccviz.layout.types import REFUNDS_KEY, LayoutOptions
from xccviz.sources.files.sample import read_sample


def sample(name: str) -> SequenceLayout:
    return lay_out(build_document(read_sample(name)).analysis, LayoutOptions())


def labels(layout: SequenceLayout, *keys: str | None) -> list[int]:
    """Column of each."""
    return [layout.by_key[key or ""].column for key in keys]


def test_down_and_up_stay_on_the_lifeline() -> None:
    layout = sample("tutorial-parallel-3-one-panics")
    key = next(bar.key for bar in layout.bars if bar.column == 1)
    below = walk(layout, key, "effect")
    assert below is not None and layout.by_key[below.key].column == 1
    assert walk(layout, below.key, "cause") == type(below)(key)
    assert walk(layout, key, "cause") is None
    assert walk(layout, below.key, "effect") is None


@pytest.mark.parametrize("name", ["tutorial-parallel-3-one-panics", "join-of-joins"])
def test_no_receipt_leaves_its_lifeline_down_or_up(name: str) -> None:
    layout = sample(name)
    for bar in layout.bars:
        for way in ("cause", "effect"):
            step = walk(layout, bar.key, way)  # type: ignore[arg-type] - two of the four ways
            if bar.kind != "refunds" and step is not None:
                assert layout.by_key[step.key].column == bar.column
                assert layout.by_key[step.key].kind != "refunds"


def test_left_and_right_go_to_the_nearest_in_time_on_the_next_lifeline() -> None:
    layout = sample("tutorial-parallel-3-one-panics")
    start = layout.bars[0].key
    here, seen = start, [0]
    while (step := walk(layout, here, "right")) is not None and step.key != REFUNDS_KEY:
        here = step.key
        seen.append(layout.by_key[here].column)
    assert seen == [0, 1, 2, 3, 4]
    assert walk(layout, start, "left") is None
    assert step is not None and walk(layout, REFUNDS_KEY, "right") is None
    back = walk(layout, REFUNDS_KEY, "left")
    assert back is not None and layout.by_key[back.key].column == seen[-1]


def test_following_goes_with_the_result_else_to_what_was_called() -> None:
    layout = sample("tutorial-parallel-3-one-panics")
    here, seen = layout.bars[0].key, []
    while (step := follow(layout, here)) is not None:
        assert step.along in lines_of(layout, here)
        assert layout.by_key[step.key] in neighbours(layout, here)
        here = step.key
        seen.append(layout.by_key[here].row)
    assert seen == [1, 2, 3]


@pytest.mark.parametrize("name", EXTREMES)
def test_arrows_reach_every_bar(name: str) -> None:
    run = EXTREMES[name]
    layout = lay_out(build_document(raw_of(run.answer, run.heights)).analysis, LayoutOptions())
    start = walk(layout, None, "effect")
    assert start is not None
    reached, queue = {start.key}, [start.key]
    for key in queue:
        for way in ("cause", "effect", "left", "right"):
            step = walk(layout, key, way)  # type: ignore[arg-type] - the four ways
            if step is not None and step.key not in reached:
                reached.add(step.key)
                queue.append(step.key)
    assert reached == set(layout.by_key)
