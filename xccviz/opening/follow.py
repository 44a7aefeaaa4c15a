"""Watching a transaction that still runs: its document now, and whenever it has changed, until nothing more happens."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager, nullcontext

from xccviz.catalogue import tr
from xccviz.document import Document
from xccviz.model.errors import UserError
from xccviz.opening.open import analysed, open_document, open_raw
from xccviz.opening.options import OpenOptions, OpenResult
from xccviz.sources.network.merge import merged
from xccviz.sources.progress import Progress, Report, silent
from xccviz.sources.recognise.references import Reference, TransactionRef
from xccviz.values import replace

POLL_SECONDS = (1.0, 5.0)
"""Pause between two questions about a running transaction: at first, and at most."""
POLL_TROUBLES = 5
UNKNOWN_SECONDS = 20.0
"""How long a followed transaction may be unknown: about what a node needs to hear of a new one."""


async def follow_document(
    given: str | Reference,
    options: OpenOptions | None = None,
    progress: Report = silent,
    asking: Callable[[], AbstractAsyncContextManager[object]] = nullcontext,
    sent: bool = False,
) -> AsyncIterator[OpenResult]:
    """The document now and whenever it has changed, until it is final; then the iteration ends.

    What was read from a file or the cache is followed on the network by its hash, unless it is final already or
    `offline`; nothing that was known once is lost.
    A transaction that nobody knows yet is waited for a while, since a node learns of it in some
    seconds; the pause between questions grows while nothing changes. `asking` is entered whenever something is asked,
    so that many who follow can take turns. Raises UserError as `open_document`: at once where the first answer is
    trouble, later (and where it is known to be `sent`, from the beginning) only after several troubles in a row: one
    slow answer ends nothing.
    """

    async def look() -> OpenResult:
        async with asking():
            return await open_document(given, options, progress)

    first = await until_known(look, progress, UNKNOWN_SECONDS, POLL_TROUBLES if sent else 1)
    yield first
    async for result in follow_on(first, options, progress, asking=asking):
        yield result


async def follow_on(
    first: OpenResult,
    options: OpenOptions | None = None,
    progress: Report = silent,
    building: Callable[[], AbstractContextManager[None]] = nullcontext,
    asking: Callable[[], AbstractAsyncContextManager[object]] = nullcontext,
) -> AsyncIterator[OpenResult]:
    """What becomes of a document that is open already, as `follow_document`: it is not asked for again at once, and
    only its changes come. `building` is entered whenever a document is built, `asking` whenever something is asked.
    Nothing comes of one that is final, or `offline`."""
    trace = first.document.trace
    if is_final(first.document) or (options is not None and options.offline):
        return
    signer = trace.transaction.signer_id
    ref = TransactionRef(trace.transaction.hash, signer=signer, network=trace.network, select=first.select)
    last, shown, pause, troubles = first.document, _extent(first.document), POLL_SECONDS[0], 0
    while True:
        await _pause(pause)
        try:
            async with asking():
                fetched = await open_raw(ref, options, progress)
            raw = merged(last.raw, fetched.raw)
            with building():
                result = await analysed(replace(fetched, raw=raw), options, progress)
        except UserError as error:
            troubles += 1
            if troubles >= POLL_TROUBLES:
                raise
            progress(Progress("trouble", tr("no answer this time: {message}", message=error.message)))
            pause = min(POLL_SECONDS[1], pause * 2)
            continue
        troubles, now, last = 0, _extent(result.document), result.document
        pause = POLL_SECONDS[0] if now != shown else min(POLL_SECONDS[1], pause * 1.5)
        if now != shown or is_final(result.document):
            shown = now
            yield replace(result, select=first.select)
        if is_final(result.document):
            return


async def until_known(
    look: Callable[[], Awaitable[OpenResult]],
    progress: Report,
    seconds: float,
    most: int = 1,
    *,
    at_once: bool = True,
) -> OpenResult:
    """What `look` finds, which is asked again while nobody knows the transaction, for `seconds` (may be infinite): at
    first every second, later more seldom; for the first time `at_once`, or after the first pause. Raises what `look`
    raises, trouble of the network only when it is the `most`th in a row."""
    until, pause, troubles = time.monotonic() + seconds, POLL_SECONDS[0], 0
    if not at_once:
        await _pause(pause)
    while True:
        try:
            return await look()
        except UserError as error:
            troubles = troubles + 1 if error.kind == "network" else 0
            if troubles >= most or error.kind not in ("not_found", "network"):
                raise
            if not troubles and time.monotonic() + pause > until:
                raise
            waiting = tr("no answer this time: {message}", message=error.message)
            progress(
                Progress("trouble", waiting)
                if troubles
                else Progress("asking", tr("not known yet, asking again"))
            )
            await _pause(pause)
            pause = min(POLL_SECONDS[1], pause * (2 if troubles else 1.1))


def is_final(document: Document) -> bool:
    """Whether nothing more will happen: FINAL, or refused; documents without that word (an indexer's) when whole."""
    status = document.trace.final_execution_status
    if status is None:
        return document.trace.status_word is None
    return status == "FINAL" or document.analysis.verdict.code == "invalid"


def _extent(document: Document) -> tuple[object, ...]:
    """What a change is told by: the state reached, and how much of it is known."""
    trace = document.trace
    return trace.final_execution_status, len(trace.outcomes), len(trace.receipts), len(trace.blocks)


async def _pause(seconds: float) -> None:
    import asyncio  # a window that only shows what it was given does without

    await asyncio.sleep(seconds)
