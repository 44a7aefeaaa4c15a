"""Exports run beside the window: a document of thousands of receipts takes a while to write. What takes longer than a
blink is told, and can be cancelled; then nothing is written."""

from __future__ import annotations

import contextlib
import tempfile
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from xccviz.annotations import Annotations
from xccviz.atomic import write_atomic
from xccviz.catalogue import numeral, tr
from xccviz.document import Document
from xccviz.export import Exporter, ExportOptions
from xccviz.export.together import case_capture
from xccviz.gui.look.bulletin import bulletin
from xccviz.gui.state.bug_report import Piece, packed
from xccviz.gui.state.export_choice import numbered
from xccviz.gui.state.store import JobState, Store
from xccviz.gui.tasks.jobs import Jobs, beside
from xccviz.model.errors import Cancelled, UserError
from xccviz.model.text import visible_text
from xccviz.sources.progress import Progress, Report
from xccviz.values import replace

LATE_MS = 300
"""What is written by then is not told of before: a strip that comes and goes would only be a flicker."""
Watch = Callable[[ExportOptions], ExportOptions]
"""Options with whom to tell and whom to ask whether it is still wanted."""
Take = Callable[[bytes], str]
Files = Iterable[tuple[str, bytes]]
"""Names, in one folder, and what is written there; between two of them it can be cancelled."""


class _Work:
    """One export: its name, what to say of it beside, and whether it is cancelled. Its `run` is called in a thread of
    its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.told: list[str] = []
        self._cancelled = False

    def watched(self, options: ExportOptions) -> ExportOptions:
        """The options of whatever it makes."""
        return replace(options, tell=self.told.append, go_on=self.go_on)

    def go_on(self) -> None:
        """Raises Cancelled where it is."""
        if self._cancelled:
            raise Cancelled


class _Export(_Work):
    """One that is written to files, and can be cancelled until it is saved."""

    def __init__(self, path: Path, make: Callable[[_Work], Files]) -> None:
        super().__init__(path)
        self._make = make
        self._lock = threading.Lock()
        self._saving = False

    def run(self, report: Report) -> None:
        """Make the bytes and save them; each existing file is replaced at the end or not at all. Of many all but the
        first wait on the disk until all are there. Raises UserError (output) where they can't be written."""
        with contextlib.ExitStack() as held:
            waiting: Path | None = None
            made: list[tuple[str, bytes | Path]] = []
            for name, data in self._make(self):
                if made:
                    waiting = waiting or _waiting_room(held)
                    write_atomic(waiting / str(len(made)), data, sync=False)
                made.append((name, waiting / str(len(made)) if waiting is not None else data))
                self.go_on()
            with self._lock:
                self.go_on()
                self._saving = True
            report(Progress("more", tr("saving it")))
            for name, kept in made:
                data = kept if isinstance(kept, bytes) else kept.read_bytes()
                write_atomic(self.path.with_name(name), data)

    def cancel(self) -> bool:
        """Write nothing; False where it is being saved already."""
        with self._lock:
            self._cancelled = not self._saving
            return self._cancelled


def _waiting_room(held: contextlib.ExitStack) -> Path:
    """A folder that goes with `held`. Raises UserError (output) where there is no room for one."""
    try:
        return Path(
            held.enter_context(tempfile.TemporaryDirectory(prefix="xccviz-", ignore_cleanup_errors=True))
        )
    except OSError as error:
        raise UserError(
            tr("there is no folder for what waits to be written: {reason}", reason=error.strerror or error),
            tr("Make room in the system's folder for temporary files. Nothing was written."),
            kind="output",
        ) from error


class _Handed(_Work):
    """Bytes that are made for the window itself: what is copied. `take` puts them where they belong, in the thread of
    the window, and says what it did."""

    def __init__(self, name: str, make: Callable[[Watch], bytes], take: Take) -> None:
        super().__init__(Path(name))
        self._make, self._take = make, take
        self._data = b""

    def run(self, report: Report) -> None:
        """Make the bytes."""
        self._data = self._make(self.watched)
        self.go_on()

    def cancel(self) -> bool:
        """Take nothing."""
        self._cancelled = True
        return True

    def take(self) -> str:
        """Take what was made, and say so."""
        return self._take(self._data)


