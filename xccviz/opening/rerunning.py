"""A call run again, from what was opened: its process, and the node that is asked for what is missing.

What is asked goes through a thread with a loop of its own, so that the one who runs the call can wait for it, and
whoever likes can end it (`close`).
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Coroutine, Iterable, Sequence
from contextlib import AsyncExitStack, ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from xccviz.catalogue import tr
from xccviz.document import Document, build_document
from xccviz.graph.types import Node
from xccviz.model.errors import Hint, UserError
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.opening.caching import cache_in
from xccviz.opening.options import OpenOptions
from xccviz.opening.targets import targets_for
from xccviz.rerun.facts import Reading
from xccviz.rerun.replaying import Given, Replayer, replayable
from xccviz.rerun.sandbox import SECONDS, Sandbox, SandboxFailed
from xccviz.rerun.types import Request
from xccviz.sources.network.asking import connected
from xccviz.sources.network.complete import Asker, chain_of
from xccviz.sources.network.endpoint import Target
from xccviz.sources.network.health import health_in
from xccviz.sources.network.rpc import Endpoint
from xccviz.sources.network.shared_answers import shared_answers_for
from xccviz.sources.progress import Progress, Report, silent
from xccviz.sources.recognise.references import TransactionRef
from xccviz.sources.store.compiled import FOLDER
from xccviz.values import frozen, replace
from xccviz.vm.types import Outcome
from xccviz.words.replays import ADD_EXTRA

_MOST_ENDPOINTS = 4


def is_installed() -> bool:
    """Whether what runs contracts is there."""
    return find_spec("wasmtime") is not None and find_spec("Crypto") is not None


def check_installed() -> None:
    """Raises UserError (usage) where what runs contracts is not installed; it names what adds it."""
    if not is_installed():
        raise UserError(
            tr("running a call again needs the extra replay"),
            tr("Install it: {command}.", command=ADD_EXTRA),
            kind="usage",
        )


def sandbox_for(options: OpenOptions, seconds: float = SECONDS) -> Sandbox:
    """The process that calls run in; it starts now. Contracts are kept compiled beside the cache, where there is one.
    Raises UserError (usage) without the extra."""
    check_installed()
    folder: Path | None = options.cache_dir / FOLDER if options.cache_dir is not None else None
    return Sandbox(folder, seconds)


def replayer_for(
    document: Document,
    node: Node,
    sandbox: Sandbox,
    further: FurtherAnswers | None,
    *,
    action: int | None = None,
    given: Given = Given(),
    thorough: bool = False,
) -> Replayer:
    """What runs one call of a document; `thorough`: also what only makes it surer is asked for. Raises UserError
    (usage) for a receipt that can't be run again."""
    return Replayer(
        document.raw,
        document.analysis,
        node,
        sandbox.call,
        further,
        action=action,
        given=given,
        thorough=thorough,
    )


def stopped(failed: SandboxFailed) -> UserError:
    """Why a run could not be ended here, for people."""
    said = {
        "time": tr("the run took too long and was ended"),
        "memory": tr("the run needed more memory than it is allowed, and was ended"),
        "crash": tr("the process that the call ran in ended unexpectedly"),
        "answer": tr("the process that the call ran in answered nonsense"),
        "ended": tr("the run was ended"),
        "fault": tr("the run failed by a fault of xccviz"),
    }[failed.why]
    more = f" ({failed.text})" if failed.text else ""
    return UserError(
        f"{said}{more}",
        Hint(
            tr("Nothing is known of how it would have ended; --timeout gives it more time."),
            tr("Nothing is known of how it would have ended."),
        ),
        kind="incomplete",
    )


def with_documents(raw: RawTransaction, documents: Iterable[RawDocument]) -> RawTransaction:
    """A transaction with what was fetched for a replay, so that a capture keeps it."""
    return replace(raw, documents=(*raw.documents, *documents))


def is_fresh(raw: RawTransaction) -> bool:
    """Whether it was fetched, and not read from a file: then asking for more tells nobody anything new."""
    return raw.created_at is None and any(document.endpoint is not None for document in raw.documents)


@frozen
class Gathered:
    """A transaction with what its calls need to run again, how many calls there are, and how many of them came out as
    on the chain (None: the extra that runs them is not installed)."""

    raw: RawTransaction
    calls: int
    equal: int | None
    costs: str


def gathered(raw: RawTransaction, options: OpenOptions, report: Report = silent) -> Gathered:
    """Fetch for each call that ran what it needs to run again: code, storage (single keys where a node does not give
    the whole), what changed in its block, prices. What nobody has is left out. Raises UserError (malformed) where it is
    no transaction, and (incomplete) where a run could not be ended."""
    document = build_document(raw)
    nodes = [node for node in document.graph.nodes if replayable(node)]
    reading, found, equal = Reading(raw.documents), list[RawDocument](), 0
    with ExitStack() as stack:
        further = further_for(raw, options, report)
        if further is not None:
            stack.enter_context(further)
        sandbox = stack.enter_context(sandbox_for(options)) if is_installed() else None
        for n, node in enumerate(nodes):
            report(Progress("more", tr("code and state of {label}", label=node.label), n, len(nodes)))
            one = Replayer(
                raw,
                document.analysis,
                node,
                sandbox.call if sandbox is not None else _not_run,
                further,
                thorough=True,
                reading=reading,
            )
            one.gather()
            try:
                equal += sandbox is not None and one.as_it_was().equal is True
            except SandboxFailed as failed:
                raise stopped(failed) from failed
            found += one.fetched
    costs = further.costs if further is not None else ""
    return Gathered(with_documents(raw, found), len(nodes), equal if sandbox is not None else None, costs)


def _not_run(*_: object) -> Outcome:
    raise TypeError("only what it needs was to be gathered")


def further_for(raw: RawTransaction, options: OpenOptions, report: Report = silent) -> FurtherAnswers | None:
    """Who is asked for more about a transaction: the endpoints given, else those of its network; None where nobody may
    be, or where it is not known which network it is of."""
    network = raw.network or options.network
    if options.offline or raw.tx_hash is None or (network is None and not options.rpc):
        return None
    chosen = options.network or (raw.network if raw.network in options.networks else None)
    if chosen is None and not options.rpc:
        return None
    options = replace(options, network=chosen, indexer=False)
    targets = [one for one in targets_for(TransactionRef(raw.tx_hash), options) if not one.indexer]
    return FurtherAnswers(targets[:_MOST_ENDPOINTS], options, report) if targets else None


class FurtherAnswers:
    """Asks endpoints for documents, one after the other for what the first does not have. `costs` says what it took.

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

    def __enter__(self) -> FurtherAnswers:
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

    @property
    def costs(self) -> str:
        """Requests and bytes so far, in words."""
        return tr("{requests} requests, {received} bytes", requests=self.requests,
                  received=f"{self.received:,}")  # fmt: skip

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
            loop = self._loop or self._start(done)
        task = asyncio.run_coroutine_threadsafe(run(), loop)
        while not done.wait(0.05):
            if self._closed and task.done():
                break
        return found[0] if found else None

    def _start(self, done: threading.Event) -> asyncio.AbstractEventLoop:
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
