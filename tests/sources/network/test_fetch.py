"""From a hash to all its documents, through endpoints that know it, don't, or misbehave."""

# covers: xccviz/sources/network/complete.py, xccviz/sources/network/fetch_plan.py
# covers: xccviz/sources/network/raw_answer.py, xccviz/sources/network/receipt_id.py
# covers: xccviz/sources/network/wanted.py, xccviz/sources/progress.py

from __future__ import annotations

import asyncio
import json
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import pulse
from tests.node.loopback import Fault, LoopbackNode, closed_port
from xccviz.document import build_document
from xccviz.model.errors import UserError
from xccviz.sources.network.answers import Ok
from xccviz.sources.network.complete import Completed, complete_documents
from xccviz.sources.network.endpoint import ANY_ACCOUNT, Target
from xccviz.sources.network.fetch import Fetched, fetch_transaction
from xccviz.sources.network.session import Spent
from xccviz.sources.network.wanted import DEFAULT_EXTRAS, EXTRAS
from xccviz.sources.progress import Progress
from xccviz.sources.recognise.references import TransactionRef
from xccviz.sources.store.cache import Cache

UNKNOWN = "4kRtmBcTx6M52apMFVRaPSDbv96fAne39YnQRN8xFDWp"
Start = Callable[..., LoopbackNode]


def hash_of(node: LoopbackNode) -> str:
    return next(iter(node.transactions))


async def fetch(ref: str | TransactionRef, *nodes: LoopbackNode | str, **options: Any) -> Fetched:
    targets = [Target(node if isinstance(node, str) else node.url) for node in nodes]
    return await fetch_transaction(
        ref if isinstance(ref, TransactionRef) else TransactionRef(ref), targets, **options
    )


async def refused(ref: str | TransactionRef, *nodes: LoopbackNode | str, **options: Any) -> UserError:
    with pytest.raises(UserError) as caught:
        await fetch(ref, *nodes, **options)
    return caught.value


def methods(fetched: Fetched) -> list[str]:
    return [document.method for document in fetched.raw.documents]


async def test_a_bare_hash_is_enough(loopback_node: Start, repo_root: Path) -> None:
    node = loopback_node("tutorial-batch-ok")
    seen: list[Progress] = []
    fetched = await fetch(hash_of(node), node, progress=seen.append)
    raw = fetched.raw
    assert methods(fetched) == ["EXPERIMENTAL_tx_status", *["block"] * 6]  # and the one after the last
    recorded = json.loads((repo_root / "tests/data/node/tutorial-batch-ok/tx_status.json").read_bytes())
    assert raw.documents[0].payload == recorded["result"]
    assert raw.documents[0].params == {
        "tx_hash": hash_of(node),
        "sender_account_id": ANY_ACCOUNT,
        "wait_until": "NONE",
    }
    assert raw.documents[0].endpoint == node.url
    assert (raw.tx_hash, raw.sender_account_id) == (hash_of(node), "alice.near")
    assert (raw.network, raw.chain_id) == ("localnet", "localnet")
    assert fetched.select is None
    assert all(document.http_status == 200 and document.received_at for document in raw.documents)
    assert {progress.stage for progress in seen} >= {"asking", "blocks"}


async def test_each_block_is_asked_for_once(loopback_node: Start) -> None:
    node = loopback_node("tutorial-batch-ok")
    fetched = await fetch(hash_of(node), node)
    asked = [params["block_id"] for method, params in node.log if method == "block"]
    assert len(asked) == len(set(asked)) == methods(fetched).count("block")
    assert node.requests["EXPERIMENTAL_tx_status"] == 1
    assert node.requests["EXPERIMENTAL_receipt"] == 0


async def test_the_chunk_that_resumed_a_yield_is_fetched(loopback_node: Start) -> None:
    node = loopback_node("yield-resumed-by-other-tx")
    fetched = await fetch(hash_of(node), node)
    (chunk,) = [document.payload for document in fetched.raw.documents if document.method == "chunk"]
    resumed = [r["receipt"]["Data"] for r in chunk["receipts"] if "Data" in r["receipt"]]
    assert any(data.get("is_promise_resume") for data in resumed)


