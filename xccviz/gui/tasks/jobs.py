"""The one crossing point between asyncio and Qt: a worker thread with its own loop, one queued signal out."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from xccviz.model.errors import Cancelled
from xccviz.sources.progress import Progress, Report

if TYPE_CHECKING:
    from concurrent.futures import Future

    from xccviz.gui.tasks.loop import LoopThread

_T = TypeVar("_T")
PATIENCE = 0.15
"""Seconds that the worker thread has to end when the window closes."""
Work = Callable[[Report], Coroutine[Any, Any, Any]]


async def beside(function: Callable[..., _T], *given: Any) -> _T:
    """What a function gives, run beside the loop in a thread of its own: for jobs."""
    import asyncio

    return await asyncio.to_thread(function, *given)


class Jobs(QObject):
    """Runs coroutines beside the window. `finished(job, result, error)`: error is None, an Exception, or a Cancelled;
    `progressed(job, Progress)`. Both arrive in the GUI thread, never before `submit` has returned. After `close`
    nothing is emitted."""

    finished = Signal(int, object, object)
    progressed = Signal(int, object)
    _ended = Signal(int, object, object)
    _told = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Queued even when emitted here: a job may have ended before `submit` returns its number, and whoever
        # listens must know the number first.
        self._ended.connect(self._pass_end, Qt.ConnectionType.QueuedConnection)
        self._told.connect(self._pass_progress, Qt.ConnectionType.QueuedConnection)
        self._thread: LoopThread | None = None
        self._running: dict[int, Future[Any]] = {}
        self._cancelled: set[int] = set()
        self._next = 0
        self._closed = False

    def submit(self, work: Work) -> int:
        """Start `work(report)` in the worker's loop and return its number; `report` may be called from any thread.

        After `close` nothing is started, and nothing will be heard of the number."""
        self._next += 1
        job = self._next
        if self._closed:
            return job

        def report(progress: Progress) -> None:
            if not self._closed:
                self._told.emit(job, progress)

        if self._thread is None:
            from xccviz.gui.tasks.loop import LoopThread

            self._thread = LoopThread("xccviz-jobs")
        future = self._thread.submit(work(report))
        self._running[job] = future
        future.add_done_callback(lambda done: self._done(job, done))
        return job

    def cancel(self, job: int) -> None:
        """Cancel a job; it ends with Cancelled, also when it was done and its result on the way."""
        future = self._running.get(job)
        if future is not None:
            self._cancelled.add(job)
            future.cancel()

    def close(self, timeout: float = PATIENCE) -> bool:
        """Cancel everything and stop the thread, at most `timeout` seconds; whether it has ended."""
        if not self._closed:
            self._closed = True
            if self._thread is not None:
                self._thread.stop(timeout)
        return self._thread is None or self._thread.ended

    def _done(self, job: int, future: Future[Any]) -> None:
        from xccviz.gui.tasks.loop import CANCELLED

        if self._closed:
            return
        try:
            self._ended.emit(job, future.result(), None)
        except (*CANCELLED, Cancelled):
            self._ended.emit(job, None, Cancelled())
        except Exception as error:  # the window says what happened; nothing may end the worker
            self._ended.emit(job, None, error)

    def _pass_end(self, job: int, result: object, error: object) -> None:
        self._running.pop(job, None)
        if job in self._cancelled:
            self._cancelled.discard(job)
            result, error = None, Cancelled()
        if not self._closed:
            self.finished.emit(job, result, error)

    def _pass_progress(self, job: int, progress: Progress) -> None:
        if not self._closed and job in self._running:
            self.progressed.emit(job, progress)
