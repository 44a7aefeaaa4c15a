"""Save a report for a bug: what the file will hold, piece by piece, to tick, read, copy and save. Nothing is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QGridLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from xccviz.catalogue import tr, trn
from xccviz.gui.dialogs.sheet import Sheet
from xccviz.gui.look.bulletin import copy
from xccviz.gui.look.switch_box import BOX_PX, GAP_PX, SwitchBox
from xccviz.gui.look.theme import worded
from xccviz.gui.look.widgets import button, label, row, set_text
from xccviz.gui.state.bug_report import FILE_NAME, Piece, as_markdown, size_words
from xccviz.gui.tasks.jobs import Jobs, Work, beside
from xccviz.model.errors import UserError
from xccviz.model.text import visible_text
from xccviz.sources.progress import Report
from xccviz.values import replace

WIDTH, TEXT_HEIGHT = 640, 120
Make = Callable[[], bytes]
Write = Callable[[Sequence[Piece], Path], None]


class BugReportDialog(Sheet):
    """Lists `pieces`; those in `makers` are made beside the window while a person reads. `ask()` gives the file's name,
    "" for none; `write(pieces, path)` is called when it is saved."""

    def __init__(
        self,
        parent: QWidget,
        jobs: Jobs,
        pieces: Sequence[Piece],
        makers: Mapping[str, Make],
        ask: Callable[[], str],
        write: Write,
    ) -> None:
        super().__init__(parent, tr("Save a report for a bug"), "bugReport")
        self._jobs, self._ask, self._write = jobs, ask, write
        self._pieces = {piece.name: piece for piece in pieces}
        self.boxes: dict[str, SwitchBox] = {}
        self.sizes: dict[str, QLabel] = {}
        self.text = QPlainTextEdit()
        self.text.setObjectName("bugReportText")
        self.text.setAccessibleName(tr("The report as Markdown"))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(TEXT_HEIGHT)
        self.sum = label("", "mute")
        self.copy = button(tr("Copy as Markdown"), "", self._copy)
        self.save = button(tr("Save…"), "primary", self._save)
        self.save.setDefault(True)
        cancel = button(tr("Cancel"), "", self.reject)
        for each in (self.copy, cancel):
            each.setAutoDefault(False)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(label(tr("All that the file will hold stands here. Nothing is sent.")))
        column.addLayout(self._list())
        column.addWidget(label(tr("ITS TEXTS, FOR AN ISSUE"), "caption"))
        column.addWidget(self.text, 1)
        column.addLayout(row(self.sum, None, self.copy, cancel, self.save))
        self.fill(column)
        self.setMinimumWidth(worded(WIDTH))
        self._making = {jobs.submit(_work(make)): name for name, make in makers.items()}
        jobs.finished.connect(self._made)
        self.finished.connect(self._stop)
        self._tell()
        self.save.setFocus()

    @property
    def chosen(self) -> tuple[Piece, ...]:
        """Those that are ticked, in their order."""
        return tuple(piece for piece in self._pieces.values() if piece.ticked)

    def _list(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        for line, piece in enumerate(self._pieces.values()):
            box, size = SwitchBox(), label("", "mute")
            box.setText(piece.title.replace("&", "&&"))
            box.setObjectName(f"bugReport.{piece.name}")
            box.setAccessibleDescription(f"{piece.name}: {piece.about}")
            box.setChecked(piece.ticked)
            box.toggled.connect(partial(self._tick, piece.name))
            size.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            about = label(f"{piece.name}: {piece.about}", "mute")
            about.setContentsMargins(worded(BOX_PX + GAP_PX) + 5, 0, 0, 6)
            grid.addWidget(box, 2 * line, 0)
            grid.addWidget(size, 2 * line, 1)
            grid.addWidget(about, 2 * line + 1, 0, 1, 2)
            self.boxes[piece.name], self.sizes[piece.name] = box, size
        return grid

    def _tick(self, name: str, ticked: bool) -> None:
        self._pieces[name] = replace(self._pieces[name], ticked=ticked)
        self._tell()

    def _tell(self) -> None:
        """Show sizes, the texts, and whether there is something to save."""
        for piece in self._pieces.values():
            if self.boxes[piece.name].isEnabled():
                made = piece.data is not None
                set_text(
                    self.sizes[piece.name], size_words(len(piece.data or b"")) if made else tr("making it")
                )
        chosen = self.chosen
        text = as_markdown(chosen)
        if text != self.text.toPlainText():
            self.text.setPlainText(text)
        whole = all(piece.data is not None for piece in chosen)
        files = trn("{count} file", "{count} files", len(chosen))
        size = size_words(sum(len(piece.data or b"") for piece in chosen))
        set_text(self.sum, f"{files}, {size}" if whole else files)
        self.save.setEnabled(bool(chosen) and whole)
        self.copy.setEnabled(any(piece.reads for piece in chosen))

    def _made(self, job: int, data: object, error: Exception | None) -> None:
        name = self._making.pop(job, None)
        if name is None:
            return
        if isinstance(data, bytes) and error is None:
            self._pieces[name] = replace(self._pieces[name], data=data)
        else:
            said = error.message if isinstance(error, UserError) else type(error).__name__
            self.boxes[name].setChecked(False)
            self.boxes[name].setEnabled(False)
            set_text(self.sizes[name], tr("can't be made: {why}", why=visible_text(said, 60)))
        self._tell()

    def _stop(self) -> None:
        for job in self._making:
            self._jobs.cancel(job)

    def _copy(self) -> None:
        text = as_markdown(self.chosen)
        size = trn("{count} character", "{count} characters", len(text))
        copy(text, f"{tr('Report copied as Markdown')}: {size}")

    def _save(self) -> None:
        name = self._ask()
        if name:
            self._write(self.chosen, Path(name))
            self.accept()


def _work(make: Make) -> Work:
    async def work(report: Report) -> bytes:
        return await beside(make)

    return work


def png_of(picture: QImage) -> bytes:
    """A picture as a file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(picture)
    return bytes(buffer.data().data())


def ask_where(ask_save: Callable[[str, str, str], str]) -> str:
    """Ask for the file to write."""
    return ask_save(tr("Save a report for a bug"), FILE_NAME, f"{tr('Archive')} (*.zip)")
