"""What became of a failure: who received it and how that ended; never that it was handled or recovered."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.catalogue import tr
from xccviz.model.literals import Fate

FATES: Mapping[Fate, str] = {
    "decides": tr("Its failure is the result of the transaction."),
    "propagated": tr("A callback that received the failure failed too."),
    "handled": tr("A callback received the failure and succeeded."),
    "pending": tr("A callback that will receive the failure has not run yet."),
    "unobserved": tr("Nobody received the failure."),
    "unknown": tr("This document does not tell who received the failure."),
}


def fate_words(fate: Fate | None) -> str:
    """What became of a failure, as a sentence; "" for what did not fail."""
    return FATES[fate] if fate is not None else ""
