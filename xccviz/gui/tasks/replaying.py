"""Runs the selected call again while the replay view is in front: beside the window, in a process of its own, which is
ended when something else is wanted."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.graph.types import Node
from xccviz.gui.state.rerun import Rerun
from xccviz.gui.state.rerunning import REPLAY, called, rerun_of
from xccviz.gui.state.store import AppState, Store
from xccviz.gui.tasks.jobs import Jobs, beside
from xccviz.model.errors import Cancelled, UserError
from xccviz.opening.options import OpenOptions
from xccviz.sources.progress import Progress, Report
from xccviz.values import replace

if TYPE_CHECKING:
    from xccviz.rerun.answer import Answer


class Replaying(QObject):
    """One call at a time; what it came to stands in the state."""

    def __init__(
        self, store: Store, jobs: Jobs, options: Callable[[], OpenOptions], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store, self._jobs, self._options = store, jobs, options
        self._run: _Run | None = None
        self._job = 0
        store.changed.connect(self._changed)
        jobs.finished.connect(self._finished)
        jobs.progressed.connect(self._progressed)

    def fetch(self) -> None:
        """Run the selected call once more, and ask its network for what is missing."""
        self._start(fetching=True)

    def stop(self) -> None:
        """End what is run; what it looked for is not known then."""
        run, job = self._run, self._job
        self._run, self._job = None, 0
        if run is None:
            return
        self._jobs.cancel(job)
        threading.Thread(target=run.end, name="xccviz-end-replay", daemon=True).start()
        error = UserError(tr("the run was ended"), tr("Run it again to know."), kind="incomplete")
        self._store.update(
            lambda s: replace(s, rerun=replace(s.rerun, error=error)) if s.rerun and s.rerun.running else s
        )

    def again(self) -> None:
        """Run the selected call once more."""
        self._start(fetching=False)

    def _changed(self, old: AppState, new: AppState) -> None:
        wanted = new.view == REPLAY and called(new.tab) is not None
        if wanted and rerun_of(new) is None:
            self._start(fetching=False)
        elif not wanted and self._run is not None:
            self.stop()
        if not new.tabs and new.rerun is not None:
            self._store.update(lambda s: replace(s, rerun=None))

    def _start(self, fetching: bool) -> None:
        self.stop()
        tab = self._store.state.tab
        node = called(tab)
        if tab is None or node is None:
            return
        self._run = run = _Run(tab.document, node, self._options(), fetching)

        async def work(report: Report) -> Answer:
            return await beside(run, report)

        begun = Rerun(tab.key, tab.document, node.id, tr("running it"), fetching=fetching)
        self._job = self._jobs.submit(work)
        self._store.update(lambda s: replace(s, rerun=begun))

    def _progressed(self, job: int, progress: Progress) -> None:
        if job == self._job and self._run is not None:
            text = progress.text
            self._store.update(
                lambda s: replace(s, rerun=replace(s.rerun, text=text)) if s.rerun is not None else s
            )

    def _finished(self, job: int, result: Answer | None, error: Exception | None) -> None:
        if job != self._job or self._run is None:
            return
        self._run, self._job = None, 0
        if isinstance(error, Cancelled):
            return
        if error is not None and not isinstance(error, UserError):
            raise error
        self._store.update(lambda s: _ended(s, result, error))


def _ended(state: AppState, answer: Answer | None, error: UserError | None) -> AppState:
    """With what came of it, and with what was fetched among the documents of its tab, so that a capture keeps it."""
    run = state.rerun
    if run is None:
        return state
    if answer is None or not answer.replay.documents:
        return replace(state, rerun=replace(run, answer=answer, error=error))
    from xccviz.opening.rerunning import with_documents

    raw = with_documents(run.document.raw, answer.replay.documents)
    document = replace(run.document, raw=raw)
    tabs = tuple(
        replace(tab, document=document) if tab.document is run.document else tab for tab in state.tabs
    )
    return replace(state, tabs=tabs, rerun=replace(run, document=document, answer=answer))


class _Run:
    """One run, in a thread; `end` may be called from any other."""

    def __init__(self, document: Document, node: Node, options: OpenOptions, fetching: bool) -> None:
        self._document, self._node, self._fetching = document, node, fetching
        self._options = options if fetching else replace(options, offline=True)
        self._ends: list[Callable[[], None]] = []
        self._lock = threading.Lock()
        self._ended = False

    def __call__(self, report: Report) -> Answer:
        """What came of it. Raises UserError where it can't be run, or not to its end."""
        from xccviz.opening.rerunning import further_for, replayer_for
        from xccviz.opening.sandboxes import sandbox_for, stopped
        from xccviz.rerun.answer import answered
        from xccviz.rerun.sandbox import SandboxFailed

        sandbox = sandbox_for(self._options)
        try:
            self._keep(sandbox.end)
            further = further_for(self._document.raw, self._options, report)
            if further is not None:
                self._keep(further.close)
            return answered(
                replayer_for(self._document, self._node, sandbox, further, thorough=self._fetching)
            )
        except SandboxFailed as failed:
            raise stopped(failed) from failed
        finally:
            self.end()

    def end(self) -> None:
        """Kill the process and end what is asked; once more is nothing."""
        with self._lock:
            self._ended, ends, self._ends = True, self._ends, []
        for end in ends:
            end()

    def _keep(self, end: Callable[[], None]) -> None:
        """Have something ended by `end`, now where that was already."""
        with self._lock:
            ended = self._ended
            if not ended:
                self._ends.append(end)
        if ended:
            end()
