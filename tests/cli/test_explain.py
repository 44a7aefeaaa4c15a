"""`xccviz explain`: texts, JSON and bare names all find their entry."""

# covers: xccviz/cli/commands/explain.py

from __future__ import annotations

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
