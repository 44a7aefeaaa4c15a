"""What endpoints say is checked before it is believed: what contradicts itself is trouble, headers prove the rest."""

# covers: xccviz/sources/network/lookup.py, xccviz/sources/network/fetch_plan.py

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.analysis.trust.answers import PROVEN, answer, blocks
from tests.node.loopback import LoopbackNode
from tests.reference.recorded import HERE, load_json
from xccviz.cli.main import main
from xccviz.model.errors import UserError
from xccviz.opening.caching import cache_in
from xccviz.opening.open import open_document_sync
from xccviz.opening.options import OpenOptions
from xccviz.sources.store.cache import Identity
from xccviz.values import replace

Start = Callable[..., LoopbackNode]
NAME = PROVEN[0]
HASH = answer()["transaction"]["hash"]
WRONG = (
    "other-signer",
    "receipts-of-another-mixed-in",
    "status-failure-though-the-chain-succeeded",
    "transaction-outcome-id-other",
)


def wrong(name: str) -> Any:
    return load_json(HERE / "broken" / f"wrong-{name}.json.gz")["result"]


def serve(start: Start, result: Any, headers: list[Any] | None = None) -> LoopbackNode:
    """A node that gives this answer, and these headers."""
    node = start(genesis_hash="genesis-1")
    node.add_transaction(result)
    node.blocks = {block["header"]["hash"]: block for block in headers or ()}
    return node


def options(*nodes: LoopbackNode, **more: Any) -> OpenOptions:
    return replace(OpenOptions(rpc=tuple(node.url for node in nodes), timeout=10.0), **more)


@pytest.mark.parametrize("name", WRONG)
def test_an_answer_that_contradicts_itself_passes_on_to_the_next(loopback_node: Start, name: str) -> None:
    bad, good = serve(loopback_node, wrong(name)), serve(loopback_node, answer(), blocks())
    opened = open_document_sync(HASH, options(bad, good))
    assert opened.document.verdict.code == "success_with_hidden_failure"
    assert opened.document.analysis.contradictions == ()
    assert opened.document.raw.documents[0].endpoint == good.url
    assert "contradicts itself" in next(line for line in opened.asked if line.startswith(bad.url))


def test_when_nobody_else_has_it_there_is_no_usable_answer(loopback_node: Start) -> None:
    bad, worse = serve(loopback_node, wrong(WRONG[0])), serve(loopback_node, wrong(WRONG[2]))
    with pytest.raises(UserError) as caught:
        open_document_sync(HASH, options(bad, worse))
    assert caught.value.kind == "network"
    assert "transaction.signer_id says mallory.near" in caught.value.message
    assert "The end that the answer tells is not the one of" in caught.value.message
    with pytest.raises(UserError) as caught:
        open_document_sync(HASH, options(bad, loopback_node()))
    assert caught.value.kind == "not_found"
    assert "mallory.near" in caught.value.message


def test_the_next_headers_are_fetched_and_prove(loopback_node: Start, tmp_path: Path) -> None:
    node = serve(loopback_node, answer(), blocks())
    opened = open_document_sync(HASH, options(node, cache_dir=tmp_path))
    assert opened.document.analysis.proven == opened.document.analysis.to_prove == 11
    before = node.requests["block"]
    again = open_document_sync(HASH, options(node, cache_dir=tmp_path))
    assert again.document.analysis.proven == 11
    assert node.requests["block"] == before
    offline = open_document_sync(HASH, options(node, cache_dir=tmp_path, offline=True))
    assert offline.document.analysis.proven == 11
    saved = tmp_path / "run.xcc.json"
    assert main(["fetch", HASH, "-o", str(saved), "--rpc", node.url, "-q"]) == 0
    assert main(["check", str(saved), "--proven", "--complete"]) == 0


def test_skipped_heights_are_passed_over(loopback_node: Start) -> None:
    headers = blocks()
    last = headers[-1]["header"]
    last["height"] += 2
    for chunk in headers[-1]["chunks"]:
        chunk["height_included"] += 2
    node = serve(loopback_node, answer(), headers)
    opened = open_document_sync(HASH, options(node))
    assert opened.document.analysis.proven == 11
    assert [
        p["block_id"] for method, p in node.log if method == "block" and isinstance(p["block_id"], int)
    ] == [
        last["height"] - 2,
        last["height"] - 1,
        last["height"],
    ]


def test_what_is_not_final_asks_for_no_proof(loopback_node: Start) -> None:
    result = answer()
    result["final_execution_status"] = "EXECUTED_OPTIMISTIC"
    node = serve(loopback_node, result, blocks())
    open_document_sync(HASH, options(node))
    assert all(isinstance(p["block_id"], str) for method, p in node.log if method == "block")


def _flipped() -> Any:
    result = answer()
    result["receipts_outcome"][0]["outcome"]["gas_burnt"] += 1
    return result


def test_a_proof_that_leads_elsewhere_passes_on_too(loopback_node: Start) -> None:
    bad, good = serve(loopback_node, _flipped(), blocks()), serve(loopback_node, answer(), blocks())
    opened = open_document_sync(HASH, options(bad, good))
    assert opened.document.analysis.proven == 11
    assert opened.document.raw.documents[0].endpoint == good.url
    assert "contradicts itself" in next(line for line in opened.asked if line.startswith(bad.url))


def test_if_all_are_contradicted_by_their_headers_the_first_is_shown(
    loopback_node: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever asks sees what contradicts what, and it is neither complete nor proven."""
    node = serve(loopback_node, _flipped(), blocks())
    opened = open_document_sync(HASH, options(node))
    assert {one.kind for one in opened.document.analysis.contradictions} == {"proof"}
    assert main(["check", HASH, "--rpc", node.url, "--proven", "--no-cache"]) == 1
    assert "this contradicts itself" in capsys.readouterr().out


def test_what_was_kept_and_contradicts_itself_is_fetched_anew(loopback_node: Start, tmp_path: Path) -> None:
    node = serve(loopback_node, answer(), blocks())
    opened = open_document_sync(HASH, options(node, cache_dir=tmp_path))
    raw = opened.document.raw
    bad = replace(
        raw, documents=(replace(raw.documents[0], envelope={"result": wrong(WRONG[1])}), *raw.documents[1:])
    )
    identity = Identity("localnet", "genesis-1")
    cache_in(tmp_path).store_transaction(identity, HASH, bad, final=True, receipts=())
    again = open_document_sync(HASH, options(node, cache_dir=tmp_path))
    assert again.document.analysis.contradictions == ()
    assert again.document.analysis.proven == 11
