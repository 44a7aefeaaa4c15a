"""The tree as lines: what the terminal prints of it is what stands in them."""

# covers: xccviz/tables/lines.py, xccviz/tables/parts.py, xccviz/tables/shown.py

from __future__ import annotations

import io

import pytest

from tests.effort import growth
from xccviz.cli.terminal import Terminal
from xccviz.cli.views.tree import show_tree
from xccviz.document import build_document
from xccviz.query import parse
from xccviz.sources.files.sample import read_sample
from xccviz.tables.lines import clean, plain
from xccviz.tables.shown import shown_at
from xccviz.tables.tree import tree_lines


@pytest.mark.parametrize("step", [None, 0, 7])
@pytest.mark.parametrize("words", [None, "fail", "gas>9000T"])
def test_a_terminal_prints_the_lines_of_the_tree(step: int | None, words: str | None) -> None:
    document = build_document(read_sample("tutorial-parallel-3-one-panics"))
    hits = None if words is None else parse(words).matches(document)
    shown = shown_at(document, step, hits)
    stream = io.StringIO()
    show_tree(document, Terminal(stream, width=60, environ={}), shown)
    assert stream.getvalue().splitlines() == [plain(parts, 60) for parts in tree_lines(document, shown)]


def test_a_line_is_visible_and_cut_where_its_width_ends() -> None:
    parts = [("a\x1b[31m", "dim"), "漢字 and more"]
    assert clean(parts) == [("a⟨U+001B⟩[31m", "dim"), ("漢字 and more", "")]
    assert plain(parts, 16) == "a⟨U+001B⟩[31m漢…"
    assert plain(["done   "], 60) == "done"


def test_of_a_long_text_no_more_is_looked_at_than_is_shown() -> None:
    text = "x" * 10_000_000
    assert plain([text], 60) == "x" * 59 + "…"
    assert plain(["e" + "\u0301" * 1_000_000 + "z"], 60) == "e" + "\u0301" * 4 + "…"
    assert growth(lambda count: plain(["漢" * count], 100), 10_000, 1_000_000) < 0.3
