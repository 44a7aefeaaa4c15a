"""Fail-over between endpoints: order, a second question beside a slow one, waiting when told to."""

# covers: xccviz/sources/network/endpoint.py, xccviz/sources/network/probe.py

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping

import pytest

from tests.effort import pulse
from tests.node.loopback import Fault, LoopbackNode, closed_port
from xccviz.model.errors import UserError
from xccviz.opening import caching
from xccviz.opening.open import open_document
from xccviz.opening.options import OpenOptions
from xccviz.opening.targets import targets_for
from xccviz.settings.networks import NETWORKS, EndpointSpec, Network
from xccviz.sources.network import lookup
from xccviz.sources.network.endpoint import Target
from xccviz.sources.network.fetch import Fetched, fetch_transaction
from xccviz.sources.network.health import HealthBook
from xccviz.sources.network.probe import METHODS, probe_all
from xccviz.sources.recognise.references import TransactionRef

UNKNOWN = "4kRtmBcTx6M52apMFVRaPSDbv96fAne39YnQRN8xFDWp"
NAME = "tutorial-batch-ok"
Start = Callable[..., LoopbackNode]


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "HEDGE_SECONDS", 0.1)


def hash_of(node: LoopbackNode) -> str:
    return next(iter(node.transactions))


async def fetch(
    hash: str, *nodes: LoopbackNode | str, health: HealthBook | None = None, seconds: float = 8
) -> Fetched:
    targets = [Target(node if isinstance(node, str) else node.url) for node in nodes]
    return await fetch_transaction(
        TransactionRef(hash), targets, extras=frozenset(), timeout=seconds, health=health
    )


# ----------------------------------------------------------------------------------------------------------- hedging


async def test_a_slow_endpoint_is_overtaken_and_its_question_ended(loopback_node: Start) -> None:
    slow, full = loopback_node(NAME, faults={"*": Fault("hang")}), loopback_node(NAME)
    before = asyncio.all_tasks()
    async with pulse() as lived:
        fetched = await fetch(hash_of(full), slow, full)
    assert lived.seconds < 1.5
    assert fetched.raw.documents[0].endpoint == full.url
    assert fetched.asked == (f"{slow.url}: was slower", f"{full.url}: found")
    assert asyncio.all_tasks() == before
    assert slow.open_connections() == full.open_connections() == 0


async def test_the_first_may_still_win(loopback_node: Start) -> None:
    slow = loopback_node(NAME, faults={"*": Fault("slow", seconds=0.3)})
    hanging = loopback_node(faults={"*": Fault("hang")})
    fetched = await fetch(hash_of(slow), slow, hanging)
    assert fetched.raw.documents[0].endpoint == slow.url
    assert hanging.requests["EXPERIMENTAL_tx_status"] == 1
    assert hanging.open_connections() == 0


async def test_the_one_that_overtook_may_not_know_it(loopback_node: Start) -> None:
    slow, empty = loopback_node(NAME, faults={"*": Fault("slow", seconds=0.3)}), loopback_node()
    fetched = await fetch(hash_of(slow), slow, empty)
    assert fetched.raw.documents[0].endpoint == slow.url
    assert "does not know" in fetched.asked[1]


async def test_at_most_two_are_asked_at_once(loopback_node: Start) -> None:
    hanging = [loopback_node(faults={"*": Fault("hang")}) for _ in range(4)]
    with pytest.raises(UserError):
        await fetch(UNKNOWN, *hanging, seconds=1.0)
    assert hanging[0].requests["EXPERIMENTAL_tx_status"] == hanging[1].requests["EXPERIMENTAL_tx_status"] == 1
    assert all(node.open_connections() == 0 for node in hanging)


async def test_a_single_endpoint_is_asked_once(loopback_node: Start) -> None:
    slow = loopback_node(NAME, faults={"*": Fault("slow", seconds=0.3)})
    await fetch(hash_of(slow), slow)
    assert slow.requests["EXPERIMENTAL_tx_status"] == 1


async def test_a_quick_endpoint_is_the_only_one_asked(loopback_node: Start) -> None:
    full, other = loopback_node(NAME), loopback_node(NAME)
    await fetch(hash_of(full), full, other)
    assert other.requests["EXPERIMENTAL_tx_status"] == 0


async def test_cancelling_ends_both_questions(loopback_node: Start) -> None:
    nodes = [loopback_node(faults={"*": Fault("hang")}) for _ in range(2)]
    before = asyncio.all_tasks()
    task = asyncio.create_task(fetch(UNKNOWN, *nodes))
    for node in nodes:
        await node.asked()
    async with pulse() as lived:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert lived.seconds < 0.5
    assert asyncio.all_tasks() == before
    assert all(node.open_connections() == 0 for node in nodes)


