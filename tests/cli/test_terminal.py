"""Colour, width and encoding of what is printed."""

from __future__ import annotations

import io

import pytest

from xccviz.cli.main import main
from xccviz.cli.terminal import Column, Terminal, wrap
from xccviz.model.text import display_width
from xccviz.tables.lines import cut_text


class Tty(io.StringIO):
    """A stream that says that it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


class Ascii(io.StringIO):
    """A stream of an old encoding."""

    encoding = "ascii"


@pytest.mark.parametrize(
    ("environ", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False), ({"NO_COLOR": ""}, True)],
)
def test_colour_only_on_a_tty_and_never_with_no_color(environ: dict[str, str], coloured: bool) -> None:
    stream = Tty()
    Terminal(stream, environ=environ).line(("red", "failed"))
    assert ("\x1b[31m" in stream.getvalue()) is coloured
    pipe = io.StringIO()
    Terminal(pipe, environ=environ).line(("red", "failed"))
    assert pipe.getvalue() == "red\n"


def test_main_colours_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for no_color, coloured in (("", True), ("1", False)):
        stream = Tty()
        monkeypatch.setattr("sys.stdout", stream)
        monkeypatch.setenv("NO_COLOR", no_color)
        monkeypatch.setenv("TERM", "xterm")
        assert main(["show", "sample:tutorial-batch-fail-step-two"]) == 0
        assert ("\x1b[" in stream.getvalue()) is coloured


def test_an_old_encoding_gets_ascii_marks() -> None:
    stream = Ascii()
    terminal = Terminal(stream)
    terminal.line("└─ ✓ alice → bob “x” 日")
    assert stream.getvalue() == '`- + alice -> bob "x" \\u65e5\n'


def test_a_line_is_cut_to_the_width_in_cells() -> None:
    stream = io.StringIO()
    terminal = Terminal(stream, width=40)
    terminal.line("日本語" * 20, cut=True)
    line = stream.getvalue().rstrip("\n")
    assert display_width(line) <= 40 and line.endswith("…")


def test_wrapping_keeps_every_word_and_breaks_what_is_too_long() -> None:
    assert wrap("one two three", 8) == ["one two", "three"]
    assert "".join(wrap("x" * 50, 20)) == "x" * 50
    assert max(map(display_width, wrap("a " + "日" * 50, 21))) <= 21
    assert wrap("", 10) == [""]


def test_a_table_aligns_and_its_stretching_column_gives_way() -> None:
    stream = io.StringIO()
    terminal = Terminal(stream, width=40)
    terminal.table(
        (Column("name", stretch=True), Column("n", ">")), [["long" * 20, "1"], [("x", "dim"), "22"]], indent=2
    )
    lines = stream.getvalue().split("\n")
    assert all(display_width(line) <= 40 for line in lines)
    assert lines[1].endswith("…   1") and lines[2].startswith("  x ") and lines[2].endswith("22")


def test_cutting_counts_cells() -> None:
    assert cut_text("abc", 3) == "abc"
    assert cut_text("abcd", 3) == "ab…"
    assert cut_text("日本", 3) == "日…"


def test_what_is_wrapped_keeps_its_styles_and_hangs_below_what_stands_first() -> None:
    stream = io.StringIO()
    terminal = Terminal(stream, width=40)
    terminal.wrapped("one ", ("x" * 60, "bold"), (" two", "dim"), indent=2, first=[("7 ", "dim")])
    lines = stream.getvalue().splitlines()
    assert lines[0].startswith("  7 one xxx") and all(line.startswith("    ") for line in lines[1:])
    assert max(map(display_width, lines)) <= 40
    assert "".join(line.strip() for line in lines) == "7 one " + "x" * 60 + " two"
    stream = io.StringIO()
    terminal = Terminal(stream, width=40)
    terminal.colour = True
    terminal.wrapped("one ", ("x" * 50, "bold"), " two")
    assert stream.getvalue().count("\x1b[1mx") == 2 and stream.getvalue().endswith("two\n")


def test_chain_text_without_an_end_takes_few_lines() -> None:
    stream = io.StringIO()
    Terminal(stream, width=40).wrapped("word " * 10_000)
    lines = stream.getvalue().splitlines()
    assert len(lines) < 10 and lines[-1].endswith("…")
