"""A transaction from the network: who knows it, and everything needed to draw it (protocol.md §1.8).

    hash ─ each endpoint in order, wait_until NONE ─┬─ found ─ completed by receipts, blocks, chunks of yields
                                                    └─ unknown ─ as a receipt ─ as a block ─ UserError

`wait_until: "NONE"` is asked because only that answers at once; its answer is the best current state, so nothing here
ever waits for FINAL. Every wait is bounded by one deadline, and a slow endpoint by its share of it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, Literal

from xccviz.model.errors import EXIT_MALFORMED, EXIT_NETWORK, EXIT_NOT_FOUND, UserError
from xccviz.model.raw import Json, RawDocument, RawTransaction
from xccviz.sources.classify import TransactionRef
from xccviz.sources.completion import (
    DEFAULT_EXTRAS,
    Extra,
    complete_documents,
    missing_outcomes,
    new_chunks_of,
    outcome_count,
)
from xccviz.sources.progress import Progress, Report, silent
from xccviz.sources.rpc import Answer, Endpoint, HandlerError, Ok, Trouble, document_of
from xccviz.sources.words import one_line

ANY_ACCOUNT = "xccviz.near"
"""A valid account for `sender_account_id` when the signer isn't known; only nodes that track few shards care."""

_METHODS = ("EXPERIMENTAL_tx_status", "tx_status", "tx")
_FIRST_PASS = 0.75
"""Share of the time for asking about the hash as a transaction; the rest is for the receipt and block attempts."""


