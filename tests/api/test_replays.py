"""`Transaction.replay`: a call run again from Python."""

from __future__ import annotations

import asyncio
import pickle
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("wasmtime", reason="needs the extra replay")

import xccviz
from tests.node.loopback import serving
from tests.opening.test_rerunning import BARE, node
from tests.rerun.calls import CALLER, FAILED, JOIN, SAMPLE, Here
from xccviz.api import replays
from xccviz.sources.files.capture import capture_to_json


@pytest.fixture
def tx(monkeypatch: pytest.MonkeyPatch) -> xccviz.Transaction:
    monkeypatch.setattr(replays, "sandbox_for", Here)
    return xccviz.open(f"sample:{SAMPLE}", offline=True)


def test_it_equals_the_node_and_tells_what_if(tx: xccviz.Transaction) -> None:
    replay = tx.replay(tx[JOIN], slots={0: "5", 2: {"a": [1]}}, each_slot_fails=True, offline=True)
    assert (replay.equal, replay.missing, replay.differences) == (True, (), ())
    assert replay.node == replay.here and replay.what_if is not None
    assert replay.what_if.value_json == [{"Ok": "5"}, {"Err": "failed"}, {"Ok": '{"a":[1]}'}]
    assert [what for what, _, _ in replay.what_if_differences if not what.startswith("gas.")] == ["value"]
    assert [(one.slot, one.survives) for one in replay.slots] == [(0, True), (1, True), (2, True)]
    assert repr(replay) == "<Replay 'caller.near.on_multi_done' equal>"
    assert replay.to_dict()["calls"] == list(replay.calls) and pickle.loads(pickle.dumps(replay)).equal


def test_what_was_so_already_is_told_and_no_change(tx: xccviz.Transaction) -> None:
    replay = tx.replay(JOIN, slots={1: None}, offline=True)
    assert (replay.unchanged, replay.what_if) == (("slot 1 was failed already",), None)
    assert tx.replay(JOIN, slots={0: None}, offline=True).unchanged == ()


def test_it_works_in_a_running_loop_and_tells_failures(tx: xccviz.Transaction) -> None:
    async def run() -> Any:
        return tx.replay(FAILED, offline=True)

    replay = asyncio.run(run())
    assert replay.here.status == "failure" and replay.here.error == "Smart contract panicked: no value today"
    assert replay.least_gas is None and replay.slots == ()


def test_what_was_opened_offline_asks_nobody_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(replays, "sandbox_for", Here)
    file = tmp_path / "bare.xcc.json"
    file.write_bytes(capture_to_json(BARE, "t", "2026-01-01T00:00:00Z"))
    with serving(node()) as made:
        monkeypatch.setenv("XCCVIZ_RPC", made.url)
        for opened in (
            xccviz.open(file, offline=True),
            pickle.loads(pickle.dumps(xccviz.open(file, offline=True))),
        ):
            replay = opened.replay(JOIN)
            assert replay.equal is None and replay.missing and not made.requests
            assert opened.replay(JOIN, network="localnet").missing and not made.requests
        assert asyncio.run(xccviz.aopen(file, offline=True)).replay(JOIN).missing and not made.requests
        assert xccviz.open(file).replay(JOIN, offline=True).missing and not made.requests
        # told otherwise
        opened = xccviz.open(file, offline=True, cache=False)
        assert opened.replay(JOIN, rpc=made.url).equal
        count = made.requests.total()
        assert opened.replay(JOIN, offline=False).equal and made.requests.total() > count > 0
        # nothing was kept, as it was opened without the cache
        assert xccviz.open(file, offline=True).replay(JOIN).missing
        assert xccviz.open(file).replay(JOIN).equal


@pytest.mark.parametrize(
    "wrong",
    [
        {"gas": "many"},
        {"deposit": -1},
        {"slots": {"0": None}},
        {"slots": {0: object()}},
        {"code": 5},
        {"code": "/nowhere/a.wasm"},
        {"action": 9},
    ],
)
def test_what_cannot_be_meant_is_refused(tx: xccviz.Transaction, wrong: dict[str, Any]) -> None:
    with pytest.raises(xccviz.UsageError):
        tx.replay(CALLER, offline=True, **wrong)
    with pytest.raises(TypeError):
        tx.replay(CALLER, gsa=1)  # type: ignore[call-arg]


def test_files_stand_for_code_and_state(tx: xccviz.Transaction, tmp_path: Path) -> None:
    other = tmp_path / "other.wasm"
    other.write_bytes(b"\0asm\1\0\0\0")
    replay = tx.replay(CALLER, code=other, storage={"STATE": b"\0"}, offline=True)
    assert replay.equal and replay.what_if is not None and replay.what_if.error == "MethodNotFound"
