"""What a drawing has to take: long names, wide joins, long batches; and walking through it by keyboard."""

# covers: xccviz/layout/layered/walk.py

from __future__ import annotations

from itertools import combinations

import pytest

from tests.reference.extremes import EXTREMES
from tests.reference.recorded import raw_of
from xccviz.document import Document, build_document
from xccviz.layout.layered.build import build_layout
from xccviz.layout.layered.types import LayeredLayout
from xccviz.layout.layered.walk import neighbours, walk


def opened(name: str) -> tuple[Document, LayeredLayout]:
    run = EXTREMES[name]
    document = build_document(raw_of(run.answer, run.heights))
    return document, build_layout(document.analysis)


@pytest.mark.parametrize("name", EXTREMES)
def test_nothing_overlaps_and_every_failure_has_a_box(name: str) -> None:
    document, layout = opened(name)
    assert not any(a.bounds.overlaps(b.bounds) for a, b in combinations(layout.boxes, 2))
    for node in document.graph.nodes:
        if document.analysis.facts[node.id].failed:
            box = layout.by_key[layout.box_of[node.id]]
            assert node.id in (box.key, *box.siblings)  # a card, or a dot of a block


def test_long_accounts_stay_distinct_and_whole_in_the_tip() -> None:
    _, layout = opened("long-names")
    rows = [box.row("account") for box in layout.boxes]
    accounts = [row for row in rows if row is not None]
    assert len(accounts) == 4
    assert len({row.text for row in accounts}) == 4
    assert all(len(row.full) == 64 and len(row.text) < 64 for row in accounts)


def test_a_batch_of_a_hundred_shows_the_failed_one_between_its_neighbours() -> None:
    _, layout = opened("batch-100")
    box = next(box for box in layout.boxes if box.row("action") is not None)
    shown = [
        row.action if row.kind == "action" else -row.count
        for row in box.rows
        if row.kind in ("action", "more")
    ]
    assert shown == [0, -55, 56, 57, 58, -40, 99]


def test_many_slots_are_squares_within_the_box() -> None:
    _, layout = opened("join-128")
    box = next(box for box in layout.boxes if len(box.slots) == 128)
    assert {slot.form for slot in box.slots} == {"square"}
    assert all(
        slot.bounds.right <= box.bounds.right and slot.bounds.bottom <= box.bounds.bottom
        for slot in box.slots
    )
    assert box.row("summary") is not None


@pytest.mark.parametrize("name", EXTREMES)
def test_arrows_reach_every_box_and_lead_along_edges(name: str) -> None:
    _, layout = opened(name)
    start = walk(layout, None, "effect")
    assert start is not None
    reached, queue = {start.key}, [start.key]
    for key in queue:
        for way in ("cause", "effect", "left", "right"):
            step = walk(layout, key, way)  # type: ignore[arg-type]
            if step is None:
                continue
            if step.along is not None:
                path = next(path for path in layout.edges if path.key == step.along)
                assert {path.source, path.target} == {key, step.key}
                assert step.key in {box.key for box in neighbours(layout, key)}
            if step.key not in reached:
                reached.add(step.key)
                queue.append(step.key)
    assert reached == {box.key for box in layout.boxes}
