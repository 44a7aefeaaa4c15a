# covers: xccviz/sources/files/around.py, xccviz/sources/files/text_shapes.py, xccviz/sources/files/literal.py
"""What a terminal broke into lines as wide as itself is read as it was written, and it is said so."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable

import pytest

from tests.effort import growth
from tests.reference.pasted import parsed
from tests.reference.prints import inspected, rust_view
from xccviz.model.errors import UserError
from xccviz.model.raw import RawTransaction
from xccviz.opening.open import open_document_sync
from xccviz.opening.options import OpenOptions
from xccviz.sources.files.around import rejoined
from xccviz.sources.files.read import open_text
from xccviz.sources.files.tells import JSON

SAID = "lines that a terminal had broken were joined again"


def hard(text: str, width: int) -> str:
    """As a terminal does."""
    return "\n".join(
        line[at : at + width] for line in text.split("\n") for at in range(0, max(1, len(line)), width)
    )


def at_spaces(text: str, width: int) -> str:
    """As Python's `rich` does: at spaces, which stay; longer words are cut."""
    if "\n" in text:
        return "\n".join(at_spaces(line, width) for line in text.split("\n"))
    lines, line = [], ""
    for word in text.split(" "):
        word += " "
        if len(line) + len(word.rstrip()) > width and line:
            lines.append(line)
            line = ""
        line += word
        while len(line.rstrip()) > width:
            lines.append(line[:width])
            line = line[width:]
    return "\n".join([*lines, line])


PRINTED: dict[str, Callable[[object], str]] = {
    "JSON": json.dumps,
    "JSON without spaces": lambda value: json.dumps(value, separators=(",", ":")),
    "Python": repr,
    "console": inspected,
}


@pytest.mark.parametrize("crlf", [False, True], ids=["lf", "crlf"])
@pytest.mark.parametrize("width", [40, 79, 80, 132])
@pytest.mark.parametrize("broken", [hard, at_spaces])
@pytest.mark.parametrize("printed", PRINTED)
def test_broken_lines_are_joined(
    printed: str, broken: Callable[[str, int], str], width: int, crlf: bool
) -> None:
    value = parsed("11")
    text = broken(PRINTED[printed](value), width)
    found = open_text("$ near tx-status\n" + (text.replace("\n", "\r\n") if crlf else text))
    whole = open_text(json.dumps(value))
    assert isinstance(found, RawTransaction) and isinstance(whole, RawTransaction)
    assert found.documents[0].envelope == whole.documents[0].envelope


def test_names_that_are_broken_are_joined_too() -> None:
    """Those that tell what it is among them."""
    text = json.dumps(parsed("11"))
    broken = [hard(text, width) for width in range(20, 120)]
    untold = [each for each in broken if JSON.search(each) is None]
    assert len(untold) > 2
    for each in untold[:3]:
        assert isinstance(open_text(f"$ curl\n{each}"), RawTransaction)


def test_no_print_is_passed_over_where_lines_are_joined() -> None:
    printed = rust_view(parsed("13-"), pretty=False)
    with pytest.raises(UserError, match="can't be read"):
        open_text(f"{hard(printed, 80)}\nok{printed}")


@pytest.mark.parametrize("width", [60, 79, 80, 132])
@pytest.mark.parametrize("pretty", [False, True])
def test_rusts_broken_lines_are_joined(pretty: bool, width: int) -> None:
    printed = rust_view(parsed("13-"), pretty=pretty)
    found, whole = open_text(f"$ near\n{hard(printed, width)}"), open_text(printed)
    assert isinstance(found, RawTransaction) and isinstance(whole, RawTransaction)
    assert found.documents[0].envelope == whole.documents[0].envelope
    assert found.notes == (() if pretty and width == 132 else (SAID,))


def test_a_space_that_is_gone_comes_back() -> None:
    said = "Smart contract panicked: not enough balance on this account of yours"
    text = textwrap.fill(json.dumps({"a" * 30: 1, "b": said, "c": "d" * 90}), 40, break_on_hyphens=False)
    assert text.count("\n") > 4 and json.loads(rejoined(text))["b"] == said


@pytest.mark.parametrize("before", ["Error: ", "$ near tx-status a-long-command-that-nobody-broke\n"])
def test_one_longer_line_puts_no_space_into_a_hash(before: str) -> None:
    lines = hard(json.dumps(parsed("11")), 80).split("\n")
    lines[9] += "\u202e"
    whole = rejoined(before + "\n".join(lines)).removeprefix(before)
    assert json.loads(whole.replace("\u202e", "")) == parsed("11")


def test_it_is_said_that_lines_were_joined_and_nothing_of_others() -> None:
    text = json.dumps(parsed("11"))
    options = OpenOptions(offline=True)
    assert open_document_sync(hard(text, 80), options).notes == (SAID,)
    assert open_document_sync(json.dumps(parsed("11"), indent=1), options).notes == ()


def test_numbers_words_and_escapes_are_joined() -> None:
    broken = '{"a": 12\n345, "b": tr\nue, "c": "x\\\nny", "d": "q\\\n"r", "e": [1,\n2]}'
    assert json.loads(rejoined(broken)) == {
        "a": 12345,
        "b": True,
        "c": "x\ny",
        "d": 'q"r',
        "e": [1, 2],
    }


def test_it_takes_as_long_as_the_text() -> None:
    for sign in ('"', "'"):
        assert growth(lambda n, sign=sign: rejoined("{" + sign + f"\\{sign}" * n + "\nx"), 10_000, 40_000) < 3
    assert growth(lambda n: rejoined('{"' + "a" * n + "\n" + "b" * n), 10_000, 40_000) < 3
    assert growth(lambda n: rejoined("{" + "a" * n + " \n b" * n), 10_000, 40_000) < 3
    assert growth(lambda n: rejoined('{"a": "' + "x\n'" * n), 10_000, 40_000) < 3
