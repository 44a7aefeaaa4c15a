"""`xccviz replay`: what it prints, its JSON and its exit statuses."""

# covers: xccviz/cli/commands/replay.py, xccviz/cli/replaying.py, xccviz/cli/replay_lines.py
# covers: xccviz/cli/replay_options.py, xccviz/export/replay_json.py, xccviz/words/replays.py
# covers: xccviz/rerun/apart.py

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("wasmtime", reason="needs the extra replay")

from tests.reference.schemas import schema_called
from tests.rerun.calls import (
    CALLER,
    FAILED,
    JOIN,
    SAMPLE,
    Here,
    bravo_answers,
    document,
    raw,
    twin,
    without,
)
from xccviz.cli.commands import replay
from xccviz.cli.main import main
from xccviz.opening import sandboxes
from xccviz.rerun.facts import facts_of
from xccviz.sources.files.capture import capture_to_json
from xccviz.words.replays import call_words

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


def test_it_says_that_it_equals_the_node_and_what_it_did(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    status, out, err = run(capsys, OPEN, "--receipt", CALLER, "--calls")
    assert (status, err) == (0, "")
    first = out.splitlines()[0]
    assert first.startswith(
        "caller.near.multiple_contracts  ran again: equals the node (logs, value, 4 receipts"
    )
    assert re.search(r", gas of its code [0-9.]+ Tgas\)$", first)
    assert "promise_batch_create  alpha.near get_value({}) 10 Tgas → promise 0" in out
    given = "Gas so far is what it had used by then: burnt, and given to promises."
    assert given in out and given not in run(capsys, OPEN, "--receipt", JOIN, "--calls")[1]


def listed(out: str) -> list[list[str]]:
    """The rows of --calls: number, host call, with and what it got, gas, gas so far."""
    lines = out.splitlines()
    at = next(n for n, line in enumerate(lines) if "with, and what it got" in line)
    rows = [re.split("  +", line.strip()) for line in lines[at + 1 :]]
    assert re.split("  +", lines[at].strip()) == ["host call", "with, and what it got", "gas", "gas so far"]
    return [row for row in rows if row[-1].endswith(" T")]


def test_host_calls_are_told_as_the_window_tells_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    rows = listed(run(capsys, OPEN, "--receipt", JOIN, "--calls")[1])
    assert rows[:2] == [
        ["load the contract", "84,103 bytes", "0.091648 T", "0.091648 T"],
        ["1", "current_account_id", "→ caller.near", "0.009054 T", "0.101332 T"],
    ]
    slots = [row[2] for row in rows if row[1] == "promise_result"]
    value = 'Successful: "value of {}.near"'
    assert slots == [f"0 → {value.format('alpha')}", "1 → Failed", f"2 → {value.format('delta')}"]
    body = told(capsys, OPEN, "--receipt", JOIN, "--calls")[1]
    calls = body["calls"]
    assert body["loaded"] == {"size": 84_103, "gas": 91_648_423_348}
    assert told(capsys, OPEN, "--receipt", JOIN)[1]["loaded"] is None
    assert rows[-1][-1] == f"{(calls[-1]['total'] + calls[-1]['gas']) / 1e12:.6f} T"
    # where it ends in a call: how much it was to read, not where that lies; where in none of them, that it ends there
    out = run(capsys, OPEN, "--receipt", JOIN, "--calls", "--gas", "0.15T")[1]
    assert listed(out)[-1][1:3] == ["storage_read", "5 bytes → Exceeded the prepaid gas."]
    assert out.index("What if its gas") < out.index("load the contract")
    out = run(capsys, OPEN, "--receipt", JOIN, "--calls", "--gas", "0.0917T")[1]
    assert listed(out)[-1] == ["it ends here", "Exceeded the prepaid gas.", "0.091700 T"]


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


ALREADY = [
    (("--slot", "1=failed"), "slots", "slot 1 was failed already"),
    (("--slot", '0=json:"value of alpha.near"'), "slots", 'slot 0 was "value of alpha.near" already'),
    (("--set", "no such key=-"), "state", "no such key in its storage was absent already"),
    (("--args", "@ARGS"), "args", "the arguments were 0 bytes already"),
    (("--deposit", "0N"), "deposit", "the deposit was 0 N already"),
    (("--gas", "GAS"), "gas", "its gas was "),
    (("--code", "CODE"), "code", "its code was this one already, byte for byte"),
]


@pytest.mark.parametrize(("option", "member", "words"), ALREADY, ids=[" ".join(one[0]) for one in ALREADY])
def test_a_change_that_was_so_already_is_said_to_be_none(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, option: tuple[str, str], member: str, words: str
) -> None:
    call = next(node for node in document().graph.nodes if node.label == JOIN).ran_calls[0]
    (tmp_path / "args").write_bytes(call.args or b"")
    code = tmp_path / "own.wasm"
    code.write_bytes(facts_of(raw().documents).codes[told(capsys, OPEN, "--receipt", JOIN)[1]["code_hash"]])
    put = {"@ARGS": f"@{tmp_path / 'args'}", "GAS": str(call.gas), "CODE": str(code)}
    given = [put.get(each, each) for each in option]
    status, out, _ = run(capsys, OPEN, "--receipt", JOIN, *given)
    end = out.split("\n\n")[1].splitlines()
    assert status == 0 and end[0].startswith(words) and " already" in end[0]
    assert end[1:] == ["  nothing would have been different"]
    status, body = told(capsys, OPEN, "--receipt", JOIN, *given)
    assert (status, body["changed"], body["what_if"], body["what_if_differences"]) == (0, None, None, [])
    assert [name for name, value in body["unchanged"].items() if value not in (None, [])] == [member]
    # beside one that is: both are told
    status, out, _ = run(capsys, OPEN, "--receipt", JOIN, *given, "--slot", "2=failed")
    assert words in out and "What if slot 2 had been failed:" in out and "nothing would" not in out
    status, body = told(capsys, OPEN, "--receipt", JOIN, *given, "--slot", "2=failed")
    assert [one["slot"] for one in body["changed"]["slots"]] == [2] and body["what_if"]["status"] == "value"


def test_what_was_only_missing_is_no_change_nor_was_it_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bare = saved(tmp_path / "bare.xcc.json", "view_state", "data_changes")
    status, body = told(capsys, bare, "--receipt", JOIN, "--set", "STATE=-")
    assert (status, body["changed"], body["unchanged"]) == (0, None, None)
    assert "supplied" in [one["code"] for one in body["context"]["assumed"]]


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


def test_the_least_gas_says_which_receipt_would_get_less_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    """A callback with a weight gets what is left over; a call that makes no receipts has nothing to say."""
    less = "1 receipt that it makes gets less gas: caller.near.on_multi_done 20 Tgas instead of 165 Tgas."
    status, out, _ = run(capsys, OPEN, "--receipt", CALLER, "--least-gas")
    assert status == 0 and less in " ".join(out.split())
    assert "With the least" not in run(capsys, OPEN, "--receipt", JOIN, "--least-gas")[1]


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
        ("--slot", "0=json:NaN"),
        ("--args", "NaN"),
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
    assert status == 2 and "needs the extra replay\n  Install it: " in err and "wasmtime" in err


def test_the_state_goes_to_standard_output_alone(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, out, err = run(capsys, OPEN, "--receipt", JOIN, "-o", "-")
    assert status == 0 and json.loads(out)["values"] == {"U1RBVEU=": None} and "ran again: equals" in err
    status, out, err = run(capsys, OPEN, "--receipt", JOIN, "-o", "-", "--json")
    assert (status, out) == (2, "") and "standard output" in err


def test_a_state_that_documents_tell_otherwise_is_not_passed_over_in_silence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    state = tmp_path / "state.json"
    for value, unlike in (("AA==", True), (None, False)):
        state.write_text(json.dumps({"format": "xccviz-state", "version": 1, "values": {"U1RBVEU=": value}}))
        status, body = told(capsys, OPEN, "--receipt", JOIN, "--state", str(state))
        assert (status, body["equal"]) == (0, True)
        assert ("unlike" in [one["code"] for one in body["context"]["assumed"]]) == unlike


def test_what_a_change_does_is_told_as_in_the_window(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")

    def rows(out: str) -> list[list[str]]:
        cells = [re.split("  +", line.strip()) for line in out.splitlines()]
        return [row[1:] for row in cells if row[0].isdigit()]

    _, out, _ = run(capsys, OPEN, "--receipt", CALLER, "--args", '{"accounts":["a.near"]}')
    assert ["receipt[2]", "delta.near get_value({}) 10 Tgas", "nothing"] in rows(out)
    assert ["receipt[1].actions[0].args", "{}", "0 bytes"] in rows(out)
    assert ["host calls", "19", "13 (−6)"] in rows(out) and "same in both: state: nothing written" in out
    # what comes back of a call that would fail, and what is not looked for then
    _, out, _ = run(capsys, OPEN, "--receipt", CALLER, "--gas", "40T", "--deposit", "2N", "--least-gas")
    assert "its deposit of 2 N would come back" in out and "sought only for what ends well" in out
    assert "come back" not in run(capsys, OPEN, "--receipt", CALLER, "--gas", "40T")[1]
    # what has no bytes is not nothing there
    _, out, _ = run(capsys, OPEN, "--receipt", JOIN, "--set", "STATE=")
    assert "What if STATE in its storage had been 0 bytes:" in out
    assert ["STATE in the state", "nothing there", "0 bytes"] in rows(out)


def test_each_slot_failed_besides_a_change_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, OPEN, "--receipt", JOIN, "--each-slot-fails")
    assert "(as on the chain)" in out and "Besides" not in out
    _, out, _ = run(capsys, OPEN, "--receipt", JOIN, "--each-slot-fails", "--slot", "0=failed")
    assert "(as on the chain)" not in out and "Besides what was changed:" in out


def test_an_action_that_is_none_names_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, OPEN, "--receipt", JOIN, "--action", "3")
    assert status == 2 and "Its only function call is action 0." in err


def test_of_a_batch_it_says_which_call_is_looked_at() -> None:
    call, node = SimpleNamespace(method_name="two"), SimpleNamespace(label="a.near.one +1")
    batch: Any = SimpleNamespace(node=node, calls=(call, call), action=1, call=call)
    assert call_words(batch) == "a.near.one +1, action 1: two"
    batch.calls = (call,)
    assert call_words(batch) == "a.near.one +1"
