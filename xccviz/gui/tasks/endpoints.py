"""The networks and whom they ask, as they are changed in the window: kept in config.toml, asked from then on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from xccviz.gui.tasks.jobs import Jobs, beside
from xccviz.opening.importing import Plan, plan_import
from xccviz.settings.file import read_config
from xccviz.settings.networks import NETWORKS, EndpointSpec, Network
from xccviz.settings.rows import NETWORK
from xccviz.settings.writing import REMOVED, Changes, write_config
from xccviz.sources.progress import Report
from xccviz.values import replace

Endpoints = tuple[EndpointSpec, ...]
Networks = Mapping[str, Network]
T = TypeVar("T")


class EndpointBook(QObject):
    """The networks there are. `changed(networks)` follows what was kept, `failed(Exception)` what could not be,
    `imported(words by name)` what was taken over from elsewhere; a window without a file keeps nothing and asks them
    all the same."""

    changed = Signal(object)
    failed = Signal(object)
    imported = Signal(object)

    def __init__(
        self, networks: Networks, path: Path | None, jobs: Jobs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.networks = dict(networks)
        self.path = path
        self._jobs = jobs
        self._writing: dict[int, Callable[[Networks], Networks]] = {}
        self._importing: set[int] = set()
        jobs.finished.connect(self._finished)

    def keep(self, name: str, endpoints: Endpoints) -> None:
        """Ask these from now on, in this order, once they are written down."""
        written: Changes = {("networks", name, "endpoints"): [_written(one) for one in endpoints]}
        self._write(written, lambda now: {**now, name: replace(now[name], endpoints=endpoints)})

    def add(self, name: str, endpoint: EndpointSpec) -> None:
        """Have another network."""
        written: Changes = {("networks", name, "endpoints"): [_written(endpoint)]}
        self._write(written, lambda now: {**now, name: Network(name, (endpoint,))})

    def is_own(self, name: str) -> bool:
        """Whether a network is none of the built-in ones."""
        return name not in NETWORKS

    def is_changed(self, name: str) -> bool:
        """Whether a built-in network asks others than at first."""
        return name in NETWORKS and NETWORKS[name].endpoints != self.networks[name].endpoints

    def take_over(self, networks: Networks) -> None:
        """Another window has changed them."""
        if networks != self.networks:
            self.networks = dict(networks)
            self.changed.emit(self.networks)

    def put_back(self, name: str) -> None:
        """Have a network as it was at first; one of somebody's own goes, and is asked first no more."""
        if self.is_own(name):
            self._begin(_write_without, name, after=lambda now: {n: now[n] for n in now if n != name})
        else:
            at_first = NETWORKS[name].endpoints
            self._write(
                {("networks", name, "endpoints"): REMOVED},
                lambda now: {**now, name: replace(now[name], endpoints=at_first)},
            )

    def import_from(self, path: Path) -> None:
        """Take over what networks of near-cli-rs are not there yet."""
        target, known = self.path, dict(self.networks)

        async def work(report: Report) -> Plan:
            plan = await beside(plan_import, path, known)
            if target is not None and plan.networks:
                await beside(write_config, target, plan.changes)
            return plan

        self._importing.add(self._jobs.submit(work))

    def _write(self, changes: Changes, after: Callable[[Networks], Networks]) -> None:
        self._begin(write_config, changes, after=after)

    def _begin(
        self, write: Callable[[Path, T], None], given: T, after: Callable[[Networks], Networks]
    ) -> None:
        path = self.path

        async def work(report: Report) -> None:
            if path is not None:
                await beside(write, path, given)

        self._writing[self._jobs.submit(work)] = after

    def _finished(self, job: int, result: object, error: Exception | None) -> None:
        after = self._writing.pop(job, None)
        imports = job in self._importing
        self._importing.discard(job)
        if after is None and not imports:
            return
        if error is not None:
            self.failed.emit(error)
            return
        if after is not None:
            self.networks = dict(after(self.networks))
        if isinstance(result, Plan):
            self.networks |= {network.name: network for network in result.networks}
        self.changed.emit(dict(self.networks))
        if isinstance(result, Plan):
            self.imported.emit(result.said)


def _write_without(path: Path, name: str) -> None:
    """Take a network out of the file, also where that has it asked first: nothing would start any more."""
    changes: dict[tuple[str, ...], object] = {("networks", name): REMOVED}
    if read_config(path).values.get(NETWORK.name) == name:
        changes[NETWORK.name,] = REMOVED
    write_config(path, changes)


def _written(endpoint: EndpointSpec) -> object:
    """As config.toml has it: its address, or a table with what is to be said of it."""
    marks = {"archival": endpoint.archival, "api_key": endpoint.takes_key}
    told = {name: True for name, on in marks.items() if on}
    return {"url": endpoint.url, **told} if told else endpoint.url
