"""Flowchart and sequence diagram as Mermaid reads and draws them: whole where they may be, within its limits always,
hostile text inert."""

# covers: xccviz/export/mermaid_fit.py, xccviz/export/mermaid_lines.py, xccviz/export/mermaid_text.py
# covers: xccviz/export/mermaid_sequence.py, xccviz/words/folding.py

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.export.mermaid_reader import shown, understood
from tests.export.worse import NAMES, opened, thousands
from tests.layout.trees import HOSTILE, analyses, document_of
from tests.readers import chromium
from tests.reference.examples import some
from tests.reference.extremes import Run, deep, envelope, fan_out, giant, join, pages, waiters
from xccviz.display.themes import load_theme
from xccviz.document import Document, build_document
from xccviz.export import ExportOptions, exporter_for, find_exporter
from xccviz.export.mermaid_text import MOST_CHARACTERS, MOST_EDGES, mermaid_text, shortened, size_of
from xccviz.model.text import visible_text
from xccviz.query import parse
from xccviz.sources.files.read import open_text
from xccviz.words.titles import card_title

EDGE = re.compile(r"^  n\d+ \S+(?:\|.*\|)? n\d+$", re.MULTILINE)
PLAIN_BUT = re.compile(r"[\"<>&;:#%@|{}\[\]`*\\\\$]")


def written(document: Document, format: str = "mermaid", **options: object) -> str:
    exporter = find_exporter(format)
    assert exporter is not None
    return exporter.run(document, ExportOptions(**options)).decode("utf-8")


def sequence(document: Document, **options: object) -> str:
    return written(document, "mermaid-sequence", **options)


def made(run: Run) -> Document:
    return build_document(open_text(json.dumps(envelope(run))))


def lines(found: dict[str, Any]) -> list[str]:
    return [line for node in found["nodes"] for line in node["text"].split("\n")]


PAST = (0, 9)
FILTERED: dict[str, dict[str, object]] = {
    "dimmed": {"filter": parse("fail")},
    "left": {"filter": parse("fail"), "hides": True},
}


@pytest.fixture(scope="module")
def read() -> dict[object, dict[str, Any]]:
    """What Mermaid's parser finds, by name: asked once, as it takes seconds to load."""
    panics = opened("parallel-one-panics")
    sources: dict[object, str] = {name: written(opened(name)) for name in NAMES}
    sources |= {("sequence", name): sequence(opened(name)) for name in NAMES}
    sources |= {("sequence", "past"): sequence(panics, step=9)}
    sources |= {("sequence", "left"): sequence(panics, filter=parse("fail"), hides=True)}
    sources |= {step: written(panics, step=step) for step in PAST}
    sources |= {name: written(panics, **options) for name, options in FILTERED.items()}
    return dict(zip(sources, understood(list(sources.values())), strict=True))


def test_mermaid_finds_every_receipt_and_what_its_card_says(read: dict[object, dict[str, Any]]) -> None:
    for name in NAMES:
        document, found = opened(name), read[name]
        assert found["type"].startswith("flowchart"), found
        told = {line[2:] for line in lines(found)}
        for node in document.graph.nodes:
            if not node.is_gas_refund and node.kind != "data_receipt":
                assert shortened(visible_text(card_title(node)), 88) in told
        assert any(text.startswith("Prepaid gas back") for text in lines(found)) == any(
            node.is_gas_refund for node in document.graph.nodes
        )


def test_signs_words_and_classes_tell_how_it_ended(read: dict[object, dict[str, Any]]) -> None:
    text, found = written(opened("parallel-one-panics")), read["parallel-one-panics"]
    by_title = {node["text"].split("\n")[0]: node for node in found["nodes"]}
    assert by_title["✗ bravo.near.get_value"]["classes"] == ["bad"]
    assert by_title["✓ alpha.near.get_value"]["classes"] == ["ok"]
    assert "✗ 1: Failed" in by_title["✓ caller.near.on_multi_done"]["text"].split("\n")
    labels = sorted(edge["text"] for edge in found["edges"] if edge["text"])
    assert labels == ["returns its promise", "✓ result → slot 0", "✓ result → slot 2", "✗ failure → slot 1"]
    assert load_theme("light").colour("bad") in text
    assert load_theme("dark").colour("bad") in written(opened("parallel-one-panics"), theme="dark")


def test_a_batch_has_a_line_an_action(read: dict[object, dict[str, Any]]) -> None:
    told = lines(read["batch-failed"])
    assert "↩ 0 step_one (rolled back)" in told and "✗ 1 step_two (failed)" in told


def test_of_the_past_it_says_which_moment_it_is(read: dict[object, dict[str, Any]]) -> None:
    first, then = (read[step] for step in PAST)
    assert title_of(written(opened("parallel-one-panics"), step=0)) == "After step 0 of 15: nothing has run."
    assert {line[0] for line in lines(first) if line[1:2] == " "} == {"○"}
    assert any(line.startswith("✗ bravo.near.get_value") for line in lines(then))
    assert "○ 0: awaited" in lines(first) and not any("Failed" in line for line in lines(first))