async def test_a_named_network_is_kept(loopback_node: Start) -> None:
    node = loopback_node("tutorial-batch-ok", chain_id="mainnet")
    fetched = await fetch_transaction(
        TransactionRef(hash_of(node)), [Target(node.url, "private")], given="what I typed"
    )
    assert (fetched.raw.network, fetched.raw.chain_id, fetched.raw.open) == (
        "private",
        "mainnet",
        "what I typed",
    )


async def test_unknown_here_known_there(loopback_node: Start) -> None:
    empty, full = loopback_node(), loopback_node("tutorial-batch-ok")
    fetched = await fetch(hash_of(full), empty, full)
    assert fetched.raw.documents[0].endpoint == full.url
    assert empty.requests == {"EXPERIMENTAL_tx_status": 1}


@pytest.mark.parametrize(
    "fault", ["drop", "html", "empty", "truncated", "500", "junk", "http 429 60", "http 401"]
)
async def test_an_endpoint_that_fails_passes_on_to_the_next(loopback_node: Start, fault: str) -> None:
    broken, full = loopback_node(faults={"*": Fault.parse(fault)}), loopback_node("tutorial-batch-ok")
    fetched = await fetch(hash_of(full), broken, full)
    assert fetched.raw.documents[0].endpoint == full.url


async def test_one_that_hangs_leaves_time_for_the_next(loopback_node: Start) -> None:
    hanging, full = loopback_node(faults={"*": Fault("hang")}), loopback_node("tutorial-batch-ok")
    async with pulse() as lived:
        fetched = await fetch(hash_of(full), hanging, full, timeout=2.0)
    assert lived.seconds < 2.0
    assert fetched.raw.documents[0].endpoint == full.url


async def test_slow_is_not_broken(loopback_node: Start) -> None:
    slow, empty = (
        loopback_node("tutorial-batch-ok", faults={"*": Fault("slow", seconds=0.5)}),
        loopback_node(),
    )
    fetched = await fetch(hash_of(slow), slow, empty, timeout=10)
    assert fetched.raw.documents[0].endpoint == slow.url
    assert empty.requests.total() == 0


async def test_nobody_knows_it(loopback_node: Start) -> None:
    one, two = loopback_node(), loopback_node()
    error = await refused(UNKNOWN, one, two)
    assert error.kind == "not_found"
    assert error.details == (
        f"{one.url}: does not know this transaction (UNKNOWN_TRANSACTION)",
        f"{two.url}: does not know this transaction (UNKNOWN_TRANSACTION)",
    )
    assert UNKNOWN in error.message
    assert one.requests["EXPERIMENTAL_receipt_to_tx"] == 1


async def test_not_known_with_others_troubles_named(loopback_node: Start) -> None:
    dead, limited = closed_port(), loopback_node(faults={"*": Fault.parse("http 429 60")})
    error = await refused(UNKNOWN, dead, loopback_node(), limited)
    assert error.kind == "not_found"
    assert f"{dead}: refused the connection" in error.message
    assert f"{limited.url}: too many requests (HTTP 429)" in error.message
    assert len(error.details) == 3


async def test_no_usable_answer_at_all(loopback_node: Start) -> None:
    dead, html = closed_port(), loopback_node(faults={"*": Fault("html")})
    error = await refused(UNKNOWN, dead, html)
    assert error.kind == "network"
    assert "refused" in error.message
    assert "HTML" in error.message
    assert len(error.details) == 2
    assert "\n" not in error.message


async def test_many_that_say_the_same_take_one_line(loopback_node: Start) -> None:
    error = await refused(UNKNOWN, *(closed_port() for _ in range(6)))
    assert error.message.count("refused the connection") == 1
    assert "and 3 more" in error.message
    assert len(error.details) == 6


async def test_no_endpoint_at_all() -> None:
    assert (await refused(UNKNOWN)).kind == "network"


async def test_timed_out_even_for_none(loopback_node: Start) -> None:
    timeout = {
        "jsonrpc": "2.0",
        "id": 1,
        "error": {"name": "HANDLER_ERROR", "cause": {"name": "TIMEOUT_ERROR"}},
    }
    error = await refused(UNKNOWN, loopback_node(faults={"*": Fault("json", body=timeout, code=408)}))
    assert error.kind == "network"
    assert "TIMEOUT_ERROR" in error.message


