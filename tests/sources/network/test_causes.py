"""Errors of a node: each cause has one row, told in its words, in the new form and in the old one."""

# covers: xccviz/sources/network/answers.py, xccviz/sources/network/asking.py

from __future__ import annotations

from typing import Any

import pytest

from xccviz.sources.network.answers import HandlerError, handler_error
from xccviz.sources.network.asking import miss_of
from xccviz.sources.network.causes import CAUSES, OTHER, Cause, cause_in_old_form, cause_of


def answered(error: dict[str, Any]) -> HandlerError:
    found = handler_error({"jsonrpc": "2.0", "id": "dontcare", "error": error}, 200, "2026-01-01T00:00:00Z")
    assert found is not None
    return found


@pytest.mark.parametrize("row", CAUSES, ids=lambda row: " ".join(filter(None, (row.name, row.reason))))
def test_each_row_is_found_by_what_a_node_says(row: Cause) -> None:
    info = {"cause": row.reason} if row.reason else {}
    answer = answered(
        {"name": "HANDLER_ERROR", "cause": {"name": row.name, "info": info}, "data": "its words"}
    )
    assert answer.meaning is row
    miss = miss_of(answer)
    assert miss.kind == row.miss
    assert row.name in miss.text
    assert ("its words" in miss.text) == (not row.words)


def test_a_cause_has_one_row_for_each_reason() -> None:
    assert len({(row.name, row.reason) for row in CAUSES}) == len(CAUSES)


def test_another_cause_is_trouble_in_the_nodes_words() -> None:
    answer = answered({"name": "HANDLER_ERROR", "cause": {"name": "NEW_ERROR"}, "data": "no such luck"})
    assert answer.meaning is OTHER
    assert (miss_of(answer).kind, miss_of(answer).text) == ("trouble", "answered NEW_ERROR: no such luck")


def test_the_errors_name_counts_where_its_cause_says_nothing() -> None:
    answer = answered({"name": "INTERNAL_ERROR", "cause": {"name": "NEW_ERROR"}})
    assert answer.meaning is cause_of("INTERNAL_ERROR")
    assert cause_of("TIMEOUT_ERROR") is cause_of("TIMEOUT_ERROR", "SOMETHING_ELSE")


@pytest.mark.parametrize(
    ("code", "text", "name"),
    [
        (-32601, "Method not found", "METHOD_NOT_FOUND"),
        (-32700, "Parse error", "PARSE_ERROR"),
        (-32602, "Invalid params", "PARSE_ERROR"),
        (-32000, "Timeout", "TIMEOUT_ERROR"),
        (-32000, "Transaction 4kRt doesn't exist", "UNKNOWN_TRANSACTION"),
        (None, "the transaction 4kRt doesn't exist", "UNKNOWN_TRANSACTION"),
        (-32000, "Timeout of something else", None),
        (-32000, "Server error", None),
        (1, "Timeout", None),
    ],
)
def test_the_old_form_is_told_by_number_and_text(code: object, text: str, name: str | None) -> None:
    assert cause_in_old_form(code, text) == name
