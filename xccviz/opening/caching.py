"""What an opened transaction may be taken from the cache for: of the chain that would be asked, and how old it is."""

from __future__ import annotations

import asyncio
import functools
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from xccviz.model.raw import RawTransaction
from xccviz.opening.options import OpenOptions
from xccviz.sources.network.endpoint import Target
from xccviz.sources.network.fetch import identify
from xccviz.sources.recognise.references import TransactionRef
from xccviz.sources.store.cache import DEFAULT_LIMIT, Cache, Cached

_OLD_SECONDS = 3 * 86400.0
"""What was answered this long ago most nodes have pruned (protocol.md §1.8: five epochs, 1.5 to 2.5 days)."""


@functools.cache
def cache_in(folder: Path, limit: int = DEFAULT_LIMIT) -> Cache:
    """The cache of a folder, one object a process."""
    return Cache(folder, limit)


async def from_cache(
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
    public = {name: network for name, network in options.networks.items() if network.public}
    chain_id = public[chosen].chain_id if chosen in public else None
    found = await asyncio.to_thread(cache.transaction, ref.hash, chain_id)
    if found is None or options.offline:
        return found
    if options.rpc or not targets or targets[0].network not in public:
        identity = await identify(targets[0], min(3.0, options.timeout / 4)) if targets else None
        if identity is None:
            return None
        return await asyncio.to_thread(cache.transaction, ref.hash, identity.chain_id, identity.genesis_hash)
    asked = {public[target.network] for target in targets if target.network in public}
    for chain in sorted(network.chain_id for network in asked if network.chain_id is not None):
        of_chain = await asyncio.to_thread(cache.transaction, ref.hash, chain)
        if of_chain is not None:
            return of_chain
    return None


def is_old(raw: RawTransaction) -> bool:
    """Whether it was answered so long ago that most nodes have pruned it since."""
    times = [document.received_at for document in raw.documents if document.received_at]
    try:
        moment = datetime.fromisoformat(min(times, default=""))
    except ValueError:
        return False
    return moment.tzinfo is not None and time.time() - moment.timestamp() > _OLD_SECONDS
