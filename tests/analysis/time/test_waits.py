"""Waits and their reasons; the chunks and blocks around a made-up transaction decide between delayed and buffered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.reference.executor import Program, Promise, execute
from tests.reference.recorded import document_of, raw_of
from xccviz.analysis.types import NodeFacts
from xccviz.document import build_document
from xccviz.model.raw import RawDocument, RawTransaction

INNER = Program(False, b"", [Promise(Program(False, b"x"), "z.near", [])])
PROGRAM = Program(False, b"", [Promise(INNER, "x.near", [])])


def call_that_ran_late(
    *, carried_at: int, sender_chunks: tuple[int, ...] = (), new_chunk: bool = True
) -> NodeFacts:
    """`x.near` was called in block 101 and ran in block 106; its shard is 7, the caller's 3."""
    run = execute(PROGRAM)
    _, call, inner = run.order
    heights = {**run.heights, "late": 106, "later": 107}
    for outcome in run.answer["receipts_outcome"]:
        outcome["block_hash"] = {call: "late", inner: "later"}.get(outcome["id"], outcome["block_hash"])
    views = {view["receipt_id"]: view for view in run.answer["receipts"]}

    def chunk(height: int, shard: int, *receipts: str) -> RawDocument:
        header = {"height_created": height, "height_included": 0, "shard_id": shard}
        body: dict[str, Any] = {"header": header, "receipts": [views[i] for i in receipts]}
        return RawDocument("chunk", None, {"result": body})

    included = carried_at if new_chunk else carried_at - 1
    block = {
        "header": {"hash": "arrival", "height": carried_at},
        "chunks": [{"shard_id": 7, "height_included": included}],
    }
    documents = (
        *raw_of(run.answer, heights).documents,
        *(chunk(height, 3) for height in sender_chunks),
        chunk(carried_at, 3, call),
        chunk(107, 7, inner),
        RawDocument("block", None, {"result": block}),
    )
    return build_document(RawTransaction(documents)).analysis.facts[call]


def test_it_was_delayed_when_a_new_chunk_had_it_and_did_not_run_it() -> None:
    facts = call_that_ran_late(carried_at=102)
    assert (facts.waited_blocks, facts.wait_reason) == (4, "delayed")


def test_a_missing_chunk_is_no_delay() -> None:
    assert call_that_ran_late(carried_at=102, new_chunk=False).wait_reason is None


def test_it_was_buffered_when_the_sender_had_a_chunk_that_left_it_behind() -> None:
    assert call_that_ran_late(carried_at=106, sender_chunks=(102, 103)).wait_reason == "buffered"
    assert call_that_ran_late(carried_at=106).wait_reason is None


@pytest.mark.parametrize("name", ["pv86/join-2", "pv84/congested-callback", "pv86/yield-resumed-by-other-tx"])
def test_callbacks_wait_for_data_and_yields_for_their_resume(name: str, shared_data: Path) -> None:
    document = document_of(shared_data / "node" / name)
    for node in document.graph.nodes:
        facts = document.analysis.facts[node.id]
        if "yield" in node.roles:
            assert facts.wait_reason == "yield"
        elif "callback" in node.roles and facts.waited_blocks:
            assert facts.wait_reason == "data"
