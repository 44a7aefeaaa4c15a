"""What else to fetch once a transaction is found: receipts, block headers, chunks of yields, and extras on request.

All of it is tolerated to fail: a graph without heights is still a graph. Requests go out at most eight at a time,
wait when the endpoint says so, and stop after a few troubles in a row.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Sequence

from xccviz.catalogue import numeral, tr, trn
from xccviz.model.raw import Json, JsonObject, RawDocument
from xccviz.sources.about import is_about
from xccviz.sources.network.answers import HandlerError, Ok, Trouble
from xccviz.sources.network.fetch_plan import Wanted, key, wanted
from xccviz.sources.network.rpc import Endpoint, document_of
from xccviz.sources.network.shared_answers import SharedAnswers, shared_answers_for
from xccviz.sources.network.wanted import Extra, Request
from xccviz.sources.progress import Progress, Report, Stage
from xccviz.sources.store.cache import Cache, Identity
from xccviz.values import frozen, replace

CONCURRENCY = 8
_IDLE_SECONDS = 10.0
_TROUBLES_IN_A_ROW = 4
_LONGEST_PAUSE = 5.0
_OF_THE_ENDPOINT = frozenset({"refused", "dns", "tls", "timeout", "disconnected"})
"""Troubles that have nothing to do with what was asked."""


@frozen
class Cost:
    """What one kind of documents took: `got` of `wanted` documents, by so many requests, in so many bytes of answers.
    What was kept from before took none."""

    name: str
    wanted: int
    got: int
    requests: int
    received: int

    def __str__(self) -> str:
        done = tr(
            "{kind}: {got} of {wanted}", kind=self.name, got=numeral(self.got), wanted=numeral(self.wanted)
        )
        if not self.requests:
            return tr("{done}, nothing asked", done=done)
        asked = trn("{count} request", "{count} requests", self.requests)
        received = trn("{count} byte", "{count} bytes", self.received)
        return f"{done}, {asked}, {received}"


@frozen
class Completed:
    """Further documents in the order they were wanted, which chain it is as far as the node said it, what they cost,
    and which trouble an endpoint gave meanwhile, a line each."""

    documents: tuple[RawDocument, ...]
    chain_id: str | None
    identity: Identity | None = None
    costs: tuple[Cost, ...] = ()
    troubles: tuple[str, ...] = ()


async def complete_documents(
    endpoints: Sequence[Endpoint],
    result: JsonObject,
    *,
    extras: frozenset[Extra],
    deadline: float,
    progress: Report,
    cache: Cache | None = None,
    there: Sequence[RawDocument] = (),
) -> Completed:
    """Fetch what a found transaction (`result` of a tx method) needs from `endpoints`, or from `cache`, but for what is
    `there` already.

    The first is the one that had it; what it can't give is asked of the others, in order (a node may have pruned a
    block that an archival one has).
    `deadline` on the clock of `time.monotonic`. Never raises but for cancellation; what fails is left out.
    """
    if not endpoints:
        return Completed((), None)
    chain_id, identity = await chain_of(endpoints[0], deadline)
    shared = shared_answers_for(cache, identity)
    askers = [Asker(endpoint, deadline, shared) for endpoint in endpoints]

    costs: list[Cost] = []
    documents: list[RawDocument] = []
    asked = {key(document.method, document.params) for document in there}
    while (kind := _next(wanted(result, extras, [*there, *documents], asked), asked)) is not None:
        asked |= {key(*request) for request in kind.requests}
        before = _spent(endpoints)
        found: dict[int, RawDocument] = {}
        givers = [asker for asker in askers if kind.of_givers and asker.gave & {m for m, _ in kind.requests}]
        for asker in (givers or askers[:1]) if kind.of_givers else askers:
            open_ones = [n for n in range(len(kind.requests)) if n not in found]
            answers = await asker.all(kind.stage, kind.name, [kind.requests[n] for n in open_ones], progress)
            found |= {n: answer for n, answer in zip(open_ones, answers, strict=True) if answer is not None}
        spent, received = (now - then for now, then in zip(_spent(endpoints), before, strict=True))
        costs.append(Cost(kind.name, len(kind.requests), len(found), spent, received))
        documents += [found[n] for n in sorted(found)]
    return Completed(tuple(documents), chain_id, identity, tuple(costs), troubles_of(askers))


def _next(kinds: Sequence[Wanted], asked: set[str]) -> Wanted | None:
    """The first kind with something that was not asked for yet, without what was."""
    for kind in kinds:
        requests = tuple(request for request in kind.requests if key(*request) not in asked)
        if requests:
            return replace(kind, requests=requests)
    return None


def _spent(endpoints: Sequence[Endpoint]) -> tuple[int, int]:
    """Requests and bytes of all of them so far."""
    spent = [endpoint.spent for endpoint in endpoints]
    return sum(one.requests for one in spent), sum(one.received for one in spent)


class Asker:
    """Bounded, patient, tolerant: asks many things of one endpoint."""

    def __init__(self, endpoint: Endpoint, deadline: float, shared: SharedAnswers) -> None:
        self._endpoint = endpoint
        self._shared = shared
        self._deadline = deadline
        self._slots = asyncio.Semaphore(CONCURRENCY)
        self._pause_until = 0.0
        self._troubles: Counter[str] = Counter()  # in a row, by method; "" for those of the endpoint itself
        self._refused: set[str] = set()
        self.gave: set[str] = set()  # methods that it answered
        self.trouble: str | None = None
        """The last trouble that it gave, in words that follow its name."""

    @property
    def name(self) -> str:
        """Its address, without secrets."""
        return self._endpoint.name

    async def all(
        self, stage: Stage, name: str, requests: Sequence[Request], progress: Report
    ) -> list[RawDocument | None]:
        """The answers in the order of the requests; None for those without one."""
        if not requests:
            return []
        done = 0

        async def one(request: Request) -> RawDocument | None:
            nonlocal done
            async with self._slots:
                document = await self._shared.get(*request, lambda: self._one(*request))
            done += 1
            progress(Progress(stage, tr("fetching {name}", name=name), done, len(requests)))
            return document

        progress(Progress(stage, tr("fetching {name}", name=name), 0, len(requests)))
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(request)) for request in requests]
        return [task.result() for task in tasks]

    async def _one(self, method: str, params: Json) -> RawDocument | None:
        for _ in range(3):
            pause = self._pause_until - time.monotonic()
            if pause > 0:
                await asyncio.sleep(pause)
            left = self._deadline - time.monotonic()
            tired = max(self._troubles[""], self._troubles[method]) >= _TROUBLES_IN_A_ROW
            if left < 0.05 and self.trouble is None:
                self.trouble = tr("was not asked, the time was used up")
            if left < 0.05 or tired or method in self._refused:
                return None
            answer = await self._endpoint.ask(method, params, idle=min(_IDLE_SECONDS, left), total=left)
            if isinstance(answer, Ok) and not is_about(method, params, answer.result):
                self._troubles[method] += 1
                return None
            if isinstance(answer, Ok):
                self._troubles[""] = self._troubles[method] = 0
                self.gave.add(method)
                return document_of(method, params, self._endpoint, answer)
            if isinstance(answer, HandlerError):
                if answer.meaning.of_method:
                    self._refused.add(method)
                if answer.meaning.is_answer:
                    return document_of(method, params, self._endpoint, answer)
                return None
            self.trouble = answer.text
            if not self._wait_for(answer):
                self._troubles["" if answer.kind in _OF_THE_ENDPOINT else method] += 1
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


def troubles_of(askers: Sequence[Asker]) -> tuple[str, ...]:
    """Which trouble endpoints gave, a line each; nothing of those that gave none."""
    return tuple(f"{asker.name}: {asker.trouble}" for asker in askers if asker.trouble is not None)


async def chain_of(endpoint: Endpoint, deadline: float) -> tuple[str | None, Identity | None]:
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
    return (await chain_of(endpoint, deadline))[1]
