"""What became of a failure: who received it and how that ended; never that it was handled or recovered."""

from __future__ import annotations

from collections.abc import Mapping

from xccviz.analysis.failures.fates import still_running
from xccviz.catalogue import tr
from xccviz.graph.types import ReceiptGraph
from xccviz.model.literals import Fate

FATES: Mapping[Fate, str] = {
    "decides": tr("Its failure is the result of the transaction."),
    "propagated": tr("A callback that received the failure failed too."),
    "handled": tr("A callback received the failure and succeeded."),
    "pending": tr("A callback that will receive the failure has not run yet."),
    "unobserved": tr("Nobody received the failure."),
    "unknown": tr("This document does not tell who received the failure."),
}


def fate_words(fate: Fate | None, graph: ReceiptGraph, past: bool = False) -> str:
    """What became of a failure, as a sentence; "" for what did not fail. A callback without an outcome has not run yet
    only while the transaction runs, and in the `past`."""
    if fate == "pending" and not past and not still_running(graph):
        return tr("Whether a callback that receives the failure has run is not in this document.")
    return FATES[fate] if fate is not None else ""
