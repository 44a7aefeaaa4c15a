"""A transaction from the network: who knows it, and everything needed to draw it (protocol.md §1.8).

hash ─ each endpoint in order, wait_until NONE ─┬─ found ─ completed by receipts, blocks, chunks of yields
                                                └─ unknown ─ as a receipt ─ as a block ─ UserError
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack

from xccviz.catalogue import tr
from xccviz.model.errors import Hint, UserError
from xccviz.model.raw import RawTransaction, object_of, text_or_none
from xccviz.sources.fetched import Fetched
from xccviz.sources.network.asking import connected
from xccviz.sources.network.complete import Completed, Cost, complete_documents, identity_of
from xccviz.sources.network.endpoint import Target
from xccviz.sources.network.health import HealthBook
from xccviz.sources.network.indexer import Indexer
from xccviz.sources.network.lookup import Doubt, Found, Lookup
from xccviz.sources.network.merge import merged
from xccviz.sources.network.raw_answer import receipt_ids
from xccviz.sources.network.receipt_id import by_receipt
from xccviz.sources.network.rpc import Endpoint
from xccviz.sources.network.wanted import DEFAULT_EXTRAS, Extra
from xccviz.sources.progress import Report, silent
from xccviz.sources.recognise.references import TransactionRef
from xccviz.sources.store.cache import Cache, Identity
from xccviz.values import frozen, replace

_FIRST_PASS = 0.75
"""Share of the time for asking about the hash as a transaction; the rest is for the receipt and block attempts."""


@frozen
class _Whole:
    """An answer, what was fetched to complete it, and all of it together."""

    found: Found
    more: Completed
    raw: RawTransaction


async def fetch_transaction(
    ref: TransactionRef,
    targets: Sequence[Target],
    *,
    progress: Report = silent,
    timeout: float = 30.0,  # noqa: ASYNC109 - a budget shared out among endpoints, not one wait
    extras: frozenset[Extra] = DEFAULT_EXTRAS,
    given: str = "",
    cache: Cache | None = None,
    max_answer_bytes: int | None = None,
    health: HealthBook | None = None,
    doubt: Doubt = lambda raw: None,
) -> Fetched:
    """Ask `targets` in order for a transaction, or for the transaction of a receipt, and complete what is found.

    `timeout` in seconds bounds the whole; `extras` says what else to fetch; `given` is kept as what the user gave;
    what never changes is taken from `cache`, and what was fetched is kept there; longer answers than
    `max_answer_bytes` (None: 64 MiB) are refused; how endpoints answer is noted in `health`;
    an answer that `doubt` finds to contradict itself counts as none.
    Raises UserError: not_found when at least one endpoint does not know it and none has it, network when none gave a
    usable answer, malformed when they answered something that is no transaction, usage for an endpoint that is no
    address. `details` has one line per endpoint. Cancelling closes every connection.
    """
    book = health if health is not None else HealthBook()
    async with AsyncExitStack() as stack:
        stack.callback(book.save)
        endpoints: list[Endpoint | Indexer] = [
            await stack.enter_async_context(connected(target, max_answer_bytes, book)) for target in targets
        ]
        lookup = Lookup(endpoints, time.monotonic() + timeout, progress, doubt)
        found = await lookup.transaction(ref.hash, ref.signer, lookup.start + _FIRST_PASS * timeout)
        select = ref.select
        if found is None:
            found, select = await by_receipt(lookup, ref.hash, ref.select)
        if found is None:
            raise _not_found(ref, targets, lookup)
        found = await lookup.fuller(await lookup.improved(found, ref), targets)
        spent = [one.spent for one in endpoints]
        requests, received = sum(one.requests for one in spent), sum(one.received for one in spent)
        search = Cost(tr("the transaction"), 1, 1, requests, received)

        async def completed(found: Found) -> _Whole:
            endpoint, target = endpoints[found.index], targets[found.index]
            own = [endpoint] if isinstance(endpoint, Endpoint) else []
            more = await complete_documents(
                [*own, *lookup.spare(found.index, targets)],
                found.result,
                extras=extras,
                deadline=lookup.deadline,
                progress=progress,
                cache=cache,
            )
            return _Whole(found, more, _together(found, more, target, given or ref.hash))

        whole = await _believed(lookup, completed, await completed(found))
        found, raw, endpoint = whole.found, whole.raw, endpoints[whole.found.index]
        if cache is not None and whole.more.identity is not None and raw.tx_hash is not None:
            final = found.result.get("final_execution_status") == "FINAL"
            ids = receipt_ids(found.result)
            raw = await asyncio.to_thread(
                _kept, cache, whole.more.identity, raw.tx_hash, raw, final, ids, doubt
            )
        indexed = tr("from the indexer {endpoint}, which does not say what is final", endpoint=endpoint.name)
        notes = () if isinstance(endpoint, Endpoint) else (indexed,)
        costs = tuple(map(str, (search, *whole.more.costs)))
        return Fetched(raw, select, notes, costs, lookup.lines(found.index))


def _together(found: Found, more: Completed, target: Target, given: str) -> RawTransaction:
    """The answer and what completes it."""
    transaction = object_of(found.result["transaction"])
    return RawTransaction(
        documents=(found.document, *more.documents),
        open=given,
        tx_hash=text_or_none(transaction.get("hash")),
        sender_account_id=text_or_none(transaction.get("signer_id")),
        network=target.network or more.chain_id,
        chain_id=more.chain_id,
    )


async def _believed(lookup: Lookup, completed: Callable[[Found], Awaitable[_Whole]], first: _Whole) -> _Whole:
    """The first answer that agrees with the blocks around it; where none does, the first of all: it is shown with what
    contradicts what."""
    whole = first
    order = [index for index in range(len(lookup.endpoints)) if index != first.found.index]
    while (why := await lookup.doubts(whole.found, whole.raw)) is not None:
        lookup.said[whole.found.index] = lookup.contradicts(whole.found, why)
        order = [index for index in order if index not in lookup.said]
        hash, signer = whole.raw.tx_hash, whole.raw.sender_account_id
        other = await lookup.in_order(hash, signer, order, lookup.deadline) if hash and order else None
        if other is None:
            return first
        whole = await completed(other)
    return whole


def _kept(
    cache: Cache,
    identity: Identity,
    hash: str,
    raw: RawTransaction,
    final: bool,
    receipts: Sequence[str],
    doubt: Doubt,
) -> RawTransaction:
    """Together with what the cache knows of it, which is stored: nothing that was fetched once is lost, but what
    contradicts itself."""
    earlier = cache.transaction(hash, identity.chain_id, identity.genesis_hash)
    if earlier is not None and doubt(earlier.raw) is None:
        raw, final = replace(merged(earlier.raw, raw), open=raw.open), final or earlier.final
    cache.store_transaction(identity, hash, raw, final=final, receipts=receipts)
    return raw


async def identify(target: Target, seconds: float) -> Identity | None:
    """Which chain a target serves, asked within `seconds`; None when it does not say, or is no address."""
    if target.indexer:
        return None
    try:
        endpoint = Endpoint(target.url, target.api_key)
    except UserError:
        return None
    async with endpoint:
        return await identity_of(endpoint, time.monotonic() + seconds)


def _not_found(ref: TransactionRef, targets: Sequence[Target], lookup: Lookup) -> UserError:
    """interface.md §2: not_found if anyone does not know it, else malformed for odd answers, else network."""
    lines = lookup.lines()
    kinds = {miss.kind for miss in lookup.said.values()}
    if not targets:
        return UserError(
            tr("no endpoint to ask for {hash}", hash=ref.hash),
            Hint(tr("Give one with --rpc."), tr("Add one under Edit › Settings.")),
            kind="network",
        )
    if kinds & {"unknown", "untracked"}:
        troubles = lookup.grouped("trouble", "odd")
        networks = list(dict.fromkeys(target.network for target in targets if target.network))
        message = (
            tr("{hash} is not known on {networks}", hash=ref.hash, networks=tr(" or ").join(networks))
            if networks
            else tr(
                "{hash} is not known to {names}", hash=ref.hash, names=lookup.names("unknown", "untracked")
            )
        )
        if troubles:
            message = tr("{message} (no usable answer from {troubles})", message=message, troubles=troubles)
        if "untracked" in kinds and ref.signer is None:
            hint = tr("A node may track its shard only: give the signer too, as HASH:ACCOUNT.")
        elif "untracked" in kinds:
            hint = tr(
                "A node may track its shard only, and {signer} may not be who signed it.", signer=ref.signer
            )
        else:
            otherwise = tr(
                "Else check hash and network; what is older than about two days needs an archival endpoint, "
                "and an intent's id is no transaction."
            )
            hint = Hint(
                tr(
                    "If it was just sent, it is not in a block yet: try again, or wait for it with `xccviz watch`. "
                    "{otherwise}",
                    otherwise=otherwise,
                ),
                tr(
                    "If it was just sent, it is not in a block yet. {otherwise}",
                    otherwise=otherwise,
                ),
            )
        return UserError(message, hint, kind="not_found", details=lines)
    if "odd" in kinds:
        return UserError(
            tr("no transaction in the answer: {said}", said=lookup.grouped()),
            Hint(
                tr("Is this a NEAR endpoint? Give another one with --rpc."),
                tr("Is this a NEAR endpoint? Add another one under Edit › Settings."),
            ),
            kind="malformed",
            details=lines,
        )
    hint = Hint(
        tr("Check the network connection, or give another endpoint with --rpc."),
        tr("Check the network connection, or add another endpoint under Edit › Settings."),
    )
    if any(miss.denied for miss in lookup.said.values()):
        hint = Hint(
            tr("Give a key in XCCVIZ_API_KEY, or another endpoint with --rpc."),
            tr("It wants an API key; or add another endpoint under Edit › Settings."),
        )
    return UserError(
        tr("no usable answer: {said}", said=lookup.grouped()),
        hint,
        kind="network",
        details=lines,
    )
