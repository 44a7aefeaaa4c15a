"""Unfolding lays a drawing out anew; that of a large transaction beside the window, which keeps the
old picture meanwhile."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from xccviz.document import Document
from xccviz.gui.work.jobs import Jobs
from xccviz.layout.layered.build import build_layout
from xccviz.layout.layered.types import LayeredLayout
from xccviz.sources.progress import Report

AT_ONCE = 300
"""Nodes up to which a layout takes a few milliseconds and is made on the spot."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    document: Document
    expanded: frozenset[str]


class Unfolding(QObject):
    """Makes layouts. `laid_out(document, expanded, layout)` follows every `lay_out` but those that a later one of the
    same document replaced."""

    laid_out = Signal(object, object, object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._wanted: dict[int, _Wanted] = {}
        jobs.finished.connect(self._finished)

    def lay_out(self, document: Document, expanded: frozenset[str]) -> None:
        """Lay `document` out with the groups in `expanded` open."""
        self._wanted = {
            job: wanted for job, wanted in self._wanted.items() if wanted.document is not document
        }
        if len(document.graph.nodes) <= AT_ONCE:
            self.laid_out.emit(document, expanded, build_layout(document.analysis, expanded=expanded))
            return

        async def work(report: Report) -> LayeredLayout:
            return await asyncio.to_thread(build_layout, document.analysis, expanded=expanded)

        self._wanted[self._jobs.submit(work)] = _Wanted(document, expanded)

    @property
    def busy(self) -> bool:
        """Whether a layout is being made."""
        return bool(self._wanted)

    def pending(self, document: Document, now: frozenset[str]) -> frozenset[str]:
        """The groups that will be open once the running layout of `document` is done; `now` when none runs."""
        return next((w.expanded for w in self._wanted.values() if w.document is document), now)

    def _finished(self, job: int, result: object, error: Exception | None) -> None:
        wanted = self._wanted.pop(job, None)
        if wanted is not None and error is None:
            self.laid_out.emit(wanted.document, wanted.expanded, result)
