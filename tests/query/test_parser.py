"""The grammar: what is read how, and every kind of mistake with its place and the nearest right word."""

# covers: xccviz/query/lexer.py, xccviz/query/mistakes.py, xccviz/query/tree.py

from __future__ import annotations

import pytest

from tests.reference.recorded import tutorial
from xccviz.document import Document
from xccviz.query import FilterError, parse
from xccviz.query.parser import DEEPEST


@pytest.fixture(scope="module")
def document() -> Document:
    return tutorial("tutorial-parallel-3-one-panics")


def found(text: str, document: Document) -> list[str]:
    """The labels of what a filter finds."""
    return [document.graph.by_id[id].label for id in parse(text).matches(document)]


SAME = [
    ("ok join", "ok and join"),
    ("fail | join", "fail or join"),
    ("fail|join", "(fail)|(join)"),
    ("!fail", "not fail"),
    ("! fail", "NOT FAIL"),
    ("fail | ok join", "fail | (ok join)"),
    ("!fail join", "(!fail) join"),
    ("gas>1T", "gas > 1T"),
    ("GAS>1t", "gas>1Tgas"),
    ("gas>1000G", "gas>1T"),
    ("gas>1000000000000", "gas>1T"),
    ("gas>0.5T", "gas>500G"),
    ("method:get_value", "method: 'get_value'"),
    ("method:get_value", 'METHOD:"GET_value"'),
    ("method:get_*", 'method:"get_*"'),
    ("method:get\\_value", "method:get_value"),
    ("to:bravo.near", "to:?ravo.near"),
    ('"no value"', "'no value'"),
    ("text:today", "text:TODAY"),
    ("role:join", "join"),
    ("deposit>=0N", "deposit>=0"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_ways_to_say_the_same(document: Document, one: str, other: str) -> None:
    assert found(one, document) == found(other, document) != []


def test_and_binds_closer_than_or_and_not_closer_still(document: Document) -> None:
    assert found("fail ok | join", document) == ["caller.near.on_multi_done"]
    assert found("fail (ok | join)", document) == []
    assert "bravo.near.get_value" not in found("!(fail | refund)", document)
    assert found("!fail | fail", document) == [node.label for node in document.graph.nodes]


def test_text_is_found_in_quotes_and_as_a_word_that_is_no_term(document: Document) -> None:
    assert (
        found("no value today", document)
        == found('"no" "value" "today"', document)
        == ["bravo.near.get_value"]
    )
    assert found("method", document) == found('"method"', document), "a name alone is text"
    assert found('"join"', document) == [] != found("join", document)
    assert found("hello!", document) == [] == found("don't", document)


@pytest.mark.parametrize("text", ['method:"get\\*"', "method:get\\*", "method:'get\\*'"])
def test_a_backslash_turns_a_wildcard_off_in_words_and_in_quotes(document: Document, text: str) -> None:
    assert found(text, document) == []


MISTAKES: list[tuple[str, str, str | None, str]] = [
    # what is written, its part that is wrong, the nearest right word, what is said
    ("", "", None, "the filter is empty"),
    ("   ", "", None, "the filter is empty"),
    ("metod:ft_*", "metod", "method", "no term is called “metod”"),
    ("ok gass>3", "gass", "gas", "no term is called “gass”"),
    ("xyzzy:3", "xyzzy", None, "no term is called “xyzzy”"),
    ('"gas">3', '"gas"', "gas", "text in quotes is no name of a term"),
    ("fail:yes", "fail:yes", "fail", "“fail” stands alone"),
    ("join>2 ok", "join>2", "join", "“join” stands alone"),
    ("gas:20T", ":", "=", "gas is compared, it takes no colon"),
    ("method=ft", "=", ":", "method is not compared, it takes a colon"),
    ("gas==5", "==", "=", "“==” compares nothing"),
    ("gas=>5", "=>", ">=", "“=>” compares nothing"),
    ("gas≥5", "≥", ">=", "“≥” compares nothing"),
    ("gas<>5", "<>", "!=", "“<>” compares nothing"),
    ("ok gas>", "", None, "gas needs a number behind >"),
    ("gas>(5)", "(", None, "gas needs a number behind >"),
    ("gas>lots", "lots", None, "“lots” is no number for gas"),
    ("gas>20N", "20N", "20T", "“20N” is no number for gas"),
    ("deposit>1T", "1T", "1N", "“1T” is no number for deposit"),
    ("deposit>5m", "5m", "5mN", "“5m” is no number for deposit"),
    ("depth>2T", "2T", "2", "“2T” is no number for depth"),
    ("gas>1,000", "1,000", "1000", "“1,000” is no number for gas"),
    ("gas>-5", "-5", None, "“-5” is no number for gas"),
    ("gas>1e12", "1e12", "1T", "“1e12” is no number for gas"),
    ("gas>1.2.3", "1.2.3", None, "“1.2.3” is no number for gas"),
    ("method:", "", None, "method needs a value behind the colon"),
    ("method:)", ")", None, "method needs a value behind the colon"),
    (
        "ok event:nep141:ft_transfer",
        "nep141:ft_transfer",
        '"nep141:ft_transfer"',
        "a value with “:” in it has to stand in quotes",
    ),
    ("arg:a=b", "a=b", '"a=b"', "a value with “=” in it has to stand in quotes"),
    ("fate:unobserve", "unobserve", "unobserved", "“unobserve” is no fate"),
    ("slot:fail", "fail", "failed", "“fail” is no slot"),
    ("role:caller", "caller", "call", "“caller” is no role"),
    ("state:done", "done", None, "“done” is no state"),
    ("kind:receipt", "receipt", "data_receipt", "“receipt” is no kind"),
    ("action:Tranfer", "Tranfer", "Transfer", "“Tranfer” is no action"),
    ("finding:hiddenfailure", "hiddenfailure", "hidden_failure", "“hiddenfailure” is no finding"),
    ("fail and", "", None, "a term is missing behind “and”"),
    ("fail |", "", None, "a term is missing behind “|”"),
    ("!", "", None, "a term is missing behind “!”"),
    ("fail ||ok", "||", "|", "“||” is no sign"),
    ("| fail", "|", None, "a term is missing before “|”"),
    ("and fail", "and", None, "a term is missing before “and”"),
    ("not not fail", "not", None, "a term is missing before “not”"),
    (": fail", ":", None, "no name stands before “:”"),
    ("fail >5", "fail >5", "fail", "“fail” stands alone"),
    ("> 5", ">", None, "no name stands before “>”"),
    ("(fail", "(", None, "this bracket is not closed"),
    ("ok (fail | (join)", "(", None, "this bracket is not closed"),
    ("fail)", ")", None, "this bracket closes none that was opened"),
    (")", ")", None, "this bracket closes none that was opened"),
    ("()", ")", None, "there is nothing in these brackets"),
    ('log:"abc', '"abc', '"abc"', "the quotes that begin here don't end"),
    ("ok 'it", "'it", "'it'", "the quotes that begin here don't end"),
    ("abc\\", "\\", "\\\\", "nothing stands behind the backslash; it takes the next character as it is"),
]


@pytest.mark.parametrize(("text", "wrong", "near", "said"), MISTAKES)
def test_a_mistake_says_what_and_where_and_the_nearest_right_word(
    text: str, wrong: str, near: str | None, said: str
) -> None:
    with pytest.raises(FilterError) as caught:
        parse(text)
    mistake = caught.value
    assert (mistake.what, text[mistake.start : mistake.end], mistake.nearest) == (said, wrong, near)
    line, carets = mistake.drawn()
    assert line == text
    assert carets.count("^") == max(1, len(wrong))
    assert carets.rstrip("^") == " " * mistake.start
    assert mistake.kind == "usage"
    assert mistake.message == (said if near is None else f"{said}; did you mean {near}?")


@pytest.mark.parametrize(("text", "near"), [(row[0], row[2]) for row in MISTAKES if row[2] is not None])
def test_the_nearest_word_in_the_place_of_what_is_wrong_mends_it(text: str, near: str) -> None:
    with pytest.raises(FilterError) as caught:
        parse(text)
    mended = text[: caught.value.start] + near + text[caught.value.end :]
    assert parse(mended).text == mended


def test_the_caret_stands_below_what_is_wrong_whatever_stands_before() -> None:
    with pytest.raises(FilterError) as caught:
        parse("日本 \u202e slot:fail")
    line, carets = caught.value.drawn()
    assert line == "日本 ⟨U+202E⟩ slot:fail"
    assert carets == " " * (len(line) - len("fail") + 2) + "^^^^", "two characters take two cells each"


def test_a_long_filter_is_shown_around_the_place() -> None:
    with pytest.raises(FilterError) as caught:
        parse("ok " * 200 + "metod:a " + "ok " * 200)
    line, carets = caught.value.drawn()
    assert line.startswith("…") and line.endswith("…") and len(line) < 150
    assert line[carets.index("^") : carets.rindex("^") + 1] == "metod"


def test_brackets_may_be_deep_and_no_deeper(document: Document) -> None:
    deep = "(" * DEEPEST + "fail" + ")" * DEEPEST
    assert found(deep, document) == ["bravo.near.get_value"]
    assert found("(fail) " * 500, document) == ["bravo.near.get_value"], "one after the other is not deep"
    with pytest.raises(FilterError, match="more than 100 brackets"):
        parse(f"({deep})")
    with pytest.raises(FilterError):
        parse("(" * 100_000)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fail gas>20T method:ft_*", "failed, burnt over 20 Tgas, method like ft_*"),
        ("fail | pending refund", "failed or (not run yet, a refund)"),
        ("!ok", "not succeeded"),
        ("!(ok | join)", "not (succeeded or callback of a join)"),
        ("gas<=0.5T", "burnt at most 0.5 Tgas"),
        ("deposit=1000000", "deposit exactly 1,000,000 yocto"),
        ("wait!=2", "blocks waited other than 2"),
        ("method:ft\\*", "method ft*"),
        ('paid "two words"', "with “paid”, with “two words”"),
        ("slot:failed id:9bq", "a slot failed, id begins with 9bq"),
    ],
)
def test_a_filter_tells_itself_in_words(text: str, said: str) -> None:
    assert parse(text).words() == said