async def test_json_rpc_that_is_no_transaction_is_malformed(loopback_node: Start) -> None:
    for result in ({"foo": 1}, "text", None, {"transaction": {}}):
        body = {"jsonrpc": "2.0", "id": 1, "result": result}
        error = await refused(UNKNOWN, loopback_node(faults={"*": Fault("json", body=body, code=200)}))
        assert error.kind == "malformed"


async def test_another_transaction_than_asked_for_is_not_taken(loopback_node: Start, repo_root: Path) -> None:
    recorded = json.loads((repo_root / "tests/data/node/tutorial-batch-ok/tx_status.json").read_bytes())
    liar = loopback_node(faults={"*": Fault("json", body=recorded, code=200)})
    error = await refused(UNKNOWN, liar)
    assert error.kind == "malformed"
    assert "another transaction" in error.message


async def test_the_whole_is_bounded_by_the_timeout(loopback_node: Start) -> None:
    hanging = [loopback_node(faults={"*": Fault("hang")}) for _ in range(3)]
    async with pulse() as lived:
        error = await refused(UNKNOWN, *hanging, timeout=1.0)
    assert lived.seconds < 1.3
    assert error.kind == "network"
    assert len(error.details) == 3


async def test_a_rate_limit_that_passes_soon_is_waited_for(loopback_node: Start) -> None:
    node = loopback_node(
        "tutorial-batch-ok", faults={"*": Fault("http", code=429, retry_after="0.2", times=1)}
    )
    assert (await fetch(hash_of(node), node)).raw.tx_hash == hash_of(node)


async def test_limited_blocks_are_fetched_slower_and_broken_ones_left_out(loopback_node: Start) -> None:
    node = loopback_node(
        "tutorial-batch-ok", faults={"block": Fault("http", code=429, retry_after="0.1", times=4)}
    )
    assert methods(await fetch(hash_of(node), node)).count("block") == 6
    node.faults = {"block": Fault("http", code=500)}
    assert methods(await fetch(hash_of(node), node)) == ["EXPERIMENTAL_tx_status"]
    node.faults = {"block": Fault("hang")}
    async with pulse() as lived:
        assert methods(await fetch(hash_of(node), node, timeout=1.5)) == ["EXPERIMENTAL_tx_status"]
    assert lived.seconds < 1.8


async def test_a_node_that_tracks_few_shards_needs_the_signer(loopback_node: Start) -> None:
    node = loopback_node("tutorial-batch-ok", signer_required=True)
    error = await refused(hash_of(node), node)
    assert error.kind == "not_found"
    assert "HASH:ACCOUNT" in error.hint
    fetched = await fetch(TransactionRef(hash_of(node), signer="alice.near"), node)
    assert fetched.raw.sender_account_id == "alice.near"


async def test_an_answer_with_gaps_is_asked_for_again_with_the_real_signer(
    loopback_node: Start, repo_root: Path
) -> None:
    recorded = json.loads((repo_root / "tests/data/node/tutorial-batch-ok/tx_status.json").read_bytes())[
        "result"
    ]
    partial = recorded | {"receipts_outcome": recorded["receipts_outcome"][:1], "status": "Started"}
    node = loopback_node()
    hash = node.add_transaction(partial, recorded)
    fetched = await fetch(hash, node)
    assert fetched.raw.documents[0].payload == recorded
    assert fetched.raw.documents[0].params["sender_account_id"] == "alice.near"
    again = await fetch(TransactionRef(hash, signer="alice.near"), node)
    assert again.raw.documents[0].payload == recorded
    assert node.requests["EXPERIMENTAL_tx_status"] == 3


async def test_a_running_transaction_is_shown_as_it_is(loopback_node: Start, repo_root: Path) -> None:
    folder = repo_root / "tests/data/node/delegate-inner-fails"
    recorded = json.loads((folder / "tx_status.json").read_bytes())["result"]
    running = recorded | {
        "final_execution_status": "INCLUDED",
        "status": "Started",
        "receipts_outcome": recorded["receipts_outcome"][:1],
        "receipts": recorded["receipts"][:1],
    }
    node = loopback_node(poll_seconds=5)
    hash = node.add_transaction(running)
    node.receipts = {receipt["receipt_id"]: receipt for receipt in recorded["receipts"]}
    async with pulse() as lived:
        fetched = await fetch(hash, node)
    assert lived.seconds < 2
    assert fetched.raw.documents[0].payload == running
    assert "EXPERIMENTAL_receipt" in methods(fetched)  # what a pending receipt is, is known before it runs


