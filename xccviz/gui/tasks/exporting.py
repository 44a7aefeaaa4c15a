"""Exports run beside the window: a document of thousands of receipts takes a while to write."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from xccviz.annotations import Annotations
from xccviz.atomic import write_atomic
from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.export import Exporter, ExportOptions
from xccviz.export.together import case_capture
from xccviz.gui.look.bulletin import bulletin
from xccviz.gui.tasks.jobs import Jobs, beside
from xccviz.model.errors import Cancelled
from xccviz.sources.progress import Report

log = logging.getLogger(__name__)


class Exporting(QObject):
    """Writes exports. `written(path)` or `failed(path, Exception)` follows every `export`."""

    written = Signal(str)
    failed = Signal(str, object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._paths: dict[int, Path] = {}
        jobs.finished.connect(self._finished)

    def export(self, exporter: Exporter, document: Document, options: ExportOptions, path: Path) -> None:
        """Write `document` to `path` with `exporter`; an existing file is replaced at the end or not at all."""

        async def work(report: Report) -> None:
            await beside(lambda: write_atomic(path, exporter.run(document, options)))

        self._paths[self._jobs.submit(work)] = path

    def export_case(self, kept: Sequence[tuple[Document, Annotations]], path: Path) -> None:
        """Write several documents as one capture, in the same way."""

        async def work(report: Report) -> None:
            await beside(lambda: write_atomic(path, case_capture(kept)))

        self._paths[self._jobs.submit(work)] = path

    def _finished(self, job: int, result: object, error: Exception | None) -> None:
        path = self._paths.pop(job, None)
        if path is None or isinstance(error, Cancelled):
            return
        if error is None:
            bulletin().said.emit(tr("Written: {name}", name=path.name))
            self.written.emit(str(path))
        else:
            self.failed.emit(str(path), error)
