"""The settings as they are changed in the window: in force at once, and written to config.toml beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from xccviz.gui.tasks.jobs import Jobs, beside
from xccviz.settings.kinds import KeyTable, T
from xccviz.settings.networks import Network
from xccviz.settings.rows import NETWORK, Origin, Setting, Settings
from xccviz.settings.writing import REMOVED, Changes, write_config
from xccviz.sources.progress import Report
from xccviz.values import frozen

if TYPE_CHECKING:
    import asyncio


@frozen
class _Write:
    """What a job writes."""

    row: Setting[Any]
    value: object


class SettingsBook(QObject):
    """The settings of this window. `changed(row, Settings)` follows every change, `failed(row, Exception)` one that
    could not be written: what the file says is in force again. Without a file they hold until the window closes. What
    was given for this run stays as it is."""

    changed = Signal(object, object)
    failed = Signal(object, object)

    def __init__(
        self, settings: Settings, path: Path | None, jobs: Jobs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self.path = path
        self._jobs = jobs
        self._writing: dict[int, _Write] = {}
        self._kept: dict[str, tuple[Any, Origin]] = {}
        """By the names of rows that were changed: what was written last, and before that, what was in force."""
        self._order: asyncio.Lock | None = None
        jobs.finished.connect(self._finished)

    def __getitem__(self, row: Setting[T]) -> T:
        return self.settings[row]

    def adopt(self, row: Setting[T], value: T) -> None:
        """Go on from a value that is in force though the settings say another one."""
        if value != self.settings[row]:
            self._kept[row.name] = (value, self.settings.origins[row.name])
            self.settings = self.settings.with_value(row, value, self.settings.origins[row.name])

    def take_over(self, row: Setting[Any], settings: Settings) -> None:
        """Another window has changed a row; what comes of it is in force here too."""
        if (
            settings[row] != self.settings[row]
            or settings.origins[row.name] != self.settings.origins[row.name]
        ):
            self._kept[row.name] = (settings[row], settings.origins[row.name])
            self._take(row, settings[row], settings.origins[row.name])

    def know(self, networks: Mapping[str, Network]) -> None:
        """There are these networks by now: one that went is asked first no more, and the file does not name it."""
        if self.settings[NETWORK] not in networks and not self.settings.fixed(NETWORK):
            self._kept[NETWORK.name] = (NETWORK.default, "default")
            self._take(NETWORK, NETWORK.default, "default")

    def put(self, row: Setting[T], value: T) -> None:
        """Have another value of a row. Raises ValueError for one that the row does not take."""
        value = row.parse.read(row.parse.toml(value))
        if self.settings.fixed(row) or value == self.settings[row]:
            return
        self._kept.setdefault(row.name, (self.settings[row], self.settings.origins[row.name]))
        self._take(row, value, "file")
        path = self.path

        async def work(report: Report) -> None:
            import asyncio  # late: a window that stands is made without it

            self._order = self._order or asyncio.Lock()
            async with self._order:  # one after the other, as they were wanted
                if path is not None:
                    await beside(write_config, path, _changes(row, value, self._kept[row.name][0]))
                self._kept[row.name] = (value, "file")

        self._writing[self._jobs.submit(work)] = _Write(row, value)

    def _take(self, row: Setting[Any], value: object, origin: Origin) -> None:
        self.settings = self.settings.with_value(row, value, origin)
        self.changed.emit(row, self.settings)

    def _finished(self, job: int, _result: object, error: Exception | None) -> None:
        write = self._writing.pop(job, None)
        if write is None or error is None:
            return
        comes = any(other.row.name == write.row.name for other in self._writing.values())
        if not comes and self.settings[write.row] == write.value:
            self._take(write.row, *self._kept[write.row.name])
        self.failed.emit(write.row, error)


def _changes(row: Setting[Any], value: Any, before: Any) -> Changes:
    """What is to be written: of a table only the entries that changed."""
    if row.sort != "table":
        return {(row.name,): row.parse.toml(value)}
    now, then = dict(value), dict(before)
    put: Changes = {(row.name, name): list(keys) for name, keys in now.items() if then.get(name) != keys}
    gone: Changes = {(row.name, name): REMOVED for name in then if name not in now}
    return {**put, **gone}


def with_keys(table: KeyTable, command: str, keys: tuple[str, ...] | None) -> KeyTable:
    """The table with the keys of a command; None: its usual ones."""
    others = tuple(entry for entry in table if entry[0] != command)
    return others if keys is None else tuple(sorted((*others, (command, keys))))
