"""The moves: every way from one step to another, a row each in `MOVES` (interface.md §9). A new move is a row here,
with its words in `words/moves`.

The window makes of each row a command of the menu Step, found by the palette; `gui/keys.py` gives it keys.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from xccviz.replay.ways import Ways, following, preceding
from xccviz.values import frozen

Grain = Literal["receipts", "everything"]
"""Where one step on and one step back stop: at receipts, deliveries and refunds belonging to the step they follow, or
at everything."""
Stuck = Literal[
    "at_start", "at_end", "nobody", "made_nothing", "made_nothing_later", "no_failure", "no_callback", "no_block",
    "no_receipt", "no_executor", "nothing_on_account", "no_log", "no_marks", "marks_off", "no_mark", "never_ran",
    "became", "here", "not_yet",
]  # fmt: skip
"""Why a move goes nowhere; the sentences are in `words/moves`."""
MoveKind = Literal["step", "cause", "jump"]


@frozen
class Here:
    """Where a move begins: after `step` steps, with a node `selected` or none. `marked`: ascending, the runs of marked
    nodes; `halts`: the steps at which marks stop whoever plays; `heeded`: of each mark whether it is on."""

    ways: Ways
    step: int
    selected: str | None = None
    grain: Grain = "receipts"
    marked: Sequence[int] = ()
    halts: Sequence[int] = ()
    heeded: Sequence[bool] = ()

    @property
    def node(self) -> str | None:
        """The node here: the selected one, else that of the step; None before the first step."""
        if self.selected is not None:
            return self.selected
        return self.ways.timeline.steps[self.step - 1].node if 0 < self.step <= self.ways.last else None


Target = Callable[[Here], int | None]


@frozen
class Move:
    """One move: its name in interface.md, the step it leads to from somewhere (None, or where it begins: it can't
    move), and what keeps it then."""

    id: str
    target: Target
    stuck: Callable[[Here], Stuck]
    kind: MoveKind = "jump"

    def to(self, here: Here) -> int | None:
        """The step it leads to, within the transaction; None when it can't move."""
        found = self.target(here)
        found = None if found is None else max(0, min(found, here.ways.last))
        return None if found == here.step else found

    def why_not(self, here: Here) -> Stuck | None:
        """Why it can't move; None when it can."""
        return self.stuck(here) if self.to(here) is None else None


def moved(
    ways: Ways,
    name: str,
    at: int,
    node: str | None = None,
    marked: Sequence[str] = (),
    grain: Grain = "receipts",
) -> int | None:
    """The step to which the move `name` leads from step `at` with `node` selected; None: there is nowhere to go.
    `marked`: the ids of marked nodes. Raises KeyError for a name that no move has."""
    runs = ways.runs(marked)
    halts = tuple(sorted({run - 1 for run in runs}))
    step = max(0, min(at, ways.last))
    return BY_ID[name].to(Here(ways, step, node, grain, runs, halts))


# ------------------------------------------------------------------------------------------------------ one step, ends


def _stops(here: Here) -> Sequence[int]:
    return here.ways.stops if here.grain == "receipts" else range(1, here.ways.last + 1)


def _forward(here: Here) -> int:
    found = following(_stops(here), here.step)
    return here.ways.last if found is None else found


def _back(here: Here) -> int:
    found = preceding(_stops(here), here.step)
    return 0 if found is None else found


def _play(here: Here) -> int:
    found = following(here.halts, here.step)
    return here.ways.last if found is None else found


# -------------------------------------------------------------------------------------------------------------- causes


def _into(here: Here) -> int | None:
    return following(here.ways.inside(here.node), here.step) if here.node is not None else None


def _over(here: Here) -> int | None:
    found = following(here.ways.over(here.node), here.step) if here.node is not None else None
    return _into(here) if found is None else found


def _out(here: Here) -> int:
    found = following(here.ways.outside(here.node), here.step) if here.node is not None else None
    return here.ways.last if found is None else found


def _to_here(here: Here) -> int | None:
    return here.ways.run(here.selected)


def _made(here: Here) -> Stuck:
    if here.node is None:
        return "nobody"
    ran = here.ways.timeline.history.ran_at.get(here.node)
    if here.step < here.ways.last and (ran is None or ran > here.step):
        return "not_yet"  # whatever it made or will make
    if ran is None:
        return "never_ran"
    made = here.ways.inside(here.node) or here.ways.created(here.node)
    return "made_nothing_later" if made else "made_nothing"


def _not_there(here: Here) -> Stuck:
    if here.selected is None:
        return "nobody"
    if here.selected == here.ways.analysis.graph.root.id:
        return "became"
    return "never_ran" if _to_here(here) is None else "here"


# --------------------------------------------------------------------------------------------------------------- jumps

Numbers = Callable[[Here], Sequence[int]]


def _account(here: Here) -> Sequence[int]:
    return here.ways.on_account.get(here.ways.executor(here.node) or "", ())


def _off_account(here: Here) -> Stuck:
    if here.node is None:
        return "nobody"
    return "no_executor" if here.ways.executor(here.node) is None else "nothing_on_account"


def _unmarked(here: Here) -> Stuck:
    if here.marked or any(here.heeded):
        return "no_mark"
    return "marks_off" if here.heeded else "no_marks"


def _always(stuck: Stuck) -> Callable[[Here], Stuck]:
    return lambda here: stuck


def _next(what: str, numbers: Numbers, stuck: Callable[[Here], Stuck]) -> Move:
    return Move(f"next_{what}", lambda here: following(numbers(here), here.step), stuck)


def _previous(what: str, numbers: Numbers, stuck: Callable[[Here], Stuck]) -> Move:
    return Move(f"previous_{what}", lambda here: preceding(numbers(here), here.step), stuck)


_JUMPS: tuple[tuple[str, Numbers, Callable[[Here], Stuck]], ...] = (
    ("failure", lambda here: here.ways.timeline.history.failures, _always("no_failure")),
    ("callback", lambda here: here.ways.timeline.history.callbacks, _always("no_callback")),
    ("block", lambda here: here.ways.blocks, _always("no_block")),
    ("receipt", lambda here: here.ways.receipts, _always("no_receipt")),
    ("on_account", _account, _off_account),
    ("log", lambda here: here.ways.telling, _always("no_log")),
    ("mark", lambda here: here.marked, _unmarked),
)
"""To the nearest of some steps, after or before this one."""

MOVES: tuple[Move, ...] = (
    Move("step_first", lambda here: 0, _always("at_start"), "step"),
    Move("step_back", _back, _always("at_start"), "step"),
    Move("step_forward", _forward, _always("at_end"), "step"),
    Move("step_last", lambda here: here.ways.last, _always("at_end"), "step"),
    Move("step_into", _into, _made, "cause"),
    Move("step_over", _over, _made, "cause"),
    Move("step_out", _out, _always("at_end"), "cause"),
    Move("step_to_here", _to_here, _not_there, "cause"),
    Move("step_play", _play, _always("at_end"), "cause"),
    *(make(*row) for row in _JUMPS for make in (_previous, _next)),
)
"""In menu order. `step_play` leads to where playing would stop."""
BY_ID = {move.id: move for move in MOVES}
