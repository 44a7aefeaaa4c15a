"""Answers that never change, asked for once: from the cache file, from a request under way, else from the endpoint.

Immutable is what is named by its own hash or id: a block or chunk by hash, a receipt by id, and what a node says about
an account or the protocol at a block named by hash. Heights and "latest" are not.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from weakref import WeakKeyDictionary

from xccviz.model import base58
from xccviz.model.raw import Json, RawDocument
from xccviz.sources.store.cache import Cache, Identity

Ask = Callable[[], Awaitable[RawDocument | None]]

_NAMED_BY = {
    "block": "block_id",
    "chunk": "chunk_id",
    "EXPERIMENTAL_receipt": "receipt_id",
    "EXPERIMENTAL_receipt_to_tx": "receipt_id",
    "EXPERIMENTAL_changes": "block_id",
    "EXPERIMENTAL_protocol_config": "block_id",
    "query": "block_id",
}


class SharedAnswers:
    """One chain's immutable answers; for one event loop. `identity` None: the chain is not known, so nothing is kept
    beyond this object."""

    def __init__(self, cache: Cache | None = None, identity: Identity | None = None) -> None:
        self._cache = cache if identity is not None else None
        self._identity = identity or Identity("", "")
        self._under_way: dict[tuple[str, str], asyncio.Future[RawDocument | None]] = {}

    async def get(self, method: str, params: Json, ask: Ask) -> RawDocument | None:
        """The answer, kept or asked for. Of several who want the same at once one asks; if that one is cancelled, or
        gets nothing, each of the others asks itself."""
        key = immutable_key(method, params)
        if key is None:
            return await ask()
        place = (method, key)
        waiting = self._under_way.get(place)
        if waiting is not None:
            found = await asyncio.shield(waiting)
            if found is not None:
                return found
        future: asyncio.Future[RawDocument | None] = asyncio.get_running_loop().create_future()
        self._under_way[place] = future
        document: RawDocument | None = None
        try:
            document = await self._kept(method, key)
            if document is not None:
                return document
            document = await ask()
            if document is not None and self._cache is not None:
                await asyncio.to_thread(self._cache.store_document, self._identity, method, key, document)
            return document
        finally:
            future.set_result(document)
            if self._under_way.get(place) is future:
                del self._under_way[place]

    async def _kept(self, method: str, key: str) -> RawDocument | None:
        if self._cache is None:
            return None
        return await asyncio.to_thread(self._cache.document, self._identity, method, key)


_shared: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[tuple[int, Identity], SharedAnswers]] = (
    WeakKeyDictionary()
)


def shared_answers_for(cache: Cache | None, identity: Identity | None) -> SharedAnswers:
    """The answers of a chain in the running loop: fetches that run side by side share them, so that none asks for a
    block that another one is waiting for."""
    if cache is None or identity is None:
        return SharedAnswers()
    kept = _shared.setdefault(asyncio.get_running_loop(), {})
    return kept.setdefault((id(cache), identity), SharedAnswers(cache, identity))


def immutable_key(method: str, params: Json) -> str | None:
    """The request's parameters as a key, if its answer can't change; else None."""
    name = _NAMED_BY.get(method)
    if name is None or not isinstance(params, dict):
        return None
    value = params.get(name)
    if not isinstance(value, str) or not base58.is_hash(value):
        return None
    return json.dumps(params, sort_keys=True, separators=(",", ":"))