async def test_just_submitted_is_asked_once_more(loopback_node: Start, repo_root: Path) -> None:
    recorded = json.loads((repo_root / "tests/data/node/tutorial-batch-ok/tx_status.json").read_bytes())
    body = {"jsonrpc": "2.0", "id": 1, "result": {"final_execution_status": "NONE"}}
    node = loopback_node(faults={"EXPERIMENTAL_tx_status": Fault("json", body=body, code=200, times=1)})
    hash = node.add_transaction(recorded)
    assert (await fetch(hash, node)).raw.tx_hash == hash


@pytest.mark.parametrize(
    "settings",
    [
        {"receipt_missing": True},
        {"without": frozenset({"EXPERIMENTAL_tx_status", "tx_status"})},
    ],
)
async def test_without_receipts_each_is_fetched(loopback_node: Start, settings: dict[str, Any]) -> None:
    node = loopback_node("tutorial-batch-ok", **settings)
    fetched = await fetch(hash_of(node), node)
    assert methods(fetched)[0] == "tx"
    listed = {
        child
        for outcome in fetched.raw.documents[0].payload["receipts_outcome"]
        for child in outcome["outcome"]["receipt_ids"]
    }
    got = {d.payload["receipt_id"] for d in fetched.raw.documents if d.method == "EXPERIMENTAL_receipt"}
    assert listed <= got


async def test_the_new_name_and_the_oldest_form_work(loopback_node: Start) -> None:
    newest = loopback_node("tutorial-batch-ok", without=frozenset({"EXPERIMENTAL_tx_status"}))
    assert methods(await fetch(hash_of(newest), newest))[0] == "tx_status"
    oldest = loopback_node("tutorial-batch-ok", array_params_only=True)
    fetched = await fetch(hash_of(oldest), oldest)
    assert fetched.raw.documents[0].params == [hash_of(oldest), ANY_ACCOUNT]
    useless = loopback_node(without=frozenset({"EXPERIMENTAL_tx_status", "tx_status", "tx"}))
    error = await refused(UNKNOWN, useless)
    assert (error.kind, "METHOD_NOT_FOUND" in error.message) == ("network", True)


async def test_a_receipt_leads_to_its_transaction_and_is_selected(loopback_node: Start) -> None:
    node = loopback_node("tutorial-batch-ok")
    receipt = node.transactions[hash_of(node)][0]["receipts"][-1]["receipt_id"]
    fetched = await fetch(receipt, loopback_node(), node)
    assert (fetched.raw.tx_hash, fetched.select) == (hash_of(node), receipt)
    assert fetched.raw.documents[0].params["sender_account_id"] == "alice.near"


async def test_a_receipt_without_a_known_transaction_is_described(loopback_node: Start) -> None:
    node = loopback_node("tutorial-batch-ok", without=frozenset({"EXPERIMENTAL_receipt_to_tx"}))
    view = node.transactions[hash_of(node)][0]["receipts"][0]
    error = await refused(view["receipt_id"], node)
    assert error.kind == "not_found"
    assert "is a receipt from" in error.message
    assert view["predecessor_id"] in error.message
    assert "in a transaction of alice.near" in error.message
    assert node.url in error.message


async def test_a_receipt_whose_transaction_is_gone(loopback_node: Start) -> None:
    node = loopback_node("tutorial-batch-ok")
    receipt = node.transactions[hash_of(node)][0]["receipts"][0]["receipt_id"]
    hash = hash_of(node)
    node.transactions.clear()
    error = await refused(receipt, node)
    assert error.kind == "not_found"
    assert hash in error.message


async def test_a_block_lists_its_transactions(loopback_node: Start) -> None:
    node = loopback_node("yield-resumed-by-other-tx")
    block = next(hash for hash, view in node.blocks.items() if view["header"]["height"] == 3105)
    error = await refused(block, node)
    assert error.kind == "not_found"
    assert "is block 3105" in error.message
    assert error.details[0].startswith(hash_of(node))
    assert error.listed


