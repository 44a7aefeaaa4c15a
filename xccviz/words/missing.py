"""What documents lack."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xccviz.catalogue import tr, trn
from xccviz.model.literals import MissingReason

KINDS: Mapping[str, Callable[[int], str]] = {
    "receipt": lambda count: trn("{count} receipt", "{count} receipts", count),
    "outcome": lambda count: trn("{count} outcome", "{count} outcomes", count),
    "data": lambda count: trn("{count} promise result", "{count} promise results", count),
    "block": lambda count: trn("{count} block", "{count} blocks", count),
}


REASONS: Mapping[MissingReason, str] = {
    "pending": tr("still to come"),
    "pruned": tr("no longer kept by the node"),
    "untracked": tr("not tracked by the node"),
    "hidden": tr("never in such an answer"),
    "unknown": tr("not known why"),
}
"""Why it lacks them (interface.md §4)."""


def missing_words(kind: str, count: int) -> str:
    """`2 promise results`."""
    return KINDS[kind](count)