LARGE = {
    "thousands": thousands,
    "deep": lambda: made(deep(600)),
    "fan-out": lambda: made(fan_out(1500)),
    "join": lambda: made(join(600, frozenset({3, 599}))),
    "pages": lambda: made(pages(8, 60, frozenset({(1, 3), (6, 29)}))),
    "waiters": lambda: made(waiters(300)),
}


@pytest.mark.parametrize("name", LARGE)
@pytest.mark.parametrize("whole", [True, False], ids=["whole", "folded"])
def test_it_stays_within_what_mermaid_draws_and_says_what_is_folded(name: str, whole: bool) -> None:
    document = LARGE[name]()
    text = written(document, expand_all=whole, collapse_refunds=not whole)
    assert size_of(text) <= MOST_CHARACTERS and len(EDGE.findall(text)) <= MOST_EDGES
    more = "Mermaid draws 500 lines and 50,000 characters at most"
    assert ("  note[" in text) == (f"%% {more}" in text) == (whole or name == "deep")
    assert re.search(r"folded into [\d,]+ box(es)?: [\d,]+ (receipt|gas refund)", text)
    failed = [node for node in document.graph.nodes if document.analysis.facts[node.id].failed]
    for node in failed[:20]:  # of siblings alike so many are shown before the others
        assert f"✗\u00a0{mermaid_text('.' + card_title(node))[4:]}" in text
    if name == "join":
        assert text.count("==x") == len(failed)


@given(analyses(hostile=True, max_size=30), st.sampled_from((1, 5, 40)), st.integers(0, 30) | st.none())
@settings(max_examples=some(25), deadline=None)
def test_every_failure_stands_for_itself_or_is_counted(analysis: Any, budget: int, step: int | None) -> None:
    text = written(document_of(analysis), budget=budget, step=step)
    boxes = [line for line in text.splitlines() if re.match(r"  n\d+[(\[]", line)]
    counted = sum(int(n) for line in boxes for n in re.findall(r"(\d+) failed", line) if "[[" in line)
    alone = sum(1 for line in boxes if re.search(r'"✗\u00a0', line) and "[[" not in line)
    if step is None:
        assert alone + counted == sum(facts.failed for facts in analysis.facts.values())


@given(st.text(max_size=60) | st.sampled_from(HOSTILE), st.integers(1, 90))
def test_nothing_in_a_text_means_anything(text: str, limit: int) -> None:
    spelled = mermaid_text(text, limit)
    bare = re.sub(r"#\d+;", "", spelled)
    assert not set('"<>&;:#%@|{}[]`*\\$\n\r') & set(bare)
    assert "www." not in bare.lower() and not re.match(r"[\d_+-]", bare if spelled == bare else "")
    back = re.sub(r"#(\d+);", lambda found: chr(int(found[1])), spelled)
    assert back == shortened(visible_text(text), limit).strip()


def test_a_hash_that_is_none_makes_no_diagram_too_large() -> None:
    run = fan_out(2)
    raw = json.dumps(envelope(run)).replace('"alice.near"', json.dumps("%{" + "%%{init: {}}" * 9_000))
    document = build_document(open_text(raw))
    for text in (written(document), sequence(document)):
        assert size_of(text) < 5_000 and "%%{" not in text


def test_the_ending_tells_which_diagram() -> None:
    told = {name: exporter_for(f"a.{name}") for name in ("mmd", "sequence.mmd", "md", "csv", "graphml")}
    named = {name: exporter.name for name, exporter in told.items() if exporter is not None}
    assert list(named.values()) == ["mermaid", "mermaid-sequence", "markdown", "csv", "graphml"]


def test_a_filter_takes_colours_or_more(read: dict[object, dict[str, Any]]) -> None:
    dimmed, left = (read[name] for name in FILTERED)
    classes = {node["text"].split("\n")[0]: node["classes"] for node in dimmed["nodes"]}
    assert classes.pop("✗ bravo.near.get_value") == ["bad", "hit"]
    assert set(map(tuple, classes.values())) == {("dim",)}
    assert [node["text"].split(".")[0] for node in left["nodes"]] == ["✓ alice", "✓ caller", "✗ bravo"]


