"""`xccviz check`: a line a transaction, exit statuses, JSON and JUnit."""

# covers: xccviz/cli/commands/check.py, xccviz/opening/expectation.py, xccviz/cli/junit.py
# covers: xccviz/cli/errors.py, xccviz/query/asserting.py

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any, get_args

import pytest

from tests.reference.executor import Program, Promise, execute
from tests.reference.schemas import schema_called
from xccviz.cli.commands import check as check_module
from xccviz.cli.errors import EXIT_STATUS, first_of
from xccviz.cli.main import main
from xccviz.model.errors import Cancelled, ErrorKind

GOOD = "sample:tutorial-batch-ok"
HIDDEN = "sample:tutorial-batch-fail-step-two"
FAILED = "sample:callback-panics"
PARTIAL = "sample:mainnet-hidden-failure"
HASH = "5FtqXsWwpJFLYEd1Xx3VyQoXe8eQ9qZkWLNkbKpPwWgU"


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    status = main(["check", *argv])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


@pytest.fixture
def malformed(tmp_path: Path) -> str:
    path = tmp_path / "malformed.json"
    path.write_text('{"hello": 1}')
    return str(path)


@pytest.mark.parametrize(
    ("argv", "status"),
    [
        ([GOOD], 0),
        ([GOOD, "--no-failure", "--no-hidden-failure", "--no-unobserved-failure", "--complete"], 0),
        (["--max-gas", "120T", "--max-fee", "0.01N", "--max-blocks", "5", GOOD, HIDDEN], 0),
        ([GOOD, "--max-gas", "5.8Tgas"], 1),
        ([GOOD, "--max-fee", "1"], 1),
        ([GOOD, "--max-blocks", "4"], 1),
        ([HIDDEN, "--no-failure"], 0),
        ([HIDDEN, "--no-hidden-failure"], 1),
        ([FAILED, "--no-failure"], 1),
        ([FAILED], 0),
        ([PARTIAL], 0),
        ([PARTIAL, "--complete"], 6),
        ([PARTIAL, "--complete", "--no-hidden-failure"], 6),
        ([PARTIAL, "--max-blocks", "1000"], 1),
        ([HIDDEN, "--no-hidden-failure", PARTIAL], 1),  # options stand where they are typed
        ([f"{HASH}", "--offline"], 4),
        (["nope"], 2),
        ([], 2),
        ([GOOD, "--max-gas", "lots"], 2),
        ([GOOD, "--max-gas", "-1"], 2),
        ([GOOD, "--max-fee", "0.01T"], 2),
        ([GOOD, "--max-blocks", "1.5"], 2),
        ([GOOD, "--max-blocks", "²"], 2),
        ([GOOD, "--json", "--junit", "x.xml"], 2),
        ([GOOD, "--junit", "/no/such/folder/x.xml"], 7),
    ],
)  # fmt: skip
def test_exit_status(capsys: pytest.CaptureFixture[str], argv: list[str], status: int) -> None:
    assert run(capsys, *argv)[0] == status


def test_several_give_the_first_of_their_statuses(capsys: pytest.CaptureFixture[str], malformed: str) -> None:
    every = [GOOD, HIDDEN, PARTIAL, HASH, malformed, "nope"]
    wanted = ["--complete", "--no-hidden-failure", "--offline"]
    statuses = [run(capsys, *wanted, *every[:count])[0] for count in range(1, len(every) + 1)]
    assert statuses == [0, 1, 6, 4, 5, 2]
    assert run(capsys, *wanted, *reversed(every))[0] == 2


def test_the_order_of_statuses() -> None:
    def of(*statuses: int) -> int:
        return EXIT_STATUS[first_of([name for name, n in EXIT_STATUS.items() if n in statuses])]

    assert [of(1, 6, 3, 4, 5, 2, 130), of(1, 6, 3, 4, 5, 2), of(1, 6, 3, 4, 5), of(1, 6, 3, 4)] == [
        130,
        2,
        5,
        4,
    ]
    assert [of(1, 6, 3), of(1, 6), of(1), of()] == [3, 6, 1, 0]


def test_every_kind_of_error_has_an_exit_status_of_its_own() -> None:
    assert EXIT_STATUS.keys() == {*get_args(ErrorKind), "ok", "check_failed", "interrupted"}
    assert len(set(EXIT_STATUS.values())) == len(EXIT_STATUS)


