"""Following transactions that are still running: the document of a tab is replaced as its states arrive."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QObject

from xccviz.document import Document
from xccviz.gui.state.memory import recent_of
from xccviz.gui.state.store import AppState, FollowState, OpenTab, Store
from xccviz.gui.state.tabs import grown, with_tab_of
from xccviz.gui.tasks.collector import resting
from xccviz.gui.tasks.jobs import Jobs, beside
from xccviz.gui.tasks.laying_out import LayingOut, layouts_for
from xccviz.gui.tasks.problems import problem_of
from xccviz.gui.tasks.wanted import title_of
from xccviz.layout.types import Layout
from xccviz.model.errors import Cancelled
from xccviz.model.text import visible_text
from xccviz.opening.follow import follow_on, is_final
from xccviz.opening.options import OpenOptions, OpenResult, heeding
from xccviz.settings.networks import Network
from xccviz.settings.rows import Settings
from xccviz.sources.progress import Progress, Report, silent
from xccviz.values import frozen, replace

TROUBLE_SHOWN = 200
"""Characters."""


class _Relay:
    """Tells of the same iteration to one job after the other."""

    report: Report = staticmethod(silent)

    def tell(self, progress: Progress) -> None:
        self.report(progress)


@frozen
class _Asked:
    """One wait for the next state: of the tab `key`, from `states`, laid out with `expanded` open."""

    key: int
    states: AsyncIterator[OpenResult]
    relay: _Relay
    expanded: frozenset[str]


class Following(QObject):
    """One job a wait: it ends with the next state, and another follows until the transaction is final, its tab is
    closed, it is stopped, or nobody answers any more."""

    def __init__(
        self,
        store: Store,
        jobs: Jobs,
        laying_out: LayingOut,
        options: OpenOptions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._laying_out = laying_out
        self._options = options
        self._asked: dict[int, _Asked] = {}
        jobs.finished.connect(self._finished)
        jobs.progressed.connect(self._progressed)
        store.changed.connect(self._forget_closed)

    def heed(self, settings: Settings) -> None:
        """Go by these settings from now on."""
        self._options = heeding(self._options, settings)

    def ask_of(self, networks: Mapping[str, Network]) -> None:
        """Ask the endpoints of these networks whenever a following begins."""
        self._options = replace(self._options, networks=networks)

    def look_up_keys(self, find_key: Callable[[str | None], str | None]) -> None:
        """Look stored keys up anew whenever a following begins: some were kept or forgotten."""
        self._options = replace(self._options, find_key=find_key)

    def opened(self, tab: OpenTab) -> None:
        """Follow what was fetched while it runs; a saved state is followed only when that is asked for."""
        if tab.source == "network":
            self.follow(tab.key)

    def follow(self, key: int | None = None) -> None:
        """Follow the transaction of a tab, the one in front without `key`."""
        state = self._store.state
        tab = state.tab if key is None else _tab_of(state, key)
        if tab is None or self._options.offline or is_final(tab.document) or _running(state, tab.key):
            return
        document, relay = tab.document, _Relay()
        network = None if document.trace.network else state.network or None
        options = replace(self._options, network=network)
        states = follow_on(OpenResult(document), options, relay.tell, resting)
        self._ask(tab, states, relay)

    def stop(self, key: int | None = None) -> None:
        """End the following of a tab, the one in front without `key`; what is shown stays."""
        state = self._store.state
        tab = state.tab
        wanted = key if key is not None else tab.key if tab is not None else None
        for job in [job for job, asked in self._asked.items() if asked.key == wanted]:
            del self._asked[job]
            self._jobs.cancel(job)
        self._store.update(lambda s: _without(s, wanted))

    def _ask(self, tab: OpenTab, states: AsyncIterator[OpenResult], relay: _Relay) -> None:
        expanded = self._laying_out.pending(tab.document, tab.expanded)

        async def work(report: Report) -> tuple[Document, Mapping[str, Layout]] | None:
            relay.report = report
            result = await anext(states, None)
            if result is None:
                return None
            with resting():
                # The view in front by now, whatever it was when the waiting began.
                state = self._store.state
                layouts = await beside(
                    layouts_for, result.document.analysis, state.view, expanded, state.width, tab.selection
                )
            return result.document, layouts

        job = self._jobs.submit(work)
        self._asked[job] = _Asked(tab.key, states, relay, expanded)
        self._store.update(lambda s: _with(s, FollowState(tab.key, job)))

    def _finished(self, job: int, result: Any, error: Exception | None) -> None:
        asked = self._asked.pop(job, None)
        tab = _tab_of(self._store.state, asked.key) if asked is not None else None
        if asked is None or tab is None:
            return
        if error is not None and not isinstance(error, Cancelled):
            ended = FollowState(tab.key, job, ended=problem_of(tab.given, error))
            self._store.update(lambda s: _with(s, ended))
        elif result is None:
            self._store.update(lambda s: _without(s, tab.key))
        else:
            self._grow(tab, asked, *result)

    def _grow(self, tab: OpenTab, asked: _Asked, document: Document, layouts: Mapping[str, Layout]) -> None:
        # What was unfolded while the state was on its way is unfolded again.
        wanted = self._laying_out.pending(tab.document, tab.expanded)
        now = grown(tab, document, layouts, asked.expanded, title_of(document))
        ended = is_final(document)

        def change(state: AppState) -> AppState:
            entry = recent_of(now.given, document, now.title, datetime.now(UTC))
            recent = tuple(
                replace(entry, at=old.at) if entry is not None and old.given == entry.given else old
                for old in state.recent
            )
            state = replace(with_tab_of(state, now.key, lambda _: now), recent=recent)
            return _without(state, now.key) if ended else state

        self._store.update(change)
        if wanted != asked.expanded:
            self._laying_out.unfold(document, wanted)
        if not ended:
            self._ask(now, asked.states, asked.relay)

    def _progressed(self, job: int, progress: Progress) -> None:
        asked = self._asked.get(job)
        if asked is not None and progress.stage in ("trouble", "done"):
            trouble = visible_text(progress.text, TROUBLE_SHOWN) if progress.stage == "trouble" else ""
            self._store.update(lambda s: _with(s, FollowState(asked.key, job, trouble)))

    def _forget_closed(self, _old: AppState, new: AppState) -> None:
        open_now = {tab.key for tab in new.tabs}
        for key in {asked.key for asked in self._asked.values()} | {follow.key for follow in new.following}:
            if key not in open_now:
                self.stop(key)


def _tab_of(state: AppState, key: int) -> OpenTab | None:
    return next((tab for tab in state.tabs if tab.key == key), None)


def _running(state: AppState, key: int) -> bool:
    return any(follow.key == key and follow.ended is None for follow in state.following)


def _with(state: AppState, follow: FollowState) -> AppState:
    return replace(_without(state, follow.key), following=(*_without(state, follow.key).following, follow))


def _without(state: AppState, key: int | None) -> AppState:
    return replace(state, following=tuple(follow for follow in state.following if follow.key != key))
