"""`xccviz replay`: what it prints, its JSON and its exit statuses."""

# covers: xccviz/cli/commands/replay.py, xccviz/cli/replaying.py, xccviz/cli/replay_lines.py
# covers: xccviz/cli/replay_options.py, xccviz/export/replay_json.py, xccviz/words/replays.py

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("wasmtime", reason="needs the extra replay")

from tests.reference.schemas import schema_called
from tests.rerun.calls import CALLER, FAILED, JOIN, SAMPLE, Here, bravo_answers, raw, twin, without
from xccviz.cli.commands import replay
from xccviz.cli.main import main
from xccviz.opening import sandboxes
from xccviz.rerun.facts import facts_of
from xccviz.sources.files.capture import capture_to_json

OPEN = f"sample:{SAMPLE}"


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(replay, "sandbox_for", Here)
    return


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    status = main(["replay", "--offline", *argv])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def told(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, Any]:
    status, out, _ = run(capsys, *argv, "--json")
    body = json.loads(out)
    schema_called("xccviz-replay-1").validate(body)
    return status, body


def saved(path: Path, *kinds: str) -> str:
    path.write_bytes(capture_to_json(without(*kinds), "t", "2026-01-01T00:00:00Z"))
    return str(path)


def test_it_says_that_it_equals_the_node_and_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, OPEN, "--receipt", CALLER, "--calls")
    assert (status, err) == (0, "")
    first = out.splitlines()[0]
    assert first.startswith(
        "caller.near.multiple_contracts  ran again: equals the node (logs, value, 4 receipts"
    )
    assert "promise_batch_action_function_call_weight" in out or "promise_batch_action_function_call" in out


def test_json_is_valid_and_tells_both_sides_alike(capsys: pytest.CaptureFixture[str]) -> None:
    status, body = told(capsys, OPEN, "--receipt", CALLER, "--calls")
    assert (status, body["equal"], body["differences"], body["unknown"]) == (0, True, [], [])
    assert body["node"]["receipts"] == body["here"]["receipts"]
    assert body["node"]["gas"]["burnt"] == body["here"]["gas"]["burnt"]
    last = body["calls"][-1]
    spent = last["total"] + last["gas"]
    assert [one["n"] for one in body["calls"]] == list(range(len(body["calls"]))) and spent > 0
    status, body = told(capsys, OPEN, "--receipt", FAILED)
    assert (status, body["calls"]) == (0, [])
    assert body["here"]["error"] == body["node"]["error"]
    assert body["here"]["error"]["message"] == "Smart contract panicked: no value today"


def test_what_nobody_can_give_is_not_asked_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    import wasmtime

    host = '(import "env" "bls12381_p1_sum" (func $sum (param i64 i64 i64) (result i64)))'
    does = "(drop (call $sum (i64.const 0) (i64.const 0) (i64.const 0)))"
    code = tmp_path / "other.wasm"
    code.write_bytes(wasmtime.wat2wasm(f'(module {host} (memory 1) (func (export "on_multi_done") {does}))'))
    status, _, err = run(capsys, OPEN, "--receipt", JOIN, "--code", str(code))
    assert status == 6 and "bls12381_p1_sum" in err and "Give it with" not in err


def test_a_what_if_tells_what_differs_and_that_it_goes_no_further(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, OPEN, "--receipt", JOIN, "--slot", '1=json:"5"')
    assert status == 0
    assert 'What if slot 1 had been "5":' in out and '{"Ok":"\\"5\\""}' in out
    status, body = told(capsys, OPEN, "--receipt", CALLER, "--gas", "60T", "--deposit", "1N", "--args", "[]")
    assert status == 0 and body["changed"]["gas"] == 60 * 10**12 and body["changed"]["deposit"] == str(10**24)
    assert body["what_if"]["status"] in ("failure", "receipt")
    status, out, _ = run(capsys, OPEN, "--receipt", CALLER, "--gas", "190T")
    assert status == 0 and "not run further" in out


def test_a_recorded_run_with_the_same_input_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    made = tmp_path / "twin.xcc.json"
    made.write_bytes(capture_to_json(twin(bravo_answers), "tests", "2026-01-01T00:00:00Z"))
    _, out, _ = run(capsys, str(made), "--receipt", JOIN, "--slot", "1=failed")
    named = "A recorded run with this input ended the same way: caller.near.on_multi_done in"
    assert f"{named} sample:{SAMPLE}" in " ".join(out.split())  # a narrow terminal has it on two lines
    _, out, _ = run(capsys, str(made), "--receipt", JOIN, "--slot", "1=json:5")
    assert "recorded run" not in out


