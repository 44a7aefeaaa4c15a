"""The page of one transaction: whole and inert whatever the chain says, true to a moment and a filter, and bounded."""

# covers: xccviz/export/html/__init__.py, xccviz/export/html/lists.py, xccviz/export/html/markup.py
# covers: xccviz/export/html/parts.py, xccviz/export/html/receipt.py, xccviz/export/html/sheet.py
# covers: xccviz/export/html/slots.py, xccviz/export/html/subject.py

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.export.html.pages import Page
from tests.layout.trees import analyses, document_of
from tests.reference.examples import some
from tests.reference.extremes import EXTREMES, envelope, fan_out, pages
from tests.reference.later import TEN, other_later, recorded_ten
from tests.reference.recorded import recording, walks_all
from xccviz.annotations import Annotations, Note
from xccviz.document import Document, build_document
from xccviz.export.html import run
from xccviz.export.html.report import call_name
from xccviz.export.html.subject import LISTED
from xccviz.export.types import ExportOptions
from xccviz.query import parse
from xccviz.settings.themes import theme_names
from xccviz.sources.files.read import open_text
from xccviz.sources.files.sample import read_sample
from xccviz.words.places import rebuilt_words

PANICKED = "tutorial-parallel-3-one-panics"


def invented(name: str) -> Document:
    return build_document(open_text(json.dumps(envelope(EXTREMES[name]))))


@pytest.mark.parametrize("name", TEN)
def test_a_page_of_a_recorded_transaction_is_whole(name: str) -> None:
    document = dict(recorded_ten())[name]
    page = Page(run(document, ExportOptions()))
    said, body = document.verdict, page.text()
    assert said.title in body and said.explanation in body
    assert document.trace.transaction.hash in body
    assert call_name(document) in page.text("h1")
    # The drawing is told in words to those who do not see it.
    assert said.title in page.text("title") and said.explanation in page.text("desc")
    rows = page.attribute("tbody", "data-node")
    assert rows == [node.id for node in document.graph.nodes if not node.is_gas_refund]
    for node, error in document.errors.items():
        if not document.graph.by_id[node].is_gas_refund:
            assert error.cause in body
    for finding in document.findings:
        assert finding.title in body
    for facts in document.analysis.facts.values():
        for log in facts.logs:
            assert log.text[:200] in body
        for args in facts.args:
            if args is not None and isinstance(args.value, str) and args.value.isprintable():
                assert args.value[:200] in body


