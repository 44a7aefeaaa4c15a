"""A transaction that was read from a file is completed by endpoints, where whoever has the file wants that.

Apart from what reads files: loading the network's modules takes longer than opening one.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack

from xccviz.model.errors import Cancelled
from xccviz.model.raw import JsonObject, RawTransaction
from xccviz.opening.caching import cache_in
from xccviz.opening.options import OpenOptions
from xccviz.opening.targets import targets_for
from xccviz.sources.network.asking import connected
from xccviz.sources.network.complete import Completed, complete_documents
from xccviz.sources.network.endpoint import Target
from xccviz.sources.network.fetch_plan import answers_in
from xccviz.sources.network.health import health_in
from xccviz.sources.network.rpc import Endpoint
from xccviz.sources.progress import Report, silent
from xccviz.sources.recognise.references import TransactionRef
from xccviz.values import frozen, replace

_MOST_ENDPOINTS = 4


@frozen
class Added:
    """A transaction with what was had of what it lacked; what that cost, and troubles of endpoints, a line each."""

    raw: RawTransaction
    costs: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()


def completed(raw: RawTransaction, options: OpenOptions, report: Report = silent) -> Added:
    """Ask the endpoints that `options` name for what `options.extras` want and the documents lack. What nobody has is
    left out. Raises Cancelled when interrupted by the keyboard, UserError (usage) for an endpoint that is no address or
    a network that is not configured."""
    mains = answers_in(raw)
    if not mains:
        return Added(raw)
    targets = targets_for(TransactionRef(raw.tx_hash or ""), options)
    asked = [target for target in targets if not target.indexer][:_MOST_ENDPOINTS]
    try:
        more = asyncio.run(_asked(raw, mains[-1], asked, options, report))
    except KeyboardInterrupt as error:
        raise Cancelled from error
    costs = tuple(map(str, more.costs))
    if not more.documents:
        return Added(raw, costs, more.troubles)
    whole = replace(
        raw,
        documents=(*raw.documents, *more.documents),
        network=raw.network or options.network or more.chain_id,
        chain_id=raw.chain_id or more.chain_id,
    )
    return Added(whole, costs, more.troubles)


async def _asked(
    raw: RawTransaction,
    result: JsonObject,
    targets: Sequence[Target],
    options: OpenOptions,
    report: Report,
) -> Completed:
    book = health_in(options.cache_dir)
    cache = cache_in(options.cache_dir, options.cache_bytes) if options.cache_dir is not None else None
    async with AsyncExitStack() as stack:
        stack.callback(book.save)
        made = [connected(target, options.max_answer_bytes, book) for target in targets]
        endpoints = [await stack.enter_async_context(one) for one in made if isinstance(one, Endpoint)]
        return await complete_documents(
            endpoints,
            result,
            extras=options.extras,
            deadline=time.monotonic() + options.timeout,
            progress=report,
            cache=cache,
            there=raw.documents,
        )
