"""What a person can want of the look of the window: a part of `Intents`."""

from __future__ import annotations

from xccviz.gui.look.theme import readable
from xccviz.gui.state.store import Store
from xccviz.gui.state.tabs import looking_ahead
from xccviz.settings.rows import TEXT_PERCENT
from xccviz.settings.themes import SYSTEM, theme_names
from xccviz.values import replace


class LookIntents:
    """Themes, the size of words, which columns the tree has, and whether one looks ahead."""

    _store: Store

    def switch_theme(self) -> None:
        """The next of all themes, behind the last the first."""
        names = theme_names()
        following = names[(names.index(self._store.state.colours) + 1) % len(names)]
        self._store.update(lambda s: replace(s, theme=following))

    def follow_system(self) -> None:
        """Take the desktop's theme, now and when it changes."""
        self._store.update(lambda s: replace(s, theme=SYSTEM))

    def enlarge_text(self) -> None:
        """The next larger size of words."""
        now = self._store.state.text_percent
        self.size_text(min((size for size in TEXT_PERCENT if size > now), default=now))

    def shrink_text(self) -> None:
        """The next smaller size of words."""
        now = self._store.state.text_percent
        self.size_text(max((size for size in TEXT_PERCENT if size < now), default=now))

    def size_text(self, percent: int) -> None:
        """Larger or smaller words, within reason."""
        self._store.update(lambda s: replace(s, text_percent=readable(percent)))

    def look_ahead(self) -> None:
        """Tell what comes after the moment too, or not any more."""
        self._store.update(lambda s: looking_ahead(s, not s.ahead))

    def choose_column(self, column: str, shown: bool) -> None:
        """Show a column of the tree, or hide it, whatever room there is; of any document, from now on."""
        self._store.update(
            lambda s: replace(s, columns=tuple(sorted({**dict(s.columns), column: shown}.items())))
        )

    def forget_columns(self) -> None:
        """Leave it to the room that there is which columns the tree has."""
        self._store.update(lambda s: replace(s, columns=()))
