"""CSV as Python's own reader reads it, for ten transactions, at moments, filtered, and with hostile content."""

# covers: xccviz/export/csv_table.py, xccviz/export/stressed.py

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.export.worse import NAMES, opened
from tests.layout.trees import HOSTILE, analyses, document_of
from tests.reference.examples import some
from tests.reference.later import other_later, recorded_ten
from xccviz.document import Document
from xccviz.export import ExportOptions, find_exporter
from xccviz.export.csv_table import LONGEST, TABLES, _cell
from xccviz.export.json_graph import to_json
from xccviz.export.types import TABLE_SORTS
from xccviz.query import parse


def read(document: Document, **options: object) -> list[dict[str, str]]:
    exporter = find_exporter("csv")
    assert exporter is not None
    text = exporter.run(document, ExportOptions(**options)).decode("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert all(len(row) == len(rows[0]) for row in rows)
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_each_sort_has_a_table() -> None:
    assert tuple(TABLES) == TABLE_SORTS


@pytest.mark.parametrize("name", NAMES)
def test_a_row_each_in_display_order_with_what_the_graph_says(name: str) -> None:
    document = opened(name)
    graph = to_json(document)
    rows = read(document)
    assert next(iter(rows[0])) == "id"
    for row, node in zip(rows, graph["nodes"], strict=True):
        assert row["id"] == node["id"]
        assert row["roles"].split() == node["roles"]
        assert row["gas_burnt"] == ("" if node["gas"]["burnt"] is None else str(node["gas"]["burnt"]))
        assert row["deposit"] == (node["tokens"]["deposits"] or "")
        assert row["tokens_burnt"] == (node["tokens"]["burnt"] or "")
        assert row["block_height"] == ("" if node["block"] is None else str(node["block"]["height"] or ""))
        assert row["fate"] == (node["fate"] or "")
        for name_of in ("predecessor_id", "receiver_id", "signer_id", "executor_id"):
            assert row[name_of].removeprefix("'") == (node[name_of] or "")
    moved = read(document, table="transfers")
    assert [(row["node"], row["amount"], row["kind"]) for row in moved] == [
        (each["node"], each["amount"], each["kind"]) for each in graph["transfers"]
    ]
    lines = read(document, table="events")
    assert len(lines) == sum(len(node["logs"]) for node in graph["nodes"])


@given(
    st.sampled_from(("", *HOSTILE)), st.sampled_from(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "", " ="))
)
def test_no_text_is_a_formula(text: str, begin: str) -> None:
    shown = _cell(begin + text)
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert "\x1b" not in shown and "\u202e" not in shown and "\x00" not in shown
    shown.encode("utf-8")  # no half a character


def test_a_cell_has_an_end() -> None:
    assert len(_cell("x" * 1_000_000)) < LONGEST + 40
    assert _cell("x" * 1_000_000).endswith("(1,000,000 characters)")


def test_what_is_not_known_is_nothing_and_zero_is_zero() -> None:
    assert [_cell(value) for value in (None, 0, True, 10**24)] == ["", "0", "true", str(10**24)]


@given(analyses(hostile=True, max_size=12), st.sampled_from(TABLE_SORTS), st.integers(0, 20) | st.none())
@settings(max_examples=some(20), deadline=None)
def test_any_document_is_read_back(analysis, table: str, step: int | None) -> None:
    document = document_of(analysis)
    rows = read(document, table=table, step=step)
    assert table != "nodes" or [row["id"] for row in rows] == [node.id for node in document.graph.nodes]


def test_the_past_tells_no_future() -> None:
    for _, document in recorded_ten():
        for step in range(0, len(document.timeline), 3):
            other = other_later(document, step)
            for table in TABLE_SORTS:
                assert read(document, step=step, table=table) == read(other, step=step, table=table)


def test_a_filter_marks_its_hits_or_leaves_only_them_and_the_way_to_them() -> None:
    document = opened("parallel-one-panics")
    (hit,) = parse("fail").matches(document)
    rows = read(document, filter=parse("fail"))
    assert {row["id"]: row["matches"] for row in rows}[hit] == "true"
    assert sum(row["matches"] == "true" for row in rows) == 1
    left = [row["label"] for row in read(document, filter=parse("fail"), hides=True)]
    assert left == ["alice.near → caller.near", "caller.near.multiple_contracts", "bravo.near.get_value"]
    assert {row["matches"] for row in read(document, filter=parse("gas>9000T"))} == {"false"}
