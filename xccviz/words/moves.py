"""What the moves are called, and why one goes nowhere; the same words on buttons, in menus and in the palette."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.catalogue import numeral, tr
from xccviz.replay.moves import Here, Move, Stuck
from xccviz.values import frozen
from xccviz.words.names import name_in_sentence


@frozen
class MoveWords:
    """`title`: in a menu; `short`: on a button; `letter` is the one of the title that takes it in a menu, "" for
    none."""

    title: str
    short: str = ""
    letter: str = ""


MOVE_WORDS: Mapping[str, MoveWords] = {
    "step_first": MoveWords(tr("First"), letter="F"),
    "step_back": MoveWords(tr("Step back"), letter="b"),
    "step_forward": MoveWords(tr("Step forward"), letter="o"),
    "step_last": MoveWords(tr("Last, back to the end"), letter="L"),
    "step_into": MoveWords(tr("Step into what it made"), tr("Into"), "i"),
    "step_over": MoveWords(tr("Step over to who gets the results"), tr("Over"), "v"),
    "step_out": MoveWords(tr("Step out to who gets its result"), tr("Out"), "u"),
    "step_to_here": MoveWords(tr("Run to here"), tr("Run to here"), "R"),
    "step_play": MoveWords(tr("Play"), tr("Play"), "P"),
    "previous_failure": MoveWords(tr("Previous failure")),
    "next_failure": MoveWords(tr("Next failure"), letter="a"),
    "previous_callback": MoveWords(tr("Previous callback")),
    "next_callback": MoveWords(tr("Next callback"), letter="c"),
    "previous_block": MoveWords(tr("Previous block")),
    "next_block": MoveWords(tr("Next block"), letter="k"),
    "previous_receipt": MoveWords(tr("Previous receipt")),
    "next_receipt": MoveWords(tr("Next receipt"), letter="x"),
    "previous_on_account": MoveWords(tr("Previous on this account")),
    "next_on_account": MoveWords(tr("Next on this account"), letter="h"),
    "previous_log": MoveWords(tr("Previous log")),
    "next_log": MoveWords(tr("Next log"), tr("Next log"), "g"),
    "previous_mark": MoveWords(tr("Previous mark")),
    "next_mark": MoveWords(tr("Next mark"), letter="m"),
}
"""By the id of the move."""

BECOMES = tr("A transaction only becomes a receipt, which runs in its place.")
"""Why a transaction neither runs nor is marked."""
_NOBODY = tr("Nothing is selected, and nothing has happened yet.")
_WHY: Mapping[Stuck, tuple[str, str]] = {
    "at_start": (tr("Nothing has happened yet: this is before the first step."),) * 2,
    "at_end": (tr("This is the last step."),) * 2,
    "nobody": (_NOBODY, _NOBODY),
    "became": (BECOMES,) * 2,
    "here": (tr("You stand there."),) * 2,
    "no_failure": (tr("No earlier step is a failure."), tr("No later step is a failure.")),
    "no_callback": (tr("No earlier step runs a callback."), tr("No later step runs a callback.")),
    "no_block": (tr("No earlier block is known."), tr("No later block is known.")),
    "no_receipt": (tr("No earlier step runs a receipt."), tr("No later step runs a receipt.")),
    "no_log": (tr("No earlier step logs anything."), tr("No later step logs anything.")),
    "no_marks": (tr("Nothing is marked."),) * 2,
    "marks_off": (tr("All marks are switched off."),) * 2,
    "no_mark": (tr("No earlier step runs anything marked."), tr("No later step runs anything marked.")),
}
"""Why one can't go back, and why not on."""


def pace_words(per_second: float, *, blocks: bool = False) -> str:
    """How fast playing is: `0.5 steps/s`, `1 block/s`."""
    if blocks:
        return (
            tr("1 block/s") if per_second == 1 else tr("{number} blocks/s", number=numeral(f"{per_second:g}"))
        )
    return tr("1 step/s") if per_second == 1 else tr("{number} steps/s", number=numeral(f"{per_second:g}"))


def next_on(account: str) -> str:
    """`Next on caller.near`, on a button."""
    return tr("Next on {account}", account=account)


def why_not_words(move: Move, here: Here) -> str:
    """Why a move can't move from there, as a sentence; "" when it can."""
    stuck = move.why_not(here)
    if stuck is None:
        return ""
    back = move.id.startswith("previous")
    if stuck in _WHY:
        return _WHY[stuck][0 if back else 1]
    if stuck == "nothing_on_account":
        account = here.ways.executor(here.node) or ""
        if back:
            return tr("Nothing ran on {account} before this step.", account=account)
        return tr("Nothing runs on {account} after this step.", account=account)
    node = here.ways.analysis.graph.by_id.get(here.node or "")
    if stuck == "not_yet":
        name = tr("a receipt") if node is None else name_in_sentence(node, ended=False)
        return tr("{call} has not run by this step: what it makes is ahead.", call=name)
    call = tr("a receipt") if node is None else name_in_sentence(node)
    if stuck == "made_nothing":
        return tr("{call} made no receipt but for gas that comes back.", call=call)
    if stuck == "made_nothing_later":
        return tr("Nothing that {call} made runs after this step.", call=call)
    if stuck == "no_executor":
        return tr("No document says on which account {call} ran.", call=call)
    return tr("No document says that {call} has run.", call=call)
