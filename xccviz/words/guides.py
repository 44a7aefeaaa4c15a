"""What the parts of a view are, for who asks "What am I looking at?". Titles are those of legends and tables."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.catalogue import tr
from xccviz.model.literals import LineKind
from xccviz.values import frozen
from xccviz.words import gas_view, timeline
from xccviz.words.legend import LEGEND, WAITS
from xccviz.words.signs import PROGRESS

QUESTION = tr("What am I looking at?")
LEAVE = tr("Esc closes · ↑ ↓ go from part to part")


@frozen
class Said:
    """What a part is called, and what it is, in a sentence or two."""

    title: str
    says: str


LINES: Mapping[LineKind, str] = {
    "calls": tr("From the receipt that asked to the one that was made for it."),
    "delivers": tr("What a call gave back goes into this slot of the callback that waits for it."),
    "delivers_failed": tr("The call failed. All that the callback sees of it is Failed, in this slot."),
    "returns": tr("It answers with what that receipt gives back, and has no value of its own."),
    "refunds": tr(
        "What was not needed goes back to whoever paid it; what a deleted account held is paid out."
    ),
    "detached": tr("It was started, and nobody waits for it: it may fail without being noticed."),
    "inferred": tr("No receipt at hand says so; it follows from the others."),
    "in_flight": tr("It was sent and has not arrived at this step."),
    "awaited": tr("It is waited for, and whoever gives it has not run at this step."),
}
"""What a sort of line tells; it is called as in the legend."""


def line_said(kind: LineKind) -> Said:
    """Of a sort of line."""
    return Said(LEGEND[kind], LINES[kind])


_FAILED = Said(
    PROGRESS["failed"].word, tr("What it did itself was undone. Click it: the inspector says why.")
)
_ACCOUNTS = tr("accounts")
GUIDES: Mapping[str, Mapping[str, Said]] = {
    "graph": {
        "card": Said(
            tr("receipt"),
            tr("What one account was asked to do: how it ended, what it gave back, gas burnt of gas given."),
        ),
        "failed": _FAILED,
        "slot": Said(tr("slots"), tr("What a callback received, in the order in which it waits for it.")),
        "refunds": Said(
            tr("gas refunds"), tr("Prepaid gas that was not needed, folded; + shows each of them.")
        ),
    },
    "sequence": {
        "top": Said(_ACCOUNTS, tr("A line down for each, the signer first. What ran there stands upon it.")),
        "left": Said(tr("blocks"), tr("A row for each, from above down, with the time since the first.")),
        "card": Said(tr("receipt"), tr("It ran in this block: hollow where it succeeded, full where it failed.")),
        "failed": _FAILED,
        "wait": Said(WAITS, tr("It was there already, and waited as long as this bar.")),
    },
    "timeline": {
        "top": Said(tr("blocks"), tr("A column for each, with its time. Idle ones are squeezed.")),
        "left": Said(_ACCOUNTS, tr("A row for each, in the order in which they first ran.")),
        "card": Said(tr("receipt"), tr("It ran here: hollow where it succeeded, full where it failed.")),
        "failed": _FAILED,
        **{f"wait.{cause}": Said(timeline.CAUSES[cause], said) for cause, said in timeline.EXPLAINED.items()},
        "path": Said(timeline.PATH, tr("What the end waited for: without these it would have come sooner.")),
        "below": Said(tr("list of the path"), tr("Who waited how long on it, and for what.")),
        "foot": Said(tr("zoom"), tr("All of it at true scale. Drag the frame to see a part of it.")),
    },
    "gas": {
        "face": Said(
            tr("call"), tr("As wide as the gas it was given; what it called stands below it.")
        ),
        "burnt": Said(gas_view.LEGEND["burnt"], tr("Used by this receipt itself.")),
        "passed": Said(gas_view.LEGEND["passed"], tr("Given on to what it called.")),
        "back": Said(gas_view.LEGEND["back"], tr("Not used, and refunded.")),
        "failed": _FAILED,
        "top": Said(tr("where you are"), tr("Return zooms into a call, Backspace leads out again.")),
        "right": Said(gas_view.TOTALS, tr("Who burnt how much. Click a bar to filter by it.")),
    },
    "tree": {
        "bar": Said(tr("order and columns"), tr("Sort, and choose which columns the table has.")),
        "header": Said(tr("columns"), tr("Click one to sort by it; drag its edge to make it wider.")),
        "row": Said(tr("receipt"), tr("One a row, below the one that made it. The sign says how it ended.")),
        "failed": _FAILED,
        "fold": Said(tr("fold"), tr("→ and ← unfold and fold what a receipt made.")),
    },
    "replay": {
        "call": Said(tr("call"), tr("The call that was run again on this computer.")),
        "compared": Said(tr("compared"), tr("Whether result, logs and gas are those of the chain.")),
        "list": Said(tr("host calls"), tr("What the contract asked for, and got, one after the other.")),
        "gas": Said(tr("gas so far"), tr("What it had used by then, with what it gave to promises.")),
        "form": Said(tr("What if"), tr("What it was given can be changed here; it runs again with that.")),
        "found": Said(tr("Found"), tr("What would have come out otherwise, one a row.")),
    },
    "compare": {
        "names": Said(tr("A and B"), tr("The two transactions, each with how it ended.")),
        "drawings": Said(tr("drawings"), tr("What both have stands at the same place; numbers are on what differs.")),
        "list": Said(tr("differences"), tr("One a row, by its number. N and P go from one to the next.")),
        "strip": Said(tr("steps"), tr("Steps of both, side by side: one step goes in both.")),
    },
}  # fmt: skip
"""By the id of a view what its parts are, in the order in which they are told; lines come after them."""
VIEWS: Mapping[str, str] = {
    "graph": tr("Who called whom, and where results went. From above down, in the order of causes."),
    "sequence": tr("What ran on which account, block by block."),
    "timeline": tr("When each receipt ran, what it waited for, and how long."),
    "tree": tr("Every receipt below the one that made it, with its figures in columns."),
    "gas": tr("Where gas went: given, burnt, passed on, got back."),
    "replay": tr("One function call, run again on this computer with what it read then."),
    "compare": tr("Two transactions side by side, aligned call by call."),
}
"""What each view shows, in a sentence."""
