"""A transaction that is named and not held: the cache is looked at, then endpoints are asked.

Apart from `open`, which imports this when it is needed: loading the network's modules takes longer than opening a file.
"""

from __future__ import annotations

import asyncio
import time

from xccviz.catalogue import tr
from xccviz.document import contradiction_in
from xccviz.model.errors import Hint, UserError
from xccviz.model.raw import RawTransaction
from xccviz.opening.caching import cache_in, from_cache, is_old
from xccviz.opening.options import OpenOptions
from xccviz.opening.targets import targets_for
from xccviz.sources.fetched import Fetched
from xccviz.sources.network.fetch import fetch_transaction
from xccviz.sources.network.fetch_plan import lacks
from xccviz.sources.network.health import health_in, in_order
from xccviz.sources.progress import Report
from xccviz.sources.recognise.references import TransactionRef
from xccviz.sources.store.cache import Cache
from xccviz.values import replace

_NOT_FINAL = tr("from the cache; it was not final when it was fetched")


async def fetch(ref: TransactionRef, options: OpenOptions, progress: Report, given: str) -> Fetched:
    """The documents of a transaction: from the cache, else from the endpoints; `given` is what a capture keeps of what
    was typed. Raises UserError whose kind interface.md §2 names."""
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
                tr("{hash} is not in the cache, and no network may be asked", hash=ref.hash),
                Hint(
                    tr("Open a file or a sample, or leave --offline out."),
                    tr("Open a file or a sample: this window was started offline."),
                ),
                kind="network",
            )
        return Fetched(cached.raw, _selected(ref, cached.raw), () if cached.final else (_NOT_FINAL,))
    end = time.monotonic() + options.timeout
    targets = targets_for(ref, options)
    cached = await from_cache(cache, ref, options, targets)
    if cached is not None and await asyncio.to_thread(contradiction_in, cached.raw) is not None:
        cached = None  # kept before it was looked at, or damaged: it is fetched anew
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
            doubt=contradiction_in,
        )
    except UserError as error:
        if error.kind not in ("network", "not_found"):
            raise
        if cached is None:
            if cache is not None and await asyncio.to_thread(cache.transaction, ref.hash) is not None:
                error.kept = True
                error.hint = Hint(
                    tr("It was opened before: --offline opens what is kept; or give another endpoint."),
                    tr("It was opened before and is kept, but nobody says now on which chain."),
                )
            raise
        # What was seen once is worth more than an error; the error is told beside it.
        note = tr("from the cache, because {message}", message=error.message)
        return Fetched(cached.raw, _selected(ref, cached.raw), (note,))


def _selected(ref: TransactionRef, raw: RawTransaction) -> str | None:
    """The node that was asked for: what the address selects, or the receipt by whose id the transaction was found."""
    return ref.select or (ref.hash if raw.tx_hash not in (ref.hash, None) else None)
