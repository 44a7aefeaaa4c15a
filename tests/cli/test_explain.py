"""`xccviz explain`: texts, JSON and bare names all find their entry."""

# covers: xccviz/cli/commands/explain.py

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.reference.failures import explained
from xccviz.cli.commands.explain import failure_of
from xccviz.cli.main import main


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
        ("SomethingNew", "something new"),
        ("a text that nobody knows", "stopped: a text that nobody knows"),
    ],
)
def test_an_error_is_explained(capsys: pytest.CaptureFixture[str], error: str, title: str) -> None:
    assert main(["explain", error]) == 0
    captured = capsys.readouterr()
    assert captured.out.split("\n")[0] == title
    assert captured.err == ""


def test_every_name_of_the_catalogue_is_explained(shared_data: Path) -> None:
    """Bare names, as a log or a colleague gives them; without fields the words stay neutral."""
    catalogue = json.loads((shared_data.parent / "protocol_errors.json").read_text())
    names = {entry["variant"] for entry in catalogue["entries"] if entry["variant"]}
    assert len(names) > 150
    for name in names:
        info = explained(failure_of(name))
        assert "no words" not in info.explanation, name


@pytest.mark.parametrize(
    ("part", "title"),
    [
        ('{"HostError":"GasExceeded"}', "exceeded its attached gas"),
        ('{"AccountDoesNotExist":{"account_id":"bob.near"}}', "no such account: bob.near"),
        ('{"FunctionCallError":{"ExecutionError":"Exceeded the prepaid gas."}}', "exceeded its attached gas"),
    ],
)
def test_a_part_of_an_error_finds_its_place(part: str, title: str) -> None:
    assert explained(failure_of(part)).title == title
