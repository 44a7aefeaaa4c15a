"""One recorded transaction, opened from everything a person may have of it (interface.md §1 and §3)."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.node.loopback import LoopbackNode
from tests.reference.recorded import load_json
from xccviz.cli.main import main
from xccviz.model.errors import UserError
from xccviz.opening.open import open_document_sync
from xccviz.opening.options import OpenOptions, OpenResult
from xccviz.sources.files.capture import save_capture
from xccviz.sources.files.read import open_bytes
from xccviz.sources.network.endpoint import Target
from xccviz.sources.network.fetch import fetch_transaction
from xccviz.sources.recognise.references import TransactionRef

NAME = "tutorial-batch-ok"
FOLDER = Path(__file__).parent.parent.parent / "data" / "node" / NAME
ENVELOPE = load_json(FOLDER / "tx_status.json")
RESULT = ENVELOPE["result"]
HASH = RESULT["transaction"]["hash"]
SIGNER = RESULT["transaction"]["signer_id"]
RECEIPT = RESULT["receipts"][2]["receipt_id"]
IDS = {HASH, *(outcome["id"] for outcome in RESULT["receipts_outcome"])}
Start = Callable[..., LoopbackNode]


def as_element() -> dict[str, Any]:
    """The recorded answer as an indexer tells it."""
    views = {receipt["receipt_id"]: receipt for receipt in RESULT["receipts"]}
    pairs = [{"execution_outcome": o, "receipt": views[o["id"]]} for o in RESULT["receipts_outcome"]]
    outcome = RESULT["transaction_outcome"]
    return {
        "transaction": RESULT["transaction"],
        "execution_outcome": outcome,
        "receipts": pairs,
        "data_receipts": [],
    }


def as_message(*more: dict[str, Any]) -> dict[str, Any]:
    """The recorded answer, as a block's streamer message that holds all of it, beside `more` transactions."""
    element = as_element()
    entry = {
        "transaction": element["transaction"],
        "outcome": {"execution_outcome": element["execution_outcome"]},
    }
    shard = {"chunk": {"transactions": [entry, *more]}, "receipt_execution_outcomes": element["receipts"]}
    return {"block": {"header": {"height": 7, "hash": "x"}, "chunks": []}, "shards": [shard]}


def assert_whole(opened: OpenResult) -> None:
    assert opened.document.trace.transaction.hash == HASH
    assert {node.id for node in opened.document.graph.nodes} >= IDS
    assert opened.document.analysis.verdict.code == "success"


def opened_from(given: str, *nodes: LoopbackNode, **options: Any) -> OpenResult:
    return open_document_sync(given, OpenOptions(rpc=tuple(node.url for node in nodes), **options))


@pytest.mark.parametrize(
    "given", [HASH, f"{HASH}:{SIGNER}", f"{HASH} {SIGNER}", f"{SIGNER} {HASH}", f" {HASH}\n"]
)
def test_from_a_hash(loopback_node: Start, given: str) -> None:
    opened = opened_from(given, loopback_node(NAME))
    assert_whole(opened)
    assert opened.document.analysis.complete
    assert opened.select is None


def test_from_a_hash_with_the_wrong_signer(loopback_node: Start) -> None:
    """Who signed it matters only to a node that tracks few shards; that one can't tell, and says what to do."""
    whole, few = loopback_node(NAME), loopback_node(NAME, signer_required=True)
    for nodes in ((whole,), (few, whole)):
        opened = opened_from(f"{HASH}:somebody-else.near", *nodes)
        assert_whole(opened)
        assert opened.document.raw.sender_account_id == SIGNER
    with pytest.raises(UserError) as caught:
        opened_from(f"{HASH}:somebody-else.near", few, timeout=1.5)
    assert caught.value.kind == "not_found"
    assert "somebody-else.near may not be who signed it" in caught.value.hint
    assert_whole(opened_from(f"{HASH}:{SIGNER}", few))


@pytest.mark.parametrize("receipt", [outcome["id"] for outcome in RESULT["receipts_outcome"]])
def test_from_a_receipt_id(loopback_node: Start, receipt: str) -> None:
    opened = opened_from(receipt, loopback_node(), loopback_node(NAME))
    assert_whole(opened)
    assert opened.select == receipt


async def test_the_network_is_found_by_asking(loopback_node: Start) -> None:
    mainnet, testnet = loopback_node(chain_id="mainnet"), loopback_node(NAME, chain_id="testnet")
    targets = [Target(mainnet.url, "mainnet"), Target(testnet.url, "testnet")]
    for id in (HASH, RECEIPT):
        raw = (await fetch_transaction(TransactionRef(id), targets)).raw
        assert (raw.tx_hash, raw.network, raw.chain_id) == (HASH, "testnet", "testnet")


