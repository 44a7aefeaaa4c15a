"""What a person can want of tabs: a part of `Intents`."""

from __future__ import annotations

from xccviz.gui.note_intents import NoteIntents
from xccviz.gui.state.closed import left_as, moved_away, reopened, without_tab
from xccviz.gui.state.stage import Stage
from xccviz.gui.state.store import AppState
from xccviz.gui.state.tabs import in_front, place_of, places
from xccviz.gui.tasks.following import Following
from xccviz.values import replace


class TabIntents(NoteIntents):
    """Going from tab to tab, putting them in another order, closing them and opening them again."""

    _stage: Stage
    following: Following

    def choose_tab(self, index: int) -> None:
        """Bring another open transaction to the front, or, behind the last, the two that are compared."""
        self._store.update(lambda s: in_front(s, index))

    def next_tab(self) -> None:
        """The one after it, from the last to the first."""
        self._turn(1)

    def previous_tab(self) -> None:
        """The one before it, from the first to the last."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        self._store.update(lambda s: in_front(s, (place_of(s) + by) % places(s)) if s.tabs else s)

    def move_tab(self, index: int, to: int) -> None:
        """Put a tab elsewhere among the others; the one in front stays in front."""

        def move(state: AppState) -> AppState:
            tabs = list(state.tabs)
            tabs.insert(to, tabs.pop(index))
            return replace(state, tabs=tuple(tabs), active=tabs.index(state.tabs[state.active]))

        self._store.update(move)

    def close_tab(self, index: int | None = None) -> None:
        """Close a tab, the one in front without `index`; the two that are compared stand behind the last."""
        self.keep_drafts()
        self._store.update(lambda s: without_tab(s, place_of(s) if index is None else index))

    def move_to_window(self, index: int | None = None) -> None:
        """Move a tab, the one in front without `index`, to a window of its own, where it goes on as it was."""
        self.keep_drafts()
        state = self._store.state
        place = state.active if index is None else index
        if 0 <= place < len(state.tabs):
            left = left_as(state, place)
            self._store.update(lambda s: moved_away(s, place))
            self._stage.open_window(left)

    def reopen_tab(self) -> None:
        """Open the tab that was closed last, as it was left; what was followed is followed on."""
        closed = next(iter(self._store.state.closed), None)
        self._store.update(reopened)
        if closed is not None and closed.tab is not None and closed.followed:
            self.following.follow(closed.tab.key)
