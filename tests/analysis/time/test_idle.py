"""Idle blocks: the same of them on all surfaces, from recorded transactions with times."""

from __future__ import annotations

import pytest

from tests.reference.later import recorded_ten
from tests.reference.recorded import HERE, timed_document_of
from xccviz.analysis.time.idle import Idle, Ran
from xccviz.document import Document, build_document
from xccviz.layout.sequence.build import lay_out as sequence
from xccviz.layout.timeline.build import lay_out as timeline
from xccviz.layout.types import REFUNDS_KEY, LayoutOptions
from xccviz.replay.scale import scale_of
from xccviz.sources.files.sample import read_sample
from xccviz.words.blocks import idle_words


def documents() -> list[Document]:
    names = ("yield-resumed-by-other-tx", "tutorial-parallel-3-one-panics", "callback-panics")
    return [
        *(build_document(read_sample(name)) for name in names),
        timed_document_of(HERE / "node" / "congested-callback"),
        *(document for _, document in recorded_ten()),
    ]


def test_what_is_idle_between_blocks_in_which_something_ran() -> None:
    ran = Ran((10, 11, 15, 16, 19), {10: 100, 11: 110, 15: 150, 19: 190})
    assert ran.idle_in(12, 14) == Idle(3, 40)
    assert ran.idle_in(12, 18) == Idle(5, None)  # when 16 ran is not known
    assert Ran((10, 12, 14, 20), {10: 1, 12: 3, 14: 5, 20: 11}).idle_in(11, 19) == Idle(7, 10)
    assert Ran((10, 11, 12), {10: 1, 12: 3}).idle_in(11, 11) == Idle(0, None)


@pytest.mark.parametrize("folded", [True, False])
def test_sequence_timeline_and_scale_tell_the_same(folded: bool) -> None:
    options = LayoutOptions(frozenset() if folded else frozenset({REFUNDS_KEY}), width=20_000.0)
    count = 0
    for document in documents():
        drawn = timeline(document.analysis, options)
        gaps = [each for each in drawn.columns if each.kind == "idle"]
        lone = sum(each.first not in drawn.ticks.values() for each in drawn.columns if each.kind == "block")
        bands = [each for each in sequence(document.analysis, options).bands if each.kind == "idle"]
        assert sum(each.blocks for each in gaps) + lone == sum(each.idle.blocks for each in bands)
        assert sum(each.blocks for each in scale_of(document.timeline).idles) >= sum(e.blocks for e in gaps)
        for band in bands:
            inside = [each for each in gaps if (band.first or 0) <= each.first <= (band.last or 0)]
            if sum(each.blocks for each in inside) == band.idle.blocks and None not in {
                g.lasts_ns for g in inside
            }:
                count += 1
                assert sum(each.lasts_ns or 0 for each in inside) == band.idle.lasts_ns
    assert count


def test_a_block_with_a_folded_refund_is_not_idle() -> None:
    document = build_document(read_sample("yield-resumed-by-other-tx"))
    (band,) = (b for b in sequence(document.analysis, LayoutOptions(width=1400.0)).bands if b.kind == "idle")
    assert (band.first, band.last) == (3107, 3116)
    assert band.words == "9 of 10 blocks idle · 3.1 s · 1 gas refund, folded"
    assert idle_words(0, 2, None, 2) == "only 2 gas refunds, folded"
