"""Marks and notes of the latest transactions, as the window's memory keeps them."""

from __future__ import annotations

from xccviz.annotations import Annotations, Standing
from xccviz.values import replace

Kept = tuple[tuple[str, Annotations], ...]
"""Marks and notes by the hash of their transaction, the latest first."""
KEPT = 100
"""Transactions whose marks and notes are remembered."""


def with_kept(kept: Kept, hash: str, annotations: Annotations) -> Kept:
    """What is remembered, with the marks and notes of a transaction; none of both forgets it."""
    others = tuple(each for each in kept if each[0] != hash)
    if not (annotations.marks or annotations.notes):
        return others
    return ((hash, replace(annotations, standing=Standing())), *others)[:KEPT]


def kept_for(kept: Kept, hash: str) -> Annotations:
    """What is remembered of a transaction."""
    return next((annotations for of, annotations in kept if of == hash), Annotations())
