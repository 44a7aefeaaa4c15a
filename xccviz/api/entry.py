"""The way in: what was given becomes a `Transaction`, in a running event loop as well."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence

from xccviz.api.errors import told, wrong_value
from xccviz.api.transaction import Transaction
from xccviz.api.ways import Opened, options_for, outside_loops
from xccviz.catalogue import tr
from xccviz.model.errors import UserError
from xccviz.opening.open import open_document, open_document_sync
from xccviz.opening.options import OpenOptions, OpenResult
from xccviz.sources.recognise.references import Content, FileRef, Reference

Given = str | os.PathLike[str] | bytes | Mapping[str, object]


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
        options = options_for(network, rpc, signer, offline, timeout, cache)
        return transaction_of(open_from(given, options), options)


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
        return transaction_of(await open_document(reference, options), options)


def open_from(given: Given, options: OpenOptions) -> OpenResult:
    """What was given, opened as `options` say, in a running event loop too. Raises UserError, and UsageError for what
    is nothing that can be opened."""
    reference = _reference(given)
    return outside_loops(lambda: open_document_sync(reference, options))


def transaction_of(result: OpenResult, options: OpenOptions) -> Transaction:
    """The view of what was opened so."""
    cache = options.cache_dir is not None
    return Transaction(result.document, Opened(result.select, result.notes, options.offline, cache))


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
