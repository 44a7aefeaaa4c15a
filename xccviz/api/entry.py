"""The way in: what was given becomes a `Transaction`, in a running event loop as well."""

from __future__ import annotations

import contextvars
import json
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from xccviz.api.errors import a_text, texts, told, wrong_value
from xccviz.api.transaction import Transaction
from xccviz.catalogue import tr
from xccviz.decode.installed import installed_decoders
from xccviz.model.errors import UserError
from xccviz.opening.open import open_document, open_document_sync
from xccviz.opening.options import OpenOptions, OpenResult, options_of
from xccviz.settings.file import load_settings
from xccviz.settings.keys import key_finder
from xccviz.sources.recognise.references import Content, FileRef, Reference
from xccviz.values import replace

Given = str | os.PathLike[str] | bytes | Mapping[str, object]
_T = TypeVar("_T")
_LONGEST_TIMEOUT = 1e9
"""Seconds; a number far beyond what any clock counts is a slip."""


def open(
    given: Given,
    *,
    network: str | None = None,
    rpc: str | Sequence[str] = (),
    signer: str | None = None,
    offline: bool = False,
    timeout: float = 30,
    cache: bool = True,
) -> Transaction:
    """Open a transaction and analyse it.

    `given`: text as on the command line (a hash, `HASH:signer.near`, a receipt id, an explorer's address, a file,
    `sample:NAME`, JSON; interface.md §1), a path, the bytes of a file (packed or not), or a dict: a JSON-RPC answer,
    its `result`, a capture. `network`: `mainnet`, `testnet`, `localnet` or a configured one. `rpc`: endpoints to ask
    instead of the network's, in order of preference. `signer`: who signed it, for nodes that track few shards.
    `offline`: never ask the network. `timeout`: seconds for the whole. `cache`: read and write the cache on disk.
    What is left out comes from the environment and config.toml, as for the command line.

    In a running event loop it works in a thread and blocks the loop until it is done; `aopen` doesn't. Raises
    `UsageError`, `NotFound`, `NetworkTrouble` or `MalformedData`.
    """
    with told():
        return transaction_of(open_from(given, options_for(network, rpc, signer, offline, timeout, cache)))


async def aopen(
    given: Given,
    *,
    network: str | None = None,
    rpc: str | Sequence[str] = (),
    signer: str | None = None,
    offline: bool = False,
    timeout: float = 30,  # noqa: ASYNC109 - for all endpoints together, and what came in time is kept
    cache: bool = True,
) -> Transaction:
    """As `open`, without blocking the event loop. Cancelling the task closes all connections."""
    with told():
        reference = _reference(given)
        options = options_for(network, rpc, signer, offline, timeout, cache)
        return transaction_of(await open_document(reference, options))


def open_from(given: Given, options: OpenOptions) -> OpenResult:
    """What was given, opened as `options` say, in a running event loop too. Raises UserError, and UsageError for what
    is nothing that can be opened."""
    reference = _reference(given)
    return outside_loops(lambda: open_document_sync(reference, options))


def transaction_of(result: OpenResult) -> Transaction:
    """The view of what was opened."""
    return Transaction(result.document, result.select, result.notes)


def options_for(
    network: str | None = None,
    rpc: str | Sequence[str] = (),
    signer: str | None = None,
    offline: bool = False,
    timeout: float = 30,
    cache: bool = True,
) -> OpenOptions:
    """How to open: what was chosen, then the environment, then config.toml; with the decoders that are installed.
    Raises UserError (usage) for a setting that is none."""
    if isinstance(timeout, bool) or not isinstance(timeout, int | float) or timeout > _LONGEST_TIMEOUT:
        raise wrong_value("timeout", timeout, tr("a number of seconds"))
    chosen = {
        name: a_text(name, value) if value is not None else None
        for name, value in (("network", network), ("signer", signer))
    }
    settings = load_settings(os.environ)
    decoders, troubles = installed_decoders()
    options = options_of(
        settings,
        key_finder(settings.config_dir),
        network=chosen["network"],
        rpc=texts("rpc", rpc),
        signer=chosen["signer"],
        timeout=float(timeout),
        offline=offline,
        cache=cache,
    )
    return replace(options, decoders=decoders, remarks=troubles)


def _reference(given: Given) -> str | Reference:
    if isinstance(given, str):
        return given
    if isinstance(given, os.PathLike):
        return FileRef(os.fsdecode(given))
    if isinstance(given, bytes | bytearray | memoryview):
        return Content(bytes(given), tr("what was given"))
    if isinstance(given, Mapping):
        # Through its text: what is no JSON is refused, and whoever goes on changing the dict changes nothing here.
        return Content(given_bytes(given), tr("the dict"))
    raise wrong_value("given", given, tr("a text, a path, bytes or a dict"))


def given_bytes(given: Mapping[str, object]) -> bytes:
    """A dict as the bytes of a file. Raises UserError (malformed) for one that is no JSON."""
    try:
        return json.dumps(dict(given), allow_nan=False).encode("ascii")
    except (TypeError, ValueError, RecursionError) as error:
        raise UserError(
            tr("the dict is no JSON: {reason}", reason=error),
            tr("Give an answer as `json.loads` gives it."),
            kind="malformed",
        ) from error


def outside_loops(work: Callable[[], _T]) -> _T:
    """What `work` gives; in a thread of its own where an event loop runs in this one: no thread can run two."""
    if not _in_loop():
        return work()
    results: list[_T] = []
    troubles: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # carried over to whoever waits
            troubles.append(error)

    thread = threading.Thread(target=contextvars.copy_context().run, args=(run,), daemon=True)
    thread.start()
    thread.join()
    if troubles:
        raise troubles[0]
    return results[0]


def _in_loop() -> bool:
    import sys

    if "asyncio" not in sys.modules:  # then no loop runs; loading it takes longer than opening a small file
        return False
    import asyncio

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
