"""Marks in words: what each does, how often it hits, and that it stopped whoever plays."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import Literal

from xccviz.catalogue import numeral, tr, trn

Halt = Literal["mark", "end", "asked"]
WHEN: Mapping[str, str] = {
    "before": tr("before it runs"),
    "after": tr("after it ran"),
    "note": tr("note only, no stop"),
}
"""Where a mark stops."""
PENDING = tr("being looked up")
"""What the filter of a mark finds is not known yet."""
_BRIEF: Mapping[str, str] = {"before": tr("before"), "after": tr("after"), "note": tr("note")}
_STOPPED: Mapping[str, str] = {
    "before": tr("stopped here: before it runs"),
    "after": tr("stopped here: after it ran"),
}


def marks_full(most: int) -> str:
    """Why no more can be set."""
    return tr(
        "There are {count} marks, and no more are kept with a transaction: remove one first.",
        count=numeral(most),
    )


def filter_too_long(most: int) -> str:
    """Why a filter is no mark."""
    return tr("The filter of a mark has at most {count} characters.", count=numeral(most))


def when_words(when: str, every: int = 1, *, brief: bool = False) -> str:
    """`before it runs`, `after it ran, at 1 of 3 hits`; brief: `before`, `after, 1 of 3`."""
    if brief:
        word = _BRIEF[when]
        return word if every == 1 else tr("{when}, 1 of {every}", when=word, every=numeral(every))
    if every == 1:
        return WHEN[when]
    return tr("{when}, at 1 of {every} hits", when=WHEN[when], every=numeral(every))


def stopped_words(when: str) -> str:
    """Beside what is stopped at."""
    return _STOPPED[when]


def halt_words(halt: Halt, call: str = "", when: str = "before") -> str:
    """In the step strip: what ended playing."""
    if halt == "asked":
        return tr("paused")
    if halt == "end":
        return tr("played to the end")
    if when == "after":
        return tr("stopped by a mark after {call}", call=call)
    return tr("stopped by a mark before {call}", call=call)


def noted_words(call: str, step: int) -> str:
    """A note that was passed."""
    return tr("Step {step}, noted: {call}", step=numeral(step), call=call)


def hits_words(
    runs: tuple[int, ...], hits: int, now: int, *, here: bool = False, so_far: bool = False
) -> str:
    """How many nodes a mark hits, and when: `1, here`, `1, step 4`, `12, ahead: step 40`; `ahead` is what comes after
    `now`, `so_far`: more may be hit later."""
    if not hits:
        return tr("no hit so far") if so_far else tr("no hit")
    count = numeral(hits)
    if here:
        return tr("{count}, here", count=count)
    if not runs:
        return tr("{count}, never runs", count=count)
    at = bisect_right(runs, now)
    if at < len(runs):
        return tr("{count}, ahead: step {step}", count=count, step=numeral(runs[at]))
    if len(runs) == 1:
        return tr("{count}, step {step}", count=count, step=numeral(runs[0]))
    return tr("{count}, last: step {step}", count=count, step=numeral(runs[-1]))


def marks_sum(count: int, on: int) -> str:
    """Above the list: `1 mark`, `4 marks, of them 3 on`."""
    marks = trn("{count} mark", "{count} marks", count)
    return marks if on == count else tr("{marks}, of them {on} on", marks=marks, on=numeral(on))
