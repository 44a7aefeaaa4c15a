"""A transaction indexer: what nodes have pruned, asked last, and only when it is wanted."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.effort import pulse
from tests.node.loopback import Fault, LoopbackNode
from xccviz.document import build_document
from xccviz.model.errors import UserError
from xccviz.opening.open import open_document_sync
from xccviz.opening.options import OpenOptions
from xccviz.opening.targets import targets_for
from xccviz.sources.network.endpoint import Target
from xccviz.sources.network.fetch import Fetched, fetch_transaction
from xccviz.sources.network.indexer import Indexer, is_indexer
from xccviz.sources.network.wanted import DEFAULT_EXTRAS
from xccviz.sources.recognise.references import TransactionRef

Start = Callable[..., LoopbackNode]
UNKNOWN = "4kRtmBcTx6M52apMFVRaPSDbv96fAne39YnQRN8xFDWp"


@pytest.fixture
def element(repo_root: Path) -> Any:
    return json.loads((repo_root / "tests/data/public/indexer-one.json").read_bytes())


async def fetch(hash: str, *targets: Target, **options: Any) -> Fetched:
    return await fetch_transaction(TransactionRef(hash), targets, **options)


async def test_what_the_nodes_have_pruned_comes_from_the_indexer(loopback_node: Start, element: Any) -> None:
    node, indexer = loopback_node(chain_id="mainnet"), loopback_node()
    hash = indexer.add_element(element)
    fetched = await fetch(hash, Target(node.url, "mainnet"), Target(indexer.url, "mainnet", indexer=True))
    first = fetched.raw.documents[0]
    assert (first.method, first.params, first.endpoint) == ("indexer", {"tx_hashes": [hash]}, indexer.url)
    assert first.envelope == element
    assert (fetched.raw.tx_hash, fetched.raw.chain_id, fetched.raw.network) == (hash, "mainnet", "mainnet")
    assert fetched.notes == (f"from the indexer {indexer.url}, which does not say what is final",)
    assert indexer.requests == {"/v0/transactions": 1}
    assert build_document(fetched.raw).analysis.complete


async def test_it_is_not_asked_while_a_node_knows_it(loopback_node: Start) -> None:
    node, indexer = loopback_node("tutorial-batch-ok"), loopback_node()
    fetched = await fetch(next(iter(node.transactions)), Target(node.url), Target(indexer.url, indexer=True))
    assert fetched.raw.documents[0].method == "EXPERIMENTAL_tx_status"
    assert indexer.requests.total() == 0
    assert fetched.notes == ()


async def test_a_receipt_leads_to_its_transaction(loopback_node: Start, element: Any) -> None:
    indexer = loopback_node()
    hash = indexer.add_element(element)
    for receipt in (*(pair["receipt"] for pair in element["receipts"]), *element["data_receipts"]):
        fetched = await fetch(receipt["receipt_id"], Target(indexer.url, indexer=True))
        assert (fetched.raw.tx_hash, fetched.select) == (hash, receipt["receipt_id"])


async def test_nobody_knows_it(loopback_node: Start) -> None:
    indexer = loopback_node()
    with pytest.raises(UserError) as caught:
        await fetch(UNKNOWN, Target(indexer.url, indexer=True))
    assert caught.value.kind == "not_found"
    assert "an indexer" in caught.value.details[0]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault("http", code=429, retry_after="60"), "too many requests (HTTP 429), asks to wait 60 s"),
        (Fault("http", code=401), "denied access"),
        (Fault("html"), "answered HTML instead of JSON"),
        (Fault("empty"), "empty body"),
        (Fault("drop"), "closed the connection"),
        (Fault("hang"), "no answer within"),
        (Fault("stall"), "did not finish its answer"),
        (Fault("json", body={"error": "no such thing"}, code=200), "answered an error: no such thing"),
        (Fault("json", body={"hello": 1}, code=200), "no indexer's answer"),
        (Fault("json", body={"transactions": [1, {"transaction": {"hash": "x"}}]}, code=200), "another transaction"),
        (Fault("redirect", code=307, body="https://evil.example/"), "redirects to another place"),
    ],
)  # fmt: skip
async def test_its_troubles_are_named(loopback_node: Start, element: Any, fault: Fault, words: str) -> None:
    indexer = loopback_node(faults={"/v0/transactions": fault})
    hash = indexer.add_element(element)
    with pytest.raises(UserError) as caught:
        await fetch(
            hash, Target(indexer.url, indexer=True), timeout=0.8 if fault.kind in ("hang", "stall") else 5
        )
    assert caught.value.kind == "network"
    assert words in caught.value.message


async def test_another_transaction_than_asked_for_is_not_taken(loopback_node: Start, element: Any) -> None:
    answer = Fault("json", body={"transactions": [element]}, code=200)
    with pytest.raises(UserError) as caught:
        await fetch(UNKNOWN, Target(loopback_node(faults={"/v0/transactions": answer}).url, indexer=True))
    assert "answered with another transaction" in caught.value.message


async def test_heights_of_the_element_spare_the_blocks(loopback_node: Start, element: Any) -> None:
    node, indexer = loopback_node(), loopback_node()
    pairs = [{**pair, "execution_outcome": {**pair["execution_outcome"], "block_height": 5, "block_timestamp": 7}}
             for pair in element["receipts"]]  # fmt: skip
    hash = indexer.add_element({**element, "receipts": pairs})
    await fetch(hash, Target(node.url), Target(indexer.url, indexer=True))
    assert node.requests["block"] == 1  # only the transaction's own outcome is without a height


async def test_the_key_goes_in_a_header_only(loopback_node: Start, element: Any) -> None:
    node = loopback_node()
    hash = node.add_element(element)
    async with Indexer(f"{node.url.replace('://', '://SECRET@')}/v0?apiKey=SECRET") as indexer:
        found = await indexer.transaction(hash, idle=2)
    assert "SECRET" not in repr(found) + repr(indexer)
    assert node.authorizations == ["Bearer SECRET"]


async def test_cancelling_is_prompt_and_leaves_nothing_behind(loopback_node: Start) -> None:
    node = loopback_node(faults={"*": Fault("hang")})
    task = asyncio.create_task(fetch(UNKNOWN, Target(node.url, indexer=True)))
    await node.asked()
    task.cancel()
    async with pulse() as lived:
        with pytest.raises(asyncio.CancelledError):
            await task
    assert lived.seconds < 0.1
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert node.open_connections() == 0


def test_it_is_off_unless_asked_for() -> None:
    ref = TransactionRef(UNKNOWN)
    assert not any(target.indexer for target in targets_for(ref, OpenOptions()))
    asked = targets_for(ref, OpenOptions(network="mainnet", indexer=True, api_key="K"))
    assert (asked[-1].url, asked[-1].indexer, asked[-1].api_key) == (
        "https://tx.main.fastnear.com",
        True,
        "K",
    )
    assert [target.indexer for target in asked[:-1]] == [False] * 4
    given = targets_for(ref, OpenOptions(rpc=("https://a.example", "https://tx.main.fastnear.com/v0/")))
    assert [target.indexer for target in given] == [False, True]
    assert not is_indexer("http://[")


def test_an_address_given_as_endpoint_is_enough(loopback_node: Start, element: Any) -> None:
    node = loopback_node()
    hash = node.add_element(element)
    opened = open_document_sync(hash, OpenOptions(rpc=(f"{node.url}/v0",)))
    assert opened.document.trace.transaction.hash == hash
    assert opened.document.graph.nodes


def test_recorded_answers_of_the_indexer_open_as_from_a_file(loopback_node: Start, shared_data: Path) -> None:
    """Each transaction of each recorded answer, fetched by hash, gives the graph that its file gives."""
    node = loopback_node()
    for path in sorted((shared_data / "public/fastnear_responses").glob("*.json")):
        for element in json.loads(path.read_bytes()).get("transactions", []):
            hash = node.add_element(element)
            fetched = open_document_sync(
                hash, OpenOptions(rpc=(f"{node.url}/v0",), extras=frozenset(DEFAULT_EXTRAS))
            )
            filed = open_document_sync(json.dumps(element))
            assert fetched.document.graph.nodes == filed.document.graph.nodes
            assert fetched.document.analysis.verdict == filed.document.analysis.verdict
    assert len(node.elements) > 15
