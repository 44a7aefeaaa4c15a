"""The look of lines: a row a sort, and which sort an edge is drawn as."""

from __future__ import annotations

from typing import get_args

import pytest

from xccviz.display.lines import LINES, line_style
from xccviz.model.edge_kinds import EDGE_KINDS, EdgeKind
from xccviz.model.literals import LineKind, Progress, SlotState
from xccviz.words.legend import LEGEND


def test_every_sort_has_a_look_and_words() -> None:
    assert set(LINES) == set(LEGEND) == set(get_args(LineKind))
    assert all(row.kind == kind for kind, row in LINES.items())


def test_sorts_look_different() -> None:
    assert len({(row.role, row.dash, row.open_head) for row in LINES.values()}) == len(LINES)


@pytest.mark.parametrize("kind", EDGE_KINDS)
def test_what_has_happened_is_drawn_as_its_row_says(kind: EdgeKind) -> None:
    row = EDGE_KINDS[kind]
    assert line_style(kind, ["arrived"], "done", detached=False).kind == (row.line or "delivers")


@pytest.mark.parametrize(
    ("states", "kind"),
    [
        (["arrived", "in_flight"], "in_flight"),
        (["arrived", "failed"], "delivers"),
        (["arrived", "outstanding"], "awaited"),
        (["failed", "outstanding"], "delivers_failed"),
        ([], "awaited"),
    ],
)
def test_a_line_to_slots_tells_their_states(states: list[SlotState], kind: LineKind) -> None:
    assert line_style("delivers", states, "done", detached=False) == LINES[kind]


@pytest.mark.parametrize(("source", "ran"), [("done", True), ("unknown", True), ("ready", False)])
def test_what_is_to_come_is_thin_and_pale(source: Progress, ran: bool) -> None:
    style = line_style("spawns", [], source, detached=False)
    assert (style.width, style.role) == ((1.5, "edge") if ran else (1.0, "ref"))


def test_a_detached_call_has_an_open_head_and_an_inferred_one_dashes() -> None:
    assert line_style("spawns", [], "done", detached=True).open_head
    inferred = line_style("spawns", [], "done", detached=False, inferred=True)
    assert (inferred.inferred, inferred.width, inferred.dash) == (True, 1.25, LINES["inferred"].dash)
    assert line_style("returns", [], "done", detached=False, inferred=True).dash == LINES["returns"].dash
