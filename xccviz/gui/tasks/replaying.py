"""Runs the selected call again while the replay view is in front: beside the window, in a process of its own, which
lives on for whatever is changed, and is ended when something else is wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from xccviz.catalogue import tr
from xccviz.gui.state.rerun import KEPT, Rerun
from xccviz.gui.state.rerunning import REPLAY, called, rerun_of
from xccviz.gui.state.store import AppState, Store
from xccviz.gui.tasks.jobs import Jobs, beside
from xccviz.gui.tasks.replay_session import Session, running_words
from xccviz.model.errors import Cancelled, UserError
from xccviz.opening.options import OpenOptions
from xccviz.sources.progress import Progress, Report
from xccviz.values import replace

if TYPE_CHECKING:
    from xccviz.document import Document
    from xccviz.gui.state.asked_again import Asked
    from xccviz.rerun.answer import Answer
    from xccviz.rerun.making import Making

Of = tuple[int, str]


class Replaying(QObject):
    """One call at a time; what it came to stands in the state."""

    def __init__(
        self, store: Store, jobs: Jobs, options: Callable[[], OpenOptions], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store, self._jobs, self._options = store, jobs, options
        self._session: Session | None = None
        self._of: tuple[int, str, bool, str] | None = None
        self._document: Document | None = None
        self._job = 0
        self._asked: Asked | None = None
        store.changed.connect(self._changed)
        jobs.finished.connect(self._finished)
        jobs.progressed.connect(self._progressed)

    def fetch(self, endpoint: str = "") -> None:
        """Run the selected call once more, and ask its network, or an endpoint, for what is missing."""
        self._start(fetching=True, endpoint=endpoint)

    def again(self) -> None:
        """Run the selected call once more."""
        run = rerun_of(self._store.state)
        self._start(run is not None and run.fetching, run.endpoint if run is not None else "")

    def stop(self) -> None:
        """End what is run; what it looked for is not known then."""
        running, of = self._job, self._of
        self._job = 0
        if self._session is not None:
            self._session.stop()
        if not running or of is None:
            return
        self._jobs.cancel(running)
        self._put(of[:2], _ended_before)

    # ---------------------------------------------------------------------------------------------------------- inside

    def _changed(self, old: AppState, new: AppState) -> None:
        state = self._store.state  # perhaps later than `new`
        node, run = called(state.tab), rerun_of(state)
        if state.view != REPLAY or node is None:
            self._leave()
        elif run is None:
            self._start(fetching=False)
        elif self._job and self._of is not None and self._of[:2] != (run.key, run.node):
            self._leave()
        elif run.wanted != (self._asked if self._job else run.told):
            self._start(run.fetching, run.endpoint)
        keys = {tab.key for tab in state.tabs}
        if any(one.key not in keys for one in state.reruns):
            self._store.update(lambda s: replace(s, reruns=tuple(one for one in s.reruns if one.key in keys)))

    def _leave(self) -> None:
        """Nothing is to be run for now: its process goes."""
        if self._session is not None:
            self.stop()
            self._session = self._of = self._document = None

    def _start(self, fetching: bool, endpoint: str = "") -> None:
        tab = self._store.state.tab
        node = called(tab)
        if tab is None or node is None:
            return
        of = (tab.key, node.id, fetching, endpoint)
        if self._job:
            self._jobs.cancel(self._job)
            self._job = 0
            assert self._session is not None
            self._session.stop()
        if self._session is None or self._of != of or self._document is not tab.document:
            if self._session is not None:
                self._session.stop()
            self._session = Session(tab.document, node, self._options(), fetching, endpoint)
            self._of, self._document = of, tab.document
        session, turn = self._session, self._session.next_turn()
        run = replace(
            _to_run(self._store.state, Rerun(tab.key, tab.document, node.id)),
            running=True, error=None, text=tr("running it"), fetching=fetching, endpoint=endpoint,
        )  # fmt: skip
        asked = self._asked = run.wanted

        async def work(report: Report) -> Answer:
            return await beside(_run, session, asked, turn, report)

        self._job = self._jobs.submit(work)
        self._store.update(lambda s: _begun(s, run))

    def _progressed(self, job: int, progress: Progress) -> None:
        if job == self._job and self._of is not None:
            text = running_words(progress)
            self._put(self._of[:2], lambda run: replace(run, text=text))

    def _finished(self, job: int, result: Answer | None, error: Exception | None) -> None:
        if job != self._job or self._of is None:
            return
        self._job = 0
        if isinstance(error, Cancelled):
            return
        of, asked = self._of[:2], self._asked
        if error is not None and not isinstance(error, UserError):
            self._put(of, _ended_before)
            raise error
        making = self._session.making if self._session is not None else None
        self._store.update(lambda s: _ended(s, of, asked, result, error, making))
        run = rerun_of(self._store.state)
        if run is not None and (run.key, run.node) == of:
            self._document = run.document  # it has what was fetched, and the session knows that already

    def _put(self, of: Of, change: Callable[[Rerun], Rerun]) -> None:
        self._store.update(lambda s: _changed_of(s, of, change))


def _run(session: Session, asked: Asked | None, turn: int, report: Report) -> Answer:
    from xccviz.gui.state.asked_again import Asked  # late: a window that runs nothing again loads none of it

    return session.run(asked if asked is not None else Asked(), turn, report)


def _to_run(state: AppState, fresh: Rerun) -> Rerun:
    """The call with what was filled in, also where its document has grown since."""
    before = next((one for one in state.reruns if one.same(fresh)), fresh)
    if before.document is fresh.document:
        return before
    gone = replace(before, document=fresh.document, answer=None, recorded=None, told=None)
    return replace(gone, wanted=before.asked, row=None)


def _begun(state: AppState, run: Rerun) -> AppState:
    """With a run before the others, of which the latest are kept."""
    return replace(state, reruns=(run, *(one for one in state.reruns if not one.same(run)))[:KEPT])


def _changed_of(state: AppState, of: Of, change: Callable[[Rerun], Rerun]) -> AppState:
    return replace(
        state, reruns=tuple(change(one) if (one.key, one.node) == of else one for one in state.reruns)
    )


def _ended_before(run: Rerun) -> Rerun:
    """A run that told nothing."""
    error = UserError(tr("the run was ended"), tr("Run it again to know."), kind="incomplete")
    return replace(run, running=False, error=error, told=run.wanted)


def _ended(
    state: AppState,
    of: Of,
    asked: Asked | None,
    answer: Answer | None,
    error: UserError | None,
    making: Making | None,
) -> AppState:
    """With what came of it, and with what was fetched among the documents of its tab, so that a capture keeps it."""
    run = next((one for one in state.reruns if (one.key, one.node) == of), None)
    if run is None:
        return state
    ended = replace(run, running=False, error=error, told=asked, making=making)
    if answer is not None:
        ended = replace(ended, answer=answer, recorded=None)
    state = _changed_of(state, of, lambda _: ended)
    had = {id(one) for one in run.document.raw.documents}
    fetched = [
        *(answer.replay.documents if answer is not None else ()),
        *(making.documents if making else ()),
    ]
    fresh = [one for one in fetched if id(one) not in had]
    if not fresh:
        return state
    from xccviz.opening.rerunning import with_documents

    document = replace(run.document, raw=with_documents(run.document.raw, fresh))
    tabs = tuple(
        replace(tab, document=document) if tab.document is run.document else tab for tab in state.tabs
    )
    reruns = tuple(
        replace(one, document=document) if one.document is run.document else one for one in state.reruns
    )
    return replace(state, tabs=tabs, reruns=reruns)
