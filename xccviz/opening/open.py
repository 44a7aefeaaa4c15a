"""What a user gave → documents → Document. The command line and the window both come through here.

    text ─ classify ─┬─ network: fetch ──┐
                     ├─ file, stdin, paste├─ RawTransaction ─ build_document ─> Document
                     └─ sample ──────────┘

`open_document` is for the window's asyncio thread and can be cancelled; `open_document_sync` is for commands. What only
the network needs (asyncio included) is imported where a transaction is fetched: a command on a file does without.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeVar

from xccviz.catalogue import tr
from xccviz.decode.registry import DECODERS
from xccviz.document import build_document
from xccviz.model.errors import Cancelled, UserError
from xccviz.opening.options import OpenOptions, OpenResult
from xccviz.opening.refusing import explained, holds_none, not_openable, with_what_was_told
from xccviz.settings.networks import find_network
from xccviz.sources.fetched import Fetched
from xccviz.sources.files import read as file
from xccviz.sources.files.listing import choice_of
from xccviz.sources.files.place import Found
from xccviz.sources.given import reference_to
from xccviz.sources.progress import Progress, Report, silent
from xccviz.sources.recognise.references import (
    Choice,
    Content,
    FileRef,
    JsonText,
    NotOpenable,
    Reference,
    SampleRef,
    StdinRef,
    TransactionRef,
    is_account_id,
)
from xccviz.sources.redact import redact_page
from xccviz.values import replace

_T = TypeVar("_T")


async def open_document(
    given: str | Reference, options: OpenOptions | None = None, progress: Report = silent
) -> OpenResult:
    """Open what the user gave and analyse it, without blocking the loop.

    Raises UserError whose kind interface.md §2 names. Cancelling the task closes all connections.
    """
    return await analysed(await open_raw(given, options, progress), options, progress)


def open_document_sync(
    given: str | Reference, options: OpenOptions | None = None, progress: Report = silent
) -> OpenResult:
    """As `open_document`, for callers without a loop. Raises Cancelled when interrupted by the keyboard."""
    fetched = open_raw_sync(given, options, progress)
    progress(Progress("analysing", tr("analysing")))
    return _interruptible(lambda: _analysed(fetched, options))


async def open_raw(
    given: str | Reference, options: OpenOptions | None = None, progress: Report = silent
) -> Fetched:
    """Only the documents of what the user gave (for `fetch`), and the node to select. Raises as `open_document`."""
    reference, options = _checked(given, options)
    if isinstance(reference, TransactionRef):
        return await _fetch(given, reference, options, progress)
    import asyncio

    progress(Progress("reading", tr("reading")))
    found = await asyncio.to_thread(_read, reference, options)
    if isinstance(found, TransactionRef):
        return await _fetch(given, found, options, progress)
    return found


def open_raw_sync(
    given: str | Reference, options: OpenOptions | None = None, progress: Report = silent
) -> Fetched:
    """As `open_raw`, for callers without a loop. Files and standard input are read in the calling thread."""
    reference, checked = _checked(given, options)
    if isinstance(reference, TransactionRef):
        return _fetch_sync(given, reference, checked, progress)
    progress(Progress("reading", tr("reading")))
    found = _interruptible(lambda: _read(reference, checked))
    return _fetch_sync(given, found, checked, progress) if isinstance(found, TransactionRef) else found


async def analysed(fetched: Fetched, options: OpenOptions | None, progress: Report) -> OpenResult:
    """The document of what was fetched, built beside the loop. Raises UserError (malformed) where it holds none."""
    import asyncio

    progress(Progress("analysing", tr("analysing")))
    result = await asyncio.to_thread(_analysed, fetched, options)
    await asyncio.to_thread(result.document.timeline.look_back)  # a window would wait for it
    progress(Progress("done", tr("done")))
    return result


def _checked(given: str | Reference, options: OpenOptions | None) -> tuple[Reference, OpenOptions]:
    """Classify and validate before anything is read or asked. Raises UserError (usage)."""
    checked = options if options is not None else OpenOptions()
    reference = reference_to(given) if isinstance(given, str) else given
    if isinstance(reference, NotOpenable):
        raise not_openable(reference)
    if isinstance(reference, Choice):
        raise choice_of(reference.among)
    if checked.signer is not None and not is_account_id(checked.signer):
        raise UserError(
            tr("{signer} is no account id", signer=repr(checked.signer)),
            tr("Account ids have 2 to 64 characters: a-z, 0-9, and - _ . between them."),
            kind="usage",
        )
    if not (math.isfinite(checked.timeout) and checked.timeout > 0):
        raise UserError(tr("the timeout must be a number of seconds above 0"), kind="usage")
    return reference, checked


async def _fetch(
    given: str | Reference, ref: TransactionRef, options: OpenOptions, report: Report
) -> Fetched:
    from xccviz.opening.fetching import fetch

    open = redact_page(given.strip()) if isinstance(given, str) else ref.hash
    try:
        return await fetch(ref, options, report, open)
    except UserError as error:
        raise with_what_was_told(error, ref.told) from error.__cause__


def _fetch_sync(given: str | Reference, ref: TransactionRef, options: OpenOptions, report: Report) -> Fetched:
    import asyncio

    return _interruptible(lambda: asyncio.run(_fetch(given, ref, options, report)))


def _read(reference: Reference, options: OpenOptions) -> Fetched | TransactionRef:
    """The documents, or the transaction that a file or a text only names. What a node refused is explained."""
    named = reference.path if options.discreet and isinstance(reference, FileRef) else None
    try:
        found = _documents(reference, options)
    except UserError as error:
        if named is not None and error.kind == "malformed":
            raise holds_none(named) from None
        raise explained(error) from error.__cause__
    if named is not None and isinstance(found, TransactionRef):
        raise holds_none(named)
    return found


def _documents(reference: Reference, options: OpenOptions) -> Fetched | TransactionRef:
    select = None
    found: Found
    if isinstance(reference, FileRef):
        found = file.open_file(reference.path, reference.transaction, options.timeout)
    elif isinstance(reference, StdinRef):
        found = file.open_stdin(seconds=options.timeout)
    elif isinstance(reference, JsonText):
        found = file.open_text(reference.text, reference.transaction)
    elif isinstance(reference, Content):
        found = _held(reference)
    elif isinstance(reference, SampleRef):
        from xccviz.sources.files import sample  # late: what is opened is seldom one

        found, select = sample.read_sample(reference.name), sample.find_sample(reference.name).select
    else:  # a TransactionRef is fetched, the others were refused
        raise TypeError(f"not a document to read: {reference!r}")
    if isinstance(found, TransactionRef):
        return found
    if found.network is None and options.network is not None:
        found = replace(found, network=find_network(options.network, options.networks).name)
    return Fetched(found, select or found.select, found.notes)


def _held(given: Content) -> Found:
    """What bytes hold. Of several transactions in them none can be named: they are no file."""
    try:
        return file.open_bytes(given.data, given.name)
    except UserError as error:
        if error.listed:
            error.hint = tr("Give one of them alone, or a file of them as FILE#HASH.")
        raise


def _analysed(fetched: Fetched, options: OpenOptions | None) -> OpenResult:
    """The id to select only if the graph has it: an address may name a receipt of elsewhere."""
    decoders, remarks = (options.decoders, options.remarks) if options is not None else (DECODERS, ())
    try:
        document = build_document(fetched.raw, decoders)
    except UserError as error:
        if options is not None and options.discreet and error.kind == "malformed":
            raise holds_none(fetched.raw.open) from None
        raise
    select = fetched.select if fetched.select in document.graph.by_id else None
    return OpenResult(
        document,
        select,
        (*remarks, *fetched.notes, *document.analysis.decoder_troubles),
        fetched.costs,
        fetched.asked,
    )


def _interruptible(work: Callable[[], _T]) -> _T:
    try:
        return work()
    except KeyboardInterrupt as error:
        raise Cancelled from error
