"""Following a running transaction: each step once, in order, until it is final."""

# covers: xccviz/cli/commands/watch.py

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.node.loopback import Fault, LoopbackNode
from tests.reference.recorded import load_json
from xccviz.cli.main import main
from xccviz.model.errors import UserError
from xccviz.opening import follow
from xccviz.opening.follow import follow_document
from xccviz.opening.options import OpenOptions

FOLDER = Path(__file__).parent.parent / "data" / "node" / "tutorial-parallel-3-one-panics"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow, "POLL_SECONDS", (0.01, 0.02))
    monkeypatch.setattr(follow, "UNKNOWN_SECONDS", 0.5)
    monkeypatch.setenv("COLUMNS", "200")


def running() -> list[dict[str, Any]]:
    """The recorded transaction as a node gives it while it runs: one more outcome each time, FINAL at the end."""
    final = load_json(FOLDER / "tx_status.json")["result"]
    states = []
    for count in range(len(final["receipts_outcome"]) + 1):
        state = json.loads(json.dumps(final))
        state["receipts_outcome"] = state["receipts_outcome"][:count]
        ran = {outcome["id"] for outcome in state["receipts_outcome"]}
        state["receipts"] = [receipt for receipt in state["receipts"] if receipt["receipt_id"] in ran]
        state["final_execution_status"] = "INCLUDED"
        state["status"] = "Started"
        states.append(state)
    return [*states, final]


def watched(
    capsys: pytest.CaptureFixture[str], node: LoopbackNode, hash: str, *more: str
) -> tuple[int, list[str]]:
    status = main(["watch", hash, "--rpc", node.url, *more])
    captured = capsys.readouterr()
    return status, captured.out.splitlines()


def test_each_step_is_printed_once_and_the_end_is_told(
    capsys: pytest.CaptureFixture[str], loopback_node: Callable[..., LoopbackNode]
) -> None:
    node = loopback_node("tutorial-parallel-3-one-panics")
    states = running()
    hash = node.add_transaction(*states)
    status, lines = watched(capsys, node, hash)
    assert status == 0
    steps = [line for line in lines if not line.startswith(("=", "  "))]
    assert len([line for line in steps if "bravo.near.get_value panicked" in line]) == 1
    assert len([line for line in steps if "slot 1 of caller.near.on_multi_done" in line]) == 1
    assert len(steps) == 15
    told = [line for line in lines if line.startswith("=")]
    assert told[0] == "= Still running."
    assert told[-1].startswith("= Succeeded, but bravo.near.get_value panicked: no value today.")
    assert node.requests["EXPERIMENTAL_tx_status"] >= len(states)


def test_troubles_in_a_row_end_it_and_single_ones_do_not(
    loopback_node: Callable[..., LoopbackNode],
) -> None:
    async def followed(times: int | None) -> int:
        node = loopback_node("tutorial-parallel-3-one-panics")
        hash = node.add_transaction(*running())
        options = OpenOptions(rpc=(node.url,), timeout=3.0)
        seen = 0
        async for _ in follow_document(hash, options):
            seen += 1
            if seen == 2:
                node.faults["EXPERIMENTAL_tx_status"] = Fault("http", code=503, times=times)
        return seen

    assert asyncio.run(followed(3)) >= 5
    with pytest.raises(UserError) as told:
        asyncio.run(followed(None))
    assert told.value.kind == "network"


def test_what_nobody_knows_ends_with_exit_3_after_a_while(
    capsys: pytest.CaptureFixture[str], loopback_node: Callable[..., LoopbackNode]
) -> None:
    node = loopback_node()
    unknown = load_json(FOLDER / "tx_status.json")["result"]["receipts"][0]["receipt_id"]
    status, lines = watched(capsys, node, unknown)
    assert (status, lines) == (3, [])
    assert node.requests["EXPERIMENTAL_tx_status"] > 1


def test_a_sample_is_final_and_a_saved_state_is_not_followed_offline(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["watch", "sample:tutorial-parallel-3-one-panics"]) == 0
    out = capsys.readouterr().out
    steps = out.partition("= ")[0]
    assert steps.count(" runs") + steps.count(" panicked") == 5
    saved = tmp_path / "state.json"
    saved.write_text(json.dumps({"result": running()[3]}))
    assert main(["watch", str(saved), "--offline"]) == 0
    captured = capsys.readouterr()
    assert "Still running." in captured.out
    assert "Not final" in captured.err


def test_a_saved_state_is_followed_on_the_network(
    capsys: pytest.CaptureFixture[str], loopback_node: Callable[..., LoopbackNode], tmp_path: Path
) -> None:
    node = loopback_node()
    states = running()
    hash = node.add_transaction(states[-1])
    saved = tmp_path / "state.json"
    saved.write_text(json.dumps({"result": states[2]}))
    status, lines = watched(capsys, node, str(saved))
    assert status == 0 and hash
    assert any(line.startswith("= Succeeded") for line in lines[-2:])
