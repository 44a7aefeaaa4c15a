"""All windows of one process: what is one for all of them, and what becomes of each when it closes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from xccviz.gui.state.session import Apart, Session
from xccviz.values import replace

if TYPE_CHECKING:
    from xccviz.gui.state.store import AppState, Closed, Store
    from xccviz.gui.tasks.endpoints import EndpointBook
    from xccviz.gui.tasks.following import Following
    from xccviz.gui.tasks.opening import Opener
    from xccviz.gui.tasks.settings import SettingsBook
    from xccviz.settings.networks import Network
    from xccviz.settings.rows import Setting, Settings


class OneWindow(Protocol):
    """What of a window all of them have to do with."""

    store: Store
    settings: SettingsBook
    endpoints: EndpointBook
    opener: Opener
    following: Following
    whole: bool

    def activateWindow(self) -> None:
        """Bring it to the front."""

    def close(self) -> bool:
        """Close it; whether it does."""

    def deleteLater(self) -> None:
        """Delete it when nothing else is to do."""


W = TypeVar("W", bound=OneWindow)


class Windows(Generic[W]):
    """Those that are open, in the order in which they opened. Their look, their keys and all other settings are the
    same, which hints were told, and what is remembered of what was opened: what changes in one changes in all. `make`
    makes another window as one is, with what was left open in it, and shows it."""

    _last: Store
    _last_closed: W

    def __init__(self, make: Callable[[W, Apart], W]) -> None:
        self.open: list[W] = []
        self._make = make
        self._leaving, self._telling = False, False

    # ------------------------------------------------------------------------------------------------------- opening

    def add(self, window: W) -> None:
        """One more, whose state is there."""
        self.open.append(window)
        self._last = window.store
        window.store.changed.connect(partial(self._changed, window))

    def another(self, of: W, left: Closed | None = None) -> None:
        """Open a window like one, empty or with a tab of it that goes on as it was left."""
        window = self._make(of, Apart(os.urandom(8).hex(), Session()))
        tab = left.tab if left is not None else None
        if left is not None and tab is not None:
            from xccviz.gui.state.annotating import remembered
            from xccviz.gui.state.closed import gone_on
            from xccviz.gui.tasks.wanted import with_new_tab

            def opened(state: AppState) -> AppState:
                state = gone_on(with_new_tab(state, tab, behind=False), left)
                return remembered(replace(state, view=left.view), tab)

            window.store.update(opened)
            if left.followed:
                window.following.follow(tab.key)
        window.activateWindow()

    def reopen(self, of: W, left: Apart) -> None:
        """Open a window as it was left."""
        self._make(of, left)
        of.activateWindow()

    # ------------------------------------------------------------------------------------------------------- closing

    def quit(self) -> None:
        """Close all; what is open in each is left open."""
        self._leaving = True
        for window in tuple(self.open):
            window.close()

    def ends_with(self, window: W) -> bool:
        """Whether nothing is open any more once this one has closed: what is open in it is left open. Tabs of a window
        that is closed before the others count as closed."""
        return self._leaving or all(other is window for other in self.open)

    def gone(self, window: W) -> None:
        """It has closed. With the last one the process ends."""
        if window not in self.open:
            return
        self.open.remove(window)
        self._last_closed = window  # held while it is told that it closes
        if self.open and not self._leaving:
            from xccviz.gui.look.theme import application

            QTimer.singleShot(0, application(), partial(_let_go, window))

    def store(self) -> Store:
        """That of the window that is looked at, or of the one that opened last; of the last one also when it has
        closed."""
        found = window_of(QApplication.activeWindow(), self.open) or next(reversed(self.open), None)
        self._last = found.store if found is not None else self._last
        return self._last

    # ------------------------------------------------------------------------------------------ what is one for all

    def share(self, window: W) -> None:
        """Its settings and its networks are there: what changes in them changes in all."""
        window.settings.changed.connect(partial(self._settings, window))
        window.endpoints.changed.connect(partial(self._networks, window))

    def look_up_keys(self, find_key: Callable[[str | None], str | None]) -> None:
        """Stored keys are looked up anew: some were kept or forgotten."""
        for window in self._whole():
            for asks in (window.opener, window.following):
                asks.look_up_keys(find_key)

    def _changed(self, window: W, old: AppState, new: AppState) -> None:
        looks, knows = _look_of(old) != _look_of(new), _known_of(old) != _known_of(new)
        if self._telling or not (looks or knows):
            return
        self._telling = True  # what the others have then is no news
        try:
            for other in self._others(window):
                if looks:
                    other.store.update(partial(looking_like, new))
                if knows:
                    other.store.update(partial(_knowing, old, new))
        finally:
            self._telling = False

    def _settings(self, window: W, row: Setting[object], settings: Settings) -> None:
        for other in self._whole(window):
            other.settings.take_over(row, settings)

    def _networks(self, window: W, networks: Mapping[str, Network]) -> None:
        for other in self._whole(window):
            other.endpoints.take_over(networks)

    def _others(self, window: W | None) -> list[W]:
        return [other for other in self.open if other is not window]

    def _whole(self, but: W | None = None) -> list[W]:
        return [other for other in self._others(but) if other.whole]


def _let_go(window: OneWindow) -> None:
    """Delete a window that has closed, unless it is gone already; what of the others was set aside is so again
    afterwards."""
    from shiboken6 import isValid

    from xccviz.gui.look.theme import application
    from xccviz.gui.tasks.collector import settle

    if isValid(window):
        window.deleteLater()
    QTimer.singleShot(0, application(), partial(settle, application()))


def window_of(part: QObject | None, windows: Iterable[W]) -> W | None:
    """The window that something belongs to: a dialog, a dock that floats, whatever is made for it."""
    by_id = {id(window): window for window in windows}
    while part is not None and id(part) not in by_id:
        part = part.parent()
    return by_id.get(id(part))


def _look_of(state: AppState) -> tuple[object, ...]:
    return state.theme, state.text_percent, state.density, state.amounts, state.hints


def _known_of(state: AppState) -> tuple[object, ...]:
    return state.recent, state.filters, state.columns, state.kept


def _knowing(old: AppState, new: AppState, state: AppState) -> AppState:
    """`state` with what was opened, marked, noted and filtered by elsewhere since `old`: also in its tabs."""
    from xccviz.gui.state.annotating import kept_elsewhere
    from xccviz.gui.state.memory import Memory
    from xccviz.gui.state.merging import merged

    sides = (old, new, state)
    known, ours, theirs = (
        Memory(recent=s.recent, filters=s.filters, columns=s.columns, kept=s.kept) for s in sides
    )
    found = merged(known, ours, theirs)
    knowing = replace(state, recent=found.recent, filters=found.filters, columns=found.columns)
    return kept_elsewhere(knowing, found.kept)


def beginning_like(other: AppState, state: AppState) -> AppState:
    """`state` of a window that opens beside another one, with its look and all that it knows: not all of that is
    written yet."""
    return replace(
        looking_like(other, state),
        recent=other.recent,
        filters=other.filters,
        columns=other.columns,
        kept=other.kept,
    )


def looking_like(other: AppState, state: AppState) -> AppState:
    """`state` with the look of another one, and with the hints that were told there."""
    return replace(
        state,
        theme=other.theme,
        text_percent=other.text_percent,
        density=other.density,
        amounts=other.amounts,
        hints=other.hints,
    )
