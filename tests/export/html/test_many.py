"""One page about many transactions: failures first, each with its drawing, whole and inert like a page of one."""

# covers: xccviz/export/html/many.py

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.export.hostile import MARKUP, markup_everywhere
from tests.export.html.pages import Page
from tests.readers import Browser
from tests.reference.extremes import EXTREMES, envelope, join, pages
from tests.reference.later import recorded_ten
from xccviz.document import Document, build_document
from xccviz.export.html import Entry, Kept, page
from xccviz.export.html import many as module
from xccviz.export.html.markup import Html
from xccviz.export.html.report import call_name, drawing
from xccviz.export.html.subject import Subject, subject_of
from xccviz.export.types import ExportOptions
from xccviz.model.amounts import format_gas
from xccviz.model.errors import UserError
from xccviz.sources.files.read import open_text
from xccviz.sources.files.sample import read_sample
from xccviz.words.ids import short_id


def ten() -> list[Document]:
    return list(dict(recorded_ten()).values())


def test_failures_come_first_and_all_are_there() -> None:
    documents = ten()
    read = Page(page([Entry(document, f"{n:03}.xcc.json") for n, document in enumerate(documents)]))
    folds = [
        found for tag, found in read.elements if tag == "details" and found.get("class") == "transaction"
    ]
    assert len(folds) == len(documents) == read.count["svg"] - read.source.count("<svg class=")
    order = [documents[int((found["id"] or "")[1:])].verdict.ending for found in folds]
    assert order == sorted(order, key=module.ORDER.index) and order[0] == "failure"
    opened = [ending for ending, found in zip(order, folds, strict=True) if "open" in found]
    failed = {"failure", "invalid", "success_with_hidden_failure"}
    assert opened == [ending for ending in order if ending in failed][: module.OPENED]
    assert {"failure", "success_with_hidden_failure"} <= set(opened)
    links = [href for href in read.attribute("a", "href") if href.startswith("#t")]
    assert links == [f"#{found['id']}" for found in folds]
    body = read.text()
    for n, document in enumerate(documents):
        assert document.verdict.title in body
        assert document.trace.transaction.hash in body
        assert call_name(document) in read.text("h2")
        assert short_id(document.trace.transaction.hash) in read.text("tbody")
        assert format_gas(document.analysis.gas.total_burnt) in read.text("tbody")
        assert f"{n:03}.xcc.json" in body
        for error in document.errors.values():
            assert error.cause in body
    assert "xccviz" in read.text("title")


def test_what_could_not_be_had_is_said_and_nothing_at_all_is_a_page() -> None:
    read = Page(page([Entry(None, "7 x <b>", "it was never <i>seen</i>")], title="What <pytest> sent"))
    assert "7 x <b>" in read.text() and "it was never <i>seen</i>" in read.text()
    assert read.text("h1") == "What <pytest> sent" and read.count["b"] == 0
    assert "There are no transactions." in Page(page([])).text()
    assert "Nothing came" in Page(page([], none="Nothing came")).text()


def test_of_very_many_that_failed_the_first_stand_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "OPENED", 2)
    failed = next(document for document in ten() if document.verdict.ending == "failure")
    assert Page(page([failed] * 3)).attribute("details", "open") == ["", ""]


def test_how_many_ended_how_is_told_in_parts_that_stand_apart() -> None:
    hidden = build_document(read_sample("tutorial-parallel-3-one-panics"))
    plain = build_document(read_sample("tutorial-batch-ok"))
    read = Page(page([plain, hidden, plain]))
    assert "1 succeeded, with failures · 2 succeeded" in read.text("p")
    assert "caller.near.on_multi_done received the failure and succeeded." in read.text("td")


def test_failed_calls_that_have_no_room_are_counted() -> None:
    run = join(module.FAILED + 20, frozenset(range(module.FAILED + 7)))
    text = Page(page([build_document(open_text(json.dumps(envelope(run))))])).text()
    assert "and 7 more" in text


def test_it_is_a_pure_function_and_takes_documents_as_they_are() -> None:
    documents = ten()[:2]
    assert page(documents) == page([Entry(document) for document in documents])
    dark = page(documents, ExportOptions(theme="dark"))
    assert dark == page(documents, ExportOptions(theme="dark")) != page(documents)


def test_drawings_of_many_stay_within_their_room(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [*ten(), build_document(open_text(json.dumps(envelope(EXTREMES["pages-8"]))))] * 2
    whole = page(documents)
    monkeypatch.setattr(module, "DRAWN", 100_000)
    read = Page(page(documents))
    assert len(read.source) < len(whole) - 200_000
    assert "Its drawing is left out" in read.text()
    assert read.text("details").count(documents[-1].trace.transaction.hash) == 2


def test_what_can_not_fit_is_not_drawn_to_see(monkeypatch: pytest.MonkeyPatch) -> None:
    small, large = (build_document(open_text(json.dumps(envelope(pages(1, count))))) for count in (1, 12))
    drawn: list[int] = []

    def counted(subject: Subject) -> tuple[Html, str]:
        drawn.append(len(subject.document.graph.nodes))
        return drawing(subject)

    monkeypatch.setattr(module, "drawing", counted)
    size = len(drawing(subject_of(small, ExportOptions(), "t0-", 0))[0])
    monkeypatch.setattr(module, "DRAWN", 2 * size + 1_000)
    read = Page(page([large] * 9 + [small] * 2))
    assert sorted(drawn) == [len(small.graph.nodes)] * 2 + [len(large.graph.nodes)]
    assert read.text().count("Its drawing is left out") == 9


def test_one_that_lies_elsewhere_is_read_when_its_turn_comes() -> None:
    document, other = ten()[:2]

    def gone() -> Document:
        raise UserError("it is there no more", kind="usage")

    whole = page([Entry(document, "1"), Entry(other, "2", "late")])
    kept = [Kept(each.verdict.ending, lambda each=each: each, name, note)  # type: ignore[misc]
            for each, name, note in ((document, "1", ""), (other, "2", "late"))]  # fmt: skip
    assert page(kept) == whole
    assert "it is there no more" in Page(page([Kept("success", gone, "3")])).text()


def test_hostile_text_is_text_here_too(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(
        page([Entry(markup_everywhere(), MARKUP, MARKUP), Entry(None, MARKUP, MARKUP)], title=MARKUP)
    )
    Page(file.read_bytes())
    browser.open(file, width=390)
    assert MARKUP in browser.run("document.body.textContent") and browser.run("document.title").startswith(
        "<img"
    )
    assert browser.run("document.querySelectorAll('img, b, i').length") == 0
    assert browser.run("document.querySelectorAll('script').length") == 1
    assert browser.run("document.scrollingElement.scrollWidth") == 390
    assert browser.complaints == []
