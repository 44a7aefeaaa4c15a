"""Looks whether the input of a what-if was recorded once, among all that is at hand: beside the window, and no longer
than anybody looks at it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from xccviz.gui.state.rerunning import REPLAY, rerun_of
from xccviz.gui.state.store import AppState, Store
from xccviz.gui.tasks.collector import resting
from xccviz.gui.tasks.jobs import Jobs, beside
from xccviz.model.errors import Cancelled
from xccviz.opening.options import OpenOptions
from xccviz.sources.progress import Report
from xccviz.values import replace

if TYPE_CHECKING:
    from xccviz.document import Document
    from xccviz.opening.recorded import KnownRun, Shelf
    from xccviz.rerun.answer import Answer


class Recorded(QObject):
    """Hears of every change of the store; `states` are those of all windows."""

    def __init__(
        self,
        store: Store,
        jobs: Jobs,
        options: Callable[[], OpenOptions],
        states: Callable[[], Iterable[AppState]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._jobs, self._options, self._states = store, jobs, options, states
        self._of: Answer | None = None
        self._job = 0
        self._shelf: Shelf | None = None
        store.changed.connect(self._changed)
        jobs.finished.connect(self._finished)

    def _changed(self, old: AppState, new: AppState) -> None:
        state = self._store.state  # perhaps later than `new`
        run = rerun_of(state) if state.view == REPLAY else None
        answer = run.answer if run is not None and not run.running else None
        if answer is self._of:
            return
        self._of = answer
        self._jobs.cancel(self._job)
        self._job = 0
        if run is not None and answer is not None and answer.what_if is not None and run.recorded is None:
            self._look(answer, run.document)

    def _look(self, answer: Answer, document: Document) -> None:
        from xccviz.opening.recorded import (
            Shelf,
            known_runs,
        )  # late: a window that runs nothing again loads none of it

        tabs = [tab for state in self._states() for tab in state.tabs]
        front = [tab for tab in tabs if tab.document is document]
        open = [(tab.given, tab.document) for tab in dict.fromkeys((*front, *tabs))]
        there = {given for given, _ in open}
        files = [one.given for one in self._store.state.recent if one.given not in there]
        options = self._options()
        shelf = self._shelf = self._shelf if self._shelf is not None else Shelf()

        def look() -> tuple[KnownRun, ...]:
            with resting(lasting=False):
                return known_runs(answer, open, options, files, shelf, lambda: self._of is answer)

        async def work(report: Report) -> tuple[KnownRun, ...]:
            return await beside(look)

        self._job = self._jobs.submit(work)

    def _finished(self, job: int, result: tuple[KnownRun, ...] | None, error: Exception | None) -> None:
        if job != self._job:
            return
        self._job, answer = 0, self._of
        if isinstance(error, Cancelled):
            return
        if error is not None:
            raise error

        def told(state: AppState) -> AppState:
            reruns = (replace(one, recorded=result) if one.answer is answer else one for one in state.reruns)
            return replace(state, reruns=tuple(reruns))

        self._store.update(told)