# ------------------------------------------------------------------------------------------------------- retry-after


async def test_one_that_wants_to_be_left_alone_is_not_asked(loopback_node: Start) -> None:
    limited = loopback_node(NAME, faults={"*": Fault("http", code=429, retry_after="60")})
    full, book = loopback_node(NAME), HealthBook()
    first = await fetch(hash_of(full), limited, full, health=book)
    assert "rate-limited until" in first.asked[0]
    asked = limited.requests.total()
    second = await fetch(hash_of(full), limited, full, health=book)
    assert limited.requests.total() == asked
    assert second.asked[0].startswith(f"{limited.url}: rate-limited until ")
    with pytest.raises(UserError) as caught:
        await fetch(UNKNOWN, limited, health=book)
    assert caught.value.kind == "network" and "rate-limited until" in caught.value.message
    assert limited.requests.total() == asked


async def test_a_short_wait_is_waited(loopback_node: Start) -> None:
    limited = loopback_node(NAME, faults={"*": Fault("http", code=429, retry_after="1", times=1)})
    fetched = await fetch(hash_of(limited), limited)
    assert fetched.raw.tx_hash == hash_of(limited)
    assert limited.requests["EXPERIMENTAL_tx_status"] == 2


# ------------------------------------------------------------------------------------------------------------- order


def network(*endpoints: EndpointSpec) -> Mapping[str, Network]:
    return {"private": Network("private", endpoints, "localnet", ".corp")}


async def opened(hash: str, networks: Mapping[str, Network], **options: object) -> list[str]:
    result = await open_document(
        hash,
        OpenOptions(networks=networks, first_network="private", timeout=8, extras=frozenset(), **options),  # type: ignore[arg-type] # by name
    )
    return list(result.asked)


async def test_one_that_failed_is_asked_last_the_next_time(loopback_node: Start) -> None:
    full, nobody = loopback_node(NAME), closed_port()
    networks = network(EndpointSpec(nobody), EndpointSpec(full.url))
    first = await opened(hash_of(full), networks)
    assert first[0].startswith(f"{nobody}: refused") and first[1] == f"{full.url}: found"
    assert await opened(hash_of(full), networks) == [f"{full.url}: found"]
    given = await opened(hash_of(full), networks, rpc=(nobody, full.url))
    assert given[0].startswith(f"{nobody}: refused"), "with --rpc the given order holds"


async def test_archival_endpoints_are_asked_last(loopback_node: Start) -> None:
    full, archive = loopback_node(NAME), loopback_node(NAME)
    networks = network(EndpointSpec(archive.url, archival=True), EndpointSpec(full.url))
    assert await opened(hash_of(full), networks) == [f"{full.url}: found"]
    assert archive.requests.total() == 0


async def test_how_far_back_one_keeps_blocks_is_told_once_it_is_known(loopback_node: Start) -> None:
    empty, full, book = loopback_node(), loopback_node(NAME), HealthBook()
    result = {"chain_id": "x", "sync_info": {"earliest_block_height": 181_000}}
    status = {"jsonrpc": "2.0", "id": "dontcare", "result": result}
    empty.faults["status"] = Fault("json", body=status, code=200)
    await probe_all([Target(empty.url)], 5, book)
    fetched = await fetch(hash_of(full), empty, full, health=book)
    assert "does not know" in fetched.asked[0]
    assert fetched.asked[0].endswith("; keeps blocks from 181,000 on")


# ----------------------------------------------------------------------------------------------- configured networks


def urls(options: OpenOptions, ref: str = UNKNOWN, signer: str | None = None) -> list[str]:
    return [target.url for target in targets_for(TransactionRef(ref, signer=signer), options)]


def test_the_default_network_is_asked_first_and_others_after_it() -> None:
    networks = dict(NETWORKS) | network(EndpointSpec("https://p.example"))
    asked = urls(OpenOptions(networks=networks, first_network="private"))
    assert asked[0] == "https://p.example"
    assert "https://rpc.mainnet.fastnear.com" in asked
    assert not any("127.0.0.1" in url for url in asked)


def test_the_same_endpoint_of_two_networks_is_asked_once() -> None:
    again = EndpointSpec("https://rpc.mainnet.fastnear.com/")
    networks = dict(NETWORKS) | network(again, EndpointSpec("https://p.example"))
    asked = urls(OpenOptions(networks=networks))
    assert asked == [*urls(OpenOptions()), "https://p.example"]