@pytest.mark.parametrize(
    ("url", "network", "select"),
    [
        (f"https://nearblocks.io/txns/{HASH}", "mainnet", None),
        (f"https://nearblocks.io/txns/{HASH}#{RECEIPT}", "mainnet", RECEIPT),
        (f"nearblocks.io/txns/{HASH}?tab=execution", "mainnet", None),
        (f"https://testnet.nearblocks.io/txns/{HASH}", "testnet", None),
        (f"https://nearblocks.io/hash/{RECEIPT}", "mainnet", RECEIPT),
        (f"https://explorer.near.org/transactions/{HASH}", "mainnet", None),
        (f"https://explorer.near.org/transactions/{HASH}#{RECEIPT}", "mainnet", RECEIPT),
        (f"https://explorer.testnet.near.org/transactions/{HASH}", "testnet", None),
        (f"https://explorer.fastnear.com/tx/{HASH}", "mainnet", None),
        (f"https://explorer.testnet.fastnear.com/tx/{HASH}", "testnet", None),
        (f"https://pikespeak.ai/transaction-viewer/{HASH}", "mainnet", None),
        (f"https://pikespeak.ai/transaction-viewer/{HASH}/detailed", "mainnet", None),
        (f"nearx://v1/tx/{HASH}", None, None),
        (f"https://unknown.example/a/{HASH}/b", None, None),
        (f"https://wallet.example/done?transactionHashes={HASH}&account_id=x.testnet", "testnet", None),
    ],
)
def test_from_an_address(loopback_node: Start, url: str, network: str | None, select: str | None) -> None:
    opened = opened_from(url, loopback_node(NAME))
    assert_whole(opened)
    assert opened.select == select
    assert opened.document.trace.network == (
        network or "localnet"
    )  # what the node says where the address does not


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(ENVELOPE, id="envelope"),
        pytest.param(RESULT, id="bare result"),
        pytest.param(as_element(), id="indexer's element"),
        pytest.param([as_element()], id="array of one"),
        pytest.param({"transactions": [as_element()]}, id="indexer's answer"),
        pytest.param(as_message(), id="streamer message"),
    ],
)
@pytest.mark.parametrize("way", ["file", "gz", "xz", "zst", "paste", "stdin"])
def test_from_a_document(document: Any, way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = json.dumps(document)
    if way == "paste":
        assert_whole(open_document_sync(text))
        return
    if way == "stdin":
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))
        assert_whole(open_document_sync("-"))
        return
    if way == "zst":
        pack = pytest.importorskip("zstandard").ZstdCompressor().compress
    else:
        pack = {"file": bytes, "gz": gzip.compress, "xz": lzma.compress}[way]
    path = tmp_path / ("run.json" if way == "file" else f"run.json.{way}")
    path.write_bytes(pack(text.encode()))
    for given in (str(path), f"{path}#{HASH}", path.as_uri()):
        assert_whole(open_document_sync(given))


@pytest.mark.parametrize("ending", ["", ".gz", ".xz"])
def test_from_a_capture(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"run.xcc.json{ending}"
    save_capture(path, open_bytes(json.dumps(ENVELOPE).encode(), "run"), "xccviz", "2026-01-01T00:00:00Z")
    assert_whole(open_document_sync(str(path)))


def test_from_what_libraries_print_without_receipts() -> None:
    """It opens, and says that it can't know who received which data."""
    printed = {name: value for name, value in RESULT.items() if name != "receipts"}
    opened = open_document_sync(json.dumps(printed))
    assert opened.document.trace.transaction.hash == HASH
    assert not opened.document.analysis.complete
    assert {item.kind for item in opened.document.graph.missing} >= {"receipt"}


@pytest.mark.parametrize("wrap", [as_message, lambda other: [as_element(), other]])
def test_of_several_transactions_one_is_chosen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wrap: Callable[[Any], Any], public: Path
) -> None:
    other = load_json(public / "indexer-one.json")
    other["outcome"] = {"execution_outcome": other["execution_outcome"]}
    document = wrap(other)
    path = tmp_path / "several.json"
    path.write_text(json.dumps(document))
    second = other["transaction"]["hash"]
    for hash in (HASH, second):
        assert open_document_sync(f"{path}#{hash}").document.trace.transaction.hash == hash
    with pytest.raises(UserError) as caught:
        open_document_sync(f"{path}#{RECEIPT}")
    assert caught.value.kind == "usage"
    assert main(["show", str(path)]) == 2
    said = capsys.readouterr().err
    assert "#HASH" in said and HASH in said and second in said


@pytest.fixture
def public(repo_root: Path) -> Path:
    return repo_root / "tests/data/public"
