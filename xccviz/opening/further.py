"""Endpoints that are asked for more about a transaction that is open, in a thread with a loop of its own.

Whoever asks waits for the answer, and whoever likes can end it (`close`).
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from typing import Any

from xccviz.catalogue import tr
from xccviz.model.raw import RawDocument
from xccviz.opening.caching import cache_in
from xccviz.opening.options import OpenOptions
from xccviz.rerun.types import Request
from xccviz.sources.network.asking import connected
from xccviz.sources.network.complete import Asker, chain_of, troubles_of
from xccviz.sources.network.endpoint import Target
from xccviz.sources.network.health import health_in
from xccviz.sources.network.rpc import Endpoint
from xccviz.sources.network.shared_answers import shared_answers_for
from xccviz.sources.progress import Report, silent


class Asking:
    """Asks endpoints for documents, one after the other for what the first does not have.

    `close` may be called by any thread, and ends what is being asked.
    """

    def __init__(self, targets: Sequence[Target], options: OpenOptions, report: Report = silent) -> None:
        self._targets, self._options, self._report = targets, options, report
        self._deadline = time.monotonic() + options.timeout
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._stack = AsyncExitStack()
        self._askers: list[tuple[Endpoint, Asker]] = []
        self._closed = False
        self.requests = self.received = 0

    def __enter__(self) -> Asking:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __call__(self, requests: Sequence[Request]) -> list[RawDocument]:
        """What somebody has of it. Never raises; after `close` there is nothing."""
        return self._run(self._ask(requests)) or []

    def close(self) -> None:
        """End what is being asked, and all connections."""
        with self._lock:
            self._closed, loop, thread = True, self._loop, self._thread
            self._loop = self._thread = None
        if loop is not None and thread is not None:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()

    def _run(self, work: Coroutine[Any, Any, list[RawDocument]]) -> list[RawDocument] | None:
        done = threading.Event()
        found: list[list[RawDocument]] = []

        async def run() -> None:
            try:
                found.append(await work)
            finally:
                done.set()

        with self._lock:
            if self._closed:
                work.close()
                return None
            loop = self._loop or self._start()
        task = asyncio.run_coroutine_threadsafe(run(), loop)
        while not done.wait(0.05):
            if self._closed and task.done():
                break
        return found[0] if found else None

    def _start(self) -> asyncio.AbstractEventLoop:
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=self._serve, args=(loop,), name="xccviz-further", daemon=True)
        self._loop, self._thread = loop, thread
        thread.start()
        return loop

    def _serve(self, loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_forever()
        finally:
            for task in asyncio.all_tasks(loop):
                task.cancel()
            loop.run_until_complete(asyncio.gather(*asyncio.all_tasks(loop), return_exceptions=True))
            loop.run_until_complete(self._stack.aclose())
            loop.run_until_complete(loop.shutdown_default_executor())
            loop.close()

    @property
    def troubles(self) -> tuple[str, ...]:
        """Which trouble endpoints gave so far, a line each."""
        return troubles_of([asker for _, asker in self._askers])

    async def _ask(self, requests: Sequence[Request]) -> list[RawDocument]:
        if not self._askers:
            await self._connect()
        found: dict[int, RawDocument] = {}
        for _, asker in self._askers:
            open_ones = [n for n in range(len(requests)) if n not in found]
            if not open_ones:
                break
            answers = await asker.all(
                "more", tr("code and state"), [requests[n] for n in open_ones], self._report
            )
            found |= {n: answer for n, answer in zip(open_ones, answers, strict=True) if answer is not None}
        self.requests = sum(endpoint.spent.requests for endpoint, _ in self._askers)
        self.received = sum(endpoint.spent.received for endpoint, _ in self._askers)
        return [found[n] for n in sorted(found)]

    async def _connect(self) -> None:
        options = self._options
        book = health_in(options.cache_dir)
        cache = cache_in(options.cache_dir, options.cache_bytes) if options.cache_dir is not None else None
        endpoints = []
        for target in self._targets:
            endpoint = connected(target, options.max_answer_bytes, book)
            if isinstance(endpoint, Endpoint):
                endpoints.append(await self._stack.enter_async_context(endpoint))
        identity = (await chain_of(endpoints[0], self._deadline))[1] if endpoints else None
        shared = shared_answers_for(cache, identity)
        self._askers = [(one, Asker(one, self._deadline, shared)) for one in endpoints]
