"""The report as markdown-it reads it: the structure that was meant, whatever stands in names and values."""

# covers: xccviz/export/markdown_text.py

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.export.worse import NAMES, opened, thousands
from tests.layout.trees import HOSTILE, analyses, document_of
from tests.reference.examples import some
from tests.reference.extremes import deep, envelope, fan_out, join, waiters
from tests.reference.recorded import recording, transaction_files, walks_all
from xccviz.annotations import Annotations, Note
from xccviz.cli.terminal import Terminal
from xccviz.cli.views.tree import show_tree
from xccviz.document import Document, build_document
from xccviz.export import ExportOptions, find_exporter
from xccviz.export.markdown_text import code, fenced, inline, table
from xccviz.model.text import visible_text
from xccviz.query import parse
from xccviz.sources.files.read import open_text
from xccviz.sources.files.sample import read_sample
from xccviz.values import replace
from xccviz.words.names import spoken_name

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
GITHUB_TAKES = 65_536
EVIL = (*HOSTILE, "1. x", "- x", "+ x", "# x", "a|b", "\\|", "`", "``` x", "~~~", "_a_", "__a__", "*a*", "~~a~~",
        "<!-- x", "[a](http://x)", "![a](x)", "&amp;", "<http://a.b>", "@someone #12 $a$ :smile: www.a.b", "| --- |",
        "    x", "===", "---", "a\n\nb", "a\r\n# b", "[x]: http://a", "\\", "a\n```\nb", "`````\n# b")  # fmt: skip
"""Texts that mean something in Markdown."""


def written(document: Document, **options: object) -> str:
    exporter = find_exporter("markdown")
    assert exporter is not None
    return exporter.run(document, ExportOptions(**options)).decode("utf-8")


def all_of(tokens: list[Token]) -> list[Token]:
    return [each for token in tokens for each in (token, *(token.children or ()))]


def text_of(token: Token) -> str:
    return "".join(child.content for child in token.children or ())


class Read:
    """A report as its reader has it: headings; blocks of code, rows and points by heading; kinds of tokens."""

    def __init__(self, report: str) -> None:
        tokens = READER.parse(report)
        self.kinds = {token.type for token in all_of(tokens)}
        self.links = [str(token.attrGet("href")) for token in all_of(tokens) if token.type == "link_open"]
        self.headings: list[str] = []
        self.code: dict[str, list[tuple[str, str]]] = {}
        self.rows: dict[str, list[list[str]]] = {}
        self.points: dict[str, list[str]] = {}
        opened: list[str] = []
        for number, token in enumerate(tokens):
            if token.type == "heading_open":
                self.headings.append(text_of(tokens[number + 1]))
            here = self.headings[-1] if self.headings else ""
            if token.type == "fence":
                self.code.setdefault(here, []).append((token.info, token.content))
            elif token.type == "tr_open":
                self.rows.setdefault(here, []).append([])
            elif token.type == "inline" and opened[-1] in ("th_open", "td_open"):
                self.rows[here][-1].append(text_of(token))
            elif token.type == "inline" and "list_item_open" in opened:
                self.points.setdefault(here, []).append(text_of(token))
            if token.nesting == 1:
                opened.append(token.type)
            elif token.nesting == -1:
                opened.pop()


INERT = {"html_inline", "html_block", "image", "code_block", "hr", "blockquote_open", "ordered_list_open", "em_open",
         "s_open", "lheading_open", "hardbreak"}  # fmt: skip
"""What no report has: only a text of the chain could make it."""


