"""The rows of the await table."""

from __future__ import annotations

from pathlib import Path

from tests.reference.extremes import EXTREMES, waiters
from tests.reference.recorded import raw_of
from xccviz.document import Document, build_document
from xccviz.replay import moment_at
from xccviz.sources.files.read import open_text
from xccviz.tables.waiting import ROWS_TOLD, await_rows


def opened(name: str) -> Document:
    run = EXTREMES[name]
    return build_document(raw_of(run.answer, run.heights))


def rows_at(document: Document, step: int):
    return await_rows(document, moment_at(document.analysis, document.timeline, step))


def test_each_slot_goes_from_awaited_through_flight_to_its_result() -> None:
    document = opened("hostile")
    callback = next(iter(document.graph.slots))
    told: list[list[str]] = [[], [], []]
    for step in range(len(document.timeline) + 1):
        for row in rows_at(document, step):
            assert row.node == callback
            for slot, cell in enumerate(row.cells):
                told[slot].append(cell.text)
    assert list(dict.fromkeys(told[0])) == ["awaited", "in flight", '"value 0"']
    assert list(dict.fromkeys(told[1])) == ["awaited", "in flight", "Failed just now", "Failed"]


def test_many_slots_are_summed_up() -> None:
    document = opened("join-128")
    (row,) = rows_at(document, 200)
    assert row.summed
    assert row.cells[0].text == "68 arrived, 2 failed, 58 in flight"
    assert row.released_by == "58 slots, this block"
    assert row.waits == "created 2 blocks ago"


def test_who_has_all_says_when_it_runs() -> None:
    document = opened("join-12")
    ready = next(step.n for step in document.timeline.steps if step.kind == "ready")
    (row,) = rows_at(document, ready)
    assert row.released_by == f"runs next, step {ready + 1}"


def test_of_hundreds_that_wait_some_get_a_row() -> None:
    run = waiters(ROWS_TOLD + 40)
    document = build_document(raw_of(run.answer, run.heights))
    most = max(range(len(document.timeline)), key=lambda n: len(
        moment_at(document.analysis, document.timeline, n).waiting))  # fmt: skip
    assert len(rows_at(document, most)) == ROWS_TOLD


def test_what_released_a_yield_is_not_made_up(shared_data: Path) -> None:
    path = shared_data / "node" / "pv86" / "yield-timeouts-and-pending" / "tx_status.json"
    document = build_document(open_text(path.read_text()))
    told = {row.released_by for n in range(len(document.timeline) + 1) for row in rows_at(document, n)}
    assert told == {"a resume or a time-out"}
