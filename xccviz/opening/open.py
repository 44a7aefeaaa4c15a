"""The composition: what a user gave → documents → Document. The command line and the window both come through here.

    text ─ classify ─┬─ network: fetch ──┐
                     ├─ file, stdin, paste├─ RawTransaction ─ build_document ─> Document
                     └─ sample ──────────┘

`open_document` is for the window's asyncio thread and can be cancelled; `open_document_sync` is for commands.
"""

from __future__ import annotations

import asyncio
import functools
import math
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from xccviz.document import Document, build_document
from xccviz.model.errors import Cancelled, UserError
from xccviz.model.raw import RawTransaction
from xccviz.settings.declared import NETWORKS, EndpointSpec, Network, find_network
from xccviz.sources.classify import (
    FileRef,
    JsonText,
    NotOpenable,
    Opened,
    SampleRef,
    StdinRef,
    TransactionRef,
    classify,
    is_account_id,
    network_of_account,
)
from xccviz.sources.files import read as file
from xccviz.sources.files import sample
from xccviz.sources.network.fetch import Fetched, Target, fetch_transaction, identify
from xccviz.sources.network.fetch_plan import lacks
from xccviz.sources.network.health import health_in, in_order
from xccviz.sources.network.indexer import is_indexer
from xccviz.sources.network.merge import merged
from xccviz.sources.network.wanted import DEFAULT_EXTRAS, Extra
from xccviz.sources.progress import Progress, Report, silent
from xccviz.sources.redact import redact, redact_page
from xccviz.sources.store.cache import DEFAULT_LIMIT, Cache, Cached

__all__ = [
    "OpenOptions",
    "OpenResult",
    "Progress",
    "Report",
    "follow_document",
    "follow_on",
    "is_final",
    "open_document",
    "open_document_sync",
    "open_raw",
    "open_raw_sync",
    "targets_for",
]

_T = TypeVar("_T")

DEFAULT_NETWORK = "mainnet"
_NEVER_UNASKED = ("localnet",)
_PUBLIC = ("mainnet", "testnet")
"""Networks whose chain never begins anew, so that their name is enough to know it."""
_NOT_FINAL = "from the cache; it was not final when it was fetched"
POLL_SECONDS = (1.0, 5.0)
"""Pause between two questions about a running transaction: at first, and at most."""
POLL_TROUBLES = 5
UNKNOWN_SECONDS = 20.0
"""How long a followed transaction may be unknown: about what a node needs to hear of a new one."""
_TAKES_KEYS = ".fastnear.com"
_THIS_MACHINE = ("localhost", "::1")
_OLD_SECONDS = 3 * 86400.0
"""What was answered this long ago most nodes have pruned (protocol.md §1.8: five epochs, 1.5 to 2.5 days)."""


@dataclass(frozen=True, slots=True)
class OpenOptions:
    """How to open: `network` (None: not chosen) and `rpc` (endpoints instead of the network's, in order of preference),
    `signer` of the transaction, `timeout` in seconds for the whole, `offline` to refuse the network, `api_key` for the
    given endpoints and those that take one, what else to fetch (`extras`, see sources.completion), the folder of the
    cache (None: neither read nor written) with its size in bytes, the longest answer that is read (None: 64 MiB), and
    whether a network's transaction indexer is asked when no endpoint knows it. An address in `rpc` that ends in /v0 is
    an indexer's. `networks` there are, `first_network` is asked first when none is chosen, `find_key` looks for a
    stored key of a network (by name, None: of none)."""

    network: str | None = None
    rpc: tuple[str, ...] = ()
    signer: str | None = None
    timeout: float = 30.0
    offline: bool = False
    api_key: str | None = field(default=None, repr=False)
    extras: frozenset[Extra] = DEFAULT_EXTRAS
    cache_dir: Path | None = None
    cache_bytes: int = DEFAULT_LIMIT
    max_answer_bytes: int | None = None
    indexer: bool = False
    networks: Mapping[str, Network] = field(default_factory=lambda: NETWORKS, repr=False)
    first_network: str = DEFAULT_NETWORK
    find_key: Callable[[str | None], str | None] | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class OpenResult:
    """An opened transaction, the id of the node that its address, receipt id or sample points at (or None), remarks
    about where it came from, what fetching it cost, one line a kind of document, and what each endpoint said that was
    asked for it."""

    document: Document
    select: str | None = None
    notes: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


