"""Without heights, what ran is in the order in which the blocks of a document follow each other.

# covers: xccviz/graph/clock.py, xccviz/replay/timeline.py
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference.executor import execute, random_program
from tests.reference.recorded import HERE, load_json, raw_of
from xccviz.document import Document, build_document
from xccviz.sources.files.read import open_file

RUNS = ("convert", "execute", "refund")


def later_blocks(result: dict[str, Any]) -> dict[str, set[str]]:
    """Of each block those that come after it, as the document alone proves: what an outcome made, and who got data of
    it, ran in the same block or later."""
    outcomes = [result["transaction_outcome"], *result["receipts_outcome"]]
    block = {outcome["id"]: outcome["block_hash"] for outcome in outcomes}
    pairs = [(o["id"], child) for o in outcomes for child in o["outcome"]["receipt_ids"]]
    makers: dict[str, list[str]] = {}
    actions = [
        (r["receipt_id"], r["receipt"]["Action"])
        for r in result.get("receipts") or []
        if "Action" in r["receipt"]
    ]
    for receipt, action in actions:
        for receiver in action["output_data_receivers"]:
            makers.setdefault(receiver["data_id"], []).append(receipt)
    pairs += [
        (maker, r) for r, action in actions for id in action["input_data_ids"] for maker in makers.get(id, ())
    ]
    after: dict[str, set[str]] = {}
    for cause, effect in pairs:
        if cause in block and effect in block and block[cause] != block[effect]:
            after.setdefault(block[cause], set()).add(block[effect])
    for one in list(after):
        rest = list(after[one])
        while rest:
            new = after.get(rest.pop(), set()) - after[one]
            after[one] |= new
            rest += new
    return after


def refuted(document: Document, result: dict[str, Any]) -> list[tuple[int, int]]:
    """Pairs of steps of which the document proves that the second happened in an earlier block."""
    outcomes = [result["transaction_outcome"], *result["receipts_outcome"]]
    block = {outcome["id"]: outcome["block_hash"] for outcome in outcomes}
    after = later_blocks(result)
    runs = [s for s in document.timeline.steps if s.kind in RUNS and s.node in block]
    return [
        (one.n, other.n)
        for i, one in enumerate(runs)
        for other in runs[i + 1 :]
        if block[one.node] in after.get(block[other.node], ())
    ]


def without_heights(files: Iterable[Path]) -> Iterable[tuple[Document, dict[str, Any]]]:
    for path in files:
        if path.stat().st_size > 400_000:
            continue
        answer = load_json(path)
        result = answer.get("result", answer)
        if "receipts_outcome" in result:
            yield build_document(open_file(path)), result


def test_no_step_stands_before_one_of_an_earlier_block(recorded_spread: tuple[Path, ...]) -> None:
    seen = 0
    for document, result in without_heights(recorded_spread):
        assert refuted(document, result) == [], document.trace.transaction.hash
        seen += 1
    assert seen > 200


@pytest.mark.parametrize("name", ["AG7MwxdDRM", "7btFS8LzGQ"])
def test_yields_that_resume_each_other_from_outside_stand_in_their_blocks(
    shared_data: Path, name: str
) -> None:
    path = shared_data / "public" / "mainnet" / f"{name}.json"
    answer = load_json(path)
    document = build_document(open_file(path))
    assert refuted(document, answer.get("result", answer)) == []
    made = [s.n for s in document.timeline.steps if s.kind == "yield"]
    ran = [document.timeline.history.ran_at[s.node] for s in document.timeline.steps if s.kind == "yield"]
    assert len(made) == 3
    assert ran[1] - ran[0] > 5  # the second is resumed by what the first one called


def test_an_order_that_causes_decide_is_certain_and_says_so() -> None:
    answer = load_json(HERE / "node" / "tutorial-batch-ok" / "tx_status.json")
    assert build_document(raw_of(answer)).graph.clock.certain
    alone = load_json(HERE / "node" / "yield-resumed-by-other-tx" / "tx_status.json")
    assert not build_document(raw_of(alone)).graph.clock.certain


@given(st.integers(min_value=0, max_value=10**9))
def test_a_certain_order_is_that_of_the_heights(seed: int) -> None:
    run = execute(random_program(random.Random(seed)))
    known, unknown = build_document(raw_of(run.answer, run.heights)), build_document(raw_of(run.answer))
    assert known.graph.clock.certain
    assert refuted(unknown, run.answer.get("result", run.answer)) == []
    if unknown.graph.clock.certain:
        ran = known.timeline.history.ran_at
        assert unknown.timeline.history.ran_at.keys() == ran.keys()
        heights = [known.graph.by_id[s.node].height or 0 for s in unknown.timeline.steps if s.kind in RUNS]
        assert heights == sorted(heights)


def tutorial(**blocks: str) -> Document:
    """A parallel call of which some outcomes, by the account that ran them, are in other blocks."""
    result = load_json(HERE / "node" / "tutorial-parallel-3-one-panics" / "tx_status.json")["result"]
    for outcome in result["receipts_outcome"]:
        name = outcome["outcome"]["executor_id"].removesuffix(".near")
        outcome["block_hash"] = blocks.get(name, outcome["block_hash"])
    return build_document(raw_of({"result": result}))


def test_siblings_in_blocks_of_their_own_leave_the_order_open() -> None:
    assert tutorial().graph.clock.certain
    assert not tutorial(bravo="5u9wJLfLhQ9d6WqRFdzVvNT3ZqfCHDsJnYbJdvzHEJ2c").graph.clock.certain


def test_a_block_before_itself_loses_no_step() -> None:
    one = "5u9wJLfLhQ9d6WqRFdzVvNT3ZqfCHDsJnYbJdvzHEJ2c"
    document, circle = tutorial(), tutorial(caller=one, alpha=one, bravo=one)
    assert len(circle.timeline) == len(document.timeline)
    ran = circle.timeline.history.ran_at
    assert all(ran[node.parent] < ran[node.id] for node in circle.graph.nodes if node.parent is not None)
