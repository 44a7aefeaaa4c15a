"""Every table of every sample: values for machines, words for people, at every moment."""

# covers: xccviz/tables/table.py, xccviz/tables/receipts.py, xccviz/tables/slots.py, xccviz/tables/gas.py
# covers: xccviz/tables/money.py, xccviz/tables/tokens.py, xccviz/tables/events.py, xccviz/tables/findings.py
# covers: xccviz/tables/steps.py, xccviz/tables/registry.py, xccviz/words/evidence.py, xccviz/tables/nodes.py
# covers: xccviz/tables/transfers.py

from __future__ import annotations

import json
from typing import Any, get_args

import pytest

from xccviz.document import Document, build_document
from xccviz.replay import moment_at
from xccviz.sources.files.sample import list_samples, read_sample
from xccviz.tables.receipts import RECEIPTS, row_of
from xccviz.tables.registry import TABLES
from xccviz.tables.slots import SLOT_TABLE
from xccviz.tables.table import Column, Table, ordered
from xccviz.words.lengths import Length

JOIN = "tutorial-parallel-3-one-panics"
NAMES = [sample.name for sample in list_samples()]


def opened(name: str) -> Document:
    return build_document(read_sample(name))


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.id)
def test_columns_have_names_of_their_own(table: Table[Any]) -> None:
    ids = [column.id for column in table.columns]
    assert len(set(ids)) == len(ids) and all(id.isidentifier() for id in ids)
    assert all(column.title and column.name for column in table.columns)


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_has_a_value_and_words(name: str) -> None:
    document = opened(name)
    steps = {None, 0, len(document.timeline) // 2, len(document.timeline)}
    for step in steps:
        moment = None if step is None else moment_at(document.analysis, document.timeline, step)
        for table in TABLES.values():
            for row in table.rows(document, moment):
                record = table.record(row)
                assert json.loads(json.dumps(record)) == record
                for column in table.columns:
                    if record[column.id]:
                        assert all(column.words(row, length) for length in get_args(Length)), column.id
                assert table.sign is None or table.sign(row).word


@pytest.mark.parametrize("name", NAMES)
def test_the_last_step_and_the_end_tell_the_same(name: str) -> None:
    document = opened(name)
    last = moment_at(document.analysis, document.timeline, len(document.timeline))
    for table in TABLES.values():
        ends = [table.record(row) for row in table.rows(document, None)]
        assert [table.record(row) for row in table.rows(document, last)] == ends


def test_every_table_has_an_id_of_its_own_and_says_of_which_receipt_a_row_speaks() -> None:
    document = opened(JOIN)
    assert len(TABLES) == 14
    for table in TABLES.values():
        nodes = [table.node(row) for row in table.rows(document, None)] if table.node is not None else []
        assert all(node is None or node in document.graph.by_id for node in nodes)


def test_nothing_is_known_before_it_happens() -> None:
    document = opened(JOIN)
    start = moment_at(document.analysis, document.timeline, 0)
    for row in RECEIPTS.rows(document, start):
        record = RECEIPTS.record(row)
        assert [record[name] for name in ("gas", "unspent", "logs", "block", "waited")] == [None] * 5
    for slot in SLOT_TABLE.rows(document, start):
        assert SLOT_TABLE.record(slot)["state"] == "outstanding"
        assert SLOT_TABLE.record(slot)["received"] is None


def test_slots_say_what_was_received_from_whom() -> None:
    document = opened(JOIN)
    cells = [SLOT_TABLE.cells(row, "line")[1:7] for row in SLOT_TABLE.rows(document, None)]
    assert [cell[0] for cell in cells] == ["0", "1", "2"]
    assert [cell[2] for cell in cells] == ['"value of alpha.near"', "Failed", '"value of delta.near"']
    assert [cell[3] for cell in cells] == [f"{who}.near.get_value" for who in ("alpha", "bravo", "delta")]
    assert cells[1][5].startswith("block ")


def test_rows_are_sorted_by_key_and_those_without_come_last() -> None:
    column: Column[int | None] = Column("n", "N", "N", lambda row: row, lambda row, length: str(row))
    assert ordered([2, None, 1, 2], column, True) == [2, 2, 1, None]
    assert ordered([2, None, 1], column, False) == [1, 2, None]


def test_a_receipt_at_no_moment_is_at_its_end() -> None:
    document = opened(JOIN)
    assert {row_of(document, None, node).progress for node in document.graph.nodes} == {"done", "failed"}


def test_failed_slots_are_red_in_the_tree_once_they_failed() -> None:
    document = build_document(read_sample("tutorial-parallel-3-one-panics"))
    (column,) = (column for column in RECEIPTS.columns if column.id == "slots")
    join = next(node for node in document.graph.nodes if len(document.graph.slots.get(node.id, ())) == 3)
    tones = []
    for step in range(len(document.timeline) + 1):
        row = row_of(document, moment_at(document.analysis, document.timeline, step), join)
        assert (column.tone(row) == "bad") is ("failed" in column.words(row, "line"))
        tones.append(column.tone(row))
    assert (tones[0], tones[-1]) == ("mute", "bad")