async def open_document(
    given: str | Opened, options: OpenOptions | None = None, progress: Report = silent
) -> OpenResult:
    """Open what the user gave and analyse it, without blocking the loop.

    Raises UserError whose kind interface.md §2 names. Cancelling the task closes all connections.
    """
    return await _analysed(await open_raw(given, options, progress), progress)


async def _analysed(fetched: Fetched, progress: Report) -> OpenResult:
    progress(Progress("analysing", "analysing"))
    document = await asyncio.to_thread(build_document, fetched.raw)
    progress(Progress("done", "done"))
    return _result(document, fetched)


async def follow_document(
    given: str | Opened, options: OpenOptions | None = None, progress: Report = silent
) -> AsyncIterator[OpenResult]:
    """The document now and whenever it has changed, until it is final; then the iteration ends.

    What was read from a file or the cache is followed on the network by its hash, unless it is final already or
    `offline`; nothing that was known once is lost.
    A transaction that nobody knows yet is waited for a while, since a node learns of it in some seconds; the pause
    between questions grows while nothing changes. Raises UserError as `open_document`, but only after several
    troubles in a row: one slow answer ends nothing.
    """
    first = await _first_look(given, options, progress)
    yield first
    async for result in follow_on(first, options, progress):
        yield result


async def follow_on(
    first: OpenResult,
    options: OpenOptions | None = None,
    progress: Report = silent,
    building: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> AsyncIterator[OpenResult]:
    """What becomes of a document that is open already, as `follow_document`: it is not asked for again at once, and
    only its changes come. `building` is entered whenever a document is built. Nothing comes of one that is final, or
    `offline`."""
    trace = first.document.trace
    if is_final(first.document) or (options is not None and options.offline):
        return
    signer = trace.transaction.signer_id
    ref = TransactionRef(trace.transaction.hash, signer=signer, network=trace.network, select=first.select)
    last, shown, pause, troubles = first.document, _extent(first.document), POLL_SECONDS[0], 0
    while True:
        await asyncio.sleep(pause)
        try:
            fetched = await open_raw(ref, options, progress)
            raw = merged(last.raw, fetched.raw)
            with building():
                result = await _analysed(replace(fetched, raw=raw), progress)
        except UserError as error:
            troubles += 1
            if troubles >= POLL_TROUBLES:
                raise
            progress(Progress("trouble", f"no answer this time: {error.message}"))
            pause = min(POLL_SECONDS[1], pause * 2)
            continue
        troubles, now, last = 0, _extent(result.document), result.document
        pause = POLL_SECONDS[0] if now != shown else min(POLL_SECONDS[1], pause * 1.5)
        if now != shown or is_final(result.document):
            shown = now
            yield replace(result, select=first.select)
        if is_final(result.document):
            return


async def _first_look(given: str | Opened, options: OpenOptions | None, progress: Report) -> OpenResult:
    """The document as it is now; a hash that nobody knows is asked for again for a while."""
    until = time.monotonic() + UNKNOWN_SECONDS
    while True:
        try:
            return await open_document(given, options, progress)
        except UserError as error:
            if error.kind != "not_found" or time.monotonic() + POLL_SECONDS[0] > until:
                raise
            progress(Progress("asking", "not known yet, asking again"))
            await asyncio.sleep(POLL_SECONDS[0])


def is_final(document: Document) -> bool:
    """Whether nothing more will happen: FINAL, or refused; documents without that word (an indexer's) when whole."""
    status = document.trace.final_execution_status
    if status is None:
        return document.trace.status_word is None
    return status == "FINAL" or document.analysis.verdict.code == "invalid"


def _extent(document: Document) -> tuple[object, ...]:
    """What a change is told by: the state reached, and how much of it is known."""
    trace = document.trace
    return trace.final_execution_status, len(trace.outcomes), len(trace.receipts), len(trace.blocks)


def open_document_sync(
    given: str | Opened, options: OpenOptions | None = None, progress: Report = silent
) -> OpenResult:
    """As `open_document`, for callers without a loop. Raises Cancelled when interrupted by the keyboard."""
    fetched = open_raw_sync(given, options, progress)
    progress(Progress("analysing", "analysing"))
    return _interruptible(lambda: _result(build_document(fetched.raw), fetched))


async def open_raw(
    given: str | Opened, options: OpenOptions | None = None, progress: Report = silent
) -> Fetched:
    """Only the documents of what the user gave (for `fetch`), and the node to select. Raises as `open_document`."""
    opened, options = _checked(given, options)
    if isinstance(opened, TransactionRef):
        return await _fetch(opened, options, progress, _given_text(given, opened))
    progress(Progress("reading", "reading"))
    return await asyncio.to_thread(_read, opened, options)


def open_raw_sync(
    given: str | Opened, options: OpenOptions | None = None, progress: Report = silent
) -> Fetched:
    """As `open_raw`, for callers without a loop. Files and standard input are read in the calling thread."""
    opened, checked = _checked(given, options)
    if isinstance(opened, TransactionRef):
        work = _fetch(opened, checked, progress, _given_text(given, opened))
        return _interruptible(lambda: asyncio.run(work))
    progress(Progress("reading", "reading"))
    return _interruptible(lambda: _read(opened, checked))


def targets_for(ref: TransactionRef, options: OpenOptions) -> tuple[Target, ...]:
    """Whom to ask for a transaction, in configured order (interface.md §1 and §2).

    `options.rpc` alone if given; else the endpoints of the chosen network, or the one its address or signer names;
    else the first network's and then those of the others, none on this machine. Raises UserError (usage) for a
    network that is not configured, or a stored key that can't be used.
    """
    networks = options.networks
    chosen = options.network or ref.network or _network_of_account(options.signer or ref.signer, networks)
    if options.rpc:
        name = find_network(chosen, networks).name if chosen is not None else None
        known = {redact(e.url): (e, network.name) for network in networks.values() for e in network.endpoints}
        specs = [(url, *known.get(redact(url), (EndpointSpec(url), None))) for url in options.rpc]
        return tuple(
            Target(
                url, name, _key_for(replace(spec, url=url), name or of, options, given=True), is_indexer(url)
            )
            for url, spec, of in specs
        )
    if chosen is not None:
        names = [find_network(chosen, networks).name]
    else:
        first = find_network(options.first_network, networks).name
        names = [first, *(n for n in networks if n != first and not _is_local(networks[n]))]
    wanted: dict[str, tuple[EndpointSpec, str, bool]] = {}
    for name in names:
        for endpoint in networks[name].endpoints:
            wanted.setdefault(endpoint.url.rstrip("/"), (endpoint, name, False))
    for name in names if options.indexer else ():
        if (url := networks[name].indexer) is not None:
            wanted.setdefault(url.rstrip("/"), (EndpointSpec(url), name, True))
    return tuple(
        Target(endpoint.url, name, _key_for(endpoint, name, options), indexer, endpoint.archival)
        for endpoint, name, indexer in wanted.values()
    )


def _network_of_account(account: str | None, networks: Mapping[str, Network]) -> str | None:
    """The network whose accounts alone end like this one. `.near` and what ends so exist on private chains too."""
    known = network_of_account(account)
    if known is not None or account is None:
        return known
    named = [
        network.name
        for network in networks.values()
        if (suffix := network.account_suffix) and not suffix.endswith(".near") and account.endswith(suffix)
    ]
    return named[0] if len(named) == 1 else None


def _is_local(network: Network) -> bool:
    """Whether it is asked only when it is chosen: it is on this machine."""
    hosts = {urlsplit(endpoint.url).hostname or "" for endpoint in network.endpoints}
    return network.name in _NEVER_UNASKED or all(
        host in _THIS_MACHINE or host.startswith("127.") for host in hosts
    )


def _key_for(
    endpoint: EndpointSpec, network: str | None, options: OpenOptions, *, given: bool = False
) -> str | None:
    """The API key for an endpoint, if it may have it: FastNEAR's, those configured so, and of the environment's key
    those given for this run. A stored key goes to nobody who was only named in passing."""
    takes = endpoint.takes_key or _takes_key(endpoint.url)
    if not _key_is_safe(endpoint.url) or not (takes or given):
        return None
    if options.api_key is not None:
        return options.api_key
    return options.find_key(network) if takes and options.find_key is not None else None


def _checked(given: str | Opened, options: OpenOptions | None) -> tuple[Opened, OpenOptions]:
    """Classify and validate before anything is read or asked. Raises UserError (usage)."""
    checked = options if options is not None else OpenOptions()
    opened = classify(given) if isinstance(given, str) else given
    if isinstance(opened, NotOpenable):
        raise UserError(opened.message, opened.hint, kind="usage")
    if checked.signer is not None and not is_account_id(checked.signer):
        raise UserError(
            f"{checked.signer!r} is no account id",
            "Account ids have 2 to 64 characters: a-z, 0-9, and - _ . between them.",
            kind="usage",
        )
    if not (math.isfinite(checked.timeout) and checked.timeout > 0):
        raise UserError("the timeout must be a number of seconds above 0", kind="usage")
    return opened, checked


async def _fetch(ref: TransactionRef, options: OpenOptions, progress: Report, given: str) -> Fetched:
    cache = cache_in(options.cache_dir, options.cache_bytes) if options.cache_dir is not None else None
    try:
        fetched = await _fetched(ref, options, progress, given, cache)
    except UserError as error:
        if cache is not None and (news := cache.news()):
            error.message += f" ({'; '.join(news)})"
        raise
    return replace(fetched, notes=(*fetched.notes, *(cache.news() if cache is not None else ())))


async def _fetched(
    ref: TransactionRef, options: OpenOptions, progress: Report, given: str, cache: Cache | None
) -> Fetched:
    if options.signer is not None:
        ref = replace(ref, signer=options.signer)
    if options.offline:
        cached = await _from_cache(cache, ref, options, ())
        if cached is None:
            raise UserError(
                f"{ref.hash} is not in the cache, and --offline is given",
                "Open a file or a sample, or leave --offline out.",
                kind="network",
            )
        return Fetched(cached.raw, _selected(ref, cached.raw), () if cached.final else (_NOT_FINAL,))
    end = time.monotonic() + options.timeout
    targets = targets_for(ref, options)
    cached = await _from_cache(cache, ref, options, targets)
    if cached is not None and cached.final and not lacks(cached.raw, options.extras):
        return Fetched(cached.raw, _selected(ref, cached.raw))
    health = health_in(options.cache_dir)
    if not options.rpc:
        targets = in_order(targets, health, old=cached is not None and _is_old(cached.raw))
    try:
        return await fetch_transaction(
            ref,
            targets,
            progress=progress,
            timeout=max(0.0, end - time.monotonic()),
            extras=options.extras,
            opened=given,
            cache=cache,
            max_answer_bytes=options.max_answer_bytes,
            health=health,
        )
    except UserError as error:
        if error.kind not in ("network", "not_found"):
            raise
        if cached is None:
            if cache is not None and await asyncio.to_thread(cache.transaction, ref.hash) is not None:
                error.hint = "It was opened before: --offline opens what is kept; or give another endpoint."
            raise
        # What was seen once is worth more than an error; the error is told beside it.
        note = f"from the cache, because {error.message}"
        return Fetched(cached.raw, _selected(ref, cached.raw), (note,))


def _selected(ref: TransactionRef, raw: RawTransaction) -> str | None:
    """The node that was asked for: what the address selects, or the receipt by whose id the transaction was found."""
    return ref.select or (ref.hash if raw.tx_hash not in (ref.hash, None) else None)


async def _from_cache(
    cache: Cache | None, ref: TransactionRef, options: OpenOptions, targets: Sequence[Target]
) -> Cached | None:
    """The transaction from the cache, if it is of the chain that would be asked.

    A named public network is its chain id. Any other endpoint is asked which chain it serves now, since a local one is
    made anew now and then (only when there is something to compare); offline every chain will do but another public one
    than the chosen.
    """
    if cache is None:
        return None
    chosen = options.network or ref.network
    chain_id = options.networks[chosen].chain_id if chosen in _PUBLIC else None
    found = await asyncio.to_thread(cache.transaction, ref.hash, chain_id)
    if found is None or options.offline:
        return found
    if options.rpc or not targets or targets[0].network not in _PUBLIC:
        identity = await identify(targets[0], min(3.0, options.timeout / 4)) if targets else None
        if identity is None:
            return None
        return await asyncio.to_thread(cache.transaction, ref.hash, identity.chain_id, identity.genesis_hash)
    asked = {options.networks[target.network] for target in targets if target.network in _PUBLIC}
    for chain in sorted(network.chain_id for network in asked if network.chain_id is not None):
        of_chain = await asyncio.to_thread(cache.transaction, ref.hash, chain)
        if of_chain is not None:
            return of_chain
    return None


def _is_old(raw: RawTransaction) -> bool:
    """Whether it was answered so long ago that most nodes have pruned it since."""
    times = [document.received_at for document in raw.documents if document.received_at]
    try:
        moment = datetime.fromisoformat(min(times, default=""))
    except ValueError:
        return False
    return moment.tzinfo is not None and time.time() - moment.timestamp() > _OLD_SECONDS


@functools.cache
def cache_in(folder: Path, limit: int = DEFAULT_LIMIT) -> Cache:
    """The cache of a folder, one object a process."""
    return Cache(folder, limit)


def _read(opened: Opened, options: OpenOptions) -> Fetched:
    select = None
    if isinstance(opened, FileRef):
        raw = file.open_file(opened.path, opened.transaction)
    elif isinstance(opened, StdinRef):
        raw = file.open_stdin()
    elif isinstance(opened, JsonText):
        raw = file.open_text(opened.text, opened.transaction)
    elif isinstance(opened, SampleRef):
        raw, select = sample.read_sample(opened.name), sample.find_sample(opened.name).select
    else:  # a TransactionRef is fetched, NotOpenable was refused
        raise TypeError(f"not a document to read: {opened!r}")
    if raw.network is None and options.network is not None:
        raw = replace(raw, network=find_network(options.network, options.networks).name)
    return Fetched(raw, select)


def _result(document: Document, fetched: Fetched) -> OpenResult:
    """The id to select only if the graph has it: an address may name a receipt of elsewhere."""
    select = fetched.select if fetched.select in document.graph.by_id else None
    return OpenResult(document, select, fetched.notes, fetched.costs, fetched.asked)


def _given_text(given: str | Opened, ref: TransactionRef) -> str:
    return redact_page(given.strip()) if isinstance(given, str) else ref.hash


def _takes_key(url: str) -> bool:
    """Default endpoints get the key only if they are FastNEAR's: it is nobody else's business."""
    return url.startswith("https://") and url.split("/")[2].endswith(_TAKES_KEYS)


def _key_is_safe(url: str) -> bool:
    """A key never travels unencrypted, except on this machine."""
    return url.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]"))


def _interruptible(work: Callable[[], _T]) -> _T:
    try:
        return work()
    except KeyboardInterrupt as error:
        raise Cancelled from error
