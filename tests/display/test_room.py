"""What a drawing says has the room that it needs: beyond it words would be cut where a piece is painted anew."""

# covers: xccviz/display/timeline/table.py, xccviz/display/sequence/sides.py, xccviz/layout/cards.py

from __future__ import annotations

import random
from functools import cache

import pytest

from tests.reference.executor import execute, random_program
from tests.reference.recorded import raw_of, tutorial
from xccviz.display.drawings import DRAWINGS, Drawing
from xccviz.display.look import Look
from xccviz.display.types import Text
from xccviz.document import Document, build_document
from xccviz.layout.measure import measure
from xccviz.layout.types import LayoutOptions
from xccviz.replay import moment_at
from xccviz.sources.files.sample import read_sample

NAMES = ("random", "timed out", "mainnet-intents", "mainnet-yield-then-call")
ROUNDED = 2.0
"""Px by which measured words may be longer: what is painted anew has as much around it."""


@cache
def document(name: str) -> Document:
    if name == "random":
        run = execute(random_program(random.Random(9), budget=90))
        return build_document(raw_of(run.answer, run.heights))
    return (
        tutorial("yield-timeouts-and-pending--then")
        if name == "timed out"
        else build_document(read_sample(name))
    )


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing.id)
@pytest.mark.parametrize("name", NAMES)
def test_no_words_are_longer_than_their_room(name: str, drawing: Drawing[object]) -> None:
    """However narrow the view is, and at each moment: many say something else before they are known."""
    found, last = document(name), len(document(name).timeline)
    for width in (280.0, 320.0, 700.0):
        layout = drawing.lay_out(found.analysis, LayoutOptions(width=width))
        for index in {0, 1, 2, last // 2, last}:
            moment = moment_at(found.analysis, found.timeline, index)
            for text in drawing.draw(found, layout, Look(moment)).primitives:
                if isinstance(text, Text) and text.text:
                    needs = measure(text.text, text.font, text.size)
                    assert needs <= max(text.width, 1.0) + ROUNDED, (width, index, text)