@pytest.mark.parametrize("name", EXTREMES)
def test_a_page_of_what_is_at_the_edge_is_whole(name: str) -> None:
    document = invented(name)
    for step in (None, 0, len(document.timeline) // 2):
        Page(run(document, ExportOptions(step=step)))


@given(
    analyses(hostile=True, max_size=15),
    st.integers(0, 30) | st.none(),
    st.sampled_from(["graph", "sequence", "timeline", "gas"]),
)
@settings(max_examples=some(25), deadline=None)
def test_nothing_that_the_chain_says_is_markup(analysis, step, view) -> None:
    data = run(document_of(analysis), ExportOptions(step=step, view=view))
    assert data == run(document_of(analysis), ExportOptions(step=step, view=view))
    page = Page(data)
    assert not set("\u202e\x00\x1b\x07\ufffe") & set(page.source)


@pytest.mark.parametrize("name", [*TEN, "congested-callback"])
def test_a_page_of_the_past_knows_nothing_of_what_comes(name: str) -> None:
    document = dict(recorded_ten())[name]
    count = len(document.timeline)
    for step in range(0, count, 4):
        told, other = (
            Page(run(d, ExportOptions(step=step))) for d in (document, other_later(document, step))
        )
        # Words of a drawing are cut to boxes that have room for all that will be told: tests/display/test_past.
        assert told.text("body", "svg") == other.text("body", "svg")
        assert f"fter step {step} of {count}: " in told.text()
        assert document.verdict.title not in told.text()
        assert not told.attribute("a", "download"), "a capture holds the end"


def test_the_last_step_is_the_end() -> None:
    document = build_document(read_sample(PANICKED))
    end = run(document, ExportOptions())
    assert run(document, ExportOptions(step=len(document.timeline))) == end
    assert run(document, ExportOptions(step=10_000)) == end


def test_what_a_filter_does_not_find_steps_back_or_is_not_there() -> None:
    document = build_document(read_sample(PANICKED))
    (hit,) = parse("fail").matches(document)
    rows = [node.id for node in document.graph.nodes if not node.is_gas_refund]
    dimmed = Page(run(document, ExportOptions(filter=parse("fail"))))
    classes = {
        f["data-node"]: f.get("class") for tag, f in dimmed.elements if tag == "tbody" and "data-node" in f
    }
    assert classes == {id: None if id == hit else "dim" for id in rows}
    assert f"1 of {len(document.graph.nodes)} match: failed" in dimmed.text()
    hidden = Page(run(document, ExportOptions(filter=parse("fail"), hides=True)))
    left = hidden.attribute("tbody", "data-node")
    assert hit in left and set(left) < set(rows)
    assert "alpha.near.get_value" not in hidden.text("article") + hidden.text("caption")
    assert (
        Page(run(document, ExportOptions(filter=parse("gas>900T")))).attribute("tbody", "data-node") == rows
    )


@pytest.mark.parametrize("theme", [None, *theme_names()])
def test_a_page_is_in_the_chosen_theme_else_as_its_reader_prefers(theme: str | None) -> None:
    style = Page(run(build_document(read_sample(PANICKED)), ExportOptions(theme=theme))).text("style", "body")
    order = [part.split("}")[0] for part in style.split(":root{")[1:]]
    assert ("color-scheme:dark" in order[0]) == (theme is not None and theme != "light")
    assert "color-scheme:light" in order[-1], "paper is light"
    assert ("@media (prefers-color-scheme:dark)" in style) == (theme is None)
    assert "prefers-color-scheme:light" not in style
    if theme is None:
        assert "color-scheme:dark" in order[1]


def test_the_capture_within_opens_as_what_it_is_of() -> None:
    document = build_document(read_sample("join-of-joins"))
    page = Page(run(document, ExportOptions()))
    (link,) = [href for href in page.attribute("a", "href") if href.startswith("data:")]
    assert page.attribute("a", "download") == [f"{document.trace.transaction.hash}.xcc.json.gz"]
    again = build_document(open_text(gzip.decompress(base64.b64decode(link.split(",")[1])).decode()))
    assert again.verdict == document.verdict and again.graph.nodes == document.graph.nodes


def test_a_note_stands_with_its_receipt() -> None:
    document = build_document(read_sample(PANICKED))
    kept = Annotations(notes=(Note(document.graph.nodes[3].id, "look <here>\nand there"),))
    assert "look <here>\nand there" in Page(run(document, ExportOptions(annotations=kept))).text("tbody")


def test_two_hundred_receipts_stay_below_a_megabyte() -> None:
    for run_ in (fan_out(200), pages(4, 49, frozenset({(1, 3)}))):
        document = build_document(open_text(json.dumps(envelope(run_))))
        for options in (ExportOptions(), ExportOptions(expand_all=True, collapse_refunds=False)):
            data = run(document, options)
            assert len(data) < 1_000_000
            assert data.count(b"<tbody id=") >= 200


def test_of_thousands_what_failed_and_the_way_there_is_listed() -> None:
    failed = frozenset((page, n) for page in (1, 3) for n in (5, 100, 140))
    document = build_document(open_text(json.dumps(envelope(pages(4, 150, failed)))))
    for options in (ExportOptions(), ExportOptions(expand_all=True)):
        data = run(document, options)
        assert len(data) < 3_000_000
        if options.expand_all:
            assert b"Unfolded it is too large for a page." in data or len(document.graph.nodes) < 1_000
            continue
        page = Page(data)
        rows = page.attribute("tbody", "data-node")
        assert len(rows) == LISTED
        broken = {id for id in document.errors if not document.graph.by_id[id].is_gas_refund}
        assert broken and broken <= set(rows)
        assert {document.graph.by_id[id].parent for id in broken} <= set(rows)
        refunds = sum(node.is_gas_refund for node in document.graph.nodes)
        assert f"and {len(document.graph.nodes) - refunds - LISTED:,} more receipts" in page.text()


def test_a_megabyte_in_one_line_does_not_fill_the_page() -> None:
    answer = envelope(EXTREMES["join-12"])
    outcomes = answer["documents"][0]["envelope"]["result"]["receipts_outcome"]
    for outcome in outcomes[:4]:
        outcome["outcome"]["logs"] = ["<script>" * 130_000, "</style>" * 130_000]
        if "SuccessValue" in outcome["outcome"]["status"]:
            outcome["outcome"]["status"] = {"SuccessValue": base64.b64encode(b"a" * 1_000_000).decode()}
    data = run(build_document(open_text(json.dumps(answer))), ExportOptions())
    assert len(data) < 400_000
    assert "characters)" in Page(data).text()


def page_of(path: Path) -> Page:
    return Page(run(build_document(open_text(path.read_text())), ExportOptions()))


@pytest.mark.parametrize(
    "name",
    [
        "public/lake/partial/mainnet_69NL3Y4g9J.json",
        "public/derived/mainnet/G7B6QNdRMU.json",
        "node/pv86/gas-key/tx.json",
    ],
)
def test_a_page_names_no_method_that_nobody_asked(name: str, shared_data: Path) -> None:
    """A file of a lake, or of an indexer put in other words, was told to be what EXPERIMENTAL_tx_status answered."""
    foot = page_of(shared_data / name).text("footer")
    assert "from a document that does not say where it comes from." in foot
    assert "tx_status" not in foot


def test_a_page_of_a_capture_names_what_was_asked() -> None:
    document = build_document(read_sample("tutorial-parallel-3-one-panics"))
    foot = Page(run(document, ExportOptions())).text("footer")
    assert "from what was answered (EXPERIMENTAL_tx_status" in foot


REBUILT = "Rebuilt from the transaction: "


@walks_all
def test_only_a_local_receipt_is_said_to_be_left_out_by_nodes(recorded_files: tuple[Path, ...]) -> None:
    """Nodes leave out the first receipt where the signer is its receiver (protocol.md R1.3); an answer without receipts
    leaves out all of them."""
    said = set()
    for path in recorded_files:
        document = recording(path)
        for node in document.graph.nodes:
            if not node.synthesized:
                continue
            transaction = document.trace.transaction
            local = transaction.signer_id == transaction.receiver_id
            said.add(local)
            assert rebuilt_words(node).startswith(REBUILT)
            assert ("nodes leave" in rebuilt_words(node)) is local, path
    assert said == {True, False}


def test_the_page_says_so(shared_data: Path) -> None:
    page = page_of(shared_data / "node/pv86/delegate-all-kinds--deploy-global/tx.json")
    assert f"{REBUILT}no document at hand has the receipt itself." in page.text()
    assert "nodes leave" not in page.text()
