"""Every recorded call whose code is at hand, through the documents as a user has them: equal in all that a node tells.

`tests/vm/test_recorded` holds the machine itself against the same recordings; here it is what is read from documents:
context, slots, receipts made, what was changed in a block. Nothing is called equal that differs: a planted difference
in each is found.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("wasmtime", reason="needs the extra replay")

from tests.vm.comparing import compare, tell
from tests.vm.recordings import SCRIPT, Receipt, World, codes, load, names, receipts, recordings
from tests.vm.seeding import seed_tokens
from xccviz.decode.values import decode_json
from xccviz.document import Document, build_document
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.rerun.comparison import against_node
from xccviz.rerun.facts import Reading, Storage
from xccviz.rerun.replaying import Replayer
from xccviz.rerun.trying import least_gas, same_end
from xccviz.rerun.types import Changes
from xccviz.values import replace
from xccviz.vm.call import call
from xccviz.vm.prices import built_in
from xccviz.vm.types import NotSupported

NODE = Path(__file__).resolve().parents[3] / "shared" / "data" / "node"
LEAST = {83: 190, 84: 210, 85: 120, 86: 1000}
"""Receipts of each protocol version that must have run."""


@pytest.mark.long
@pytest.mark.skipif(not NODE.exists(), reason="needs the recordings in ../shared")
@pytest.mark.parametrize("version", LEAST)
def test_every_recorded_call_equals_the_node(version: int) -> None:
    found = recordings(NODE)
    known, ran = codes(NODE, found), Counter[bool | None]()
    documents: dict[str, Document] = {}
    for receipt in _known(found, version, known):
        if receipt.recording not in documents:
            documents = {receipt.recording: _document(receipt.recording)}
        replay = _replayer(documents[receipt.recording], receipt, known).as_it_was()
        ran[replay.equal] += 1
        assert (replay.missing, replay.differences) == ((), ()), (receipt.recording, receipt.id)
        assert replay.node is not None and replay.ran is not None
        planted = replace(replay.node, logs=(*replay.node.logs, "planted"))
        assert against_node(planted, replay.ran.result), (receipt.recording, receipt.id)
    assert set(ran) == {True} and ran[True] >= LEAST[version]


@pytest.mark.long
@pytest.mark.skipif(not NODE.exists(), reason="needs the recordings in ../shared")
def test_a_slot_that_is_flipped_changes_its_entry_alone_and_no_less_gas_would_do() -> None:
    """Of programs that return all their results; the least gas of every callback is enough, one unit less is not."""
    found = recordings(NODE)
    known, seen = codes(NODE, found), Counter[str]()
    documents: dict[str, Document] = {}
    for receipt in _known(found, 84, known):
        if receipt.recording not in documents:
            documents = {receipt.recording: _document(receipt.recording)}
        one = _replayer(documents[receipt.recording], receipt, known)
        ran = one.as_it_was().ran if one.subject.slots else None
        if ran is None:
            continue
        told = decode_json(ran.result.value or b"")
        values = told.value if told is not None else None
        for slot in range(one.subject.slots):
            flipped = b'"flipped"' if one.subject.results[slot] is None else None
            other = one.changed(Changes({slot: flipped})).result.value or b""
            if isinstance(values, list) and len(values) == one.subject.slots:
                pairs = zip(values, json.loads(other), strict=True)
                assert [n for n, (a, b) in enumerate(pairs) if a != b] == [slot], (receipt.recording, slot)
                seen["slots"] += 1
        least = least_gas(one, ran)
        if least is not None:
            assert same_end(ran.result, one.changed(Changes(gas=least)).result)
            assert least == 0 or not same_end(ran.result, one.changed(Changes(gas=least - 1)).result)
            seen["least"] += 1
    assert seen["slots"] >= 10 and seen["least"] >= 10


def _known(found: list[Any], version: int, known: Mapping[str, bytes]) -> Iterator[Receipt]:
    """Receipts whose calls can be run, each with the state that those before it left."""
    world, prices = World(), built_in(version)
    world.state["hub.near"][b"code"] = (NODE / "wasm" / f"{SCRIPT}.wasm").read_bytes()
    seed_tokens(world, found, version, known, prices)
    for receipt in receipts(found, version, world, names(NODE)):
        if receipt.why_not or any(each.code not in known for each in receipt.calls):
            continue
        try:
            compared = compare(receipt, known, prices)
        except NotSupported:
            continue
        yield receipt
        tell(world, compared)


def _document(name: str) -> Document:
    """A recording as a capture would hold it, without what was said around its calls."""
    folder = NODE / name
    documents = [RawDocument("EXPERIMENTAL_tx_status", {}, load(folder / "tx_status.json"))]
    for kind, method, member in (
        ("blocks", "block", "block_id"),
        ("receipts", "EXPERIMENTAL_receipt", "receipt_id"),
    ):
        for path in sorted((folder / kind).glob("*.json")):
            envelope = json.loads(path.read_bytes())
            asked = envelope["result"]["header"]["hash"] if kind == "blocks" else path.stem
            documents.append(RawDocument(method, {member: asked}, envelope))
    for path in sorted((folder / "chunks").glob("*.json")):
        documents.append(RawDocument("chunk", {}, json.loads(path.read_bytes())))
    there = {one.params["block_id"] for one in documents if one.method == "block"}  # type: ignore[index,call-overload]
    for hash, told in (load(folder / "heights.json") or {}).items():
        if hash not in there:
            header = {
                "hash": hash,
                "height": told["height"],
                "prev_hash": told.get("prev_hash"),
                "timestamp_nanosec": told["timestamp_nanosec"],
            }
            envelope = {"result": {"author": "a", "chunks": [], "header": header}}
            documents.append(RawDocument("block", {"block_id": hash}, envelope))
    return build_document(RawTransaction(tuple(documents), chain_id="localnet"))


class _WithCode(Replayer):
    """Takes the code that is known to have run: answers before version 85 do not tell which that was."""

    known: Mapping[int, bytes]

    def _codes(self) -> Mapping[int, bytes]:
        return self.known


def _replayer(document: Document, receipt: Receipt, known: Mapping[str, bytes]) -> Replayer:
    reading = Reading(document.raw.documents)
    node = document.graph.by_id[receipt.id]
    header = reading.headers[node.block_hash or ""]
    place = receipt.account, str(header.get("prev_hash") or "")
    context = receipt.calls[0].context
    assert context is not None
    reading.storages[place] = Storage(dict(receipt.state.values), whole=True)
    reading.accounts[place] = {"amount": str(context.balance), "storage_usage": context.storage_usage}
    header.setdefault("latest_protocol_version", receipt.version)
    one = _WithCode(document.raw, document.analysis, node, call, reading=reading)
    one.known = {each.action: known[str(each.code)] for each in receipt.calls}
    return one
