"""Differences as rows and as Markdown: visible, cut, and nothing of the chain is markup."""

# covers: xccviz/tables/differences.py, xccviz/tables/pair.py, xccviz/words/pairs.py

from __future__ import annotations

import json

import pytest

from tests.reference.executor import Program, Promise, execute
from tests.reference.recorded import raw_of, tutorial
from xccviz.comparison import Comparison, compare
from xccviz.document import build_document
from xccviz.replay import moment_at
from xccviz.tables.differences import as_markdown, difference_rows
from xccviz.tables.pair import differences_at, nodes_of, pair_ends, pair_facts
from xccviz.words.pairs import because, both_words, offset_words, span_words


def joined() -> Comparison:
    return compare(tutorial("tutorial-parallel-3-ok"), tutorial("tutorial-parallel-3-one-panics"))


def of(a: Program, b: Program) -> Comparison:
    return compare(*(build_document(raw_of(execute(each).answer)) for each in (a, b)))


def test_a_line_says_the_same_as_diff_on_the_terminal() -> None:
    rows = {row.what: row for row in difference_rows(joined().entries)}
    assert (rows["ended"].a, rows["ended"].b) == (
        'returned "value of bravo.near"',
        "failed: panicked: no value today",
    )
    assert (rows["slot 1 got"].b, rows["slot 1 got"].failed) == ("Failed", (False, True))
    assert rows["fee"].change == "−0.0000006174"
    assert [row.number for row in difference_rows(joined().entries) if not row.first] == [5]


def test_markdown_is_one_table_and_takes_no_text_for_markup() -> None:
    evil = "`|` <script> *bold*\n# head \u202e [x](y) | end"
    found = of(Program(False, json.dumps(evil).encode()), Program(True, b""))
    told = as_markdown(found, found.entries)
    lines = told.splitlines()
    table = [line for line in lines if line.startswith("|")]
    assert lines[-len(table) :] == table
    heads = table[0].replace("\\|", "").count("|")
    assert all(line.replace("\\|", "").count("|") == heads for line in table)
    assert "\u202e" not in told
    assert "<script>" not in told.replace("`", "´").replace("\\<", "") or "`" in told
    joined_told = as_markdown(joined(), joined().entries)
    assert "| 2 | bravo\\.near" not in joined_told and "| 2 | bravo.near.get\\_value | ended |" in joined_told


def test_long_values_are_shown_from_where_they_differ() -> None:
    same = "x" * 5_000
    found = of(Program(False, f'"{same}one"'.encode()), Program(False, f'"{same}two"'.encode()))
    row = next(row for row in difference_rows(found.entries) if row.what == "returned")
    assert "one" in row.a and "two" in row.b and len(row.a) < 100


def test_the_facts_of_a_call_stand_in_two_columns_and_what_counts_is_marked() -> None:
    found = joined()
    call = found.union.by_key[found.entries[1].call]
    facts = {fact.name: fact for fact in pair_facts(found, call, (None, None))}
    assert (facts["ended"].a, facts["ended"].b) == ("returned", "failed")
    assert (facts["block"].a, facts["block"].b, facts["block"].differs) == ("#445", "#523", False)
    assert (facts["burnt here"].a, facts["burnt here"].b) == ("1.146", "1.150")
    assert not facts["attached"].differs and facts["contract"].differs
    ends = pair_ends(found, call, (None, None))
    assert [(end.words, end.failed) for end in ends] == [
        ('"value of bravo.near"', False),
        ("panicked: no value today", True),
    ]
    a, b = nodes_of(found, call)
    assert a is not None and b is not None
    runs = found.a.analysis, found.b.analysis
    why = because(differences_at(found, call.key), runs, (a, b))
    assert why[0] == "Both got the same arguments: {}." and "bravo.near" in why[1]


def test_facts_stand_in_one_order_whichever_run_is_the_first_and_lacks_one() -> None:
    """What was burnt on sending belongs below what was burnt, also where only the second run did."""
    ok, panics = tutorial("tutorial-parallel-3-ok"), tutorial("tutorial-parallel-3-one-panics")
    names = []
    for found in (compare(ok, panics), compare(panics, ok)):
        call = found.union.by_key[found.entries[1].call]
        names.append([fact.name for fact in pair_facts(found, call, (None, None))])
    assert names[0] == names[1]
    assert names[0][-3:] == ["sending", "passed on", "got back"]


def test_gas_that_was_left_is_coming_back_until_its_refund_has_run() -> None:
    """As in the inspector of one run; where it is back in one run only, the other says so beside the number."""
    found = joined()
    call = found.union.by_key[found.entries[1].call]

    def told(a: int, b: int) -> tuple[str, str, str, bool]:
        moments = (
            moment_at(found.a.analysis, found.a.timeline, a),
            moment_at(found.b.analysis, found.b.timeline, b),
        )
        row = pair_facts(found, call, moments)[-1]
        return row.name, row.a, row.b, row.differs

    assert told(4, 4) == ("coming back", "9.742", "9.738", True)
    assert told(15, 15) == ("got back", "9.742", "9.738", True)
    assert told(15, 4) == ("got back", "9.742", "9.738 coming back", True)
    assert told(4, 3)[:2] == ("coming back", "9.742")


def test_why_says_only_what_is_certain() -> None:
    found = joined()
    runs = found.a.analysis, found.b.analysis
    callback = found.union.by_key[found.entries[3].call]
    a, b = nodes_of(found, callback)
    assert a is not None and b is not None
    assert because(differences_at(found, callback.key), runs, (a, b)) == ["Slot 1 got another result."]
    equal = next(call for call in found.union.calls if call.key not in found.numbers_at)
    a, b = nodes_of(found, equal)
    assert a is not None and b is not None
    assert because((), runs, (a, b)) == []


def test_what_one_run_lacks_has_one_column() -> None:
    found = of(Program(False, b"", [Promise(Program(False, b"1"), "x.near", [])]), Program(False, b""))
    call = next(call for call in found.union.calls if call.missing == "b")
    facts = pair_facts(found, call, (None, None))
    assert facts and all(fact.b == "–" for fact in facts)
    row = next(row for row in difference_rows(found.entries) if row.what == "only in A")
    assert row.a and not row.b


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (both_words("x", "x"), "A and B: x"),
        (both_words("x", ""), "A: x"),
        (both_words("", ""), ""),
        (span_words(443, 447), "block 443–447"),
        (span_words(None, 3), ""),
        (offset_words(3, 3), "+3"),
        (offset_words(3, 5), "A +3 · B +5"),
        (offset_words(None, 5), "B +5"),
    ],
)
def test_words_of_both(words: str, expected: str) -> None:
    assert words == expected
