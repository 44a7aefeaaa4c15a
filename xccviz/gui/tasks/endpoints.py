"""The endpoints of the networks, as they are changed in the window: kept in config.toml, asked from then on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from xccviz.gui.tasks.jobs import Jobs, beside
from xccviz.settings.networks import EndpointSpec, Network
from xccviz.settings.writing import write_config
from xccviz.sources.progress import Report
from xccviz.values import replace

Endpoints = tuple[EndpointSpec, ...]


class EndpointBook(QObject):
    """The networks there are. `changed(networks)` follows what was kept, `failed(Exception)` what could not be; a
    window without a file keeps nothing and asks them all the same."""

    changed = Signal(object)
    failed = Signal(object)

    def __init__(
        self, networks: Mapping[str, Network], path: Path | None, jobs: Jobs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.networks = dict(networks)
        self.path = path
        self._jobs = jobs
        self._writing: dict[int, Network] = {}
        jobs.finished.connect(self._finished)

    def keep(self, name: str, endpoints: Endpoints) -> None:
        """Ask these from now on, in this order, once they are written down."""
        network, path = replace(self.networks[name], endpoints=endpoints), self.path

        async def work(report: Report) -> None:
            if path is not None:
                place = ("networks", name, "endpoints")
                await beside(write_config, path, {place: [_written(one) for one in endpoints]})

        self._writing[self._jobs.submit(work)] = network

    def _finished(self, job: int, _result: object, error: Exception | None) -> None:
        network = self._writing.pop(job, None)
        if network is None:
            return
        if error is not None:
            self.failed.emit(error)
            return
        self.networks[network.name] = network
        self.changed.emit(dict(self.networks))


def _written(endpoint: EndpointSpec) -> object:
    """As config.toml has it: its address, or a table with what is to be said of it."""
    marks = {"archival": endpoint.archival, "api_key": endpoint.takes_key}
    told = {name: True for name, on in marks.items() if on}
    return {"url": endpoint.url, **told} if told else endpoint.url
