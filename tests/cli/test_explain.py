"""`xccviz explain`: texts, JSON and bare names all find their entry."""

from __future__ import annotations

import pytest

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
