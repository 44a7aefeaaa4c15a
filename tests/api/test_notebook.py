"""What a notebook shows of a transaction: verdict and drawing, inert whatever the chain says, and bounded."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import settings as how

from tests.layout.trees import analyses, document_of
from tests.reference.examples import some
from tests.reference.extremes import hostile, join
from tests.reference.recorded import raw_of, tutorial
from xccviz.analysis.types import Analysis
from xccviz.api import notebook
from xccviz.api.transaction import Transaction
from xccviz.document import Document, build_document

ELEMENTS = {
    "circle", "defs", "desc", "div", "ellipse", "g", "line", "path", "pattern", "polygon", "polyline", "rect", "style",
    "svg", "text", "title", "tspan",
}  # fmt: skip
"""What a drawing and the words above it are made of: nothing that runs, loads or leads elsewhere."""


class Page(HTMLParser):
    """A piece of HTML as a browser takes it apart."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.said = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.said += data


TABLE = {"div", "table", "thead", "tbody", "tr", "th", "td", "code"}
"""What a table of differences is made of."""


def inert(document: Document, other: Document | None = None) -> Page:
    """The page of a document, or of what differs between two, after a look for whatever could do something."""
    shown = Transaction(document)
    text = shown._repr_html_() if other is None else shown.diff(Transaction(other))._repr_html_()
    text.encode("utf-8")
    page = Page(text)
    assert page.open == []
    assert {tag for tag, _ in page.elements} <= (ELEMENTS if other is None else TABLE)
    for _, attributes in page.elements:
        assert not [
            name for name in attributes if name.startswith("on") or name in ("href", "src", "xlink:href")
        ]
        assert not [
            value for value in attributes.values() if value and re.search(r"url\((?!#)|javascript:", value)
        ]
    assert not re.search(r"@import|url\(", re.sub(r"url\(#[\w-]+\)", "", text))
    return page


def test_it_has_the_verdict_and_the_drawing() -> None:
    document = tutorial("tutorial-parallel-3-one-panics")
    page = inert(document)
    assert document.verdict.title in page.said and document.trace.transaction.hash in page.said
    drawn = {attributes["data-node"] for _, attributes in page.elements if attributes.get("class") == "node"}
    calls = [node for node in document.graph.nodes if not node.is_refund]
    assert drawn >= {node.id for node in calls}


def test_two_drawings_on_a_page_do_not_mix() -> None:
    texts = [Transaction(tutorial(name))._repr_html_() for name in ("join-of-joins", "tutorial-batch-ok")]
    ids = [
        {attributes["id"] for _, attributes in Page(text).elements if "id" in attributes} for text in texts
    ]
    assert all(ids) and not ids[0] & ids[1]
    for text, own in zip(texts, ids, strict=True):
        rules = re.findall(r"([^{}]+)\{", "".join(re.findall(r"<style>(.*?)</style>", text, flags=re.S)))
        assert rules and all(any(rule.strip().startswith(f"#{id} ") for id in own) for rule in rules)
        assert {*re.findall(r"url\(#([\w-]+)\)", text)} <= own


@given(analyses(max_size=12, hostile=True))
@how(max_examples=some(25))
def test_hostile_texts_stay_texts(analysis: Analysis) -> None:
    inert(document_of(analysis))


def test_two_that_differ_are_a_table() -> None:
    fine, panics = (tutorial(f"tutorial-parallel-3-{name}") for name in ("ok", "one-panics"))
    page = inert(fine, panics)
    for said in (
        fine.trace.transaction.hash, panics.verdict.title, "5 differences, and 4 in gas and fees",
        "caller.near.multiple_contracts > bravo.near.get_value", "slot 1 got", "finding in B",
    ):  # fmt: skip
        assert said in page.said
    assert "tr" not in {tag for tag, _ in inert(fine, fine).elements}


def test_of_very_many_differences_the_first_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook, "MOST", 3)
    fine, panics = (tutorial(f"tutorial-parallel-3-{name}") for name in ("ok", "one-panics"))
    page = inert(fine, panics)
    assert sum(tag == "tr" for tag, _ in page.elements) == 4 and re.search(r"and \d+ more", page.said)


def test_hostile_methods_and_values_stay_texts() -> None:
    run = hostile()
    page = inert(build_document(raw_of(run.answer)))
    assert "\u202e" not in page.said
    for other in (tutorial("tutorial-batch-ok"), build_document(raw_of(join(300).answer))):
        page = inert(build_document(raw_of(run.answer)), other)
        assert "\u202e" not in page.said and sum(tag == "tr" for tag, _ in page.elements) <= notebook.MOST + 1


def test_what_is_too_large_for_a_page_is_left_to_words(monkeypatch: pytest.MonkeyPatch) -> None:
    document = build_document(raw_of(join(300).answer))
    assert len(Transaction(document)._repr_html_()) < notebook.LARGEST
    monkeypatch.setattr(notebook, "LARGEST", 1_000)
    page = inert(document)
    assert document.verdict.title in page.said and "svg" not in {tag for tag, _ in page.elements}
    assert "save" in page.said
