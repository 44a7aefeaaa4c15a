"""What a user gave → documents → Document. The command line and the window both come through here.

    text ─ classify ─┬─ network: fetch ──┐
                     ├─ file, stdin, paste├─ RawTransaction ─ build_document ─> Document
                     └─ sample ──────────┘

`open_document` is for the window's asyncio thread and can be cancelled; `open_document_sync` is for commands.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from typing import TypeVar

from xccviz.catalogue import tr
from xccviz.decode.registry import DECODERS
from xccviz.document import build_document
from xccviz.model.errors import Cancelled, UserError
from xccviz.model.raw import RawTransaction
from xccviz.opening.caching import cache_in, from_cache, is_old
from xccviz.opening.options import OpenOptions, OpenResult
from xccviz.opening.targets import targets_for
from xccviz.settings.networks import find_network
from xccviz.sources.classify import classify
from xccviz.sources.files import read as file
from xccviz.sources.files import sample
from xccviz.sources.network.fetch import Fetched, fetch_transaction
from xccviz.sources.network.fetch_plan import lacks
from xccviz.sources.network.health import health_in, in_order
from xccviz.sources.progress import Progress, Report, silent
from xccviz.sources.recognise.references import (
    FileRef,
    JsonText,
    NotOpenable,
    Reference,
    SampleRef,
    StdinRef,
    TransactionRef,
    is_account_id,
)
from xccviz.sources.redact import redact_page
from xccviz.sources.store.cache import Cache
from xccviz.values import replace

_T = TypeVar("_T")
_NOT_FINAL = tr("from the cache; it was not final when it was fetched")


async def open_document(
    given: str | Reference, options: OpenOptions | None = None, progress: Report = silent
) -> OpenResult:
    """Open what the user gave and analyse it, without blocking the loop.

    Raises UserError whose kind interface.md §2 names. Cancelling the task closes all connections.
    """
    return await analysed(await open_raw(given, options, progress), options, progress)


def open_document_sync(
    given: str | Reference, options: OpenOptions | None = None, progress: Report = silent
) -> OpenResult:
    """As `open_document`, for callers without a loop. Raises Cancelled when interrupted by the keyboard."""
    fetched = open_raw_sync(given, options, progress)
    progress(Progress("analysing", tr("analysing")))
    return _interruptible(lambda: _analysed(fetched, options))


async def open_raw(
    given: str | Reference, options: OpenOptions | None = None, progress: Report = silent
) -> Fetched:
    """Only the documents of what the user gave (for `fetch`), and the node to select. Raises as `open_document`."""
    reference, options = _checked(given, options)
    if isinstance(reference, TransactionRef):
        return await _fetch(reference, options, progress, _given_text(given, reference))
    progress(Progress("reading", tr("reading")))
    return await asyncio.to_thread(_read, reference, options)


def open_raw_sync(
    given: str | Reference, options: OpenOptions | None = None, progress: Report = silent
) -> Fetched:
    """As `open_raw`, for callers without a loop. Files and standard input are read in the calling thread."""
    reference, checked = _checked(given, options)
    if isinstance(reference, TransactionRef):
        work = _fetch(reference, checked, progress, _given_text(given, reference))
        return _interruptible(lambda: asyncio.run(work))
    progress(Progress("reading", tr("reading")))
    return _interruptible(lambda: _read(reference, checked))


async def analysed(fetched: Fetched, options: OpenOptions | None, progress: Report) -> OpenResult:
    """The document of what was fetched, built beside the loop. Raises UserError (malformed) where it holds none."""
    progress(Progress("analysing", tr("analysing")))
    result = await asyncio.to_thread(_analysed, fetched, options)
    progress(Progress("done", tr("done")))
    return result


def _checked(given: str | Reference, options: OpenOptions | None) -> tuple[Reference, OpenOptions]:
    """Classify and validate before anything is read or asked. Raises UserError (usage)."""
    checked = options if options is not None else OpenOptions()
    reference = classify(given) if isinstance(given, str) else given
    if isinstance(reference, NotOpenable):
        raise UserError(reference.message, reference.hint, kind="usage")
    if checked.signer is not None and not is_account_id(checked.signer):
        raise UserError(
            tr("{signer} is no account id", signer=repr(checked.signer)),
            tr("Account ids have 2 to 64 characters: a-z, 0-9, and - _ . between them."),
            kind="usage",
        )
    if not (math.isfinite(checked.timeout) and checked.timeout > 0):
        raise UserError(tr("the timeout must be a number of seconds above 0"), kind="usage")
    return reference, checked


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
        cached = await from_cache(cache, ref, options, ())
        if cached is None:
            raise UserError(
                tr("{hash} is not in the cache, and --offline is given", hash=ref.hash),
                tr("Open a file or a sample, or leave --offline out."),
                kind="network",
            )
        return Fetched(cached.raw, _selected(ref, cached.raw), () if cached.final else (_NOT_FINAL,))
    end = time.monotonic() + options.timeout
    targets = targets_for(ref, options)
    cached = await from_cache(cache, ref, options, targets)
    if cached is not None and cached.final and not lacks(cached.raw, options.extras):
        return Fetched(cached.raw, _selected(ref, cached.raw))
    health = health_in(options.cache_dir)
    if not options.rpc:
        targets = in_order(targets, health, old=cached is not None and is_old(cached.raw))
    try:
        return await fetch_transaction(
            ref,
            targets,
            progress=progress,
            timeout=max(0.0, end - time.monotonic()),
            extras=options.extras,
            given=given,
            cache=cache,
            max_answer_bytes=options.max_answer_bytes,
            health=health,
        )
    except UserError as error:
        if error.kind not in ("network", "not_found"):
            raise
        if cached is None:
            if cache is not None and await asyncio.to_thread(cache.transaction, ref.hash) is not None:
                error.hint = tr(
                    "It was opened before: --offline opens what is kept; or give another endpoint."
                )
            raise
        # What was seen once is worth more than an error; the error is told beside it.
        note = tr("from the cache, because {message}", message=error.message)
        return Fetched(cached.raw, _selected(ref, cached.raw), (note,))


def _selected(ref: TransactionRef, raw: RawTransaction) -> str | None:
    """The node that was asked for: what the address selects, or the receipt by whose id the transaction was found."""
    return ref.select or (ref.hash if raw.tx_hash not in (ref.hash, None) else None)


def _read(reference: Reference, options: OpenOptions) -> Fetched:
    select = None
    if isinstance(reference, FileRef):
        raw = file.open_file(reference.path, reference.transaction, options.timeout)
    elif isinstance(reference, StdinRef):
        raw = file.open_stdin(seconds=options.timeout)
    elif isinstance(reference, JsonText):
        raw = file.open_text(reference.text, reference.transaction)
    elif isinstance(reference, SampleRef):
        raw, select = sample.read_sample(reference.name), sample.find_sample(reference.name).select
    else:  # a TransactionRef is fetched, NotOpenable was refused
        raise TypeError(f"not a document to read: {reference!r}")
    if raw.network is None and options.network is not None:
        raw = replace(raw, network=find_network(options.network, options.networks).name)
    return Fetched(raw, select)


def _analysed(fetched: Fetched, options: OpenOptions | None) -> OpenResult:
    """The id to select only if the graph has it: an address may name a receipt of elsewhere."""
    decoders, remarks = (options.decoders, options.remarks) if options is not None else (DECODERS, ())
    document = build_document(fetched.raw, decoders)
    select = fetched.select if fetched.select in document.graph.by_id else None
    return OpenResult(
        document,
        select,
        (*remarks, *fetched.notes, *document.analysis.decoder_troubles),
        fetched.costs,
        fetched.asked,
    )


def _given_text(given: str | Reference, ref: TransactionRef) -> str:
    return redact_page(given.strip()) if isinstance(given, str) else ref.hash


def _interruptible(work: Callable[[], _T]) -> _T:
    try:
        return work()
    except KeyboardInterrupt as error:
        raise Cancelled from error