@pytest.mark.parametrize("name", NAMES)
def test_the_structure_is_what_was_meant(name: str) -> None:
    document = opened(name)
    read = Read(written(document))
    assert not read.kinds & INERT and read.links == []
    graph, facts = document.graph, document.analysis.facts
    failed = [node for node in graph.nodes if facts[node.id].failed]
    expected = {
        "Failures": bool(failed),
        "Findings": bool(document.findings),
        "Drawing": True,
        "Receipt tree": True,
        "What each callback received": any(facts[node.id].promise_results for node in graph.nodes),
        "Receipts": True,
        "To open it again": name not in ("hostile", "worse"),
    }
    assert read.headings[1:] == [heading for heading, there in expected.items() if there]
    assert visible_text(document.verdict.title)[:60] in read.headings[0]
    told = read.rows["Receipts"][1:]
    shown = [node for node in graph.nodes if not node.is_gas_refund or node.failed]
    assert [(row[1], row[-1]) for row in told] == [(visible_text(spoken_name(n), 120), n.id) for n in shown]
    assert {len(row) for row in read.rows["Receipts"]} == {len(told[0])}
    slots = [slot for node in graph.nodes for slot in facts[node.id].promise_results]
    assert len(read.rows.get("What each callback received", [[]])) == len(slots) + 1
    assert [info for info, _ in read.code.get("Failures", [])] == ["json"] * len(failed)
    for node, (_, raw) in zip(
        sorted(failed, key=lambda n: n.id), sorted(read.code.get("Failures", [])), strict=False
    ):
        assert node and (raw.rstrip().endswith("…") or json.loads(raw))


@pytest.mark.parametrize("name", NAMES)
def test_the_tree_is_that_of_the_command(name: str) -> None:
    document = opened(name)
    stream = io.StringIO()
    show_tree(document, Terminal(stream, environ={}))
    ((info, tree),) = Read(written(document)).code["Receipt tree"]
    assert (info, tree) == ("text", stream.getvalue())


def test_it_says_how_to_open_it_again_and_where_else_it_can_be_seen() -> None:
    document = opened("mainnet-swap")
    hash = document.trace.transaction.hash
    ((info, commands),) = Read(written(document)).code["To open it again"]
    assert info == "sh" and commands.splitlines()[0].startswith(f"xccviz {hash}")
    raw = json.loads(json.dumps(envelope(fan_out(2))))
    raw["query"] |= {"network": "mainnet"}
    linked = Read(written(build_document(open_text(json.dumps(raw)))))
    assert linked.links == ["https://nearblocks.io/txns/tx"]


def test_what_ran_where_nobody_else_can_ask_is_opened_from_the_file_that_is_attached() -> None:
    sample = read_sample("tutorial-parallel-3-one-panics")
    for opened_as in ("", "run.json", "sample:$(no-such)"):
        document = build_document(replace(sample, open=opened_as))
        assert document.trace.network == "localnet"
        hash = document.trace.transaction.hash
        ((_, commands),) = Read(written(document, step=3)).code["To open it again"]
        assert commands.splitlines() == [
            f"xccviz fetch {hash} --network localnet -o {hash}.xcc.json",
            f"xccviz {hash}.xcc.json --step 3",
        ]


def test_a_sample_is_opened_by_its_name() -> None:
    document = build_document(read_sample("tutorial-parallel-3-one-panics"))
    ((_, commands),) = Read(written(document, step=3)).code["To open it again"]
    assert commands.splitlines() == ["xccviz sample:tutorial-parallel-3-one-panics --step 3"]


@given(st.sampled_from(EVIL) | st.text(max_size=40), st.sampled_from(("", "a", " ", "1")))
@settings(max_examples=some(200))
def test_a_text_is_shown_as_it_is(text: str, before: str) -> None:
    text = before + text
    shown = " ".join(visible_text(text).split())
    for written_as in (inline(text, 9_999), code(text, 9_999)):
        tokens = READER.parse(f"- x: {written_as}\n")
        assert [token.type for token in tokens][:3] == [
            "bullet_list_open",
            "list_item_open",
            "paragraph_open",
        ]
        inner = next(token for token in tokens if token.type == "inline")
        assert {child.type for child in inner.children or ()} <= {"text", "code_inline", "text_special"}
        assert " ".join(text_of(inner).split()) == f"x: {shown}".strip()
        assert len(tokens) == 7
    alone = READER.parse(f"{inline(text, 9_999)}\n")
    assert [token.type for token in alone] in ([], ["paragraph_open", "inline", "paragraph_close"]), alone
    cells = [inline(text, 9_999, cell=True), code(text, 9_999, cell=True)]
    rows = [token for token in READER.parse("\n".join(table(["a", "b"], [cells]))) if token.type == "inline"]
    assert [" ".join(text_of(cell).split()) for cell in rows] == ["a", "b", shown, shown]


