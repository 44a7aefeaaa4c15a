"""A transaction that a test named, opened once it is final."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from xccviz.api.entry import Given, open_from, transaction_of
from xccviz.api.errors import told
from xccviz.api.transaction import Transaction
from xccviz.api.ways import options_for, outside_loops
from xccviz.model.errors import UserError
from xccviz.opening.follow import follow_on, until_known
from xccviz.opening.open import open_document
from xccviz.opening.options import OpenOptions, OpenResult
from xccviz.sources.given import reference_to
from xccviz.sources.progress import silent
from xccviz.sources.recognise.references import TransactionRef

NEW_SECONDS = 2.0
"""How long a hash may be unknown: a test that fails right after it sent something is quicker than the node."""


def opened_when_final(given: Given, rpc: str | None, patience: float) -> Transaction:
    """What was given, opened; one that a node still works on is waited for, `patience` seconds at most, and is as far
    as it came then. `rpc`: whom to ask, None for those of the environment. Raises `xccviz.Error` where it can't be
    opened."""
    with told():
        options = options_for(rpc=rpc or (), timeout=patience, cache=False)
        if not isinstance(given, str) or not isinstance(reference_to(given), TransactionRef):
            return transaction_of(open_from(given, options), options)
        return transaction_of(outside_loops(lambda: asyncio.run(_final(given, options))), options)


async def _final(given: str, options: OpenOptions) -> OpenResult:
    last = await until_known(lambda: open_document(given, options), silent, NEW_SECONDS)
    with suppress(TimeoutError, UserError):  # what is known is told, whatever became of it
        async with asyncio.timeout(options.timeout):
            async for result in follow_on(last, options):
                last = result
    return last
