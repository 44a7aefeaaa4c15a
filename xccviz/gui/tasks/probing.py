"""Testing endpoints: each is asked what it can do, all side by side, and told of as it answers."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from xccviz.gui.tasks.jobs import Jobs, Work, beside
from xccviz.model.errors import Cancelled
from xccviz.opening.options import OpenOptions
from xccviz.opening.targets import targets_for
from xccviz.settings.networks import EndpointSpec
from xccviz.sources.network.health import health_in
from xccviz.sources.network.probe import NOWHERE, Capabilities, probe
from xccviz.sources.progress import Report
from xccviz.sources.recognise.references import TransactionRef
from xccviz.sources.redact import redact
from xccviz.values import replace
from xccviz.words.endpoints import Tested, tested_words

SECONDS = 5.0
"""How long an answer is waited for."""


class Probing(QObject):
    """Tests endpoints of a network as they would be asked, with the keys they get. `tested(url, Tested)` tells each,
    `began(url)` and `ended()` when none is being tested any more; who stops it hears of no further one."""

    began = Signal(str)
    tested = Signal(str, object)
    ended = Signal()

    def __init__(self, jobs: Jobs, options: Callable[[], OpenOptions], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._options = jobs, options
        self._asked: dict[int, str] = {}
        jobs.finished.connect(self._finished)

    @property
    def busy(self) -> bool:
        """Whether something is being tested."""
        return bool(self._asked)

    @property
    def offline(self) -> bool:
        """Whether nobody may be asked."""
        return self._options().offline

    def test(self, network: str, endpoints: tuple[EndpointSpec, ...]) -> None:
        """Test these endpoints of a network, none offline; what is being tested already goes on."""
        for endpoint in () if self.offline else endpoints:
            if endpoint.url not in self._asked.values():
                self._asked[self._jobs.submit(self._work(network, endpoint))] = endpoint.url
                self.began.emit(endpoint.url)

    def stop(self) -> None:
        """Test no more."""
        for job in tuple(self._asked):
            self._jobs.cancel(job)

    def _work(self, name: str, endpoint: EndpointSpec) -> Work:
        options = self._options()
        network = replace(options.networks[name], endpoints=(endpoint,))
        asked = replace(
            options,
            networks={**options.networks, name: network},
            network=name,
            rpc=(),
            signer=None,
            indexer=False,
        )

        async def work(report: Report) -> Tested:
            # A keyring that has to be unlocked may take its time.
            (target,) = await beside(targets_for, TransactionRef(NOWHERE), asked)
            book = await beside(health_in, options.cache_dir)
            found: Capabilities = await probe(target, SECONDS, book)
            await beside(book.save)
            return tested_words(found, network.chain_id, time.time(), SECONDS)

        return work

    def _finished(self, job: int, result: object, error: Exception | None) -> None:
        url = self._asked.pop(job, None)
        if url is None:
            return
        if error is None:
            self.tested.emit(url, result)
        elif not isinstance(error, Cancelled):
            raise error
        if not self._asked:
            self.ended.emit()


def shown_address(url: str) -> str:
    """An address as it is shown: what may be a key as dots."""
    return redact(url).replace("***", "••••")
