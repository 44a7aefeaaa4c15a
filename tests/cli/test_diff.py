"""`xccviz diff`: what it prints, its JSON and its exit statuses."""

# covers: xccviz/cli/commands/diff.py, xccviz/export/differences.py, xccviz/cli/views/diff.py

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from tests.reference.executor import Program, Promise, execute
from tests.reference.schemas import Schema, schema_called
from xccviz.cli.main import main
from xccviz.model.text import display_width

OK, PANICS = "sample:tutorial-parallel-3-ok", "sample:tutorial-parallel-3-one-panics"
PAIRS = [
    (OK, OK),
    (OK, PANICS),
    ("sample:tutorial-batch-ok", "sample:tutorial-batch-fail-step-two"),
    ("sample:ft-transfer-call-ok", "sample:ft-transfer-call-refused"),
    ("sample:callback-panics", "sample:callback-out-of-gas"),
    ("sample:mainnet-hidden-failure", "sample:mainnet-intents"),
    ("sample:yield-resumed-by-other-tx", "sample:delegate-inner-fails"),
]


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    status = main(["diff", *argv])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def saved(path: Path, program: Program, **changes: str) -> str:
    text = json.dumps(execute(program).answer)
    for old, new in changes.items():
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def validator() -> Schema:
    return schema_called("xccviz-diff-1")


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_json_is_valid_repeatable_and_tells_the_status(
    capsys: pytest.CaptureFixture[str], validator: Schema, a: str, b: str
) -> None:
    status, out, err = run(capsys, a, b, "--json")
    assert err == ""
    value = json.loads(out)
    validator.validate(value)
    assert value["same"] == (not value["differences"]) == (status == 0) == (a == b)
    assert run(capsys, a, b, "--json") == (status, out, err)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_text_fits_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, a: str, b: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    status, out, _ = run(capsys, a, b)
    first, *rest = out.splitlines()
    assert (first == "same") == (status == 0)
    assert max(display_width(line) for line in [first, *rest]) <= width


def test_what_differs_is_told_call_by_call(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    status, out, _ = run(capsys, OK, PANICS)
    assert status == 1
    assert out.startswith("5 differences, and 4 in gas and fees\n")
    told, costs = out.split("Gas and fees\n")
    assert "caller.near.multiple_contracts > bravo.near.get_value\n  ended " in told
    assert 'returned "value of bravo.near" → failed: panicked: no value today' in told
    assert 'slot 1 got     "value of bravo.near" → Failed' in told
    assert "7.487 Tgas   7.481 Tgas  −0.006174018637\n" in costs


def test_the_difference_of_long_values_is_visible(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    a = saved(tmp_path / "a.json", Program(False, b'"' + b"x" * 50_000 + b'one"'))
    b = saved(tmp_path / "b.json", Program(False, b'"' + b"x" * 50_000 + b'two"'))
    _, out, _ = run(capsys, a, b)
    assert "xone" in out and "xtwo" in out
    assert len(out) < 3000


def test_alike_calls_of_one_run_are_told_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    one = Promise(Program(False, b""), "x.near", [])
    a = saved(tmp_path / "a.json", Program(False, b"", [one] * 30))
    b = saved(tmp_path / "b.json", Program(False, b""))
    _, out, _ = run(capsys, a, b)
    assert "app.near.run > x.near.run  30 times" in out


def test_renamed_accounts_are_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    a = saved(tmp_path / "a.json", Program(False, b"1"))
    b = saved(tmp_path / "b.json", Program(False, b"1"), **{"app.near": "dev-2.testnet"})
    status, out, _ = run(capsys, a, b)
    assert (status, out.splitlines()[0]) == (0, "same")
    assert "app.near in A and dev-2.testnet in B are read as the same account" in out


def test_hostile_text_moves_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    evil = "\x1b[2J\u202eevil\n\r" + "z" * 10_000
    one = Promise(Program(False, b""), "x.near", [])
    a = saved(tmp_path / "a.json", Program(False, evil.encode(), [one]), run=json.dumps(evil)[1:-1])
    b = saved(tmp_path / "b.json", Program(True, b""))
    status, out, _ = run(capsys, a, b)
    assert status == 1
    assert "\x1b" not in out and "\u202e" not in out and "\r" not in out
    status, out, _ = run(capsys, a, b, "--json")
    json.loads(out)


@pytest.mark.parametrize(
    ("a", "b", "status", "side"),
    [
        ("nope", OK, 2, "A"),
        (OK, "nope", 2, "B"),
        (OK, __file__, 5, "B"),
        (OK, '{"hello": 1}', 5, "B"),
        (OK, "5FtqXsWwpJFLYEd1Xx3VyQoXe8eQ9qZkWLNkbKpPwWgU", 4, "B"),
    ],
)
def test_what_cannot_be_read_is_named(
    capsys: pytest.CaptureFixture[str], a: str, b: str, status: int, side: str
) -> None:
    got, out, err = run(capsys, a, b, "--offline")
    assert (got, out) == (status, "")
    assert err.startswith(f"xccviz: {side}: ")
    assert len(err.splitlines()) <= 2


def test_two_are_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, OK)[0] == 2


def test_bytes_that_are_no_text_are_compared_as_hex(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    a = saved(tmp_path / "a.json", Program(False, bytes(range(200, 240))))
    b = saved(tmp_path / "b.json", Program(False, bytes(range(200, 239)) + b"\xff"))
    _, out, _ = run(capsys, a, b)
    assert "returned byte 39" in out
    assert base64.b16encode(b"\xef").decode().lower() in out
