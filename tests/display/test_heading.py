"""A picture says of itself whose it is, above the drawing and beside nothing of it."""

# covers: xccviz/export/pictures.py

from __future__ import annotations

import pytest

from xccviz.display.heading import MARGIN, headed
from xccviz.display.types import DisplayList, Rect, Text
from xccviz.document import build_document
from xccviz.export.pictures import picture
from xccviz.export.types import ExportOptions
from xccviz.layout.measure import measure
from xccviz.sources.files.sample import read_sample


@pytest.mark.parametrize("width", [60.0, 500.0, 2_000.0])
@pytest.mark.parametrize("title", ["Succeeded.", "Failed: " + "word " * 60, "x" * 400])
def test_the_heading_stands_above_and_everything_fits(width: float, title: str) -> None:
    drawn = (
        Rect("background", None, "background", 0, 0, width, 80, fill="bg"),
        Rect("a", "a", "box", 10, 5, 40, 20),
    )
    shown = headed(DisplayList(drawn, width, 80, title=title), ("HASH", "mainnet · signed by alice.near"))
    texts = [p for p in shown.primitives if isinstance(p, Text)]
    ground, card = (p for p in shown.primitives if isinstance(p, Rect))
    assert (ground.x, ground.y) == (shown.left, shown.top)
    assert (ground.width, ground.height) == (shown.width, shown.height)
    assert min(text.y - text.size for text in texts) > shown.top
    assert card.y > max(text.y for text in texts) and card.y + 20 <= shown.top + shown.height
    for text in texts:
        assert text.x + measure(text.text, text.font, text.size) <= shown.left + shown.width - MARGIN + 0.1
    assert [text.text for text in texts][-2:] == ["HASH", "mainnet · signed by alice.near"]


def test_an_exported_drawing_names_verdict_hash_network_signer_date_and_step() -> None:
    document = build_document(read_sample("tutorial-parallel-3-one-panics"))
    shown = picture(document, ExportOptions(step=9))
    words = " ".join(p.text for p in shown.primitives if isinstance(p, Text) and p.key.startswith("heading/"))
    trace = document.trace
    for part in (
        trace.transaction.hash,
        "localnet",
        "alice.near",
        "2026-11-22",
        "After step 9 of 15: ",
    ):
        assert part in words
    assert document.verdict.title not in words, "what came later is not known there"
    last = picture(document, ExportOptions(step=15))
    words = " ".join(p.text for p in last.primitives if isinstance(p, Text) and p.key.startswith("heading/"))
    assert document.verdict.title in words and "step 15 of 15" in words
    assert (last.title, last.description) == (document.verdict.title, document.verdict.explanation)
    assert not [p for p in shown.primitives if "/unfold" in p.key], "nothing can be clicked in a picture"


def test_gas_refunds_are_folded_unless_all_is_expanded() -> None:
    document = build_document(read_sample("tutorial-parallel-3-one-panics"))

    def owners(**options: object) -> set[str | None]:
        return {p.owner for p in picture(document, ExportOptions(**options)).primitives if p.layer == "box"}  # type: ignore[arg-type]

    refunds = {node.id for node in document.graph.nodes if node.is_gas_refund}
    assert not refunds & owners() and "refunds" in owners()
    assert refunds <= owners(expand_all=True, collapse_refunds=False)
    assert "refunds" in owners(expand_all=True, collapse_refunds=True)


def test_a_heading_shows_what_would_reorder_it() -> None:
    shown = headed(DisplayList((), 100.0, 100.0, title="Failed: get\u202eeulav"), ["ha\u2066sh"])
    assert [text.text for text in shown.primitives if isinstance(text, Text)] == [
        "Failed: get⟨U+202E⟩eulav", "ha⟨U+2066⟩sh",
    ]  # fmt: skip
