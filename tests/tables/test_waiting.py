"""The rows of the await table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reference.extremes import EXTREMES, waiters
from tests.reference.recorded import HERE, document_of, load_json, raw_of
from xccviz.document import Document, build_document
from xccviz.model.literals import happened
from xccviz.replay import moment_at
from xccviz.replay.types import Moment
from xccviz.sources.files.read import open_text
from xccviz.tables.lines import plain
from xccviz.tables.parts import slot_parts
from xccviz.tables.slots import slots_of
from xccviz.tables.waiting import AwaitRow, await_row, await_rows, columns_of
from xccviz.words.names import spoken_name


def opened(name: str) -> Document:
    run = EXTREMES[name]
    return build_document(raw_of(run.answer, run.heights))


def rows_at(document: Document, step: int, *, ahead: bool = False) -> tuple[AwaitRow, ...]:
    return tuple(await_rows(document, moment_at(document.analysis, document.timeline, step), ahead=ahead))


def test_each_slot_goes_from_awaited_through_flight_to_its_result() -> None:
    document = opened("hostile")
    callback = next(iter(document.graph.slots))
    told: list[list[str]] = [[], [], []]
    for step in range(len(document.timeline) + 1):
        for row in rows_at(document, step):
            assert row.node == callback
            for slot, cell in enumerate(row.cells):
                told[slot].append(f"{cell.text} {cell.below}".strip())
    sent, came = (next(s.n for s in document.timeline.steps if wanted(s)) for wanted in (
        lambda s: s.kind == "execute" and s.node == document.graph.slots[callback][0].producer,
        lambda s: s.kind == "deliver" and s.slot == 0,
    ))  # fmt: skip
    first = list(dict.fromkeys(told[0]))
    assert first[0].startswith("awaited ") and first[1] == f"in flight sent at step {sent}"
    assert first[2:] == ["9 bytes just now", f"9 bytes step {came}"]
    assert [each.split()[0] for each in dict.fromkeys(told[1])] == ["awaited", "in", "Failed", "Failed"]


def test_many_slots_are_summed_up_and_each_is_a_square() -> None:
    document = opened("join-128")
    (row,) = rows_at(document, 200)
    assert row.summed
    assert row.cells[0].text == "68 arrived, 2 failed, 58 in flight"
    shapes = [shape for shape, _ in row.squares]
    assert len(shapes) == 128
    assert (shapes.count("ok"), shapes.count("failed"), shapes.count("waiting")) == (68, 2, 58)
    assert row.released_by == "58 slots"
    assert row.released_below.endswith(", …")
    assert row.waits == "created 2 blocks ago"


def test_who_has_all_runs_next_and_stays_until_it_ran() -> None:
    document = opened("join-12")
    ready = next(step.n for step in document.timeline.steps if step.kind == "ready")
    (row,) = rows_at(document, ready)
    assert (row.released_by, row.released_below) == ("nothing", "can run now")
    ran = document.timeline.history.ran_at[row.node]
    assert ran > ready
    assert [bool(rows_at(document, step)) for step in (ran - 1, ran)] == [True, False]
    (ahead,) = rows_at(document, ready, ahead=True)
    assert ahead.released_below == f"step {ran}, ahead of now"


def test_what_releases_it_is_named_while_few_are_awaited() -> None:
    path = HERE / "tutorial" / "tutorial-parallel-3-one-panics.json.gz"
    document = build_document(raw_of(load_json(path)["tx_status"]))
    before = document.timeline.history.ran_at[
        document.graph.by_id[next(iter(document.graph.slots))].parent or ""
    ]
    (row,) = rows_at(document, before + 1)
    assert (row.released_by, row.released_below) == (
        "slots 0, 1, 2",
        "alpha.near.get_value, bravo.near.get_value, …",
    )
    arrived = [s.n for s in document.timeline.steps if s.kind == "deliver"]
    (row,) = rows_at(document, arrived[1])
    assert (row.released_by, row.released_below) == ("slot 2", "delta.near.get_value")


def test_hundreds_that_wait_are_rows_made_when_looked_at() -> None:
    run = waiters(240)
    document = build_document(raw_of(run.answer, run.heights))
    most = max(range(len(document.timeline)), key=lambda n: len(
        moment_at(document.analysis, document.timeline, n).waiting))  # fmt: skip
    moment = moment_at(document.analysis, document.timeline, most)
    assert len(moment.waiters) > 200
    assert columns_of(document, moment) <= 5
    last = list(moment.waiters)[-1]
    assert await_row(document, moment, last).node == last


def test_what_released_a_yield_is_not_made_up(shared_data: Path) -> None:
    path = shared_data / "node" / "pv86" / "yield-timeouts-and-pending" / "tx_status.json"
    document = build_document(open_text(path.read_text()))
    told = {row.released_by for n in range(len(document.timeline) + 1) for row in rows_at(document, n)}
    assert told == {"a resume or a time-out"}


def slots_then(document: Document, moment: Moment) -> Iterator[tuple[str, str, list[str]]]:
    """Of each open slot of who waits: what is told of it in the tree, in the table, and the names of those to whom the
    awaited call has passed its result on by then."""
    graph = document.graph
    for waiter in moment.waiters.values():
        node, facts = graph.by_id[waiter.node], document.analysis.facts[waiter.node]
        told = await_row(document, moment, waiter.node).released_full
        for row in slots_of(document, moment, facts):
            chain = graph.slots[node.id][row.result.slot].chain
            ran = [happened(moment.progress.get(link)) for link in chain]
            if row.result.slot in waiter.outstanding and chain:
                there = chain[: ran.index(False) + 1] if False in ran else chain
                names = [spoken_name(graph.by_id[link], happened(moment.progress[link])) for link in there]
                yield plain(slot_parts(row), 1000), told if len(waiter.outstanding) == 1 else "", names


@pytest.mark.parametrize("protocol", ["pv83", "pv86"])
def test_who_is_to_give_a_result_is_as_far_on_as_it_was_passed_by_then(
    shared_data: Path, protocol: str
) -> None:
    passed_on = 0
    folders = sorted((shared_data / "node" / protocol).glob("forwarded-*"))
    folders += sorted((shared_data / "node" / protocol).glob("random-000*"))
    for folder in folders:
        document = document_of(folder)
        for step in range(len(document.timeline)):
            for tree, table, names in slots_then(
                document, moment_at(document.analysis, document.timeline, step)
            ):
                passed_on += len(names) > 1
                last = names[-1] if len(names) == 1 else f"{names[-1]} (awaited {names[0]}"
                assert f"from {last}" in tree
                until = names[-1] if len(names) == 1 else f"{names[-1]} (for {names[0]})"
                assert table.endswith(until) or not table
    assert passed_on