class Exporting(QObject):
    """Writes exports. `written(path)`, `failed(path, Exception)` or `cancelled(path)` follows every `export`, and
    `handed(name)` instead of the first what is handed to the window."""

    written = Signal(str)
    failed = Signal(str, object)
    cancelled = Signal(str)
    handed = Signal(str)

    def __init__(self, store: Store, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._running: dict[int, _Export | _Handed] = {}
        jobs.finished.connect(self._finished)
        jobs.progressed.connect(self._progressed)

    def export(self, exporter: Exporter, document: Document, options: ExportOptions, path: Path) -> None:
        """Write `document` to `path` with `exporter`."""
        self._begin(path, lambda work: [(path.name, exporter.run(document, work.watched(options)))])

    def export_each_step(
        self, exporter: Exporter, document: Document, options: ExportOptions, path: Path
    ) -> None:
        """Write `document` as it stood after each step, a file each: `path` with the number before its ending."""
        steps = len(document.timeline)

        def make(work: _Work) -> Files:
            for step in range(steps + 1):
                at = replace(options, step=step, go_on=work.go_on)  # what is told of each is not told
                yield numbered(path.name, step, steps, exporter), exporter.run(document, at)
            work.told.append(tr("{count} files, one a step", count=numeral(steps + 1)))

        self._begin(path, make)

    def export_case(self, kept: Sequence[tuple[Document, Annotations]], path: Path) -> None:
        """Write several documents as one capture, in the same way."""
        self._begin(path, lambda work: [(path.name, case_capture(kept, work.go_on))])

    def export_report(self, pieces: Sequence[Piece], path: Path) -> None:
        """Write the pieces of a report for a bug, in the same way."""
        self._begin(path, lambda work: [(path.name, packed(pieces))])

    def hand(self, exporter: Exporter, document: Document, options: ExportOptions, take: Take) -> None:
        """Make what `exporter` writes, and hand it to `take` in this thread."""
        self._start(_Handed(exporter.title, lambda watched: exporter.run(document, watched(options)), take))

    def cancel(self) -> None:
        """Stop what is not being saved yet. What is being made looks now and then whether it is still wanted."""
        for job, export in tuple(self._running.items()):
            if export.cancel():
                self._jobs.cancel(job)

    def _begin(self, path: Path, make: Callable[[_Work], Files]) -> None:
        self._start(_Export(path, make))

    def _start(self, export: _Export | _Handed) -> None:
        async def work(report: Report) -> None:
            await beside(export.run, report)

        job = self._jobs.submit(work)
        self._running[job] = export
        QTimer.singleShot(LATE_MS, self, partial(self._tell, job, tr("making it")))

    def _tell(self, job: int, doing: str) -> None:
        export = self._running.get(job)
        if export is not None:
            told = JobState(job, visible_text(export.path.name, 60), doing)
            self._store.update(lambda s: replace(s, writing=told))

    def _progressed(self, job: int, progress: Progress) -> None:
        writing = self._store.state.writing
        if writing is not None and writing.job == job:
            self._tell(job, progress.text)

    def _finished(self, job: int, result: object, error: Exception | None) -> None:
        export = self._running.pop(job, None)
        if export is None:
            return
        writing = self._store.state.writing
        if writing is not None and writing.job == job:
            self._store.update(lambda s: replace(s, writing=None))
            for other in self._running:
                self._tell(other, tr("making it"))
        name = export.path.name
        if isinstance(error, Cancelled):
            stopped = isinstance(export, _Handed)
            bulletin().say(
                tr("Not copied: {name}", name=name) if stopped else tr("Not written: {name}", name=name), self
            )
            self.cancelled.emit(str(export.path))
        elif error is None and isinstance(export, _Handed):
            bulletin().say(" · ".join((export.take(), *export.told)), self)
            self.handed.emit(name)
        elif error is None:
            bulletin().say(" · ".join((tr("Written: {name}", name=name), *export.told)), self)
            self.written.emit(str(export.path))
        else:
            self.failed.emit(str(export.path), error)
