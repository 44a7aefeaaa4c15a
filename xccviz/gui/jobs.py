"""The one crossing point between asyncio and Qt: a worker thread with its own loop, one queued signal out."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError, Future
from typing import Any

from PySide6.QtCore import QObject, Signal

from xccviz.model.errors import Cancelled
from xccviz.sources.progress import Progress, Report

Work = Callable[[Report], Coroutine[Any, Any, Any]]


class Jobs(QObject):
    """Runs coroutines beside the window. `finished(job, result, error)`: error is None, an Exception, or a Cancelled;
    `progressed(job, Progress)`. Both arrive in the GUI thread. After `close` nothing is emitted."""

    finished = Signal(int, object, object)
    progressed = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loop = asyncio.new_event_loop()
        self._running: dict[int, Future[Any]] = {}
        self._next = 0
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="xccviz-jobs", daemon=True)
        self._thread.start()

    def submit(self, work: Work) -> int:
        """Start `work(report)` in the worker's loop and return its number; `report` may be called from any thread."""
        self._next += 1
        job = self._next

        def report(progress: Progress) -> None:
            if not self._closed:
                self.progressed.emit(job, progress)

        future = asyncio.run_coroutine_threadsafe(work(report), self._loop)
        self._running[job] = future
        future.add_done_callback(lambda done: self._done(job, done))
        return job

    def cancel(self, job: int) -> None:
        """Cancel a job; it ends with Cancelled unless it was done already."""
        future = self._running.get(job)
        if future is not None:
            future.cancel()

    def close(self, timeout: float = 0.5) -> bool:
        """Cancel everything and stop the thread, at most `timeout` seconds; whether it has ended."""
        if self._closed:
            return not self._thread.is_alive()
        self._closed = True
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _done(self, job: int, future: Future[Any]) -> None:
        self._running.pop(job, None)
        if self._closed:
            return
        try:
            self.finished.emit(job, future.result(), None)
        except (CancelledError, asyncio.CancelledError, Cancelled):
            self.finished.emit(job, None, Cancelled())
        except Exception as error:  # the window says what happened; nothing may end the worker
            self.finished.emit(job, None, error)

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
