"""What is kept of an open transaction: by a capture that is saved, by the window's memory, and as a part of what was
left open. All pure functions."""

from __future__ import annotations

from operator import is_

from xccviz.annotations import Annotations, Mark, Note, Standing, annotations_of, noted
from xccviz.annotations.notes import MOST as MOST_NOTES
from xccviz.gui.state.keeping import KEPT, Kept, kept_for, with_kept
from xccviz.gui.state.marking import marking_of
from xccviz.gui.state.memory import Memory
from xccviz.gui.state.pair import SIDES
from xccviz.gui.state.session import MOST, Apart, Beside, Left, Session, among, apart_with, at_places
from xccviz.gui.state.store import AppState, OpenTab
from xccviz.gui.state.tied import tab_of
from xccviz.layout.layered.options import WHOLE
from xccviz.values import replace


def remembered(state: AppState, tab: OpenTab) -> AppState:
    """`state` that remembers the marks and notes of a tab, and what stands open in it. All tabs of its transaction have
    these marks and notes from then on: whatever is changed in one of them next would else end those of the others."""
    document = tab.document
    hash, saved = document.trace.transaction.hash, annotations_of(document.raw.extra.get("view"))
    marks, notes = tab.marking.marks, tab.own_notes
    kept = with_kept(state.kept, hash, marks, notes, saved, tab.expanded - {WHOLE})
    return _annotated(replace(state, kept=kept), hash, marks, notes)


def kept_elsewhere(state: AppState, kept: Kept) -> AppState:
    """`state` that remembers what another window `kept`, in its tabs too. Of what fell out of what is remembered, as
    that is full, they keep what they have."""
    before, now = dict(state.kept), dict(kept)
    state = replace(state, kept=kept)
    for hash in dict.fromkeys((*before, *now)):
        is_lost = hash not in now and len(kept) >= KEPT
        was, has = kept_for(tuple(before.items()), hash), kept_for(kept, hash)
        if not is_lost and (was.marks, was.notes) != (has.marks, has.notes):
            state = _annotated(state, hash, has.marks, has.notes)
    return state


def marked_tab(tab: OpenTab, marks: tuple[Mark, ...]) -> OpenTab:
    """`tab` with other marks."""
    if marks == tab.marking.marks:
        return tab
    made = tab.filtering.columns
    columns = made if made is not None and made.document is tab.document else None
    return replace(tab, marking=marking_of(marks, tab.document, tab.ways, tab.marking, columns))


def _annotated(state: AppState, hash: str, marks: tuple[Mark, ...], notes: tuple[Note, ...]) -> AppState:
    """`state` in which every tab of a transaction has these marks and notes, one that can be opened again too; what is
    being written goes on."""

    def of(tab: OpenTab) -> OpenTab:
        if tab.document.trace.transaction.hash != hash:
            return tab
        marked = marked_tab(tab, marks)
        return marked if marked.own_notes == notes else replace(marked, own_notes=notes)

    tabs = tuple(map(of, state.tabs))
    closed = tuple(
        c if c.tab is None or of(c.tab) is c.tab else replace(c, tab=of(c.tab)) for c in state.closed
    )
    if all(map(is_, tabs, state.tabs)) and all(map(is_, closed, state.closed)):
        return state
    return replace(state, tabs=tabs, closed=closed)


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


def typed(state: AppState, node: str, text: str) -> AppState:
    """`state` that knows what was typed of a note of the tab in front, before it is kept."""
    tab = state.tab
    if tab is None:
        return state
    others = undrafted(state, node)
    return replace(others, drafts=(*others.drafts, (tab.key, Note(node, text))))


def no_note_left(state: AppState, node: str) -> bool:
    """Whether the tab in front has so many notes, those being written among them, that there can be none about a
    node."""
    tab = state.tab
    if tab is None:
        return True
    about = {
        *(note.node for note in tab.own_notes),
        *(note.node for key, note in state.drafts if key == tab.key),
    }
    return node not in about and len(about) >= MOST_NOTES


def undrafted(state: AppState, node: str) -> AppState:
    """Nothing typed of that note waits to be kept."""
    tab = state.tab
    if tab is None or not state.drafts:
        return state
    return replace(state, drafts=tuple(d for d in state.drafts if (d[0], d[1].node) != (tab.key, node)))


def drafts_kept(state: AppState) -> AppState:
    """`state` with all that is being written kept as notes: before a tab, the window or a capture is closed upon it."""
    for key, draft in state.drafts:
        at = next((i for i, tab in enumerate(state.tabs) if tab.key == key), -1)
        if at >= 0 and draft.text.strip():
            tab = state.tabs[at]
            now = replace(tab, own_notes=noted(tab.own_notes, draft.node, draft.text))
            state = remembered(replace(state, tabs=(*state.tabs[:at], now, *state.tabs[at + 1 :])), now)
    return replace(state, drafts=()) if state.drafts else state


def session_of(state: AppState) -> Session:
    """What is open that can be opened again: pasted text can't, and is not kept; and what still waits to be opened."""
    found = [(n, tab) for n, tab in enumerate(state.tabs) if tab.given][:MOST]
    tabs = tuple(Left(tab.given, tab.document.trace.network or "", standing_at(tab)) for _, tab in found)
    front = next((left for left, (n, _) in zip(tabs, found, strict=True) if n == state.active), None)
    left = at_places(tabs, state.left)
    active = next((n for n, each in enumerate(left) if each is front), len(left) - 1)
    return Session(left, active, state.view, among(left, _beside(state) or state.beside))


def _beside(state: AppState) -> Beside | None:
    """The two that stand side by side, where both are tabs that can be opened again."""
    pair = state.compared
    if pair is None:
        return None
    tabs = (tab_of(state, pair, side) for side in SIDES)
    given = [tab.given if tab is not None else "" for tab in tabs]
    if not all(given):
        return None
    step = None if pair.at_end else pair.index
    node = pair.node("a") or pair.node("b") or ""
    return Beside(given[0], given[1], step, node, pair.only, pair.costs, state.comparing)


def closed(state: AppState) -> AppState:
    """`state` of a window that is closed while others stay: its tabs count as closed, and what is being written is
    kept."""
    return replace(drafts_kept(state), tabs=(), active=-1, compared=None, comparing=False)


def lasting(memory: Memory, state: AppState, name: str = "", place: bytes = b"") -> Memory:
    """`memory` with what of `state` lasts as soon as it has changed; place, docks and look wait until one leaves.
    `name` is that of a window beside the first one, which stood at a `place`."""
    before, session = memory.session, session_of(state)
    if name:
        session = replace(before, apart=apart_with(before.apart, Apart(name, session, place)))
    else:
        session = replace(session, apart=before.apart)
    return replace(
        memory,
        recent=state.recent,
        filters=state.filters,
        columns=state.columns,
        kept=drafts_kept(state).kept,
        session=session,
        everything=state.grain == "everything",
        pace=state.pace,
        hints=state.hints,
    )
