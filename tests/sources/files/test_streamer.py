"""Transactions out of the messages of blocks: what ran there, and what was on its way.

# covers: xccviz/sources/files/streamer.py
"""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from tests.reference.recorded import load_json
from xccviz.document import build_document
from xccviz.sources.files.read import open_text
from xccviz.sources.files.streamer import transactions_of

NODE = Path(__file__).parent.parent.parent / "data" / "node"


def messages(name: str) -> list[dict[str, Any]]:
    """A recorded answer as the messages of its blocks: a chunk carries what the block before it made."""
    result = load_json(NODE / name / "tx_status.json")["result"]
    receipts = {receipt["receipt_id"]: receipt for receipt in result["receipts"]}
    first = result["transaction_outcome"]
    entry = {"transaction": result["transaction"], "outcome": {"execution_outcome": first}}
    blocks = list(dict.fromkeys(o["block_hash"] for o in (first, *result["receipts_outcome"])))
    told, carried = [], list[str]()
    for block in blocks:
        ran = [o for o in result["receipts_outcome"] if o["block_hash"] == block]
        chunk = {
            "transactions": [entry] if block == blocks[0] else [],
            "receipts": [receipts[id] for id in carried],
        }
        pairs = [{"execution_outcome": o, "receipt": receipts.get(o["id"])} for o in ran]
        told.append({"block": {}, "shards": [{"chunk": chunk, "receipt_execution_outcomes": pairs}]})
        made = [first, *ran] if block == blocks[0] else ran
        carried = [id for o in made for id in o["outcome"]["receipt_ids"] if id in receipts]
    return told


@pytest.mark.parametrize("name", ["tutorial-batch-ok", "tutorial-parallel-3-one-panics"])
def test_what_was_on_its_way_is_described_without_an_outcome(name: str) -> None:
    told = messages(name)
    assert len(told) > 3
    for blocks in range(1, len(told) + 1):
        (result,) = transactions_of(*told[:blocks])
        described = {receipt["receipt_id"] for receipt in result["receipts"]}
        ran = {outcome["id"] for outcome in result["receipts_outcome"]}
        carried = {r["receipt_id"] for m in told[:blocks] for r in m["shards"][0]["chunk"]["receipts"]}
        assert described == carried | ran
        assert len(result["receipts"]) == len(described)
    assert described == ran


def test_a_yield_receives_what_a_chunk_carries_for_it() -> None:
    name = "yield-resumed-by-other-tx"
    chunks = [load_json(path)["result"] for path in sorted((NODE / name / "chunks").glob("*.json"))]
    told = messages(name)
    for chunk in chunks:
        shard = {"chunk": chunk | {"transactions": []}, "receipt_execution_outcomes": []}
        told.append({"block": {}, "shards": [shard]})
    (carried,) = (
        r["receipt"]["Data"] for chunk in chunks for r in chunk["receipts"] if "Data" in r["receipt"]
    )
    document = build_document(open_text(json.dumps(told)))
    (slot,) = (slot for facts in document.analysis.facts.values() for slot in facts.promise_results)
    assert slot.data_id == carried["data_id"]
    assert slot.value is not None
    assert slot.value.raw == b64decode(carried["data"])
