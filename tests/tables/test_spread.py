"""A quantity over receipts: each bin holds what a filter of its edges finds, what is not known is counted apart."""

# covers: xccviz/words/spread.py

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xccviz.document import Document, build_document
from xccviz.query import Columns, parse
from xccviz.query.numbers import parse_amount
from xccviz.query.ranges import Range, with_range
from xccviz.query.terms import NAMES
from xccviz.replay import moment_at
from xccviz.sources.files.sample import read_sample
from xccviz.tables.spread import QUANTITIES, Quantity, progress_at, spread_of
from xccviz.values import replace
from xccviz.words.spread import axis_words, bar_words, summary_words, unknown_words

SAMPLES = ("tutorial-parallel-3-one-panics", "mainnet-hidden-failure")


@pytest.fixture(scope="module", params=SAMPLES)
def document(request: pytest.FixtureRequest) -> Document:
    return build_document(read_sample(request.param))


@pytest.mark.parametrize("quantity", QUANTITIES, ids=lambda quantity: quantity.id)
@pytest.mark.parametrize("scale", ["linear", "log"])
def test_a_bin_holds_what_its_filter_finds(document: Document, quantity: Quantity, scale) -> None:
    columns = Columns(document)
    nodes = [node.id for node in document.graph.nodes]
    spread = spread_of(document, nodes, quantity, scale)
    if spread.bins is None:
        assert spread.unknown
        return
    for place, (low, high) in enumerate(pairwise(spread.bins.edges)):
        found = parse(with_range("", quantity.id, Range(low or None, high))).matches(columns)
        assert set(found) == {node for node, bin_ in spread.bin_of.items() if bin_ == place}
    assert len(spread.values) + spread.unknown <= len(nodes)
    assert NAMES[quantity.id].sort == quantity.sort  # type: ignore[union-attr]  # it is compared with a number


def test_bars_tell_how_receipts_ended_and_what_is_to_come(document: Document) -> None:
    nodes = [node.id for node in document.graph.nodes]
    spread = spread_of(document, nodes, QUANTITIES[0], "log")
    end = spread.counts(progress_at(document, None))
    failed = {node for node, facts in document.analysis.facts.items() if facts.failed}
    assert sum(bar["failed"] for bar in end) == len(failed & spread.bin_of.keys()) > 0
    assert not any(bar["later"] for bar in end)
    begin = spread.counts(progress_at(document, moment_at(document.analysis, document.timeline, 0)))
    assert sum(bar["later"] for bar in begin) == len(spread.values)
    whole = spread.between(None, None, progress_at(document, None))
    assert whole == {part: sum(bar[part] for bar in end) for part in ("done", "failed", "later")}


def test_what_does_not_tell_is_counted_apart(document: Document) -> None:
    facts = dict(document.analysis.facts)
    ran = [node.id for node in document.graph.nodes if node.has_run]
    for node in ran[:3]:
        facts[node] = replace(facts[node], gas=replace(facts[node].gas, burnt=None))
    poorer = replace(document, analysis=replace(document.analysis, facts=facts))
    spread = spread_of(poorer, ran, QUANTITIES[0], "log")
    assert spread.unknown == 3
    assert spread.summary(0).endswith(f" 3 of {len(ran)} not known.")
    nothing = spread_of(poorer, ran[:3], QUANTITIES[0], "log")
    assert nothing.bins is None
    assert nothing.summary(0) == "3 of 3 not known."
    huge = dict(facts, **{ran[0]: replace(facts[ran[0]], gas=replace(facts[ran[0]].gas, burnt=10**400))})
    assert (
        spread_of(
            replace(poorer, analysis=replace(poorer.analysis, facts=huge)), ran, QUANTITIES[0], "log"
        ).unknown
        == 3
    )


@given(st.integers(0, 10**30), st.sampled_from(("gas", "near")))
def test_a_value_on_an_axis_is_exact(value: int, sort) -> None:
    words = axis_words(sort, value).replace(",", "")
    raised = "⁰¹²³⁴⁵⁶⁷⁸⁹"
    for power in range(40, 0, -1):
        written = "".join(raised[int(digit)] for digit in str(power))
        words = words.replace(f"·10{written}", "0" * power).replace(f"10{written}", "1" + "0" * power)
    number, _, unit = words.partition(" ")
    own = {"gas": "T", "near": "N"}[sort]
    amount = parse_amount(sort, f"{number}{unit or own}")
    assert amount is not None
    assert amount.value == value


def test_what_it_says() -> None:
    assert axis_words("near", 10**6) == "10⁶ yN"
    assert axis_words("gas", 15 * 10**11) == "1.5"
    assert axis_words("gas", 20 * 10**6) == "0.02 G"
    assert bar_words("gas", 2 * 10**12, 5 * 10**12, 14, 2, 0) == "2 to under 5 Tgas: 14 nodes, 2 failed"
    assert bar_words("count", 3, 4, 1, 0, 1) == "3 blocks: 1 node, 1 to come"
    told = summary_words("gas", 40, 22 * 10**10, 25 * 10**12, 19 * 10**11, 12 * 10**12, 2)
    assert told == "40 nodes, 2 failed: 0.22 Tgas to 25 Tgas, median 1.9 Tgas, 95 % at most 12 Tgas."
    assert summary_words("count", 2, 1, 1, 1, 1, 0) == "2 nodes: 1 block each."
    assert unknown_words(3, 40) == "3 of 40 not known."
