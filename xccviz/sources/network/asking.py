"""One endpoint, asked for a transaction: the answer that has it, or why there is none."""

from __future__ import annotations

import time

from xccviz.catalogue import tr
from xccviz.model.raw import Json, JsonObject, RawDocument, object_of
from xccviz.sources.foreign_text import one_line
from xccviz.sources.network.answers import HandlerError, Ok, Trouble
from xccviz.sources.network.causes import MissKind
from xccviz.sources.network.endpoint import ANY_ACCOUNT, LOOK_UPS, Target
from xccviz.sources.network.health import HealthBook
from xccviz.sources.network.indexer import Indexer
from xccviz.sources.network.rpc import Endpoint, document_of
from xccviz.values import frozen


@frozen
class Held:
    """The document that has the transaction, and its `result`."""

    document: RawDocument
    result: JsonObject


@frozen
class Miss:
    """Why there is no transaction: `kind`, and `text` that follows the endpoint's name in a line; `retry_after` in
    seconds where it asks to wait; `denied` if a key may help."""

    kind: MissKind
    text: str
    retry_after: float | None = None
    denied: bool = False


def connected(target: Target, max_bytes: int | None, health: HealthBook) -> Endpoint | Indexer:
    """The endpoint of a target; nothing is sent yet. Raises UserError (usage) if its address is none."""
    kind = Indexer if target.indexer else Endpoint
    return kind(target.url, target.api_key, max_bytes, health)


async def ask(
    endpoint: Endpoint | Indexer, hash: str, signer: str | None, *, idle: float, total: float
) -> Held | Miss:
    """Ask for a transaction, with its signer if that is known. `idle` and `total` in seconds, as in `Endpoint.ask`."""
    if isinstance(endpoint, Indexer):
        return await _ask_indexer(endpoint, hash, idle, total)
    return await _ask_node(endpoint, hash, signer or ANY_ACCOUNT, idle, total)


async def _ask_node(endpoint: Endpoint, hash: str, sender: str, idle: float, total: float) -> Held | Miss:
    """Falling back from the newest to the oldest way to ask, as far as the errors say that this may help."""
    end = time.monotonic() + total
    by_name: Json = {"tx_hash": hash, "sender_account_id": sender, "wait_until": "NONE"}
    requests = [(method, by_name) for method in LOOK_UPS]
    first: Miss | None = None
    while requests and (left := end - time.monotonic()) > 0:
        method, params = requests.pop(0)
        answer = await endpoint.ask(method, params, idle=min(idle, left), total=left)
        if isinstance(answer, Ok):
            return _read(document_of(method, params, endpoint, answer), hash)
        if isinstance(answer, Trouble):
            return first or _miss_of_trouble(answer)
        miss, onward = miss_of(answer), answer.meaning.onward
        if onward == "older_method":
            first = miss
        elif onward == "plain_tx":
            requests = [entry for entry in requests if entry[0] == "tx"]
            first = first or miss
        elif onward == "by_position" and params is by_name:
            requests = [(method, [hash, sender])]
            first = first or miss
        else:
            return miss
    return first or Miss("trouble", tr("timed out"))


async def _ask_indexer(indexer: Indexer, hash: str, idle: float, total: float) -> Held | Miss:
    answer = await indexer.transaction(hash, idle=idle, total=total)
    if answer is None:
        return Miss("unknown", tr("does not know this transaction (an indexer)"))
    if isinstance(answer, Trouble):
        return _miss_of_trouble(answer)
    return Held(answer.document, answer.result)


def _read(document: RawDocument, hash: str) -> Held | Miss:
    result = object_of(document.envelope).get("result")
    if isinstance(result, dict):
        transaction = result.get("transaction")
        if isinstance(transaction, dict) and isinstance(result.get("transaction_outcome"), dict):
            if transaction.get("hash") not in (hash, None):
                return Miss("odd", tr("answered with another transaction"))
            return Held(document, result)
        state = result.get("final_execution_status")
        if state == "NONE" and transaction is None:
            return Miss("untracked", tr("has nothing of this transaction (it may not track its shard)"))
        if isinstance(state, str) and transaction is None:
            return Miss(
                "untracked", tr("tells nothing of this transaction yet but {said}", said=one_line(state, 40))
            )
    return Miss("odd", tr("answered JSON-RPC, but no transaction"))


def _miss_of_trouble(trouble: Trouble) -> Miss:
    return Miss("trouble", trouble.text, trouble.retry_after, trouble.kind == "denied")


def miss_of(answer: HandlerError) -> Miss:
    """What an error means for the search, in our words where there are any, else in the node's."""
    row = answer.meaning
    if row.words:
        return Miss(row.miss, row.words)
    cause, said = one_line(answer.cause, 40), one_line(answer.text)
    return Miss(
        row.miss,
        tr("answered {cause}: {said}", cause=cause, said=said)
        if said
        else tr("answered {cause}", cause=cause),
    )
