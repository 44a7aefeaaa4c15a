"""What an export would write, made beside the window while a person still chooses."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from xccviz.document import Document
from xccviz.export import Exporter, ExportOptions, find_exporter
from xccviz.gui.tasks.jobs import Jobs, beside
from xccviz.model.errors import Cancelled
from xccviz.model.text import visible_text
from xccviz.sources.progress import Report
from xccviz.values import frozen, replace

PAUSE_MS = 200
"""After the last change, before it is made anew."""
LINES, LONGEST_LINE = 14, 200


@frozen
class Preview:
    """The bytes of the file, what was told of them, and what can be looked at: a picture, else the first lines."""

    exporter: Exporter
    data: bytes
    told: tuple[str, ...]
    picture: QImage | None = None
    lines: tuple[str, ...] = ()


def is_picture(exporter: Exporter) -> bool:
    """Whether a format is a drawing, which is shown as one."""
    return exporter.group == "drawing"


def make_preview(exporter: Exporter, document: Document, options: ExportOptions) -> Preview:
    """Write the file into memory, and look at it. Raises what the exporter raises."""
    told: list[str] = []
    data = exporter.run(document, replace(options, tell=told.append))
    if not is_picture(exporter):
        text = data[: LINES * 4 * LONGEST_LINE].decode("utf-8", "replace")
        lines = tuple(visible_text(line, LONGEST_LINE) for line in text.split("\n")[:LINES])
        return Preview(exporter, data, tuple(told), lines=lines)
    png = find_exporter("png")
    assert png is not None
    painted = data if exporter is png else png.run(document, replace(options, scale=1.0))
    return Preview(exporter, data, tuple(told), picture=QImage.fromData(painted))


class Previewing(QObject):
    """`made(Preview)` or `failed(Exception)` follows the last `want`, a moment later; `began()` when it takes up.

    One is made at a time: all else in the window would wait for threads that make what nobody wants. One that is not
    wanted any more stops when its exporter looks.
    """

    began = Signal()
    made = Signal(object)
    failed = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job = 0
        self._make: Callable[[], Preview] | None = None
        self._making: Callable[[], Preview] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._begin)
        jobs.finished.connect(self._finished)

    def want(self, exporter: Exporter, document: Document, options: ExportOptions) -> None:
        """Show what these options give; what was wanted before is not."""

        def go_on() -> None:
            if self._make is not make:
                raise Cancelled

        def make() -> Preview:
            return make_preview(exporter, document, replace(options, go_on=go_on))

        self._make = make
        self._timer.start()

    def stop(self) -> None:
        """Nothing is wanted any more."""
        self._timer.stop()
        self._make = None

    def _begin(self) -> None:
        make = self._make
        if make is None:
            return
        self.began.emit()
        if self._job:  # another one has to end first
            return

        async def work(report: Report) -> Preview:
            return await beside(make)

        self._job, self._making = self._jobs.submit(work), make

    def _finished(self, job: int, result: object, error: Exception | None) -> None:
        if job != self._job:
            return
        self._job = 0
        making, self._making = self._making, None
        if making is not self._make:  # wanted no more
            if not self._timer.isActive():
                self._begin()
        elif error is None:
            self.made.emit(result)
        elif not isinstance(error, Cancelled):
            self.failed.emit(error)
