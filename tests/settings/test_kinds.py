"""What each kind of setting reads, refuses and shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from xccviz.settings.kinds import (
    ADDRESSES,
    FOLDER,
    MEBIBYTES,
    NUMBER,
    SWITCH,
    TEXT,
    Kind,
    choice,
    split_addresses,
)

COLOUR = choice("red", "blue")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (TEXT, "mainnet", "mainnet"),
        (COLOUR, "blue", "blue"),
        (SWITCH, "true", True),
        (SWITCH, "false", False),
        (NUMBER, "12.5", 12.5),
        (MEBIBYTES, "0.5", 1 << 19),
        (ADDRESSES, "http://a http://b", ("http://a", "http://b")),
        (FOLDER, "/c", Path("/c")),
    ],
)
def test_what_it_shows_it_reads_again(kind: Kind[Any], text: str, value: object) -> None:
    assert kind.of_text(text) == value
    assert kind.show(value) == text


def test_a_switch_is_on_or_off_in_the_environment() -> None:
    assert [SWITCH.of_text(text) for text in ("on", "OFF", "True")] == [True, False, True]


@pytest.mark.parametrize(
    ("kind", "value", "must"),
    [
        (TEXT, 7, "a text in quotes"),
        (TEXT, "  ", "a text in quotes"),
        (COLOUR, "pink", "one of red, blue"),
        (SWITCH, "yes", "true or false"),
        (NUMBER, "30", "a number above 0"),
        (NUMBER, True, "a number above 0"),
        (NUMBER, float("nan"), "a number above 0"),
        (NUMBER, float("inf"), "a number above 0"),
        (NUMBER, 10**400, "a number above 0"),
        (MEBIBYTES, 0, "a number above 0"),
        (ADDRESSES, ["http://a"], "a text in quotes"),
        (FOLDER, None, "a text in quotes"),
        (FOLDER, "~nobody-is-called-so/x", "a folder: nobody here has the home that ~ stands for"),
    ],
)
def test_what_it_refuses_it_says(kind: Kind[Any], value: object, must: str) -> None:
    with pytest.raises(ValueError) as caught:
        kind.read(value)
    assert str(caught.value) == f"must be {must}"


def test_addresses_are_split_at_spaces_and_commas() -> None:
    assert split_addresses(" a, b  c,,a") == ("a", "b", "c")
