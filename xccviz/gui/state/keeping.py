"""What is kept of a transaction: with a capture that is saved, and of the latest ones in the window's memory. All pure
functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xccviz.annotations import Annotations, Note, Standing
from xccviz.values import replace

if TYPE_CHECKING:
    from xccviz.gui.state.store import AppState, OpenTab

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


def remembered(state: AppState, tab: OpenTab) -> AppState:
    """`state` that remembers the marks and notes of a tab."""
    hash = tab.document.trace.transaction.hash
    return replace(state, kept=with_kept(state.kept, hash, Annotations(tab.marking.marks, tab.own_notes)))


def standing_at(tab: OpenTab) -> Standing:
    """How one stands before a tab."""
    filtering = tab.filtering
    return Standing(
        None if tab.moment.at_end else tab.cursor.index,
        tab.selection or "",
        tab.expanded,
        filtering.text,
        filtering.hides and bool(filtering.text),
    )


def annotations_at(tab: OpenTab, selected_anyway: str) -> Annotations:
    """All that a capture keeps of a tab; `selected_anyway`: what is selected at this moment where nobody chooses, which
    is not worth keeping."""
    standing = standing_at(tab)
    if standing.selection == selected_anyway:
        standing = replace(standing, selection="")
    return Annotations(tab.marking.marks, tab.own_notes, standing)


def noted_tab(tab: OpenTab, notes: tuple[Note, ...]) -> OpenTab:
    """`tab` with other notes, and none that is being written."""
    return replace(tab, own_notes=notes, noting=None)