async def test_extras_are_fetched_on_request(loopback_node: Start) -> None:
    node = loopback_node("yield-resumed-by-other-tx")
    fetched = await fetch(hash_of(node), node, extras=frozenset(EXTRAS))
    asked = {method for method, _ in node.log}
    assert {
        "chunk",
        "EXPERIMENTAL_receipt",
        "EXPERIMENTAL_changes",
        "query",
        "EXPERIMENTAL_protocol_config",
    } <= asked
    assert node.requests["EXPERIMENTAL_changes"] <= 8  # not offered there: not asked for again and again
    assert methods(fetched).count("EXPERIMENTAL_receipt") == 4
    assert frozenset(EXTRAS) > DEFAULT_EXTRAS


async def test_changes_and_accounts_tell_the_balances(loopback_node: Start) -> None:
    node = loopback_node("delegate-inner-fails")
    extras = DEFAULT_EXTRAS | {"changes", "accounts"}
    fetched = await fetch(hash_of(node), node, extras=frozenset(extras))
    found = {account.id: account.balance_change for account in build_document(fetched.raw).analysis.accounts}
    assert found == {
        "relayer.near": -1000209107469528800000000,
        "bob.near": 10**24,
        "app.near": 5498546124600000000,
    }


async def test_that_an_account_did_not_exist_before_is_kept(loopback_node: Start) -> None:
    node = loopback_node("delegate-inner-fails")
    first = next(iter(node.accounts))
    del node.accounts[first]["bob.near"]
    fetched = await fetch(hash_of(node), node, extras=frozenset(DEFAULT_EXTRAS | {"accounts"}))
    asked = {document.params["account_id"]: document for document in fetched.raw.documents if document.method == "query"
             and document.params["block_id"] == first}  # fmt: skip
    assert asked["bob.near"].envelope["error"]["cause"]["name"] == "UNKNOWN_ACCOUNT"
    assert build_document(fetched.raw).trace.transaction.hash == hash_of(node)


async def test_the_data_of_a_waiting_contract_is_asked_for_in_the_blocks_between(
    loopback_node: Start,
) -> None:
    node = loopback_node("tutorial-batch-ok")
    node.changes = {"none": []}
    fetched = await fetch(hash_of(node), node, extras=frozenset(DEFAULT_EXTRAS | {"changes"}))
    graph = build_document(fetched.raw).graph
    (callback,) = (n for n in graph.nodes if "self_callback" in n.roles)
    assert callback.created_height is not None
    assert callback.height is not None
    between = list(range(callback.created_height + 1, callback.height))
    assert between
    asked = [
        p for method, p in node.log if method == "EXPERIMENTAL_changes" and isinstance(p["block_id"], int)
    ]
    assert [p["block_id"] for p in asked] == between
    assert {p["changes_type"] for p in asked} == {"data_changes"}
    assert all(p["account_ids"] == ["caller.near"] for p in asked)


async def test_blocks_that_one_node_has_pruned_come_from_another(loopback_node: Start) -> None:
    pruned, archival = loopback_node("tutorial-batch-ok"), loopback_node("tutorial-batch-ok")
    kept = dict(list(pruned.heights.items())[:2])
    pruned.heights = kept
    fetched = await fetch(hash_of(pruned), pruned, archival)
    blocks = [document for document in fetched.raw.documents if document.method == "block"]
    assert [document.endpoint for document in blocks].count(
        archival.url
    ) == 4  # and the header after the last
    assert archival.requests == {"block": 4}
    assert [d.params["block_id"] for d in blocks] == list(dict.fromkeys(d.params["block_id"] for d in blocks))


