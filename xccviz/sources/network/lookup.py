"""The search for a transaction among endpoints: who knows it, and what the others said (protocol.md §1.8).

`wait_until: "NONE"` is asked because only that answers at once; its answer is the best current state, so nothing
here ever waits for FINAL. Every wait is bounded by one deadline, and a slow endpoint by its share of it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import TypeAlias

from xccviz.catalogue import tr
from xccviz.model.raw import JsonObject, RawDocument, RawTransaction, list_of, object_of, text_or_none
from xccviz.sources.foreign_text import one_line
from xccviz.sources.network.answers import Trouble
from xccviz.sources.network.asking import Miss, ask
from xccviz.sources.network.endpoint import Target
from xccviz.sources.network.indexer import Indexer
from xccviz.sources.network.raw_answer import missing_outcomes, outcome_count
from xccviz.sources.network.rpc import Endpoint
from xccviz.sources.network.troubles import until_words
from xccviz.sources.progress import Progress, Report
from xccviz.sources.recognise.references import TransactionRef
from xccviz.values import frozen

HEDGE_SECONDS = 2.0
"""Silence after which the next endpoint is asked beside a slow one."""
_AT_ONCE = 2


@frozen
class Found:
    """The document that has the transaction, its `result`, and the index of the endpoint that gave it."""

    document: RawDocument
    result: JsonObject
    index: int


Doubt: TypeAlias = Callable[[RawTransaction], "str | None"]
"""What in some documents contradicts something else, as a sentence; None: nothing does."""
_DOUBT_SHOWN = 300
_AT_A_GLANCE = 300
"""Outcomes that are looked at in a few hundredths of a second."""


class Lookup:
    """The state of one search: what each endpoint said last, and the time left."""

    def __init__(
        self,
        endpoints: list[Endpoint | Indexer],
        deadline: float,
        progress: Report,
        doubt: Doubt = lambda raw: None,
    ) -> None:
        self.endpoints = endpoints
        self.doubt = doubt
        self.deadline = deadline
        self.start = time.monotonic()
        self.progress = progress
        self.said: dict[int, Miss] = {}
        self.hedge_seconds = HEDGE_SECONDS

    def left(self, until: float | None = None) -> float:
        """Seconds until `until` (default: the deadline), not below 0."""
        return max(0.0, (self.deadline if until is None else until) - time.monotonic())

    def spare(self, index: int, targets: Sequence[Target]) -> list[Endpoint]:
        """Up to two more endpoints of the same network that gave no trouble so far."""
        return [
            endpoint
            for other, endpoint in enumerate(self.endpoints)
            if other != index
            and isinstance(endpoint, Endpoint)
            and targets[other].network == targets[index].network
            and (other not in self.said or self.said[other].kind in ("unknown", "untracked"))
        ][:2]

    async def transaction(self, hash: str, signer: str | None, until: float) -> Found | None:
        """The first endpoint's answer that has the transaction; those that may know it soon are asked once more."""
        order = range(len(self.endpoints))
        found = await self.in_order(hash, signer, order, until)
        if found is not None:
            return found
        again = [index for index in order if self._may_know_soon(self.said[index])]
        wait = max((self.said[index].retry_after or 1.0 for index in again), default=0.0)
        if not again or self.left() < wait + 1.0:
            return None
        self.progress(Progress("asking", tr("not there yet, asking once more")))
        await asyncio.sleep(wait)
        return await self.in_order(hash, signer, again, self.deadline)

    async def in_order(
        self, hash: str, signer: str | None, order: Sequence[int], until: float
    ) -> Found | None:
        """Ask in order, the next one when one has no good answer, or beside it when it is slow; the first good answer
        ends all others."""
        waiting = list(order)
        running: dict[asyncio.Task[Found | Miss], int] = {}
        slow = False
        try:
            while waiting or running:
                while waiting and (not running or (slow and len(running) < _AT_ONCE)):
                    index = waiting.pop(0)
                    task = self._started(index, hash, signer, len(order), len(waiting) + 1, until)
                    if task is not None:
                        running[task] = index
                        slow = False
                if not running:
                    break
                pause = self.hedge_seconds if waiting and len(running) < _AT_ONCE else None
                done, _ = await asyncio.wait(running, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
                answers = {running.pop(task): task.result() for task in done}
                slow = bool(running)
                self.said |= {index: answer for index, answer in answers.items() if isinstance(answer, Miss)}
                good = [answer for _, answer in sorted(answers.items()) if isinstance(answer, Found)]
                if good:
                    self.said |= {index: Miss("trouble", tr("was slower")) for index in running.values()}
                    return good[0]
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
        return None

    def _started(
        self, index: int, hash: str, signer: str | None, count: int, others: int, until: float
    ) -> asyncio.Task[Found | Miss] | None:
        """The question to one endpoint on its way, with its share of the time; None (and why) if it is not asked."""
        left = self.left(self.deadline if count == 1 else until)
        endpoint = self.endpoints[index]
        health = endpoint.health.of(endpoint.name)
        if (banned := health.banned(endpoint.health.now())) > 0.05:
            self.said[index] = Miss("trouble", until_words(banned), banned)
            return None
        if left < 0.05:
            self.said.setdefault(index, Miss("trouble", tr("was not asked, the time was used up")))
            return None
        self.progress(Progress("asking", tr("asking {name}", name=endpoint.name), count - others + 1, count))
        idle = left if others == 1 else min(10.0, left / others)
        total = left if others == 1 else max(idle, left * 0.6)
        return asyncio.create_task(self._ask_one(index, hash, signer, idle, total))

    @staticmethod
    def _may_know_soon(miss: Miss) -> bool:
        return miss.kind == "untracked" or (miss.retry_after is not None and miss.retry_after <= 5.0)

    async def _ask_one(
        self, index: int, hash: str, signer: str | None, idle: float, total: float
    ) -> Found | Miss:
        answer = await ask(self.endpoints[index], hash, signer, idle=idle, total=total)
        if isinstance(answer, Miss):
            return answer
        found = Found(answer.document, answer.result, index)
        why = await self.doubts(found, RawTransaction((found.document,)))
        return found if why is None else self.contradicts(found, why)

    async def doubts(self, found: Found, raw: RawTransaction) -> str | None:
        """What `doubt` says of an answer with what was fetched around it; a large one is looked at beside the loop."""
        if outcome_count(found.result) > _AT_A_GLANCE:
            return await asyncio.to_thread(self.doubt, raw)
        return self.doubt(raw)

    def contradicts(self, found: Found, why: str) -> Miss:
        """What is remembered of an endpoint whose answer contradicts itself: it has given none."""
        words = tr("answered what contradicts itself: {why}", why=one_line(why, _DOUBT_SHOWN))
        endpoint = self.endpoints[found.index]
        endpoint.health.note(endpoint.name, found.document.method, Trouble("contradictory", words), 0.0)
        return Miss("trouble", words)

    async def improved(self, found: Found, ref: TransactionRef) -> Found:
        """Asked again with the real signer if outcomes are missing: a node that tracks few shards needs it."""
        if found.document.method == "indexer":
            return found
        signer = text_or_none(object_of(found.result["transaction"]).get("signer_id"))
        asked = found.document.params
        sender = asked.get("sender_account_id") if isinstance(asked, dict) else list_of(asked)[1]
        lacking = missing_outcomes(found.result) or not isinstance(found.result.get("receipts"), list)
        if not signer or signer == sender or not lacking or self.left() < 0.5:
            return found
        hash = text_or_none(object_of(found.result["transaction"]).get("hash")) or ref.hash
        idle = min(10.0, self.left() / 2)
        again = await self._ask_one(found.index, hash, signer, idle, idle)
        if isinstance(again, Found) and _richness(again.result) > _richness(found.result):
            return again
        return found

    async def fuller(self, found: Found, targets: Sequence[Target]) -> Found:
        """What others say if everything is final and the answer still has gaps: its node tracks few shards (§1.2)."""
        transaction, result = object_of(found.result["transaction"]), found.result
        signer, hash = (text_or_none(transaction.get(name)) for name in ("signer_id", "hash"))
        for endpoint in self.spare(found.index, targets):
            if result.get("final_execution_status") != "FINAL" or not missing_outcomes(found.result):
                break
            if signer is None or hash is None or self.left() < 0.5:
                break
            idle = min(10.0, self.left() / 3)
            other = await self._ask_one(self.endpoints.index(endpoint), hash, signer, idle, idle)
            if isinstance(other, Found) and _richness(other.result) > _richness(found.result):
                found = other
        return found

    def lines(self, found: int | None = None) -> tuple[str, ...]:
        """One line per endpoint: what it said, how far back it keeps blocks if that is known and matters, and which
        one (`found`) had it."""
        lines = []
        for index, endpoint in enumerate(self.endpoints):
            if index == found:
                lines.append(tr("{endpoint}: found", endpoint=endpoint.name))
            elif index in self.said:
                miss = self.said[index]
                keeps = endpoint.health.of(endpoint.name).keeps() if miss.kind == "unknown" else ""
                lines.append(f"{endpoint.name}: {miss.text}" + (f"; {keeps}" if keeps else ""))
        return tuple(lines)

    def grouped(self, *kinds: str) -> str:
        """What endpoints said, for one line: those that said the same together, at most three of them by name."""
        groups: dict[str, list[str]] = {}
        for index, miss in sorted(self.said.items()):
            if not kinds or miss.kind in kinds:
                groups.setdefault(miss.text, []).append(self.endpoints[index].name)
        return "; ".join(f"{_enumerated(names)}: {text}" for text, names in groups.items())

    def names(self, *kinds: str) -> str:
        """The endpoints that said one of `kinds`, at most three of them by name."""
        return _enumerated(
            [self.endpoints[i].name for i, miss in sorted(self.said.items()) if miss.kind in kinds]
        )


def _enumerated(names: Sequence[str]) -> str:
    rest = tr(" and {count} more", count=len(names) - 3) if len(names) > 3 else ""
    return ", ".join(names[:3]) + rest


def _richness(result: JsonObject) -> tuple[int, int]:
    return outcome_count(result), int(isinstance(result.get("receipts"), list))
