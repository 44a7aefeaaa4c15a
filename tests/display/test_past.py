"""A drawing at an earlier step reads the same whatever came after it: no text, card or description knows of it."""

# covers: xccviz/display/drawings.py, xccviz/display/receipt_cards.py, xccviz/display/icicle/ran.py

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path as Folder
from typing import Any

import pytest

from tests.reference.later import TEN, later_blocks, other_later, recorded_ten
from tests.reference.recorded import document_of
from xccviz.display.drawings import DRAWINGS, Drawing
from xccviz.display.look import Look
from xccviz.display.types import NONE, Path, Primitive, Text
from xccviz.document import Document
from xccviz.layout.types import LayoutOptions
from xccviz.replay import moment_at

AXIS = re.compile(r"^(card )?(column|gutter|block|band|tick|clock|idle|strip|legend)\b")
"""Keys of what tells which blocks there are, those after the line of *now* hollow, and of what explains signs."""
FITTED = re.compile(r"/(sub|subtitle|title|account)$")
"""Keys of words that are cut to the room of their box, which has room for all that will be told there."""

LOOKS = ("fill", "stroke", "stroke_width", "dash", "pattern", "ink", "shape", "role", "on", "marks", "strike")


def telling(document: Document, step: int) -> Iterator[tuple[str, str, str]]:
    """Every text of all drawings after some steps: drawing, key, words; the verdict is about the end and left out."""
    moment = moment_at(document.analysis, document.timeline, step)
    look = Look(moment, moment.step.node if moment.step is not None else None)
    verdict = document.verdict
    for drawing in DRAWINGS:
        for key, words in _texts(document, drawing, look):
            told = words.replace(verdict.title, "").replace(verdict.explanation or "\0", "")
            yield drawing.id, key, re.sub(r" · step \d+$", "", told)


def _texts(document: Document, drawing: Drawing[Any], look: Look) -> Iterator[tuple[str, str]]:
    layout = drawing.lay_out(document.analysis, LayoutOptions())
    drawn = drawing.draw(document, layout, look)
    for primitive in drawn.primitives:
        if isinstance(primitive, Text) and primitive.role != NONE:
            yield primitive.key, "" if FITTED.search(primitive.key) else primitive.text
        yield f"{primitive.key}#tooltip", getattr(primitive, "tooltip", "")
        yield f"{primitive.key}#look", _look(primitive)
    yield from (("title", drawn.title), ("description", drawn.description), ("note", drawn.note))
    yield from ((f"tag {owner}", repr(tag)) for owner, tag in drawn.tags.items())
    yield from ((f"switch {each.id}", each.words + each.tooltip) for each in drawn.switches)
    if drawing.card is not None:
        for key in (*layout.by_key, *(spot.key for spot in drawn.spots)):
            card = drawing.card(document, layout, look, key)
            for number, part in enumerate((card.title, card.foot, *card.rows, *card.squares) if card else ()):
                yield f"card {key}#{number}", repr(part)
    if drawing.chart is not None:
        yield "chart", drawing.chart(document, layout, look).words


def _look(primitive: Primitive) -> str:
    """What a shape tells by its looks, and a line of what has come by where it runs; "" for what can't be seen."""
    if {getattr(primitive, name, NONE) for name in ("fill", "stroke", "ink", "role")} == {NONE}:
        return ""
    told = [getattr(primitive, name, None) for name in LOOKS]
    if isinstance(primitive, Path) and primitive.layer == "foot":
        told.append(primitive.segments)
    return repr(told)


each = pytest.mark.parametrize("each", [2, pytest.param(1, marks=pytest.mark.long)])
"""Every second step, or all."""


@each
@pytest.mark.parametrize("name", [*TEN, "congested-callback"])
def test_no_drawing_knows_what_comes_later(name: str, each: int) -> None:
    document = dict(recorded_ten())[name]
    for step in range(0, len(document.timeline), each):
        other = other_later(document, step)
        if not step:  # it is another one indeed
            assert set(telling(other, len(other.timeline))) != set(telling(document, len(document.timeline)))
        assert _differences(document, other, step, lambda key: True) == []


@each
@pytest.mark.parametrize("name", ["yield-resumed-by-other-tx", "congested-callback"])
def test_no_drawing_knows_in_which_blocks_it_will_be(name: str, each: int) -> None:
    document = dict(recorded_ten())[name]
    for step in range(0, len(document.timeline), each):
        other = later_blocks(document, step)  # whose bars and gaps stand elsewhere
        heeded = _differences(document, other, step, lambda key: not (AXIS.match(key) or "#look" in key))
        assert heeded == []


def _differences(
    document: Document, other: Document, step: int, heeded: Callable[[str], bool]
) -> list[tuple[str, str, str]]:
    kinds = [(each.kind, each.node, each.slot) for each in document.timeline.steps]
    assert kinds == [(each.kind, each.node, each.slot) for each in other.timeline.steps]
    told, expected = set(telling(other, step)), set(telling(document, step))
    return sorted(each for each in told ^ expected if each[2] and heeded(each[1]))


@pytest.mark.parametrize("name", ["sequence", "timeline"])
def test_a_deposit_that_comes_back_tells_its_amount_once_it_is_on_its_way(name: str) -> None:
    document = dict(recorded_ten())["refund-to-other"]
    (back,) = (node.id for node in document.graph.nodes if node.refund == "refund_deposit")
    made = document.timeline.history.ran_at[document.graph.by_id[back].parent or ""]
    came = document.timeline.history.ran_at[back]
    drawing = next(each for each in DRAWINGS if each.id == name)
    for step in range(len(document.timeline)):
        look = Look(moment_at(document.analysis, document.timeline, step))
        layout = drawing.lay_out(document.analysis, LayoutOptions(width=4000.0))
        drawn = drawing.draw(document, layout, look)
        (title,) = (p.text for p in drawn.primitives if isinstance(p, Text) and p.key == f"{back}/title")
        assert title.startswith(
            "deposit back: " if step >= came else "deposit on" if step >= made else "deposit back"
        )
        assert step >= made or ":" not in title, title
        assert ("0.5 N" in title) <= (step >= made)


@pytest.mark.parametrize("name", ["sequence", "timeline"])
def test_what_could_not_come_back_is_not_said_to_have_come(shared_data: Folder, name: str) -> None:
    document = document_of(shared_data / "node" / "pv85" / "delete-account-payout")
    drawing = next(each for each in DRAWINGS if each.id == name)
    drawn = drawing.draw(document, drawing.lay_out(document.analysis, LayoutOptions(width=4000.0)), Look())
    words = [p.text for p in drawn.primitives if isinstance(p, Text)]
    whole = "prepaid gas could not come back: 0.00023 N burnt"
    assert any(each == whole or (each.endswith("…") and whole.startswith(each[:-1])) for each in words)
    assert not any(each.startswith("prepaid gas back") for each in words)