async def test_state_changes_of_every_kind_are_asked_for_where_receipts_may_make_them(
    loopback_node: Start, repo_root: Path
) -> None:
    """tutorial-batch-ok calls functions only; with a key added in its second receipt, keys and code are of interest."""
    recorded = json.loads((repo_root / "tests/data/node/tutorial-batch-ok/tx_status.json").read_bytes())[
        "result"
    ]
    first, second = recorded["receipts_outcome"][:2]
    deploying = json.loads(json.dumps(recorded))
    (view,) = (view for view in deploying["receipts"] if view["receipt_id"] == second["id"])
    view["receipt"]["Action"]["actions"].append({"AddKey": {}})
    for answer, keys in ((recorded, []), (deploying, [second["outcome"]["executor_id"]])):
        node = loopback_node("tutorial-batch-ok")
        hash = node.add_transaction(answer)
        cause = {"type": "receipt_processing", "receipt_hash": first["id"]}
        account = first["outcome"]["executor_id"]
        change = {"account_id": account, "key_base64": "U1RBVEU=", "value_base64": "AAE="}
        node.changes[first["block_hash"]] = [{"cause": cause, "type": "data_update", "change": change}]
        fetched = await fetch(hash, node, extras=frozenset(DEFAULT_EXTRAS | {"changes"}))
        asked = [params for method, params in node.log if method == "EXPERIMENTAL_changes"]
        for kind in ("all_access_key_changes", "contract_code_changes"):
            assert [p["account_ids"] for p in asked if p["changes_type"] == kind] == ([keys] if keys else [])
        blocks = {entry["block_hash"] for entry in recorded["receipts_outcome"]}
        with_data = [p for p in asked if p["changes_type"] == "data_changes" and p["block_id"] in blocks]
        assert {"account_ids": [account]}.items() <= next(
            p for p in with_data if p["block_id"] == first["block_hash"]
        ).items()
        found = [change for answer in build_document(fetched.raw).trace.changes for change in answer.changes]
        assert [(c.kind, c.cause_id, c.key) for c in found] == [("data_update", first["id"], "U1RBVEU=")]


async def test_gaps_of_a_final_answer_are_filled_by_another_node(
    loopback_node: Start, repo_root: Path
) -> None:
    recorded = json.loads((repo_root / "tests/data/node/tutorial-batch-ok/tx_status.json").read_bytes())[
        "result"
    ]
    partial, whole = loopback_node(), loopback_node("tutorial-batch-ok")
    hash = partial.add_transaction(recorded | {"receipts_outcome": recorded["receipts_outcome"][:1]})
    fetched = await fetch(hash, partial, whole)
    assert fetched.raw.documents[0].payload == recorded
    assert fetched.raw.documents[0].endpoint == whole.url
    whole.requests.clear()
    complete = loopback_node("tutorial-batch-ok")
    await fetch(hash, complete, whole)
    assert whole.requests.total() == 0


async def test_what_fetching_cost_is_told(loopback_node: Start, tmp_path: Path) -> None:
    node = loopback_node("delegate-inner-fails", genesis_hash="genesis-1")
    node.faults["query"] = Fault("http", code=500)
    extras = frozenset(DEFAULT_EXTRAS | {"accounts", "config"})
    cache = Cache(tmp_path)
    costs = (await fetch(hash_of(node), node, extras=extras, cache=cache)).costs
    names = [line.split(":")[0] for line in costs]
    assert names == [
        "the transaction",
        "blocks",
        "headers of the next blocks",
        "balances",
        "protocol configuration",
    ]
    assert re.fullmatch(r"the transaction: 1 of 1, 1 request, [\d,]{5,} bytes", costs[0])
    assert re.fullmatch(
        r"balances: 0 of \d+, [4-8] requests, \d+ bytes", costs[3]
    )  # four troubles in a row end it
    assert re.fullmatch(r"protocol configuration: 0 of 1, 1 request, \d+ bytes", costs[4])  # and only it
    asked = sum(int(part.split()[0]) for line in costs for part in line.split(", ") if "request" in part)
    assert asked + 1 == node.requests.total()  # and which chain it is
    again = (await fetch(hash_of(node), node, extras=extras, cache=cache)).costs
    assert again[1] == re.sub(r", .*", ", nothing asked", costs[1])


async def test_nothing_but_the_transaction(loopback_node: Start) -> None:
    node = loopback_node("yield-resumed-by-other-tx")
    assert methods(await fetch(hash_of(node), node, extras=frozenset())) == ["EXPERIMENTAL_tx_status"]


async def test_no_key_is_ever_in_the_documents_or_messages(loopback_node: Start) -> None:
    node = loopback_node("tutorial-batch-ok")
    secret = f"http://SECRET@{node.url.removeprefix('http://')}/?apiKey=SECRET"
    fetched = await fetch_transaction(TransactionRef(hash_of(node)), [Target(secret, api_key="SECRET")])
    assert "SECRET" not in repr(fetched)
    assert "SECRET" not in repr(Target(secret, api_key="SECRET"))
    error = await refused(UNKNOWN, secret)
    assert "SECRET" not in error.message + error.hint + "".join(error.details)