def test_each_slot_and_the_least_gas(capsys: pytest.CaptureFixture[str]) -> None:
    status, body = told(capsys, OPEN, "--receipt", JOIN, "--each-slot-fails", "--least-gas")
    assert status == 0 and [one["status"] for one in body["slots"]] == ["value"] * 3
    assert 0 < body["least_gas"] < body["context"]["gas"]
    enough = body["least_gas"]
    _, out, _ = run(capsys, OPEN, "--receipt", JOIN, "--gas", str(enough - 1))
    assert f"What if its gas had been 0.2 Tgas ({enough - 1:,} gas):" in out and "Exceeded" in out
    status, out, _ = run(capsys, OPEN, "--receipt", FAILED, "--each-slot-fails")
    assert status == 0 and "no slots" in out


def test_what_is_missing_ends_with_6_and_its_option(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for kind, option in (("view_code", "--code"), ("view_state", "--state"), ("block", "--rpc")):
        capture = saved(tmp_path / f"{kind}.xcc.json", kind)
        status, out, err = run(capsys, capture, "--receipt", JOIN)
        assert (status, "could not be run again" in out) == (6, True)
        assert err.startswith("xccviz: missing: ") and option in err
        status, body = told(capsys, capture, "--receipt", JOIN)
        assert status == 6 and option in body["unknown"][0]["option"] and body["equal"] is None


def test_what_is_written_with_o_and_code_run_it_without_the_rest(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    state, code = tmp_path / "state.json", tmp_path / "caller.wasm"
    assert run(capsys, OPEN, "--receipt", CALLER, "-o", str(state))[0] == 0
    code.write_bytes(facts_of(raw().documents).codes["EuCV5ZedxthLTefuqyStpsKPbjq7khXNifFdc8YRaEM1"])
    bare = saved(tmp_path / "bare.xcc.json", "view_code", "view_state", "view_account", "data_changes")
    given = ("--receipt", CALLER, "--code", str(code))
    status, body = told(capsys, bare, *given, "--state", str(state))
    assert (status, body["equal"], body["changed"]) == (0, True, None)
    assert told(capsys, bare, *given, "--set", "STATE=-")[0] == 0
    again = tmp_path / "again.json"
    status, body = told(capsys, bare, *given, "--state", str(state), "--set", "STATE=x", "-o", str(again))
    assert (status, len(body["changed"]["state"])) == (0, 1)
    assert json.loads(again.read_text())["values"] == json.loads(state.read_text())["values"]
    assert run(capsys, bare, "--receipt", FAILED, "--state", str(state))[0] == 2
    status, body = told(capsys, bare, *given, "--set", "STATE=base64:AA==")
    assert (status, body["equal"]) == (1, False)
    code.write_bytes(b"text")
    assert run(capsys, bare, *given)[0] == 5


@pytest.mark.parametrize(
    "argv",
    [
        ("--slot", "x=failed"),
        ("--slot", "0=maybe"),
        ("--slot", "9=failed"),
        ("--slot", "0=json:{"),
        ("--slot", "0=failed", "--slot", "0=text:x"),
        ("--set", "STATE=a", "--set", "STATE=-"),
        ("--set", "STATE"),
        ("--args", "{"),
        ("--gas", "many"),
        ("--deposit", "1 apple"),
        ("--deposit", str(2**128)),
        ("--gas", str(2**64)),
        ("--set", "\ud800=1"),
        ("--args", '"\ud800"'),
        ("--code", "/nowhere/a.wasm"),
        ("--action", "7"),
        ("--receipt", "nobody"),
    ],
)
def test_what_cannot_be_meant_ends_with_2(capsys: pytest.CaptureFixture[str], argv: tuple[str, ...]) -> None:
    status, out, err = run(capsys, OPEN, "--receipt", JOIN, *argv)
    assert (status, out) == (2, "") and err.startswith("xccviz: ")


def test_without_a_receipt_the_calls_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, OPEN)
    assert status == 2 and JOIN in err and CALLER in err


def test_without_the_extra_it_names_what_adds_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay, "sandbox_for", sandboxes.sandbox_for)
    monkeypatch.setattr(sandboxes, "find_spec", lambda name: None)
    status, _, err = run(capsys, OPEN, "--receipt", JOIN)
    assert status == 2 and "pip install 'xccviz[replay]'" in err