@dataclass(frozen=True, slots=True)
class Target:
    """An endpoint to ask: its address (which may hold a key), the network it serves if known, a key for it."""

    url: str = field(repr=False)
    network: str | None = None
    api_key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The documents, and the receipt to select (None: nothing in particular)."""

    raw: RawTransaction
    select: str | None


@dataclass(frozen=True, slots=True)
class _Found:
    document: RawDocument
    result: dict[str, Any]
    index: int


@dataclass(frozen=True, slots=True)
class _Miss:
    """`unknown`: says it does not know it; `untracked`: can't tell (shard not tracked, or just submitted);
    `trouble`: no usable answer; `odd`: an answer that is no transaction."""

    kind: Literal["unknown", "untracked", "trouble", "odd"]
    text: str
    retry_after: float | None = None


async def fetch_transaction(
    ref: TransactionRef,
    targets: Sequence[Target],
    *,
    progress: Report = silent,
    timeout: float = 30.0,  # noqa: ASYNC109 - a budget shared out among endpoints, not one wait
    extras: frozenset[Extra] = DEFAULT_EXTRAS,
    opened: str = "",
) -> Fetched:
    """Ask `targets` in order for a transaction, or for the transaction of a receipt, and complete what is found.

    `timeout` in seconds bounds the whole; `extras` says what else to fetch; `opened` is kept as what the user gave.
    Raises UserError: exit 3 when at least one endpoint does not know it and none has it, 4 when none gave a usable
    answer, 5 when they answered something that is no transaction, 2 for an endpoint that is no address. `details`
    has one line per endpoint. Cancelling closes every connection.
    """
    async with AsyncExitStack() as stack:
        endpoints = [
            await stack.enter_async_context(Endpoint(target.url, target.api_key)) for target in targets
        ]
        hunt = _Hunt(endpoints, time.monotonic() + timeout, progress)
        found = await hunt.transaction(ref.hash, ref.signer, hunt.start + _FIRST_PASS * timeout)
        select = ref.select
        if found is None:
            found, select = await hunt.by_receipt(ref.hash, ref.select)
        if found is None:
            raise _not_found(ref, targets, hunt)
        found = await hunt.improved(found, ref)
        endpoint, target = endpoints[found.index], targets[found.index]
        completed = await complete_documents(
            endpoint,
            found.result,
            extras=extras,
            deadline=hunt.deadline,
            progress=progress,
            others=hunt.spare(found.index, targets),
        )
        transaction = found.result["transaction"]
        raw = RawTransaction(
            documents=(found.document, *completed.documents),
            open=opened or ref.hash,
            tx_hash=_text(transaction.get("hash")),
            sender_account_id=_text(transaction.get("signer_id")),
            network=target.network or completed.chain_id,
            chain_id=completed.chain_id,
        )
        return Fetched(raw, select)


class _Hunt:
    """The state of one search: what each endpoint said last, and the time left."""

    def __init__(self, endpoints: list[Endpoint], deadline: float, progress: Report) -> None:
        self.endpoints = endpoints
        self.deadline = deadline
        self.start = time.monotonic()
        self.progress = progress
        self.said: dict[int, _Miss] = {}

    def left(self, until: float | None = None) -> float:
        """Seconds until `until` (default: the deadline), not below 0."""
        return max(0.0, (self.deadline if until is None else until) - time.monotonic())

    def spare(self, index: int, targets: Sequence[Target]) -> list[Endpoint]:
        """Up to two more endpoints of the same network that gave no trouble so far."""
        return [
            endpoint
            for other, endpoint in enumerate(self.endpoints)
            if other != index
            and targets[other].network == targets[index].network
            and (other not in self.said or self.said[other].kind in ("unknown", "untracked"))
        ][:2]

    async def transaction(self, hash: str, signer: str | None, until: float) -> _Found | None:
        """The first endpoint's answer that has the transaction; those that may know it soon are asked once more."""
        order = range(len(self.endpoints))
        found = await self._pass(hash, signer, order, until)
        if found is not None:
            return found
        again = [index for index in order if self._may_know_soon(self.said[index])]
        wait = max((self.said[index].retry_after or 1.0 for index in again), default=0.0)
        if not again or self.left() < wait + 1.0:
            return None
        self.progress(Progress("asking", "not there yet, asking once more"))
        await asyncio.sleep(wait)
        return await self._pass(hash, signer, again, self.deadline)

    async def _pass(self, hash: str, signer: str | None, order: Sequence[int], until: float) -> _Found | None:
        for place, index in enumerate(order):
            others = len(order) - place
            if others == 1 and len(order) == 1:
                until = self.deadline
            left = self.left(until)
            if left < 0.05:
                self.said.setdefault(index, _Miss("trouble", "was not asked, the time was used up"))
                continue
            endpoint = self.endpoints[index]
            self.progress(Progress("asking", f"asking {endpoint.name}", place, len(order)))
            idle = left if others == 1 else min(10.0, left / others)
            total = left if others == 1 else max(idle, left * 0.6)
            answer = await self._ask_one(index, hash, signer or ANY_ACCOUNT, idle, total)
            if isinstance(answer, _Found):
                return answer
            self.said[index] = answer
        return None

    @staticmethod
    def _may_know_soon(miss: _Miss) -> bool:
        return miss.kind == "untracked" or (miss.retry_after is not None and miss.retry_after <= 5.0)

    async def _ask_one(self, index: int, hash: str, sender: str, idle: float, total: float) -> _Found | _Miss:
        """One endpoint, falling back from the newest to the oldest way to ask (protocol.md §1.8)."""
        endpoint = self.endpoints[index]
        end = time.monotonic() + total
        by_name: Json = {"tx_hash": hash, "sender_account_id": sender, "wait_until": "NONE"}
        requests = [(method, by_name) for method in _METHODS]
        first: _Miss | None = None
        while requests and (left := end - time.monotonic()) > 0:
            method, params = requests.pop(0)
            answer = await endpoint.ask(method, params, idle=min(idle, left), total=left)
            if isinstance(answer, Ok):
                return self._read(index, method, params, answer, hash)
            if isinstance(answer, Trouble):
                return first or _Miss("trouble", answer.text, answer.retry_after)
            miss = _miss_of(answer)
            if answer.cause == "METHOD_NOT_FOUND":
                first = _Miss("trouble", "does not offer to look up transactions (METHOD_NOT_FOUND)")
            elif answer.cause == "INTERNAL_ERROR" or answer.name == "INTERNAL_ERROR":
                requests = [entry for entry in requests if entry[0] == "tx"]  # a receipt is missing: R1.3
                first = first or miss
            elif answer.cause == "PARSE_ERROR" and params is by_name:
                requests = [(method, [hash, sender])]  # nodes before 1.37 know the array form only
                first = first or miss
            else:
                return miss
        return first or _Miss("trouble", "timed out")

    def _read(self, index: int, method: str, params: Json, answer: Ok, hash: str) -> _Found | _Miss:
        result = answer.result
        if isinstance(result, dict):
            transaction = result.get("transaction")
            if isinstance(transaction, dict) and isinstance(result.get("transaction_outcome"), dict):
                if transaction.get("hash") not in (hash, None):
                    return _Miss("odd", "answered with another transaction")
                return _Found(document_of(method, params, self.endpoints[index], answer), result, index)
            if result.get("final_execution_status") == "NONE" and transaction is None:
                return _Miss("untracked", "has nothing of this transaction (it may not track its shard)")
        return _Miss("odd", "answered JSON-RPC, but no transaction")

    async def improved(self, found: _Found, ref: TransactionRef) -> _Found:
        """Asked again with the real signer if outcomes are missing: a node that tracks few shards needs it."""
        signer = _text(found.result["transaction"].get("signer_id"))
        asked = found.document.params
        sender = asked.get("sender_account_id") if isinstance(asked, dict) else asked[1]
        lacking = missing_outcomes(found.result) or not isinstance(found.result.get("receipts"), list)
        if not signer or signer == sender or not lacking or self.left() < 0.5:
            return found
        hash = found.result["transaction"].get("hash") or ref.hash
        idle = min(10.0, self.left() / 2)
        again = await self._ask_one(found.index, hash, signer, idle, idle)
        if isinstance(again, _Found) and _richness(again.result) > _richness(found.result):
            return again
        return found

    async def by_receipt(self, id: str, select: str | None) -> tuple[_Found | None, str | None]:
        """Try the id as a receipt, then as a block, where it was unknown as a transaction.

        Raises UserError (exit 3) that says what it is, if it is one of them but leads to no transaction.
        """
        knowing = [index for index, miss in self.said.items() if miss.kind in ("unknown", "untracked")]
        if not knowing or self.left() < 0.05:
            return None, select
        self.progress(Progress("asking", "no transaction; trying it as a receipt"))
        answers = await asyncio.gather(*(self._identify(index, id) for index in knowing))
        for index, (origin, _, _) in zip(knowing, answers, strict=True):
            named = _object(origin) or {}
            hash = _text(named.get("transaction_hash"))
            if hash is None:
                continue
            sender = _text(named.get("sender_account_id"))
            order = [index, *(other for other in range(len(self.endpoints)) if other != index)]
            found = await self._pass(hash, sender, order, self.deadline)
            if found is not None:
                return found, id
            raise UserError(
                f"{id} is a receipt of transaction {hash}, which no endpoint has",
                "Ask an archival endpoint with --rpc.",
                exit_code=EXIT_NOT_FOUND,
                details=self.lines(),
            )
        for index, (_, receipt, _) in zip(knowing, answers, strict=True):
            if (view := _object(receipt)) is not None:
                raise self._receipt_without_transaction(id, view, index)
        for index, (_, _, block) in zip(knowing, answers, strict=True):
            if (view := _object(block)) is not None:
                raise await self._block(id, view, index)
        return None, select

    async def _identify(self, index: int, id: str) -> tuple[Answer, Answer, Answer]:
        idle = min(5.0, self.left())
        endpoint = self.endpoints[index]
        origin, receipt, block = await asyncio.gather(
            endpoint.ask("EXPERIMENTAL_receipt_to_tx", {"receipt_id": id}, idle=idle),
            endpoint.ask("EXPERIMENTAL_receipt", {"receipt_id": id}, idle=idle),
            endpoint.ask("block", {"block_id": id}, idle=idle),
        )
        return origin, receipt, block

    def _receipt_without_transaction(self, id: str, receipt: dict[str, Any], index: int) -> UserError:
        body = receipt.get("receipt")
        action = body.get("Action") if isinstance(body, dict) else None
        signer = _text(action.get("signer_id")) if isinstance(action, dict) else None
        what = "a receipt" if isinstance(action, dict) else "a data receipt"
        signed = f", in a transaction of {one_line(signer, 64)}" if signer and signer != "system" else ""
        ends = [one_line(receipt.get(name, "?"), 64) for name in ("predecessor_id", "receiver_id")]
        return UserError(
            f"{id} is {what} from {ends[0]} to {ends[1]}{signed}; "
            f"its transaction is not known to {self.endpoints[index].name}",
            "An explorer's page of the receipt names its transaction; open that hash.",
            exit_code=EXIT_NOT_FOUND,
            details=self.lines(),
        )

    async def _block(self, id: str, block: dict[str, Any], index: int) -> UserError:
        header = block.get("header")
        height = header.get("height") if isinstance(header, dict) else None
        idle = min(5.0, self.left())
        chunks = await asyncio.gather(
            *(
                self.endpoints[index].ask("chunk", {"chunk_id": chunk}, idle=idle)
                for chunk in new_chunks_of(block)[:64]
            )
        )
        listed = [(_object(chunk) or {}).get("transactions") for chunk in chunks]
        lines = [
            one_line(f"{entry.get('hash')}  {entry.get('signer_id')} → {entry.get('receiver_id')}", 200)
            for entries in listed
            if isinstance(entries, list)
            for entry in entries
            if isinstance(entry, dict)
        ]
        hint = "Open one of its transactions, listed below." if lines else "It holds no transaction."
        return UserError(
            f"{id} is block {height if isinstance(height, int) else 'of unknown height'}, not a transaction",
            hint,
            exit_code=EXIT_NOT_FOUND,
            details=tuple(lines[:200]),
        )

    def lines(self) -> tuple[str, ...]:
        """One line per endpoint: what it said."""
        return tuple(
            f"{endpoint.name}: {self.said[index].text}"
            for index, endpoint in enumerate(self.endpoints)
            if index in self.said
        )

    def grouped(self, *kinds: str) -> str:
        """What endpoints said, for one line: those that said the same together, at most three of them by name."""
        groups: dict[str, list[str]] = {}
        for index, miss in sorted(self.said.items()):
            if not kinds or miss.kind in kinds:
                groups.setdefault(miss.text, []).append(self.endpoints[index].name)
        parts = []
        for text, names in groups.items():
            rest = f" and {len(names) - 3} more" if len(names) > 3 else ""
            parts.append(f"{', '.join(names[:3])}{rest}: {text}")
        return "; ".join(parts)


