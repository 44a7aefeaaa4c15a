"""The moves as rows: one either moves or says why not, from every step."""

from __future__ import annotations

import pytest

from xccviz.document import Document, build_document
from xccviz.replay.cursor import Cursor
from xccviz.replay.moves import BY_ID, MOVES, Move
from xccviz.sources.files.sample import read_sample


@pytest.fixture(scope="module")
def document() -> Document:
    return build_document(read_sample("tutorial-parallel-3-one-panics"))


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.id)
def test_a_move_moves_or_says_why_not(document: Document, move: Move) -> None:
    told = set()
    for index in range(len(document.timeline) + 1):
        at = Cursor(index)
        there = move.to(document.analysis, document.timeline, at)
        reason = move.why_not(document.analysis, document.timeline, at)
        told.add(reason)
        assert (there == at) == bool(reason)
        if "previous" in move.id or move.id in ("step_first", "step_back"):
            assert there.index <= index
        else:
            assert there.index >= index
    assert told == {"", move.stuck}
    assert move.stuck.endswith(".")


def test_names_are_single_and_letters_stand_in_their_titles() -> None:
    assert len(BY_ID) == len(MOVES)
    assert all(move.letter in move.title for move in MOVES)
    letters = [move.letter.lower() for move in MOVES if move.letter]
    assert len(letters) == len(set(letters))
