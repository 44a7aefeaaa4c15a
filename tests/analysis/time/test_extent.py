"""What there is of a transaction, counted, and the same in words; a cut one claims no block that is not known."""

# covers: xccviz/analysis/time/extent.py, xccviz/words/extent.py, xccviz/words/costs.py

from __future__ import annotations

from tests.reference.executor import Program, Promise, execute
from tests.reference.recorded import raw_of
from xccviz.analysis.time.extent import Extent, Span, extent_of, span_of
from xccviz.document import Document, build_document
from xccviz.values import replace
from xccviz.words.costs import burnt_chip, costs_words, fee_chip
from xccviz.words.extent import extent_words, failed_chip, failed_counts, span_words

PROGRAM = Program(False, b"", [Promise(Program(n == 1, b"1"), "x.near", []) for n in range(3)])
NOTHING = Extent(0)


def made(heights: bool = True) -> Document:
    run = execute(PROGRAM)
    return build_document(raw_of(run.answer, run.heights if heights else None))


def test_receipts_failures_and_blocks_are_counted() -> None:
    extent = extent_of(made().graph)
    assert (extent.receipts, extent.failed_calls, extent.failed_receipts) == (4, 1, 1)
    assert extent.span == Span(100, 102)
    assert extent.span.blocks == 3
    assert extent_words(extent) == "4 receipts, 1 failed, 3 blocks"
    assert span_words(extent.span) == "blocks 100 to 102"


def test_without_heights_no_blocks_are_told() -> None:
    extent = extent_of(made(heights=False).graph)
    assert extent.span is None
    assert extent_words(extent) == "4 receipts, 1 failed"
    assert span_of(()) is None


def test_failures_are_counted_by_kind_and_a_chip_puts_calls_first() -> None:
    assert (failed_counts(NOTHING), failed_chip(NOTHING)) == ([], "")
    lost = replace(NOTHING, failed_refunds=1, failed_payouts=2)
    assert failed_counts(lost) == ["1 failed refund", "2 failed payouts"]
    assert failed_chip(lost) == "1 failed refund and 2 failed payouts"
    assert failed_chip(replace(lost, failed_calls=2)) == "2 failed calls"
    untold = replace(NOTHING, other_refunds=1, refunds_or_payouts=3, failed_refunds=1, failed_either=2)
    assert failed_counts(untold) == ["1 failed refund", "2 failed refunds or payouts"]
    assert extent_words(untold) == "1 refund, 3 refunds or payouts"
    coming = replace(NOTHING, refunds_to_come=1, either_to_come=2)
    assert extent_words(coming) == "1 refund to come, 2 refunds or payouts to come"
    assert (
        extent_words(replace(coming, receipts=4, gas_refunds=1)) == "4 receipts, 1 gas refund, 3 more to come"
    )


def test_costs_say_so_while_they_still_grow() -> None:
    assert "so far" not in costs_words(made().analysis)
    run = execute(PROGRAM)
    outcomes = run.answer["receipts_outcome"]
    cut = build_document(raw_of({**run.answer, "receipts_outcome": outcomes[:-1]}, run.heights)).analysis
    assert "(so far: " in costs_words(cut)
    assert ", refunds left out, so far: " in burnt_chip(cut)[1]
    fee = fee_chip(cut)
    assert fee is None or ", so far: " in fee[1]
