"""The path that delayed the result is the one the recorded or executed heights show, and none without heights."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reference.examples import some
from tests.reference.executor import Program, Promise, execute, random_program
from tests.reference.recorded import document_of, raw_of, recording
from xccviz.analysis.failures.fates import deciding_node
from xccviz.analysis.time.critical_path import critical_path, slowest_hop
from xccviz.document import build_document
from xccviz.words.timeline import why_words


def test_the_slow_one_of_two_joined_calls_is_named(shared_data: Path) -> None:
    graph = document_of(shared_data / "node" / "pv84" / "congested-callback").graph
    path = critical_path(graph)
    assert [graph.by_id[hop.node].label for hop in path[1:]] == [
        "ft.near.run",
        "amm.near.run",
        "ft.near.callback",
    ]
    slowest = slowest_hop(path)
    assert slowest is not None and slowest.blocks == 341
    assert graph.by_id[slowest.node].label == "amm.near.run"
    assert path[-1].slot == 0


def test_a_yield_says_that_it_was_resumed(shared_data: Path) -> None:
    graph = document_of(shared_data / "node" / "pv86" / "yield-resumed-by-other-tx").graph
    assert critical_path(graph)[-1].via == "resumed"


@pytest.mark.parametrize("name", ["testnet/6z7USAzwMT", "mainnet/qB7ztPasTw"])
def test_of_a_yield_without_what_arrived_it_is_not_said_how_its_wait_ended(
    shared_data: Path, name: str
) -> None:
    document = recording(shared_data / "public" / f"{name}.json")
    (hop,) = (hop for hop in critical_path(document.graph) if "yield" in document.graph.by_id[hop.node].roles)
    assert hop.via == "yielded"
    assert why_words(hop, "app.near.run", False, "", "") == "yielded by app.near.run, resumed or timed out"


@settings(max_examples=some(60), deadline=None)
@given(st.integers(0, 10**6))
def test_blocks_of_the_path_add_up_and_no_cause_is_later(seed: int) -> None:
    """Executed programs have no delays: each hop starts one block after its latest cause."""
    run = execute(random_program(random.Random(seed)))
    graph = build_document(raw_of(run.answer, run.heights)).graph
    path = critical_path(graph)
    end = deciding_node(graph)
    assert end is not None and path[-1].node == end.id
    heights = [graph.by_id[hop.node].height or 0 for hop in path]
    assert heights == sorted(heights)
    assert sum(hop.blocks or 0 for hop in path) == heights[-1] - heights[0]
    assert all(hop.blocks == 1 for hop in path[1:])


def test_without_heights_a_join_has_none_and_a_chain_has_one() -> None:
    calls = [Promise(Program(False, b"1"), "a.near", []), Promise(Program(False, b"2"), "b.near", [])]
    join = Program(False, b"", [*calls, Promise(Program(False, b"3"), "app.near", [0, 1])], 2)
    assert critical_path(build_document(raw_of(execute(join).answer)).graph) == ()
    chain = Program(False, b"", [calls[0], Promise(Program(False, b"3"), "app.near", [0])], 1)
    path = critical_path(build_document(raw_of(execute(chain).answer)).graph)
    assert [hop.via for hop in path] == ["start", "created", "created", "delivers"]
    assert slowest_hop(path) is None
