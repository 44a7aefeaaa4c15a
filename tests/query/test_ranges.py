"""A range at the end of a filter is written so that it is read back, and finds what lies in it."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xccviz.document import build_document
from xccviz.query import Columns, FilterError, parse
from xccviz.query.numbers import Sort, parse_amount
from xccviz.query.ranges import Range, with_range, without_range, written_amount
from xccviz.query.terms import NAMES, NumberRow
from xccviz.sources.files.sample import read_sample

NUMBERS = [name for name, row in NAMES.items() if isinstance(row, NumberRow)]
BASES = (
    "", "fail", "fail | ok", "(fail | ok) !refund", "(a) (b)", '"a | b"', "method:ft_*", "gas>2T", "!refund",
    "a or b", "(a or b)", 'method:"x gas<5T"', "gas>=2T gas<5T fail",
)  # fmt: skip


@given(st.sampled_from(get_args(Sort)), st.integers(0, 10**30))
def test_an_amount_is_read_as_what_was_written(sort: Sort, value: int) -> None:
    amount = parse_amount(sort, written_amount(sort, value))
    assert amount is not None
    assert amount.value == value


def test_amounts_are_written_in_the_largest_unit_in_which_they_are_short() -> None:
    gas = {0: "0T", 2 * 10**12: "2T", 15 * 10**11: "1.5T", 10**9: "0.001T", 10**8: "0.1G", 7: "7"}
    assert {value: written_amount("gas", value) for value in gas} == gas
    assert written_amount("near", 1) == "1yN"
    assert written_amount("count", 12) == "12"


@given(
    st.sampled_from(BASES),
    st.sampled_from(NUMBERS),
    st.one_of(st.none(), st.integers(0, 10**26)),
    st.integers(1, 10**26),
)
def test_a_range_is_read_back(base: str, name: str, low: int | None, high: int) -> None:
    wanted = Range(low, high)
    text = with_range(base, name, wanted)
    found, got = without_range(text, name)
    assert got == wanted
    assert found == (base[1:-1] if base == "(a or b)" else base)
    assert with_range(found, name, wanted) == text
    try:
        parse(base) if base else None
    except FilterError:
        return
    parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "gas>2T",
        "fail | gas>=2T gas<5T",
        "!gas>=2T",
        "not gas<5T",
        "gas<5T gas>=2T fail",
        "(gas>=2T gas<5T)",
        "gas<",
    ],
)
def test_what_is_no_range_at_the_end_is_left_alone(text: str) -> None:
    assert without_range(text, "gas") == (text, None)


def test_a_range_finds_what_lies_in_it_of_what_the_rest_finds() -> None:
    columns = Columns(build_document(read_sample("tutorial-parallel-3-one-panics")))
    for base in ("", "call | callback", "!refund"):
        of_base = set(parse(base).matches(columns)) if base else {node.id for node in columns.nodes}
        low, high = 2 * 10**11, 2 * 10**12
        found = parse(with_range(base, "gas", Range(low, high))).matches(columns)
        gas = {node.id: facts.gas.burnt for node, facts in zip(columns.nodes, columns.facts, strict=True)}
        inside = {node for node in of_base if gas[node] is not None and low <= gas[node] < high}
        assert set(found) == inside
        assert inside
