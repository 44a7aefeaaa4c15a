"""The one crossing point between asyncio and Qt: a worker thread with its own loop, one queued signal out."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError, Future
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from xccviz.model.errors import Cancelled
from xccviz.sources.progress import Progress, Report

Work = Callable[[Report], Coroutine[Any, Any, Any]]


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
        self._loop = asyncio.new_event_loop()
        self._running: dict[int, Future[Any]] = {}
        self._cancelled: set[int] = set()
        self._next = 0
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="xccviz-jobs", daemon=True)
        self._thread.start()

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

        future = asyncio.run_coroutine_threadsafe(work(report), self._loop)
        self._running[job] = future
        future.add_done_callback(lambda done: self._done(job, done))
        return job

    def cancel(self, job: int) -> None:
        """Cancel a job; it ends with Cancelled, also when it was done and its result on the way."""
        future = self._running.get(job)
        if future is not None:
            self._cancelled.add(job)
            future.cancel()

    def close(self, timeout: float = 0.5) -> bool:
        """Cancel everything and stop the thread, at most `timeout` seconds; whether it has ended."""
        if not self._closed:
            self._closed = True
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _done(self, job: int, future: Future[Any]) -> None:
        if self._closed:
            return
        try:
            self._ended.emit(job, future.result(), None)
        except (CancelledError, asyncio.CancelledError, Cancelled):
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

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            tasks = asyncio.all_tasks(self._loop)
            for task in tasks:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()
