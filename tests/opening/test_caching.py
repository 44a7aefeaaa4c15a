"""Fetching through the cache: what is final is asked for once, by chain and not by address, and never lost."""

# covers: xccviz/sources/network/shared_answers.py, xccviz/opening/fetching.py, xccviz/sources/fetched.py

from __future__ import annotations

import asyncio
import gc
import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.effort import pulse
from tests.node.loopback import Fault, LoopbackNode, closed_port
from tests.reference.recorded import load_json
from xccviz.model.errors import UserError
from xccviz.model.raw import RawDocument
from xccviz.opening.caching import cache_in
from xccviz.opening.open import open_document, open_document_sync
from xccviz.opening.options import OpenOptions
from xccviz.sources.network.shared_answers import immutable_key
from xccviz.values import replace

NAME = "tutorial-parallel-3-one-panics"
FOLDER = Path(__file__).parent.parent / "data" / "node" / NAME
HASH = load_json(FOLDER / "tx_status.json")["result"]["transaction"]["hash"]
Start = Callable[..., LoopbackNode]


def options(node: LoopbackNode, folder: Path, **more: object) -> OpenOptions:
    return replace(OpenOptions(rpc=(node.url,), cache_dir=folder, timeout=10.0), **more)  # type: ignore[arg-type]


def asked(node: LoopbackNode) -> int:
    """Questions other than which chain this is."""
    return sum(count for method, count in node.requests.items() if method != "status")


def documents_in_memory() -> int:
    """How many fetched documents anyone still holds."""
    gc.collect()
    return sum(isinstance(entry, RawDocument) for entry in gc.get_objects())


def test_a_final_transaction_is_fetched_once(loopback_node: Start, tmp_path: Path) -> None:
    node = loopback_node(NAME, genesis_hash="genesis-1")
    first = open_document_sync(HASH, options(node, tmp_path))
    before = asked(node)
    assert before > 1
    again = open_document_sync(HASH, options(node, tmp_path))
    assert asked(node) == before
    assert again.document.raw.documents == first.document.raw.documents
    assert again.notes == ()


def test_it_opens_offline_afterwards_and_only_then(loopback_node: Start, tmp_path: Path) -> None:
    node = loopback_node(NAME, genesis_hash="genesis-1")
    with pytest.raises(UserError) as told:
        open_document_sync(HASH, options(node, tmp_path, offline=True))
    assert told.value.kind == "network"
    open_document_sync(HASH, options(node, tmp_path))
    before = node.requests.total()
    result = open_document_sync(HASH, OpenOptions(offline=True, cache_dir=tmp_path))
    assert result.document.trace.transaction.hash == HASH
    assert node.requests.total() == before


def test_without_a_cache_it_is_fetched_again_and_not_kept(loopback_node: Start, tmp_path: Path) -> None:
    node = loopback_node(NAME, genesis_hash="genesis-1")
    open_document_sync(HASH, options(node, tmp_path, cache_dir=None))
    before = asked(node)
    open_document_sync(HASH, options(node, tmp_path, cache_dir=None))
    assert asked(node) == 2 * before
    assert cache_in(tmp_path).transaction(HASH) is None


def test_a_chain_made_anew_is_asked_again(loopback_node: Start, tmp_path: Path) -> None:
    old = loopback_node(NAME, genesis_hash="genesis-1")
    open_document_sync(HASH, options(old, tmp_path))
    new = loopback_node(NAME, genesis_hash="genesis-2")
    open_document_sync(HASH, options(new, tmp_path))
    assert asked(new) == asked(old)


def test_a_node_that_does_not_name_its_chain_is_never_cached(loopback_node: Start, tmp_path: Path) -> None:
    node = loopback_node(NAME)
    open_document_sync(HASH, options(node, tmp_path))
    assert cache_in(tmp_path).transaction(HASH) is None


def test_an_optimistic_answer_is_asked_again_and_kept_for_bad_times(
    loopback_node: Start, tmp_path: Path
) -> None:
    node = loopback_node(NAME, genesis_hash="genesis-1")
    final = load_json(FOLDER / "tx_status.json")["result"]
    node.transactions[HASH] = [{**final, "final_execution_status": "EXECUTED_OPTIMISTIC"}, final]
    open_document_sync(HASH, options(node, tmp_path))
    cached = cache_in(tmp_path).transaction(HASH)
    assert cached is not None and not cached.final
    shown = open_document_sync(HASH, OpenOptions(offline=True, cache_dir=tmp_path))
    assert "not final" in shown.notes[0]
    node.faults["EXPERIMENTAL_tx_status"] = Fault("http", code=503)
    saved = open_document_sync(HASH, options(node, tmp_path))
    assert saved.document.trace.final_execution_status == "EXECUTED_OPTIMISTIC"
    assert "503" in saved.notes[0]
    node.faults.clear()
    assert open_document_sync(HASH, options(node, tmp_path)).document.trace.final_execution_status == "FINAL"
    cached = cache_in(tmp_path).transaction(HASH)
    assert cached is not None and cached.final


