"""What a real node taught beyond protocol.md (its notes: docs/node.md), as what xccviz makes of it.

`CONTRADICTIONS` 1-11 and the precisions, in their order; laws of arithmetic (I8-I14 with the corrections) are held by
tests/test_invariants.py on every recording. Not visible here, and why:

* the array form of EXPERIMENTAL_receipt: xccviz sends objects only; its answer is among the replayed ones;
* moving gas prices (`gas-price-rise*`), buffered receipts (`large-receipt*`, `buffered-receipts*`): not in this
  selection of recordings; I8-I10 take each block's own parent price;
* send_tx (`wait_until: NONE` validates nothing, NonceTooLarge is dropped): xccviz sends no transactions;
* that an unknown block hash is answered Expired: the answer is explained as what it says;
* hashes of V1 transactions, borsh: xccviz recomputes no transaction hash;
* the contract's reward is in no answer: tests/analysis/money/test_accounts.py adds it to flows where balances are
  recorded;
* RecordedStorageExceeded is not enforced by a lone node: the recording succeeds and is shown so.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.reference.failures import explained, matched
from tests.reference.recorded import document_of, exchange, load_json, with_side_documents
from xccviz.document import build_document, fee_tables
from xccviz.export.json_graph import to_json
from xccviz.sources.network.answers import Answer, HandlerError, Ok, Trouble
from xccviz.sources.network.rpc import Endpoint
from xccviz.words.errors import error_text


def recorded(shared: Path, name: str, node: str = "pv86") -> Any:
    return to_json(document_of(shared / "node" / node / name))


def nodes(doc: Any, role: str) -> list[Any]:
    return [node for node in doc["nodes"] if role in node["roles"]]


def failed(doc: Any) -> Any:
    (found,) = [node for node in doc["nodes"] if node["status"] and node["status"]["kind"] == "failure"]
    return found


def balance_changes(shared: Path, name: str) -> dict[str, int]:
    """Account → yoctoNEAR gained between the block before the transaction and the last one."""
    recorded_accounts = load_json(shared / "node" / "pv86" / name / "accounts.json")
    before, after = (recorded_accounts[key]["accounts"] for key in ("before", "after"))
    return {
        name: int(after[name]["amount"]) - int(before[name]["amount"])
        for name in before
        if before[name] and after.get(name) and "amount" in before[name] and "amount" in after[name]
    }


def execution_error(text: str) -> Any:
    return {"ActionError": {"index": 0, "kind": {"FunctionCallError": {"ExecutionError": text}}}}


# ------------------------------------------------------------------------------------------------ contradictions


def test_1_the_relayer_pays_inner_deposits_and_the_user_gains_the_refund(shared_data: Path) -> None:
    doc = recorded(shared_data, "delegate-inner-fails")
    flows = {account["id"]: int(account["flow"]) for account in doc["accounts"]}
    real = balance_changes(shared_data, "delegate-inner-fails")
    assert real["bob.near"] > 0 and flows["bob.near"] == real["bob.near"]
    assert flows["relayer.near"] == real["relayer.near"] < -real["bob.near"]
    (refund,) = nodes(doc, "refund_deposit")
    assert refund["receiver_id"] == "bob.near"
    (finding,) = [each for each in doc["findings"] if each["code"] == "deposit_ended_with_user"]
    assert finding["nodes"] == [refund["parent"]]
    assert finding["evidence"]["refunds"] == [refund["id"]]


def test_1_if_the_delegate_itself_fails_the_refund_is_the_relayers(shared_data: Path) -> None:
    doc = recorded(shared_data, "delegate-nonce-too-large")
    outer = failed(doc)
    assert "delegate" in outer["roles"] and not nodes(doc, "delegated")
    assert {n["receiver_id"] for n in doc["nodes"] if n["parent"] == outer["id"]} == {outer["predecessor_id"]}
    assert "deposit_ended_with_user" not in {finding["code"] for finding in doc["findings"]}


@pytest.mark.parametrize("node", ["pv83", "pv84", "pv85", "pv86"])
def test_2_the_ledger_of_a_delegate_holds_its_inner_send_fees(shared_data: Path, node: str) -> None:
    (outer,) = nodes(recorded(shared_data, "delegate-ok", node), "delegate")
    gas = outer["gas"]
    profile = sum(entry["gas"] for entry in gas["profile"] if entry["category"] == "ACTION_COST")
    assert gas["send_fees"] > profile, "what no profile entry shows"
    assert gas["burnt"] == gas["execution_fees"] + gas["contract"] + gas["send_fees"]
    assert gas["reconciles"] is True


def test_3_lack_of_balance_may_name_an_action(shared_data: Path) -> None:
    kind = {"LackBalanceForState": {"account_id": "0s12.near", "amount": "5"}}
    named = matched({"ActionError": {"index": 0, "kind": kind}})
    bare = matched({"ActionError": {"index": None, "kind": kind}})
    assert (named.action_index, bare.action_index) == (0, None)
    assert error_text(named) == error_text(bare)
    for name in ("lack-balance-for-state", "create-fail-no-money-for-state"):
        assert failed(recorded(shared_data, name))["status"]["error"]["action_index"] is None


def test_7_memory_out_of_bounds_may_be_deep_recursion(shared_data: Path) -> None:
    """From protocol version 84 on an exhausted stack is reported as a memory access."""
    old = failed(recorded(shared_data, "host-errors--recurse", "pv83"))["status"]["error"]
    new = failed(recorded(shared_data, "host-errors--recurse", "pv86"))["status"]["error"]
    assert "tack overflow" in json.dumps(old["raw"]) and "memory" in json.dumps(new["raw"])
    words = f"{new['title']} {new['explanation']} {new['hint']}".lower()
    assert "recursion" in words or "stack" in words


def test_8_a_call_through_the_table_may_end_as_memory_out_of_bounds() -> None:
    error = matched(execution_error("WebAssembly trap: Memory out of bounds trap."))
    text = error_text(error)
    words = f"{text.title} {text.explanation} {text.hint}".lower()
    assert "table" in words or "indirect" in words or "function pointer" in words


def test_9_what_prepares_runs_and_what_does_not_says_why(shared_data: Path) -> None:
    for name in ("own-start", "own-memory-big", "data-oob"):
        assert recorded(shared_data, f"prepare-errors--{name}")["verdict"]["code"] == "success"
    module = failed(recorded(shared_data, "prepare-errors--unknown-module-import"))["status"]["error"]
    assert module["path"][-2:] == ["PrepareError", "Instantiate"]
    raw = [
        failed(recorded(shared_data, "prepare-errors--unknown-import", node))["status"]["error"]["raw"]
        for node in ("pv83", "pv86")
    ]
    entries = {matched(each).key for each in raw}
    assert len(entries) == 1 and None not in entries, "both wordings are one error"


def test_10_sending_a_state_init_cost_less_before_version_85(shared_data: Path) -> None:
    sends = {}
    for node in ("pv83", "pv84", "pv85", "pv86"):
        doc = recorded(shared_data, "state-init-account", node)
        (action,) = [each for each in doc["nodes"][0]["actions"] if each["kind"] == "DeterministicStateInit"]
        protocol = int(node[2:])
        sends[protocol] = doc["nodes"][0]["gas"]["send_fees"]
        row = [table for table in fee_tables() if table.since <= protocol][-1].fees[action["kind"]]
        assert row["send_not_sir"] == (3_850_000_000_000 if protocol < 85 else 500_000_000_000)
    assert sends[83] == sends[84] > 3_850_000_000_000 > sends[85] == sends[86] > 500_000_000_000
    for node in ("pv83", "pv86"):
        for name in ("state-init-account", "state-init-account--again"):
            (root,) = nodes(recorded(shared_data, name, node), "root")
            assert root["gas"]["reconciles"] is not False


def test_11_what_a_deleted_gas_key_held_is_burnt_but_no_gas(shared_data: Path) -> None:
    doc = recorded(shared_data, "gas-key--delete-poor")
    (root,) = nodes(doc, "root")
    beyond = int(root["tokens"]["burnt"]) - root["gas"]["burnt"] * 100_000_000
    assert beyond > 0
    assert root["gas"]["reconciles"] is True, "the rest is told apart"


def test_11_what_a_deleted_gas_key_held_was_not_paid_by_the_signer(shared_data: Path) -> None:
    doc = recorded(shared_data, "gas-key--delete-poor")
    real = balance_changes(shared_data, "gas-key--delete-poor")
    signer = doc["transaction"]["signer_id"]
    assert -real[signer] < int(doc["fees"]["total"])
    flow = next(account["flow"] for account in doc["accounts"] if account["id"] == signer)
    assert flow is None or int(flow) == real[signer]


# ----------------------------------------------------------------------------------- answers that are no transaction


@contextmanager
def replaying(response: Any) -> Iterator[str]:
    """An address that answers everything as a node was recorded answering once, with the id of the question."""

    class Replay(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
            ours = json.dumps({"id": asked["id"]})[1:]
            body = re.sub(r'"id":("\w+"|\d+)}\s*$', ours, response["body"] or "").encode()
            self.send_response(response["status"])
            for name, value in response["headers"]:
                if name.lower() == "content-type":
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Replay)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


async def replayed(path: Path) -> Answer:
    with replaying(load_json(path)["response"]) as url:
        async with Endpoint(url) as endpoint:
            return await endpoint.ask("status", [], idle=5)


@pytest.mark.parametrize(
    ("name", "status"),
    [("body_2mib_plus_1", 413), ("body_3mib", 413), ("malformed_json", 400), ("empty_body", 400),
     ("no_content_type", 415), ("text_content_type", 415), ("http_get_root", 405), ("http_put_root", 405),
     ("http_unknown_path", 404)],
)  # fmt: skip
async def test_4_and_5_http_errors_are_no_envelopes(shared_data: Path, name: str, status: int) -> None:
    answer = await replayed(shared_data / "node" / "pv86" / "rpc" / f"{name}.json")
    assert isinstance(answer, Trouble), answer
    assert answer.http_status == status and str(status) in answer.text


async def test_every_recorded_answer_is_taken_as_what_it_is(shared_data: Path) -> None:
    """All exchanges with both nodes: results, errors with their cause whatever the HTTP status, and what is no JSON-RPC
    at all. Among them UNKNOWN_RECEIPT for the array form, 422 of every method, a node that tracks one shard."""
    seen: dict[str, set[int | None]] = {}
    for folder in ("pv86/rpc", "pv86/invalid_tx", "pv86-partial/rpc"):
        for path in sorted((shared_data / "node" / folder).glob("*.json")):
            body, answer = exchange(path), await replayed(path)
            where = f"{folder}/{path.stem}"
            if isinstance(body, dict) and "result" in body:
                assert isinstance(answer, Ok) and answer.result == body["result"], where
            elif isinstance(body, dict) and "error" in body:
                assert isinstance(answer, HandlerError), where
                assert answer.cause == body["error"]["cause"]["name"], where
                seen.setdefault(answer.cause, set()).add(answer.http_status)
            else:
                assert isinstance(answer, Trouble), where
    assert seen["UNKNOWN_RECEIPT"] == {200}
    assert seen["UNKNOWN_BLOCK"] == {200, 422}
    assert seen["TIMEOUT_ERROR"] == {408}
    assert seen["INTERNAL_ERROR"] == {500}
    assert {"UNKNOWN_CHUNK", "UNAVAILABLE_SHARD"} <= set(seen)


def test_every_refused_transaction_is_explained(shared_data: Path) -> None:
    """The reason of INVALID_TRANSACTION stands in `data`; NonceTooLarge only ever in the catalogue."""
    seen = set()
    for path in sorted((shared_data / "node" / "pv86" / "invalid_tx").glob("*.json")):
        body = exchange(path)
        data = ((body or {}).get("error") or {}).get("data")
        if isinstance(data, dict) and "TxExecutionError" in data:
            failure = data["TxExecutionError"]
            error, info = matched(failure), explained(failure)
            assert error.key is not None and info.title and info.explanation, path.stem
            seen.add(error.path)
    assert len(seen) > 25
    unseen = {"InvalidTxError": {"NonceTooLarge": {"tx_nonce": 9, "upper_bound": 1}}}
    assert matched(unseen).key is not None


# --------------------------------------------------------------------------------------------------- precisions


def test_a_yield_times_out_201_blocks_after_its_creation_and_not_a_block_earlier(shared_data: Path) -> None:
    seen = 0
    for path in sorted(shared_data.glob("node/pv8*/yield-*/heights.json")):
        for node in to_json(document_of(path.parent))["nodes"]:
            if "yield" not in node["roles"] or node["state"] != "executed":
                continue
            waited = node["block"]["height"] - node["created_height"]
            assert ("timed_out" in node["roles"]) == (waited == 201), path
            assert ("resumed" in node["roles"]) == (waited < 201), path
            seen += "timed_out" in node["roles"]
    assert seen >= 3


def test_hidden_receipts_take_an_index_and_their_creator_is_found_by_it(shared_data: Path) -> None:
    """`yield-resumed-same-call` has receipts 0 and 2: the resume is number 1 of the same execution."""
    for node in ("pv84", "pv85", "pv86"):
        folder = shared_data / "node" / node / "yield-resumed-same-call"
        doc = to_json(build_document(with_side_documents(document_of(folder).raw, folder)))
        (edge,) = [each for each in doc["edges"] if each["kind"] == "resumes"]
        by_id = {each["id"]: each for each in doc["nodes"]}
        assert by_id[edge["from"]]["id"] == by_id[edge["to"]]["parent"]
        assert (edge["external"], by_id[edge["to"]]["promise_results"][0]["result"]) == (None, "success")


def test_a_transaction_without_actions_is_an_empty_receipt(shared_data: Path) -> None:
    doc = recorded(shared_data, "tx-no-actions")
    (root,) = nodes(doc, "root")
    assert root["label"].endswith("(no actions)") and root["actions"] == []
    assert root["roles"] == ["root", "call"]
    assert (doc["verdict"]["code"], root["status"]["value"]["kind"]) == ("success", "empty")


@pytest.mark.parametrize(
    ("name", "leaf"),
    [
        ("args-too-long", "ReceiptSizeExceeded"),
        ("receipt-too-big", "ReceiptSizeExceeded"),
        ("code-too-big", None),
    ],
)
def test_too_big_is_explained_by_the_error_that_wins(shared_data: Path, name: str, leaf: str | None) -> None:
    for node in ("pv83", "pv84", "pv86"):
        info = failed(recorded(shared_data, f"big-values--{name}", node))["status"]["error"]
        assert leaf is None or info["path"][-1] == leaf
        assert matched(info["raw"]).key is not None
        assert any(
            digit in info["title"] + info["explanation"] for digit in ("4,194,304", "4194304", "4 MiB", "4.2")
        )


def test_a_lone_node_does_not_enforce_recorded_storage(shared_data: Path) -> None:
    for node in ("pv83", "pv84", "pv86"):
        assert recorded(shared_data, "big-values--recorded-storage", node)["verdict"]["code"] == "success"


def test_panics_of_near_sdk_4_are_recognised_inside_their_wrapping(shared_data: Path) -> None:
    wrapped = 0
    for path in sorted(shared_data.glob("node/pv8*/sdk-panics--*/tx_status.json")):
        for node in to_json(document_of(path.parent))["nodes"]:
            if node["status"] is None or node["status"]["kind"] != "failure":
                continue
            raw = node["status"]["error"]["raw"]
            assert (matched(raw).key or "").startswith("Panic."), (path.parent.name, raw)
            if "panicked at '" in json.dumps(raw):
                wrapped += 1
                assert "panicked at '" not in node["status"]["error"]["title"]
    assert wrapped > 5


@pytest.mark.parametrize("node", ["pv83", "pv84", "pv85", "pv86"])
def test_a_relayer_that_delegates_for_itself_needs_a_newer_nonce(shared_data: Path, node: str) -> None:
    refused = recorded(shared_data, "delegate-sender-is-relayer", node)
    root = failed(refused)
    assert {"local", "delegate"} <= set(root["roles"])
    assert root["status"]["error"]["path"][-1] == "DelegateActionInvalidNonce"
    assert root["status"]["error"]["explanation"]
    fine = recorded(shared_data, "delegate-sender-is-relayer--newer-nonce", node)
    assert fine["verdict"]["code"] == "success" and nodes(fine, "delegated")


def test_a_queue_of_340_blocks_is_told_as_the_slot_that_came_last(shared_data: Path) -> None:
    doc = recorded(shared_data, "congested-callback", "pv84")
    (finding,) = [each for each in doc["findings"] if each["code"] == "slow_join"]
    assert finding["evidence"]["blocks"] == 340
