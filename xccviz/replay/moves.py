"""The moves: every way from one step to another, a row each in `MOVES`. A new move is a row here.

The window makes of each row a command of the menu Step, found by the palette; `gui/keys.py` gives it keys.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from xccviz.analysis.types import Analysis
from xccviz.catalogue import tr
from xccviz.replay import cursor as cursors
from xccviz.replay.cursor import Cursor
from xccviz.replay.types import Timeline
from xccviz.values import frozen

MoveKind = Literal["step", "jump"]
Target = Callable[[Analysis, Timeline, Cursor], Cursor]


@frozen
class Move:
    """One move: its name in interface.md, what people call it, and where it goes from a cursor: to the same place when
    it can't move, and then `stuck` says why. `letter` is the one of its title that takes it in a menu, "" for none."""

    id: str
    title: str
    to: Target
    stuck: str
    kind: MoveKind = "jump"
    letter: str = ""

    def why_not(self, analysis: Analysis, timeline: Timeline, cursor: Cursor) -> str:
        """Why it can't move from `cursor`, as a sentence; "" when it can."""
        return "" if self.to(analysis, timeline, cursor) != cursor else self.stuck


def _plain(move: Callable[[Timeline, Cursor], Cursor]) -> Target:
    return lambda _analysis, timeline, cursor: move(timeline, cursor)


_AT_THE_START = tr("Nothing has happened yet: this is before the first step.")
_AT_THE_END = tr("This is the last step.")

MOVES: tuple[Move, ...] = (
    Move("step_first", tr("First"), _plain(cursors.first), _AT_THE_START, "step", "F"),
    Move("step_back", tr("Step back"), _plain(cursors.back), _AT_THE_START, "step", "b"),
    Move("step_forward", tr("Step forward"), _plain(cursors.forward), _AT_THE_END, "step", "o"),
    Move("step_last", tr("Last, back to the end"), _plain(cursors.last), _AT_THE_END, "step", "L"),
    Move(
        "previous_failure", tr("Previous failure"), cursors.previous_failure,
        tr("Nothing failed before this step."),
    ),
    Move(
        "next_failure", tr("Next failure"), cursors.next_failure,
        tr("Nothing fails after this step."), letter="a",
    ),
    Move(
        "previous_callback", tr("Previous callback"), cursors.previous_callback,
        tr("No callback ran before this step."),
    ),
    Move(
        "next_callback", tr("Next callback"), cursors.next_callback,
        tr("No callback runs after this step."), letter="c",
    ),
    Move(
        "previous_block", tr("Previous block"), _plain(cursors.previous_block),
        tr("No earlier block is known."),
    ),
    Move(
        "next_block", tr("Next block"), _plain(cursors.next_block),
        tr("No later block is known."), letter="k",
    ),
)  # fmt: skip
"""In menu order."""
BY_ID = {move.id: move for move in MOVES}
