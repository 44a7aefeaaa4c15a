"""The loopback node is itself held to what a real node does (protocol.md §1.1 and §1.2)."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.node.loopback import LoopbackNode

Start = Callable[..., LoopbackNode]
RECORDED = (
    "unknown_tx_none",
    "unknown_tx_none_tx_method",
    "unknown_tx_default_timeout",
    "unknown_tx_final_timeout",
    "unknown_method",
    "receipt_unknown",
    "receipt_array_form",
    "receipt_to_tx_unknown",
    "tx_bad_hash",
    "tx_short_hash",
    "tx_bad_account",
    "tx_bad_wait_until",
    "tx_missing_hash",
    "tx_missing_sender",
    "tx_array_three",
    "block_unknown_hash",
    "block_skipped_height_object",
    "tx_status_new_name",
)


def post(
    node: LoopbackNode, body: bytes, kind: str | None = "application/json", verb: str = "POST"
) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(urlsplit(node.url).netloc)
    connection.request(verb, "/", body, {"Content-Type": kind} if kind else {})
    response = connection.getresponse()
    found = response.status, response.read()
    connection.close()
    return found


def call(node: LoopbackNode, method: str, params: Any) -> tuple[int, Any]:
    status, body = post(
        node, json.dumps({"jsonrpc": "2.0", "id": "1", "method": method, "params": params}).encode()
    )
    return status, json.loads(body)


def test_it_answers_recorded_requests_as_the_recorded_node_did(
    loopback_node: Start, shared_data: Path
) -> None:
    """Every recorded exchange that needs no recording of its own: same HTTP status, same error."""
    node = loopback_node(poll_seconds=0.01)
    for name in RECORDED:
        exchange = json.loads((shared_data / "node/pv86/rpc" / f"{name}.json").read_bytes())
        status, body = post(node, exchange["request"]["body"].encode())
        expected = json.loads(exchange["response"]["body"])["error"]
        got = json.loads(body)["error"]
        assert (name, status) == (name, exchange["response"]["status"])
        assert (got["name"], got["cause"]["name"], got["code"]) == (
            expected["name"],
            expected["cause"]["name"],
            expected["code"],
        ), name


def test_http_errors_are_not_json_rpc(loopback_node: Start) -> None:
    node = loopback_node()
    assert post(node, b"{")[0] == 400
    assert post(node, b"{}", kind="text/plain")[0] == 415
    assert post(node, b"", verb="GET")[0] == 405


def test_wait_until_is_kept(loopback_node: Start, repo_root: Path) -> None:
    recorded = json.loads((repo_root / "tests/data/node/tutorial-batch-ok/tx_status.json").read_bytes())[
        "result"
    ]
    node = loopback_node(poll_seconds=0.01)
    hash = node.add_transaction(recorded | {"final_execution_status": "INCLUDED_FINAL"})
    for wait, status in (
        ("NONE", 200),
        ("INCLUDED", 200),
        ("INCLUDED_FINAL", 200),
        ("EXECUTED", 408),
        ("FINAL", 408),
    ):
        params = {"tx_hash": hash, "sender_account_id": "a.near", "wait_until": wait}
        assert call(node, "EXPERIMENTAL_tx_status", params)[0] == status
    assert call(node, "tx", [hash, "alice.near"])[0] == 408
    status, answer = call(node, "tx", {"tx_hash": hash, "sender_account_id": "a.near", "wait_until": "NONE"})
    assert "receipts" not in answer["result"]
    assert "receipts_outcome" in answer["result"]


@pytest.mark.skipif(sys.platform == "win32", reason="interrupts by signal")
def test_a_person_can_run_it_by_hand(repo_root: Path) -> None:
    words = ["-m", "tests.node.loopback", "tests/data/node", "--port", "0", "--fault"]
    with subprocess.Popen(
        [sys.executable, *words, "chunk=http 429 1"], cwd=repo_root, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = re.match(r"(http://127\.0\.0\.1:\d+) serves (\d+) transactions", line)
            assert found is not None, line
            node = LoopbackNode()
            node.url = found[1]
            assert call(node, "status", [])[1]["result"]["chain_id"] == "localnet"
            process.send_signal(signal.SIGINT)
            process.communicate()
        finally:
            process.kill()
    assert process.returncode == 0
