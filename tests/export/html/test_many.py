"""One page about many transactions: failures first, each with its drawing, whole and inert like a page of one."""

# covers: xccviz/export/html/many.py

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.export.hostile import MARKUP, markup_everywhere
from tests.export.html.pages import Page
from tests.readers import Browser
from tests.reference.extremes import EXTREMES, envelope
from tests.reference.later import recorded_ten
from xccviz.document import Document, build_document
from xccviz.export.html import Entry, page
from xccviz.export.html import many as module
from xccviz.export.html.report import call_name
from xccviz.export.types import ExportOptions
from xccviz.sources.files.read import open_text


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
    assert set(opened) <= {"failure", "invalid"} and len(opened) == order.count("failure")
    links = [href for href in read.attribute("a", "href") if href.startswith("#t")]
    assert links == [f"#{found['id']}" for found in folds]
    body = read.text()
    for n, document in enumerate(documents):
        assert document.verdict.title in body
        assert document.trace.transaction.hash in body
        assert call_name(document) in read.text("h2")
        assert f"{n:03}.xcc.json" in body
        for error in document.errors.values():
            assert error.cause in body
    assert "xccviz" in read.text("title")


def test_what_could_not_be_had_is_said_and_nothing_at_all_is_a_page() -> None:
    read = Page(page([Entry(None, "7 x <b>", "it was never <i>seen</i>")], title="What <pytest> sent"))
    assert "7 x <b>" in read.text() and "it was never <i>seen</i>" in read.text()
    assert read.text("h1") == "What <pytest> sent" and read.count["b"] == 0
    Page(page([]))


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
    assert read.text().count(documents[-1].trace.transaction.hash) == 2


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
