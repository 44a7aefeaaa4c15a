"""What a person can want undone: a part of `Intents`."""

from __future__ import annotations

from xccviz.gui.filter_intents import FilterIntents
from xccviz.gui.look.bulletin import bulletin
from xccviz.gui.mark_intents import MarkIntents
from xccviz.gui.note_intents import NoteIntents
from xccviz.gui.replay_intents import ReplayIntents
from xccviz.gui.state.past import Change, stepped_back, stepped_on
from xccviz.gui.state.store import held_in
from xccviz.gui.state.tabs import with_tab
from xccviz.gui.state.undoing import form_done, form_undone, held_words, name_of
from xccviz.gui.tasks.laying_out import LayingOut
from xccviz.values import replace
from xccviz.words.undoing import redone_words, undone_words


class UndoIntents(MarkIntents, NoteIntents, FilterIntents, ReplayIntents):
    """Folding, filters, marks and notes of the tab in front, back and on again; never steps or the selection. While the
    replay is in front, first the changes of its form."""

    laying_out: LayingOut

    def undo(self) -> None:
        """Take back what was changed last."""
        if form_done(self._store.state):
            from xccviz.gui.state.what_if import stepped_back as form_back

            self._store.update(form_back)
            bulletin().say(undone_words("what_if", ""), self)
            return
        tab = self._store.state.tab
        if tab is None or not tab.past.done:
            return
        change, past = tab.past.done[-1], stepped_back(tab.past, held_in(tab))
        self._store.update(lambda s: with_tab(s, lambda tab: replace(tab, past=past)))
        self._bring(change, change.before)
        bulletin().say(undone_words(name_of(change), held_words(change.kind, change.before)), self)

    def redo(self) -> None:
        """Make again what was undone last."""
        if form_undone(self._store.state):
            from xccviz.gui.state.what_if import stepped_on as form_on

            self._store.update(form_on)
            bulletin().say(redone_words("what_if", ""), self)
            return
        tab = self._store.state.tab
        if tab is None or not tab.past.undone:
            return
        change, past = tab.past.undone[-1], stepped_on(tab.past, held_in(tab))
        self._store.update(lambda s: with_tab(s, lambda tab: replace(tab, past=past)))
        self._bring(change, change.after)
        bulletin().say(redone_words(name_of(change), held_words(change.kind, change.after)), self)

    def _bring(self, change: Change, value: object) -> None:
        tab = self._store.state.tab
        assert tab is not None
        if change.kind == "fold":
            assert isinstance(value, frozenset)
            self.laying_out.unfold(tab.document, value)
        elif change.kind == "filter":
            self.set_filter(str(value))
        elif change.kind == "rest":
            self.hide_rest(bool(value))
        else:
            assert isinstance(value, tuple)
            (self._remark if change.kind == "mark" else self._renote)(value)
