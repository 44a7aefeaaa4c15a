"""The composition: what a user gave → documents → Document. The command line and the window both come through here.

    text ─ classify ─┬─ network: fetch ──┐
                     ├─ file, stdin, paste├─ RawTransaction ─ build_document ─> Document
                     └─ sample ──────────┘

`open_document` is for the window's asyncio thread and can be cancelled; `open_document_sync` is for commands.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from xccviz.document import Document, build_document
from xccviz.model.errors import EXIT_NETWORK, EXIT_USAGE, Cancelled, UserError
from xccviz.settings import NETWORKS, find_network
from xccviz.sources import file, sample
from xccviz.sources.classify import (
    FileRef,
    JsonText,
    NotOpenable,
    Opened,
    SampleRef,
    StdinRef,
    TransactionRef,
    classify,
    is_account_id,
    network_of_account,
)
from xccviz.sources.completion import DEFAULT_EXTRAS, Extra
from xccviz.sources.fetch import Fetched, Target, fetch_transaction
from xccviz.sources.progress import Progress, Report, silent

__all__ = [
    "OpenOptions",
    "OpenResult",
    "Progress",
    "Report",
    "open_document",
    "open_document_sync",
    "open_raw",
    "open_raw_sync",
    "targets_for",
]

_T = TypeVar("_T")

DEFAULT_NETWORK = "mainnet"
_NEVER_UNASKED = ("localnet",)
_TAKES_KEYS = ".fastnear.com"


@dataclass(frozen=True, slots=True)
class OpenOptions:
    """How to open: `network` (None: not chosen) and `rpc` (endpoints instead of the network's, in order of preference),
    `signer` of the transaction, `timeout` in seconds for the whole, `offline` to refuse the network, `api_key` for the
    given endpoints and FastNEAR's, and what else to fetch (`extras`, see sources.completion)."""

    network: str | None = None
    rpc: tuple[str, ...] = ()
    signer: str | None = None
    timeout: float = 30.0
    offline: bool = False
    api_key: str | None = field(default=None, repr=False)
    extras: frozenset[Extra] = DEFAULT_EXTRAS


@dataclass(frozen=True, slots=True)
class OpenResult:
    """An opened transaction, and the id of the node that its address, receipt id or sample points at (or None)."""

    document: Document
    select: str | None = None


async def open_document(
    given: str | Opened, options: OpenOptions | None = None, progress: Report = silent
) -> OpenResult:
    """Open what the user gave and analyse it, without blocking the loop.

    Raises UserError with the exit status of interface.md §2. Cancelling the task closes all connections.
    """
    fetched = await open_raw(given, options, progress)
    progress(Progress("analysing", "analysing"))
    document = await asyncio.to_thread(build_document, fetched.raw)
    progress(Progress("done", "done"))
    return _result(document, fetched)


def open_document_sync(
    given: str | Opened, options: OpenOptions | None = None, progress: Report = silent
) -> OpenResult:
    """As `open_document`, for callers without a loop. Raises Cancelled (exit 130) when interrupted by the keyboard."""
    fetched = open_raw_sync(given, options, progress)
    progress(Progress("analysing", "analysing"))
    return _interruptible(lambda: _result(build_document(fetched.raw), fetched))


async def open_raw(
    given: str | Opened, options: OpenOptions | None = None, progress: Report = silent
) -> Fetched:
    """Only the documents of what the user gave (for `fetch`), and the node to select. Raises as `open_document`."""
    opened, options = _checked(given, options)
    if isinstance(opened, TransactionRef):
        return await _fetch(opened, options, progress, _given_text(given, opened))
    progress(Progress("reading", "reading"))
    return await asyncio.to_thread(_read, opened, options)


def open_raw_sync(
    given: str | Opened, options: OpenOptions | None = None, progress: Report = silent
) -> Fetched:
    """As `open_raw`, for callers without a loop. Files and standard input are read in the calling thread."""
    opened, checked = _checked(given, options)
    if isinstance(opened, TransactionRef):
        work = _fetch(opened, checked, progress, _given_text(given, opened))
        return _interruptible(lambda: asyncio.run(work))
    progress(Progress("reading", "reading"))
    return _interruptible(lambda: _read(opened, checked))


def targets_for(ref: TransactionRef, options: OpenOptions) -> tuple[Target, ...]:
    """Whom to ask for a transaction, in order (interface.md §1 and §2).

    `options.rpc` alone if given; else the endpoints of the chosen network, or the one its address or signer names;
    else mainnet's and then those of the other networks, localnet never. Raises UserError (exit 2) for a network that
    is not configured.
    """
    signer = options.signer or ref.signer
    chosen = options.network or ref.network or network_of_account(signer)
    if options.rpc:
        name = find_network(chosen).name if chosen is not None else None
        return tuple(Target(url, name, options.api_key if _key_is_safe(url) else None) for url in options.rpc)
    if chosen is not None:
        names = [find_network(chosen).name]
    else:
        others = [name for name in NETWORKS if name != DEFAULT_NETWORK and name not in _NEVER_UNASKED]
        names = [DEFAULT_NETWORK, *others]
    return tuple(
        Target(endpoint.url, name, options.api_key if _takes_key(endpoint.url) else None)
        for name in names
        for endpoint in NETWORKS[name].endpoints
    )


def _checked(given: str | Opened, options: OpenOptions | None) -> tuple[Opened, OpenOptions]:
    """Classify and validate before anything is read or asked. Raises UserError (exit 2)."""
    checked = options if options is not None else OpenOptions()
    opened = classify(given) if isinstance(given, str) else given
    if isinstance(opened, NotOpenable):
        raise UserError(opened.message, opened.hint, exit_code=EXIT_USAGE)
    if checked.signer is not None and not is_account_id(checked.signer):
        raise UserError(
            f"{checked.signer!r} is no account id",
            "Account ids have 2 to 64 characters: a-z, 0-9, and - _ . between them.",
            exit_code=EXIT_USAGE,
        )
    if not (math.isfinite(checked.timeout) and checked.timeout > 0):
        raise UserError("the timeout must be a number of seconds above 0", exit_code=EXIT_USAGE)
    return opened, checked


async def _fetch(ref: TransactionRef, options: OpenOptions, progress: Report, given: str) -> Fetched:
    if options.offline:
        raise UserError(
            f"{ref.hash} would have to be fetched, and --offline is given",
            "Open a file or a sample, or leave --offline out.",
            exit_code=EXIT_NETWORK,
        )
    targets = targets_for(ref, options)
    if options.signer is not None:
        ref = replace(ref, signer=options.signer)
    return await fetch_transaction(
        ref, targets, progress=progress, timeout=options.timeout, extras=options.extras, opened=given
    )


def _read(opened: Opened, options: OpenOptions) -> Fetched:
    select = None
    if isinstance(opened, FileRef):
        raw = file.open_file(opened.path, opened.transaction)
    elif isinstance(opened, StdinRef):
        raw = file.open_stdin()
    elif isinstance(opened, JsonText):
        raw = file.open_text(opened.text)
    elif isinstance(opened, SampleRef):
        raw, select = sample.read_sample(opened.name), sample.find_sample(opened.name).select
    else:  # a TransactionRef is fetched, NotOpenable was refused
        raise TypeError(f"not a document to read: {opened!r}")
    if raw.network is None and options.network is not None:
        raw = replace(raw, network=find_network(options.network).name)
    return Fetched(raw, select)


def _result(document: Document, fetched: Fetched) -> OpenResult:
    """The id to select only if the graph has it: an address may name a receipt of elsewhere."""
    select = fetched.select if fetched.select in document.graph.by_id else None
    return OpenResult(document, select)


def _given_text(given: str | Opened, ref: TransactionRef) -> str:
    return given.strip() if isinstance(given, str) else ref.hash


def _takes_key(url: str) -> bool:
    """Default endpoints get the key only if they are FastNEAR's: it is nobody else's business."""
    return url.startswith("https://") and url.split("/")[2].endswith(_TAKES_KEYS)


def _key_is_safe(url: str) -> bool:
    """A key never travels unencrypted, except on this machine."""
    return url.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]"))


def _interruptible(work: Callable[[], _T]) -> _T:
    try:
        return work()
    except KeyboardInterrupt as error:
        raise Cancelled from error
