"""A call run again, from what was opened: its process, and the node that is asked for what is missing.

What only the network needs is loaded when something is asked: a capture that has everything does without.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from xccviz.catalogue import numeral, tr, trn
from xccviz.document import Document, build_document
from xccviz.graph.types import Node
from xccviz.model.errors import UserError
from xccviz.model.raw import RawDocument, RawTransaction
from xccviz.opening.options import OpenOptions
from xccviz.opening.sandboxes import is_installed, sandbox_for, stopped
from xccviz.rerun.facts import Reading
from xccviz.rerun.given import Given
from xccviz.rerun.replaying import Replay, Replayer, replayable
from xccviz.rerun.sandbox import Sandbox, SandboxFailed
from xccviz.rerun.types import Request
from xccviz.sources.progress import Progress, Report, silent
from xccviz.sources.recognise.references import TransactionRef
from xccviz.values import frozen, replace
from xccviz.vm.types import Outcome

if TYPE_CHECKING:
    from xccviz.opening.further import Asking

_MOST_ENDPOINTS = 4


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
        offline=further is not None and further.offline,
        troubles=(lambda: further.troubles) if further is not None else tuple,
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
    on the chain (None: the extra that runs them is not installed), differ from it, or could not be compared whole.
    `lacking`: calls that were not run, as what they need could not be had; `ended`: those that could not be run to an
    end, by their labels; `troubles`: of endpoints that were asked, a line each."""

    raw: RawTransaction
    calls: int
    equal: int | None
    costs: str
    differ: int = 0
    unsure: int = 0
    lacking: int = 0
    ended: tuple[tuple[str, UserError], ...] = ()
    troubles: tuple[str, ...] = ()


def gathered(raw: RawTransaction, options: OpenOptions, report: Report = silent) -> Gathered:
    """Fetch for each call that ran what it needs to run again: code, storage (single keys where a node does not give
    the whole), what changed in its block, prices. What nobody has is left out, and a run that does not end here takes
    nothing of what was fetched. Raises UserError (malformed) where it is no transaction."""
    document = build_document(raw)
    nodes = [node for node in document.graph.nodes if replayable(node)]
    reading, found, replays = Reading(raw.documents), list[RawDocument](), list[Replay]()
    ended: list[tuple[str, UserError]] = []
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
                if sandbox is not None:
                    replays.append(one.as_it_was())
            except SandboxFailed as failed:
                ended.append((node.label, stopped(failed)))
            found += one.fetched
    costs = further.costs if further is not None else ""
    came_out = [replay.equal for replay in replays if replay.ran is not None]
    return Gathered(
        with_documents(raw, found),
        len(nodes),
        came_out.count(True) if sandbox is not None else None,
        costs,
        came_out.count(False),
        came_out.count(None),
        len(replays) - len(came_out),
        tuple(ended),
        further.troubles if further is not None else (),
    )


def _not_run(*_: object) -> Outcome:
    raise TypeError("only what it needs was to be gathered")


def further_for(raw: RawTransaction, options: OpenOptions, report: Report = silent) -> FurtherAnswers | None:
    """Who is asked for more about a transaction: the endpoints given, else those of its network, offline the cache;
    None where nobody may be, or where it is not known which network it is of."""
    if raw.tx_hash is None or (options.offline and options.cache_dir is None):
        return None
    chosen = options.network or (raw.network if raw.network in options.networks else None)
    if chosen is None and not options.rpc and not options.offline:
        return None
    return FurtherAnswers(raw, replace(options, network=chosen, indexer=False), report)


class FurtherAnswers:
    """Asks endpoints for documents, one after the other for what the first does not have; offline, what is kept in the
    cache. `close` may be called by any thread, and ends what is being asked."""

    def __init__(self, raw: RawTransaction, options: OpenOptions, report: Report = silent) -> None:
        self._raw, self._options, self._report = raw, options, report
        self._lock = threading.Lock()
        self._asking: Asking | Kept | None = None
        self._closed = False

    def __enter__(self) -> FurtherAnswers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __call__(self, requests: Sequence[Request]) -> list[RawDocument]:
        """What somebody has of it; after `close` there is nothing. Raises UserError (usage) for an endpoint that is no
        address."""
        with self._lock:
            if self._closed:
                return []
            if self._asking is None:
                self._asking = self._start()
            asking = self._asking
        return asking(requests)

    def close(self) -> None:
        """End what is being asked, and all connections."""
        with self._lock:
            self._closed, asking = True, self._asking
        if asking is not None:
            asking.close()

    @property
    def offline(self) -> bool:
        """Whether only what is kept is looked at."""
        return self._options.offline

    @property
    def requests(self) -> int:
        """How many were sent so far."""
        return self._asking.requests if self._asking is not None else 0

    @property
    def troubles(self) -> tuple[str, ...]:
        """Which trouble those that were asked gave so far, a line each."""
        return self._asking.troubles if self._asking is not None else ()

    @property
    def costs(self) -> str:
        """Requests and bytes so far, in words; "" where nothing was asked."""
        if not self.requests or self._asking is None:
            return ""
        received = numeral(self._asking.received)
        return trn("{count} request, {bytes} bytes", "{count} requests, {bytes} bytes", self.requests,
                   bytes=received)  # fmt: skip

    def _start(self) -> Asking | Kept:
        if self._options.offline:
            return Kept(self._options)
        from xccviz.opening.further import Asking  # late: loads what the network needs
        from xccviz.opening.targets import targets_for

        targets = targets_for(TransactionRef(self._raw.tx_hash or ""), self._options)
        return Asking(
            [one for one in targets if not one.indexer][:_MOST_ENDPOINTS], self._options, self._report
        )


class Kept:
    """What was asked for earlier, from the cache; no network."""

    requests = received = 0
    troubles: tuple[str, ...] = ()

    def __init__(self, options: OpenOptions) -> None:
        from xccviz.opening.caching import cache_in  # late: a capture that has everything does without

        folder = options.cache_dir
        self._cache = cache_in(folder, options.cache_bytes) if folder is not None else None

    def __call__(self, requests: Sequence[Request]) -> list[RawDocument]:
        """What is kept of it."""
        from xccviz.sources.network.shared_answers import immutable_key

        keys = [(method, immutable_key(method, params)) for method, params in requests]
        if self._cache is None:
            return []
        found = [self._cache.document(None, method, key) for method, key in keys if key is not None]
        return [document for document in found if document is not None]

    def close(self) -> None:
        """Nothing is open."""
