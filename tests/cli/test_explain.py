"""`xccviz explain`: texts, JSON and bare names all find their entry."""

# covers: xccviz/cli/commands/explain.py

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from xccviz.cli.main import main
from xccviz.opening.explain import explain


@pytest.mark.parametrize(
    ("error", "title"),
    [
        ("Exceeded the prepaid gas.", "exceeded its attached gas"),
        ("Smart contract panicked: boom", "panicked: boom"),
        ("Callback computation 2 was not successful", "panicked: Callback computation 2 was not successful"),
        ("Expired", "the transaction expired"),
        ("MethodNotFound", "no such method"),
        ('"Expired"', "the transaction expired"),
        (
            '{"status":{"Failure":{"ActionError":{"index":0,"kind":'
            '{"AccountDoesNotExist":{"account_id":"x.near"}}}}}}',
            "no such account: x.near",
        ),
        ('{"InvalidTxError":"InvalidSignature"}', "the signature does not match"),
        ("429 Too Many Requests", "the endpoint takes no more requests for now"),
        ("AxiosError: Request failed with status code 429", "the endpoint takes no more requests for now"),
        ("HTTP error! status: 418", "the endpoint answered with HTTP status 418"),
        ("503 Service Unavailable", "the endpoint is not available"),
        ("SomethingNew", "not a text this version knows"),
        ("a text that nobody knows", "not a text this version knows"),
    ],
)
def test_an_error_is_explained(capsys: pytest.CaptureFixture[str], error: str, title: str) -> None:
    assert main(["explain", error]) == 0
    captured = capsys.readouterr()
    assert captured.out.split("\n")[0] == title
    assert captured.err == ""


def test_of_an_unknown_text_no_classification_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "garbage"]) == 0
    out = capsys.readouterr().out
    assert "“garbage”" in out
    assert "Error" not in out and "contract stopped" not in out


def test_a_terminal_comes_through_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (Path(__file__).resolve().parent.parent / "data" / "told" / "near-cli-failure.txt").read_text()
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert main(["explain", "-"]) == 0
    assert capsys.readouterr().out.startswith("panicked: The account bob.testnet is not registered\n")
    assert main(["explain", text]) == 0
    assert capsys.readouterr().out.startswith("panicked: The account bob.testnet is not registered\n")


def test_every_name_of_the_catalogue_is_explained(shared_data: Path) -> None:
    """Bare names, as a log or a colleague gives them; without fields the words stay neutral."""
    catalogue = json.loads((shared_data.parent / "protocol_errors.json").read_text())
    names = {entry["variant"] for entry in catalogue["entries"] if entry["variant"]}
    assert len(names) > 150
    for name in names:
        words, error = explain(name)
        assert error is not None, name
        assert "no words" not in words.explanation, name


@pytest.mark.parametrize(
    ("part", "title"),
    [
        ('{"HostError":"GasExceeded"}', "exceeded its attached gas"),
        ('{"AccountDoesNotExist":{"account_id":"bob.near"}}', "no such account: bob.near"),
        ('{"FunctionCallError":{"ExecutionError":"Exceeded the prepaid gas."}}', "exceeded its attached gas"),
    ],
)
def test_a_part_of_an_error_finds_its_place(part: str, title: str) -> None:
    assert explain(part)[0].title == title


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("InvalidPromiseIndex", "no promise number N"),
        ("KeyLengthExceeded", "storage key of N bytes is too long"),
        ("GuestPanic", "panicked: …"),
        ("InvalidNonce", "nonce N is too low: the key is at N"),
    ],
)
def test_a_bare_name_makes_nothing_up(name: str, title: str) -> None:
    """What it would say beside its name is not told."""
    assert explain(name)[0].title == title


TOLD = Path(__file__).resolve().parent.parent / "data" / "told"


@pytest.mark.parametrize("way", ["text", "file", "stdin"])
def test_of_a_whole_transaction_what_failed_first_is_explained(
    way: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = TOLD / "promise-result-failed.json.gz"
    text = gzip.decompress(path.read_bytes()).decode()
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert main(["explain", {"text": text, "file": str(path), "stdin": "-"}[way]]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith("Failed: oracle.near.get_prices panicked: stale price.")
    assert "`xccviz show` tells more" in said


def test_a_file_is_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "error.log"
    path.write_text("near-cli: Error: Exceeded the prepaid gas.\n")
    assert main(["explain", str(path)]) == 0
    assert capsys.readouterr().out.startswith("exceeded its attached gas\n")
    assert main(["explain", str(tmp_path)]) == 2
    assert f"{tmp_path} is a directory" in capsys.readouterr().err


def test_a_hash_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    hash = "9eYbpxrmcLgLn1YWGgA9WqBxBNzFsxqyLSqEGTGCZ5Uo"
    assert main(["explain", hash]) == 2
    assert f"`xccviz show {hash}`" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["explain", "show", "export", "check"])
def test_without_an_argument_it_says_how_standard_input_is_read(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, *(["--to", "json"] if command == "export" else [])]) == 2
    assert "- to read it from standard input" in " ".join(capsys.readouterr().err.split())


def test_a_line_end_may_have_become_a_space() -> None:
    text = (TOLD / "near-cli-failure.txt").read_text()
    assert explain(text) == explain(" ".join(text.split("\n")))
    said = "Smart contract panicked: panicked at src/lib.rs:57:42:%scalled `Result::unwrap()` on an `Err` value: Failed"
    lines, spaces = explain(said % "\n"), explain(said % " ")
    assert lines[0] == spaces[0] and lines[0].title == "panicked: unwrap of Failed"
