"""What a person can want of notes: a part of `Intents`."""

from __future__ import annotations

from xccviz.annotations import Note, noted
from xccviz.annotations.notes import MOST
from xccviz.gui.look.bulletin import bulletin
from xccviz.gui.state.annotating import drafts_kept, no_note_left, noted_tab, remembered, typed, undrafted
from xccviz.gui.state.stage import Stage
from xccviz.gui.state.store import AppState, Store
from xccviz.gui.state.tabs import with_tab
from xccviz.values import replace
from xccviz.words.notes import notes_full

PANEL = "notesPanel"


class NoteIntents:
    """Writing, changing and removing notes about nodes of the tab in front."""

    _store: Store
    _stage: Stage

    def begin_note(self, node: str | None = None) -> None:
        """Write a note about a node, the selected one without `node`, or change the one that is there."""
        tab = self._store.state.tab
        wanted = node or (tab.selection if tab is not None else None)
        if tab is None or wanted is None or wanted not in tab.document.graph.by_id:
            return
        if no_note_left(self._store.state, wanted):
            bulletin().say(notes_full(MOST), self)
            return
        self._store.update(lambda s: with_tab(s, lambda tab: replace(tab, noting=wanted)))
        self._stage.go_to_panel(PANEL)

    def write_note(self, node: str, text: str) -> None:
        """The note about a node says `text` from now on; an empty one is removed."""
        tab = self._store.state.tab
        if tab is None:
            return
        if text.strip() and no_note_left(self._store.state, node):
            bulletin().say(notes_full(MOST), self)
        else:
            self._store.update(lambda s: undrafted(s, node))
            self._renote(noted(tab.own_notes, node, text))

    def type_note(self, node: str, text: str) -> None:
        """So much is typed of the note about a node: it is kept with the tab, the window or a capture."""
        self._store.update(lambda s: typed(s, node, text))

    def keep_drafts(self) -> None:
        """What is being written is kept as if it were ended; one goes on writing."""
        if self._store.state.drafts:
            self._store.update(drafts_kept)

    def give_up_note(self, node: str | None = None) -> None:
        """Leave the note that is being written as it was."""

        def leave(state: AppState) -> AppState:
            left = undrafted(state, node) if node is not None else state
            return with_tab(left, lambda tab: replace(tab, noting=None))

        self._store.update(leave)

    def remove_note(self, node: str) -> None:
        """Remove the note about a node."""
        self.write_note(node, "")

    def _renote(self, notes: tuple[Note, ...]) -> None:
        def change(state: AppState) -> AppState:
            tab = state.tab
            if tab is None:
                return state
            now = noted_tab(tab, notes)
            return remembered(with_tab(state, lambda _: now), now)

        self._store.update(change)
