"""What a person can want of marks: a part of `Intents`."""

from __future__ import annotations

from collections.abc import Callable

from xccviz.annotations.marks import Mark, When, added, changed, removed, toggled
from xccviz.catalogue import tr
from xccviz.gui.look.bulletin import bulletin
from xccviz.gui.move_intents import MoveIntents
from xccviz.gui.state.remarking import refusal, remarked
from xccviz.gui.state.tabs import selected, with_tab
from xccviz.replay.ways import following
from xccviz.values import replace
from xccviz.words.moves import BECOMES
from xccviz.words.names import name_in_sentence

Place = tuple[str, str]
"""Where a mark stands (`Mark.place`)."""


class MarkIntents(MoveIntents):
    """Setting, changing and removing marks of the tab in front, and going to what one hits."""

    def toggle_mark(self, node: str | None = None) -> None:
        """Set a mark on a node, the selected one without `node`, or remove the one that stands there."""
        tab = self._store.state.tab
        wanted = node or (tab.selection if tab is not None else None)
        if tab is None or wanted is None or wanted not in tab.document.graph.by_id:
            return
        if wanted == tab.document.graph.root.id:
            bulletin().say(BECOMES, self)
            return
        before = tab.marking.marks
        if refused := refusal(before, Mark(wanted)):
            bulletin().say(refused, self)
            return
        marks = toggled(before, wanted)
        call = name_in_sentence(tab.document.graph.by_id[wanted], ended=False)
        self._remark(marks)
        if len(marks) > len(before):
            bulletin().say(tr("Marked: play stops before {call} runs", call=call), self)
        else:
            bulletin().say(tr("No longer marked: {call}", call=call), self)

    def mark_by_filter(self, text: str) -> None:
        """Set a mark on whatever a filter finds; nothing happens for one that can't be read."""
        from xccviz.query import FilterError, parse  # late: a window opens without a filter

        tab = self._store.state.tab
        try:
            read = parse(text).text.strip()
        except FilterError:
            return
        if tab is None or not read:
            return
        if refused := refusal(tab.marking.marks, Mark(filter=read)):
            bulletin().say(refused, self)
        else:
            self._remark(added(tab.marking.marks, [Mark(filter=read)]))

    def mark_hits(self) -> None:
        """Set a mark on what the filter in force finds."""
        tab = self._store.state.tab
        if tab is not None and tab.filtering.filter is not None:
            self.mark_by_filter(tab.filtering.filter.text)

    def switch_mark(self, place: Place) -> None:
        """Heed a mark, or not for now."""
        self._change(place, lambda mark: replace(mark, on=not mark.on))

    def stop_when(self, place: Place, when: When) -> None:
        """Stop before what a mark stands on runs, after it ran, or only note it."""
        self._change(place, lambda mark: replace(mark, when=when))

    def stop_every(self, place: Place, every: int) -> None:
        """Of the hits of a mark each so many-th counts."""
        self._change(place, lambda mark: replace(mark, every=every))

    def remove_mark(self, place: Place) -> None:
        """Remove a mark."""
        tab = self._store.state.tab
        if tab is not None:
            self._remark(removed(tab.marking.marks, place))

    def remove_marks(self) -> None:
        """Remove all of them."""
        self._remark(())

    def go_to_mark(self, place: Place) -> None:
        """Go to the next hit of a mark, from the last to the first; one that never runs is selected."""
        tab = self._store.state.tab
        found = [each for each in tab.marking.marked if each.mark.place == place] if tab is not None else []
        if tab is None or not found or not found[0].hits:
            return
        runs = found[0].runs
        if not runs:
            node = found[0].hits[0]
            self._store.update(lambda s: with_tab(s, lambda tab: selected(tab, node)))
            self._stage.sight.reveal_selection()
            return
        step = following(runs, tab.cursor.index) or runs[0]
        node = tab.document.timeline.steps[step - 1].node
        self.go_to_step(step)
        self._store.update(lambda s: with_tab(s, lambda tab: selected(tab, node)))
        self._stage.sight.reveal_selection()

    def _change(self, place: Place, change: Callable[[Mark], Mark]) -> None:
        tab = self._store.state.tab
        if tab is not None:
            self._remark(changed(tab.marking.marks, place, change))

    def _remark(self, marks: tuple[Mark, ...]) -> None:
        self._store.update(lambda s: remarked(s, marks))
