"""Assertions hold, fail, or are not known; a number that is not known never passes."""

# covers: xccviz/words/checks.py

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference.executor import Program, Promise, execute, random_program
from tests.reference.recorded import raw_of, tutorial
from xccviz.analysis.checks import Assertion, Wanted, check
from xccviz.document import Document, build_document
from xccviz.words.checks import assertion_words

HUGE = 10**40


PARALLEL = Program(False, b"", [Promise(Program(n == 1, b"1"), "x.near", []) for n in range(3)])


def one(document: Document, **wanted: Any) -> Assertion:
    (answer,) = check(document.analysis, Wanted(**wanted))
    return answer


def said(document: Document, **wanted: Any) -> str:
    """The same as a sentence."""
    return assertion_words(one(document, **wanted), document.analysis, document.verdict)


def cut(heights: bool = True) -> Document:
    """A transaction whose last receipts have not run yet."""
    run = execute(PARALLEL)
    kept = set(run.order[:2])
    answer = {
        **run.answer,
        "receipts_outcome": [o for o in run.answer["receipts_outcome"] if o["id"] in kept],
        "receipts": [r for r in run.answer["receipts"] if r["receipt_id"] in kept],
        "final_execution_status": "INCLUDED",
        "status": "Started",
    }
    return build_document(raw_of(answer, run.heights if heights else None))


@pytest.mark.parametrize(
    ("name", "wanted", "holds"),
    [
        ("tutorial-batch-ok", "no_failure", True),
        ("tutorial-batch-fail-step-two", "no_failure", True),
        ("callback-panics", "no_failure", False),
        ("tutorial-batch-ok", "no_hidden_failure", True),
        ("tutorial-batch-fail-step-two", "no_hidden_failure", False),
        ("callback-panics", "no_hidden_failure", True),
        ("tutorial-batch-fail-step-two", "no_unobserved_failure", True),
        ("detached-fails", "no_unobserved_failure", False),
        ("delegate-inner-fails", "no_unobserved_failure", False),
        ("tutorial-batch-ok", "complete", True),
    ],
)
def test_recorded_verdicts(name: str, wanted: str, holds: bool) -> None:
    answer = one(tutorial(name), **{wanted: True})
    assert answer.holds == holds
    assert answer.name == wanted.replace("_", "-")
    assert said(tutorial(name), **{wanted: True})


@pytest.mark.parametrize(
    ("limit", "total"),
    [("max_gas", 5_854_194_395_549), ("max_fee", 585_419_439_554_900_000_000), ("max_blocks", 5)],
)
def test_a_limit_is_the_most_that_holds(limit: str, total: int) -> None:
    document = tutorial("tutorial-batch-ok")
    assert one(document, **{limit: total}).found == total
    assert one(document, **{limit: total}).holds
    assert not one(document, **{limit: total - 1}).holds
    assert not one(document, **{limit: 0}).holds


def test_numbers_that_would_read_the_same_are_told_exactly() -> None:
    document = tutorial("tutorial-batch-ok")
    assert "5,854,194,395,549 gas" in said(document, max_gas=5_854_194_395_548)
    assert "585,419,439,554,900,000,000 yocto" in said(document, max_fee=585_419_439_554_899_999_999)


@pytest.mark.parametrize("limit", ["max_gas", "max_fee", "max_blocks"])
def test_what_is_not_known_yet_never_passes(limit: str) -> None:
    answer = one(cut(), **{limit: HUGE})
    assert not answer.holds
    assert answer.found is None
    words = said(cut(), **{limit: HUGE})
    assert words.startswith("not known: ") and "not run yet" in words
    assert said(cut(), **{limit: 1}).startswith("at least ")


def test_without_heights_blocks_are_not_known() -> None:
    run = execute(PARALLEL)
    document = build_document(raw_of(run.answer))
    answer = one(document, max_blocks=HUGE)
    assert (answer.holds, answer.found) == (False, None)
    assert "heights" in said(document, max_blocks=HUGE)


@pytest.mark.parametrize(("member", "limit"), [("gas_burnt", "max_gas"), ("tokens_burnt", "max_fee")])
def test_an_outcome_without_its_number_makes_the_sum_unknown(member: str, limit: str) -> None:
    answer = execute(PARALLEL).answer
    del answer["receipts_outcome"][1]["outcome"][member]
    found = one(build_document(raw_of(answer)), **{limit: HUGE})
    assert (found.holds, found.found) == (False, None)


def test_an_incomplete_answer_says_what_is_missing() -> None:
    answer = one(cut(), complete=True)
    assert not answer.holds
    assert "still to come" in said(cut(), complete=True)


def test_a_fate_that_is_not_known_is_told() -> None:
    answer = execute(PARALLEL).answer
    bare = build_document(raw_of({key: value for key, value in answer.items() if key != "receipts"}))
    unknown = [facts for facts in bare.analysis.facts.values() if facts.fate == "unknown"]
    assert unknown
    message = said(bare, no_unobserved_failure=True)
    assert f"of {len(unknown)} the answer does not tell" in message


@given(st.integers(0, 10**9))
def test_blocks_and_gas_of_random_programs(seed: int) -> None:
    run = execute(random_program(random.Random(seed)))
    document = build_document(raw_of(run.answer, run.heights))
    assert one(document, max_blocks=1).found == len(run.heights)
    assert one(document, max_gas=1).found == 10**12 * (len(run.order) + 1)
    assert check(document.analysis, Wanted()) == ()