def test_an_accounts_ending_names_its_network_if_one_has_it() -> None:
    networks = dict(NETWORKS) | network(EndpointSpec("https://p.example"))
    assert urls(OpenOptions(networks=networks), signer="alice.corp") == ["https://p.example"]
    assert len(urls(OpenOptions(networks=networks), signer="alice.near")) == 8
    twice = networks | {"other": Network("other", (EndpointSpec("https://o.example"),), None, ".corp")}
    assert len(urls(OpenOptions(networks=twice), signer="alice.corp")) == 9


def test_networks_of_this_machine_are_asked_only_when_chosen() -> None:
    networks = dict(NETWORKS) | network(
        EndpointSpec("http://localhost:1"), EndpointSpec("http://127.0.0.9:1")
    )
    assert urls(OpenOptions(networks=networks)) == urls(OpenOptions())
    assert len(urls(OpenOptions(networks=networks, network="private"))) == 2


def test_a_stored_key_goes_only_where_it_belongs() -> None:
    networks = dict(NETWORKS) | network(
        EndpointSpec("https://p.example", takes_key=True),
        EndpointSpec("https://q.example"),
        EndpointSpec("http://plain.example", takes_key=True),
    )
    asked: list[str | None] = []

    def find_key(name: str | None) -> str:
        asked.append(name)
        return f"key of {name}"

    def keys(**options: object) -> list[str | None]:
        given = OpenOptions(networks=networks, find_key=find_key, **options)  # type: ignore[arg-type] # by name
        return [target.api_key for target in targets_for(TransactionRef(UNKNOWN), given)]

    assert keys(network="private") == ["key of private", None, None]
    assert keys(network="localnet") == [None]
    assert asked == ["private"], "a keyring is opened only when a key is needed"
    assert keys(network="testnet") == ["key of testnet"] * 3, "all of them are FastNEAR's"
    assert keys(rpc=("https://r.example", "https://p.example")) == [None, "key of private"]
    assert keys(rpc=("https://r.example", "http://plain.example"), api_key="env") == ["env", None]


# ------------------------------------------------------------------------------------------------------------- probe


async def test_a_probe_tells_what_each_endpoint_offers(loopback_node: Start) -> None:
    full = loopback_node(NAME, without=frozenset({"tx_status", "EXPERIMENTAL_receipt_to_tx"}))
    nobody = closed_port()
    known, gone = await probe_all([Target(full.url), Target(nobody)], 5, HealthBook())
    assert known.answers and (known.chain_id, known.protocol_version) == ("localnet", 86)
    assert {method for method in METHODS if known.offers[method]} == {
        "EXPERIMENTAL_tx_status",
        "tx",
        "EXPERIMENTAL_receipt",
    }
    assert known.earliest_height is None and known.latency is not None and known.latency > 0
    assert not gone.answers and "refused" in gone.trouble
    assert all(params != hash_of(full) for _, params in full.log)


@pytest.mark.parametrize("fault", ["hang", "html", "empty", "500", "junk", "truncated", "drop", "http 429 1"])
async def test_a_probe_of_trouble_knows_nothing(loopback_node: Start, fault: str) -> None:
    broken = loopback_node(faults={"*": Fault.parse(fault)})
    async with pulse() as lived:
        (found,) = await probe_all([Target(broken.url)], 0.5, HealthBook())
    assert lived.seconds < 2
    assert not found.answers and found.trouble
    assert set(found.offers.values()) <= {None}


async def test_a_method_that_gives_no_answer_stays_unknown(loopback_node: Start) -> None:
    node = loopback_node(faults={"EXPERIMENTAL_changes": Fault("hang")})
    (found,) = await probe_all([Target(node.url)], 0.5, HealthBook())
    assert found.answers and found.offers["EXPERIMENTAL_changes"] is None and found.offers["tx"] is True


@pytest.mark.parametrize(
    "said", [None, 3, {"sync_info": 3, "version": []}, {"protocol_version": True, "chain_id": 4}]
)
async def test_an_odd_status_is_no_capability(loopback_node: Start, said: object) -> None:
    body = {"jsonrpc": "2.0", "id": "dontcare", "result": said}
    node = loopback_node(faults={"status": Fault("json", body=body, code=200)})
    (found,) = await probe_all([Target(node.url)], 5, HealthBook())
    assert (found.chain_id, found.protocol_version, found.version, found.earliest_height) == (None,) * 4


def test_what_was_answered_long_ago_is_old() -> None:
    from xccviz.sources.files.sample import list_samples, read_sample
    from xccviz.values import replace

    raw = read_sample(list_samples()[0].name)

    def at(text: str) -> bool:
        documents = tuple(replace(document, received_at=text) for document in raw.documents)
        return caching.is_old(replace(raw, documents=documents))

    assert at("2020-01-01T00:00:00Z")
    assert not at(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))
    assert not at("2020-01-01T00:00:00") and not at("yesterday") and not at("")
