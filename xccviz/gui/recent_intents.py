"""What a person can want of what was opened before: a part of `Intents`."""

from __future__ import annotations

from xccviz.gui.state.memory import Recent, listed
from xccviz.gui.state.store import AppState, Store
from xccviz.gui.tasks.opening import Opener
from xccviz.values import replace


class RecentIntents:
    """Opening it again, keeping it in front, and forgetting it."""

    _store: Store
    opener: Opener

    def open_recent(self, entry: Recent) -> None:
        """Open again what was opened before, where it was found."""
        self.opener.open(entry.given, network=entry.network)

    def pin_recent(self, entry: Recent) -> None:
        """Keep it before the others, or no more."""

        def pin(old: Recent) -> Recent:
            return replace(old, pinned=not old.pinned) if old.given == entry.given else old

        self._store.update(lambda s: replace(s, recent=listed(map(pin, s.recent))))

    def remove_recent(self, entry: Recent) -> None:
        """Forget that it was opened; until the window closes it can be brought back."""

        def remove(state: AppState) -> AppState:
            left = tuple(old for old in state.recent if old.given != entry.given)
            return replace(state, recent=left, cleared=state.recent) if left != state.recent else state

        self._store.update(remove)

    def clear_recent(self) -> None:
        """Forget what was opened and is not pinned; until the window closes it can be brought back."""
        self._store.update(
            lambda s: replace(s, recent=tuple(old for old in s.recent if old.pinned), cleared=s.recent)
        )

    def restore_recent(self) -> None:
        """Bring back what was forgotten last, behind what was opened since."""

        def restore(state: AppState) -> AppState:
            given = {entry.given for entry in state.recent}
            kept = (entry for entry in state.cleared if entry.given not in given)
            return replace(state, recent=listed((*state.recent, *kept)), cleared=())

        self._store.update(restore)
