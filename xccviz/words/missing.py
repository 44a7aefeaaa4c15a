"""What documents lack."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xccviz.catalogue import trn

KINDS: Mapping[str, Callable[[int], str]] = {
    "receipt": lambda count: trn("{count} receipt", "{count} receipts", count),
    "outcome": lambda count: trn("{count} outcome", "{count} outcomes", count),
    "data": lambda count: trn("{count} promise result", "{count} promise results", count),
    "block": lambda count: trn("{count} block", "{count} blocks", count),
}


def missing_words(kind: str, count: int) -> str:
    """`2 promise results`."""
    return KINDS[kind](count)
