"""What else to fetch once a transaction is found: receipts, block headers, chunks of yields, and extras on request.

All of it is tolerated to fail: a graph without heights is still a graph. Requests go out at most eight at a time,
wait when the endpoint says so, and stop after a few troubles in a row.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from xccviz.model.raw import Json, RawDocument
from xccviz.sources.cache import Cache, Identity
from xccviz.sources.library import Library, library_for
from xccviz.sources.progress import Progress, Report, Stage
from xccviz.sources.rpc import Endpoint, HandlerError, Ok, Trouble, document_of

Extra = Literal["blocks", "receipts", "chunks", "changes", "accounts", "config"]
EXTRAS: tuple[Extra, ...] = ("blocks", "receipts", "chunks", "changes", "accounts", "config")
DEFAULT_EXTRAS: frozenset[Extra] = frozenset({"blocks"})
"""Without being asked: headers of the blocks, receipts that the answer lacks, and the chunks that resumed yields."""

CONCURRENCY = 8
_IDLE_SECONDS = 10.0
_TROUBLES_IN_A_ROW = 4
_LONGEST_PAUSE = 5.0
_LONGEST_WAIT = 32  # blocks of one wait whose data changes are asked for

Request = tuple[str, Json]


@dataclass(frozen=True, slots=True)
class Completed:
    """Further documents in the order they were wanted, and which chain it is, as far as the node said it."""

    documents: tuple[RawDocument, ...]
    chain_id: str | None
    identity: Identity | None = None


async def complete_documents(
    endpoints: Sequence[Endpoint],
    result: dict[str, Any],
    *,
    extras: frozenset[Extra],
    deadline: float,
    progress: Report,
    cache: Cache | None = None,
) -> Completed:
    """Fetch what a found transaction (`result` of a tx method) needs from `endpoints`, or from `cache`.

    The first is the one that had it; what it can't give is asked of the others, in order (a node may have pruned a
    block that an archival one has). Blocks whose heights stand beside the outcomes (an indexer's) are not asked for.
    `deadline` on the clock of `time.monotonic`. Never raises but for cancellation; what fails is left out.
    """
    if not endpoints:
        return Completed((), None)
    chain_id, identity = await _chain(endpoints[0], deadline)
    library = library_for(cache, identity)
    askers = [_Asker(endpoint, deadline, library) for endpoint in endpoints]

    async def everything(stage: Stage, requests: Sequence[Request]) -> list[RawDocument]:
        found: dict[int, RawDocument] = {}
        for asker in askers:
            open_ones = [n for n in range(len(requests)) if n not in found]
            answers = await asker.all(stage, [requests[n] for n in open_ones], progress)
            found |= {n: answer for n, answer in zip(open_ones, answers, strict=True) if answer is not None}
        return [found[n] for n in sorted(found)]

    receipts = await everything("receipts", _receipt_requests(result, extras))
    blocks: list[RawDocument] = []
    chunks: list[RawDocument] = []
    if extras & {"blocks", "chunks"}:
        hashes = _block_hashes(result, without_height="chunks" not in extras)
        blocks = await everything("blocks", [("block", {"block_id": hash}) for hash in hashes])
        wanted = None if "chunks" in extras else _resumed_in(result, receipts)
        chunks = await everything("chunks", _chunk_requests(blocks, wanted))
    more = await everything("more", list(_more_requests(result, extras, blocks, receipts)))
    more += await everything("more", _origin_requests(result, receipts, chunks))
    return Completed((*receipts, *blocks, *chunks, *more), chain_id, identity)


def outcomes_of(result: dict[str, Any]) -> list[dict[str, Any]]:
    """The outcomes of a tx result: the transaction's, then the receipts', in document order."""
    found = [result.get("transaction_outcome")]
    listed = result.get("receipts_outcome")
    if isinstance(listed, list):
        found += listed
    return [entry for entry in found if isinstance(entry, dict)]


def outcome_count(result: dict[str, Any]) -> int:
    """How many outcomes a tx result has."""
    return len(outcomes_of(result))


def missing_outcomes(result: dict[str, Any]) -> tuple[str, ...]:
    """Ids that a `receipt_ids` names and that have no outcome: pending, pruned or untracked."""
    outcomes = outcomes_of(result)
    known = {entry["id"] for entry in outcomes if isinstance(entry.get("id"), str)}
    return tuple(
        dict.fromkeys(child for entry in outcomes for child in _children(entry) if child not in known)
    )


def new_chunks_of(block: dict[str, Any]) -> list[str]:
    """Hashes of the chunks that are new in this block (protocol.md §1.5: height_included == height)."""
    header, chunks = block.get("header"), block.get("chunks")
    if not isinstance(header, dict) or not isinstance(chunks, list):
        return []
    return [
        str(chunk["chunk_hash"])
        for chunk in chunks
        if isinstance(chunk, dict)
        and chunk.get("height_included") == header.get("height")
        and "chunk_hash" in chunk
    ]


class _Asker:
    """Bounded, patient, tolerant: asks many things of one endpoint."""

    def __init__(self, endpoint: Endpoint, deadline: float, library: Library) -> None:
        self._endpoint = endpoint
        self._library = library
        self._deadline = deadline
        self._slots = asyncio.Semaphore(CONCURRENCY)
        self._pause_until = 0.0
        self._troubles = 0
        self._refused: set[str] = set()

    async def all(
        self, stage: Stage, requests: Sequence[Request], progress: Report
    ) -> list[RawDocument | None]:
        """The answers in the order of the requests; None for those without one."""
        if not requests:
            return []
        done = 0

        async def one(request: Request) -> RawDocument | None:
            nonlocal done
            async with self._slots:
                document = await self._library.get(*request, lambda: self._one(*request))
            done += 1
            progress(Progress(stage, f"fetching {stage}", done, len(requests)))
            return document

        progress(Progress(stage, f"fetching {stage}", 0, len(requests)))
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(request)) for request in requests]
        return [task.result() for task in tasks]

    async def _one(self, method: str, params: Json) -> RawDocument | None:
        for _ in range(3):
            pause = self._pause_until - time.monotonic()
            if pause > 0:
                await asyncio.sleep(pause)
            left = self._deadline - time.monotonic()
            if left < 0.05 or self._troubles >= _TROUBLES_IN_A_ROW or method in self._refused:
                return None
            answer = await self._endpoint.ask(method, params, idle=min(_IDLE_SECONDS, left), total=left)
            if isinstance(answer, Ok):
                self._troubles = 0
                return document_of(method, params, self._endpoint, answer)
            if isinstance(answer, HandlerError):
                if answer.cause in ("METHOD_NOT_FOUND", "PARSE_ERROR"):
                    self._refused.add(method)
                if answer.cause == "UNKNOWN_ACCOUNT":
                    # That there was no such account is an answer: its balance was nothing.
                    return document_of(method, params, self._endpoint, answer)
                return None
            if not self._wait_for(answer):
                self._troubles += 1
                return None
        return None

    def _wait_for(self, trouble: Trouble) -> bool:
        """Whether to ask again: the endpoint wants us slower, by a time we have."""
        if trouble.kind != "rate_limited" and trouble.retry_after is None:
            return False
        wait = trouble.retry_after if trouble.retry_after is not None else 1.0
        until = time.monotonic() + wait
        if wait > _LONGEST_PAUSE or until >= self._deadline:
            return False
        self._pause_until = max(self._pause_until, until)
        return True


async def _chain(endpoint: Endpoint, deadline: float) -> tuple[str | None, Identity | None]:
    """The chain's id, and with the genesis hash its identity; None where the node does not say it."""
    left = deadline - time.monotonic()
    if left < 0.05:
        return None, None
    answer = await endpoint.ask("status", [], idle=min(5.0, left / 2))
    said = answer.result if isinstance(answer, Ok) and isinstance(answer.result, dict) else {}
    chain, genesis = said.get("chain_id"), said.get("genesis_hash")
    if not isinstance(chain, str):
        return None, None
    return chain, Identity(chain, genesis) if isinstance(genesis, str) and genesis else None


async def identity_of(endpoint: Endpoint, deadline: float) -> Identity | None:
    """Which chain an endpoint serves; None when it does not say. Never raises but for cancellation."""
    return (await _chain(endpoint, deadline))[1]


def _children(outcome: dict[str, Any]) -> list[str]:
    inner = outcome.get("outcome")
    ids = inner.get("receipt_ids") if isinstance(inner, dict) else None
    return [child for child in ids if isinstance(child, str)] if isinstance(ids, list) else []


def _block_hashes(result: dict[str, Any], *, without_height: bool = False) -> list[str]:
    """Each block of an outcome once, in document order; `without_height`: only those whose height is not known."""
    entries = (entry for entry in outcomes_of(result) if not (without_height and "block_height" in entry))
    hashes = (entry.get("block_hash") for entry in entries)
    return list(dict.fromkeys(h for h in hashes if isinstance(h, str)))


def _receipt_requests(result: dict[str, Any], extras: frozenset[Extra]) -> list[Request]:
    """Receipts that the answer lacks (all of them without `receipts`; else those not executed), or all on request.

    The local first receipt that nodes leave out is asked for only on request: it is rebuilt from the transaction.
    """
    listed = result.get("receipts")
    ids = list(dict.fromkeys(child for entry in outcomes_of(result) for child in _children(entry)))
    if isinstance(listed, list) and "receipts" not in extras:
        known = {str(entry.get("receipt_id")) for entry in listed if isinstance(entry, dict)}
        pending = set(missing_outcomes(result))
        ids = [id for id in ids if id not in known and id in pending]
    return [("EXPERIMENTAL_receipt", {"receipt_id": id}) for id in ids]


def _chunk_requests(blocks: Sequence[RawDocument], wanted: set[str] | None) -> list[Request]:
    """The new chunks of the blocks in `wanted` (None: of all)."""
    requests: dict[str, Request] = {}
    for document in blocks:
        block = document.payload
        if not isinstance(block, dict) or not isinstance(block.get("header"), dict):
            continue
        if wanted is None or block["header"].get("hash") in wanted:
            for chunk in new_chunks_of(block):
                requests.setdefault(chunk, ("chunk", {"chunk_id": chunk}))
    return list(requests.values())


def _origin_requests(
    result: dict[str, Any], receipts: Sequence[RawDocument], chunks: Sequence[RawDocument]
) -> list[Request]:
    """Which transaction resumed a yield: asked for each resume found in the chunks (protocol.md §2.8)."""
    listed = result.get("receipts")
    known = [*(listed if isinstance(listed, list) else []), *(document.payload for document in receipts)]
    waited = {
        str(data_id)
        for entry in known
        if isinstance(entry, dict) and _is_yield(entry.get("receipt"))
        for data_id in entry["receipt"]["Action"].get("input_data_ids") or ()
    }
    found: list[Request] = []
    for chunk in chunks:
        carried = chunk.payload.get("receipts") if isinstance(chunk.payload, dict) else None
        for receipt in carried if isinstance(carried, list) else ():
            body = receipt.get("receipt") if isinstance(receipt, dict) else None
            data = body.get("Data") if isinstance(body, dict) else None
            if isinstance(data, dict) and data.get("data_id") in waited and data.get("is_promise_resume") is True:
                found.append(("EXPERIMENTAL_receipt_to_tx", {"receipt_id": receipt.get("receipt_id")}))
    return found


def _resumed_in(result: dict[str, Any], receipts: Sequence[RawDocument]) -> set[str]:
    """Blocks in which a yielded receipt executed: only their chunks hold the payload (protocol.md §2.8)."""
    listed = result.get("receipts")
    known = [*(listed if isinstance(listed, list) else []), *(document.payload for document in receipts)]
    yields = {
        str(entry.get("receipt_id"))
        for entry in known
        if isinstance(entry, dict) and _is_yield(entry.get("receipt"))
    }
    return {str(entry.get("block_hash")) for entry in outcomes_of(result) if str(entry.get("id")) in yields}


def _is_yield(receipt: Json) -> bool:
    action = receipt.get("Action") if isinstance(receipt, dict) else None
    return isinstance(action, dict) and action.get("is_promise_yield") is True


def _more_requests(
    result: dict[str, Any],
    extras: frozenset[Extra],
    blocks: Sequence[RawDocument],
    receipts: Sequence[RawDocument],
) -> Iterator[Request]:
    """Extras on request: state changes per block, accounts before and after, protocol configuration."""
    hashes = _block_hashes(result)
    accounts = _accounts(result)
    headers = _headers(blocks)
    if "changes" in extras and accounts:
        for block in hashes:
            params = {"changes_type": "account_changes", "account_ids": accounts, "block_id": block}
            yield "EXPERIMENTAL_changes", params
        yield from _data_requests(_waits(result, receipts, headers))
    if "accounts" in extras and hashes:
        places = [*_before(result, set(hashes), headers), *((account, hashes[-1]) for account in accounts)]
        for account, block in dict.fromkeys(places):
            yield "query", {"request_type": "view_account", "account_id": account, "block_id": block}
    if "config" in extras and hashes:
        yield "EXPERIMENTAL_protocol_config", {"block_id": hashes[0]}


def _headers(blocks: Sequence[RawDocument]) -> dict[str, dict[str, Any]]:
    """Hash → header of the fetched blocks."""
    headers = [block.payload.get("header") for block in blocks if isinstance(block.payload, dict)]
    return {str(header.get("hash")): header for header in headers if isinstance(header, dict)}


def _before(
    result: dict[str, Any], ours: set[str], headers: dict[str, dict[str, Any]]
) -> Iterator[tuple[str, str]]:
    """Where an account's balance has to be asked for: the last block before one of ours that is none of ours.

    From there on the changes of our blocks tell the balance.
    """
    for account, block in _executions(result):
        here = headers.get(block, {}).get("prev_hash")
        for _ in range(len(ours)):
            if here not in ours:
                break
            here = headers.get(here, {}).get("prev_hash")
        if isinstance(here, str) and here not in ours:
            yield account, here


def _executions(result: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Account and block of each outcome."""
    for entry in outcomes_of(result):
        inner = entry.get("outcome")
        account = inner.get("executor_id") if isinstance(inner, dict) else None
        if isinstance(account, str) and isinstance(entry.get("block_hash"), str):
            yield account, entry["block_hash"]


def _waits(
    result: dict[str, Any], receipts: Sequence[RawDocument], headers: dict[str, dict[str, Any]]
) -> Iterator[tuple[str, int, int]]:
    """Contract, height of its call and height of its callback, for each callback to itself."""
    height: dict[str, int] = {}
    parent: dict[str, str] = {}
    for entry in outcomes_of(result):
        at = headers.get(str(entry.get("block_hash")), {}).get("height")
        if isinstance(at, int):
            height[str(entry.get("id"))] = at
        parent |= {child: str(entry.get("id")) for child in _children(entry)}
    listed = result.get("receipts")
    for view in [*(listed if isinstance(listed, list) else []), *(document.payload for document in receipts)]:
        body = view.get("receipt") if isinstance(view, dict) else None
        action = body.get("Action") if isinstance(body, dict) else None
        if not isinstance(action, dict) or not action.get("input_data_ids") or _is_yield(body):
            continue
        callback, account = str(view.get("receipt_id")), view.get("receiver_id")
        call, ran = height.get(parent.get(callback, "")), height.get(callback)
        if isinstance(account, str) and account == view.get("predecessor_id") and call is not None and ran is not None:
            yield account, call, ran


def _data_requests(waits: Iterable[tuple[str, int, int]]) -> Iterator[Request]:
    """Changes of a contract's data while it waited for a callback, by height; skipped heights answer nothing."""
    wanted: dict[int, list[str]] = {}
    for account, call, ran in waits:
        for height in range(call + 1, min(ran, call + 1 + _LONGEST_WAIT)):
            if account not in wanted.setdefault(height, []):
                wanted[height].append(account)
    for height, accounts in sorted(wanted.items()):
        yield (
            "EXPERIMENTAL_changes",
            {"changes_type": "data_changes", "account_ids": accounts, "key_prefix_base64": "", "block_id": height},
        )


def _accounts(result: dict[str, Any]) -> list[str]:
    transaction = result.get("transaction")
    signer = transaction.get("signer_id") if isinstance(transaction, dict) else None
    found = [signer, *(account for account, _ in _executions(result))]
    return list(dict.fromkeys(account for account in found if isinstance(account, str)))