def test_every_transaction_has_one_line(capsys: pytest.CaptureFixture[str], malformed: str) -> None:
    opens = [GOOD, "nope", HIDDEN, malformed, FAILED]
    status, out, err = run(capsys, "--no-failure", "--no-hidden-failure", "--max-gas", "1", *opens)
    lines = out.splitlines()
    assert (status, err, len(lines)) == (2, "", len(opens))
    assert [line.split()[1] for line in lines] == ["FAIL", "error", "FAIL", "error", "FAIL"]
    for line, given in zip(lines, opens, strict=True):
        assert given in line
    assert "--no-hidden-failure: the verdict is success_with_hidden_failure" in lines[2]
    assert "--max-gas: 5.8 Tgas, and at most" in lines[2]


def test_without_an_assertion_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, GOOD)
    assert out == "✓ ok    sample:tutorial-batch-ok  can be read, nothing was asserted; Succeeded.\n"


def test_an_interrupt_ends_with_130(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*args: Any) -> Any:
        raise Cancelled

    monkeypatch.setattr(check_module, "open_given", interrupted)
    assert run(capsys, "nope", GOOD) == (130, "", "")


def test_an_expectation(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "expect.json"
    node = {"label": "alpha.near.step_one +1", "status": {"kind": "failure"}}
    path.write_text(json.dumps({"verdict": {"code": "success_with_hidden_failure"}, "nodes": [node]}))
    assert run(capsys, HIDDEN, "--expect", str(path))[0] == 0
    status, out, _ = run(capsys, GOOD, "--expect", str(path))
    assert status == 1
    assert "$.verdict.code is “success”, expected “success_with_hidden_failure”" in out
    assert "$.nodes['alpha.near.step_one +1'].status.kind is “success_value”" in out


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[1]", "$: expected an object"),
        ('{"a": 1,\n 2}', "line 2, column 2"),
        ('{"nodes": [{"label": "x"}, {}]}', "$.nodes[1]"),
        ('{"verdict": {"code": 1, "code": 2}}', "'code' twice"),
        ('{"a": NaN}', "NaN"),
        ("", "line 1, column 1"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_bad_expectation_is_refused_with_its_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, place: str
) -> None:
    path = tmp_path / "expect.json"
    path.write_text(text)
    status, out, err = run(capsys, GOOD, "--expect", str(path))
    assert (status, out) == (2, "")
    assert place in err
    assert len(err.splitlines()) <= 2


def test_an_expectation_that_is_not_there_or_not_text(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(capsys, GOOD, "--expect", str(tmp_path / "none.json"))[0] == 2
    (tmp_path / "bytes.json").write_bytes(b'{"a": "\xff"}')
    status, _, err = run(capsys, GOOD, "--expect", str(tmp_path / "bytes.json"))
    assert status == 2 and "byte 7 is not UTF-8" in err


def test_json(capsys: pytest.CaptureFixture[str], malformed: str) -> None:
    argv = (
        GOOD,
        HIDDEN,
        malformed,
        "--json",
        "--no-hidden-failure",
        "--max-fee",
        "1N",
        "--max-gas",
        "120T",
        "--max-blocks",
        "9",
    )
    opens, options = argv[:3], argv[3:]
    status, out, err = run(capsys, *options, *opens)
    value = json.loads(out)
    schema_called("xccviz-check-1").validate(value)
    assert (status, value["exit_status"], value["ok"], err) == (5, 5, False, "")
    good, hidden, bad = value["results"]
    assert [entry["exit_status"] for entry in value["results"]] == [0, 1, 5]
    assert good["assertions"][2] == {
        "name": "max-fee",
        "ok": True,
        "wanted": str(10**24),
        "found": "585419439554900000000",
        "message": "0.0005854 N of at most 1 N",
    }
    assert hidden["assertions"][0]["found"] == hidden["verdict"] == "success_with_hidden_failure"
    assert bad["hash"] is None and bad["error"]["exit_status"] == 5
    assert run(capsys, *options, *opens)[1] == out


def test_junit(capsys: pytest.CaptureFixture[str], tmp_path: Path, malformed: str) -> None:
    path = tmp_path / "report.xml"
    argv = ["--no-hidden-failure", "--max-blocks", "4", "--junit", str(path), GOOD, HIDDEN, malformed]
    status, out, err = run(capsys, *argv)
    assert status == 5
    assert len(out.splitlines()) == 3
    assert "wrote" in err
    root = ET.parse(path).getroot()
    assert root.tag == "testsuites"
    (suite,) = root
    assert {key: suite.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "3", "failures": "2", "errors": "1", "skipped": "0",
    }  # fmt: skip
    good, hidden, bad = suite.findall("testcase")
    assert [case.get("name") for case in (good, hidden, bad)] == [GOOD, HIDDEN, malformed]
    (failure,) = hidden.findall("failure")
    assert failure.get("type") == "--no-hidden-failure, --max-blocks"
    assert "5 blocks, and at most 4 was wanted" in (failure.text or "")
    (error,) = bad.findall("error")
    assert error.get("type") == "exit status 5"
    first = path.read_bytes()
    run(capsys, *argv)
    assert path.read_bytes() == first
    status, out, err = run(capsys, *argv[:-5], "--junit", "-", GOOD, HIDDEN, malformed)
    assert (status, err) == (5, "")
    ET.fromstring(out.encode())


def test_where_junit_can_not_be_written_its_own_option_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, GOOD, "--junit", "/no/such/folder/x.xml")
    assert status == 7 and "with --junit; nothing was changed" in err


def test_junit_of_hostile_text_is_xml(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    evil = "]]><x a='\"&\x00\x1b[2J\u202e\ufffe\ud800</testcase>"
    one = Promise(Program(True, b""), "x.near", [])
    text = json.dumps(execute(Program(False, b"", [one], 0)).answer)
    path = tmp_path / "evil.json"
    path.write_text(
        text.replace('"run"', json.dumps(evil)).replace("panicked: no", f"panicked: {json.dumps(evil)[1:-1]}")
    )
    status, out, _ = run(capsys, "--no-failure", "--no-unobserved-failure", "--junit", "-", str(path), evil)
    assert status == 2
    root = ET.fromstring(out.encode("utf-8"))
    assert [child.tag for child in root.iter("testcase")] == ["testcase", "testcase"]
    assert not any(ord(char) < 32 and char not in "\n\t" for char in out)
    status, out, _ = run(capsys, "--no-failure", str(path), evil)
    assert "\x1b" not in out and "\u202e" not in out
    status, out, _ = run(capsys, "--no-failure", "--json", str(path), evil)
    json.loads(out)


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        (["--none", "fail"], 1, "--none: fail matches 1: bravo.near.get_value"),
        (["--none", "gas>9000T"], 0, "nothing matches gas>9000T"),
        (["--some", "join fail"], 1, "--some: nothing matches join fail"),
        (["--some", "method:get_*"], 0,
         "method:get_* matches 3: alpha.near.get_value, bravo.near.get_value, delta.near.get_value"),
        (["--none", "ok"], 1, "and "),
        (["--none", "pending", "--none", "fail", "--some", "join"], 1, "--none: fail matches 1"),
    ],
)  # fmt: skip
def test_filters_as_assertions(
    capsys: pytest.CaptureFixture[str], given: list[str], status: int, said: str
) -> None:
    assert main(["check", "sample:tutorial-parallel-3-one-panics", *given]) == status
    assert said in capsys.readouterr().out
    assert main(["check", "sample:tutorial-parallel-3-one-panics", *given, "--json"]) == status
    value = json.loads(capsys.readouterr().out)
    schema_called("xccviz-check-1").validate(value)
    for assertion in value["results"][0]["assertions"]:
        assert assertion["wanted"] in given
        assert assertion["ok"] == ((assertion["found"] == 0) == (assertion["name"] == "none"))


def test_a_mistaken_filter_names_its_option_before_anything_is_opened(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", "no-such-file", "--none", "fail", "--some", "metod:a"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("xccviz: --some: no term is called “metod”; did you mean method?\n")
    assert captured.err.endswith("    metod:a\n    ^^^^^\n")


def test_all_kinds_of_assertions_are_valid_json(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = ["--proven", "--complete", "--max-gas", "100T", "--none", "fail", "--some", "ok", "--json"]
    assert main(["check", "sample:tutorial-batch-ok", *wanted]) in (0, 1)
    schema_called("xccviz-check-1").validate(json.loads(capsys.readouterr().out))


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ("7", "at most 7 gas was wanted (with its unit, 7T, it is 7 Tgas)"),
        ("5000", "at most 5,000 gas was wanted"),
        ("1G", "at most 0.001 Tgas was wanted"),
    ],
)
def test_a_limit_of_gas_without_its_unit_is_told(
    limit: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "sample:tutorial-batch-ok", "--max-gas", limit]) == 1
    assert capsys.readouterr().out.rstrip().endswith(f"Tgas, and {told}")
