"""`show --view contracts`: contracts are asked about themselves, it may fail, and costs are told."""

# covers: xccviz/cli/views/contracts.py, xccviz/cli/views/__init__.py, xccviz/sources/network/metadata.py

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.node.loopback import Fault, LoopbackNode
from xccviz.cli.main import main
from xccviz.cli.views import VIEWS
from xccviz.display.drawings import DRAWINGS

Start = Callable[..., LoopbackNode]
SOURCE = {
    "version": "2.1",
    "link": "https://example.org/\x1b[31mred",
    "standards": [{"standard": "nep330", "version": "1"}],
}
ABI = {
    "body": {
        "functions": [
            {"name": "on_done", "kind": "call", "modifiers": ["private"]},
            {"name": "pay", "kind": "call", "modifiers": ["payable"]},
            {"name": "get\u202e", "kind": "view"},
        ]
    }
}


@pytest.fixture
def node(loopback_node: Start) -> LoopbackNode:
    found = loopback_node("tutorial-batch-ok", genesis_hash="genesis-1")
    found.views[("caller.near", "contract_source_metadata")] = json.dumps(SOURCE).encode()
    found.views[("caller.near", "__contract_abi")] = packed(json.dumps(ABI).encode())
    return found


def packed(data: bytes) -> bytes:
    """As near-abi embeds it; plain without the optional package, which is read too."""
    try:
        import zstandard
    except ImportError:
        return data
    return bytes(zstandard.ZstdCompressor().compress(data))


def hash_of(node: LoopbackNode) -> str:
    return next(iter(node.transactions))


def test_contracts_are_asked_about_themselves(node: LoopbackNode, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", hash_of(node), "--rpc", node.url, "--view", "contracts", "-v", "--no-cache"]) == 0
    out, err = capsys.readouterr()
    assert "caller.near" in out and "alpha.near" in out
    assert "version   2.1" in out
    assert "standards nep330 1" in out
    assert "calls     on_done (private), pay (payable)" in out
    assert "says nothing of itself" in out
    assert "\x1b" not in out and "\u202e" not in out
    assert "contract metadata: 4 of 4, 4 requests" in err


def test_nothing_else_asks_them_and_the_answers_are_kept(
    node: LoopbackNode, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    given = [hash_of(node), "--rpc", node.url, "--no-cache"]
    assert main(["show", *given, "--view", "all"]) == 0
    assert node.requests["query"] == 0
    saved = str(tmp_path / "a.xcc.json")
    assert main(["fetch", *given, "--with", "metadata", "-o", saved]) == 0
    capsys.readouterr()
    for view in ("contracts", "all"):
        assert main(["show", saved, "--view", view, "--offline"]) == 0
        assert "version   2.1" in capsys.readouterr().out


@pytest.mark.parametrize("fault", [Fault("http", code=500), Fault("html"), Fault("drop")])
def test_a_node_that_does_not_answer_that_spoils_nothing(
    node: LoopbackNode, capsys: pytest.CaptureFixture[str], fault: Fault
) -> None:
    node.faults["query"] = fault
    assert main(["show", hash_of(node), "--rpc", node.url, "--view", "contracts", "-v", "--no-cache"]) == 0
    out, err = capsys.readouterr()
    assert "No contract was asked" in out
    assert "blocks: 5 of 5" in err
    assert "contract metadata: 0 of 4" in err


def test_a_token_that_logged_events_is_asked_for_its_decimals(
    loopback_node: Start, capsys: pytest.CaptureFixture[str], repo_root: Path
) -> None:
    node = loopback_node("tutorial-batch-ok")
    (results,) = node.transactions.values()
    event = 'EVENT_JSON:{"standard":"nep141","version":"1.0.0","event":"ft_mint","data":[]}'
    results[-1]["receipts_outcome"][0]["outcome"]["logs"] = [event]
    account = results[-1]["receipts_outcome"][0]["outcome"]["executor_id"]
    node.views[(account, "ft_metadata")] = b'{"name": "Tether", "symbol": "USDt", "decimals": 6}'
    assert main(["show", hash_of(node), "--rpc", node.url, "--view", "contracts", "--no-cache"]) == 0
    assert "token     USDt · Tether · 6 decimals" in capsys.readouterr().out
    views = [params["method_name"] for method, params in node.log if method == "query"]
    assert views.count("ft_metadata") == 1


def test_the_drawings_that_can_be_exported_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--help"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert f"which drawing: {', '.join(row.id for row in DRAWINGS)}" in told


def test_a_view_that_asks_for_more_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "--help"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert all(bool(view.extras) == bool(view.note) for view in VIEWS.values())
    assert all(f"{name} ({view.note})" in told for name, view in VIEWS.items() if view.extras)