async def test_cancelling_ends_everything_at_once(loopback_node: Start) -> None:
    node = loopback_node("tutorial-batch-ok", faults={"block": Fault("hang")})
    threads = set(threading.enumerate())
    task = asyncio.create_task(fetch(hash_of(node), node, loopback_node(faults={"*": Fault("hang")})))
    await node.asked("block")
    threads |= set(threading.enumerate())
    async with pulse() as lived:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert lived.seconds < 0.1
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert set(threading.enumerate()) <= threads


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("EXPERIMENTAL_tx_status", Fault("hang")),
        ("EXPERIMENTAL_tx_status", Fault("stall")),
        ("EXPERIMENTAL_tx_status", Fault("drip", seconds=60)),
        ("EXPERIMENTAL_tx_status", Fault("http", code=429, retry_after="4")),
        ("status", Fault("hang")),
        ("EXPERIMENTAL_receipt", Fault("hang")),
        ("block", Fault("hang")),
        ("block", Fault("http", code=429, retry_after="4")),
        ("chunk", Fault("stall")),
        ("EXPERIMENTAL_changes", Fault("hang")),
        ("query", Fault("hang")),
        ("EXPERIMENTAL_protocol_config", Fault("hang")),
        ("EXPERIMENTAL_receipt_to_tx", Fault("hang")),
    ],
    ids=lambda value: value.kind if isinstance(value, Fault) else value,
)
async def test_cancelling_at_any_point_is_prompt_and_leaves_nothing_behind(
    loopback_node: Start, method: str, fault: Fault
) -> None:
    node = loopback_node("yield-resumed-by-other-tx", faults={method: fault})
    before = set(threading.enumerate())
    id = UNKNOWN if method == "EXPERIMENTAL_receipt_to_tx" else hash_of(node)
    task = asyncio.create_task(fetch(id, node, extras=frozenset(EXTRAS)))
    await node.asked(method)
    async with pulse() as lived:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert lived.seconds < 0.1
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert set(threading.enumerate()) <= before
    assert node.open_connections() == 0


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def some(**members: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """An object with some of these members, or anything else."""
    return st.fixed_dictionaries({}, optional=members) | json_values


outcomes = some(
    id=json_values,
    block_hash=json_values | st.text(max_size=3),
    outcome=some(receipt_ids=json_values, executor_id=json_values),
)
receipts = some(receipt_id=json_values, receipt=some(Action=st.just({"is_promise_yield": True})))
results = st.fixed_dictionaries(
    {
        "transaction": st.fixed_dictionaries({}, optional={"signer_id": json_values}),
        "transaction_outcome": outcomes,
    },
    optional={"receipts_outcome": st.lists(outcomes, max_size=3), "receipts": st.lists(receipts, max_size=3)},
)


@given(results, json_values)
def test_hostile_answers_do_not_break_the_fetch(result: Any, side: Any) -> None:
    """Whatever the shapes inside, the documents come back; `parse` says what is wrong with them."""

    class Hostile:
        name = "http://hostile.example"
        spent = Spent()

        async def ask(self, method: str, params: Any, *, idle: float, total: float | None = None) -> Ok:
            json.dumps(params)
            return Ok({"result": side}, 200, "2026-01-01T00:00:00Z")

    async def work() -> Completed:
        endpoint: Any = Hostile()
        return await complete_documents(
            [endpoint],
            result,
            extras=frozenset(EXTRAS),
            deadline=time.monotonic() + 5,
            progress=lambda progress: None,
        )

    assert asyncio.run(work()).documents is not None


async def test_control_characters_of_a_gateway_reach_no_message(loopback_node: Start) -> None:
    error = {
        "name": "X\x1b[31m",
        "cause": {"name": "EVIL\x1b]0;\x07\n"},
        "data": "a\x1b[2Jb\r\nc" + "x" * 10_000,
    }
    node = loopback_node(
        faults={"*": Fault("json", body={"jsonrpc": "2.0", "id": 1, "error": error}, code=200)}
    )
    caught = await refused(UNKNOWN, node)
    said = caught.message + caught.hint + "".join(caught.details)
    assert said.isprintable()
    assert len(said) < 2000