def test_what_could_not_be_fetched_is_asked_for_until_it_is_there(
    loopback_node: Start, tmp_path: Path
) -> None:
    own_block = load_json(FOLDER / "tx_status.json")["result"]["transaction_outcome"]["block_hash"]
    lost = Fault("http", code=500, about=own_block)  # no other block is asked for because this one is missing
    node = loopback_node(NAME, genesis_hash="genesis-1", faults={"block": lost})

    def heights() -> list[object]:
        result = open_document_sync(HASH, options(node, tmp_path))
        return [block.height for block in result.document.trace.blocks.values()]

    first = heights()
    asked_first = node.requests["block"]
    node.faults.clear()
    second = heights()
    assert 0 < len(first) == len(second) - 1
    assert node.requests["block"] == asked_first + 1 + 1  # and the header after the last
    before = asked(node)
    assert heights() == second
    assert asked(node) == before


def test_less_that_is_fetched_later_takes_nothing_away(loopback_node: Start, tmp_path: Path) -> None:
    node = loopback_node(NAME, genesis_hash="genesis-1", faults={"block": Fault("http", code=500, times=2)})
    with_receipts = options(node, tmp_path, extras=frozenset({"blocks", "receipts"}))
    open_document_sync(HASH, with_receipts)
    open_document_sync(HASH, options(node, tmp_path))
    cached = cache_in(tmp_path).transaction(HASH)
    assert cached is not None
    methods = [document.method for document in cached.raw.documents]
    assert methods.count("EXPERIMENTAL_tx_status") == 1
    assert "EXPERIMENTAL_receipt" in methods
    assert methods.count("block") == len(
        {json.dumps(d.params) for d in cached.raw.documents if d.method == "block"}
    )


def test_a_receipt_of_a_kept_transaction_is_enough(loopback_node: Start, tmp_path: Path) -> None:
    node = loopback_node(NAME, genesis_hash="genesis-1")
    open_document_sync(HASH, options(node, tmp_path))
    before = asked(node)
    for outcome in load_json(FOLDER / "tx_status.json")["result"]["receipts_outcome"]:
        for offline in (True, False):
            result = open_document_sync(outcome["id"], options(node, tmp_path, offline=offline))
            assert result.document.trace.transaction.hash == HASH
            assert result.select == outcome["id"]
    assert asked(node) == before


def test_offline_another_public_network_than_the_chosen_will_not_do(
    loopback_node: Start, tmp_path: Path
) -> None:
    node = loopback_node(NAME, genesis_hash="genesis-1", chain_id="mainnet")
    open_document_sync(HASH, options(node, tmp_path))
    for network in (None, "mainnet"):
        assert (
            open_document_sync(HASH, OpenOptions(offline=True, cache_dir=tmp_path, network=network)).notes
            == ()
        )
    for given, network in ((HASH, "testnet"), (f"https://testnet.nearblocks.io/txns/{HASH}", None)):
        with pytest.raises(UserError, match="not in the cache"):
            open_document_sync(given, OpenOptions(offline=True, cache_dir=tmp_path, network=network))


def test_an_endpoint_that_is_no_address_keeps_its_hint(loopback_node: Start, tmp_path: Path) -> None:
    node = loopback_node(NAME, genesis_hash="genesis-1")
    open_document_sync(HASH, options(node, tmp_path))
    with pytest.raises(UserError) as told:
        open_document_sync(HASH, OpenOptions(rpc=("ftp://x",), cache_dir=tmp_path))
    assert told.value.kind == "usage"
    assert "It looks like https://" in told.value.hint


@pytest.mark.parametrize("offline", [False, True])
def test_a_damaged_cache_is_told_once(loopback_node: Start, tmp_path: Path, offline: bool) -> None:
    node = loopback_node(NAME, genesis_hash="genesis-1")
    cache_in(tmp_path).path.write_text("this is no database")
    if offline:
        with pytest.raises(UserError) as told:
            open_document_sync(HASH, options(node, tmp_path, offline=True))
        assert "set aside" in told.value.message
    else:
        (note,) = open_document_sync(HASH, options(node, tmp_path)).notes
        assert "set aside" in note
    assert open_document_sync(HASH, options(node, tmp_path)).notes == ()


