"""What a change did to a call, as rows: counted whole, led to the right host call, and in Markdown inert."""

# covers: xccviz/tables/what_if.py, xccviz/export/what_if_markdown.py, xccviz/words/what_if.py

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from markdown_it import MarkdownIt

pytest.importorskip("wasmtime", reason="needs the extra replay")

from tests.export.test_markdown import EVIL
from tests.rerun.calls import JOIN, replayer
from tests.tables.test_host_calls import call
from xccviz.export.what_if_markdown import what_if_markdown
from xccviz.model.text import visible_text
from xccviz.rerun.answer import Answer, asked_further
from xccviz.rerun.comparison import against_run
from xccviz.rerun.types import Changes, Made, Result
from xccviz.tables.host_calls import call_at
from xccviz.tables.what_if import MOST, WhatIfTable, what_if_table
from xccviz.values import replace
from xccviz.words.what_if import would_words


def unchanged(more: Changes = Changes()) -> Answer:
    """The join of the sample, with a change of which nothing comes."""
    one = replayer(JOIN)
    return asked_further(one, one.as_it_was(), replace(more, values={b"that it does not read": b""}))


def ending(result: Result, of: Answer) -> Answer:
    """With a what-if that ended so."""
    assert of.what_if is not None and of.replay.ran is not None
    differences = against_run(of.replay.ran.result, result)
    return replace(of, what_if=replace(of.what_if, result=result), differences=differences)


def result_of(answer: Answer) -> Result:
    assert answer.what_if is not None
    return answer.what_if.result


def test_what_no_row_is_made_for_is_counted() -> None:
    answer = unchanged()
    before = what_if_table(answer).count
    many = ending(replace(result_of(answer), logs=tuple(map(str, range(MOST + 30)))), answer)
    table = what_if_table(many)
    assert len(table.rows) == MOST and table.count == before + MOST + 30
    assert f"{table.left_out} more" in what_if_markdown(many)
    assert what_if_table(replace(answer, what_if=None)) == WhatIfTable()


def test_what_was_so_already_stands_below_the_copied_table() -> None:
    copied = what_if_markdown(unchanged(Changes({1: None})))
    assert copied.endswith("|\n\nslot 1 was failed already\n")


def test_a_call_ends_the_same_only_where_what_it_sends_and_writes_is_too() -> None:
    answer = unchanged()
    assert would_words(answer) == "it would end the same"
    sent = Made("", "a.near", ({"Transfer": {"deposit": "1"}},))
    assert (
        would_words(ending(replace(result_of(answer), receipts=(sent,)), answer)) == "it would still succeed"
    )


def test_a_difference_leads_to_the_host_call_of_its_own_place_in_a_batch() -> None:
    answer = unchanged()
    ran, subject = answer.replay.ran, answer.replay.subject
    assert ran is not None
    calls = (call(0, "log_utf8"), call(1, "promise_batch_create", receipt=0))
    calls = (replace(calls[0], log=0), calls[1])
    earlier = replace(ran.outcomes[0], logs=("before",), receipts=())
    batch = replace(ran, calls=calls, outcomes=(earlier, *ran.outcomes))
    second: Any = SimpleNamespace(place=1)
    assert [call_at("log", place, batch, second) for place in (0, 1, 2)] == [None, 1, None]
    assert [call_at("receipt", place, batch, second) for place in (0, 1)] == [2, None]
    assert call_at("log", 0, replace(batch, outcomes=ran.outcomes), subject) == 1


def test_what_a_contract_says_stays_a_cell_of_the_copied_table() -> None:
    answer, reader = unchanged(), MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for text in EVIL:
        copied = what_if_markdown(ending(replace(result_of(answer), logs=(text,)), answer))
        tokens = reader.parse(copied)
        kinds = [token.type for token in tokens]
        assert kinds[:4] == ["paragraph_open", "inline", "paragraph_close", "table_open"], text
        assert kinds.count("table_open") == 1 and kinds[-1] == "table_close", text
        cells = [token.children or [] for token in tokens if token.type == "inline"]
        assert len(cells) == 1 + 4 * (copied.count("\n") - 3), (
            "each line but those of the head is a row of four"
        )
        inside = {child.type for cell in cells[1:] for child in cell}
        assert inside <= {"text", "text_special", "code_inline"}, text
        told = ["".join(child.content for child in cell) for cell in cells]
        assert any(" ".join(visible_text(text, 300).split()) in " ".join(words.split()) for words in told), (
            text
        )
