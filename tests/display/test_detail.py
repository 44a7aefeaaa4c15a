"""From far away a drawing says less, in words that can be read, and a failure still by its shape."""

from __future__ import annotations

from collections import defaultdict

import pytest

from xccviz.display.detail import BLOCK_SIGN_PX, LINE, LINE_PX, WHOLE, block_of, detail_at, in_a_line, sign_of
from xccviz.display.graph.draw import draw
from xccviz.display.look import OUTLINE, RING, Look
from xccviz.display.types import NONE, Marker, Path, Primitive, Rect, Text
from xccviz.document import Document, build_document
from xccviz.layout.layered.build import build_layout
from xccviz.layout.measure import measure
from xccviz.sources.files.sample import read_sample

FAILS = "mainnet-hidden-failure"


@pytest.fixture(scope="module")
def document() -> Document:
    return build_document(read_sample(FAILS))


@pytest.fixture(scope="module")
def boxes(document: Document) -> dict[str, list[Primitive]]:
    """The primitives of each box, painting order."""
    layout = build_layout(document.analysis)
    found: dict[str, list[Primitive]] = defaultdict(list)
    for primitive in draw(document, layout, Look(selection=document.graph.root.id)).primitives:
        if primitive.owner in layout.by_key and primitive.layer in ("box", "text"):
            found[primitive.owner].append(primitive)
    return found


def failed(document: Document, owner: str) -> bool:
    return owner in document.analysis.facts and document.analysis.facts[owner].failed


def card_of(parts: list[Primitive]) -> Rect:
    return next(p for p in parts if isinstance(p, Rect) and p.key.endswith(f"/{OUTLINE}"))


@pytest.mark.parametrize("words", [1.0, 1.5])
@pytest.mark.parametrize("scale", [0.32, 0.4, 0.45, 0.59])
def test_each_card_says_one_line_that_can_be_read(
    document: Document, boxes: dict[str, list[Primitive]], scale: float, words: float
) -> None:
    for owner, parts in boxes.items():
        scale_now, card = scale * words, card_of(parts)
        shown = in_a_line(parts, scale_now, words)
        texts = [p for p in shown if isinstance(p, Text) and p.text and p.role != NONE]
        if owner not in document.graph.by_id:
            continue
        (line,) = texts
        assert line.size * scale_now == pytest.approx(LINE_PX * words)
        assert measure(line.text, line.font, line.size) <= line.width + 0.01
        assert card.x < line.x and line.x + line.width <= card.x + card.width
        assert len(line.text) >= 3
        (sign,) = (p for p in shown if isinstance(p, Marker) and p.shape != "none")
        assert (sign.shape == "failed") == failed(document, owner)
        fills = {p.fill for p in shown if isinstance(p, Rect) and p.key.endswith(f"/{OUTLINE}")}
        assert ("badbg" in fills) == failed(document, owner)


@pytest.mark.parametrize("scale", [0.05, 0.1, 0.29])
def test_from_further_away_a_failure_is_filled_and_keeps_its_diamond(
    document: Document, boxes: dict[str, list[Primitive]], scale: float
) -> None:
    for owner, parts in boxes.items():
        block = block_of(parts)
        assert block is not None
        assert (block.fill == "bad") == failed(document, owner) == (block.sign is not None)
        if block.sign is not None:
            sign = sign_of(block.card, block.sign, scale)
            assert sign.shape == "failed" and sign.size * scale == pytest.approx(BLOCK_SIGN_PX)


def test_the_scale_says_how_much_is_painted() -> None:
    assert [detail_at(scale) for scale in (WHOLE, LINE, LINE / 2)] == ["whole", "line", "block"]


def test_what_is_selected_keeps_its_ring_of_the_same_width_and_lines_lose_their_badges(
    document: Document, boxes: dict[str, list[Primitive]]
) -> None:
    parts = boxes[document.graph.root.id]
    for scale in (LINE, 0.5):
        (ring,) = (p for p in in_a_line(parts, scale) if isinstance(p, Rect) and p.key.endswith(f"/{RING}"))
        assert ring.stroke == "sel" and ring.stroke_width * scale == pytest.approx(2.25)
    block = block_of(parts)
    assert block is not None and [ring.stroke for ring in block.rings] == ["sel"]
    badge = Rect("edge:e/badge", "e", "badge", 0, 0, 18, 18)
    line = Path("edge:e", "e", "edge", ())
    assert in_a_line([line, badge], 0.5) == [line] and block_of([line, badge]) is None
