"""Where a receipt ran, and that findings of every severity have a heading."""

# covers: xccviz/words/places.py

from __future__ import annotations

from tests.reference.executor import Program, Promise, execute
from tests.reference.recorded import raw_of
from xccviz.document import build_document
from xccviz.values import replace
from xccviz.words.places import block_words, height_words, place_words
from xccviz.words.signs import SEVERITIES, SEVERITY_HEADINGS

PROGRAM = Program(False, b"", [Promise(Program(False, b"1"), "x.near", [])])


def test_a_block_is_told_where_it_is_known() -> None:
    assert height_words(1_234_567) == "block 1,234,567"
    assert height_words(None) == ""


def test_a_place_tells_the_block_and_the_wait() -> None:
    run = execute(PROGRAM)
    document = build_document(raw_of(run.answer, run.heights))
    node = document.graph.root
    facts = replace(document.analysis.facts[node.id], waited_blocks=2, wait_reason="data")
    assert block_words(node) == "block 100"
    assert place_words(node, facts) == "block 100 · waited 2 blocks for data"
    assert place_words(node, replace(facts, waited_blocks=None)) == "block 100"
    assert place_words(replace(node, height=None), replace(facts, waited_blocks=None)) == ""


def test_every_severity_has_a_heading_in_the_order_of_the_signs() -> None:
    assert tuple(SEVERITY_HEADINGS) == tuple(SEVERITIES)
