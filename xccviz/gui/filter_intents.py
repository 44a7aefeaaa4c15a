"""What a person can want of the filter: a part of `Intents`."""

from __future__ import annotations

from xccviz.gui.state.comparing import chosen_call, with_pair
from xccviz.gui.state.filtering import hiding, hit_after
from xccviz.gui.state.filters import with_saved, with_used, without
from xccviz.gui.state.pair_filter import hiding_pair, hit_call_after, shown_filter
from xccviz.gui.state.stage import Stage
from xccviz.gui.state.store import Store
from xccviz.gui.state.tabs import selected, with_tab
from xccviz.gui.tasks.finding import Finding
from xccviz.values import replace


class FilterIntents:
    """Typing a filter, walking its hits, choosing from those that were used: all of it about the tab in front, or
    about the two that stand there."""

    _store: Store
    _stage: Stage
    finding: Finding

    def focus_filter(self) -> None:
        """Put the keyboard into the filter bar."""
        self._stage.focus_filter()

    def prepare_filter(self) -> None:
        """Somebody is about to type one."""
        self.finding.prepare()

    def set_filter(self, text: str) -> None:
        """Filter what the tab in front shows, as it is typed; "" shows everything alike."""
        if self._store.state.pair is not None:
            self.finding.filter_both(text)
        else:
            self.finding.filter_by(text)

    def clear_filter(self) -> None:
        """Show everything alike."""
        self.set_filter("")

    def hide_rest(self, hides: bool) -> None:
        """Hide what the filter does not find, or dim it."""
        if self._store.state.pair is not None:
            self._store.update(lambda s: with_pair(s, lambda pair: hiding_pair(pair, hides)))
            return
        self._store.update(
            lambda s: with_tab(s, lambda tab: replace(tab, filtering=hiding(tab.filtering, hides)))
        )

    def switch_rest(self) -> None:
        """The other of hidden and dimmed."""
        filtering = shown_filter(self._store.state)
        if filtering is not None:
            self.hide_rest(not filtering.hides)

    def next_hit(self) -> None:
        """Select the next hit; behind the last comes the first."""
        self.walk_hits(1)

    def previous_hit(self) -> None:
        """Select the hit before."""
        self.walk_hits(-1)

    def walk_hits(self, by: int) -> None:
        """Select the next hit (1) or the one before (-1)."""
        tab, pair = self._store.state.tab, self._store.state.pair
        if pair is not None:
            self._walk_calls(hit_call_after(pair, by))
            return
        hit = hit_after(tab.filtering, tab.document.graph, tab.selection, by) if tab is not None else None
        if tab is None or hit is None:
            return
        self.use_filter()
        self._store.update(lambda s: with_tab(s, lambda tab: selected(tab, hit)))
        self._stage.sight.reveal_selection()

    def _walk_calls(self, key: str | None) -> None:
        if key is not None:
            self.use_filter()
            self._store.update(lambda s: with_pair(s, lambda pair: chosen_call(pair, key)))
            self._stage.sight.reveal_selection()

    def use_filter(self) -> None:
        """The filter in force is what was meant: it is remembered."""
        text = self._in_force()
        if text is not None:
            self._store.update(lambda s: replace(s, filters=with_used(s.filters, text)))

    def save_filter(self) -> None:
        """Save the filter in force, or save it no more."""
        text = self._in_force()
        if text is not None:
            self._store.update(lambda s: replace(s, filters=with_saved(s.filters, text)))

    def _in_force(self) -> str | None:
        filtering = shown_filter(self._store.state)
        told = filtering is not None and filtering.filter is not None and filtering.mistake is None
        return filtering.text if filtering is not None and told else None

    def forget_filter(self, text: str) -> None:
        """Remember a filter no more, used or saved."""
        self._store.update(lambda s: replace(s, filters=without(s.filters, text)))
