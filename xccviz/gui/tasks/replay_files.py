"""Files that are given to a call which is run again: another contract, what a storage held. Read beside the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from xccviz.catalogue import tr
from xccviz.gui.tasks.jobs import Jobs, beside
from xccviz.model.errors import Cancelled, UserError
from xccviz.model.text import visible_text
from xccviz.sources.progress import Report
from xccviz.values import replace
from xccviz.whole import read_whole

if TYPE_CHECKING:
    from xccviz.gui.state.asked_again import Asked

FileKind = Literal["code", "state"]
MOST = 64 << 20


class ReplayFiles(QObject):
    """Emits `read(change of Asked)` for a file that was read, `refused(UserError)` for one that is not what it should
    be."""

    read = Signal(object)
    refused = Signal(object)

    def __init__(self, jobs: Jobs, ask: Callable[[str, str], str], parent: QObject | None = None) -> None:
        """`ask(title, kinds)` asks for a file."""
        super().__init__(parent)
        self._jobs, self._ask = jobs, ask
        self._reading: dict[FileKind, int] = {}
        jobs.finished.connect(self._finished)

    def choose(self, kind: FileKind) -> None:
        """Ask for a file and take it."""
        if kind == "code":
            path = self._ask(tr("Choose the code"), tr("Contracts (*.wasm);;All files (*)"))
        else:
            path = self._ask(tr("Choose what the storage held"), tr("State files (*.json);;All files (*)"))
        if path:
            self.take(kind, path)

    def take(self, kind: FileKind, path: str) -> None:
        """Take a file, in the place of one of its kind that is being read."""

        async def work(report: Report) -> Callable[[Asked], Asked]:
            return await beside(_READ[kind], path)

        self._reading[kind] = self._jobs.submit(work)

    def _finished(self, job: int, change: object, error: Exception | None) -> None:
        kind = next((kind for kind, reading in self._reading.items() if reading == job), None)
        if kind is None or isinstance(error, Cancelled):
            return
        del self._reading[kind]
        if error is None:
            self.read.emit(change)
        elif isinstance(error, UserError):
            self.refused.emit(error)
        else:
            raise error


def _bytes(path: str) -> bytes:
    try:
        return read_whole(path, MOST)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise UserError(
            tr("{path} can't be read: {why}", path=visible_text(path, 200), why=why), tr("Check the name.")
        ) from error


def _code(path: str) -> Callable[[Asked], Asked]:
    code = _bytes(path)
    if not code.startswith(b"\0asm"):
        raise UserError(
            tr("{path} is no WebAssembly module", path=visible_text(path, 200)),
            tr("Give the .wasm that a build writes."),
            kind="malformed",
        )
    return partial(_with_code, code, visible_text(Path(path).name, 80))


def _with_code(code: bytes, name: str, asked: Asked) -> Asked:
    return replace(asked, changes=replace(asked.changes, code=code), code_name=name)


def _state(path: str) -> Callable[[Asked], Asked]:
    from xccviz.rerun.state_file import state_from_json

    state = state_from_json(_bytes(path), visible_text(Path(path).name, 80))

    def change(asked: Asked) -> Asked:
        return replace(asked, state=state)

    return change


_READ: dict[FileKind, Callable[[str], Callable[[Asked], Asked]]] = {"code": _code, "state": _state}
