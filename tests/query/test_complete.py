"""What is offered at a place of a filter: whatever is taken makes a filter that is right so far."""

from __future__ import annotations

from contextlib import suppress

import pytest

from tests.reference.recorded import tutorial
from xccviz.document import Document
from xccviz.query import FilterError, completions, parse
from xccviz.query.complete import MOST, written_value
from xccviz.query.terms import NAMES, WORDS, NumberRow, ValueRow


@pytest.fixture(scope="module")
def document() -> Document:
    return tutorial("tutorial-parallel-3-one-panics")


def offered(text: str, document: Document | None, cursor: int | None = None) -> list[str]:
    """The whole filter after each thing that is offered."""
    at = len(text) if cursor is None else cursor
    return [text[: c.start] + c.text + text[c.end :] for c in completions(text, at, document)]


def test_words_and_names_come_by_how_they_begin(document: Document) -> None:
    assert offered("fa", None) == ["fail", "fate:"]
    assert offered("ok (me", None)[0] == "ok (method:"
    assert offered("ok slo", document)[:2] == ["ok slot:", "ok slots>"]
    assert "self_callback" in offered("callb", None), "what has it inside comes after"
    assert offered("fail", None) == [], "what stands there already is not offered"
    assert len(offered("", None)) == min(MOST, len(WORDS) + len(NAMES))


def test_values_are_those_of_the_document_the_most_frequent_first(document: Document) -> None:
    assert offered("method:", document) == [
        "method:get_value",
        "method:multiple_contracts",
        "method:on_multi_done",
    ]
    (first, *_) = completions("method:g", 8, document)
    assert (first.text, first.start, first.end, first.means) == (
        "get_value",
        7,
        8,
        "3 matches",
    ) or first.means
    assert offered("to:br", document) == ["to:bravo.near"]
    assert offered("bravo", document) == ["account:bravo.near"]
    assert offered("get_", document) == ["method:get_value"]
    assert offered("method:", None) == []


def test_choices_of_the_document_come_before_all_others(document: Document) -> None:
    fates = offered("fate:", document)
    assert fates[0] == "fate:handled"
    assert sorted(fates) == sorted(f"fate:{fate}" for fate in choices("fate"))
    assert [c.means for c in completions("finding:hidden", 14, document)] == ["1 match"]
    assert offered("finding:hid", None) == ["finding:hidden_failure"]


def choices(name: str) -> tuple[str, ...]:
    row = NAMES[name]
    assert isinstance(row, ValueRow)
    return row.choices


def test_a_number_gets_its_units(document: Document) -> None:
    assert offered("gas>20", document) == ["gas>20T", "gas>20G"]
    assert offered("deposit>=0.5", document) == ["deposit>=0.5N", "deposit>=0.5mN", "deposit>=0.5yN"]
    assert offered("depth>2", document) == offered("gas>", document) == offered("fail>2", document) == []


def test_the_word_around_the_cursor_is_replaced(document: Document) -> None:
    assert offered("fa method:ge ok", document, cursor=12) == ["fa method:get_value ok"]
    assert offered("fa method:ge ok", document, cursor=2) == ["fail method:ge ok", "fate: method:ge ok"]
    assert offered('method:"ge" ok', document, cursor=10) == ["method:get_value ok"]
    assert offered('"fa', document) == [], "text is anything"
    assert offered("ok ", document)[0] == "ok fail"


def test_whatever_is_taken_can_be_read(document: Document) -> None:
    for name, row in NAMES.items():
        if isinstance(row, NumberRow):
            for text in offered(f"{name}>3", document):
                parse(text)
        else:
            for text in offered(f"{name}:", document):
                assert parse(text).matches(document) or row.choices, text
    for text in offered("", document):
        if text[-1] not in ":>":
            parse(text)


@pytest.mark.parametrize(
    "value", ["a b", 'q"uote', "st*r", "wh?t", "back\\slash", "(x)", "nep141:ft", "", "日本", "!x", "'"]
)
def test_any_value_can_be_written(value: str) -> None:
    filter = parse(f"method:{written_value(value)}")
    assert filter.words() in (f"method {value}",)


def test_no_text_and_no_cursor_is_too_odd(document: Document) -> None:
    for text in ('a:"', "((", "a\\", "::", "gas>>", "method:'", "!", "gas>1.2.3", "²"):
        for cursor in range(len(text) + 1):
            for completed in offered(text, document, cursor):
                with suppress(FilterError):
                    parse(completed)
