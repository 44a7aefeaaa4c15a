"""Fetched while it ran and fetched again later: nothing that was known is lost, and the newest word counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.node.loopback import LoopbackNode
from xccviz.cli.main import main
from xccviz.document import build_document
from xccviz.export import json_graph
from xccviz.model.errors import UserError
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.opening.open import open_raw, open_raw_sync
from xccviz.opening.options import OpenOptions
from xccviz.sources.files.capture import capture_from_json, capture_to_json
from xccviz.sources.files.read import open_file
from xccviz.sources.network.endpoint import Target
from xccviz.sources.network.fetch import fetch_transaction
from xccviz.sources.network.merge import merged
from xccviz.sources.network.wanted import EXTRAS
from xccviz.sources.recognise.references import TransactionRef
from xccviz.values import replace

Start = Callable[..., LoopbackNode]
NAMES = ("tutorial-batch-ok", "yield-resumed-by-other-tx")
RANKS = ["INCLUDED", "INCLUDED_FINAL", "EXECUTED", "FINAL"]
FOLDER = Path(__file__).parent.parent.parent / "data" / "node"


def outcomes(raw: RawTransaction) -> set[str]:
    return set(build_document(raw).trace.outcomes)


async def recorded_states(node: LoopbackNode, name: str) -> list[RawTransaction]:
    """What a fetch gave in each recorded state that had something to give, the final one last."""
    hash = node.add_states(FOLDER / name)
    found = []
    for _ in range(len(node.transactions[hash])):
        try:
            # The real signer: else an answer with gaps is asked for twice.
            ref = TransactionRef(hash, signer=node.transactions[hash][-1]["transaction"]["signer_id"])
            found.append((await fetch_transaction(ref, [Target(node.url)], timeout=1.0)).raw)
        except UserError as error:
            assert error.kind == "not_found"  # noqa: PT017 - the first states tell nothing yet
    return found


@pytest.mark.parametrize("name", NAMES)
async def test_each_state_merged_into_the_last_one_gives_what_the_newest_gives(
    loopback_node: Start, name: str
) -> None:
    states = await recorded_states(loopback_node(), name)
    statuses = [state.documents[0].payload["final_execution_status"] for state in states]
    assert statuses == sorted(statuses, key=RANKS.index)
    assert statuses[-1] == "FINAL"
    assert len(set(statuses)) >= 3
    known = states[0]
    for newer in states[1:]:
        both = merged(known, newer)
        assert outcomes(both) == outcomes(known) | outcomes(newer)
        trace = build_document(both).trace
        assert trace.final_execution_status == newer.documents[0].payload["final_execution_status"]
        requests = {(document.method, json.dumps(document.params)) for document in both.documents}
        assert requests >= {(d.method, json.dumps(d.params)) for raw in (known, newer) for d in raw.documents}
        assert len(requests) == len(both.documents)
        known = both
    final = build_document(states[-1])
    merged_graph, final_graph = build_document(known).graph, final.graph
    assert [node.id for node in merged_graph.nodes] == [node.id for node in final_graph.nodes]
    assert build_document(known).analysis.verdict == final.analysis.verdict


@pytest.mark.parametrize("name", NAMES)
async def test_an_older_state_that_comes_late_takes_nothing_away(loopback_node: Start, name: str) -> None:
    states = await recorded_states(loopback_node(), name)
    for late in states[:-1]:
        both = build_document(merged(states[-1], late))
        assert both.trace.final_execution_status == "FINAL"
        assert both.graph.nodes == build_document(states[-1]).graph.nodes


@pytest.mark.parametrize("name", ["tutorial-batch-ok", "yield-resumed-by-other-tx", "delegate-inner-fails"])
async def test_a_capture_with_everything_reopens_to_the_same_bytes(loopback_node: Start, name: str) -> None:
    node = loopback_node(name)
    hash = next(iter(node.transactions))
    raw = (await open_raw(hash, OpenOptions(rpc=(node.url,), extras=frozenset(EXTRAS)))).raw
    data = capture_to_json(raw, "xccviz", "2026-01-01T00:00:00Z")
    again = capture_from_json(json.loads(data))
    assert capture_to_json(again, "someone", "later") == data
    assert exported(again) == exported(raw)
    assert capture_to_json(merged(again, again), "someone", "later") == data


def exported(raw: RawTransaction) -> bytes:
    return json_graph.run(build_document(raw))


def answer(rank: str, count: int, *, receipts: bool = True) -> RawDocument:
    """The recorded answer with its first `count` receipts only."""
    result = json.loads((FOLDER / "tutorial-batch-ok/tx_status.json").read_bytes())["result"]
    result = {
        **result,
        "final_execution_status": rank,
        "receipts_outcome": result["receipts_outcome"][:count],
    }
    result["receipts"] = result["receipts"][:count]
    if not receipts:
        del result["receipts"]
    return RawDocument(
        "EXPERIMENTAL_tx_status" if receipts else "tx", {"wait_until": "NONE"}, {"result": result}
    )


HASH = answer("FINAL", 6).payload["transaction"]["hash"]
answers = st.builds(answer, st.sampled_from(RANKS), st.integers(0, 6), receipts=st.booleans())
captures = st.builds(
    lambda main, chain: RawTransaction((main,), tx_hash=HASH, chain_id=chain, created_at="then"),
    answers,
    st.sampled_from([None, "localnet"]),
)


@given(captures, captures)
def test_whatever_the_order_nothing_known_is_lost(older: RawTransaction, newer: RawTransaction) -> None:
    both = merged(older, newer)
    assert outcomes(both) == outcomes(older) | outcomes(newer)
    traces = [build_document(raw).trace for raw in (both, older, newer)]
    ranks = [RANKS.index(str(trace.final_execution_status)) for trace in traces]
    assert ranks[0] == max(ranks)
    methods = [{document.method for document in raw.documents} for raw in (both, older, newer)]
    assert "EXPERIMENTAL_tx_status" in methods[0] or "EXPERIMENTAL_tx_status" not in methods[1] | methods[2]
    assert merged(both, newer) == both
    assert (both.created_at, both.tx_hash) == ("then", HASH)


def test_a_fork_leaves_with_the_final_word() -> None:
    older, newer = answer("EXECUTED_OPTIMISTIC", 6), answer("FINAL", 6)
    orphan = older.payload["receipts_outcome"][-1]["id"]
    strange = json.loads(json.dumps(older.envelope).replace(orphan, "1" * 32))
    old = RawTransaction((replace(older, envelope=strange),), tx_hash=HASH)
    assert merged(old, RawTransaction((newer,), tx_hash=HASH)).documents == (newer,)


def test_an_indexers_answer_and_a_nodes_stay_side_by_side() -> None:
    node = answer("FINAL", 6)
    element = RawDocument("indexer", None, {"transaction": node.payload["transaction"], "receipts": [],
                                            "execution_outcome": node.payload["transaction_outcome"]})  # fmt: skip
    for first, second in ((node, element), (element, node)):
        both = merged(RawTransaction((first,), tx_hash=HASH), RawTransaction((second,), tx_hash=HASH))
        assert both.documents == (element, node)


def test_an_error_replaces_no_answer_and_another_transaction_nothing() -> None:
    block = RawDocument("block", {"block_id": "x"}, {"result": {"header": {}, "chunks": []}})
    error = replace(block, envelope={"error": {}})
    main_document = answer("FINAL", 6)
    for older, newer, kept in ((block, error, block), (error, block, block)):
        both = merged(
            RawTransaction((main_document, older), tx_hash=HASH),
            RawTransaction((main_document, newer), tx_hash=HASH),
        )
        assert both.documents == (main_document, kept)
    other = RawTransaction((main_document,), tx_hash="another")
    assert merged(RawTransaction((block,), tx_hash=HASH), other) is other
    elsewhere = RawTransaction((main_document,), tx_hash=HASH, chain_id="testnet")
    assert merged(RawTransaction((block,), tx_hash=HASH, chain_id="mainnet"), elsewhere) is elsewhere


def test_fetching_into_the_same_file_again_adds_to_it(
    loopback_node: Start, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    node, path = loopback_node(), tmp_path / "run.xcc.json"
    final = json.loads((FOLDER / "tutorial-batch-ok/tx_status.json").read_bytes())["result"]
    running = answer("INCLUDED", 1).payload | {"status": "Started"}
    hash = node.add_transaction(running, running, final)
    command = ["fetch", hash, "-o", str(path), "--rpc", node.url, "--no-cache"]
    lacking = running["receipts_outcome"][0]["outcome"]["receipt_ids"][0]
    node.receipts = {lacking: final["receipts"][2] | {"receipt_id": lacking}}
    assert main(command) == 0
    assert "saved" in capsys.readouterr().err
    first = open_file(path)
    assert main(command) == 0
    assert "added to" in capsys.readouterr().err
    second = open_file(path)
    assert second.created_at == first.created_at
    assert build_document(second).trace.final_execution_status == "FINAL"
    asked = [document.method for document in second.documents]
    assert asked[0] == "EXPERIMENTAL_tx_status"
    assert "EXPERIMENTAL_receipt" in asked  # what only the first fetch needed
    path.write_text("no capture")
    assert main(command) == 7
    assert "is no capture of this transaction" in capsys.readouterr().err
    assert path.read_text() == "no capture"
    assert main([*command, "--force"]) == 0
    assert "saved" in capsys.readouterr().err
    assert main([*command[:1], str(path), *command[2:]]) == 0
    assert open_raw_sync(str(path)).raw.documents == open_file(path).documents
