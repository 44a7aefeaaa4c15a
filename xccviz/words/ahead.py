"""What is told of what comes after the moment one stands at: always marked as that, with its step where it is known."""

from __future__ import annotations

from xccviz.catalogue import numeral, tr

LOOK_AHEAD = tr("look ahead")
AHEAD = tr("ahead of now")


def ahead_words(step: int | None) -> str:
    """`step 11, ahead of now`."""
    return AHEAD if step is None else tr("step {step}, ahead of now", step=numeral(step))


def not_yet_words(step: int | None) -> str:
    """In place of what is ahead: `not yet: step 11`; `not yet` where no document says when, or whether, it runs."""
    return tr("not yet") if step is None else tr("not yet: step {step}", step=numeral(step))


def counted_ahead(count: int) -> str:
    """How many of what is listed are: `4 of them ahead of now`."""
    return tr("{count} of them ahead of now", count=numeral(count))