def test_a_sequence_tells_who_called_whom_in_the_order_of_blocks(read: dict[object, dict[str, Any]]) -> None:
    found = read["sequence", "parallel-one-panics"]
    names = {node["id"]: node["text"].split(".")[0] for node in found["nodes"]}
    assert list(names.values()) == ["alice", "caller", "alpha", "bravo", "delta"]
    told = [
        (names.get(edge["from"]), names.get(edge["to"]), edge["text"].split("\n")[0])
        for edge in found["edges"]
        if edge["text"] and edge["from"] != edge["to"]
    ]
    calls = [each for each in told if not each[2].startswith(("block", "Succeeded", "result"))]
    assert calls == [
        ("alice", "caller", "✓ multiple_contracts"),
        ("caller", "alpha", "✓ get_value"),
        ("caller", "bravo", "✗ get_value"),
        ("caller", "delta", "✓ get_value"),
        ("alpha", "caller", "✓ result → slot 0"),
        ("bravo", "caller", "✗ failure → slot 1"),
        ("delta", "caller", "✓ result → slot 2"),
    ]
    notes = [edge["text"] for edge in found["edges"]]
    assert [note for note in notes if note.startswith("block")] == ["block 522", "block 523", "block 524"]
    assert '✓ 0: "value of alpha.near"\n✗ 1: Failed\n✓ 2: "value of delta.near"' in notes
    assert "✗ panicked: no value today" in notes


def test_a_sequence_has_an_arrow_for_all_that_ran(read: dict[object, dict[str, Any]]) -> None:
    for name in NAMES:
        document, found = opened(name), read["sequence", name]
        assert found["type"] == "sequence", found
        arrows = [edge["text"] for edge in found["edges"] if edge["text"][:2] in ("✓ ", "✗ ")]
        ran = [node for node in document.graph.nodes[1:] if node.has_run and not node.is_gas_refund]
        assert len(arrows) >= len({node.label for node in ran})
        accounts = {node["text"] for node in found["nodes"]}
        assert {
            shortened(visible_text(node.receipt.receiver_id), 40) for node in ran if node.receipt
        } <= accounts


def test_a_sequence_of_the_past_ends_there(read: dict[object, dict[str, Any]]) -> None:
    past = [edge["text"] for edge in read["sequence", "past"]["edges"]]
    assert any(text.startswith("After step 9 of 15") for text in past)
    assert not any(text.startswith("result: ") for text in past)
    assert "▸ on_multi_done\nhas its data, can run now" in past
    left = [edge["text"] for edge in read["sequence", "left"]["edges"]]
    assert "✗ get_value" in left and "✓ get_value" not in left


@pytest.mark.parametrize(("name", "fits"), [("deep", False), ("waiters", False), ("fan-out", True)])
def test_a_sequence_stays_within_what_mermaid_draws(name: str, fits: bool) -> None:
    runs = {"deep": lambda: deep(900), "waiters": lambda: waiters(700), "fan-out": lambda: fan_out(1500)}
    text = sequence(made(runs[name]()), expand_all=True)
    assert size_of(text) <= MOST_CHARACTERS
    assert ("Mermaid draws 50,000 characters at most" in text) == (not fits)
    assert text.count("participant ") <= 30 and ("messages left out" in text) == (not fits)
    assert "✗" in text or name == "waiters"


def test_many_accounts_share_a_lifeline_and_alike_messages_an_arrow() -> None:
    text = sequence(made(waiters(40)))
    assert text.count("participant ") == 12 and re.search(r"participant others as #51;\d more accounts", text)
    assert "✓\u00a0run ×50" in sequence(made(giant(1, 50)))


@given(analyses(hostile=True, max_size=20), st.integers(0, 30) | st.none())
@settings(max_examples=15, deadline=None)
def test_a_sequence_of_anything_has_a_line_a_message(analysis: Any, step: int | None) -> None:
    for line in sequence(document_of(analysis), step=step).splitlines()[1:]:
        assert re.match(r"  (%% |participant (p\d+|others) as |Note over [\w,]+: |\w+-[-x>)]+\w+: )", line), (
            line
        )
        assert line.startswith("  %%") or not PLAIN_BUT.search(
            re.sub(r"#\d+;|<br/>", "", line.split(": ", 1)[-1])
        )


@pytest.mark.long
def test_chromium_shows_what_was_meant_and_nothing_more(tmp_path: Path) -> None:
    documents = [opened("worse"), opened("hostile"), opened("mainnet-swap")]
    sources = [write(document) for document in documents for write in (written, sequence)]
    with chromium() as browser:
        drawn = shown(browser, tmp_path, sources)
        assert browser.complaints == []
        assert browser.run("document.querySelectorAll('script, img, b, a, iframe, .katex').length") == 1
    for source, found, texts in zip(sources, understood(sources), drawn, strict=True):
        expected = [each["text"] for each in (*found["nodes"], *found["edges"]) if each["text"]]
        if (
            found["type"] == "sequence"
        ):  # an account stands above and below, and each line is a text of its own
            twice = [node["text"] for node in found["nodes"]]
            expected = [line for text in (*expected, *twice) for line in text.split("\n")]
        else:
            expected.append(title_of(source))
        assert sorted(map(squeezed, expected)) == sorted(map(squeezed, texts))


def title_of(text: str) -> str:
    title: str = json.loads(text.splitlines()[1].removeprefix("title: "))
    return title


def squeezed(text: str) -> str:
    return "".join(text.split())
