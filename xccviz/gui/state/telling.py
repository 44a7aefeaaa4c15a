"""Telling panels of the state: what each of them is, what changed between two states, and who catches up later."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterator, Mapping
from contextlib import suppress
from typing import Protocol, cast, runtime_checkable

from xccviz.gui.state.store import AppState
from xccviz.values import names

LARGE = 300
"""Nodes above which a transaction is large: what takes a moment is done after the rest, or beside the window."""


@runtime_checkable
class Panel(Protocol):
    """A panel, a view or a strip: everything that shows a part of the state. One that selects also has a signal
    `select_wanted(node id)`."""

    def show_state(self, old: AppState | None, new: AppState) -> None:
        """Show `new`. `old` is what this panel was told last, None at first: what is alike in both stands already."""


def same_look(old: AppState | None, new: AppState) -> bool:
    """Whether colours and sizes are as they were."""
    return old is not None and _look(old) == _look(new)


def _look(state: AppState) -> tuple[object, ...]:
    return state.colours, state.text_percent, state.density, state.amounts


def same_front(old: AppState | None, new: AppState) -> bool:
    """Whether the tab in front shows what it did: document, moment, selection, look ahead, and the look."""
    return old is not None and old.tab is new.tab and old.ahead == new.ahead and same_look(old, new)


def same_document(old: AppState | None, new: AppState) -> bool:
    """Whether the tab in front holds the document it did, in the same look."""
    if old is None or not same_look(old, new):
        return False
    before, now = old.tab, new.tab
    return before is now or (before is not None and now is not None and before.document is now.document)


def closes(old: AppState, new: AppState) -> bool:
    """Whether a tab of `old` is not open any more."""
    kept = {tab.key for tab in new.tabs}
    return any(tab.key not in kept for tab in old.tabs)


def stepping(old: AppState | None, new: AppState) -> bool:
    """Whether the same large transaction is shown at another moment or with another selection: then what is looked at
    is painted first, and what stands around it may follow."""
    tab = new.tab
    large = tab is not None and len(tab.document.graph.nodes) > LARGE
    return large and old is not None and same_document(old, new) and not closes(old, new)


_MOVES = ("cursor", "moment", "selection", "trail", "trail_at")
"""Members of a tab that say where one stands."""
_FOUND = {
    "filtering": ("text", "filter", "mistake", "hides", "columns"),
    "marking": ("marked", "halts", "runs", "columns"),
}
"""Members of a tab that find something by what is known where one stands, and what of them a step leaves as it is."""


def moved(old: AppState | None, new: AppState) -> bool:
    """Whether in a large transaction nothing is another but where one stands: then what is looked at is painted before
    strips and buttons are told."""
    if old is None or not stepping(old, new):
        return False
    before, now = old.tab, new.tab
    if (
        before is None
        or now is None
        or any(getattr(old, name) is not getattr(new, name) for name in _others(old))
    ):
        return False
    apart = [(one, other) for one, other in zip(old.tabs, new.tabs, strict=False) if one is not other]
    if len(old.tabs) != len(new.tabs) or apart not in ([], [(before, now)]):
        return False
    stays = (name for name in names(now) if name not in _MOVES and name not in _FOUND)
    if any(getattr(before, name) is not getattr(now, name) for name in stays):
        return False
    found = ((getattr(before, name), getattr(now, name), asked) for name, asked in _FOUND.items())
    return all(getattr(was, each) is getattr(own, each) for was, own, asked in found for each in asked)


def _others(state: AppState) -> Iterator[str]:
    return (name for name in names(state) if name != "tabs")


@runtime_checkable
class Patient(Protocol):
    """A panel that may be told a moment later than the others."""

    def may_wait(self, old: AppState, new: AppState) -> bool:
        """Whether nobody misses it if what it shows is `old` for that moment."""


class Together:
    """Panels that are told of every change, in their order. Those that may wait are told when `catch_up` is called, of
    several changes once; all but the `first` when `go_on` is, where one only moves in a large transaction. `wake` is
    called when somebody waits."""

    def __init__(
        self,
        panels: tuple[Panel, ...],
        wake: Callable[[], None] | None = None,
        first: Collection[Panel] | None = None,
    ) -> None:
        self.panels = panels
        self._wake = wake
        self._first = panels if first is None else first
        # asked once: whether something fits a protocol takes longer than most panels take to show a step
        self._patient: dict[Panel, Patient] = {p: p for p in panels if isinstance(p, Patient)}
        self._failed: dict[Panel, Exception] = {}
        self._behind: dict[Panel, AppState] = {}
        self._next: dict[Panel, AppState] = {}
        self.state: AppState | None = None
        """What they were told of last, those that wait not yet."""

    def tell(self, old: AppState | None, new: AppState) -> Exception | None:
        """Tell all of them; what one of them raised, None if all show `new`. Who failed is told from the beginning
        the next time, and one that fails then too raises: there is nothing left to go back to."""
        failed, self._failed = self._failed, {}
        self.state = new
        moves: dict[int, bool] = {}
        for panel in self.panels:
            before = None if panel in failed else self._behind.pop(panel, self._next.pop(panel, old))
            patient = self._patient.get(panel) if self._wake is not None else None
            if before is not None and patient is not None and patient.may_wait(before, new):
                self._behind[panel] = before
                continue
            if before is not None and self._wake is not None and panel not in self._first:
                if id(before) not in moves:
                    moves[id(before)] = moved(before, new)
                if moves[id(before)]:
                    self._next[panel] = before
                    continue
            try:
                panel.show_state(before, new)
            except Exception as error:
                if old is None or failed:
                    raise
                self._failed[panel] = error
        if (self._behind or self._next) and self._wake is not None:
            self._wake()
        return next(iter(self._failed.values()), None)

    def go_on(self) -> Exception | None:
        """Tell those who let the first be painted."""
        behind, self._next = self._next, {}
        return self._tell_now(behind)

    def catch_up(self) -> Exception | None:
        """Tell those who wait."""
        behind, self._behind = self._behind, {}
        return self._tell_now(behind)

    def _tell_now(self, behind: Mapping[Panel, AppState]) -> Exception | None:
        for panel, before in behind.items():
            try:
                if self.state is not None:
                    panel.show_state(before, self.state)
            except Exception as error:
                self._failed[panel] = error
        return next((self._failed[panel] for panel in behind if panel in self._failed), None)


class CatchingUp:
    """Panels of which only those in sight are told. The others are told when they come, and until then they hold on to
    nothing that was closed."""

    def __init__(self, panels: Mapping[str, object]) -> None:
        self._panels = panels
        self._told: dict[str, AppState] = {}

    def tell(self, name: str, state: AppState) -> None:
        """Tell one panel."""
        panel, old = cast(Panel, self._panels[name]), self._told.get(name)  # a test holds it for each row
        self._told[name] = state
        try:
            panel.show_state(old, state)
        except Exception:
            # Half of it would look like all of it: it shows nothing, and is told from the beginning next time.
            del self._told[name]
            with suppress(Exception):
                panel.show_state(state, _nothing(state))
            raise

    def tell_all(self, state: AppState, in_sight: Container[str]) -> None:
        """Tell those in sight."""
        for name in self._panels:
            told = self._told.get(name)
            if name in in_sight:
                self.tell(name, state)
            elif told is not None and closes(told, state):
                self.tell(name, _nothing(told))


def _nothing(like: AppState) -> AppState:
    """No document, in the same look."""
    return AppState(theme=like.colours, text_percent=like.text_percent, density=like.density)