def test_another_address_of_the_same_chain_gives_the_same(loopback_node: Start, tmp_path: Path) -> None:
    one = loopback_node(NAME, genesis_hash="genesis-1")
    other = loopback_node(genesis_hash="genesis-1")
    open_document_sync(HASH, options(one, tmp_path))
    assert open_document_sync(HASH, options(other, tmp_path)).document.trace.transaction.hash == HASH
    assert asked(other) == 0


def test_a_dead_endpoint_is_no_reason_to_guess_the_chain(loopback_node: Start, tmp_path: Path) -> None:
    node = loopback_node(NAME, genesis_hash="genesis-1")
    open_document_sync(HASH, options(node, tmp_path))
    with pytest.raises(UserError) as told:
        open_document_sync(HASH, OpenOptions(rpc=(closed_port(),), cache_dir=tmp_path, timeout=5.0))
    assert told.value.kind == "network"
    assert "--offline opens" in told.value.hint


async def test_finding_out_which_chain_it_is_takes_from_the_whole_time(
    loopback_node: Start, tmp_path: Path
) -> None:
    node = loopback_node(NAME, genesis_hash="genesis-1")
    await open_document(HASH, options(node, tmp_path))
    node.faults["*"] = Fault("hang")
    async with pulse() as lived:
        with pytest.raises(UserError) as told:
            await open_document(HASH, options(node, tmp_path, timeout=1.5))
    assert lived.seconds < 1.8
    assert told.value.kind == "network"


@pytest.mark.parametrize("count", [24, pytest.param(200, marks=pytest.mark.long)])
def test_many_transactions_ask_for_each_block_once_and_leave_nothing_behind(
    loopback_node: Start, tmp_path: Path, shared_data: Path, count: int
) -> None:
    """So many recorded transactions from one node, eight at a time; then as many that are cancelled in the middle.

    Nothing of them stays in memory."""
    node = loopback_node(genesis_hash="genesis-1")
    folders = [path.parent for path in sorted(shared_data.glob("node/pv86/*/tx_status.json"))][:count]
    hashes = [node.add_folder(folder) for folder in folders]
    before = threading.active_count()
    in_memory = documents_in_memory()

    async def fetch_all(folder: Path, tell: Callable[[], None] = lambda: None) -> None:
        gate = asyncio.Semaphore(8)

        async def one(hash: str) -> None:
            async with gate:
                await open_document(hash, options(node, folder))
                tell()

        async with asyncio.TaskGroup() as group:
            for hash in hashes:
                group.create_task(one(hash))

    async def cancelled() -> None:
        some = asyncio.Event()
        task = asyncio.create_task(fetch_all(tmp_path / "second", some.set))
        await some.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert [t for t in asyncio.all_tasks() if t is not asyncio.current_task()] == []

    asyncio.run(fetch_all(tmp_path / "first"))
    asked_blocks = [params["block_id"] for method, params in node.log if method == "block"]
    asked_blocks = [block for block in asked_blocks if isinstance(block, str)]  # a height is no name for ever
    assert len(asked_blocks) == len(set(asked_blocks))
    assert node.most_at_once <= 8 * 8
    assert documents_in_memory() == in_memory
    asyncio.run(cancelled())
    assert documents_in_memory() == in_memory
    gc.collect()
    assert threading.active_count() <= before + 1
    assert node.open_connections() == 0


@pytest.mark.parametrize(
    ("method", "params", "kept"),
    [
        ("block", {"block_id": HASH}, True),
        ("block", {"block_id": 5}, False),
        ("block", {"finality": "final"}, False),
        ("chunk", {"chunk_id": HASH}, True),
        ("EXPERIMENTAL_receipt", {"receipt_id": HASH}, True),
        ("query", {"request_type": "view_account", "block_id": HASH, "account_id": "a.near"}, True),
        ("query", {"request_type": "view_account", "finality": "final", "account_id": "a.near"}, False),
        ("EXPERIMENTAL_tx_status", {"tx_hash": HASH}, False),
        ("status", [], False),
    ],
)
def test_only_what_is_named_by_its_hash_is_immutable(method: str, params: object, kept: bool) -> None:
    assert (immutable_key(method, params) is not None) == kept