@given(st.sampled_from(EVIL) | st.text(alphabet="`~\n\\ a", max_size=40))
def test_nothing_closes_a_block_of_code(text: str) -> None:
    tokens = READER.parse("\n".join([*fenced(text, "json"), "", "after"]))
    assert [token.type for token in tokens] == ["fence", "paragraph_open", "inline", "paragraph_close"]
    assert tokens[0].content == visible_text(text, keep="\n") + "\n"


def test_what_github_makes_more_of_stands_in_code() -> None:
    for word in ("@someone", "#12", "$a$", "http://a.b", "www.a.b", ":smile:", "GH-12"):
        (token,) = [each for each in READER.parse(f"a {inline(word)}") if each.type == "inline"]
        assert [child.type for child in token.children or ()][-1] == "code_inline", word
    assert (
        inline("2026-01-01 10:20:30 UTC, 5.8 T; ft_transfer_call 1.")
        == "2026-01-01 10:20:30 UTC, 5.8 T; ft_transfer_call 1."
    )


@given(analyses(hostile=True, max_size=12), st.integers(0, 20) | st.none())
@settings(max_examples=some(20), deadline=None)
def test_any_document_is_a_report(analysis: Any, step: int | None) -> None:
    report = written(document_of(analysis), step=step)
    read = Read(report)
    assert not read.kinds & INERT and not read.links
    assert set(read.headings[1:]) <= {
        "Failures",
        "Receipt tree",
        "Receipts",
        "Drawing",
        "What each callback received",
    }


LARGE = {
    "thousands": thousands,
    "deep": lambda: build_document(open_text(json.dumps(envelope(deep(500))))),
    "fan-out": lambda: build_document(open_text(json.dumps(envelope(fan_out(1500))))),
    "join": lambda: build_document(open_text(json.dumps(envelope(join(900, frozenset({3, 899})))))),
    "waiters": lambda: build_document(open_text(json.dumps(envelope(waiters(200))))),
}


@pytest.mark.parametrize("name", LARGE)
def test_github_takes_it_whole_and_it_says_what_it_left_out(name: str) -> None:
    document = LARGE[name]()
    report = written(document)
    assert len(report) < GITHUB_TAKES
    assert re.search(r"^… [\d,]+ more: `xccviz show HASH --view tree`$", report, re.MULTILINE)
    read = Read(report)
    if name == "join":  # what failed is kept longest
        assert [row[1] for row in read.rows["What each callback received"][1:] if row[2] == "✗ Failed"] == [
            "3",
            "899",
        ]
    failed = sum(document.analysis.facts[node.id].failed for node in document.graph.nodes)
    assert len(read.code.get("Failures", [])) == min(failed, 10)


def test_the_past_is_told_as_it_stood() -> None:
    document = opened("parallel-one-panics")
    read = Read(written(document, step=6))
    assert read.headings[0].startswith("After step 6 of 15: ")
    assert "Findings" not in read.headings
    assert re.search(r"^\+ \d+ refunds? or payouts? to come$", read.code["Receipt tree"][0][1], re.MULTILINE)
    assert "--step 6" in read.code["To open it again"][0][1]


def test_a_filter_shows_what_it_finds_and_the_way_to_it() -> None:
    read = Read(written(opened("parallel-one-panics"), filter=parse("fail")))
    assert [row[1] for row in read.rows["Receipts"][1:]] == ["bravo.near.get_value"]
    assert any(point.startswith("1 of 11 match") for points in read.points.values() for point in points)
    nothing = written(opened("parallel-one-panics"), filter=parse("gas>9000T"))
    assert "Nothing here matches." in nothing


def test_notes_stand_first() -> None:
    document = opened("parallel-one-panics")
    notes = Annotations(
        notes=(Note(document.graph.nodes[4].id, "look here\n# not a heading"), Note("gone", "x"))
    )
    read = Read(written(document, annotations=notes))
    assert read.headings[1] == "Notes"
    assert read.points["Notes"] == ["bravo.near.get_value: look here⟨U+000A⟩# not a heading"]


@walks_all
@pytest.mark.long
def test_every_recorded_transaction_is_a_report(shared_data: Path) -> None:
    count = 0
    for path in transaction_files(shared_data):
        document = recording(path)
        report = written(document)
        read = Read(report)
        assert not read.kinds & INERT, path
        assert len(report) < GITHUB_TAKES and "Receipt tree" in read.headings, path
        count += 1
    assert count > 100