def _miss_of(answer: HandlerError) -> _Miss:
    """What an error means for the search (protocol.md §1.2 and §1.9)."""
    reason = answer.info.get("cause")
    if answer.cause == "UNKNOWN_TRANSACTION":
        return _Miss("unknown", "does not know this transaction (UNKNOWN_TRANSACTION)")
    if answer.cause == "TIMEOUT_ERROR" and reason == "NOT_OBSERVED":
        return _Miss("unknown", "does not know this transaction (TIMEOUT_ERROR, NOT_OBSERVED)")
    if answer.cause == "TIMEOUT_ERROR":
        return _Miss(
            "trouble", "timed out (TIMEOUT_ERROR): a wrong hash, a pruned transaction or a slow node"
        )
    if answer.cause in ("DOES_NOT_TRACK_SHARD", "REQUEST_ROUTED"):
        return _Miss("untracked", f"does not track this transaction's shard ({answer.cause})")
    said = one_line(answer.text)
    return _Miss("trouble", f"answered {one_line(answer.cause, 40)}" + (f": {said}" if said else ""))


def _not_found(ref: TransactionRef, targets: Sequence[Target], hunt: _Hunt) -> UserError:
    """The error of interface.md §2: 3 if anyone does not know it, else 5 for odd answers, else 4."""
    lines = hunt.lines()
    kinds = {miss.kind for miss in hunt.said.values()}
    if not targets:
        return UserError(f"no endpoint to ask for {ref.hash}", "Give one with --rpc.", exit_code=EXIT_NETWORK)
    if kinds & {"unknown", "untracked"}:
        troubles = hunt.grouped("trouble", "odd")
        networks = list(dict.fromkeys(target.network for target in targets if target.network))
        where = f" on {' or '.join(networks)}" if networks else ""
        message = f"{ref.hash} is not known{where}"
        if troubles:
            message += f" (no usable answer from {troubles})"
        if "untracked" in kinds and ref.signer is None:
            hint = "A node may track its shard only: give the signer too, as HASH:ACCOUNT."
        else:
            hint = (
                "Check hash and network; what is older than about two days needs an archival endpoint. "
                "It may also be an intent's id, which is no transaction."
            )
        return UserError(message, hint, exit_code=EXIT_NOT_FOUND, details=lines)
    if "odd" in kinds:
        return UserError(
            f"no transaction in the answer: {hunt.grouped()}",
            "Is this a NEAR endpoint? Give another one with --rpc.",
            exit_code=EXIT_MALFORMED,
            details=lines,
        )
    return UserError(
        f"no usable answer: {hunt.grouped()}",
        "Check the network connection, or give another endpoint with --rpc.",
        exit_code=EXIT_NETWORK,
        details=lines,
    )


def _richness(result: dict[str, Any]) -> tuple[int, int]:
    return outcome_count(result), int(isinstance(result.get("receipts"), list))


def _object(answer: Answer) -> dict[str, Any] | None:
    return answer.result if isinstance(answer, Ok) and isinstance(answer.result, dict) else None


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None
